"""The verbs: one declaration each, from which every door makes its command, button, help and checks.

What a step does is named by text and imported when it runs, so that ``salesplan --help`` answers at once. The words
of a verb stand in ``catalogue/verbs.py`` under its key: what it is called (``C-NAME-…``), its help (``H-…``), examples.
A door that needs more of a verb that is no step, such as its options, looks it up by its key.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from salesplan_xl.catalogue.verbs import EXAMPLES


class Kind(StrEnum):
    """The sort of a verb; where its code stands in ``commands`` and in ``doors/console`` follows from it."""

    STEP = "step"  # stages results on an open book; same options and doors for all
    BOOK = "book"  # makes, fills and shows books
    HANDOVER = "handover"  # hands a plan on
    TEAM = "team"  # many books
    TOOL = "tool"  # about the program itself: guide, completion; the add-in and the benchmarks have two words
    BUTTON = "button"  # stands on the ribbon only


# The groups of the ribbon that hold buttons, from left to right.
GROUPS = ("start", "customers", "targets", "resources", "execution", "yearend", "delivery", "help")


@dataclass(frozen=True, slots=True)
class Button:
    """The button of a verb on the ribbon.

    Args:
        group: a name of ``GROUPS``.
        place: where it stands in its group, counted from the left.
        icon: one of Excel's own, by its name in Microsoft's lists for Excel 2013 to 365; empty in a menu.
        keytip: the letters that press it.
        large: whether it is a large one.
        menu: the menu of its group in which it stands; ``place`` then counts in the menu.
        asks: what the user is asked first: ``month``, ``path``, ``files`` or nothing.
        bookless: works without an open workbook.
        always: never greyed out; a user must always be able to look and to go back.
    """

    group: str
    place: int
    icon: str
    keytip: str
    large: bool = False
    asks: str = ""
    menu: str = ""
    bookless: bool = False
    always: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb.

    Args:
        key: what is typed at the command line: ``run``, ``bench run``.
        kind: see ``Kind``.
        stage: ``module:function`` of a step, called with a ``Plan``.
        sheet: key of the sheet that shows the result.
        page: the guide page that explains it.
        month: whether it may be told a month to track.
        opens_month: it stands at the beginning of its month; everything else looks back on it.
        summary: it works out the whole plan, and so its key figures.
        lines: codes of the lines that show figures of its own instead of the plan's.
        full: it rewrites the findings sheet; other steps only report their own.
        looks_only: it looks at the data whatever is wrong with them: errors do not block it, nothing is computed.
        resets: blocks whose edits ``--reset`` forgets: only those that it writes.
        button: its place on the ribbon.
        lite: whether a book for xlwings Lite has a button for it.
        help: code of its help where that is not ``H-`` and its key.
    """

    key: str
    kind: Kind
    stage: str = ""
    sheet: str = ""
    page: str = ""
    month: bool = False
    opens_month: bool = False
    summary: bool = False
    lines: tuple[str, ...] = ()
    full: bool = False
    looks_only: bool = False
    resets: frozenset[str] = frozenset()
    button: Button | None = None
    lite: bool = False
    help: str = ""

    @property
    def asks_month(self) -> bool:
        """Whether its button asks for the month."""
        return self.button is not None and self.button.asks == "month"

    @property
    def label(self) -> str:
        """Code of what it is called where users read it: as on its ribbon button."""
        return name_code(self.key)

    @property
    def help_code(self) -> str:
        """Code of its help."""
        return self.help or f"H-{_upper(self.key)}"

    @property
    def help_examples(self) -> tuple[str, ...]:
        """Command lines that show how it is typed."""
        month = " --month 2027-03" if self.month and not self.summary else ""
        line = f"salesplan {self.key} plan.xlsx{month}"
        return EXAMPLES.get(self.key) or (line, f"{line} --dry-run", f"{line} -o new.xlsx --json")

    def stage_function(self) -> Callable[[Any], None]:
        """The function that stages the results of a step; it is imported now."""
        module, _, name = self.stage.partition(":")
        function: Callable[[Any], None] = getattr(importlib.import_module(module), name)
        return function


def name_code(key: str) -> str:
    """The catalogue code of what a verb is called."""
    return f"C-NAME-{_upper(key)}"


def _upper(key: str) -> str:
    return key.upper().replace(" ", "-")


