"""The health table: the worked figures of guide/health.md and every label with its reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.catalogue import finding_remedy, finding_sentence, render
from salesplan_xl.findings import Finding
from salesplan_xl.planning.common.customer_book import build_customer_book
from salesplan_xl.planning.customers.health import (
    HEALTH_COLUMNS,
    HealthResult,
    credit_advice,
    diagnose,
    stability_of,
    stability_scores,
    weighted_score,
)
from salesplan_xl.planning.customers.receivables import collections, receivable_findings
from salesplan_xl.planning.customers.relationships import depth, growth_space
from salesplan_xl.rules import CalendarRules, HealthRules, Rules, TierRules
from salesplan_xl.schema import analysis, choices, inputs
from salesplan_xl.schema.types import NUMERIC, Filled, Kind, Table

RULES = Rules()
CALENDAR = RULES.calendar
AS_OF = dt.date(2026, 12, 31)


def table(declared: Table, *rows: dict[str, Any]) -> pd.DataFrame:
    """Rows as the port delivers them: every column, blanks as NaN, NaT or None."""
    frame = pd.DataFrame(index=range(len(rows)))
    for column in declared.columns:
        values = [row.get(column.key) for row in rows]
        if column.kind in NUMERIC:
            frame[column.key] = pd.Series(values, dtype="float64")
        elif column.kind is Kind.DATE:
            frame[column.key] = pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[ns]")
        else:
            frame[column.key] = pd.Series(values, dtype="object")
    return frame


def day(days_before: int) -> dt.date:
    """A date that many days before the as-of date."""
    return AS_OF - dt.timedelta(days=days_before)


def invoice(customer: str | None, amount: float | None, due: dt.date | None, paid: dt.date | None = None,
            paid_amount: float | None = None, kind: str | None = "progress") -> dict[str, Any]:  # fmt: skip
    return {"customer": customer, "amount": amount, "due": due, "paid_date": paid,
            "paid_amount": paid_amount, "kind": kind, "invoice": "R1"}  # fmt: skip


def settled(customer: str, on_time: int, late: int) -> list[dict[str, Any]]:
    """Invoices of 1, paid on the due date or ten days after it."""
    return [
        *(invoice(customer, 1, day(100), day(100)) for _ in range(on_time)),
        *(invoice(customer, 1, day(100), day(90)) for _ in range(late)),
    ]


def receivables(*rows: dict[str, Any]) -> pd.DataFrame:
    return table(inputs.RECEIVABLES, *rows)


def contact(customer: str, name: str, role: str | None, last: dt.date | None = None) -> dict[str, Any]:
    return {"customer": customer, "name": name, "role": role, "last_contact": last}


def run(
    customers: list[dict[str, Any]],
    causes: dict[str, str] | None = None,
    rules: Rules = RULES,
    **rows: list[dict[str, Any]],
) -> HealthResult:
    """Diagnose customers given as rows of the customer list, with rows of the other tables."""
    declared = {"orders": inputs.ORDERS, "receivables": inputs.RECEIVABLES, "contacts": inputs.CONTACTS,
                "opportunities": inputs.OPPORTUNITIES}  # fmt: skip
    tables = {key: table(item, *rows.get(key, [])) for key, item in declared.items()}
    book = build_customer_book(table(inputs.CUSTOMERS, *customers), tables["orders"], rules.calendar)
    return diagnose(book, tables, causes or {}, rules)


def row_of(result: HealthResult, customer: str) -> pd.Series:
    return result.frame.set_index("customer").loc[customer]


def reason(result: HealthResult, customer: str, lang: str = "zh") -> str:
    return render(row_of(result, customer)["reason"], lang)


def found(result: HealthResult, code: str) -> list[Finding]:
    for finding in result.findings:
        for lang in ("zh", "en"):
            assert "—" not in finding_sentence(finding, lang)
            assert finding_remedy(finding, lang)
    return [finding for finding in result.findings if finding.code == code]


ARTICLE = [
    {"name": "XX机械", "this_year": 500, "last_year": 625},
    {"name": "XX制造", "this_year": 450, "last_year": 450 / 1.15},
]


def article() -> HealthResult:
    """The two rows of the first article's table."""
    return run(
        ARTICLE,
        receivables=[invoice("XX机械", 80, day(-30)), invoice("XX制造", 30, day(-30))],
        contacts=[
            contact("XX机械", "张工", "purchasing"),
            contact("XX制造", "李工", "purchasing"),
            contact("XX制造", "王总", "decision"),
        ],
        opportunities=[{"customer": "XX机械", "project": "产线", "stage": "quote", "amount": 200}],
    )


