"""The dashboard's blocks that formulas cannot fill: the largest customers, the tracked month, what the page says."""

from __future__ import annotations

import numpy as np

from salesplan_xl.commands.engine import summary
from salesplan_xl.commands.plan.plan import QUARTERS, Plan
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.reporting.report import short_name
from salesplan_xl.schema.board import CHARTS, FIXED_CELLS, PARETO_ROWS

# Characters of a name under a column of the chart.
SHORT = {"zh": 9, "en": 14}


def stage(plan: Plan) -> None:
    """Stage the sentence on top, the titles of the charts, the Pareto block and the month tracked."""
    figures = summary.figures(plan.book)
    words = [Sentence(f"C-BOARD-{code}", figures) for code in ("TIERS", "CONCENTRATION")]
    words.append(Sentence("board.month" if _tracked(plan) else "board.no_month", figures))
    plan.book.put_grid("headline", {("say", "this_year"): tuple(words)})
    _stage_fixed(plan)
    _stage_pareto(plan)
    plan.book.put_grid("board_pace", {("tracked", "value"): _tracked(plan)})
    has = _has_data(plan)
    unit: dict[str, object] = {"unit": plan.book.unit}
    titles = {
        chart: Sentence(f"board.{'title' if has[chart] else 'empty'}.{chart}", unit) for chart in CHARTS
    }
    plan.book.put_grid("board_titles", {(chart, "title"): text for chart, text in titles.items()})


def _stage_fixed(plan: Plan) -> None:
    """Numbers of the blocks that somebody may have typed over."""
    for (grid, row, column), value in FIXED_CELLS.items():
        plan.book.put_grid(grid, {(row, column): value})


def _tracked(plan: Plan) -> int:
    """The last month that is tracked, 0 before the year has begun."""
    frame = plan.months.months
    known = frame.loc[frame["projection"].notna(), "month"]
    return int(known.max()) if len(known) else 0


def _has_data(plan: Plan) -> dict[str, bool]:
    revenue = bool((plan.health.frame["this_year"] > 0).any())
    planned = bool(np.nansum(plan.map[QUARTERS].to_numpy(dtype=float)) > 0)
    return {
        "pareto": revenue,
        "quarters": planned,
        "tiers": revenue and len(plan.inputs["visits"]) > 0,
        "months": planned,
        "ageing": len(plan.inputs["receivables"]) > 0,
    }


def _stage_pareto(plan: Plan) -> None:
    """Stage the largest customers' names; rows beyond the last customer are cleared. Formulas do the rest."""
    ranked = plan.health.frame.sort_values(["this_year", "customer"], ascending=[False, True])
    names = ranked.loc[ranked["this_year"] > 0, "customer"].head(len(PARETO_ROWS)).tolist()
    names += [None] * (len(PARETO_ROWS) - len(names))
    for row, name in zip(PARETO_ROWS, names, strict=True):
        short = short_name(name, SHORT[plan.book.lang]) if name else None
        plan.book.put_grid("board_pareto", {(row, "customer"): name, (row, "short"): short})
