"""``salesplan addin install | uninstall | doctor``: puts the buttons into Excel and takes them away."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from salesplan_xl.addin import home
from salesplan_xl.addin.doctor import Check, examine
from salesplan_xl.addin.install import Installed, Removed
from salesplan_xl.addin.install import install as put_in
from salesplan_xl.addin.install import uninstall as take_out
from salesplan_xl.addin.shipped import shipped_addin
from salesplan_xl.catalogue import render, word
from salesplan_xl.doors.console import options
from salesplan_xl.doors.show import as_json
from salesplan_xl.errors import HostError, SalesPlanError


def install(*, lang: str | None) -> None:
    """Install or upgrade the add-in and say where it lies."""
    with _speaking(lang) as shown:
        done = put_in(home.this_system(), shipped_addin())
        _say(_installed(done, shown))


def _installed(done: Installed, lang: str) -> Iterator[str]:
    if not done.written:
        yield word("A-UNCHANGED", lang, path=done.addin)
        return
    yield word("A-UPGRADED" if done.before else "A-INSTALLED", lang, path=done.addin)
    yield word("A-STARTS", lang, path=done.interpreter)
    yield word("A-RESTART", lang)


def uninstall(*, lang: str | None) -> None:
    """Take the add-in away and say what was removed."""
    with _speaking(lang) as shown:
        _say(_removed(take_out(home.this_system()), shown))


def _removed(done: Removed, lang: str) -> Iterator[str]:
    paths = tuple(str(path) for path in done.files)
    yield word("A-REMOVED", lang, paths=paths) if paths else word("A-REMOVED-NOTHING", lang)
    if done.kept:
        yield word("A-KEPT", lang, paths=tuple(str(path) for path in done.kept))


def doctor(*, json: bool, lang: str | None) -> None:
    """Look at everything the buttons need; leave with 4 when there is a problem."""
    shown = lang or options.LANG
    checks = examine(home.this_system(), shipped_addin())
    problems = sum(check.state == "problem" for check in checks)
    if json:
        documents = [_document(check, shown) for check in checks]
        click.echo(as_json({"command": "addin doctor", "ok": not problems, "checks": documents}))
    else:
        _say(_report(checks, problems, shown))
    if problems:
        sys.exit(HostError.exit_code)


def _report(checks: Sequence[Check], problems: int, lang: str) -> Iterator[str]:
    for check in checks:
        code = "A-LINE-DO" if check.remedy else "A-LINE"
        state = word(f"A-STATE-{check.state}", lang)
        yield word(code, lang, state=state, sentence=check.said, remedy=check.remedy)
    yield word("A-PROBLEMS", lang, count=problems) if problems else word("A-FINE", lang)


def _document(check: Check, lang: str) -> dict[str, str]:
    return {
        "check": check.name,
        "state": check.state,
        "sentence": render(check.said, lang),
        "remedy": render(check.remedy, lang),
    }


@contextmanager
def _speaking(lang: str | None) -> Iterator[str]:
    """The language asked for, in which also a refusal is told."""
    shown = lang or options.LANG
    try:
        yield shown
    except SalesPlanError as error:
        click.echo(error.sentence(shown), err=True)
        raise SystemExit(error.exit_code) from error


def _say(lines: Iterator[str] | list[str]) -> None:
    for line in lines:
        click.echo(line)