def test_the_table_of_the_first_article() -> None:
    """Golden 0.19, 0.20, 0.22: −20 % from 625, DSO 58.4; +15 % from 391.3, DSO 24.33."""
    frame = article().frame.set_index("customer")
    assert frame["last_year"].tolist() == pytest.approx([625.0, 391.3043], abs=1e-4)
    assert (frame["this_year"] / frame["last_year"] - 1).tolist() == pytest.approx([-0.20, 0.15])
    assert (frame["receivable"] / frame["this_year"]).tolist() == pytest.approx([0.16, 0.066667], abs=1e-6)
    assert (frame["receivable"] / frame["this_year"] * 365).tolist() == pytest.approx(
        [58.4, 24.3333], abs=1e-4
    )
    assert frame["depth"].tolist() == ["single", "several"]
    assert frame["space"].tolist() == ["project", "unknown"]
    assert frame["stability"].tolist() == ["warning", "growth"]


def test_an_a_customer_that_falls_by_a_fifth_and_hangs_on_one_person_is_high_risk() -> None:
    result = article()
    assert row_of(result, "XX机械")["risk"] == "high"
    assert row_of(result, "XX制造")["risk"] == "low"
    assert reason(result, "XX机械") == "业绩同比下降20%；回款正常；只认识采购1人,单点脆弱；在谈项目200"
    assert (
        reason(result, "XX制造", "en")
        == "revenue up 15%; pays as agreed; 2 contacts, User, Technical missing"
    )


def test_down_thirty_percent_habitually_late_and_single_point_reads_as_one_verdict() -> None:
    result = run(
        [{"name": "甲", "this_year": 350, "last_year": 500}],
        receivables=settled("甲", 3, 9),
        contacts=[contact("甲", "张工", "purchasing")],
    )
    assert reason(result, "甲") == "业绩同比下降30%,危险；习惯性延付(12笔晚9笔)；只认识采购1人,单点脆弱"
    row = row_of(result, "甲")
    assert (row["stability"], row["payment"], row["credit"], row["risk"]) == (
        "danger",
        "habitual",
        "prepay",
        "high",
    )
    assert row["decline_cause"] == "unknown"
    for code in ("F-210", "F-211", "F-213", "F-214"):
        assert [finding.place.row for finding in found(result, code)] == [0]
    assert finding_sentence(found(result, "F-210")[0], "zh") == "“甲”业绩从500降到350,下降30%,是危险信号。"


@pytest.mark.parametrize(
    ("this", "last", "key", "expected"),
    [
        (70, 100, True, "danger"),
        (70, 100, False, "warning"),
        (70.1, 100, True, "warning"),
        (90, 100, True, "warning"),
        (90.1, 100, True, "normal"),
        (95, 100, False, "flat"),
        (105, 100, False, "flat"),
        (106, 100, False, "growth"),
        (150, 100, False, "fast"),
        (149.9, 100, False, "growth"),
        (8, 0, False, "new"),
        (8, -3, False, "new"),
        (0, 100, True, "inactive"),
        (-4, 100, True, "returns"),
        (8, np.nan, True, None),
    ],
)
def test_stability_labels_at_their_lines(this: float, last: float, key: bool, expected: str | None) -> None:
    labels = stability_of(pd.Series([float(this)]), pd.Series([float(last)]), pd.Series([key]), HealthRules())
    assert labels["stability"].tolist()[0] == expected or (
        expected is None and pd.isna(labels["stability"][0])
    )


