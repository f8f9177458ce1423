"""The worked example of the first article, typed into an empty book and read from the saved file (guide/start.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doors.driver import Book, salesplan
from tests.fast import fast_only

BIG = [f"大客户{number}" for number in range(1, 7)]
MIDDLE = [f"中客户{number:02}" for number in range(1, 13)]
SMALL = [f"小客户{number:02}" for number in range(1, 51)]
QUARTERS = ("q1", "q2", "q3", "q4")


def customers() -> list[dict[str, object]]:
    """Six of 250, twelve of 25, fifty of 2: 1500 + 300 + 100 = 1900, all as much as last year."""
    sizes = [(BIG, 250.0), (MIDDLE, 25.0), (SMALL, 2.0)]
    return [{"name": name, "this_year": size, "last_year": size} for names, size in sizes for name in names]


@pytest.fixture(scope="module", params=fast_only(["zh", "en"], "zh"))
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """What the salesperson types: customers, a few settings, six cells of the target table, two rows of the map."""
    path = tmp_path_factory.mktemp("s0") / "plan.xlsx"
    assert salesplan("new", path, "--year", 2027, "--lang", request.param).code == 0
    typed = Book(path, request.param)
    typed.type_rows("customers", customers())
    worse = {"zh": "归下一类", "en": "Worse tier"}[request.param]
    manual = {"zh": "手工权重", "en": "Manual weights"}[request.param]
    typed.type_setting(crossing_customer=worse, b_line=0.948, growth_b=0.0, quarter_method=manual)
    typed.type_setting(
        **{f"quarter_weight_{q}": w for q, w in zip((1, 2, 3, 4), (400, 450, 500, 450), strict=True)}
    )
    assert salesplan("run", path).code == 0
    for name in BIG[:2]:
        typed.type("targets", name, growth=0.10)
    for name in BIG[2:]:
        typed.type("targets", name, growth=0.0)
    typed.type("targets", BIG[2], loss=0.20, loss_probability=1.0)
    typed.type("targets", BIG[3], project=200.0, win_probability=0.5)
    assert salesplan("run", path).code == 0
    return typed


def test_six_twelve_fifty(book: Book) -> None:
    """Six A carry 78.9 %, twelve B 15.8 %, fifty C 5.3 %: the article's 80/15/5 is rounded."""
    overview = book.grid("tier_overview")
    assert [overview[tier]["customers"] for tier in "ABC"] == [6, 12, 50]
    assert [overview[tier]["revenue"] for tier in "ABC"] == pytest.approx([1500, 300, 100])
    assert [overview[tier]["revenue_share"] for tier in "ABC"] == pytest.approx(
        [1500 / 1900, 300 / 1900, 100 / 1900]
    )
    assert [book.by("health")[name]["tier"] for name in (BIG[0], MIDDLE[0], SMALL[0])] == ["A", "B", "C"]


def test_two_thousand_from_the_bottom_up(book: Book) -> None:
    """1500 + 50 − 50 + 100 = 1600; B 300, C 100: 2000 against this year's 1900."""
    by_tier = book.grid("tier_targets")
    assert {tier: by_tier[tier]["expected"] for tier in ("A", "B", "C", "N", "total")} == pytest.approx(
        {"A": 1600, "B": 300, "C": 100, "N": 0, "total": 2000}
    )
    assert by_tier["total"]["change"] == pytest.approx(100 / 1900)
    by_source = book.grid("source_targets")
    assert by_source["project"]["amount"] == pytest.approx(100)
    assert by_source["check"]["amount"] == pytest.approx(0, abs=1e-9)


def test_each_large_customer(book: Book) -> None:
    """275, 275, 200, 350, 250, 250: the row says which cells were typed."""
    rows = book.by("targets")
    assert [rows[name]["expected"] for name in BIG] == pytest.approx([275, 275, 200, 350, 250, 250])
    label = {"zh": "自然增长", "en": "Growth"}[book.lang]
    assert all(label in rows[name]["edited"] for name in BIG)
    assert not rows[MIDDLE[0]]["edited"]


def test_guaranteed_below_this_year_is_said(book: Book) -> None:
    """Guaranteed 1800, stretch 2200; 1800 is less than this year's 1900."""
    lines = book.grid("commitments")
    assert [lines[key]["amount"] for key in ("derived", "guaranteed", "stretch")] == pytest.approx(
        [2000, 1800, 2200]
    )
    assert lines["guaranteed"]["change"] == pytest.approx(-100 / 1900)
    assert "F-301" in book.findings()


@pytest.mark.slow
def test_the_guaranteed_quarters(book: Book) -> None:
    """1800 = 400 + 450 + 500 + 450."""
    line = book.grid("quarter_lines")["guaranteed"]
    assert [line[q] for q in QUARTERS] == pytest.approx([400, 450, 500, 450])
    assert line["year"] == pytest.approx(1800)


def test_customers_add_up_to_the_book(book: Book) -> None:
    """Every quarter of the map is the sum of its customers; the year is 2000."""
    coverage = book.grid("quarter_support")["target"]
    rows = book.rows("map")
    assert [sum(row[q] for row in rows) for q in QUARTERS] == pytest.approx([coverage[q] for q in QUARTERS])
    assert coverage["year"] == pytest.approx(2000)
    assert sum(row["target"] for row in rows) == pytest.approx(2000)


@pytest.mark.slow
def test_two_rows_typed_into_the_map(book: Book, tmp_path: Path) -> None:
    """120/130/150/150 is 550 and 110/120/140/130 is 500 — not the 520 and 490 a slip of the pen gives."""
    copy = Book(tmp_path / "typed.xlsx", book.lang)
    copy.path.write_bytes(book.path.read_bytes())
    first, second = (120, 130, 150, 150), (110, 120, 140, 130)
    copy.type("map", BIG[0], **dict(zip(QUARTERS, map(float, first), strict=True)))
    copy.type("map", BIG[1], **dict(zip(QUARTERS, map(float, second), strict=True)))
    assert salesplan("run", copy.path).code == 0
    rows = copy.by("map")
    assert [rows[name]["target"] for name in BIG[:2]] == [550, 500]
    assert [[rows[name][q] for q in QUARTERS] for name in BIG[:2]] == [list(first), list(second)]
    assert rows[BIG[0]]["gap"] == pytest.approx(550 - rows[BIG[0]]["derived"])
    assert all(f"Q{n}" in rows[BIG[0]]["edited"] for n in (1, 2, 3, 4))
    coverage = copy.grid("quarter_support")["target"]
    assert coverage["year"] == pytest.approx(sum(row["target"] for row in rows.values()))
    tier_a = copy.by("quarters", "tier")["A"]
    assert tier_a["q1"] == pytest.approx(sum(row["q1"] for row in rows.values() if row["tier"] == "A"))
