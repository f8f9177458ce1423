"""Check the data: every problem at once, each with its cell and a remedy."""

from __future__ import annotations

from salesplan_xl.commands.plan import Plan


def stage(plan: Plan) -> None:
    """Collect the problems of the input data; the runner writes them to the findings table."""
    book = plan.book
    inputs = plan.inputs
    book.findings.extend(plan.input_findings)
    if len(inputs["customers"]) or len(inputs["orders"]):
        book.findings.extend(plan.customers.findings)
        book.findings.extend(plan.receivable_findings)
