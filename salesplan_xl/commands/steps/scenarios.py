"""The scenario table: the user's rows are the scenarios, the core fills in what each comes to."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.planning.targets.scenarios import (
    ASSUMPTIONS,
    SCENARIOS,
    negative_factor_findings,
    scenario_table,
    standard_rows,
)
from salesplan_xl.schema.distribution import SCENARIOS as TABLE
from salesplan_xl.schema.types import Filled

ASSUMED = ["name", *ASSUMPTIONS]


def stage_scenarios(plan: Plan) -> None:
    """Stage the scenarios: the standard three where the user stated none, else what the user's rows come to.

    Rows keep their places, so that copies of one name, blank rows and the user's own columns stay as they are.
    """
    book = plan.book
    stated = book.full_frame("scenarios")
    if stated[ASSUMED].isna().to_numpy().all():
        names = {key: book.word(f"outcomes.{key}") for key in SCENARIOS}
        book.put("scenarios", _filled(plan, standard_rows(names)), ordered=True)
        return
    labels = {key: TABLE.column(key).label for key in ASSUMPTIONS}
    book.findings.extend(negative_factor_findings(stated, labels))
    book.put("scenarios", _filled(plan, stated), ordered=True, only=TABLE.keys(Filled.COMPUTED))


def _filled(plan: Plan, stated: pd.DataFrame) -> pd.DataFrame:
    """The rows with what each comes to; blank where nobody brings anything."""
    confidence = plan.confidence
    if confidence.planned is None:
        rows = stated[ASSUMED].reset_index(drop=True)
        return rows.assign(**dict.fromkeys(TABLE.keys(Filled.COMPUTED)))
    return scenario_table(
        stated, plan.expected, plan.rules.distribution, confidence.projects, confidence.levels,
        confidence.planned,
    )  # fmt: skip
