"""A year told by the book as it goes: planned in November, again in January, twelve month ends with imports.

What the book says is held against a plain computation in this file: two customers, one project, months even.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.doors.driver import Book, salesplan

PLAN = {"甲机械": 240.0, "乙电子": 120.0}
MONTHLY = {"甲机械": 18.0, "乙电子": 12.0}
PROJECT, CHANCE = 100.0, 0.4
SIGNED = 6
GUARANTEED, STRETCH = 380.0, 440.0
# The plan speaks as loud as half a year; spread of an A customer and what two have in common.
VOICE, SPREAD, COMMON, DRAWS = 0.5, 0.10, 0.3, 400_000
HEADERS = ("Date", "Order no", "Customer", "Amount (10k CNY)")


def write(path: Path, rows: list[tuple[object, ...]], headers: tuple[str, ...] = HEADERS) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headers, *rows])
    return path


def orders(
    first: tuple[int, int], last: tuple[int, int], monthly: dict[str, float]
) -> list[tuple[object, ...]]:
    """An order a month on the 10th of each customer, from a month to a month."""
    months = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])
    return [
        (f"{at // 12}-{at % 12 + 1:02}-10", f"{name}{at}", name, money)
        for name, money in monthly.items() for at in months
    ]  # fmt: skip


def project(path: Path, stage: str, sign: str) -> Path:
    headers = ("Customer", "Project", "Stage", "Amount (10k CNY)", "Probability", "Expected sign date")
    return write(path, [("甲机械", "扩产", stage, PROJECT, CHANCE, sign)], headers)


def do(*arguments: object) -> dict[str, Any]:
    said = salesplan(*arguments, "--json")
    assert said.code in (0, 1), said.screen
    return said.document


@dataclass
class Year:
    """The answers of each step, and the book after it."""

    path: Path
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    says: dict[int, str] = field(default_factory=dict)
    boards: dict[int, str] = field(default_factory=dict)

    def figures(self, step: str | int) -> dict[str, Any]:
        figures: dict[str, Any] = self.answers[str(step)]["figures"]
        return figures


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The year, played."""
    folder = tmp_path_factory.mktemp("running")
    played = Year(folder / "plan.xlsx")
    book = played.path
    do("new", book, "--year", 2027, "--lang", "zh")
    growth = dict.fromkeys(("growth_a", "growth_b", "growth_c"), 0.0)
    Book(book).type_setting(**growth, guaranteed_target=GUARANTEED, stretch_target=STRETCH)
    usual = {"甲机械": 20.0, "乙电子": 10.0}
    first = write(folder / "first.csv", orders((2024, 1), (2026, 11), usual))
    do("import", book, "--orders", first, "--opportunities", project(folder / "p.csv", "Quote", "2027-11-20"))
    played.answers["november"] = do("run", book, "--as-of", "2026-11-15")
    do("import", book, "--orders", write(folder / "dec.csv", orders((2026, 12), (2026, 12), usual)))
    played.answers["january"] = do("run", book, "--as-of", "2026-12-31")
    for month in range(1, 13):
        if month == 1:
            played.answers["list1"] = do("month-start", book, "--month", "2027-01")
        sold = orders((2027, month), (2027, month), MONTHLY)
        if month == SIGNED:
            do("import", book, "--opportunities", project(folder / "s.csv", "Signed", f"2027-{month:02}-20"))
        if month == SIGNED + 1:
            sold.append((f"2027-{month:02}-15", "扩产订单", "甲机械", PROJECT))
        do("import", book, "--orders", write(folder / f"{month}.csv", sold))
        played.answers[str(month)] = do("month-end", book, "--month", f"2027-{month:02}")
        played.says[month] = Book(book).grid("report_head")["say"]["text"]
        played.boards[month] = Book(book).grid("headline")["say"]["this_year"]
    return played


def parts(month: int) -> tuple[float, dict[str, float], float, float]:
    """Booked, the rest of each customer, what is certain of the project, and its chance, at a month end."""
    gone = month / 12
    rest = {
        name: PLAN[name] * (1 - gone) * (VOICE + MONTHLY[name] * month / PLAN[name]) / (VOICE + gone)
        for name in PLAN
    }
    booked = sum(MONTHLY.values()) * month + (PROJECT if month > SIGNED else 0.0)
    certain = PROJECT if month == SIGNED else 0.0
    return booked, rest, certain, CHANCE if month < SIGNED else 0.0


