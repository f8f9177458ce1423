"""Check the data: every problem at once, each with its cell and a remedy.

The plan's own warnings (a customer in danger, a quarter without pipeline coverage …) are worked out as well, so that
the findings sheet tells the same after ``check`` as after ``run``; nothing but that sheet is written.
"""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import submit
from salesplan_xl.findings import Finding, has_errors


def stage(plan: Plan) -> None:
    """Collect the problems of the data and, unless those must be put right first, of the plan."""
    stage_inputs(plan)
    if plan.has_customers and not has_errors(plan.book.findings):
        findings = [
            *plan.health.findings, *plan.overview.findings, *plan.target_findings,
            *plan.confidence.findings, *plan.season.findings,
            *plan.quarters.findings, *plan.map_findings, *plan.pipeline.gap_findings, *plan.pipeline.findings,
            *plan.capacity.findings, *plan.resource_findings, *plan.months.findings,
        ]  # fmt: skip
        accounts = plan.accounts.findings if plan.accounts.has_positions else []
        plan.book.findings.extend([*findings, *accounts, *plan.funnel.findings, *submit.findings(plan.book)])


def stage_inputs(plan: Plan) -> None:
    """Collect the problems of the input data; a cell that cannot be read is not called blank as well."""
    findings = plan.input_findings
    unreadable = {_spot(finding) for finding in plan.book.findings if finding.code == "F-001"}
    blanks = ("F-102", "F-103")
    plan.book.findings.extend(f for f in findings if f.code not in blanks or _spot(f) not in unreadable)
    if plan.has_customers:
        plan.book.findings.extend([*plan.customers.findings, *plan.receivable_findings])


def _spot(finding: Finding) -> tuple[str, int | None, str]:
    return finding.place.table, finding.place.row, finding.place.column
