"""How sure is a figure: the distribution of next year as a salesperson would check it (guide/confidence.md; S0)."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.bench.distribution import distribution_checks
from salesplan_xl.catalogue import render
from salesplan_xl.commands.books.explain import explain
from salesplan_xl.findings import Sentence, Severity
from salesplan_xl.planning.targets.attainment import (
    answer,
    attainment_chances,
    distribution_findings,
    row_sentences,
    source_name,
)
from salesplan_xl.planning.targets.revenue_distribution import RevenueDistribution, distribute_revenue
from salesplan_xl.planning.targets.scenarios import SCENARIOS, compare_scenarios, differences, scenario_rows
from salesplan_xl.planning.targets.separate_projects import plan_deals
from salesplan_xl.planning.targets.targets import Levels, expected
from salesplan_xl.rules import DistributionRules

BLANK = {
    "customer": "客户", "tier": "A", "this_year": np.nan, "base": 0.0, "growth": 0.0, "loss": np.nan,
    "loss_probability": np.nan, "project": np.nan, "win_probability": np.nan,
}  # fmt: skip
CALM = DistributionRules(sd_a=0.0, sd_b=0.0, sd_c=0.0, sd_new=0.0)


def targets(*rows: dict[str, object]) -> pd.DataFrame:
    named = [BLANK | {"customer": f"客户{at}"} | row for at, row in enumerate(rows)]
    return pd.DataFrame(named, columns=list(BLANK))


def projects(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer", "project", "amount", "probability"])


def deals(*rows: tuple[float, float]) -> RevenueDistribution:
    """A book of nothing but projects, each (amount, chance)."""
    return distribute_revenue(targets(*({"project": money, "win_probability": p} for money, p in rows)))


def s0_book() -> pd.DataFrame:
    """The worked example: six A of 250 (two grow, one loses 20 %, a 200 project at 50 %), B 300, C 100."""
    six = [{"base": 250.0} for _ in range(6)]
    six[0]["growth"] = six[1]["growth"] = 0.10
    six[2] |= {"loss": 0.20, "loss_probability": 1.0}
    six[3] |= {"project": 200.0, "win_probability": 0.5}
    twelve = [{"base": 25.0, "tier": "B"} for _ in range(12)]
    fifty = [{"base": 2.0, "tier": "C"} for _ in range(50)]
    return targets(*six, *twelve, *fifty)


@pytest.mark.parametrize(
    ("book", "weighted", "sure"),
    [
        (((120, 0.4), (300, 0.6), (80, 0.8)), 292, 80),
        (((100, 0.3),) * 10, 300, 200),
        (((500, 0.5), *((50, 0.3),) * 10), 400, 150),
    ],
    ids=["three deals", "ten equal deals", "one big and ten small"],
)
def test_a_weighted_total_is_no_sure_figure(
    book: tuple[tuple[float, float], ...], weighted: float, sure: float
) -> None:
    distribution = deals(*book)
    assert distribution.mean == pytest.approx(weighted)
    assert distribution.sure(0.8) == pytest.approx(sure, abs=1e-9)
    assert distribution.probability_of(sure) >= 0.8
    assert distribution.probability_of(sure + 0.01) < 0.8


def test_three_deals_have_eight_sums() -> None:
    """80 needs any of the three: 1 − 0.6 × 0.4 × 0.2 = 95.2 %; 500 needs all: 0.4 × 0.6 × 0.8 = 19.2 %."""
    distribution = deals((120, 0.4), (300, 0.6), (80, 0.8))
    assert len(distribution.lumps.values) == 8
    assert distribution.probability_of(80) == pytest.approx(0.952)
    assert distribution.probability_of(120) == pytest.approx(0.76)
    assert distribution.probability_of(500) == pytest.approx(0.192)
    assert distribution.probability_of(500.01) == 0
    assert distribution.sd == pytest.approx(math.sqrt(120**2 * 0.24 + 300**2 * 0.24 + 80**2 * 0.16))


def test_exactly_eighty_percent_counts_as_sure() -> None:
    assert deals((100, 0.8)).sure(0.8) == 100
    assert deals((100, 0.79)).sure(0.8) == 0


def test_twenty_odd_deals_keep_every_sum() -> None:
    """Twenty deals, each twice the one before: a million sums, none rounded; all together 0.9 to the 20th."""
    book = [(0.01 * 2**at, 0.9) for at in range(20)]
    distribution = deals(*book)
    assert len(distribution.lumps.values) == 2**20
    assert distribution.probability_of(sum(money for money, _ in book)) == pytest.approx(0.9**20)


def test_worked_example_1800_and_2200() -> None:
    """S0 states 1800 and 2200 for 2000: 87 % sure and 13 % sure; 80 % sure would be 1846."""
    book = s0_book()
    distribution = distribute_revenue(book)
    assert distribution.mean == pytest.approx(2000) == expected(book).sum()
    chances = [distribution.probability_of(figure) for figure in (1800, 2000, 2200)]
    assert chances == pytest.approx([0.869, 0.493, 0.130], abs=0.003)
    assert distribution.sure(0.8) == pytest.approx(1846.5, abs=2)
    assert answer(distribution, 1800).code == "outcomes.answer"
    assert answer(distribution, 1000).code == "outcomes.answer_certain"
    assert answer(distribution, 5000).code == "outcomes.answer_hopeless"


def test_a_loss_is_an_event() -> None:
    """250 that may lose a fifth at even odds is 250 or 200, never 225."""
    distribution = distribute_revenue(targets({"base": 250.0, "loss": 0.2, "loss_probability": 0.5}), CALM)
    assert distribution.mean == 225
    assert distribution.lumps.values.tolist() == [200, 250]
    assert (distribution.sure(0.8), distribution.sure(0.5)) == (200, 250)


def test_one_customer_follows_the_known_curve() -> None:
    """One C customer of 100: the 20th percentile of a lognormal with mean 100 and sd 35."""
    distribution = distribute_revenue(targets({"tier": "C", "base": 100.0}))
    sigma = math.sqrt(math.log(1 + 0.35**2))
    for p in (0.05, 0.2, 0.5, 0.8, 0.95):
        known = 100 * math.exp(sigma * NormalDist().inv_cdf(p) - sigma**2 / 2)
        assert distribution.quantile(p) == pytest.approx(known, rel=1e-5)
    assert distribution.sd == pytest.approx(35)


def test_good_and_bad_years_do_not_average_out() -> None:
    """A hundred C customers: alone the book varies 3.5 %; a shared year keeps nearly a fifth."""
    book = targets(*({"tier": "C", "base": 1.0} for _ in range(100)))
    alone = distribute_revenue(book, DistributionRules(correlation=0.0))
    shared = distribute_revenue(book)
    assert alone.sd == pytest.approx(3.5)
    assert shared.sd == pytest.approx(19.01, abs=0.01)
    assert alone.sure(0.8) == pytest.approx(97.0, abs=0.1)
    assert shared.sure(0.8) == pytest.approx(83.7, abs=0.3)
    assert shared.contributions["kind"].iloc[0] == "market"


def test_many_small_customers_as_one_sum() -> None:
    """20,000 customers, most of them in one sum: mean and spread of the curve are those of the sums."""
    base = 1e5 / np.arange(1, 20_001)
    book = pd.concat([targets({})] * 20_000, ignore_index=True).assign(
        customer=[f"客户{at}" for at in range(20_000)],
        tier=np.where(np.arange(20_000) < 300, "A", "C"),
        base=base,
        loss=0.3,
        loss_probability=np.where(np.arange(20_000) % 3 == 0, 0.5, np.nan),
    )
    distribution = distribute_revenue(book)
    figures, chances = distribution.curve.figures, -np.diff(distribution.curve.chances)
    middle = (figures[1:] + figures[:-1]) / 2
    assert chances @ middle == pytest.approx(distribution.mean, rel=2e-4)
    assert np.sqrt(chances @ (middle - distribution.mean) ** 2) == pytest.approx(distribution.sd, rel=0.005)
    assert figures.min() > 0


@pytest.mark.slow
def test_the_closed_form_is_as_good_as_a_simulation() -> None:
    """Twenty random books, each drawn 400,000 times: the 20th and the 80th percentile agree within 0.3 %."""
    checks = distribution_checks()
    assert len(checks) == 20
    assert max(check.largest for check in checks) <= 0.003


def test_separate_projects_are_separate_chances() -> None:
    """Ten projects of one customer are ten chances, not one of 1000."""
    book = targets({"customer": "华东重工", "project": 1000.0, "win_probability": 0.3})
    ten = projects(*(("华东重工", f"项目{at}", 100.0, 0.3) for at in range(10)))
    assert distribute_revenue(book).sure(0.8) == 0
    assert distribute_revenue(book, projects=ten).sure(0.8) == 200


def test_edits_of_the_target_row_win() -> None:
    """The row says 600 at 60 %, the projects 400 at 50 %: amounts grow by half, chances up by what is open."""
    book = targets({"customer": "华东重工", "project": 600.0, "win_probability": 0.6})
    known = projects(("华东重工", "甲", 100.0, 0.2), ("华东重工", "乙", 300.0, 0.6))
    edited = plan_deals(book, known)
    assert edited["amount"].tolist() == [150, 450]
    assert edited["probability"].tolist() == pytest.approx([0.36, 0.68])
    assert (edited["amount"] * edited["probability"]).sum() == pytest.approx(360)
    cleared = plan_deals(book.assign(project=np.nan, win_probability=np.nan), known)
    assert len(cleared) == 0
    lowered = plan_deals(book.assign(win_probability=0.25), known)
    assert lowered["probability"].tolist() == pytest.approx([0.1, 0.3])


def test_projects_of_unknown_customers_belong_to_new_business() -> None:
    book = targets(
        {"customer": "老客户"}, {"customer": "新客户", "tier": "N", "project": 80.0, "win_probability": 1.0}
    )
    found = plan_deals(book, projects(("没见过的", "首单", 80.0, 1.0)))
    assert found.to_dict("records") == [
        {"customer": "新客户", "project": "首单", "amount": 80.0, "probability": 1.0}
    ]
    assert plan_deals(book, projects((None, "首单", 80.0, 1.0)))["customer"].tolist() == ["新客户"]  # type: ignore[arg-type]


def test_who_makes_the_year_uncertain() -> None:
    """The shares of the variance add up; the year everybody shares leads, then the 200 project at 50 %."""
    distribution = distribute_revenue(s0_book(), projects=projects(("客户3", "扩产", 200.0, 0.5)))
    parts = distribution.contributions
    assert parts["share"].sum() == pytest.approx(1)
    assert parts["share"].is_monotonic_decreasing
    project = parts[parts["kind"] == "project"].iloc[0]
    assert (project["customer"], project["project"], project["spread"]) == ("客户3", "扩产", 100)
    assert parts["kind"].tolist()[:2] == ["market", "project"]
    names = [source_name(*row) for row in parts[["kind", "customer", "project"]].head(3).to_numpy()]
    assert [render(name, "zh") for name in names[:2]] == ["行情好坏,各家一起涨跌", "客户3的“扩产”"]  # type: ignore[arg-type]
    assert names[2] in {f"客户{at}" for at in range(6)}, "then one of the large customers"


def test_big_deals_get_their_own_sentence() -> None:
    """Of the weighted 292 only 80 is sure: said beside the mean; a book that cannot vary says one thing."""
    said = row_sentences(deals((120, 0.4), (300, 0.6), (80, 0.8)), DistributionRules())
    assert said["mean"] is not None
    assert (said["mean"].code, said["mean"].values["guaranteed"]) == ("outcomes.lumpy", 80)
    steady = row_sentences(distribute_revenue(s0_book()), DistributionRules())
    assert steady["mean"] == Sentence("outcomes.mean")
    calm = row_sentences(distribute_revenue(targets({"base": 100.0}), CALM), DistributionRules())
    assert [said.code for said in calm.values() if said] == ["outcomes.point"]


def test_levels_and_their_warnings() -> None:
    """1800 guaranteed below this year's 1900; the company's 2150 less sure than even."""
    distribution = distribute_revenue(s0_book())
    level = Levels(this_year=1900, derived=2000, guaranteed=1800, stretch=2200, company=2150)
    cells = attainment_chances(distribution, level)
    assert cells["company", "sureness"] == distribution.probability_of(2150)
    assert attainment_chances(distribution, replace(level, company=None))["company", "sureness"] is None
    found = {item.code: item for item in distribution_findings(distribution, level, DistributionRules())}
    assert set(found) == {"F-301", "F-341"}
    assert found["F-301"].severity is Severity.WARNING
    assert found["F-301"].values["share"] == pytest.approx(100 / 1900)
    assert found["F-301"].values["chance"] == distribution.probability_of(1900)
    assert found["F-341"].values["figure"] == 1846
    held = replace(level, guaranteed=1900, company=None)  # a buffer of 5 % would just hold the year
    assert "F-301" not in {
        item.code for item in distribution_findings(distribution, held, DistributionRules())
    }
    bold = Levels(this_year=1900, derived=2000, guaranteed=2000, stretch=3500, company=1900)
    assert [item.code for item in distribution_findings(distribution, bold, DistributionRules())] == [
        "F-342",
        "F-343",
    ]


def test_a_chart_has_round_edges() -> None:
    """Twenty bins, each 50 wide: figures somebody would say."""
    chart = distribute_revenue(s0_book()).histogram()
    assert len(chart) == 20
    assert set(np.diff(chart["low"])) == {50.0}
    assert (chart["low"] % 50 == 0).all()
    assert chart["probability"].sum() == pytest.approx(1)
    assert chart["at_least"].is_monotonic_decreasing
    assert deals((100, 0.5)).histogram(10)["probability"].max() == pytest.approx(0.5)


def test_scenarios_side_by_side() -> None:
    """The base is the plan itself; the cautious year is lower everywhere, the ambitious higher."""
    book = s0_book()
    results = compare_scenarios(book)
    assert [result.scenario for result in results] == list(SCENARIOS.values())
    level = Levels(this_year=1900, derived=2000, guaranteed=1800, stretch=2200, company=2150)
    table = scenario_rows(results, level).set_axis(list(SCENARIOS)).T
    assert table.loc["total", "base"] == pytest.approx(2000)
    assert table.loc["sure", "base"] == distribute_revenue(book).sure(0.8)
    for row in (
        "sure",
        "middle",
        "stretch",
        "total",
        "guaranteed_chance",
        "stretch_chance",
        "company_chance",
    ):
        assert table.loc[row, "cautious"] < table.loc[row, "base"] < table.loc[row, "ambitious"]
    for result in results:
        assert sum(result.by_tier.values()) == pytest.approx(result.total)
        assert sum(result.by_source.values()) == pytest.approx(result.total)
    assert table.loc[["tier_a", "tier_b", "tier_c"], "base"].tolist() == pytest.approx([1600, 300, 100])
    assert scenario_rows(results, replace(level, company=None))["company_chance"].isna().all()


def test_what_a_scenario_does_to_the_worked_example() -> None:
    """Cautious: five points less growth on 1900, the 200 project at 35 % instead of 50 %."""
    cautious = compare_scenarios(s0_book())[0]
    assert cautious.by_source["project"] == pytest.approx(70)
    assert cautious.total == pytest.approx(2000 - 0.05 * 1900 - 30)


def test_a_scenario_of_ones_own() -> None:
    """Copied from the cautious one and changed; it says what it assumes."""
    mine = replace(SCENARIOS["cautious"], loss_chance_factor=1.0, spread_factor=0.5)
    codes = [sentence.code for sentence in differences(mine)]
    assert codes == ["outcomes.growth_less", "outcomes.win_factor_down", "outcomes.new_factor_down", "outcomes.spread_factor_down"]  # fmt: skip
    assert [sentence.code for sentence in differences(SCENARIOS["base"])] == ["outcomes.as_planned"]
    results = compare_scenarios(s0_book(), scenarios=(*SCENARIOS.values(), mine))
    assert results[-1].distribution.sd < results[0].distribution.sd


def test_the_plan_is_not_drawn_again_for_a_scenario_that_changes_nothing() -> None:
    plan = distribute_revenue(s0_book())
    base = compare_scenarios(s0_book(), scenarios=[SCENARIOS["base"]], plan=plan)[0]
    assert base.distribution is plan


def test_no_factor_makes_an_open_project_certain() -> None:
    """90 % × 1.2 stays at 95 %, 97 % stays as it is, a signed one stays certain even in the cautious year."""
    book = targets(*({"project": 100.0, "win_probability": chance} for chance in (0.9, 0.97, 1.0)))
    cautious, _, ambitious = compare_scenarios(book)
    assert ambitious.total == pytest.approx(95 + 97 + 100)
    assert cautious.total == pytest.approx(63 + 67.9 + 100)


def test_an_empty_book_is_zero() -> None:
    distribution = distribute_revenue(targets())
    assert (distribution.mean, distribution.sd, distribution.sure(0.8)) == (0, 0, 0)
    assert len(distribution.histogram()) == 20
    assert distribution.probability_of(1) == 0


def test_the_guide_page_says_what_the_code_gives() -> None:
    """95.2 %, 76.0 % and 80 of the three deals; 87 %, 13 % and 1846 of the worked example."""
    three, article = deals((120, 0.4), (300, 0.6), (80, 0.8)), distribute_revenue(s0_book())
    for lang, space in (("zh", ""), ("en", " ")):
        page = explain("confidence", lang)
        said = [f"{three.probability_of(figure):.1%}".replace("%", f"{space}%") for figure in (80, 120)]
        said += [f"{article.probability_of(figure):.0%}".replace("%", f"{space}%") for figure in (1800, 2200)]
        said += [f"{article.sure(0.8):.0f}", f"{three.mean:.0f}"]
        assert [text for text in said if text not in page] == []
    assert three.probability_of(292) == pytest.approx(0.6), "missed in two years of five"
