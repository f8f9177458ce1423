"""The data checks and the nine steps: what is reported, where, and how it reads."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.catalogue import finding_remedy, finding_sentence, render
from salesplan_xl.catalogue.checks import FINDINGS
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.reporting.checks import check_inputs
from salesplan_xl.planning.reporting.guide_state import guide_steps
from salesplan_xl.rules import (
    CalendarRules,
    CapacityRules,
    HealthRules,
    MonthRules,
    QuarterRules,
    Rules,
    TargetRules,
    TierRules,
)
from salesplan_xl.schema.inputs import INPUTS
from salesplan_xl.schema.tracking import GUIDE_STEPS, STEPS
from salesplan_xl.schema.types import NUMERIC, Kind, Table

RULES = Rules()
TABLES: dict[str, Table] = {table.key: table for table in INPUTS}
REQUIRED = {
    key: tuple(column.key for column in table.columns if column.required) for key, table in TABLES.items()
}

GOOD: dict[str, dict[str, Any]] = {
    "customers": {"name": "甲机械", "this_year": 100.0, "last_year": 90.0},
    "orders": {"date": "2026-03-01", "order_no": "D1", "customer": "甲机械", "amount": 10.0},
    "receivables": {"invoice": "F1", "customer": "甲机械", "due": "2026-12-01", "amount": 10.0},
    "contacts": {"customer": "甲机械", "name": "张三", "role": "purchasing", "last_contact": "2026-12-01"},
    "opportunities": {
        "customer": "甲机械", "project": "产线改造", "stage": "need", "amount": 50.0,
        "next_step": "打样", "next_date": "2027-01-20", "owner": "李雷", "probability": 0.5,
    },
    "visits": {"date": "2026-12-01", "customer": "甲机械", "purpose": "sales"},
}  # fmt: skip


def frame_of(table: str, *changes: dict[str, Any]) -> pd.DataFrame:
    """A table as the port delivers it: good rows with some cells changed."""
    rows = [GOOD[table] | change for change in changes]
    frame = pd.DataFrame(index=range(len(rows)))
    for column in TABLES[table].columns:
        values = [row.get(column.key) for row in rows]
        if column.kind in NUMERIC:
            frame[column.key] = np.array(values, dtype=float)
        elif column.kind is Kind.DATE:
            frame[column.key] = pd.Series(pd.to_datetime(values)).astype("datetime64[ns]")
        else:
            frame[column.key] = pd.Series(values, dtype=object)
    return frame


def book(**changed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A clean book with some tables replaced."""
    return {key: frame_of(key, {}) for key in GOOD} | changed


def check(tables: dict[str, pd.DataFrame], rules: Rules = RULES) -> list[Finding]:
    return check_inputs(tables, rules, REQUIRED)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def only(tables: dict[str, pd.DataFrame], rules: Rules = RULES) -> Finding:
    (finding,) = check(tables, rules)
    return finding


def test_a_clean_book_has_nothing_to_report() -> None:
    assert check(book()) == []


def test_an_empty_book_has_nothing_to_report() -> None:
    assert check({key: frame_of(key) for key in GOOD}) == []
    assert check({}) == []


# ── blanks ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_customer_row_without_name_is_an_error() -> None:
    finding = only(book(customers=frame_of("customers", {}, {"name": None})))
    assert (finding.code, finding.severity) == ("F-101", Severity.ERROR)
    assert finding.place == Place("customers", 1, "name")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("orders", "date"),
        ("orders", "amount"),
        ("orders", "customer"),
        ("receivables", "due"),
        ("receivables", "amount"),
    ],
)
def test_a_blank_that_makes_a_figure_wrong_is_an_error(table: str, column: str) -> None:
    finding = only(book(**{table: frame_of(table, {}, {column: None})}))
    assert (finding.code, finding.severity) == ("F-102", Severity.ERROR)
    assert finding.place == Place(table, 1, column)


def test_the_sentence_names_the_column_in_both_languages() -> None:
    finding = only(book(orders=frame_of("orders", {"amount": None})))
    assert finding_sentence(finding, "zh") == "“金额”没填,这一行算不进去。"
    assert finding_sentence(finding, "en") == "'Amount' is blank, so this row cannot be counted."


@pytest.mark.parametrize(
    ("table", "column"), [("contacts", "role"), ("opportunities", "amount"), ("visits", "date")]
)
def test_other_required_blanks_are_warnings(table: str, column: str) -> None:
    finding = only(book(**{table: frame_of(table, {column: None})}))
    assert (finding.code, finding.severity) == ("F-103", Severity.WARNING)