def chance_of(figure: float, month: int) -> float:
    """The chance of a figure by drawing every customer and the project on its own."""
    booked, rest, certain, chance = parts(month)
    gone, draws = month / 12, np.random.default_rng(month)
    sd = SPREAD * math.sqrt(VOICE / ((VOICE + gone) * (1 - gone)))
    sigma = math.sqrt(math.log1p(sd**2))
    shared, total = draws.standard_normal(DRAWS), np.full(DRAWS, booked + certain)
    for money in rest.values():
        normal = math.sqrt(COMMON) * shared + math.sqrt(1 - COMMON) * draws.standard_normal(DRAWS)
        total += money * np.exp(sigma * normal - sigma**2 / 2)
    total += PROJECT * (draws.random(DRAWS) < chance)
    return float((total >= figure - 1e-9).mean())


@pytest.mark.slow
def test_planned_in_november_and_again_in_january(year: Year) -> None:
    """Eleven months are no smaller year: 360 of customers and 40 of the project, both times."""
    for step in ("november", "january"):
        figures = year.figures(step)
        assert (figures["this_year"], figures["target"]) == (pytest.approx(360), pytest.approx(400))
        assert figures["forecast_year"] == pytest.approx(400), "before the year the plan is the forecast"
        assert (figures["plan_fixed"], figures["ytd_actual"], figures["completion"]) == (False, None, None)
        assert figures["chance_guaranteed_now"] == figures["guaranteed_sureness"]


@pytest.mark.slow
@pytest.mark.parametrize("month", range(1, 13))
def test_each_month_end_says_where_the_year_ends_and_how_sure(year: Year, month: int) -> None:
    figures, (booked, rest, certain, chance) = year.figures(month), parts(month)
    expected = booked + sum(rest.values()) + certain + PROJECT * chance
    assert figures["ytd_actual"] == pytest.approx(booked)
    assert figures["forecast_year"] == pytest.approx(expected, abs=0.01)
    assert figures["gap_to_guaranteed"] == pytest.approx(max(GUARANTEED - expected, 0), abs=0.01)
    if month < 12:
        assert figures["needed_per_month"] == pytest.approx(
            max(GUARANTEED - booked, 0) / (12 - month), abs=0.01
        )
        assert figures["chance_guaranteed_now"] == pytest.approx(chance_of(GUARANTEED, month), abs=0.005)
        assert figures["chance_stretch_now"] == pytest.approx(chance_of(STRETCH, month), abs=0.005)
    else:
        assert figures["needed_per_month"] is None
        assert (figures["chance_guaranteed_now"], figures["chance_stretch_now"]) == (1, 1)
    assert (figures["plan_fixed"], figures["plan_fixed_on"]) == (True, "2027-01-31")
    assert figures["guaranteed_sureness"] == year.figures("january")["guaranteed_sureness"]


@pytest.mark.slow
def test_the_boss_page_leads_with_the_year(year: Year) -> None:
    """In the year actual, forecast and chance; in December the result and what was said each month."""
    june = year.says[6]
    assert june.startswith("累计完成180,累计目标")
    assert "全年预测460" in june
    assert f"保底现在有{year.figures(6)['chance_guaranteed_now']:.0%}把握" in june
    assert year.says[12].startswith("全年完成460")
    assert "各月说的全年预测:1月" in year.says[12]


@pytest.mark.slow
def test_the_dashboard_says_on_one_line_how_sure_the_year_is(year: Year) -> None:
    sure = f"{year.figures(6)['chance_guaranteed_now']:.0%}"
    assert f"全年预测460,保底{GUARANTEED:g}现在有{sure}把握" in year.boards[6]
    assert year.boards[12].startswith("全年完成460")


@pytest.mark.slow
def test_what_was_said_is_not_rewritten(year: Year) -> None:
    said = [row["projection"] for row in Book(year.path).rows("months")]
    assert said == pytest.approx([year.figures(month)["forecast_year"] for month in range(1, 13)])


