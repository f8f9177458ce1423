"""A team's book handed out to its salespeople, worked in, and brought together again."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart
from openpyxl.worksheet.table import Table

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.sanitize.own_sheets import without_own_sheets
from salesplan_xl.book.xlsx import Formula, XlsxFile
from salesplan_xl.catalogue import finding_sentence, render
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.engine.undo import undo
from salesplan_xl.commands.team.merge import merge
from salesplan_xl.commands.team.split import SplitOptions, file_names, split
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Sentence
from salesplan_xl.schema import choices
from salesplan_xl.schema.workbook import tables
from tests.doors.driver import Book, day, salesplan

NOW = dt.datetime(2027, 4, 1, 9, 0)
ZHANG = ("苏州恒锐机械有限公司", "无锡宏泰重工有限公司", "昆山金桥电子")
LI = ("常州明照新能源", "南通远海船舶", "宁波正杰工程机械", "湖州春风泵业")
NOBODYS = "嘉兴小微五金"
OWNER = dict.fromkeys(ZHANG, "张伟") | dict.fromkeys(LI, "李娜")
RECORDS: dict[str, list[dict[str, object]]] = {
    "contacts": [
        {"customer": name, "name": f"{name[:2]}经理", "role": "采购", "attitude": "支持"} for name in OWNER
    ],
    "opportunities": [
        {"customer": ZHANG[0], "project": "二期产线", "stage": "报价", "amount": 80, "owner": "张伟"},
        {"customer": LI[0], "project": "扩产", "stage": "方案", "amount": 60, "owner": "李娜"},
        {"customer": "还没成交的客户", "project": "试点", "stage": "线索", "amount": 40, "owner": "李娜"},
    ],
    "visits": [
        {"date": day("2026-11-02"), "customer": ZHANG[1], "purpose": "销售", "outcome": "谈价"},
        {"date": day("2026-11-09"), "customer": LI[1], "purpose": "技术", "outcome": "试切"},
    ],
    "resources": [
        {"kind": "技术支持", "name": "周工", "contact": "8012", "customers": f"{ZHANG[0]}、{LI[0]}"},
    ],
}


@pytest.fixture(scope="session")
def office(shelf: Callable[[str, str], Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The team's book, computed, and the three books it splits into."""
    folder = tmp_path_factory.mktemp("团队 📁")
    team = Book(Path(shutil.copy(shelf("planned", "zh"), folder / "华东团队.xlsx")))
    for row in team.rows("customers"):
        team.type("customers", row["name"], owner=OWNER.get(row["name"]))
    for table, rows in RECORDS.items():
        team.type_rows(table, rows)
    team.type_setting(company_target=1300, new_business_target=90, people=2)
    team.type("targets", ZHANG[0], growth=0.2)
    said = salesplan("run", team.path)
    assert said.code == 0, said.screen
    team.type_grid("review_summary", "week", "planned", f"先盯{LI[0]}")
    result = split(FilePort.open(team.path), folder / "发出", now=NOW)
    assert [Path(str(name)).name for name in result.figures["files"]] == [  # type: ignore[attr-defined]
        "华东团队-张伟.xlsx", "华东团队-李娜.xlsx", "华东团队-未分配.xlsx",
    ]  # fmt: skip
    sent = folder / "发出"
    return {
        "team": team.path,
        "zhang": sent / "华东团队-张伟.xlsx",
        "li": sent / "华东团队-李娜.xlsx",
        "nobody": sent / "华东团队-未分配.xlsx",
    }


@pytest.fixture
def desk(office: dict[str, Path], tmp_path: Path) -> dict[str, Book]:
    """Copies of these books to work in."""
    return {who: Book(Path(shutil.copy(path, tmp_path / path.name))) for who, path in office.items()}


def bring_back(desk: dict[str, Book], *who: str, **options: bool) -> tuple[CommandResult, Book]:
    """Merge returned books into a copy of the team's book."""
    team = desk["team"].path
    result, port = merge(FilePort.open(team), [desk[name].path for name in who], now=NOW, **options)
    merged = team.with_name("合并后.xlsx")
    port.save(merged)
    return result, Book(merged)


