"""Map, months, month list and paying habits on the sheets, told by the smallest books that show them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.doors.driver import Book, salesplan

QUARTERS = ("q1", "q2", "q3", "q4")


def planned(folder: Path, **tables: Sequence[Sequence[object]]) -> Book:
    """A book of plan year 2027 with imported tables (first row headers), computed at the end of 2026."""
    path = folder / "plan.xlsx"
    assert salesplan("new", path, "--year", 2027, "--lang", "en").code == 0
    book = Book(path, "en")
    book.type_setting(growth_a=0, growth_b=0, growth_c=0, new_business_target=0)
    brought(folder, book, **tables)
    assert salesplan("run", path, "--as-of", "2026-12-31").code == 0
    return book


def brought(folder: Path, book: Book, **tables: Sequence[Sequence[object]]) -> None:
    """Import tables into a book."""
    arguments: list[object] = []
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        arguments += [f"--{name}", folder / f"{name}.csv"]
    assert salesplan("import", book.path, *arguments, "--unit", "wan").code in (0, 1)


CUSTOMERS = [("Customer", "Revenue this year", "Revenue last year"), ("甲", 600, 600), ("乙", 300, 300)]


def test_a_quarter_changed_in_the_map_is_told_with_both_totals(tmp_path: Path) -> None:
    book = planned(tmp_path, customers=CUSTOMERS)
    book.type("map", "甲", q1=218)
    said = salesplan("run", book.path, "--as-of", "2026-12-31", "--json").document
    assert said["figures"]["map_total"] == pytest.approx(968)
    assert said["figures"]["target"] == pytest.approx(900)
    (told,) = [item["sentence"] for item in said["findings"] if item["code"] == "F-331"]
    assert "968" in told and "900" in told and "甲" in told
    assert "968" in str(book.grid("report_head")["state"]["text"])


def test_months_of_a_quarter_add_up_as_shown(tmp_path: Path) -> None:
    book = planned(tmp_path, customers=[CUSTOMERS[0], ("甲", 476, 476)])
    months = [row["target"] for row in book.rows("months")]
    assert months == [40, 39, 40] * 4
    assert [row["q1"] for row in book.rows("map") if row["customer"] == "甲"] == [119]


@pytest.mark.slow
def test_who_owes_money_comes_first_and_everybody_once(tmp_path: Path) -> None:
    book = planned(
        tmp_path,
        customers=[*CUSTOMERS, *((f"小{at}", 2, 2) for at in range(4))],
        opportunities=[
            ("Customer", "Project", "Stage", "Amount", "Probability"), ("甲", "P", "Proposal", 100, 0.35),
            ("丁新", "L", "Lead", 80, 0.1),
        ],
        receivables=[
            ("Invoice no", "Customer", "Due date", "Amount due", "Paid on", "Amount paid"),
            ("I1", "乙", "2027-01-15", 10, "", ""), ("I2", "乙", "2027-03-15", 30, "", ""),
        ],
    )  # fmt: skip
    book.type_setting(salesperson="王芳")
    brought(tmp_path, book, orders=[("Date", "Customer", "Amount"), ("2027-01-10", "甲", 40)])
    said = salesplan("run", book.path, "--as-of", "2027-03-31", "--month", "2027-03", "--json").document
    rows = book.rows("month_list")
    assert (rows[0]["kind"], rows[0]["customer"], rows[0]["amount"]) == ("Receivable", "乙", 40)
    customers = [row["customer"] for row in rows if row["kind"] == "Customer"]
    assert sorted(customers) == ["(new business)", "乙", "甲"]
    assert [row["customer"] for row in rows if row["kind"] == "Opportunity"] == ["甲"]
    assert {row["owner"] for row in book.rows("map")} == {"王芳"}
    weak = [item["sentence"] for item in said["findings"] if item["code"] in ("F-144", "F-146")]
    assert len(weak) == 1 and "P" in weak[0]


@pytest.mark.slow
def test_customers_furthest_behind_stand_on_top_every_month(tmp_path: Path) -> None:
    """In February 乙 is furthest behind, in March 甲: the sheet is sorted anew."""
    book = planned(tmp_path, customers=CUSTOMERS)
    head = ("Date", "Customer", "Amount")
    brought(tmp_path, book, orders=[head, ("2027-01-10", "甲", 100), ("2027-02-10", "甲", 1)])
    assert salesplan("kpi", book.path, "--month", "2027-02").code == 0
    assert [row["customer"] for row in book.rows("tracking")] == ["乙", "甲"]
    brought(tmp_path, book, orders=[head, ("2027-03-10", "乙", 75)])
    assert salesplan("kpi", book.path, "--month", "2027-03").code == 0
    assert [row["customer"] for row in book.rows("tracking")] == ["甲", "乙"]


def test_without_receivables_days_outstanding_are_blank_and_with_paid_ones_0(tmp_path: Path) -> None:
    book = planned(
        tmp_path, customers=CUSTOMERS,
        receivables=[
            ("Invoice no", "Customer", "Due date", "Amount due", "Paid on", "Amount paid"),
            ("I1", "甲", "2026-03-10", 10, "2026-03-10", 10),
        ],
    )  # fmt: skip
    rows = book.by("health")
    assert [rows["甲"][key] for key in ("receivable", "dso", "receivable_share")] == [0, 0, 0]
    assert [rows["乙"][key] or None for key in ("receivable", "dso", "receivable_share", "late_rate")] == [
        None
    ] * 4


@pytest.mark.slow
def test_a_sureness_beside_another_amount_is_blank_until_the_next_run(tmp_path: Path) -> None:
    book = planned(tmp_path, customers=CUSTOMERS)
    before = book.grid("report_figure")["guaranteed"]["sureness"]
    assert 0.5 < before < 1
    book.type_setting(guaranteed_target=700)
    # A step that does not work out chances shows the new amount beside no chance at all.
    assert salesplan("capacity", book.path).code == 0
    assert book.grid("commitments")["guaranteed"]["amount"] == 700
    assert book.grid("commitments")["guaranteed"]["changed"] == pytest.approx(700 - 810)
    assert book.grid("report_figure")["guaranteed"]["sureness"] in (None, "")
    assert book.grid("headline")["note"]["guaranteed"] in (None, "")
    assert salesplan("run", book.path).code == 0
    assert book.grid("report_figure")["guaranteed"]["sureness"] > before
    assert book.grid("commitments")["guaranteed"]["changed"] in (None, "")