def test_no_last_year_is_a_new_customer_without_a_growth_figure() -> None:
    result = run([{"name": "甲", "this_year": 50, "last_year": 50}, {"name": "新", "this_year": 9}])
    row = row_of(result, "新")
    assert row["stability"] == "new" and np.isnan(row["stability_score"])
    assert reason(result, "新") == "今年新客户,没有去年可比"


def test_last_years_a_customer_that_collapsed_is_still_a_danger() -> None:
    """Its own fall made it a C customer; that must not hide the danger."""
    result = run(
        [{"name": "甲", "this_year": 95, "last_year": 40}, {"name": "乙", "this_year": 3, "last_year": 300}]
    )
    row = row_of(result, "乙")
    assert (row["tier"], row["stability"], row["risk"], row["migration"]) == ("C", "danger", "high", "down")


def test_a_customer_that_stopped_buying_says_what_it_bought() -> None:
    result = run([{"name": "甲", "this_year": 95, "last_year": 95}, {"name": "乙", "last_year": 300, "this_year": 0},
                  {"name": "丙", "this_year": 0, "last_year": 0}, {"name": "丁", "this_year": -2, "last_year": 1}])  # fmt: skip
    assert reason(result, "乙") == "去年成交300,今年一单没有"
    assert reason(result, "丙") == "今年没有成交"
    assert reason(result, "丁") == "今年净退货2"
    assert row_of(result, "乙")["decline_cause"] == "unknown"
    assert row_of(result, "丙")["decline_cause"] is None


def test_without_any_last_year_nothing_is_said_about_growth() -> None:
    result = run([{"name": "甲", "this_year": 95}])
    assert row_of(result, "甲")["stability"] is None
    assert reason(result, "甲") == "没有去年业绩,看不出涨跌"


def test_the_cause_the_user_chose_is_kept_and_ends_the_question() -> None:
    result = run([{"name": "甲", "this_year": 60, "last_year": 100}], {"甲": "share_lost"})
    assert row_of(result, "甲")["decline_cause"] == "share_lost"
    assert found(result, "F-211") == []
    assert len(found(result, "F-210")) == 1


def test_unexplained_declines_of_c_customers_are_one_note() -> None:
    small = [{"name": f"小{at}", "this_year": 1, "last_year": 2} for at in range(3)]
    result = run([{"name": "甲", "this_year": 960, "last_year": 960}, *small])
    assert [finding.values["count"] for finding in found(result, "F-212")] == [3]
    assert found(result, "F-211") == []


def collected(*rows: dict[str, Any], names: str = "甲", rules: HealthRules | None = None) -> pd.DataFrame:
    listed = pd.Series(list(names))
    frame = collections(listed, receivables(*rows), CALENDAR, rules or HealthRules(), grace=7)
    return frame.set_axis(list(names))


def test_open_and_overdue_money_as_of_the_day() -> None:
    one = collected(
        invoice("甲", 10, day(1)),  # overdue by a day
        invoice("甲", 20, day(0)),  # due today: not overdue
        invoice("甲", 40, day(50), day(-5)),  # paid after the as-of date: still open
        invoice("甲", 80, day(60), day(10), 30),  # part paid
        invoice("甲", 160, day(60), day(10)),  # a date without an amount: paid in full
        invoice("甲", 320, day(60), None, 320),  # an amount without a date: paid, but no judgement
        invoice("甲", 640, day(-401)),  # not invoiced yet
        invoice("甲", 1280, None),  # no due date
        invoice("外人", 9, day(9)),
    ).loc["甲"]
    assert one["receivable"] == pytest.approx(10 + 20 + 40 + 50 + 1280)
    assert one["overdue"] == pytest.approx(10 + 40 + 50)
    # Judged are 40, 80 and 160; the day's delay of 10 is within the days of grace.
    assert (one["oldest_days"], one["judged"], one["late"]) == (60, 3, 3)
    assert one["payment"] == "temporary"


def test_credits_reduce_what_is_open_and_overpayment_does_not() -> None:
    one = collected(
        invoice("甲", 10, day(5)), invoice("甲", -4, day(5)), invoice("甲", 3, day(5), day(5), 9)
    ).loc["甲"]
    assert one["receivable"] == pytest.approx(6)
    assert one["overdue"] == pytest.approx(10)


