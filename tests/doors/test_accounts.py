"""Key accounts at the console: a salesperson's few accounts, what they say, and what survives."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.doors.driver import Book, day, salesplan, shown

HUARUI, DONGHAI, NANSHAN = "苏州恒锐机械有限公司", "无锡宏泰重工有限公司", "嘉兴小微五金"
FEB = "2027-02-10"


@pytest.fixture
def book(copy: Callable[..., Book]) -> Book:
    """A dozen customers, of whom one is fought for, one has two owners, and one is let go of."""
    plan = copy("typed")
    plan.type_rows(
        "contacts",
        [
            {
                "customer": HUARUI,
                "name": "王敏",
                "role": "采购",
                "attitude": "支持",
                "influence": "中",
                "last_contact": day("2027-02-01"),
            },
            {
                "customer": HUARUI,
                "name": "周总监",
                "role": "技术",
                "attitude": "反对",
                "influence": "高",
                "last_contact": day("2027-02-03"),
            },
        ],
    )
    plan.type_rows(
        "actions",
        [
            {"customer": HUARUI, "action": "试切周总监的零件", "owner": "林晓东", "due": day("2027-02-20"), "acceptance": "检测合格",
             "bottleneck": "周总监不认可精度", "resources": "无需", "verify_by": day("2027-02-25")},
            {"customer": HUARUI, "action": "再请客户吃饭", "owner": "大家", "due": day("2027-02-20")},
        ],
    )  # fmt: skip
    plan.type_rows(
        "key_accounts",
        [
            {"customer": HUARUI, "key_tier": "攻坚型", "owner": "林晓东", "window": day("2027-03-22"), "granted": "王总:陪访2次"},
            {"customer": DONGHAI, "key_tier": "战略型", "owner": "林晓东、陈静"},
            {"customer": NANSHAN, "key_tier": "不打", "drop_reason": "只比价"},
        ],
    )  # fmt: skip
    return plan


def accounts(book: Book, as_of: str = FEB, *more: str) -> dict[str, Any]:
    said = salesplan("accounts", book.path, "--as-of", as_of, "--json", *more)
    assert said.code in (0, 1), said.screen
    return said.document


def row(document: dict[str, Any], customer: str) -> dict[str, Any]:
    (one,) = [each for each in document["tables"]["key_accounts"] if each["customer"] == customer]
    return one


def codes(document: dict[str, Any], about: str) -> set[str]:
    return {f["code"] for f in document["findings"] if about in f["sentence"] and f["code"].startswith("F-7")}


def test_the_sheet_says_where_it_is_stuck_and_who_answers(book: Book) -> None:
    document = accounts(book)
    lines = book.by("key_accounts")
    assert lines[HUARUI]["bottleneck"] == "卡在技术层:周总监反对"
    assert lines[HUARUI]["answer"] == "没打下来,林晓东负责" and lines[HUARUI]["days_left"] == 40
    assert lines[DONGHAI]["answer"] == "写了2个人,等于没人负责"
    assert codes(document, DONGHAI) >= {"F-742", "F-756"}
    assert codes(document, HUARUI) == {"F-750", "F-755"}
    assert document["figures"]["cells_to_fill"] == 1
    gate = {line["action"]: line for line in document["tables"]["gate"]}
    assert (gate["试切周总监的零件"]["verdict"], gate["试切周总监的零件"]["no"]) == ("hits", [])
    assert gate["再请客户吃饭"]["no"] == ["serves", "owned", "equipped", "checkable"]
    assert book.rows("gate")[-1]["say"].startswith("忙而无效")
    heat = book.grid("account_heat")["r1"]
    assert (heat["purchasing"], heat["technical"], heat["decision"]) == ("王敏 支持", "周总监 反对", "没有人")
    week = book.grid("account_week")
    assert week["busy1"]["say"].startswith("再请客户吃饭") and week["busy1"]["link"] == HUARUI
    assert week["busy2"]["say"] is None


def test_the_link_of_a_line_leads_to_the_cell_to_fill(book: Book) -> None:
    accounts(book, "2027-03-01")
    place = book.grid("account_links")["judgement1"]["place"]
    sheet, line, col = book.place("judgements", HUARUI, "verdict")
    assert place == f"'{sheet}'!{'ABCDEFGH'[col - 1]}{line}"


def test_what_was_typed_survives_and_a_second_run_changes_nothing(book: Book) -> None:
    accounts(book)
    book.type("key_accounts", HUARUI, bottleneck="预算没批", granted="李总特批")
    book.type("key_accounts", DONGHAI, owner="陈静")
    document = accounts(book)
    assert (row(document, HUARUI)["bottleneck"], row(document, HUARUI)["bottleneck_from"]) == (
        "预算没批",
        "typed",
    )
    assert row(document, DONGHAI)["answerable"] == "陈静"
    assert (document["figures"]["cells_to_fill"], accounts(book)["changed"]) == (0, 0)
    book.type("key_accounts", HUARUI, bottleneck=None)
    assert row(accounts(book), HUARUI)["bottleneck"] == "卡在技术层:周总监反对"
    forgotten = accounts(book, FEB, "--reset")
    assert (
        row(forgotten, HUARUI)["granted"] == "李总特批" and row(forgotten, DONGHAI)["key_tier"] == "strategic"
    )


@pytest.mark.slow
def test_a_bottleneck_ages_over_weeks_looking_back_and_undo_leave_it_alone(book: Book) -> None:
    accounts(book, "2027-02-01")
    assert row(accounts(book, "2027-02-22"), HUARUI)["stuck_days"] == 21
    assert row(accounts(book, "2027-02-05"), HUARUI)["stuck_days"] == 4
    book.type("key_accounts", HUARUI, bottleneck="预算没批")
    assert row(accounts(book, "2027-03-01"), HUARUI)["stuck_days"] == 0
    assert salesplan("undo", book.path).code == 0
    book.type("key_accounts", HUARUI, bottleneck=None)
    again = accounts(book, "2027-03-01")
    assert row(again, HUARUI)["stuck_days"] == 28
    assert "F-752" in codes(again, HUARUI)
    assert book.grid("account_week")["unmoved1"]["say"] == "28天没动:卡在技术层:周总监反对"


def test_an_action_writes_its_judgement_once_whatever_the_user_makes_of_the_row(book: Book) -> None:
    accounts(book)
    text = "做到“检测合格”,卡点“周总监不认可精度”就松动"
    assert [(line["assumption"], line["source"]) for line in book.rows("judgements")] == [(text, "行动")]
    book.type("judgements", HUARUI, assumption="周总监看到报告会改口", check_by=day("2027-03-31"))
    book.type_rows(
        "judgements", [{"customer": DONGHAI, "assumption": "三月换采购", "check_by": day("2027-02-28")}]
    )
    document = accounts(book, "2027-03-01")
    lines = {line["assumption"]: line for line in document["tables"]["judgements"]}
    assert set(lines) == {"周总监看到报告会改口", "三月换采购"}
    assert lines["周总监看到报告会改口"]["state"] == "later"
    assert (lines["三月换采购"]["state"], lines["三月换采购"]["source"]) == ("due", "own")
    book.type("judgements", DONGHAI, verdict="判断错了", lesson="采购换了,但听老板的")
    closed = accounts(book, "2027-03-02")
    assert closed["figures"]["judgement_wrong"] == 1 and closed["figures"]["judgements_due"] == 0


def test_a_day_moved_by_the_user_counts_for_what_is_due(book: Book) -> None:
    accounts(book)
    book.type("judgements", HUARUI, check_by=day("2027-02-12"))
    assert accounts(book, "2027-02-12")["figures"]["judgements_due"] == 1


def test_a_second_row_and_a_row_without_a_name_stay_and_are_not_used(book: Book) -> None:
    book.type_rows(
        "key_accounts",
        [
            {"customer": HUARUI, "key_tier": "机会型", "owner": "别人", "granted": "第二行"},
            {"granted": "没写客户"},
        ],
    )
    for _ in range(2):
        document = accounts(book)
        rows = book.rows("key_accounts")
        assert [line["granted"] for line in rows if line["granted"]] == ["王总:陪访2次", "第二行", "没写客户"]
        assert [line["owner"] for line in rows if line["customer"] == HUARUI] == ["林晓东", "别人"]
        assert "F-758" in codes(document, HUARUI)
        assert document["figures"]["accounts"] == 2


def test_a_cell_nobody_can_read_is_pointed_out_and_stays(book: Book) -> None:
    book.type("key_accounts", DONGHAI, key_tier="很重要")
    said = salesplan("accounts", book.path, "--as-of", FEB, "--despite-errors")
    assert said.code == 1 and "F-001" in said.out
    assert book.by("key_accounts")[DONGHAI]["key_tier"] == "很重要"


def test_a_name_the_list_does_not_know_is_pointed_out(book: Book) -> None:
    book.type_rows(
        "key_accounts",
        [{"customer": "苏州恒锐机械", "key_tier": "机会型"}, {"customer": "没有这家", "key_tier": "机会型"}],
    )
    document = accounts(book)
    assert {f["code"] for f in document["findings"]} >= {"F-112", "F-113"}
    assert row(document, "没有这家")["stake"] == 0


def test_letting_go_frees_time_and_the_map_plans_no_visit(book: Book) -> None:
    visits = [
        {"date": day(f"2026-{month:02d}-05"), "customer": NANSHAN, "purpose": "销售"} for month in (3, 6, 9)
    ]
    book.type_rows("visits", visits)
    figures = accounts(book, "2026-12-31")["figures"]
    assert (figures["released_days"], figures["released_hours"], figures["released_visits_month"]) == (
        1.5,
        12,
        0.25,
    )
    assert (
        book.grid("account_head")["released"]["text"] == "放弃1家,一年腾出12小时,够每4个月给重点客户多跑1次"
    )
    assert salesplan("run", book.path).code == 0
    plan = book.by("map")
    assert (plan[NANSHAN]["visits"], plan[NANSHAN]["key_action"]) == (0, "只接单,不主动跑")
    assert plan[NANSHAN]["target"] > 0


def test_proposals_come_and_go_with_the_data(book: Book) -> None:
    document = accounts(book)
    third = row(document, "常州明照新能源")
    assert (third["proposed"], third["key_tier"]) == ("strategic", None)
    assert any(f["code"] == "F-757" for f in document["findings"])
    book.type_setting(strategic_share=0.9)
    assert all(line["customer"] != "常州明照新能源" for line in accounts(book)["tables"]["key_accounts"])


def test_a_lean_book_shows_nothing_until_a_position_is_set(copy: Callable[..., Book]) -> None:
    plan = copy("planned")
    assert plan.rows("key_accounts") == [] and plan.rows("judgements") == []
    plan.type_rows("key_accounts", [{"customer": HUARUI, "key_tier": "战略型"}])
    assert salesplan("run", plan.path).code == 0
    assert plan.by("key_accounts")[HUARUI]["answer"] == "没打下来,王敏负责"
    assert plan.grid("report_accounts")["r1"]["answerable"] == "王敏"
    assert "F-756" in plan.findings()


def test_the_page_for_the_boss_names_five_and_who_answers(book: Book) -> None:
    accounts(book)
    assert salesplan("report", book.path).code == 0
    block = book.grid("report_accounts")
    assert (block["r1"]["customer"], block["r1"]["answerable"], block["r1"]["days_left"]) == (
        "苏州恒锐机械",
        "林晓东",
        40,
    )
    assert block["r2"]["answerable"] == "写了2个人,等于没人负责"
    assert block["r3"]["customer"] is None


def test_the_month_list_and_the_week_review_speak_of_them(book: Book) -> None:
    accounts(book, "2027-02-27")
    said = salesplan("month", book.path, "--month", "2027-03")
    assert said.code == 0, said.screen
    why = " ".join(str(line["why"]) for line in book.rows("month_list") if line["customer"] == HUARUI)
    assert "窗口还剩" in why and "2027-03-22截止" in why
    assert salesplan("review", book.path, "--as-of", "2027-02-27", "--month", "2027-02").code == 0
    sides = [line for line in book.rows("reviews") if line["side"] == "大客户"]
    assert [(line["planned"], line["done"]) for line in sides] == [(1, 0), (1, 0)]
    assert sides[1]["customer"] == HUARUI


def test_blanks_of_a_file_erase_nothing(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "大客户.csv"
    file.write_text(
        f"客户名称,定位,唯一负责人,资源与授权\n{HUARUI},战略型,,\n湖州春风泵业,机会型,陈静,\n",
        encoding="utf-8-sig",
    )
    said = salesplan("import", book.path, "--accounts", file, "--in-place", "--json")
    assert said.code == 0, said.screen
    lines = book.by("key_accounts")
    assert (lines[HUARUI]["key_tier"], lines[HUARUI]["owner"], lines[HUARUI]["granted"]) == (
        "战略型",
        "林晓东",
        "王总:陪访2次",
    )
    assert lines["湖州春风泵业"]["owner"] == "陈静"


def test_resources_and_judgements_are_imported_too(book: Book, tmp_path: Path) -> None:
    resources, log = tmp_path / "资源.csv", tmp_path / "判断.csv"
    resources.write_text(
        "类别,名称,擅长/内容,联系方式\n样机演示,五轴样机,可现场试切,演示中心\n", encoding="utf-8-sig"
    )
    log.write_text(
        f"客户名称,判断,验证日期,结论,教训\n{HUARUI},对手交不出货,2027-01-10,判断错了,外地调货\n",
        encoding="utf-8-sig",
    )
    said = salesplan("import", book.path, "--resources", resources, "--judgements", log, "--in-place")
    assert said.code == 0, said.screen
    book.type("actions", HUARUI, resources="五轴样机")
    document = accounts(book)
    gate = {line["action"]: line for line in document["tables"]["gate"]}
    assert "五轴样机:可现场试切、演示中心" in gate["试切周总监的零件"]["say"]
    assert document["figures"]["judgement_wrong"] == 1


def test_an_english_book_speaks_english(copy: Callable[..., Book]) -> None:
    plan = copy("typed", "en")
    plan.type_rows(
        "key_accounts", [{"customer": HUARUI, "key_tier": "Must win", "owner": "Li and Chen Jing"}]
    )
    document = accounts(plan)
    assert row(document, HUARUI)["answer"] == "2 names: nobody answers"
    assert plan.by("key_accounts")[HUARUI]["bottleneck"] == "Stuck at Decision: nobody there"
    assert plan.grid("account_heat")["r1"]["decision"] == "nobody"


def test_json_is_whole_and_the_lists_are_rows(book: Book) -> None:
    document = accounts(book)
    assert set(document["tables"]) >= {
        "key_accounts", "chain", "gate", "judgements", "similar", "white_space", "account_week",
    }  # fmt: skip
    assert json.dumps(document, allow_nan=False)
    assert document["figures"]["focus_time_share"] is None
    assert {line["layer"] for line in document["tables"]["chain"] if line["name"] is None} == {
        "user",
        "decision",
        "purchasing",
        "technical",
    }


def test_check_tells_the_same_findings_without_writing_the_sheet(book: Book) -> None:
    told = {f["code"] for f in accounts(book)["findings"] if f["code"].startswith("F-7")}
    said = salesplan("check", book.path, "--json")
    assert told - {"F-730", "F-732"} <= {f["code"] for f in said.document["findings"]}


def test_the_action_plan_offers_the_bottlenecks_and_takes_any_other(book: Book) -> None:
    accounts(book)
    assert book.grid("account_bottlenecks")["b1"]["text"] == "卡在技术层:周总监反对"
    sheet, line, col = book.place("actions", HUARUI, "bottleneck")
    rules = [
        rule
        for rule in shown(book.path)[sheet].data_validations.dataValidation
        if rule.type == "list" and shown(book.path)[sheet].cell(line, col).coordinate in rule.sqref
    ]
    (rule,) = rules
    assert "大客户作战" in rule.formula1 and not rule.showErrorMessage
