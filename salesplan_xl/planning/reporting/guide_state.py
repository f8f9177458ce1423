"""Progress of the plan: the state of the nine steps and what to do next (the 向导 sheet)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from salesplan_xl.findings import Finding, Sentence, Severity

RECORDS = ("orders", "receivables", "contacts", "opportunities", "visits")
# Step → the tables it fills or computes; an error found in one of them is a problem of that step.
STEP_TABLES: Mapping[str, tuple[str, ...]] = {
    "settings": ("settings",),
    "customers": ("customers",),
    "records": (*RECORDS, "resources"),
    "tiers": ("health",),
    "targets": ("targets",),
    "quarters": ("quarters",),
    "map": ("map", "areas"),
    "months": ("months", "tracking", "month_list"),
}
COMPUTED_STEPS = ("tiers", "targets", "quarters", "map", "months")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The last month reviewed and how many of its misses have no cause yet."""

    month: str
    unjudged: int


def guide_steps(
    counts: Mapping[str, int],
    findings: Iterable[Finding],
    has: Mapping[str, bool],
    reviewed: Reviewed | None = None,
) -> dict[tuple[str, str], object]:
    """State and sentence of the nine steps.

    A step with an error in its tables is ``problem``; otherwise inputs are ``filled`` or ``empty`` by their
    rows, results ``computed`` or ``empty``; the check is a problem while any error stands.

    Args:
        counts: rows per table key.
        findings: all findings at hand; only errors make a problem.
        has: result tables (``health``, ``targets``, ``quarters``, ``map``, ``months``) that are computed.
        reviewed: the last month reviewed, None without one.

    Returns:
        Values of the ``steps`` grid by (step, ``state`` or ``sentence``).

    Source: guide/start.md.
    """
    every = list(findings)
    errors = Counter(finding.place.table for finding in every if finding.severity is Severity.ERROR)
    states = {
        "settings": ("filled", Sentence("steps.settings")),
        "customers": _customers(counts),
        "records": _records(counts),
        "check": _check(counts, every),
        **{step: _result(step, counts, has) for step in COMPUTED_STEPS},
    }
    grid: dict[tuple[str, str], object] = {}
    for step, (state, sentence) in states.items():
        wrong = sum(errors[table] for table in STEP_TABLES.get(step, ()))
        grid[step, "state"] = "problem" if wrong else state
        grid[step, "sentence"] = Sentence("steps.problem", {"count": wrong}) if wrong else sentence
    if grid["months", "state"] == "computed":
        grid["months", "sentence"] = (states["months"][1], _review(reviewed))
    return grid


def _review(reviewed: Reviewed | None) -> Sentence:
    if reviewed is None:
        return Sentence("steps.no_review")
    code = "steps.reviewed" if reviewed.unjudged else "steps.judged"
    return Sentence(code, {"month": reviewed.month, "count": reviewed.unjudged})


def _customers(counts: Mapping[str, int]) -> tuple[str, Sentence]:
    if number := counts.get("customers", 0):
        return "filled", Sentence("steps.customers", {"count": number})
    if orders := counts.get("orders", 0):
        return "empty", Sentence("steps.customers_from_orders", {"count": orders})
    return "empty", Sentence("steps.customers_empty")


def _records(counts: Mapping[str, int]) -> tuple[str, Sentence]:
    present = [table for table in RECORDS if counts.get(table, 0)]
    missing = tuple(Sentence(f"steps.need_{table}") for table in RECORDS if table not in present)
    rows = sum(counts.get(table, 0) for table in RECORDS)
    if not present:
        return "empty", Sentence("steps.records_empty")
    code = "steps.records_some" if missing else "steps.records"
    return "filled", Sentence(code, {"count": rows, "missing": missing})


def _check(counts: Mapping[str, int], findings: list[Finding]) -> tuple[str, Sentence]:
    levels = Counter(finding.severity for finding in findings)
    values: dict[str, object] = {"errors": levels[Severity.ERROR], "warnings": levels[Severity.WARNING]}
    if levels[Severity.ERROR]:
        return "problem", Sentence("steps.check_errors", values)
    if not _started(counts):
        return "empty", Sentence("steps.fill_first")
    return "computed", Sentence(
        "steps.check_warnings" if levels[Severity.WARNING] else "steps.check_clean", values
    )


def _result(step: str, counts: Mapping[str, int], has: Mapping[str, bool]) -> tuple[str, Sentence]:
    tables = STEP_TABLES[step]
    if has.get(tables[0], False):
        return "computed", Sentence(f"steps.{step}", {"count": counts.get(tables[0], 0)})
    if not _started(counts):
        return "empty", Sentence("steps.fill_first")
    before = COMPUTED_STEPS[: COMPUTED_STEPS.index(step)]
    missing = next((earlier for earlier in before if not has.get(STEP_TABLES[earlier][0], False)), "")
    if missing:
        return "empty", Sentence("steps.wait_for", {"step": Sentence(f"steps.name_{missing}")})
    return "empty", Sentence("steps.ready")


def _started(counts: Mapping[str, int]) -> bool:
    """A plan can begin from the customer list or from orders alone."""
    return counts.get("customers", 0) > 0 or counts.get("orders", 0) > 0
