"""A verb of the registry as a command of the command line; its code is imported when it runs."""

from __future__ import annotations

import importlib
import keyword
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from salesplan_xl.catalogue import word
from salesplan_xl.commands.registry import Kind, Verb
from salesplan_xl.doors.console.dates import Day
from salesplan_xl.doors.console.import_options import IMPORT_OPTIONS
from salesplan_xl.doors.console.options import (
    BOOK,
    BOOK_OPTIONS,
    DESPITE,
    DRY_RUN,
    FILE,
    FOLDER,
    IMPORTS,
    JSON,
    LANG,
    SHELLS,
    Option,
    choice,
    file,
    flag,
    help_text,
    language,
    option,
    out,
    preset,
    wheel,
)

# As in ``money.BOOK_UNITS``.
BOOK_SCALES = ("wan", "yuan", "thousand", "million")
SIZES = ("rep", "team", "company")
_MODULES = {Kind.BOOK: "books", Kind.HANDOVER: "handover", Kind.TEAM: "handover", Kind.TOOL: "tools"}
_BOOKS = click.argument("books", type=FILE, nargs=-1, required=True)
_SHEETS = click.argument("sheets", nargs=-1)
_OVERWRITE = flag("--overwrite", "H-OPT-OVERWRITE")
_SIZE = choice("--size", "H-OPT-SIZE", *SIZES, default="rep")
_MESSAGES, _BOOK_LANG, _SAID = map(language, ("H-OPT-MSGLANG", "H-OPT-BOOKLANG", "H-OPT-LANG"))
_AS_OF = option("--as-of", "H-OPT-AS-OF", type=Day())


def _pages(*given: Any) -> list[CompletionItem[str]]:
    """The pages of the guide, when a shell asks for them."""
    from salesplan_xl.doors.console.tools import page_names

    return page_names(*given)