def test_late_rate_leans_towards_the_books_rate() -> None:
    """(late + 2 × book late-rate) ÷ (judged + 2): 甲 2 of 2 late, book 2 of 10."""
    frame = collected(*settled("甲", 0, 2), *settled("乙", 8, 0), invoice("丙", 1, day(-9)), names="甲乙丙丁")
    assert frame["late_rate"].tolist()[:3] == pytest.approx([(2 + 0.4) / 4, 0.4 / 10, 0.2])
    assert np.isnan(frame.loc["丁", "late_rate"]) and not frame.loc["丁", "has_data"]
    bare = collected(
        *settled("甲", 0, 2), invoice("丙", 1, day(-9)), names="甲丙", rules=HealthRules(late_prior_weight=0)
    )
    assert bare.loc["甲", "late_rate"] == pytest.approx(1.0)
    assert np.isnan(bare.loc["丙", "late_rate"])


@pytest.mark.parametrize(
    ("on_time", "late", "habit"),
    [(0, 4, "normal"), (0, 5, "habitual"), (3, 3, "habitual"), (3, 2, "normal")],
)
def test_a_habit_needs_five_judged_invoices_and_half_of_them_late(
    on_time: int, late: int, habit: str
) -> None:
    assert collected(*settled("甲", on_time, late)).loc["甲", "payment"] == habit


def test_old_retention_money_with_late_progress_payments_is_a_habit() -> None:
    retention, late = invoice("甲", 5, day(366), kind="retention"), invoice("甲", 5, day(90), day(80))
    on_time = invoice("甲", 5, day(90), day(90))
    assert habit(retention) == "temporary"
    assert habit(retention, late) == "temporary", "one late payment is no habit"
    assert habit(retention, late, late) == "habitual"
    assert habit(retention, late, late, on_time, on_time) == "habitual"
    assert habit(retention, late, late, on_time, on_time, on_time, on_time) == "temporary", "two of six"
    advance = invoice("甲", 5, day(90), day(80), kind="advance")
    assert habit(retention, advance, advance) == "temporary"
    assert habit(invoice("甲", 5, day(365), kind="retention"), late, late) == "temporary"


def habit(*rows: dict[str, Any]) -> object:
    """The payment habit of a customer, beside others that mostly pay on time."""
    return collected(*rows, *settled("乙", 20, 1), names="甲乙").loc["甲", "payment"]


def test_one_late_payment_of_five_and_old_retention_money_are_no_habit() -> None:
    retention = invoice("甲", 20, day(456), kind="retention")
    assert habit(retention, *settled("甲", 4, 1)) == "temporary"


def test_a_customer_that_never_pays_is_a_habitual_late_payer() -> None:
    """Five overdue and never paid, beside a customer with five on time: (5 + 2 × 1/2) ÷ 7 = 86 %."""
    never = [invoice("甲", 20, day(days)) for days in (406, 333, 244, 169, 92)]
    frame = collected(*never, *settled("乙", 5, 0), names="甲乙")
    assert frame["payment"].tolist() == ["habitual", "normal"]
    assert frame["late_rate"].tolist() == pytest.approx([6 / 7, 1 / 7])


def test_two_invoices_long_overdue_and_no_payment_for_a_year_are_a_habit() -> None:
    owed = [invoice("甲", 5, day(91)), invoice("甲", 5, day(120))]
    assert habit(*owed) == "habitual"
    assert habit(owed[0], invoice("甲", 5, day(90))) == "temporary", "one of them is 90 days overdue only"
    assert habit(*owed, invoice("甲", 5, day(400), day(366))) == "habitual"
    assert habit(*owed, invoice("甲", 5, day(400), day(365))) == "temporary", "paid within the year"
    assert habit(*owed, invoice("甲", 5, day(400), None, 5)) == "temporary", "paid, though nobody noted when"


def test_seven_days_of_grace_for_habits_too() -> None:
    """0, 5 and 7 days are on time, 8 days and unpaid are late: 2 of 5."""
    paid = [invoice("甲", 10, day(100), day(100 - days)) for days in (0, 5, 7, 8)]
    one = collected(*paid, invoice("甲", 10, day(100))).loc["甲"]
    assert (one["judged"], one["late"], one["late_rate"]) == (5, 2, pytest.approx(0.4))
    one = collected(invoice("甲", 10, day(7)), invoice("甲", 20, day(8))).loc["甲"]
    assert (one["judged"], one["late"], one["overdue"]) == (1, 1, 30)


