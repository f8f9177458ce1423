"""What the boss reads: risks, chances and requests by name; and whether a plan handed in is still the same."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.reporting import report
from salesplan_xl.planning.reporting.submission import changed_totals, figures_mark, submission_findings
from salesplan_xl.planning.schedule.pipeline_coverage import register
from salesplan_xl.rules import CalendarRules, Rules
from tests.golden.test_quarters import opportunities, targets

END_OF_2026 = Rules(calendar=CalendarRules(2027, dt.date(2026, 12, 31)))
MAY = Rules(calendar=CalendarRules(2027, dt.date(2027, 5, 10)))
NO_MOVES = pd.DataFrame(
    columns=["customer", "project", "kind", "old_date", "new_date", "slips", "old_amount"]
)


def health(*rows: dict[str, object]) -> pd.DataFrame:
    """Customers as the health table has them."""
    calm = {
        "stability": "normal", "depth": "several", "potential": "low", "white_space": "", "last_year": 100.0,
        "estimate": 100.0,
    }  # fmt: skip
    return pd.DataFrame([calm | row for row in rows])


def receivables(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Unpaid invoices as (customer, due, amount)."""
    frame = pd.DataFrame(rows, columns=["customer", "due", "amount"])
    frame["due"] = pd.to_datetime(frame["due"])
    return frame.assign(paid_date=pd.NaT, paid_amount=np.nan, kind=None).astype(
        {"paid_date": "datetime64[ns]"}
    )


def risks(
    book: pd.DataFrame,
    goals: pd.DataFrame,
    owed: pd.DataFrame,
    deals: pd.DataFrame | None = None,
    moved: pd.DataFrame = NO_MOVES,
    rules: Rules = END_OF_2026,
) -> list[report.Named]:
    found = opportunities() if deals is None else deals
    return report.five_risks(book, goals, owed, found, register(found, rules), moved, rules)


def told(entries: list[report.Named]) -> list[tuple[str, float, list[str]]]:
    """Name, money and the reasons' codes."""
    return [(entry.name, entry.amount, [word.code for word in entry.why]) for entry in entries]