def _step(key: str, sheet: str, button: Button, **more: Any) -> Verb:
    given: dict[str, Any] = {"page": key, "lite": True, **more}
    module = key.replace("-", "_")
    return Verb(key, Kind.STEP, f"salesplan_xl.commands.steps.{module}:stage", sheet, button=button, **given)


def _verb(key: str, kind: Kind, page: str, **more: Any) -> Verb:
    return Verb(key, kind, page=page, **more)


# In the order of the command line reference.
_VERBS = (
    _step(
        "run", "board", Button("start", 1, "MacroPlay", "RN", large=True), page="start", month=True, summary=True,
        full=True,
        resets=frozenset({"health", "targets", "quarters", "month_split", "map", "month_list", "funnel", "bonus"}),
    ),
    _step("tiers", "health", Button("customers", 1, "SortDescendingExcel", "AB", large=True)),
    _step(
        "health", "health", Button("customers", 2, "ConditionalFormattingIconSetsGallery", "HE", large=True),
        resets=frozenset({"health"}),
    ),
    _step(
        "targets", "targets", Button("targets", 1, "ChartTrendline", "TG", large=True), resets=frozenset({"targets"}),
    ),
    _step(
        "quarters", "quarters", Button("targets", 2, "ChartTypePieInsertGallery", "QU", large=True),
        resets=frozenset({"quarters", "month_split", "map"}),
    ),
    _step("projects", "projects", Button("targets", 3, "ChartTypeBarInsertGallery", "PR")),
    _step("confidence", "confidence", Button("targets", 4, "WhatIfAnalysisMenu", "SU")),
    _step("lock", "targets", Button("targets", 5, "", "LK", menu="lock"), page="quarters"),
    _step("unlock", "targets", Button("targets", 6, "", "UL", menu="lock"), page="quarters"),
    _step(
        "map", "map", Button("resources", 1, "FormatAsTableGallery", "MP", large=True), resets=frozenset({"map"}),
    ),
    _step("capacity", "time", Button("resources", 2, "FunctionsDateTimeInsertGallery", "TM", large=True)),
    _step(
        "accounts", "accounts", Button("resources", 3, "SmartArtOrganizationChartMenu", "KA"),
        resets=frozenset({"key_accounts", "judgements"}),
    ),
    _step(
        "month-start", "month_list", Button("execution", 1, "FormControlCheckBox", "MS", large=True, asks="month"),
        page="month", month=True, opens_month=True, resets=frozenset({"month_list"}),
    ),
    _step(
        "month-end", "reviews", Button("execution", 2, "RefreshAll", "ME", large=True, asks="month"), page="kpi",
        month=True, summary=True, full=True, resets=frozenset({"reviews", "funnel", "bonus"}),
    ),
    _step("kpi", "months", Button("execution", 3, "", "KP", menu="month", asks="month"), month=True),
    _step(
        "month", "month_list", Button("execution", 4, "", "ML", menu="month", asks="month"),
        month=True, opens_month=True, resets=frozenset({"month_list"}),
    ),
    _step(
        "review", "reviews", Button("execution", 5, "", "RV", menu="month", asks="month"), month=True,
        resets=frozenset({"reviews"}),
    ),
    _step(
        "funnel", "funnel", Button("execution", 6, "", "FN", menu="month"), month=True,
        resets=frozenset({"funnel", "bonus"}),
    ),
    _step(
        "sprint", "sprint", Button("yearend", 1, "AnimationTriggerAddMenu", "ES", large=True),
        resets=frozenset({"sprint", "segments", "causes"}), lines=("C-SPRINT", "C-SPRINT-YEAR"),
    ),
    _step(
        "reorder", "reorders", Button("yearend", 2, "CalendarToolMoveToNextMonth", "ER", large=True),
        resets=frozenset({"reorders"}), lines=("C-REORDER",),
    ),
    _step(
        "scripts", "scripts", Button("yearend", 3, "NewMailMessage", "ET"), resets=frozenset({"scripts"}),
    ),
    _step(
        "yearend", "year_report", Button("yearend", 4, "ChartTypeColumnInsertGallery", "AR"),
        resets=frozenset({"attributions", "goals", "zones"}), lines=("C-YEAREND",),
    ),
    _step("report", "report", Button("delivery", 2, "FilePrintPreview", "RP")),
    _step(
        "check", "findings", Button("start", 4, "ErrorChecking", "CK", always=True), full=True, looks_only=True,
    ),
    _verb(
        "new", Kind.BOOK, "start", button=Button("start", 2, "FileNew", "NW", asks="path", bookless=True, always=True),
    ),
    _verb("undo", Kind.BOOK, "undo", button=Button("delivery", 1, "Undo", "UN", large=True, always=True)),
    _verb("upgrade", Kind.BOOK, "undo"),
    _verb("restore", Kind.BOOK, "undo"),
    _verb(
        "import", Kind.BOOK, "import", sheet="findings",
        button=Button("start", 3, "GetExternalDataFromText", "IM", asks="files"),
        lite=True,
    ),
    _verb("imports", Kind.BOOK, "import", sheet="imports"),
    _verb("demo", Kind.BOOK, "start"),
    _verb("explain", Kind.TOOL, "cli"),
    _verb("completion", Kind.TOOL, "cli"),
    _verb("bench import", Kind.TOOL, "cli"),
    _verb("bench late", Kind.TOOL, "cli"),
    _verb("bench outcome", Kind.TOOL, "cli"),
    _verb("bench season", Kind.TOOL, "cli"),
    _verb("bench reorder", Kind.TOOL, "reorder"),
    _verb("bench run", Kind.TOOL, "cli", help="H-BENCH"),
    _verb("addin install", Kind.TOOL, "addin"),
    _verb("addin uninstall", Kind.TOOL, "addin"),
    _verb("addin doctor", Kind.TOOL, "addin"),
    _verb("copy", Kind.HANDOVER, "copy"),
    _verb("pdf", Kind.HANDOVER, "send"),
    _verb("send", Kind.HANDOVER, "send", button=Button("delivery", 4, "FileSendAsAttachment", "SD")),
    _verb("letters", Kind.HANDOVER, "letters", button=Button("yearend", 5, "", "EL", menu="word")),
    _verb("split", Kind.TEAM, "team"),
    _verb("merge", Kind.TEAM, "team"),
    _verb("rollup", Kind.TEAM, "team"),
    _verb(
        "submit", Kind.BOOK, "report", sheet="report", button=Button("delivery", 3, "ReviewProtectWorkbook", "SB"),
    ),
    Verb("year-word", Kind.BUTTON, page="yearend", button=Button("yearend", 6, "", "AW", menu="word")),
    Verb("help", Kind.BUTTON, sheet="guide", button=Button("help", 1, "", "GD", bookless=True, always=True)),
    Verb("about", Kind.BUTTON, button=Button("help", 2, "", "AT", bookless=True, always=True)),
)  # fmt: skip
# Rows that somebody added for a while; see ``added``.
_MORE: list[Verb] = []


