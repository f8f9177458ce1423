"""Finds out why the add-in does not work: one check after the other, each with its remedy.

Nothing is changed, nothing is guessed: what the machine does not tell is «cannot tell». A check that fails in
a way nobody foresaw is «cannot tell» as well, never a traceback.
"""

from __future__ import annotations

import json
import plistlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PureWindowsPath
from typing import Literal

from salesplan_xl import __version__
from salesplan_xl.addin.home import ADDIN, MAC, WINDOWS, Places, System, app_path, places
from salesplan_xl.addin.interpreter import KEYS, built_for, chosen, conf, from_store, same_python
from salesplan_xl.addin.obstacles import (
    CLICK_TO_RUN,
    OFFICE,
    defender_rule,
    excel_bits,
    missing_library,
    office_versions,
    policy_against_addins,
)
from salesplan_xl.addin.obstacles import from_store as excel_from_store
from salesplan_xl.addin.package import with_interpreter
from salesplan_xl.errors import HostError
from salesplan_xl.findings import Sentence

State = Literal["ok", "problem", "unknown"]
NAMES = {WINDOWS: "Windows", MAC: "macOS"}
OLDEST = {WINDOWS: 16, MAC: 15}  # Excel 2016: the formulas of the plan book need it
QUESTION = (
    "import json, importlib.metadata as m, importlib.util as u, salesplan_xl as s; "
    "print(json.dumps([s.__version__, m.version('xlwings') if u.find_spec('xlwings') else None]))"
)


@dataclass(frozen=True)
class Check:
    """One thing looked at: ``ok``, ``problem`` or ``unknown``, what was seen, and what to do about it."""

    name: str
    state: State
    said: Sentence
    remedy: Sentence | None = None


def _ok(name: str, code: str, **values: object) -> Check:
    return Check(name, "ok", Sentence(code, values))


def _problem(name: str, code: str, remedy: str, **values: object) -> Check:
    return Check(name, "problem", Sentence(code, values), Sentence(remedy, values))


def _unknown(name: str, code: str, remedy: str, **values: object) -> Check:
    return Check(name, "unknown", Sentence(code, values), Sentence(remedy, values))


@dataclass(frozen=True)
class Versions:
    """Packages that the add-in's interpreter can load; None: it is not there."""

    salesplan: str | None
    xlwings: str | None


class Case:
    """The machine under examination and what is read from it once."""

    def __init__(self, system: System, shipped: bytes) -> None:
        self.system, self.shipped = system, shipped
        self.where: Places = places(system)

    @cached_property
    def installed(self) -> bytes | None:
        """The add-in file Excel loads."""
        return self.where.addin.read_bytes() if self.where.addin.is_file() else None

    @cached_property
    def interpreter(self) -> str | None:
        """The Python that the installed add-in starts."""
        return conf(self.installed or b"").get(KEYS[self.system.platform]) or None

    @cached_property
    def is_this_python(self) -> bool:
        """Whether the add-in starts the Python we run on."""
        return self.interpreter is not None and same_python(self.interpreter, self.system.executable)

    @cached_property
    def versions(self) -> Versions | None:
        """Packages that the add-in's Python says it has; None when it does not answer."""
        if self.interpreter is None or self.is_this_python:
            package = self.system.xlwings
            return Versions(__version__, package.version if package else None)
        answer = self.system.ask(self.interpreter, QUESTION)
        try:
            return Versions(*json.loads(answer or ""))
        except (ValueError, TypeError):
            return None

    @cached_property
    def excel_bits(self) -> int | None:
        """32 or 64; None when Windows does not say."""
        return excel_bits(self.system) if self.system.platform == WINDOWS else 64


def examine(system: System, shipped: bytes) -> tuple[Check, ...]:
    """Look at everything the add-in needs.

    Args:
        shipped: the add-in as shipped with this version.
    """
    if system.platform not in NAMES:
        return (_problem("system", "A-SYSTEM-NO", "A-SYSTEM-DO", system=system.platform),)
    try:
        case = Case(system, shipped)
    except HostError as error:
        return (_problem("system", "A-SYSTEM-FOLDER", "A-SYSTEM-FOLDER-DO", folder=error.values["name"]),)
    return tuple(check for name, look in SNAPSHOTS for check in _looked(name, look, case))


def _looked(name: str, look: Callable[[Case], Iterator[Check]], case: Case) -> list[Check]:
    try:
        return list(look(case))
    except Exception as error:  # noqa: BLE001 - a doctor that falls ill helps nobody
        return [_unknown(name, "A-UNFORESEEN", "A-UNFORESEEN-DO", reason=type(error).__name__)]


# ── the machine ─────────────────────────────────────────────────────────────────────────────────────


def _system(case: Case) -> Iterator[Check]:
    yield _ok("system", "A-SYSTEM", system=NAMES[case.system.platform])