def told(result: CommandResult, code: str) -> list[str]:
    return [finding_sentence(finding, "zh") for finding in result.findings if finding.code == code]


def counts(result: CommandResult) -> tuple[object, object, object]:
    return result.figures["taken"], result.figures["conflicts"], result.figures["refused"]


# ── split ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_each_salesperson_gets_their_own_customers_and_nobody_elses(office: dict[str, Path]) -> None:
    zhang, li = Book(office["zhang"]), Book(office["li"])
    assert {row["name"] for row in zhang.rows("customers")} == set(ZHANG)
    assert {row["customer"] for row in zhang.rows("contacts")} == set(ZHANG)
    assert {row["customer"] for row in zhang.rows("map")} == {*ZHANG, "(新客户开发)"}
    assert [row["project"] for row in li.rows("opportunities")] == ["扩产", "试点"]
    assert zhang.setting("salesperson") == "张伟"
    assert zhang.setting("people") == 1
    assert {row["name"] for row in Book(office["nobody"]).rows("customers")} == {NOBODYS}


@pytest.mark.slow
def test_nothing_in_the_file_still_names_other_peoples_customers(office: dict[str, Path]) -> None:
    """Not on a sheet, not in a remembered value, not in a text that no cell shows any more."""
    with zipfile.ZipFile(office["zhang"]) as file:
        content = {
            name: html.unescape(file.read(name).decode("utf-8", "replace")) for name in file.namelist()
        }
    assert any(ZHANG[0] in text for text in content.values())
    for name in (*LI, NOBODYS, "还没成交的客户", "李娜"):
        assert [part for part, text in content.items() if name in text] == []


@pytest.mark.slow
def test_texts_that_excel_keeps_in_its_shared_list_go_too(office: dict[str, Path], tmp_path: Path) -> None:
    """Excel keeps all texts of a book in one list; what no cell shows must not stay there."""
    book = Book(Path(shutil.copy(office["team"], tmp_path / "共享.xlsx")))
    _share_texts(book.path)
    split(FilePort.open(book.path), tmp_path / "out", now=NOW)
    with zipfile.ZipFile(tmp_path / "out" / "共享-张伟.xlsx") as file:
        shared = file.read("xl/sharedStrings.xml").decode("utf-8")
    assert ZHANG[0] in shared
    assert LI[0] not in shared
    assert Book(tmp_path / "out" / "共享-张伟.xlsx").by("customers", "name")[ZHANG[0]]["owner"] == "张伟"


def _share_texts(path: Path) -> None:
    """Store the texts of all sheets the way Excel does: once, in one list, and numbers in the cells."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name).decode("utf-8") for name in file.namelist()}
    start = parts["xl/sharedStrings.xml"].count("<si>")
    texts: list[str] = []

    def number(found: re.Match[str]) -> str:
        texts.append(f"<si>{found[2]}</si>")
        return f'{found[1]}t="s"><v>{start + len(texts) - 1}</v></c>'

    for name, text in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(r'(<c [^>]*?)t="inlineStr"><is>(.*?)</is></c>', number, text)
    shared = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = shared.replace("</sst>", "".join(texts) + "</sst>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)


def test_targets_and_edits_are_the_same_as_in_the_teams_book(office: dict[str, Path]) -> None:
    team, zhang = Book(office["team"]), Book(office["zhang"])
    assert zhang.by("targets")[ZHANG[0]]["growth"] == 0.2
    for name in ZHANG:
        assert zhang.by("health")[name]["tier"] == team.by("health")[name]["tier"]
        assert zhang.by("targets")[name]["expected"] == pytest.approx(team.by("targets")[name]["expected"])


def test_the_companys_figures_are_shared_out_and_add_up(office: dict[str, Path]) -> None:
    parts = [Book(office[who]) for who in ("zhang", "li", "nobody")]
    for key, whole in (("company_target", 1300), ("new_business_target", 90)):
        assert sum(part.setting(key) or 0 for part in parts) == pytest.approx(whole)
    assert parts[0].setting("company_target") > parts[1].setting("company_target")


def test_the_record_of_the_team_does_not_travel(office: dict[str, Path]) -> None:
    """What the team did, and how to take it back, is not the salesperson's."""
    zhang = Book(office["zhang"])
    assert [row["command"] for row in zhang.rows("log")] == ["一键规划"]
    assert zhang.rows("undo") == []


