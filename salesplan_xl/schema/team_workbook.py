"""The team workbook: its figures and KPIs, where they stand on a page, and the records it is made from.

It is no plan book: nothing is computed back from it, so it has sheets and figures but no tables or named cells.
Rows and columns are 0-based.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from salesplan_xl.schema.types import Kind

QUARTERS = ("q1", "q2", "q3", "q4")
COVERAGE = ("target", "repeat", "weighted", "unsupported")
# The figures of a page, in the order of its list.
FIGURES: tuple[tuple[str, Kind], ...] = (
    ("customers", Kind.COUNT), ("a", Kind.COUNT), ("b", Kind.COUNT), ("c", Kind.COUNT),
    ("last_year", Kind.MONEY), ("this_year", Kind.MONEY), ("target", Kind.MONEY), ("guaranteed", Kind.MONEY),
    ("stretch", Kind.MONEY), ("company", Kind.MONEY), ("unsupported", Kind.MONEY),
    *((quarter, Kind.MONEY) for quarter in QUARTERS),
)
KPIS = ("target", "actual", "planned", "visited", "due", "on_time")
KPI_KINDS = {key: Kind.COUNT if key in ("planned", "visited") else Kind.MONEY for key in KPIS}
# A rate of the KPIs: what is reached over what it is measured by.
KPI_RATES = {"completion": ("actual", "target"), "coverage": ("visited", "planned"), "on_time_rate": ("on_time", "due")}

# Columns of the summary behind the name: a figure of the person's page, or a formula on the row.
SUMMARY_LINKED = (
    "customers", "a", "b", "c", "last_year", "this_year", "target", *QUARTERS, "guaranteed", "company", "unsupported",
)
SUMMARY_COLUMNS = (
    "customers", "a", "b", "c", "last_year", "this_year", "target", "growth", *QUARTERS, "guaranteed", "company",
    "to_company", "unsupported", "open_share",
)
SHEETS = ("summary", "charts", "kpi", "spread", "findings")

# Lists of the team: their header row and first row.
HEADER, FIRST = 3, 4
# A page: figures of customers from a line on, below them those of the target, level with the months on the right.
FIRST_LINE, ABOVE, MONTHS_TOP, RIGHT = 5, 6, 11, 3
# The concentration sheet: where the tiers and the largest customers begin, and where all revenue is added up.
TIERS_TOP, LIST_TOP = 11, 19
TIERS_TOTAL = (TIERS_TOP + 5, 2)
# So many people or customers a chart can show.
CHARTED = 15


def figure_row(key: str) -> int:
    """The row of a figure on a person's page: customers above, targets beside the months."""
    at = [name for name, _ in FIGURES].index(key)
    return FIRST_LINE + at if at < ABOVE else MONTHS_TOP + 2 + at - ABOVE


def kpi_cell(month: int, key: str) -> tuple[int, int]:
    """Row and column of a month's figure on a person's page; a rate stands behind each two figures."""
    column = {"target": 1, "actual": 2, "planned": 4, "visited": 5, "due": 7, "on_time": 8}[key]
    return MONTHS_TOP + 2 + month, RIGHT + column


@dataclass(frozen=True)
class RepPage:
    """One person's page.

    Args:
        name, subtitle: what stands on top.
        figures: values of ``FIGURES``; ``None`` where unknown.
        coverage: ``COVERAGE`` → four quarters.
        months: twelve rows of ``KPIS``; ``None`` where nothing is known yet.
        largest: customer, tier, revenue this year, target.
    """

    name: str
    subtitle: str
    figures: Mapping[str, float | None]
    coverage: Mapping[str, Sequence[float]]
    months: Sequence[Sequence[float | None]]
    largest: Sequence[tuple[str, str, float, float]]


@dataclass(frozen=True)
class TeamBook:
    """Everything the team workbook shows.

    Args:
        lang, unit: of the book.
        title, subtitle: of the summary.
        month: 0-based month the KPIs look at.
        reps: pages in the order of the summary.
        doubles: figures to deduct because two people list the same customer, by figure; empty when there are none.
        coverage: ``COVERAGE`` → four quarters of the team.
        tiers: tier → customers, revenue, over all customers.
        spread: measure (cr1, cr5, top_n, hhi, effective) → value; ``None`` without revenue.
        top_n: how many customers ``top_n`` speaks of.
        largest: customer, owner, tier, revenue, cumulative share, target.
        findings: code, severity, sentence, remedy.
    """

    lang: str
    unit: str
    title: str
    subtitle: str
    month: int
    reps: Sequence[RepPage]
    doubles: Mapping[str, float]
    coverage: Mapping[str, Sequence[float]]
    tiers: Mapping[str, tuple[int, float]]
    spread: Mapping[str, float | None]
    top_n: int
    largest: Sequence[tuple[str, str, str, float, float, float]]
    findings: Sequence[tuple[str, str, str, str]] = field(default=())
