"""Explain: the guide page of a verb, of a method, or of a subject."""

from __future__ import annotations

from importlib import resources

from salesplan_xl.commands import registry
from salesplan_xl.errors import PlanInputError

# Pages that no verb alone is about.
SUBJECTS = (
    "starter", "calendar", "estimate", "headers", "errors", "settings", "tables", "lite", "functions", "board", "json",
    "sources",
)  # fmt: skip


def pages() -> tuple[str, ...]:
    """Names of all pages: those of the verbs in their order, then the others."""
    return tuple(dict.fromkeys([*(verb.page for verb in registry.verbs() if verb.page), *SUBJECTS]))


def page_name(method: str) -> str:
    """The page that a word asks for: its own, or that of the verb of that name.

    Raises:
        PlanInputError: SP-206 no such page.
    """
    if method in pages():
        return method
    verb = registry.find(method)
    if verb is None or not verb.page:
        raise PlanInputError("SP-206", method=method, known=pages())
    return verb.page


def explain(method: str, lang: str) -> str:
    """The guide page in Markdown; raises as ``page_name``."""
    page = resources.files("salesplan_xl.guide") / lang / f"{page_name(method)}.md"
    return page.read_text(encoding="utf-8")


def title(page: str, lang: str) -> str:
    """The heading of a guide page."""
    return explain(page, lang).splitlines()[0].removeprefix("# ")