class TestRisks:
    def test_what_is_at_stake_is_base_times_loss_and_overdue_money(self) -> None:
        """明照 fell from 293 to 205, by 88; 20 % of 205 more may go. 宏泰 owes 60 since October."""
        book = health(
            {"customer": "明照", "stability": "danger", "last_year": 293.0, "estimate": 205.0},
            {"customer": "宏泰"},
        )
        goals = targets(("明照", "A", 205.0), ("宏泰", "A", 300.0), loss=[0.2], loss_probability=[0.5])
        found = risks(book, goals, receivables(("宏泰", "2026-10-01", 60.0), ("宏泰", "2027-02-01", 500.0)))
        assert told(found) == [
            ("明照", 88.0, ["report.risk.decline"]),
            ("宏泰", 60.0, ["report.risk.overdue"]),
        ]
        assert found[1].why[0].values == {"money": 60.0, "days": 91.0, "count": 1}
        assert [(entry.table, entry.row) for entry in found] == [("health", 0), ("receivables", 0)]

    def test_a_lost_customer_counts_with_all_it_brought(self) -> None:
        """210 last year and nothing now: 210, though nothing of it is in the targets any more."""
        book = health({"customer": "甲", "stability": "inactive", "last_year": 210.0, "estimate": 0.0})
        goals = targets(("甲", "C", 0.0), loss=[np.nan], loss_probability=[np.nan])
        assert told(risks(book, goals, receivables())) == [("甲", 210.0, ["report.risk.customer_lost"])]

    def test_a_decline_counts_what_may_still_go_where_that_is_more(self) -> None:
        """100 fell to 95, but 20 % of 95 may go: 19."""
        book = health({"customer": "甲", "stability": "warning", "last_year": 100.0, "estimate": 95.0})
        goals = targets(("甲", "B", 95.0), loss=[0.2], loss_probability=[0.5])
        assert told(risks(book, goals, receivables())) == [("甲", 19.0, ["report.risk.decline"])]

    def test_a_customer_stands_once_with_all_reasons(self) -> None:
        book = health({"customer": "明照", "stability": "danger"})
        goals = targets(("明照", "A", 205.0), loss=[0.2], loss_probability=[0.5])
        found = risks(book, goals, receivables(("明照", "2026-10-01", 60.0)))
        assert told(found) == [("明照", 60.0, ["report.risk.overdue", "report.risk.decline"])]

    def test_a_single_contact_is_called_so(self) -> None:
        book = health({"customer": "甲", "depth": "single"})
        goals = targets(("甲", "B", 50.0), loss=[0.2], loss_probability=[0.2])
        assert told(risks(book, goals, receivables())) == [("甲", 10.0, ["report.risk.single"])]

    def test_no_loss_without_a_chance_of_it(self) -> None:
        goals = targets(("甲", "B", 50.0), loss=[0.2], loss_probability=[0.0])
        assert risks(health({"customer": "甲"}), goals, receivables()) == []

    def test_projects_past_their_date_and_lost_ones_count_in_full(self) -> None:
        deals = opportunities(
            {
                "customer": "乙",
                "project": "P",
                "stage": "quote",
                "amount": 80.0,
                "probability": 0.5,
                "sign_date": "2027-03-01",
            },
            {
                "customer": "丙",
                "project": "L",
                "stage": "quote",
                "amount": 30.0,
                "result": "lost",
                "sign_date": "2027-08-01",
            },
        )
        moved = pd.DataFrame(
            [
                ("丙", "L", "lost", pd.Timestamp("2027-08-01"), pd.NaT, 0.0, 30.0),
                ("乙", "P", "earlier", pd.NaT, pd.NaT, 0.0, 80.0),
            ],
            columns=NO_MOVES.columns,
        )
        book = health({"customer": "乙"}, {"customer": "丙"})
        goals = targets(("乙", "A", 10.0), ("丙", "A", 10.0))
        found = risks(book, goals, receivables(), deals, moved, MAY)
        assert told(found) == [
            ("乙", 80.0, ["report.risk.late_project"]),
            ("丙", 30.0, ["report.risk.lost"]),
        ]
        assert [(entry.table, entry.row, entry.subject) for entry in found] == [
            ("opportunities", 0, "P"),
            ("opportunities", 1, "L"),
        ]

    def test_five_are_enough(self) -> None:
        owed = receivables(*((f"客户{at}", "2026-10-01", 10.0 + at) for at in range(8)))
        book = health(*({"customer": f"客户{at}"} for at in range(8)))
        found = risks(book, targets(*((f"客户{at}", "C", 1.0) for at in range(8))), owed)
        assert [entry.name for entry in found] == ["客户7", "客户6", "客户5", "客户4", "客户3"]


class TestChances:
    def test_ranked_by_what_may_be_expected_but_shown_in_full(self) -> None:
        """80 at 20 % is worth less than 30 at 70 %; a growing customer stands between them."""
        deals = opportunities(
            {"customer": "甲", "project": "大", "stage": "need", "amount": 80.0, "probability": 0.2, "sign_date": "2027-09-01",
             "next_step": "做样"},
            {"customer": "乙", "project": "小", "stage": "negotiation", "amount": 30.0, "probability": 0.7},
        )  # fmt: skip
        book = health(
            {"customer": "甲"},
            {"customer": "乙"},
            {"customer": "丙", "potential": "high", "white_space": "电机"},
        )
        goals = targets(("甲", "A", 0.0), ("乙", "A", 0.0), ("丙", "B", 90.0), growth=[0.0, 0.0, 0.2])
        found = report.five_chances(book, goals, deals, register(deals, END_OF_2026))
        assert told(found) == [
            ("乙", 30.0, ["report.chance.undated"]),
            ("丙", 18.0, ["report.chance.lines"]),
            ("甲", 80.0, ["report.chance.project", "report.chance.step"]),
        ]

    def test_signed_and_overdue_projects_are_no_chances(self) -> None:
        deals = opportunities(
            {"customer": "甲", "project": "签", "stage": "signed", "amount": 80.0, "sign_date": "2027-02-01"},
            {"customer": "乙", "project": "拖", "stage": "quote", "amount": 30.0, "sign_date": "2027-03-01"},
        )
        book = health({"customer": "甲"}, {"customer": "乙"})
        assert report.five_chances(book, targets(("甲", "A", 0.0)), deals, register(deals, MAY)) == []