def verbs() -> tuple[Verb, ...]:
    """All verbs, in the order of the command line reference."""
    return (*_VERBS, *_MORE)


def buttons() -> tuple[Verb, ...]:
    """The verbs with a button, as they stand on the ribbon."""
    return tuple(sorted((verb for verb in verbs() if verb.button), key=_ribbon_place))


def lite_buttons() -> tuple[Verb, ...]:
    """The verbs with a button in a book for xlwings Lite: as on the ribbon, the check of the data last."""
    chosen = (verb for verb in buttons() if verb.lite)
    return tuple(sorted(chosen, key=lambda verb: verb.looks_only))


def _ribbon_place(verb: Verb) -> tuple[int, int]:
    button = verb.button
    return (GROUPS.index(button.group), button.place) if button else (len(GROUPS), 0)


def verb(key: str) -> Verb:
    """The verb of that key.

    Raises:
        KeyError: there is none.
    """
    return _by_key(verbs())[key]


def find(key: str) -> Verb | None:
    """The verb of that key, ``None`` where there is none."""
    return _by_key(verbs()).get(key)


@cache
def _by_key(rows: tuple[Verb, ...]) -> dict[str, Verb]:
    """Verbs by key.

    Raises:
        ValueError: a key stands twice.
    """
    keyed = {row.key: row for row in rows}
    if len(keyed) != len(rows):
        raise ValueError("a verb stands twice")
    return keyed


@contextmanager
def added(row: Verb) -> Iterator[Verb]:
    """One more verb, in every door, for as long as the block runs: how a verb is tried before it is declared."""
    _by_key((*verbs(), row))
    _MORE.append(row)
    try:
        yield row
    finally:
        _MORE.remove(row)
