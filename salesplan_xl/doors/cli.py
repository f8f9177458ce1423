"""The command line: ``salesplan VERB …``; every verb runs the same command the ribbon runs.

The verbs come from the registry. Only click is imported before a verb is chosen, so that ``salesplan --help``
answers at once.
"""

from __future__ import annotations

import sys
from functools import cache

import click

from salesplan_xl import __version__
from salesplan_xl.catalogue import word
from salesplan_xl.commands import registry
from salesplan_xl.commands.registry import Kind, Verb
from salesplan_xl.doors.console.frame import speak
from salesplan_xl.doors.console.menu import Menu, with_language
from salesplan_xl.doors.console.options import LANG, PROGRAM
from salesplan_xl.doors.console.verbs import verb_command
from salesplan_xl.doors.document import Document, as_json, error_document, usage_document
from salesplan_xl.doors.languages import help_language, typed_language
from salesplan_xl.errors import SalesPlanError


@cache
def command_line(verbs: tuple[Verb, ...]) -> click.Group:
    """The commands of all verbs; a verb of two words stands in a group of its first."""
    main: click.Group = Menu(
        PROGRAM, help=word("H-MAIN", LANG), context_settings={"help_option_names": ["-h", "--help"]}
    )
    main = with_language(click.version_option(__version__, prog_name=PROGRAM)(main))
    for verb in verbs:
        if verb.kind is not Kind.BUTTON:
            _home(main, verb).add_command(verb_command(verb))
    return main


def _home(main: click.Group, verb: Verb) -> click.Group:
    """The group that a verb's command stands in."""
    first, _, second = verb.key.partition(" ")
    if not second:
        return main
    group = main.commands.setdefault(first, Menu(first, help=word(f"H-{first.upper()}", LANG)))
    if not isinstance(group, click.Group):
        raise TypeError(f"{first} is a verb already")
    return group


speak(LANG)
main = command_line(registry.verbs())


def run_cli() -> None:
    """The console script: run, and turn every failure into one sentence and an exit code."""
    json = "--json" in sys.argv[1:]
    _set_streams(json)
    speak(help_language())
    try:
        command_line(registry.verbs())(prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        _leave(usage_document(error.format_message(), _typed_verb()) if json else None, 2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except SalesPlanError as error:
        _refuse(error, json)
    except Exception as error:  # noqa: BLE001 - the last door: nobody ever sees a traceback
        from salesplan_xl.doors.crash import report

        _refuse(report(error), json)


def _set_streams(json: bool) -> None:
    """JSON is UTF-8 everywhere; a console may be unable to show everything, and must never fail for it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if json:
                # Half an emoji becomes \udxxx, which JSON reads.
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            else:
                stream.reconfigure(errors="replace")


def _refuse(error: SalesPlanError, json: bool) -> None:
    lang = error.lang or typed_language() or LANG
    click.echo(error.sentence(lang), err=True)
    _leave(error_document(error, lang, _typed_verb()) if json else None, error.exit_code)


def _leave(document: Document | None, exit_code: int) -> None:
    if document is not None:
        click.echo(as_json(document))
    sys.exit(exit_code)


def _typed_verb() -> str | None:
    """The verb that was typed, ``None`` where it is none of ours."""
    typed = sys.argv[1:]
    words = [
        item
        for item, before in zip(typed, ["", *typed], strict=False)
        if not {"-", "--lang"} & {item[:1], before}
    ]
    keys = (" ".join(words[:2]), *words[:1])
    return next((text for text in keys if registry.find(text)), None)
