"""Explain: the guide page of a method."""

from __future__ import annotations

from importlib import resources

from salesplan_xl.errors import PlanInputError

PAGES = (
    "start", "import", "tiers", "health", "targets", "confidence", "quarters", "projects", "map",
    "capacity", "kpi", "month", "review", "funnel", "check", "errors", "settings", "tables", "cli",
    "undo", "addin", "lite", "functions", "send", "copy", "board", "report", "team", "sources",
)  # fmt: skip


def explain(method: str, lang: str) -> str:
    """The guide page of a method in Markdown.

    Raises:
        PlanInputError: SP-206 no such page.
    """
    if method not in PAGES:
        raise PlanInputError("SP-206", method=method, known=PAGES)
    page = resources.files("salesplan_xl.guide") / lang / f"{method}.md"
    return page.read_text(encoding="utf-8")
