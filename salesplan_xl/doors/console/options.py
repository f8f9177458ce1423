"""The parts of the commands of the command line: language, help, and options."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from salesplan_xl import __version__
from salesplan_xl.catalogue import word
from salesplan_xl.doors.languages import LANGUAGES, help_language

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
LANGUAGE_CHOICE = click.Choice(LANGUAGES)
# What is typed, and what a shell completes.
PROGRAM = "salesplan"
SHELLS = ("bash", "zsh", "fish", "powershell")
# Files that an import takes: option → key of the table they go into.
IMPORTS = {
    **{key: key for key in ("customers", "orders", "receivables", "contacts", "opportunities", "visits", "actions")},
    "resources": "resources", "accounts": "key_accounts", "judgements": "judgements", "outreach": "outreach",
    **{key: key for key in ("battles", "attributions", "insights", "goals", "requests")},
}  # fmt: skip

# An address from which Lite can install our package: encrypted, and named as packages are.
WHEEL = re.compile(r"https://[^\s\"'<>]+/salesplan_xl-[^/\s\"'<>]+-py3-none-any\.whl")

Option = Callable[[Any], Any]


LANG = help_language()


def help_text(code: str, *examples: str) -> str:
    """The help of a verb: what it does and examples, one a line."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"{word(code, LANG)}\n\n\b\n{word('H-EXAMPLES', LANG)}\n{lines}"


def option(name: str, code: str, *called: str, **more: Any) -> Option:
    """An option with a value; what it is ``called`` in code where its name is a word of the language."""
    return click.option(name, *called, help=word(code, LANG), **more)


def flag(name: str, code: str) -> Option:
    """An option that is given or not."""
    return option(name, code, is_flag=True)


def choice(name: str, code: str, *values: str, **more: Any) -> Option:
    """An option with one of some values."""
    return option(name, code, type=click.Choice(values), **more)


def file(name: str) -> Option:
    """A file that must be named."""
    return click.argument(name, type=FILE)


def out(code: str = "H-OPT-OUT", *, kind: click.Path = FILE, required: bool = False) -> Option:
    """The file or folder a verb writes."""
    return click.option("-o", "--out", type=kind, required=required, help=word(code, LANG))


def language(code: str) -> Option:
    """The language of messages or of a book."""
    return option("--lang", code, type=LANGUAGE_CHOICE)


BOOK, JSON, DRY_RUN = file("book"), flag("--json", "H-OPT-JSON"), flag("--dry-run", "H-OPT-DRY")
DESPITE = flag("--despite-errors", "H-OPT-DESPITE")
# The options of every verb that changes a book.
BOOK_OPTIONS = (BOOK, out(), flag("--in-place", "H-OPT-IN-PLACE"), DRY_RUN, JSON)


def wheel() -> Option:
    """The address of the package for a Lite book; it must be one of our packages on the web."""

    def checked(_context: object, _option: object, address: str | None) -> str:
        if address and not WHEEL.fullmatch(address):
            raise click.BadParameter(
                word("H-WHEEL", LANG, name=f"salesplan_xl-{__version__}-py3-none-any.whl")
            )
        return address or ""

    return option("--wheel", "H-OPT-WHEEL", metavar="URL", callback=checked)


PRESETS = {
    word(f"clean.preset.{key}", lang): key for lang in ("en", "zh") for key in ("boss", "team", "customer")
}


def preset() -> Option:
    """The option that says for whom a copy is, in either language; the verb gets the key."""
    return choice(
        "--preset", "H-OPT-PRESET", *PRESETS, default="boss",
        callback=lambda _context, _option, value: PRESETS[value],
    )  # fmt: skip
