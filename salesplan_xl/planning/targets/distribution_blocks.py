"""The distribution as it stands on the sheet: figures, levels, sources, bands (guide/confidence.md)."""

from __future__ import annotations

from collections.abc import Sequence

from salesplan_xl.planning.targets.attainment import answer, attainment_chances, row_sentences, source_name
from salesplan_xl.planning.targets.revenue_distribution import RevenueDistribution
from salesplan_xl.planning.targets.targets import GridResult, Levels
from salesplan_xl.rules import DistributionRules

# The middle figure is the median, whatever the other two are set to.
EVEN = 0.5


def distribution_block(distribution: RevenueDistribution, rules: DistributionRules) -> GridResult:
    """Grid ``outcome``: the figures (money) that are sure, even, within reach and average, each with its chance."""
    cells: GridResult = {}
    chances = {"sure": rules.sure_chance, "middle": EVEN, "stretch": rules.stretch_chance}
    for row, chance in chances.items():
        cells |= {(row, "chance"): chance, (row, "amount"): distribution.sure(chance)}
    cells |= {
        ("mean", "chance"): distribution.probability_of(distribution.mean),
        ("mean", "amount"): distribution.mean,
    }
    return cells | {(row, "sentence"): words for row, words in row_sentences(distribution, rules).items()}


def level_block(distribution: RevenueDistribution, level: Levels, rules: DistributionRules) -> GridResult:
    """Grid ``outcome_levels``: how sure each level of the plan is, as a share and in words."""
    figures = {
        "derived": level.derived,
        "guaranteed": level.guaranteed,
        "stretch": level.stretch,
        "company": level.company,
    }
    words: GridResult = {
        (row, "sentence"): answer(distribution, figure, rules)
        for row, figure in figures.items()
        if figure is not None
    }
    return words | attainment_chances(distribution, level)


def source_block(distribution: RevenueDistribution, rows: Sequence[str]) -> GridResult:
    """Grid ``outcome_sources``: who makes the year uncertain, most first.

    ``spread`` is how far the source alone moves the year (sd, money), ``share`` its part of the variance.
    """
    cells: GridResult = {}
    cumulative = 0.0
    parts = distribution.contributions
    columns = (parts[key].tolist() for key in ("kind", "customer", "project", "spread", "share"))
    for row, kind, customer, project, spread, share in zip(rows, *columns, strict=False):
        cumulative += share
        cells |= {
            (row, "kind"): kind,
            (row, "spread"): spread,
            (row, "share"): share,
            (row, "cumulative"): cumulative,
            (row, "name"): source_name(kind, customer, project),
        }
    return cells


def bin_block(distribution: RevenueDistribution, rows: Sequence[str]) -> GridResult:
    """Grid ``outcome_bins``: the bands of the chart, from round figure to round figure."""
    bands = distribution.histogram(len(rows)).to_dict("records")
    return {
        (row, str(key)): value for row, band in zip(rows, bands, strict=True) for key, value in band.items()
    }
