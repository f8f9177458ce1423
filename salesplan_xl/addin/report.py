"""The doctor's findings as a file that a user can mail: versions and what was found, no names and no amounts.

A folder may bear the name of a person or a customer, so that of a path only its last part stays.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PureWindowsPath

from salesplan_xl import __version__
from salesplan_xl.addin.doctor import Check
from salesplan_xl.addin.home import System
from salesplan_xl.catalogue import word
from salesplan_xl.errors import HostError
from salesplan_xl.findings import Sentence

_SLASH = re.compile(r"[\\/]")


def write_report(path: Path, system: System, checks: Sequence[Check], lang: str) -> None:
    """Write the report.

    Raises:
        HostError: SP-412 no permission; SP-421 another failure.
    """
    try:
        path.write_text(report_text(system, checks, lang), encoding="utf-8-sig")
    except PermissionError as error:
        raise HostError("SP-412", path=path) from error
    except OSError as error:
        raise HostError("SP-421", path=path, reason=error.strerror or type(error).__name__) from error


def report_text(system: System, checks: Sequence[Check], lang: str) -> str:
    """The report, one fact a line."""
    return "\n".join(_lines(system, checks, lang)) + "\n"


def _lines(system: System, checks: Sequence[Check], lang: str) -> Iterator[str]:
    yield word("A-REPORT", lang)
    yield ""
    xlwings = system.xlwings.version if system.xlwings else "-"
    yield f"salesplan {__version__}"
    yield f"python {system.python} ({system.bits}-bit), xlwings {xlwings}"
    yield f"{system.platform} {platform.release()}, {system.code_page}"
    yield ""
    for check in checks:
        yield f"[{check.state}] {check.name}: {word(check.said.code, lang, **_discreet(check.said))}"
        if check.remedy:
            yield f"    {word(check.remedy.code, lang, **_discreet(check.remedy))}"


def _discreet(sentence: Sentence) -> dict[str, object]:
    return {name: _short(value) for name, value in sentence.values.items()}


def _short(value: object) -> object:
    """A value without the folders in which a file lies."""
    if isinstance(value, tuple):
        return tuple(map(_short, value))
    if isinstance(value, Path) or (isinstance(value, str) and _SLASH.search(value)):
        return f"…/{PureWindowsPath(str(value)).name}"
    return value