def test_overdue_retention_money_is_found_and_explained() -> None:
    result = run(
        [{"name": "甲", "this_year": 9, "last_year": 9}],
        receivables=[
            invoice("甲", 5, day(400), kind="retention"),
            *(invoice("甲", 5, day(90), day(80)) for _ in range(2)),
        ],
    )
    assert reason(result, "甲") == "业绩和去年持平；习惯性延付(质保金逾期400天,进度款也晚付)"
    assert finding_sentence(found(result, "F-215")[0], "zh") == "“甲”质保金5已逾期400天。"
    assert found(result, "F-214") == []


@pytest.mark.parametrize(
    ("payment", "oldest", "danger", "expected"),
    [
        ("habitual", 10, True, "prepay"),
        ("habitual", 181, False, "prepay"),
        ("habitual", 180, False, "tighten"),
        ("temporary", 91, True, "tighten"),
        ("temporary", 90, True, "normal"),
        ("normal", np.nan, False, "normal"),
    ],
)
def test_credit_advice(payment: str, oldest: float, danger: bool, expected: str) -> None:
    frame = pd.DataFrame({"payment": [payment], "oldest_days": [oldest], "has_data": [True]})
    assert credit_advice(frame, pd.Series([danger])).tolist() == [expected]


def test_no_receivables_data_means_no_verdict_on_payment() -> None:
    row = row_of(run([{"name": "甲", "this_year": 9, "last_year": 9}]), "甲")
    assert row["payment"] is None and row["credit"] is None
    assert np.isnan(row["receivable"]) and np.isnan(row["collections_score"])


def test_what_is_wrong_with_the_receivables() -> None:
    frame = receivables(
        invoice("甲", 10, day(9), day(9), 12),
        invoice("甲", 10, day(9), None, 4),
        invoice("甲", 10, day(9), day(9)),
        invoice("乙", 10, day(9)),
        invoice(None, 10, day(9)),
        invoice("甲", 10, None),
    )
    findings = receivable_findings(pd.Series(["甲"]), frame)
    assert [(finding.code, finding.place.row) for finding in findings] == [
        ("F-112", 3), ("F-130", 0), ("F-132", 1), ("F-131", 2),
    ]  # fmt: skip
    assert finding_sentence(findings[1], "zh") == "“甲”的应收R1回款12,多于应收10;多出部分没有算。"


def known(*rows: dict[str, Any], names: str = "甲") -> pd.DataFrame:
    return depth(pd.Series(list(names)), table(inputs.CONTACTS, *rows), CALENDAR, HealthRules()).set_axis(
        list(names)
    )


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("张:purchasing", "single"),
        ("张:purchasing 张:decision 张:user 张:technical", "single"),
        ("张:purchasing 李:purchasing", "single"),
        ("张:other 李:other", "single"),
        ("张:purchasing 李:user", "several"),
        ("张:purchasing 李:user 王:technical", "several"),
        ("张:purchasing 李:user 王:technical 赵:decision", "full"),
        ("张:purchasing 张:user 王:technical 王:decision", "full"),
    ],
)
def test_relationship_depth(people: str, expected: str) -> None:
    rows = [contact("甲", *item.split(":")) for item in people.split()]
    assert known(*rows).loc["甲", "depth"] == expected


def test_people_not_reached_for_180_days_do_not_count() -> None:
    frame = known(
        contact("甲", "张", "purchasing", day(180)), contact("甲", "李", "decision", day(181)),
        contact("甲", "王", "user", day(300)), contact("甲", "王", "user", day(3)), contact("乙", "赵", None, day(999)),
        contact("外人", "钱", "user"), names="甲乙丙",
    )  # fmt: skip
    assert frame["contacts"].tolist() == [2, 0, 0]
    assert frame["stale"].tolist() == [1, 1, 0]
    assert frame["depth"].tolist() == ["several", "none", "none"]
    assert frame["has_data"].tolist() == [True, True, False]
    assert frame.loc["甲", "roles"] == ("purchasing", "user")
    assert frame.loc["甲", "missing_roles"] == ("technical", "decision")