_YEARS = click.IntRange(2001, 2100)
_COPY = (
    preset(), option("--sheets", "H-OPT-COPY-SHEETS"), option("--owner", "H-OPT-OWNER"),
    option("--customer", "H-OPT-CUSTOMER"), flag("--keep-margins", "H-OPT-MARGINS"),
)  # fmt: skip
# The options of the verbs that are no steps.
OPTIONS: dict[str, tuple[Option, ...]] = {
    "new": (
        file("out"), option("--from", "H-OPT-FROM", "source", type=FILE), option("--year", "H-OPT-YEAR", type=_YEARS),
        _BOOK_LANG, choice("--unit", "H-OPT-UNIT", *BOOK_SCALES), option("--currency", "H-OPT-BOOK-CURRENCY"),
        flag("--full", "H-OPT-FULL"), click.option("--lean", is_flag=True, hidden=True, expose_value=False),
        flag("--lite", "H-OPT-LITE"), wheel(), choice("--demo", "H-OPT-DEMO", *SIZES), _OVERWRITE, JSON,
    ),
    "undo": (*BOOK_OPTIONS, _SAID),
    "upgrade": (*BOOK_OPTIONS, _SAID),
    "restore": (BOOK, _SHEETS, *BOOK_OPTIONS[1:], _SAID),
    "import": (
        *BOOK_OPTIONS, click.argument("files", type=click.Path(path_type=Path), nargs=-1), _SAID,
        *(option(f"--{name}", f"H-OPT-{name.upper()}", type=FILE, multiple=True) for name in IMPORTS),
        *IMPORT_OPTIONS, DESPITE,
    ),
    "imports": (
        *BOOK_OPTIONS, _SAID, option("--take-out", "H-OPT-TAKE-OUT", metavar="BATCH"), DESPITE,
    ),
    "demo": (choice("--size", "H-OPT-SIZE", *SIZES, "season", default="rep"), _BOOK_LANG, out(), JSON),
    "explain": (click.argument("method", required=False, shell_complete=_pages), _MESSAGES, JSON),
    "completion": (click.argument("shell", type=click.Choice(SHELLS), required=False), _MESSAGES, JSON),
    "bench import": (option("--repeat", "H-OPT-REPEAT", type=click.IntRange(1, 20), default=3), JSON, _MESSAGES),
    "bench late": (_SIZE, JSON, _MESSAGES),
    "bench outcome": (JSON, _MESSAGES),
    "bench season": (JSON, _MESSAGES),
    "bench reorder": (
        option("--data", "H-OPT-DATA", type=FILE),
        option("--horizon", "H-OPT-HORIZON", type=click.IntRange(1, 3650), default=91),
        option("--origins", "H-OPT-ORIGINS"),
        option("--book-size", "H-OPT-BOOK-SIZE", type=click.IntRange(0), default=0),
        option("--books", "H-OPT-BOOKS", type=click.IntRange(1, 10_000), default=36), JSON, _MESSAGES,
    ),
    "bench run": (_SIZE, option("--repeat", "H-OPT-REPEAT", type=click.IntRange(1, 20), default=3), JSON, _MESSAGES),
    "addin install": (JSON, _MESSAGES),
    "addin uninstall": (JSON, _MESSAGES),
    "addin doctor": (option("--report", "H-OPT-REPORT", type=FILE), JSON, _MESSAGES),
    "copy": (BOOK, out(required=True), *_COPY, _OVERWRITE, JSON, _SAID),
    "pdf": (BOOK, out("H-OPT-PDF-OUT"), option("--sheet", "H-OPT-SHEET", multiple=True), JSON, _MESSAGES),
    "send": (
        BOOK, option("--to", "H-OPT-TO", multiple=True, required=True), option("--cc", "H-OPT-CC", multiple=True),
        option("--subject", "H-OPT-SUBJECT"), option("--name", "H-OPT-NAME"),
        option("--pdf/--no-pdf", "H-OPT-WITH-PDF", default=True),
        out("H-OPT-FOLDER", kind=FOLDER), *_COPY, JSON, _SAID,
    ),
    "letters": (
        BOOK, choice("--kind", "H-OPT-KIND", "thanks", "framework", default="thanks"),
        option("--customer", "H-OPT-FOR-CUSTOMER", multiple=True), option("--template", "H-OPT-TEMPLATE", type=FILE),
        out("H-OPT-FOLDER", kind=FOLDER), _AS_OF, JSON, _SAID,
    ),
    "split": (
        BOOK, choice("--by", "H-OPT-BY", "owner", default="owner", expose_value=False),
        out("H-OPT-FOLDER", kind=FOLDER), flag("--keep-sheets", "H-OPT-KEEP-SHEETS"),
        flag("--no-targets", "H-OPT-NO-TARGETS"), _OVERWRITE, JSON, _SAID,
    ),
    "merge": (file("team"), _BOOKS, out(), flag("--delete", "H-OPT-DELETE"), DRY_RUN, DESPITE, JSON, _SAID),
    "rollup": (
        _BOOKS, out(required=True), _BOOK_LANG, choice("--unit", "H-OPT-ROLLUP-UNIT", "wan", "yuan"),
        option("--year", "H-OPT-ROLLUP-YEAR", type=_YEARS), _OVERWRITE, JSON,
    ),
    "submit": (
        *BOOK_OPTIONS, _SAID,
        choice("--state", "H-OPT-STATE", "draft", "submitted", "approved", default="submitted"),
    ),
}  # fmt: skip
# What a step has beyond the options of all; its function in ``books`` is called as it is.
STEP_OPTIONS: dict[str, tuple[Option, ...]] = {
    "yearend": (
        option("--docx", "H-OPT-DOCX", type=FILE), flag("--final", "H-OPT-FINAL"),
        option("--template", "H-OPT-REPORT-TEMPLATE", type=FILE),
    ),
}  # fmt: skip


def verb_command(verb: Verb) -> click.Command:
    """The command of a verb."""
    step = verb.kind is Kind.STEP

    def call(**given: Any) -> None:
        if step:
            books = importlib.import_module("salesplan_xl.doors.console.books")
            getattr(books, verb.key if verb.key in STEP_OPTIONS else "step")(verb, **given)
        else:
            module, function = _place(verb)
            getattr(importlib.import_module(f"salesplan_xl.doors.console.{module}"), function)(**given)

    for more in reversed(step_options(verb) if step else OPTIONS[verb.key]):
        call = more(call)
    return click.command(
        verb.key.split()[-1], help=help_text(verb.help_code, *verb.help_examples),
        options_metavar=word("H-OPTIONS", LANG),
    )(call)  # fmt: skip


def _place(verb: Verb) -> tuple[str, str]:
    """Module and function that carry out a verb: named as the verb; of two words the first is the module."""
    first, _, second = verb.key.partition(" ")
    module, function = (first, second) if second else (_MODULES[verb.kind], first)
    return module, f"{function}_" if keyword.iskeyword(function) else function


def step_options(verb: Verb) -> tuple[Option, ...]:
    """The options of a step on a book."""
    computing = (flag("--reset", "H-OPT-RESET"), DESPITE, _AS_OF)
    return (
        *(() if verb.looks_only else computing),
        *((option("--month", "H-OPT-MONTH"),) if verb.month else ()),
        *BOOK_OPTIONS,
        *((flag("--tables", "H-OPT-TABLES"),) if verb.summary else ()),
        *STEP_OPTIONS.get(verb.key, ()),
        _SAID,
    )
