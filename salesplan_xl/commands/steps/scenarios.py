"""The scenario table: the user's rows are the scenarios, the core fills in what each comes to."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.targets.scenarios import (
    ASSUMPTIONS,
    SCENARIOS,
    Scenario,
    compare_scenarios,
    scenario_rows,
)
from salesplan_xl.schema.distribution import SCENARIOS as TABLE
from salesplan_xl.schema.types import Filled

ASSUMED = ("name", *ASSUMPTIONS)


def stage_scenarios(plan: Plan) -> None:
    """Stage the scenarios: the standard three where the user stated none, else what the user's rows come to.

    Rows keep their places, so that copies of one name, blank rows and the user's own columns stay as they are.
    """
    stated = plan.book.full_frame("scenarios")
    if stated[list(ASSUMED)].isna().all(axis=None):
        plan.book.put("scenarios", _results(plan, _standard(plan)), ordered=True)
        return
    plan.book.findings.extend(_below_zero(stated))
    results = _results(plan, stated)
    plan.book.put("scenarios", results, ordered=True, only=TABLE.keys(Filled.COMPUTED))


def _standard(plan: Plan) -> pd.DataFrame:
    """The three standard scenarios under their names in the book's language."""
    rows = [
        {"name": plan.book.word(f"outcomes.{key}")}
        | {field: getattr(scenario, field) for field in ASSUMPTIONS}
        for key, scenario in SCENARIOS.items()
    ]
    return pd.DataFrame(rows)


def _results(plan: Plan, stated: pd.DataFrame) -> pd.DataFrame:
    """The stated rows with their computed columns; a row that says nothing gets none."""
    computed = TABLE.keys(Filled.COMPUTED)
    table = stated[list(ASSUMED)].reset_index(drop=True)
    asked = table[table.notna().any(axis=1)]
    confidence = plan.confidence
    if confidence.distribution is None:
        return table.assign(**dict.fromkeys(computed))
    results = compare_scenarios(
        plan.expected, plan.rules.distribution, confidence.projects,
        [_scenario(row) for row in asked[list(ASSUMPTIONS)].to_dict("records")], confidence.distribution,
    )  # fmt: skip
    found = scenario_rows(results, confidence.levels).set_axis(asked.index)
    return table.join(found.reindex(table.index))


def _scenario(row: Mapping[Hashable, float]) -> Scenario:
    """A row's assumptions; a blank one changes nothing, a factor below zero counts as zero."""
    filled = {str(key): value for key, value in row.items() if pd.notna(value)}
    return Scenario(
        **{key: value if key == "growth_points" else max(value, 0.0) for key, value in filled.items()}
    )


def _below_zero(stated: pd.DataFrame) -> list[Finding]:
    """Factors below zero."""
    return [
        Finding(
            "F-344", Severity.WARNING,
            {"name": stated["name"][row], "column": TABLE.column(key).label, "value": stated[key][row]},
            Place("scenarios", row, key),
        )
        for key in ASSUMPTIONS[1:]
        for row in stated.index[stated[key] < 0]
    ]  # fmt: skip