def test_rows_keep_their_number_where_blank_rows_were_dropped() -> None:
    orders = frame_of("orders", {}, {"order_no": "D2", "amount": None})
    orders.index = pd.Index([0, 7])
    assert only(book(orders=orders)).place.row == 7


# ── amounts ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_zero_amount_is_asked_about() -> None:
    finding = only(book(orders=frame_of("orders", {"amount": 0.0})))
    assert finding.code == "F-140"
    assert finding_sentence(finding, "zh") == "“甲机械”的金额是0。"


@pytest.mark.parametrize(("amount", "found"), [(10_000.0, []), (10_010.0, ["F-141"]), (-10_010.0, ["F-141"])])
def test_a_thousand_times_the_usual_looks_like_another_unit(amount: float, found: list[str]) -> None:
    rows = [{"order_no": f"D{number}"} for number in range(6)]
    orders = frame_of("orders", *rows, {"order_no": "D9", "amount": amount})
    assert codes(check(book(orders=orders))) == found


def test_the_unit_warning_says_what_is_usual() -> None:
    rows = [{"order_no": f"D{number}"} for number in range(6)]
    finding = only(book(orders=frame_of("orders", *rows, {"order_no": "D9", "amount": 100_000.0})))
    assert finding_sentence(finding, "zh") == "“甲机械”的金额是100,000,一般只有10左右,可能元和万元弄混了。"


def test_few_amounts_have_no_usual_size() -> None:
    assert check(book(orders=frame_of("orders", {}, {"order_no": "D2", "amount": 1e9}))) == []


# ── dates ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("date", "found"),
    [("1999-12-31", ["F-142"]), ("2000-01-01", []), ("2029-12-31", []), ("2030-01-01", ["F-142"])],
)
def test_dates_outside_reason(date: str, found: list[str]) -> None:
    assert codes(check(book(receivables=frame_of("receivables", {"due": date})))) == found


@pytest.mark.parametrize(("table", "column"), [("contacts", "last_contact")])
def test_what_has_happened_cannot_lie_in_the_future(table: str, column: str) -> None:
    """The last day known is the as-of day (2026-12-31) or the end of the tracked month (2027-01), if later."""
    assert codes(check(book(**{table: frame_of(table, {column: "2027-02-01"})}))) == ["F-143"]
    assert check(book(**{table: frame_of(table, {column: "2027-01-31"})})) == []


def test_an_implausible_date_is_told_once() -> None:
    assert codes(check(book(visits=frame_of("visits", {"date": "2072-01-01"})))) == ["F-142"]


# ── strangers ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("table", ["contacts", "opportunities", "visits"])
def test_an_unknown_customer_is_told_once_per_name(table: str) -> None:
    frame = frame_of(table, {"customer": "丙电子"}, {"customer": "丙电子"}, {})
    finding = only(book(**{table: frame}))
    assert finding.code == "F-112"
    assert finding.values["customer"] == "丙电子"
    assert finding.place == Place(table, 0, "customer")


def test_a_prospect_with_a_lead_source_is_no_stranger_unless_it_looks_like_a_customer() -> None:
    leads = frame_of("opportunities", {"customer": "丙电子", "source": "fair"})
    visits = frame_of("visits", {"customer": "丙电子"})
    assert [code for code in codes(check(book(opportunities=leads, visits=visits))) if code < "F-114"] == []
    alike = frame_of("opportunities", {"customer": "甲机械有限公司", "source": "fair"})
    assert "F-113" in codes(check(book(opportunities=alike)))


def test_without_a_customer_list_nobody_is_unknown() -> None:
    assert check(book(customers=frame_of("customers"))) == []


# ── opportunities ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"next_step": None}, "F-144", "next_step"),
        ({"next_date": "2026-12-30"}, "F-145", "next_date"),
        ({"owner": None}, "F-146", "owner"),
        ({"probability": 1.2}, "F-147", "probability"),
        ({"probability": -0.1}, "F-147", "probability"),
    ],
)
def test_weak_opportunities(change: dict[str, Any], code: str, column: str) -> None:
    finding = only(book(opportunities=frame_of("opportunities", change)))
    assert (finding.code, finding.severity) == (code, Severity.WARNING)
    assert finding.place == Place("opportunities", 0, column)
    assert "“甲机械”的商机“产线改造”" in finding_sentence(finding, "zh")


@pytest.mark.parametrize("change", [{"stage": "signed"}, {"result": "lost"}, {"result": "won"}])
def test_closed_opportunities_need_no_next_step(change: dict[str, Any]) -> None:
    rows = frame_of("opportunities", change | {"next_step": None, "next_date": "2026-01-01", "owner": None})
    assert check(book(opportunities=rows)) == []


