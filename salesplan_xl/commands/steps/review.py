"""The week's and month's review: filled from the tables, judged by the salesperson, kept for the whole year."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.plan.reviews import Reviews
from salesplan_xl.commands.steps import projects


def stage(plan: Plan) -> None:
    """Stage the reviews of the as-of date's week and the tracked month below the earlier ones."""
    book, reviews = plan.book, Reviews(plan)
    book.put("reviews", reviews.frame)
    book.put_grid("review_summary", reviews.summary)
    projects.remember(plan)
    if not reviews.has_month:
        book.findings.extend(plan.months.findings)
    book.show("reviews")