def test_relationship_reasons() -> None:
    people = {
        "甲": "张:purchasing 李:user", "乙": "张:user 李:user", "丙": "张:other", "丁": "张:other 李:other",
        "戊": "张:purchasing 李:user 王:technical 赵:decision",
    }  # fmt: skip
    rows = [contact(name, *item.split(":")) for name, text in people.items() for item in text.split()]
    rows.append(contact("己", "张", "user", day(200)))
    result = run([{"name": name, "this_year": 9, "last_year": 9} for name in "甲乙丙丁戊己庚"], contacts=rows)
    assert [reason(result, name).removeprefix("业绩和去年持平；") for name in "甲乙丙丁戊己庚"] == [
        "认识2人,还缺技术、决策",
        "认识2人,都是使用一条线,单点脆弱",
        "只认识1人,单点脆弱",
        "认识2人,但采购、使用、技术、决策都没有,单点脆弱",
        "采购、使用、技术、决策都有人",
        "登记的联系人都超过180天没联系了",
        "没有登记联系人",
    ]
    assert render(row_of(result, "甲")["missing_roles"], "zh") == "技术、决策"
    assert row_of(result, "戊")["missing_roles"] is None
    assert len(found(result, "F-216")) == 2


def sold(customer: str, line: str | None, year: int = 2026, amount: float = 5) -> dict[str, Any]:
    return {"date": f"{year}-05-05", "customer": customer, "line": line, "amount": amount}


def test_white_space_is_what_is_needed_and_not_bought_in_two_years() -> None:
    customers = [
        {"name": "甲", "lines_needed": "数控; 刀具、夹具，自动化"},
        {"name": "乙"},
        {"name": "丙", "lines_needed": "刀具"},
    ]
    lines = [
        sold("甲", "数控"),
        sold("甲", "刀具", 2025),
        sold("甲", "夹具", 2024),
        sold("乙", "数控", 2025),
        sold("丙", "刀具"),
    ]
    result = run(customers, orders=lines)
    assert render(row_of(result, "甲")["white_space"], "zh") == "夹具、自动化"
    assert [row_of(result, name)["space"] for name in "甲乙丙"] == ["white_space", "unknown", "full"]
    assert row_of(result, "乙")["white_space"] is None
    assert "今年只买一条产品线,夹具、自动化还没买" in reason(result, "甲")
    assert "现有需求已满足" in reason(result, "丙")


def test_orders_without_product_lines_claim_no_white_space() -> None:
    result = run([{"name": "甲", "lines_needed": "刀具"}], orders=[sold("甲", None), sold("甲", None, 2025)])
    assert row_of(result, "甲")["space"] == "full"


def test_stated_needs_and_their_absence() -> None:
    result = run([{"name": "甲", "needs": "产线改造", "this_year": 9, "last_year": 9},
                  {"name": "乙", "needs": "无", "this_year": 9, "last_year": 9}])  # fmt: skip
    assert [row_of(result, name)["space"] for name in "甲乙"] == ["need", "full"]
    assert reason(result, "甲") == "业绩和去年持平；提过需求:产线改造"


def opportunity(
    customer: str, amount: float, stage: str = "quote", result: str | None = None
) -> dict[str, Any]:
    return {"customer": customer, "project": "P", "stage": stage, "amount": amount, "result": result}


def test_only_open_opportunities_are_growth_space() -> None:
    customers = [{"name": name, "this_year": 100, "last_year": 100} for name in "甲乙丙丁"]
    rows = [opportunity("甲", 30), opportunity("甲", 25, result="postponed"), opportunity("乙", 90, "signed"),
            opportunity("丙", 90, result="lost"), opportunity("丁", 90, result="won")]  # fmt: skip
    book = build_customer_book(table(inputs.CUSTOMERS, *customers), table(inputs.ORDERS), CALENDAR)
    space = growth_space(
        book.frame, table(inputs.ORDERS), table(inputs.OPPORTUNITIES, *rows), CALENDAR, HealthRules()
    )
    assert space["project_amount"].tolist() == [55, 0, 0, 0]
    assert space["space"].tolist() == ["project", "unknown", "unknown", "unknown"]
    assert space["expansion"].tolist() == [False] * 4