@pytest.mark.slow
def test_what_is_odd_about_owners_is_told_and_every_book_announced(
    desk: dict[str, Book], tmp_path: Path
) -> None:
    """Where the list is blank the map decides; where both speak, the list."""
    desk["team"].type("customers", LI[2], owner="李 娜")
    desk["team"].type("customers", LI[3], owner=None)
    desk["team"].type("map", LI[3], owner="赵六")
    desk["team"].type("map", LI[1], owner="赵六")
    desk["team"].type("opportunities", "还没成交的客户", owner="钱七")
    heard: list[Sentence] = []
    result = split(FilePort.open(desk["team"].path), tmp_path / "out", now=NOW, tell=heard.append)
    assert render(heard[0], "zh") == "拆分第1本,共6本:张伟"
    assert len(heard) == result.figures["books"] == 6
    assert {row["name"] for row in Book(tmp_path / "out" / "华东团队-赵六.xlsx").rows("customers")} == {LI[3]}
    assert told(result, "F-700") == ["1家客户没有负责人,如嘉兴小微五金;他们单独成一本“未分配”。"]
    assert told(result, "F-728")[0].startswith("钱七名下没有客户")
    assert told(result, "F-702") == ["负责人有几种写法,各拆成了一本:李娜、李 娜。"]
    assert told(result, "F-705")[0] == "“南通远海船舶”在客户清单归李娜,在作战地图归赵六;按客户清单拆。"


@pytest.mark.slow
def test_the_users_own_sheets_stay_at_home_unless_asked(desk: dict[str, Book], tmp_path: Path) -> None:
    file = openpyxl.load_workbook(desk["team"].path)
    file.create_sheet("提成算法")["A1"] = f"{LI[0]} 提成8%"
    file.save(desk["team"].path)
    result = split(FilePort.open(desk["team"].path), tmp_path / "out", now=NOW)
    assert told(result, "F-706") == ["您自己加的1张工作表没有带给各人:提成算法。"]
    sent = XlsxFile.open(tmp_path / "out" / "华东团队-张伟.xlsx")
    assert (sent.rows("提成算法"), _state(sent, "提成算法")) == ([], "veryHidden")
    split(FilePort.open(desk["team"].path), tmp_path / "all", now=NOW, options=SplitOptions(keep_sheets=True))
    kept = XlsxFile.open(tmp_path / "all" / "华东团队-张伟.xlsx").rows("提成算法")
    assert kept[0][0] == f"{LI[0]} 提成8%"


def _state(file: XlsxFile, name: str) -> str:
    return next(sheet.state for sheet in file.sheets if sheet.name == name)


def test_file_names_are_safe_on_windows() -> None:
    names = file_names("CON", ["a/b:c", "Li Na", "li na", "李娜.", ""], "zh")
    assert names == [
        "CON-a_b_c.xlsx",
        "CON-Li Na.xlsx",
        "CON-li na-2.xlsx",
        "CON-李娜.xlsx",
        "CON-未分配.xlsx",
    ]
    assert len(file_names("团" * 300, ["人" * 300], "zh")[0]) < 140


def test_no_owner_at_all_is_refused(copy: Callable[..., Book], tmp_path: Path) -> None:
    empty = copy("empty")
    with pytest.raises(WorkbookError, match="SP-340"):
        split(FilePort.open(empty.path), tmp_path / "out", now=NOW)