def _excel(case: Case) -> Iterator[Check]:
    on_windows = case.system.platform == WINDOWS
    version = _windows_excel(case.system) if on_windows else _mac_excel(case.system)
    if on_windows and excel_from_store(case.system):
        yield _problem("excel", "A-EXCEL-STORE", "A-EXCEL-STORE-DO")
    elif version is None:
        yield _problem("excel", "A-EXCEL-NONE", "A-EXCEL-NONE-DO")
    elif not (major := re.match(r"\d+", version)):
        yield _unknown("excel", "A-EXCEL-FOUND", "A-EXCEL-FOUND-DO")
    elif int(major[0]) < OLDEST[case.system.platform]:
        yield _problem("excel", "A-EXCEL-OLD", "A-EXCEL-OLD-DO", version=version)
    elif case.excel_bits is None:
        yield _ok("excel", "A-EXCEL", version=version)
    else:
        yield _ok("excel", "A-EXCEL-BITS", version=version, bits=case.excel_bits)


def _windows_excel(system: System) -> str | None:
    """Excel's version; empty when it is there but does not tell; None when it is not there."""
    program = app_path(system)
    if program is None:
        return None
    if version := (system.registry(CLICK_TO_RUN) or {}).get("VersionToReport"):
        return str(version)
    current = (system.registry(r"HKLM\SOFTWARE\Classes\Excel.Application\CurVer") or {}).get("")
    return str(current or "").rpartition(".")[2]


def _mac_excel(system: System) -> str | None:
    program = system.applications / "Microsoft Excel.app" / "Contents" / "Info.plist"
    if not program.is_file():
        return None
    try:
        return str(plistlib.loads(program.read_bytes()).get("CFBundleShortVersionString", ""))
    except (plistlib.InvalidFileException, ValueError, OSError, AttributeError):
        return ""


def _python(case: Case) -> Iterator[Check]:
    system = case.system
    values = {"version": system.python, "bits": system.bits, "path": system.executable}
    try:
        chosen(system)
    except HostError:
        remedy = "A-PYTHON-STORE-DO" if from_store(system) else "A-PYTHON-PATH-DO"
        yield _problem("python", "A-PYTHON-UNUSABLE", remedy, **values)
        return
    yield _ok("python", "A-PYTHON", **values)


# ── the Python which the add-in starts ──────────────────────────────────────────────────────────────


def _interpreter(case: Case) -> Iterator[Check]:
    if case.installed is None:
        return
    path = case.interpreter
    if path is None:
        yield _problem("interpreter", "A-INTERPRETER-NONE", "A-INSTALL-DO")
    elif not Path(path).is_file():
        yield _problem("interpreter", "A-INTERPRETER-GONE", "A-INSTALL-DO", path=path)
    elif not case.is_this_python:
        yield _problem("interpreter", "A-INTERPRETER-OTHER", "A-INTERPRETER-OTHER-DO", path=path)
    else:
        yield _ok("interpreter", "A-INTERPRETER", path=path)


def _reachable(case: Case) -> bool:
    return case.interpreter is None or Path(case.interpreter).is_file()


def _package(case: Case) -> Iterator[Check]:
    if case.interpreter is None or not _reachable(case):
        return
    if case.versions is None or case.versions.salesplan is None:
        yield _problem("package", "A-PACKAGE-NO", "A-INSTALL-DO", path=case.interpreter)
    elif case.versions.salesplan != __version__:
        yield _problem(
            "package", "A-PACKAGE-OTHER", "A-INSTALL-DO", found=case.versions.salesplan, here=__version__
        )
    else:
        yield _ok("package", "A-PACKAGE", version=__version__)


def _xlwings(case: Case) -> Iterator[Check]:
    if not _reachable(case) or case.versions is None:
        return
    installed, wanted = case.versions.xlwings, built_for(case.installed or b"") or built_for(case.shipped)
    if installed is None:
        yield _problem("xlwings", "A-XLWINGS-NO", "A-XLWINGS-DO", wanted=f"=={wanted}" if wanted else "")
    elif wanted is None:
        yield _unknown("xlwings", "A-XLWINGS-UNTOLD", "A-INSTALL-DO", found=installed)
    elif installed != wanted:
        yield _problem("xlwings", "A-XLWINGS-OTHER", "A-XLWINGS-DO", found=installed, wanted=f"=={wanted}")
    else:
        yield _ok("xlwings", "A-XLWINGS", found=installed)


def _library(case: Case) -> Iterator[Check]:
    """On Windows the macros load xlwings' library from the interpreter's folder or the one above."""
    wanted = built_for(case.installed or b"")
    if case.system.platform != WINDOWS or case.interpreter is None or wanted is None or not _reachable(case):
        return
    folder = Path(case.interpreter).parent
    if missing := missing_library(case.interpreter, wanted, case.excel_bits):
        yield _problem("library", "A-LIBRARY-NO", "A-LIBRARY-DO", file=missing[0], folder=folder)
    else:
        size = case.excel_bits or 64
        yield _ok("library", "A-LIBRARY", file=f"xlwings{size}-{wanted}.dll")


# ── the add-in itself ───────────────────────────────────────────────────────────────────────────────