def test_a_step_due_on_the_as_of_day_is_not_late() -> None:
    assert check(book(opportunities=frame_of("opportunities", {"next_date": "2026-12-31"}))) == []


# ── orders, A customers ─────────────────────────────────────────────────────────────────────────────


def test_an_order_entered_twice() -> None:
    finding = only(book(orders=frame_of("orders", {}, {})))
    assert (finding.code, finding.place) == ("F-148", Place("orders", 1, "order_no"))
    assert finding_sentence(finding, "zh") == "“甲机械”的订单D1出现了两次,日期和金额10都一样。"


@pytest.mark.parametrize(
    "change",
    [{"amount": 11.0}, {"date": "2026-03-02"}, {"line": "阀门"}, {"kind": "credit"}, {"order_no": None}],
)
def test_lines_of_one_order_are_no_doubles(change: dict[str, Any]) -> None:
    first = {"order_no": None} if "order_no" in change else {}
    assert check(book(orders=frame_of("orders", first, change))) == []


def test_a_customers_without_contacts_or_visits() -> None:
    health = pd.DataFrame({"customer": ["甲机械", "乙制造", "丙电子"], "tier": ["A", "A", "B"]}, dtype=object)
    found = check(book(health=health, visits=frame_of("visits", {}, {"date": "2025-12-31"})))
    assert [(finding.code, finding.values["customer"]) for finding in found] == [
        ("F-149", "乙制造"),
        ("F-150", "乙制造"),
    ]
    assert found[0].place == Place("health", 1, "customer")


def test_a_visit_last_year_is_no_visit_this_year() -> None:
    health = pd.DataFrame({"customer": ["甲机械"], "tier": ["A"]}, dtype=object)
    found = check(book(health=health, visits=frame_of("visits", {"date": "2025-12-31"})))
    assert codes(found) == ["F-150"]


def test_no_records_at_all_blame_nobody() -> None:
    health = pd.DataFrame({"customer": ["甲机械"], "tier": ["A"]}, dtype=object)
    assert check(book(health=health, visits=frame_of("visits"), contacts=frame_of("contacts"))) == []


# ── settings ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("record", "code", "severity"),
    [
        (TierRules(a_line=0.95, b_line=0.95), "F-151", Severity.ERROR),
        (TierRules(a_threshold=30, b_threshold=30), "F-152", Severity.ERROR),
        (HealthRules(weight_stability=0, weight_collections=0, weight_relationship=0, weight_growth=0), "F-153", Severity.ERROR),
        (QuarterRules("manual", 0, 0, 0, 0), "F-154", Severity.ERROR),
        (HealthRules(danger_decline=-0.05), "F-155", Severity.WARNING),
        (CapacityRules(time_share_a=0.7), "F-156", Severity.WARNING),
        (CalendarRules(2027, dt.date(2025, 12, 31)), "F-157", Severity.WARNING),
        (CalendarRules(2027, dt.date(2028, 1, 1)), "F-157", Severity.WARNING),
        (TargetRules(guaranteed_target=2200, stretch_target=1800), "F-158", Severity.WARNING),
        (MonthRules(current_month="三月"), "F-159", Severity.ERROR),
    ],
)  # fmt: skip
def test_settings_that_contradict(record: object, code: str, severity: Severity) -> None:
    field = next(
        item.name for item in dataclasses.fields(Rules) if isinstance(getattr(RULES, item.name), type(record))
    )
    finding = only({}, dataclasses.replace(RULES, **{field: record}))
    assert (finding.code, finding.severity, finding.place.table) == (code, severity, "settings")


@pytest.mark.parametrize(
    "record",
    [
        {"quarters": QuarterRules("history", 0, 0, 0, 0)},
        {"targets": TargetRules(guaranteed_target=1800, stretch_target=2200)},
        {"targets": TargetRules(guaranteed_target=1800)},
        {"calendar": CalendarRules(2027, dt.date(2027, 6, 30))},
    ],
)
def test_settings_that_agree(record: dict[str, Any]) -> None:
    assert check({}, dataclasses.replace(RULES, **record)) == []


# ── many of a kind ──────────────────────────────────────────────────────────────────────────────────


def test_twenty_of_a_kind_then_a_count() -> None:
    rows = [{"order_no": f"D{number}", "amount": None} for number in range(35)]
    found = check(book(orders=frame_of("orders", *rows)))
    assert codes(found) == ["F-102"] * 20 + ["F-199"]
    assert found[-1].values == {"count": 15, "code": "F-102"}
    assert found[-1].severity is Severity.ERROR


