"""What the verbs of the command line are made of: language, help, options, and verbs imported when they run."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from salesplan_xl.catalogue import word

FILE = click.Path(path_type=Path, dir_okay=False)


def help_language(arguments: list[str] | None = None) -> str:
    """Language of help and of messages before a book is open: ``--lang``, then the system's."""
    given = sys.argv[1:] if arguments is None else arguments
    for index, item in enumerate(given):
        if item.startswith("--lang="):
            return item[7:]
        if item == "--lang" and index + 1 < len(given):
            return given[index + 1]
    system = os.environ.get("SALESPLAN_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if system.lower().startswith(("zh", "chinese")) else "en"


LANG = help_language()


def help_text(code: str, *examples: str) -> str:
    """The help of a verb: what it does and examples, one a line."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"{word(code, LANG)}\n\n\b\n{word('H-EXAMPLES', LANG)}\n{lines}"


def flag(name: str, code: str, *short: str) -> Callable[[Any], Any]:
    """An option that is given or not."""
    return click.option(*short, name, is_flag=True, help=word(code, LANG))


def book_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that changes a book."""
    options = (
        click.argument("book", type=FILE),
        click.option("-o", "--out", type=FILE, help=word("H-OPT-OUT", LANG)),
        flag("--in-place", "H-OPT-IN-PLACE"),
        flag("--dry-run", "H-OPT-DRY"),
        flag("--json", "H-OPT-JSON"),
        click.option("--lang", type=click.Choice(["zh", "en"]), help=word("H-OPT-LANG", LANG)),
    )
    for option in reversed(options):
        function = option(function)
    return function


def lazy(
    module: str, verb: str, code: str, *options: Callable[[Any], Any], examples: tuple[str, ...]
) -> click.Command:
    """A verb whose module is imported when it runs; its function bears the verb's name."""

    def call(**given: Any) -> None:
        getattr(importlib.import_module(f"salesplan_xl.doors.console.{module}"), verb)(**given)

    for option in reversed(options):
        call = option(call)
    return click.command(verb, help=help_text(code, *examples))(call)


def text(
    name: str, code: str, *short: str, many: bool = False, required: bool = False
) -> Callable[[Any], Any]:
    """An option with a text; ``many`` may be repeated."""
    return click.option(*short, name, multiple=many, required=required, help=word(code, LANG))


def out(code: str, *, required: bool = False) -> Callable[[Any], Any]:
    """The file a verb writes."""
    return click.option("-o", "--out", type=FILE, required=required, help=word(code, LANG))


PRESETS = {
    word(f"clean.preset.{key}", lang): key for lang in ("en", "zh") for key in ("boss", "team", "customer")
}


def preset() -> Callable[[Any], Any]:
    """Who a copy is for, in either language; the verb gets the key."""
    return click.option(
        "--preset", type=click.Choice(list(PRESETS)), default="boss", help=word("H-OPT-PRESET", LANG),
        callback=lambda _context, _option, value: PRESETS[value],
    )  # fmt: skip