def _addin(case: Case) -> Iterator[Check]:
    path = case.where.addin
    if case.installed is None:
        yield _problem("addin", "A-ADDIN-NO", "A-INSTALL-DO", path=path)
        return
    said = conf(case.installed)
    expected = with_interpreter(case.shipped, said.get(KEYS[WINDOWS]) or None, said.get(KEYS[MAC]) or None)
    if not said:
        yield _problem("addin", "A-ADDIN-DAMAGED", "A-INSTALL-DO", path=path)
    elif case.installed != expected:
        yield _problem("addin", "A-ADDIN-OTHER", "A-INSTALL-DO", path=path, version=__version__)
    else:
        yield _ok("addin", "A-ADDIN", path=path, version=__version__)


def _blocked(case: Case) -> Iterator[Check]:
    if case.installed is None:
        return
    marked = case.system.downloaded(case.where.addin)
    if marked is None:
        yield _unknown("blocked", "A-BLOCKED-UNTOLD", "A-BLOCKED-DO")
    elif marked:
        yield _problem("blocked", "A-BLOCKED", "A-BLOCKED-DO")
    else:
        yield _ok("blocked", "A-BLOCKED-NO")


def _script(case: Case) -> Iterator[Check]:
    wanted = built_for(case.installed or b"") or built_for(case.shipped)
    package = case.system.xlwings
    version = wanted or (package.version if package else None)
    if case.where.scripts is None or version is None:
        return
    path = case.where.scripts / f"xlwings-{version}.applescript"
    if not path.is_file():
        yield _problem("script", "A-SCRIPT-NO", "A-INSTALL-DO", file=path.name)
    elif package and package.version == version and path.read_bytes() != package.applescript.read_bytes():
        yield _problem("script", "A-SCRIPT-OTHER", "A-SCRIPT-DO", path=path)
    else:
        yield _ok("script", "A-SCRIPT", file=path.name)


def _copies(case: Case) -> Iterator[Check]:
    paths = [str(path) for path in case.where.elsewhere if path.is_file()]
    if paths:
        yield _problem("copies", "A-COPIES", "A-COPIES-DO", paths=tuple(paths))
    else:
        yield _ok("copies", "A-COPIES-NO")


# ── Excel's own switches (Windows) ──────────────────────────────────────────────────────────────────


def _disabled(case: Case) -> Iterator[Check]:
    """Excel notes an add-in that crashed it as binary values holding the path, lower case, UTF-16."""
    if case.system.platform != WINDOWS:
        return
    name = ADDIN.lower().encode("utf-16-le")
    for version in office_versions(case.system):
        key = rf"HKCU\{OFFICE}\{version}\Excel\Resiliency\DisabledItems"
        values = (case.system.registry(key) or {}).values()
        if any(isinstance(value, bytes) and name in value.lower() for value in values):
            yield _problem("disabled", "A-DISABLED", "A-DISABLED-DO")
            return
    yield _ok("disabled", "A-DISABLED-NO")


def _trusted(case: Case) -> Iterator[Check]:
    if case.system.platform != WINDOWS:
        return
    if policy := policy_against_addins(case.system):
        yield _problem("trusted", "A-POLICY", "A-POLICY-DO", policy=policy)
        return
    folder = case.where.addin.parent
    places_ = [_same_folder(place, case.system) for place in _trusted_places(case.system)]
    if _same_folder(str(folder), case.system) in places_:
        yield _ok("trusted", "A-TRUSTED", folder=folder)
    else:
        yield _unknown("trusted", "A-TRUSTED-UNTOLD", "A-TRUSTED-DO", folder=folder)


def _defender(case: Case) -> Iterator[Check]:
    if case.system.platform != WINDOWS:
        return
    if rule := defender_rule(case.system):
        yield _problem("defender", "A-DEFENDER", "A-DEFENDER-DO", rule=rule)
    else:
        yield _ok("defender", "A-DEFENDER-NO")


def _trusted_places(system: System) -> Iterator[str]:
    for version in office_versions(system):
        root = rf"HKCU\{OFFICE}\{version}\Excel\Security\Trusted Locations"
        for key in system.subkeys(root):
            if path := (system.registry(rf"{root}\{key}") or {}).get("Path"):
                yield str(path)


def _same_folder(path: str, system: System) -> PureWindowsPath:
    """Comparable: variables filled in; Windows paths ignore case and a last backslash."""
    filled = re.sub(r"%(\w+)%", lambda variable: system.env.get(variable[1].upper(), variable[0]), path)
    return PureWindowsPath(filled)


SNAPSHOTS: tuple[tuple[str, Callable[[Case], Iterator[Check]]], ...] = (
    ("system", _system),
    ("excel", _excel),
    ("python", _python),
    ("addin", _addin),
    ("interpreter", _interpreter),
    ("package", _package),
    ("xlwings", _xlwings),
    ("library", _library),
    ("script", _script),
    ("blocked", _blocked),
    ("copies", _copies),
    ("disabled", _disabled),
    ("trusted", _trusted),
    ("defender", _defender),
)