class TestRequests:
    def clash(self) -> Finding:
        values: dict[str, object] = {
            "name": "样机1号",
            "customers": ("甲", "乙"),
            "week": dt.date(2027, 5, 17),
        }
        return Finding("F-460", Severity.WARNING, values, Place("resources", 2, "customers"))

    def test_quarters_to_come_that_nothing_backs(self) -> None:
        """In May the first quarter is over; 3 of 500 is rounding."""
        found = report.requests((100, 500, 500, 500), (90, 3, 40, 120), [], opportunities(), MAY.calendar)
        assert [(entry.name, entry.amount) for entry in found] == [("Q4", 120.0), ("Q3", 40.0)]
        assert [(entry.table, entry.row) for entry in found] == [
            ("quarter_support", 3),
            ("quarter_support", 2),
        ]

    def test_a_clash_is_worth_the_open_projects_behind_it(self) -> None:
        deals = opportunities(
            {"customer": "甲", "project": "A", "stage": "quote", "amount": 100.0},
            {"customer": "乙", "project": "B", "stage": "signed", "amount": 900.0},
            {"customer": "丙", "project": "C", "stage": "quote", "amount": 900.0},
        )
        other = Finding("F-461", Severity.NOTE, {"name": "政策"}, Place("resources", 0))
        found = report.requests((0,) * 4, (0,) * 4, [other, self.clash()], deals, MAY.calendar)
        assert [(entry.name, entry.amount, entry.table, entry.row) for entry in found] == [
            ("样机1号", 100.0, "resources", 2)
        ]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("苏州博昊汽车零部件有限公司", "苏州博昊汽车零部件"),
        ("昆山安岚精密机械股份有限公司", "昆山安岚精密机械"),
        ("Suzhou Bohao Auto Parts Co., Ltd.", "Suzhou Bohao …"),
        ("ACME Inc", "ACME"),
        ("公司", "公司"),
        ("一二三四五六七八九十一二三四五六", "一二三四五六七八九十一二三…"),
    ],
)
def test_a_name_for_a_crowded_axis(name: str, short: str) -> None:
    assert report.short_name(name) == short


TOTALS = {
    "derived": 150.0,
    "guaranteed": 135.0,
    "stretch": 165.0,
    "q1": 40.0,
    "q2": 40.0,
    "q3": 35.0,
    "q4": 35.0,
}


def figures(new: str = "新客户", *, second: float = 50.0, reverse: bool = False, unit: str = "wan") -> str:
    """The mark of a plan of two customers and new business."""
    goals = pd.DataFrame(
        {
            "customer": ["甲", "乙", "丙", new],
            "tier": [*"ABC", "N"],
            "expected": [100.0, second, np.nan, 10.0],
        }
    )
    plan = goals.assign(q1=25.0, q2=25.0, q3=25.0, q4=25.0)
    if reverse:
        goals, plan = goals.iloc[::-1], plan.iloc[::-1]
    return figures_mark(goals, plan, TOTALS, unit)


class TestSubmission:
    def test_the_mark_is_of_the_figures_not_of_their_order_or_language(self) -> None:
        assert figures() == figures(reverse=True) == figures("New business")
        assert figures() != figures(second=50.01)
        assert len(figures()) == 16

    def test_less_than_a_cent_is_no_change(self) -> None:
        """A cent is a millionth of ten thousand yuan."""
        assert figures(second=50.0000004) == figures()
        assert figures(second=50.000001) != figures()
        assert figures(second=50.004, unit="yuan") == figures(unit="yuan")
        assert figures(second=50.01, unit="yuan") != figures(unit="yuan")

    def test_a_changed_total_is_told_from_what_to_what(self) -> None:
        now = TOTALS | {"derived": 160.0, "q3": 45.0}
        assert changed_totals(TOTALS, now, "wan") == [("derived", 150.0, 160.0), ("q3", 35.0, 45.0)]
        [found] = submission_findings("submitted", ("a", "b"), TOTALS, now, "wan", Place())
        assert (found.code, found.severity, found.values["count"]) == ("F-730", Severity.WARNING, 2)

    @pytest.mark.parametrize(
        ("state", "kept", "codes"),
        [
            ("draft", "a", []),
            ("submitted", "b", []),
            ("approved", "a", ["F-731"]),
            ("submitted", None, ["F-732"]),
        ],
    )
    def test_what_else_is_said(self, state: str, kept: str | None, codes: list[str]) -> None:
        found = submission_findings(state, (kept, "b"), TOTALS, TOTALS, "wan", Place())
        assert [finding.code for finding in found] == codes
