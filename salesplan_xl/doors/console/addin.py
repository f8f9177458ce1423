"""``salesplan addin install | uninstall | doctor | build``: puts the buttons into Excel and takes them away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from salesplan_xl.addin import home
from salesplan_xl.addin.doctor import Check, examine
from salesplan_xl.addin.install import Installed, Removed, write_atomically
from salesplan_xl.addin.install import install as put_in
from salesplan_xl.addin.install import uninstall as take_out
from salesplan_xl.addin.sources import shipped_addin
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


def doctor(*, json: bool, lang: str | None) -> None:
    """Look at everything the buttons need; leave with 4 when there is a problem."""
    shown = lang or options.LANG
    checks = examine(home.this_system(), shipped_addin())
    problems = sum(check.state == "problem" for check in checks)
    result = CommandResult("addin doctor", details={"checks": [_document(check) for check in checks]})
    code = HostError.exit_code if problems else 0
    answer(result, _report(checks, problems, shown), lang=shown, json=json, exit_code=code)


def _report(checks: Sequence[Check], problems: int, lang: str) -> Iterator[str]:
    for check in checks:
        code = "A-LINE-DO" if check.remedy else "A-LINE"
        state = word(f"A-STATE-{check.state}", lang)
        yield word(code, lang, state=state, sentence=check.said, remedy=check.remedy)
    yield word("A-PROBLEMS", lang, count=problems) if problems else word("A-FINE", lang)


def _document(check: Check) -> dict[str, object]:
    remedy = check.remedy or ""
    return {"check": check.name, "state": check.state, "sentence": check.said, "remedy": remedy}


def build(*, out: Path | None, check: bool, json: bool, lang: str | None) -> None:
    """Build the add-in from text, or compare it with the shipped one."""
    shown = lang or options.LANG
    with speaking(shown):
        content = _built()
        if check:
            if content != shipped_addin():
                raise HostError("SP-418")
            answer(CommandResult("addin build"), [word("A-CHECKED", shown)], lang=shown, json=json)
            return
        target = out or Path(home.ADDIN)
        write_atomically(home.this_system(), target, content)
    lines = [word("A-BUILT", shown, path=target.resolve())]
    answer(CommandResult("addin build"), lines, lang=shown, json=json, output=target)


def _built() -> bytes:
    """The add-in from its sources; building needs more than using it."""
    try:
        from salesplan_xl.addin.build import build_addin

        return build_addin()
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "salesplan_xl"):
            raise
        raise HostError("SP-417", package=package) from error
    except RuntimeError as error:
        raise HostError("SP-422", reason=error) from error