@pytest.mark.slow
def test_books_in_the_folder_are_only_replaced_on_demand_and_targets_may_be_left_blank(
    office: dict[str, Path], tmp_path: Path
) -> None:
    mine = tmp_path / "out" / "华东团队-李娜.xlsx"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(WorkbookError, match="SP-341"):
        split(FilePort.open(office["team"]), mine.parent, now=NOW)
    assert [path.name for path in mine.parent.iterdir()] == [mine.name]
    options = SplitOptions(overwrite=True, share_targets=False)
    split(FilePort.open(office["team"]), mine.parent, now=NOW, options=options)
    assert Book(mine).setting("company_target") is None
    assert mine.with_name("华东团队-李娜.bak.xlsx").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_refused(office: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WorkbookError, match="SP-343"):
        split(FilePort.open(office["team"]), tmp_path / "file" / "out", now=NOW)


@pytest.mark.slow
def test_fixed_targets_are_shared_too(desk: dict[str, Book], tmp_path: Path) -> None:
    """Once targets are fixed nothing is derived again: the row of new customers is shared out as it stands."""
    desk["team"].type_setting(plan_lock=_lock_label())
    split(FilePort.open(desk["team"].path), tmp_path / "out", now=NOW)
    whole = Book(desk["team"].path).by("map")
    parts = [Book(path).by("map") for path in (tmp_path / "out").glob("*.xlsx")]
    new = "(新客户开发)"
    for q in ("q1", "q2", "q3", "q4"):
        assert sum(part[new][q] for part in parts) == pytest.approx(whole[new][q])
    assert sum(row["target"] for part in parts for row in part.values()) == pytest.approx(
        sum(row["target"] for row in whole.values())
    )


def _lock_label() -> str:
    return next(item.label.zh for item in choices.PLAN_LOCKS if item.key == "now")


# ── merge ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_books_that_come_back_untouched_change_nothing(desk: dict[str, Book]) -> None:
    result, merged = bring_back(desk, "zhang", "li", "nobody")
    assert counts(result) == (0, 0, 0)
    assert merged.rows("customers") == desk["team"].rows("customers")
    assert merged.rows("map") == desk["team"].rows("map")


@pytest.mark.slow
def test_the_round_trip_loses_nothing_and_shows_exactly_the_planted_conflicts(desk: dict[str, Book]) -> None:
    """Two salespeople edit; one clashes with the manager over a quarter, both clash over a shared engineer."""
    team, zhang, li = desk["team"], desk["zhang"], desk["li"]
    zhang.type("customers", ZHANG[0], needs="换刀库", potential="高")
    zhang.type("map", ZHANG[1], q1=99, next_action="去签合同")
    zhang.type("targets", ZHANG[2], growth=0.5)
    zhang.type("opportunities", ZHANG[0], amount=95)
    zhang.type_rows("visits", [{"date": day("2027-01-08"), "customer": ZHANG[0], "purpose": "销售"}])
    zhang.type_rows("customers", [{"name": "新开发的厂", "this_year": 15}])
    zhang.type_rows("contacts", [{"customer": "新开发的厂", "name": "钱总", "role": "决策"}])
    zhang.type("resources", "技术支持", contact="111")
    li.type("map", LI[0], next_action="约总经理")
    li.type("resources", "技术支持", contact="222")
    team.type("map", ZHANG[1], q1=66)
    team.type("customers", LI[0], note="经理写的")
    result, merged = bring_back(desk, "zhang", "li", "nobody")

    assert told(result, "F-707") == [
        "冲突:“周工 · 技术支持”的“联系方式”,发出时是8012,现在张伟:111；李娜:222。保留团队簿的值。",
        "冲突:“无锡宏泰重工有限公司”的“Q1目标”,发出时是(系统计算值),现在团队簿:66；张伟:99。保留团队簿的值。",
    ]
    customers = merged.by("customers", "name")
    assert (customers[ZHANG[0]]["needs"], customers[ZHANG[0]]["potential"]) == ("换刀库", "高")
    assert customers["新开发的厂"]["owner"] == "张伟"
    assert customers[LI[0]]["note"] == "经理写的"
    plan = merged.by("map")
    assert (plan[ZHANG[1]]["q1"], plan[ZHANG[1]]["next_action"]) == (66, "去签合同")
    assert plan[LI[0]]["next_action"] == "约总经理"
    assert plan["新开发的厂"]["target"] > 0
    assert merged.by("targets")[ZHANG[2]]["growth"] == 0.5
    assert merged.by("opportunities")[ZHANG[0]]["amount"] == 95
    assert merged.by("resources", "name")["周工"]["contact"] == "8012"
    assert [row["customer"] for row in merged.rows("visits")] == [ZHANG[1], LI[1], ZHANG[0]]
    assert merged.by("contacts")["新开发的厂"]["name"] == "钱总"
    assert merged.findings().count("F-707") == 2
    assert counts(result)[1:] == (2, 0)
    assert told(result, "F-708")[0].startswith("张伟(《华东团队-张伟.xlsx》):采纳8处,冲突2处")