@pytest.mark.slow
def test_the_first_month_end_fixes_the_plan_and_says_so_first(year: Year) -> None:
    assert year.answers["1"]["lead"][0] == "目标已锁定:400(2027-01-31);要改:salesplan unlock"
    assert not any("锁定" in line for line in year.answers["2"]["lead"])
    assert year.answers["list1"]["lead"][0].startswith("2027-01清单共")
    assert "清单从2027-01-01算起,数据截至2026-12-31" in year.answers["list1"]["lead"]


# ── lock, unlock, and what moves the as-of day ──────────────────────────────────────────────────────


def with_orders(book: Book, folder: Path) -> None:
    rows = [("2027-02-10", "S1", "苏州恒锐机械有限公司", 60.0)]
    do("import", book.path, "--orders", write(folder / "more.csv", rows))


@pytest.mark.slow
def test_a_locked_plan_stays_until_it_is_unlocked(copy: Callable[..., Book], tmp_path: Path) -> None:
    """Locked in December: a customer typed larger changes no target; unlocked, the next run derives it anew."""
    book = copy("planned")
    before = book.grid("commitments")["derived"]["amount"]
    locked = do("lock", book.path)
    assert locked["lead"][0].startswith("目标已锁定:")
    assert book.rows("log")[-1]["command"] == "锁定目标"
    book.type("customers", "苏州恒锐机械有限公司", this_year=520.0)
    figures = do("run", book.path)["figures"]
    assert (figures["target"], figures["plan_fixed"]) == (before, True)
    do("unlock", book.path)
    figures = do("run", book.path)["figures"]
    assert figures["target"] > before + 50
    assert figures["plan_fixed"] is False
    do("undo", book.path)
    do("undo", book.path)
    assert do("run", book.path)["figures"]["target"] == before, "undone, the plan is locked as it was"


def test_there_is_nothing_to_lock_without_a_plan(copy: Callable[..., Book]) -> None:
    said = salesplan("lock", copy("typed").path, "--json")
    assert said.code == 1
    assert [finding["code"] for finding in said.document["findings"]] == ["F-333"]


def test_handing_in_fixes_the_plan(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    do("submit", book.path)
    assert do("run", book.path)["figures"]["plan_fixed"] is True


@pytest.mark.parametrize("verb", ["month", "month-start"])
def test_a_list_ahead_moves_nothing_and_says_what_it_found(copy: Callable[..., Book], verb: str) -> None:
    book = copy("planned")
    said = salesplan(verb, book.path, "--month", "2027-02", "--lang", "en")
    assert said.code == 0, said.screen
    assert said.out.startswith("The list of 2027-02 has ")
    assert "the list begins on 2027-02-01, the data reach to 2026-12-31" in said.out
    assert book.setting("as_of") is None
    assert book.setting("plan_fixed_on") is None


def test_a_month_end_takes_the_data_to_the_end_of_its_month(
    copy: Callable[..., Book], tmp_path: Path
) -> None:
    book = copy("planned")
    with_orders(book, tmp_path)
    done = do("month-end", book.path, "--month", "2027-02")
    assert book.setting("as_of").isoformat()[:10] == "2027-02-28"
    assert {row["period"] for row in book.rows("reviews")} >= {"2027-02"}
    assert done["figures"]["ytd_actual"] == 60
    assert book.rows("months")[1]["projection"] == pytest.approx(done["figures"]["forecast_year"])
    assert salesplan("month-end", book.path, "--lang", "en").out.startswith("60 to date against")


@pytest.mark.slow
def test_over_the_turn_of_the_year_with_one_project(copy: Callable[..., Book], tmp_path: Path) -> None:
    """Two runs in December remember the project; the second asks what came since in a year of no months yet."""
    book = copy("empty")
    customers = write(
        tmp_path / "c.csv", [("甲", 100, 100)], ("客户名称", "今年业绩(万元)", "去年业绩(万元)")
    )
    do(
        "import",
        book.path,
        "--customers",
        customers,
        "--opportunities",
        project(tmp_path / "p.csv", "Need", "2027-05-01"),
    )
    for day in ("2026-12-01", "2026-12-20", "2027-01-05", "2027-02-28"):
        figures = do("run", book.path, "--as-of", day)["figures"]
        assert (figures["completion"], figures["forecast_year"]) == (None, pytest.approx(figures["target"]))
    assert salesplan("funnel", book.path).code in (0, 1)