@pytest.mark.parametrize(
    ("customer", "rows", "expected"),
    [
        ({"this_year": 15, "last_year": 10}, {}, "high"),
        ({"this_year": 14, "last_year": 10}, {}, "low"),
        ({"this_year": 15, "last_year": 0}, {}, "low"),
        ({"this_year": 10, "last_year": 10}, {"opportunities": [opportunity("乙", 5)]}, "high"),
        (
            {"this_year": 10, "last_year": 10},
            {"opportunities": [opportunity("乙", 4), opportunity("乙", 4)]},
            "low",
        ),
        ({"this_year": 0, "last_year": 10}, {"opportunities": [opportunity("乙", 4)]}, "high"),
    ],
)
def test_high_potential(customer: dict[str, float], rows: dict[str, Any], expected: str) -> None:
    result = run([{"name": "甲", "this_year": 900, "last_year": 100}, {"name": "乙", **customer}], **rows)
    assert row_of(result, "乙")["potential"] == expected
    assert row_of(result, "甲")["potential"] == "low", "A customers are not potential, they are the base"


def test_one_line_bought_while_others_are_needed_is_high_potential() -> None:
    lines = [
        sold("甲", "数控", amount=90),
        sold("甲", "数控", 2025, 90),
        sold("乙", "数控"),
        sold("乙", "数控", 2025, 9),
    ]
    result = run([{"name": "甲"}, {"name": "乙", "lines_needed": "刀具"}], orders=lines)
    assert (row_of(result, "乙")["tier"], row_of(result, "乙")["potential"]) == ("B", "high")
    wider = run([{"name": "甲"}, {"name": "乙", "lines_needed": "刀具"}], orders=[*lines, sold("乙", "夹具")])
    assert row_of(wider, "乙")["potential"] == "low"


def test_a_big_project_is_measured_against_this_years_revenue() -> None:
    customers = [{"name": "甲", "this_year": 100, "last_year": 100}]
    result = run(customers, opportunities=[opportunity("甲", 60)])
    assert reason(result, "甲") == "业绩和去年持平；在谈项目60,最大一个相当于今年业绩的60%"
    result = run(customers, opportunities=[opportunity("甲", 101)])
    assert reason(result, "甲").endswith("在谈项目101,最大一个比今年业绩还大")


def test_risk_of_b_and_c_needs_a_danger_while_two_warnings_do_for_a() -> None:
    rows = {"contacts": [contact(name, "张", "user") for name in "甲乙"]}
    result = run(
        [{"name": "甲", "this_year": 80, "last_year": 100}, {"name": "乙", "this_year": 14, "last_year": 20}],
        **rows,
    )
    assert result.frame["tier"].tolist() == ["A", "B"]
    assert result.frame["risk"].tolist() == ["high", "low"]
    late = run([{"name": "甲", "this_year": 80, "last_year": 80}, {"name": "乙", "this_year": 19, "last_year": 19}],
               receivables=settled("乙", 0, 6))  # fmt: skip
    assert late.frame["risk"].tolist() == ["low", "high"]


def test_growth_in_words_at_every_size() -> None:
    pairs = {"甲": (93, 100), "乙": (108, 100), "丙": (160, 100), "丁": (450, 100), "戊": (704, 1000)}
    result = run(
        [{"name": name, "this_year": this, "last_year": last} for name, (this, last) in pairs.items()]
    )
    assert [reason(result, name) for name in pairs] == [
        "业绩小幅下降7%", "业绩同比增长8%", "业绩大涨60%,客户在扩张", "业绩是去年的4.5倍,客户在扩张", "业绩同比下降29.6%",
    ]  # fmt: skip


