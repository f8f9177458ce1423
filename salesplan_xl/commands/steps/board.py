"""The dashboard's blocks that formulas cannot fill: the largest customers, the tracked month, what the page says."""

from __future__ import annotations

from salesplan_xl.commands.engine import lead, summary
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.reporting.board import charts_with_data, largest_customers, tracked_month
from salesplan_xl.planning.reporting.report import short_name
from salesplan_xl.schema.board import CHARTS, FIXED_CELLS, PARETO_ROWS

# Characters of a name under a column of the chart.
SHORT = {"zh": 9, "en": 14}


def stage(plan: Plan) -> None:
    """Stage the sentence on top, the titles of the charts, the Pareto block and the month tracked."""
    figures, tracked = summary.figures(plan), tracked_month(plan.months.months)
    month = Sentence("board.month" if tracked else "board.no_month", figures)
    plan.book.put_grid("headline", {("say", "this_year"): (*_headline(plan, figures), month)})
    _stage_fixed(plan)
    _stage_pareto(plan)
    plan.book.put_grid("board_pace", {("tracked", "value"): tracked})
    has = charts_with_data(plan.health.frame, plan.map, plan.inputs)
    unit: dict[str, object] = {"unit": plan.book.unit}
    titles = {
        chart: Sentence(f"board.{'title' if has[chart] else 'empty'}.{chart}", unit) for chart in CHARTS
    }
    plan.book.put_grid("board_titles", {(chart, "title"): text for chart, text in titles.items()})


def _headline(plan: Plan, figures: dict[str, object]) -> tuple[Sentence, ...]:
    """Two sentences, so that they fit on one line: of the year once it has begun, of the customers before."""
    if not plan.year_begun:
        return tuple(Sentence(f"C-BOARD-{code}", figures) for code in ("TIERS", "CONCENTRATION"))
    first, *more = lead.lines(plan, figures)
    runs = not plan.calendar.is_over(plan.rules.calendar.plan_year)
    if runs and figures["chance_guaranteed_now"] is not None:
        more = [Sentence("board.forecast", figures)]
    return (first, *more[:1])


def _stage_fixed(plan: Plan) -> None:
    """Numbers of the blocks that somebody may have typed over."""
    for (grid, row, column), value in FIXED_CELLS.items():
        plan.book.put_grid(grid, {(row, column): value})


def _stage_pareto(plan: Plan) -> None:
    """Stage the largest customers' names; rows beyond the last customer are cleared. Formulas do the rest."""
    largest = largest_customers(plan.health.frame, len(PARETO_ROWS))
    names = [*largest, *[None] * (len(PARETO_ROWS) - len(largest))]
    for row, name in zip(PARETO_ROWS, names, strict=True):
        short = short_name(name, SHORT[plan.book.lang]) if name else None
        plan.book.put_grid("board_pareto", {(row, "customer"): name, (row, "short"): short})