@pytest.mark.slow
@pytest.mark.slow
def test_contacts_of_a_salesperson_come_back_once(desk: dict[str, Book]) -> None:
    calls = "日期,客户名称,话术,结果\n2026-12-02,{},唤醒,没回\n"
    file = desk["zhang"].path.with_name("calls.csv")
    file.write_text(calls.format(ZHANG[0]), encoding="utf-8")
    assert salesplan("import", desk["zhang"].path, "--outreach", file).code == 0
    _, merged = bring_back(desk, "zhang", "li")
    assert [(row["customer"], row["script"], row["result"]) for row in merged.rows("outreach")] == [
        (ZHANG[0], "唤醒", "没回")
    ]
    _, again = bring_back({**desk, "team": merged}, "zhang")
    assert len(again.rows("outreach")) == 1


def test_tiers_pinned_for_the_salesperson_do_not_come_back_as_edits(desk: dict[str, Book]) -> None:
    """In the rep's book every customer keeps its tier of the team by hand; the team's book never hears of it."""
    assert desk["zhang"].by("customers", "name")[ZHANG[0]]["tier_override"] == "A"
    desk["zhang"].type("customers", ZHANG[1], tier_override="C", override_reason="要倒闭了")
    _, merged = bring_back(desk, "zhang")
    customers = merged.by("customers", "name")
    assert customers[ZHANG[0]]["tier_override"] is None
    assert (customers[ZHANG[1]]["tier_override"], customers[ZHANG[1]]["override_reason"]) == ("C", "要倒闭了")


def test_the_same_change_on_both_sides_is_no_conflict(desk: dict[str, Book]) -> None:
    desk["zhang"].type("customers", ZHANG[0], note="已升级")
    desk["team"].type("customers", ZHANG[0], note="已升级")
    result, _ = bring_back(desk, "zhang")
    assert counts(result) == (0, 0, 0)


@pytest.mark.slow
def test_an_edit_taken_back_by_the_salesperson_is_taken_back_in_the_team(desk: dict[str, Book]) -> None:
    desk["zhang"].type("targets", ZHANG[0], growth=None)
    assert salesplan("run", desk["zhang"].path).code == 0
    result, merged = bring_back(desk, "zhang")
    assert counts(result)[0] == 1
    assert merged.by("targets")[ZHANG[0]]["growth"] == 0.05


@pytest.mark.slow
def test_rows_the_salesperson_deleted_are_reported_and_stay(desk: dict[str, Book]) -> None:
    desk["zhang"].delete_row("opportunities", ZHANG[0])
    result, merged = bring_back(desk, "zhang")
    assert told(result, "F-709")[0].startswith("张伟删了“商机储备”的1行,如苏州恒锐机械有限公司 · 二期产线")
    assert len(merged.rows("opportunities")) == 3
    result, merged = bring_back(desk, "zhang", delete=True)
    assert [row["project"] for row in merged.rows("opportunities")] == ["扩产", "试点"]
    assert told(result, "F-710")


