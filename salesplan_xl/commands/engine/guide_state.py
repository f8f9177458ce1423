"""The progress of the book: the state of the nine steps on the guide sheet."""

from __future__ import annotations

from collections.abc import Sequence

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.plan.inputs import INPUTS
from salesplan_xl.findings import Finding
from salesplan_xl.planning.reporting.guide_state import Reviewed, guide_steps

COMPUTED = ("health", "targets", "quarters", "map", "months", "month_list")


def steps(book: PlanBook, findings: Sequence[Finding]) -> dict[tuple[str, str], object]:
    """Results of the ``steps`` block."""
    counts = {key: len(book.frame(key)) for key in (*INPUTS, *COMPUTED)}
    has = {key: counts[key] > 0 for key in COMPUTED}
    has["quarters"] = bool(book.frame("quarters")["w1"].notna().any())
    has["months"] = bool(book.frame("months")["planned"].notna().any())
    return guide_steps(counts, findings, has, _reviewed(book))


def _reviewed(book: PlanBook) -> Reviewed | None:
    """The last month that was reviewed."""
    rows = book.frame("reviews")
    months = rows[(rows["scope"] == "month") & rows["period"].notna()]
    if months.empty:
        return None
    last = str(months["period"].max())
    missed = months[(months["period"] == last) & (months["reached"] == "no")]
    return Reviewed(last, int(missed["cause"].isna().sum()))
