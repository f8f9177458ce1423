"""Pipeline coverage: what covers each quarter, what moved since the last snapshot, and the snapshot to keep."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.planning.schedule.pipeline_coverage import coverage_cells
from salesplan_xl.planning.schedule.snapshots import snapshot_rows


def stage(plan: Plan) -> None:
    """Stage the support of the quarters, the changes on record and the findings."""
    book = plan.book
    book.put_grid("quarter_support", plan.quarters.coverage)
    book.put_grid("backing", coverage_cells(plan.pipeline.coverage))
    remember(plan)
    book.findings.extend([*plan.pipeline.gap_findings, *plan.pipeline.findings])
    book.show("backing")


def remember(plan: Plan) -> None:
    """Stage what changed since the last snapshot and today's projects as the new one: always together.

    Every command that compares with an earlier snapshot calls this, or a change would be reported by none.
    """
    book, pipeline = plan.book, plan.pipeline
    if book.is_staged("seen"):
        return
    book.put("trace", pipeline.trace, ordered=True)
    book.put("seen", snapshot_rows(pipeline.next_snapshots), ordered=True)
    if "slipped" in set(pipeline.slips.trace["kind"]):
        _stage_slips(book, pipeline.opportunities["slips"])


def _stage_slips(book: PlanBook, slips: pd.Series) -> None:
    """Write the counts into the user's list: by row, since projects may stand twice and rows may be blank."""
    rows = book.full_frame("opportunities").copy()
    rows.loc[slips.index, "slips"] = slips
    typed = [value not in (None, "") for value in book.raw_column("opportunities", "slips")]
    if not (typed & rows["slips"].isna().to_numpy()).any():  # a cell that cannot be read is not wiped out
        book.put("opportunities", rows, ordered=True, only=("slips",))
