"""``salesplan addin install | uninstall | doctor``: puts the buttons into Excel and takes them away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from salesplan_xl.addin import home
from salesplan_xl.addin.doctor import Check, examine
from salesplan_xl.addin.install import Installed, Removed
from salesplan_xl.addin.install import install as put_in
from salesplan_xl.addin.install import uninstall as take_out
from salesplan_xl.addin.report import write_report
from salesplan_xl.addin.shipped import shipped_addin
from salesplan_xl.catalogue import word
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.doors.console import options
from salesplan_xl.doors.console.answer import answer, speaking
from salesplan_xl.errors import HostError


def install(*, json: bool, lang: str | None) -> None:
    """Install or upgrade the add-in and say where it lies."""
    shown = lang or options.LANG
    with speaking(shown):
        done = put_in(home.this_system(), shipped_addin())
    result = CommandResult(
        "addin install",
        details={"written": done.written, "before": done.before, "interpreter": done.interpreter},
    )
    answer(result, _installed(done, shown), lang=shown, json=json, output=done.addin)


def _installed(done: Installed, lang: str) -> Iterator[str]:
    if not done.written:
        yield word("A-UNCHANGED", lang, path=done.addin)
        return
    yield word("A-UPGRADED" if done.before else "A-INSTALLED", lang, path=done.addin)
    yield word("A-STARTS", lang, path=done.interpreter)
    yield word("A-RESTART", lang)


def uninstall(*, json: bool, lang: str | None) -> None:
    """Take the add-in away and say what was removed."""
    shown = lang or options.LANG
    with speaking(shown):
        done = take_out(home.this_system())
    result = CommandResult("addin uninstall", details={"removed": done.files, "kept": done.kept})
    answer(result, _removed(done, shown), lang=shown, json=json)


def _removed(done: Removed, lang: str) -> Iterator[str]:
    paths = tuple(str(path) for path in done.files)
    yield word("A-REMOVED", lang, paths=paths) if paths else word("A-REMOVED-NOTHING", lang)
    if done.kept:
        yield word("A-KEPT", lang, paths=tuple(str(path) for path in done.kept))


def doctor(*, report: Path | None, json: bool, lang: str | None) -> None:
    """Look at everything the buttons need; leave with 4 when there is a problem."""
    shown = lang or options.LANG
    system = home.this_system()
    checks = examine(system, shipped_addin())
    if report is not None:
        with speaking(shown):
            write_report(report, system, checks, shown)
    problems = sum(check.state == "problem" for check in checks)
    result = CommandResult("addin doctor", details={"checks": [_document(check) for check in checks]})
    code = HostError.exit_code if problems else 0
    lines = [*_report(checks, problems, shown), *([word("A-REPORTED", shown, path=report)] if report else [])]
    answer(result, lines, lang=shown, json=json, output=report, exit_code=code)


def _report(checks: Sequence[Check], problems: int, lang: str) -> Iterator[str]:
    for check in checks:
        code = "A-LINE-DO" if check.remedy else "A-LINE"
        state = word(f"A-STATE-{check.state}", lang)
        yield word(code, lang, state=state, sentence=check.said, remedy=check.remedy)
    yield word("A-PROBLEMS", lang, count=problems) if problems else word("A-FINE", lang)


def _document(check: Check) -> dict[str, object]:
    remedy = check.remedy or ""
    return {"check": check.name, "state": check.state, "sentence": check.said, "remedy": remedy}
