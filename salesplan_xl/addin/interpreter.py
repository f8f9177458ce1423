"""The Python that the add-in starts, and what an add-in file says about itself.

The interpreter stands on the add-in's own ``….conf`` sheet (column A the key, column B the value), never in a
file beside a workbook, so that no opened workbook can redirect it.
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from pathlib import Path, PureWindowsPath
from xml.etree import ElementTree as ET

from salesplan_xl.addin.home import MAC, WINDOWS, System
from salesplan_xl.addin.package import settings_of
from salesplan_xl.errors import HostError

KEYS = {WINDOWS: "INTERPRETER_WIN", MAC: "INTERPRETER_MAC"}
STORE = "windowsapps"
# What the macros, AppleScript and the shell between Excel for Mac and Python take for a sign of theirs.
SIGNS = re.compile(r"[\"\\|\x00-\x1f]")


def chosen(system: System) -> tuple[str | None, str | None]:
    """The interpreter for Windows and for the Mac: the Python that runs now, None for the other system.

    Raises:
        HostError: SP-419 Excel cannot pass this path on; SP-420 a Python from the Microsoft Store.
    """
    if system.platform == WINDOWS:
        return _for_windows(system), None
    if SIGNS.search(system.executable):
        raise HostError("SP-419", path=system.executable)
    return None, system.executable


def _for_windows(system: System) -> str:
    if from_store(system):
        raise HostError("SP-420", path=system.executable)
    if not speakable(system):
        raise HostError("SP-419", path=system.executable)
    return _windowless(system)


def _windowless(system: System) -> str:
    """``pythonw`` where it stands beside ``python``: no black window for each start."""
    beside = str(PureWindowsPath(system.executable).with_name("pythonw.exe"))
    return beside if os.path.isfile(beside) else system.executable


def from_store(system: System) -> bool:
    """Store apps write to a private copy of AppData which Excel does not see."""
    return STORE in system.base_prefix.lower() or STORE in system.executable.lower()


def speakable(system: System) -> bool:
    """Whether Excel's macros, which know one code page, can say this path; ``%`` would start a variable."""
    try:
        system.executable.encode(system.code_page)
    except (UnicodeEncodeError, LookupError):
        return False
    return "%" not in system.executable


def same_python(first: str, second: str) -> bool:
    """Whether both paths start the same environment, as ``python`` and ``pythonw`` side by side do."""
    this, other = (_plain(path) for path in (first, second))
    if this == other:
        return True
    beside = this.parent == other.parent
    return beside and (this.suffix == ".exe" or os.path.realpath(this) == os.path.realpath(other))


def _plain(path: str) -> Path:
    return Path(os.path.normcase(os.path.abspath(path)))


def conf(xlam: bytes) -> dict[str, str]:
    """The keys and values of an add-in's conf sheet; empty when the file is damaged or no add-in of ours."""
    try:
        return settings_of(xlam)
    except (zipfile.BadZipFile, zlib.error, ET.ParseError, LookupError, ValueError, OSError, RuntimeError):
        return {}


def built_for(xlam: bytes) -> str | None:
    """The xlwings version an add-in needs: the libraries its macros load carry it in their names."""
    return conf(xlam).get("XLWINGS VERSION") or None
