"""The dashboard blocks that formulas cannot fill: the largest customers."""

from __future__ import annotations

from salesplan_xl.commands import summary
from salesplan_xl.commands.plan import Plan
from salesplan_xl.findings import Sentence
from salesplan_xl.schema.tracking import PARETO_ROWS


def stage(plan: Plan) -> None:
    """Stage the words of the headline and the Pareto block."""
    words = {("this_year", "sentence"): ("tiers", "concentration"), ("derived", "sentence"): ("target",)}
    figures = summary.figures(plan.book)
    headline: dict[tuple[str, str], object] = {
        key: tuple(Sentence(f"C-BOARD-{code.upper()}", figures) for code in codes)
        for key, codes in words.items()
    }
    backing = Sentence("C-BOARD-BACKING", figures)
    plan.book.put_grid("headline", headline | {("unsupported", "sentence"): backing})
    stage_pareto(plan)


def stage_pareto(plan: Plan) -> None:
    """Stage the largest customers; rows beyond the last customer are cleared."""
    ranked = plan.health.frame.sort_values(["this_year", "customer"], ascending=[False, True])
    top = ranked[ranked["this_year"] > 0].head(len(PARETO_ROWS))
    total = float(ranked["this_year"].clip(lower=0).sum())
    shares = (top["this_year"].cumsum() / total).tolist() if total else []
    values: dict[tuple[str, str], object] = {}
    for row, key in enumerate(PARETO_ROWS):
        filled = row < len(top)
        values |= {
            (key, "customer"): top["customer"].iloc[row] if filled else None,
            (key, "tier"): top["tier"].iloc[row] if filled else None,
            (key, "revenue"): top["this_year"].iloc[row] if filled else None,
            (key, "cumulative"): shares[row] if filled else None,
        }
    plan.book.put_grid("board_pareto", values)