def test_exactly_twenty_need_no_count() -> None:
    rows = [{"order_no": f"D{number}", "amount": None} for number in range(20)]
    assert len(check(book(orders=frame_of("orders", *rows)))) == 20


def test_every_check_has_text_and_remedy_in_both_languages() -> None:
    values = {"customer": "甲", "column": "金额", "value": 1.0, "median": 1.0, "project": "项", "amount": 1.0, "year": "2027",
              "a": 1.0, "b": 1.0, "danger": -0.1, "warning": -0.2, "sum": 1.1, "date": dt.date(2027, 1, 1),
              "guaranteed": 2.0, "stretch": 1.0, "month": "x"}  # fmt: skip
    for code in FINDINGS:
        finding = Finding(code, Severity.WARNING, values)
        for lang in ("zh", "en"):
            assert finding_sentence(finding, lang)
            assert finding_remedy(finding, lang)


# ── the nine steps ──────────────────────────────────────────────────────────────────────────────────


def steps(
    counts: dict[str, int], findings: tuple[Finding, ...] = (), **has: bool
) -> dict[str, tuple[object, str]]:
    grid = guide_steps(counts, findings, has)
    cells = {(row.key, column.key) for row in GUIDE_STEPS.rows for column in GUIDE_STEPS.columns}
    assert set(grid) == cells
    return {step: (grid[step, "state"], render(grid[step, "sentence"], "zh")) for step, _, _ in STEPS}  # type: ignore[arg-type]


def test_a_new_book_says_where_to_begin() -> None:
    found = steps({})
    assert {step: state for step, (state, _) in found.items()} == {
        "settings": "filled", "customers": "empty", "records": "empty", "check": "empty", "tiers": "empty",
        "targets": "empty", "quarters": "empty", "map": "empty", "months": "empty",
    }  # fmt: skip
    assert found["customers"][1] == "从这里开始:填客户名称和今年、去年业绩,或导入订单"
    assert found["tiers"][1] == "先填客户清单或导入订单"


def test_a_filled_book_is_ready_to_compute() -> None:
    found = steps({"customers": 68, "orders": 350})
    assert found["customers"] == ("filled", "已有68家客户")
    assert (
        found["records"][1]
        == "已有350条;还缺:应收(看回款)；联系人(看关系)；商机(看新项目)；拜访(看时间和覆盖率)"
    )
    assert found["check"] == ("computed", "没有发现问题")
    assert found["tiers"] == ("empty", "数据已就绪,可以计算")
    assert found["map"] == ("empty", "先做“ABC分级与健康诊断”")


def test_orders_alone_are_a_start() -> None:
    found = steps({"orders": 350})
    assert found["customers"] == ("empty", "客户清单是空的,可以用350笔订单里的客户先算")
    assert found["tiers"][0] == "empty"
    assert found["check"][0] == "computed"


def test_a_computed_book() -> None:
    records = {"orders": 1, "receivables": 1, "contacts": 1, "opportunities": 1, "visits": 1}
    found = steps(
        {"customers": 68, "health": 68, "targets": 69, "quarters": 4, "map": 69, "months": 12, **records},
        health=True, targets=True, quarters=True, map=True, months=False,
    )  # fmt: skip
    assert [found[step][0] for step in ("tiers", "targets", "quarters", "map", "months")] == [
        "computed"
    ] * 4 + ["empty"]
    assert found["records"] == ("filled", "五类记录都有,共5条")
    assert found["months"][1] == "数据已就绪,可以计算"


def test_errors_are_a_problem_of_their_step_and_of_the_check() -> None:
    findings = (
        Finding("F-102", Severity.ERROR, {}, Place("orders", 3, "amount")),
        Finding("F-151", Severity.ERROR, {}, Place("settings", None, "a_line")),
        Finding("F-144", Severity.WARNING, {}, Place("customers", 3, "name")),
    )
    found = steps({"customers": 5, "orders": 9, "health": 5}, findings, health=True)
    assert found["records"] == ("problem", "有1处错误要先改,见检查结果")
    assert found["settings"][0] == "problem"
    assert found["customers"][0] == "filled"
    assert found["check"] == ("problem", "2个错误要先改,1个警告")
    assert found["tiers"][0] == "computed"


def test_warnings_alone_are_only_mentioned() -> None:
    found = steps(
        {"customers": 5}, (Finding("F-144", Severity.WARNING, {}, Place("opportunities", 3, "next_step")),)
    )
    assert found["check"] == ("computed", "没有错误,1个警告请过目")
    assert found["records"][0] == "empty"