@pytest.mark.slow
def test_an_edit_of_a_row_the_team_deleted_is_told(desk: dict[str, Book]) -> None:
    desk["zhang"].type("opportunities", ZHANG[0], amount=95)
    desk["team"].delete_row("opportunities", ZHANG[0])
    result, merged = bring_back(desk, "zhang")
    assert len(merged.rows("opportunities")) == 2
    assert "改成了95,但团队簿里已没有这一行" in told(result, "F-711")[0]
    assert counts(result) == (0, 0, 1)


@pytest.mark.slow
def test_two_salespeople_who_find_the_same_new_customer(desk: dict[str, Book]) -> None:
    """One row, what they agree on filled in; whose it is stays open."""
    for who in ("zhang", "li"):
        desk[who].type_rows("customers", [{"name": "新开发的厂", "this_year": 15}])
    result, merged = bring_back(desk, "zhang", "li")
    rows = [row for row in merged.rows("customers") if row["name"] == "新开发的厂"]
    assert [(row["this_year"], row["owner"]) for row in rows] == [(15, None)]
    assert len(told(result, "F-707")) == 1


def test_what_concerns_the_whole_team_is_not_one_persons_to_change(desk: dict[str, Book]) -> None:
    desk["zhang"].type_setting(a_line=0.6)
    desk["zhang"].type("map", "(新客户开发)", q2=500)
    result, merged = bring_back(desk, "zhang")
    assert told(result, "F-712") == [
        "张伟改了团队共用的内容:A类分界、(新客户开发);这些不由个人决定,没有采纳。"
    ]
    assert merged.setting("a_line") == desk["team"].setting("a_line")


@pytest.mark.slow
def test_cells_that_cannot_be_read_are_not_taken(desk: dict[str, Book]) -> None:
    desk["zhang"].type("customers", ZHANG[0], this_year="很多")
    result, merged = bring_back(desk, "zhang")
    assert merged.by("customers", "name")[ZHANG[0]]["this_year"] == 420
    assert "如“很多”,没有采纳" in told(result, "F-713")[0]


@pytest.mark.slow
def test_foreign_and_broken_books_are_named_and_the_others_go_on(
    desk: dict[str, Book], copy: Callable[..., Book], tmp_path: Path
) -> None:
    desk["zhang"].type("customers", ZHANG[0], note="来了")
    desk["other"] = copy("typed")
    (tmp_path / "坏.xlsx").write_bytes(b"PK broken")
    desk["broken"] = Book(tmp_path / "坏.xlsx")
    desk["li"].type_setting(plan_year=2028)
    result, merged = bring_back(desk, "other", "broken", "li", "zhang")
    assert merged.by("customers", "name")[ZHANG[0]]["note"] == "来了"
    assert [len(told(result, code)) for code in ("F-714", "F-715", "F-716")] == [1, 1, 1]
    with pytest.raises(WorkbookError, match="SP-342"):
        bring_back(desk, "other", "broken")


@pytest.mark.slow
def test_a_merge_can_be_undone(desk: dict[str, Book]) -> None:
    desk["zhang"].type("customers", ZHANG[0], note="来了")
    desk["zhang"].type_rows("customers", [{"name": "新开发的厂", "this_year": 15}])
    before = desk["team"].rows("customers")
    _, merged = bring_back(desk, "zhang")
    port = FilePort.open(merged.path)
    for _ in range(2):
        _, port = undo(port, now=NOW)  # type: ignore[assignment]
    port.save(merged.path)
    assert merged.rows("customers") == before
    assert merged.rows("map") == desk["team"].rows("map")