def test_stability_score_at_its_steps() -> None:
    scores = stability_scores(pd.Series([-0.9, -0.6, -0.3, -0.1, 0.0, 0.5, 3.0, np.nan]), HealthRules())
    assert scores[:7].tolist() == pytest.approx([0, 0, 30, 60, 80, 100, 100])
    assert np.isnan(scores[7])


def test_a_missing_diagnosis_lowers_confidence_and_leaves_the_score_alone() -> None:
    full = pd.DataFrame(
        {"stability": [60.0], "collections": [60.0], "relationship": [60.0], "growth": [60.0]}
    )
    part = full.assign(collections=np.nan)
    none = part.assign(stability=np.nan, relationship=np.nan, growth=np.nan)
    rules = HealthRules()
    assert weighted_score(full, rules).iloc[0].tolist() == pytest.approx([60, 1.0])
    assert weighted_score(part, rules).iloc[0].tolist() == pytest.approx([60, 0.7])
    assert weighted_score(none, rules)["score"].isna().all()
    assert weighted_score(none, rules)["confidence"].tolist() == [0]


def test_weights_are_shares_of_their_sum_and_all_zero_means_equal() -> None:
    scores = pd.DataFrame(
        {"stability": [100.0], "collections": [0.0], "relationship": [0.0], "growth": [0.0]}
    )
    doubled = HealthRules(
        weight_stability=0.6, weight_collections=0.6, weight_relationship=0.4, weight_growth=0.4
    )
    assert weighted_score(scores, doubled)["score"].tolist() == pytest.approx([30])
    zero = HealthRules(weight_stability=0, weight_collections=0, weight_relationship=0, weight_growth=0)
    assert weighted_score(scores, zero)["score"].tolist() == pytest.approx([25])


def test_score_of_a_row_is_the_weighted_mean_of_the_scores_beside_it() -> None:
    row = row_of(article(), "XX机械")
    parts = [row[f"{name}_score"] for name in ("stability", "collections", "relationship", "growth")]
    assert parts == [45, 100, 25, 100]
    # 13.5 + 30 + 5 + 20 = 68.5: halves go up, as Excel's ROUND does.
    assert row["score"] == 69
    assert row["confidence"] == pytest.approx(1)


def test_the_frame_has_the_columns_of_the_schema_and_its_keys() -> None:
    frame = article().frame
    assert list(frame.columns) == analysis.HEALTH.keys(Filled.COMPUTED, Filled.EDIT) == list(HEALTH_COLUMNS)
    for column in analysis.HEALTH.columns:
        if column.kind is Kind.CHOICE:
            allowed = {choice.key for choice in column.choices} | {None}
            assert set(frame[column.key]) <= allowed, column.key
            assert frame[column.key].dtype == object, column.key


def test_rows_are_sorted_by_revenue_then_name() -> None:
    result = run(
        [
            {"name": name, "this_year": amount, "last_year": 1}
            for name, amount in [("乙", 5), ("丙", 9), ("甲", 5)]
        ]
    )
    assert result.frame["customer"].tolist() == ["丙", *sorted("甲乙")]
    assert result.frame.index.tolist() == [0, 1, 2]


def test_threshold_method_uses_payment_habit_and_projects() -> None:
    rules = replace(RULES, tiers=TierRules(tier_method="threshold"))
    result = run(
        [{"name": "甲", "this_year": 400, "last_year": 400}, {"name": "乙", "this_year": 40, "last_year": 40}],
        rules=rules, receivables=settled("甲", 0, 6), opportunities=[opportunity("乙", 30)],
    )  # fmt: skip
    assert row_of(result, "甲")["tier"] == "B"
    assert row_of(result, "乙")["tier"] == "A"


def test_many_findings_of_a_kind_are_summed_up() -> None:
    result = run([{"name": f"甲{at}", "this_year": 60, "last_year": 100} for at in range(30)])
    dangers = found(result, "F-210")
    assert len(dangers) == 20
    assert {finding.values["count"] for finding in found(result, "F-199")} >= {
        result.frame["stability"].eq("danger").sum() - 20
    }


def test_choice_keys_used_here_exist() -> None:
    assert {choice.key for choice in choices.STAGES} >= {"lead", "need", "proposal", "quote", "negotiation"}
    assert CalendarRules().as_of == AS_OF
