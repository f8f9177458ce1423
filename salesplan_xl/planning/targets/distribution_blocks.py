"""The distribution as it stands on the sheet: four figures, the levels, the sources, the bands (methods §3)."""

from __future__ import annotations

from collections.abc import Sequence

from salesplan_xl.planning.targets.attainment import answer, row_sentences, source_name, sureness
from salesplan_xl.planning.targets.revenue_distribution import Outcome
from salesplan_xl.planning.targets.targets import GridResult, Levels
from salesplan_xl.rules import OutcomeRules

EVEN = 0.5


def outcome_block(outcome: Outcome, rules: OutcomeRules) -> GridResult:
    """Grid ``outcome``: the figures (money) that are sure, even, within reach and average, each with its chance."""
    found: GridResult = {}
    chances = {"sure": rules.sure_chance, "middle": EVEN, "stretch": rules.stretch_chance}
    for row, chance in chances.items():
        found |= {(row, "chance"): chance, (row, "amount"): outcome.sure(chance)}
    found |= {("mean", "chance"): outcome.probability_of(outcome.mean), ("mean", "amount"): outcome.mean}
    return found | {(row, "sentence"): said for row, said in row_sentences(outcome, rules).items()}


def level_block(outcome: Outcome, level: Levels) -> GridResult:
    """Grid ``outcome_levels``: how sure each level of the plan is, as a share and in words."""
    figures = {
        "derived": level.derived,
        "guaranteed": level.guaranteed,
        "stretch": level.stretch,
        "company": level.company,
    }
    said: GridResult = {
        (row, "sentence"): answer(outcome, figure) for row, figure in figures.items() if figure is not None
    }
    return said | sureness(outcome, level)


def source_block(outcome: Outcome, rows: Sequence[str]) -> GridResult:
    """Grid ``outcome_sources``: who makes the year uncertain, most first.

    ``spread`` is how far the source alone moves the year (sd, money), ``share`` its part of the variance.
    """
    found: GridResult = {}
    cumulative = 0.0
    for row, (_, part) in zip(rows, outcome.contributions.head(len(rows)).iterrows(), strict=False):
        cumulative += float(part["share"])
        found |= {
            (row, "kind"): part["kind"],
            (row, "spread"): float(part["spread"]),
            (row, "share"): float(part["share"]),
            (row, "cumulative"): cumulative,
            (row, "name"): source_name(str(part["kind"]), part["customer"], part["project"]),
        }
    return found


def bin_block(outcome: Outcome, rows: Sequence[str]) -> GridResult:
    """Grid ``outcome_bins``: the bands of the chart, from round figure to round figure."""
    bands = outcome.histogram(len(rows))
    return {
        (row, key): float(bands[key].iloc[at])
        for at, row in enumerate(rows)
        for key in ("low", "high", "probability", "at_least")
    }