def test_a_dry_run_only_tells(desk: dict[str, Book]) -> None:
    desk["zhang"].type("customers", ZHANG[0], note="来了")
    result, merged = bring_back(desk, "zhang", dry_run=True)
    assert counts(result) == (1, 0, 0)
    assert [change.new for change in result.changes] == ["来了"]
    assert merged.rows("customers") == desk["team"].rows("customers")


EDITABLE = {
    "customers": {"note": st.text("甲乙丙丁", max_size=3), "this_year": st.integers(0, 900)},
    "map": {"q1": st.integers(500, 590), "next_action": st.text("子丑寅", max_size=2)},
    "opportunities": {"amount": st.integers(1, 99)},
}
CELLS = st.sampled_from(
    [(table, row, key) for table, columns in EDITABLE.items() for key in columns for row in (0, 1)]
)


@pytest.mark.slow
@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_whatever_is_edited_is_taken_or_told(desk: dict[str, Book], data: st.DataObject) -> None:
    """Random edits by a salesperson and the manager: every one stands in the result, or is a named conflict."""
    rows = {"customers": ZHANG, "map": ZHANG, "opportunities": ZHANG[:1] * 2}
    fresh = {
        who: Book(Path(shutil.copy(book.path, book.path.with_name(f"_{book.path.name}"))))
        for who, book in desk.items()
    }
    wanted: dict[str, dict[tuple[str, str, str], object]] = {"zhang": {}, "team": {}}
    for who, edits in wanted.items():
        for table, row, key in data.draw(st.lists(CELLS, max_size=4), label=who):
            value = data.draw(EDITABLE[table][key]) or None
            name = rows[table][row]
            if value is not None:
                fresh[who].type(table, name, **{key: value})
                edits[table, name, key] = value
    standing = {
        cell: Book(desk["team"].path).by(cell[0], tables()[cell[0]].identity[0])[cell[1]][cell[2]]
        for cell in {*wanted["zhang"], *wanted["team"]}
    }
    result, merged = bring_back(fresh, "zhang")
    open_cells = 0
    for cell, before in standing.items():
        table, name, key = cell
        rep, manager = (wanted[who].get(cell, before) for who in ("zhang", "team"))
        now = merged.by(table, tables()[table].identity[0])[name][key]
        if before not in (rep, manager) and rep != manager:
            open_cells += 1
            assert now == manager
        else:
            assert now == (rep if rep != before else manager)
    assert result.figures["conflicts"] == open_cells


# ── contents that do not travel ───────────────────────────────────────────────────────────────────────


def test_a_formula_that_looked_into_a_sheet_left_at_home_keeps_its_value(
    copy: Callable[..., Book], tmp_path: Path
) -> None:
    """The sheet stays as a blank, hidden one, so that no list or name elsewhere loses its foot."""
    book = copy("typed")
    file = openpyxl.load_workbook(book.path)
    own = file.create_sheet("我的表")
    own["A1"] = "秘密"
    own.add_table(Table(displayName="tblMine", ref="C1:C2"))
    own["C1"], own["C2"] = "列", 5
    own.add_chart(BarChart(), "E2")
    file.save(book.path)
    opened = XlsxFile.open(book.path)
    opened.set_cells("客户清单", {(2, 25): Formula("我的表!C2*2", 10.0), (2, 26): Formula("1+1", 2.0)})
    data = without_own_sheets(opened.to_bytes(), "plan.xlsx", ["我的表"])
    left = XlsxFile.from_bytes(data)
    assert left.rows("客户清单")[1][24:26] == [10.0, 2.0]
    assert list(left.formulas("客户清单", 2, 2, 25, 26)) == [(2, 26)]
    assert left.rows("我的表") == []
    assert "tblMine" not in left.tables
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert not [name for name in packed.namelist() if b"\xe7\xa7\x98\xe5\xaf\x86" in packed.read(name)]
        types = packed.read("[Content_Types].xml").decode()
        named = set(re.findall(r'PartName="/([^"]+)"', types))
        assert named <= set(packed.namelist())
    openpyxl.load_workbook(io.BytesIO(data))
