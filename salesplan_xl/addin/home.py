"""The user's machine as install, uninstall and doctor see it.

Everything they ask of the machine goes through one ``System`` record, so that both Windows and macOS are
tested on fake home folders. ``this_system`` is the real one; it opens no socket and needs no xlwings.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import locale
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from salesplan_xl.errors import HostError

WINDOWS, MAC = "win32", "darwin"
ADDIN = "SalesPlan.xlam"
OFFICE_MAC = Path("Library/Group Containers/UBF8T346G9.Office/User Content.localized")
SCRIPTS_MAC = Path("Library/Application Scripts/com.microsoft.Excel")
CONTAINER_MAC = Path("Library/Containers/com.microsoft.Excel/Data")
QUARANTINE = b"com.apple.quarantine"
SETTINGS_KEY = r"HKCU\Software\VB and VBA Program Settings\SalesPlan"  # where the ribbon keeps its language
ANSWER_SECONDS = 60
NO_WINDOW = 0x0800_0000  # CREATE_NO_WINDOW: no black console flashes up


@dataclass(frozen=True)
class Xlwings:
    """The installed xlwings package."""

    version: str
    folder: Path

    @property
    def applescript(self) -> Path:
        """The script that lets Excel for Mac start Python; its name carries the version."""
        return self.folder / f"xlwings-{self.version}.applescript"


@dataclass(frozen=True)
class System:
    r"""One machine and the Python that runs on it.

    Attributes:
        platform: as ``sys.platform``.
        code_page: the encoding in which Windows hands file names to Excel's macros.
        registry: key such as ``HKCU\Software\…`` → its values by name (default value ``""``); None when missing.
        subkeys: key → names of the keys below it.
        downloaded: does the file carry the system's «came from elsewhere» mark; None when it cannot be told.
        ask: interpreter, code → what the code prints, None when it cannot be run.
        forget: removes a registry key with all that is below it; nothing happens when it is missing.
    """

    platform: str
    env: Mapping[str, str]
    home: Path
    executable: str
    base_prefix: str
    python: str
    bits: int
    code_page: str
    xlwings: Xlwings | None
    applications: Path
    registry: Callable[[str], Mapping[str, Any] | None]
    subkeys: Callable[[str], list[str]]
    downloaded: Callable[[Path], bool | None]
    ask: Callable[[str, str], str | None]
    forget: Callable[[str], None]
    replace: Callable[[Path, Path], None] = os.replace
    remove: Callable[[Path], None] = os.unlink


@dataclass(frozen=True)
class Places:
    """The places of the add-in on one machine.

    Attributes:
        addin: the file Excel loads at every start.
        own: our folder, holding only the record of what was installed.
        scripts: where Excel for Mac looks for AppleScripts; None on Windows.
        elsewhere: other files of the same name that Excel might load as well.
        neighbours: files that show that the user works with xlwings beside us.
    """

    addin: Path
    own: Path
    scripts: Path | None
    elsewhere: tuple[Path, ...]
    neighbours: tuple[Path, ...]

    @property
    def record(self) -> Path:
        """The list of files and folders that install made."""
        return self.own / "addin.json"


def places(system: System) -> Places:
    """The places of the add-in on this machine.

    Raises:
        HostError: SP-410 no Excel add-in for this operating system; SP-411 Windows does not say where.
    """
    if system.platform == WINDOWS:
        return _windows(system)
    if system.platform == MAC:
        return _mac(system.home)
    raise HostError("SP-410", system=system.platform)


def _windows(system: System) -> Places:
    roaming, local = (_folder(system, name) for name in ("APPDATA", "LOCALAPPDATA"))
    start = roaming / "Microsoft" / "Excel" / "XLSTART"
    copies = [roaming / "Microsoft" / "AddIns" / ADDIN]
    if excel := app_path(system):
        copies.append(excel.parent / "XLSTART" / ADDIN)
    return Places(start / ADDIN, local / "SalesPlan", None, tuple(copies), ())


def _folder(system: System, name: str) -> Path:
    given = system.env.get(name, "").strip()
    if not given:
        raise HostError("SP-411", name=name)
    return Path(given)


def _mac(home: Path) -> Places:
    office = home / OFFICE_MAC
    start = office / "Startup.localized" / "Excel"
    return Places(
        addin=start / ADDIN,
        own=home / "Library" / "Application Support" / "SalesPlan",
        scripts=home / SCRIPTS_MAC,
        elsewhere=(office / "Add-Ins.localized" / ADDIN, office / "Startup.localized" / ADDIN),
        neighbours=(start / "xlwings.xlam", home / CONTAINER_MAC / "xlwings.conf"),
    )


def app_path(system: System) -> Path | None:
    """Excel's program file by the registry's App Paths; None when Windows knows of none."""
    for root in ("HKLM", "HKCU"):
        values = (
            system.registry(rf"{root}\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe") or {}
        )
        program = str(values.get("") or "").strip('" ')
        if program:
            return Path(program)
    return None


def this_system() -> System:
    """The machine we run on."""
    return System(
        platform=sys.platform,
        env=os.environ,
        home=Path(os.path.expanduser("~")),  # never raises, unlike Path.home()
        executable=sys.executable,
        base_prefix=sys.base_prefix,
        python=".".join(map(str, sys.version_info[:3])),
        bits=struct.calcsize("P") * 8,
        code_page=locale.getencoding(),
        xlwings=_installed_xlwings(),
        applications=Path("/Applications"),
        registry=_registry,
        subkeys=_subkeys,
        downloaded=_downloaded_windows if sys.platform == WINDOWS else _downloaded_mac,
        ask=_ask,
        forget=_forget,
    )


def _installed_xlwings() -> Xlwings | None:
    """Version and folder without importing it: on Windows the import starts COM."""
    spec = importlib.util.find_spec("xlwings")
    if spec is None or spec.origin is None:
        return None
    try:
        return Xlwings(importlib.metadata.version("xlwings"), Path(spec.origin).parent)
    except importlib.metadata.PackageNotFoundError:
        return None


def _opened(key: str, view: int) -> Any:
    import winreg as w  # only Windows has it

    api: Any = w
    root, _, below = key.partition("\\")
    hive = {"HKCU": api.HKEY_CURRENT_USER, "HKLM": api.HKEY_LOCAL_MACHINE}[root]
    return api, api.OpenKey(hive, below, 0, api.KEY_READ | view)


def _views() -> tuple[int, int]:
    """The 64-bit half of the registry first: a 32-bit Python would see only its own."""
    return 0x0100, 0x0200  # KEY_WOW64_64KEY, KEY_WOW64_32KEY


def _registry(key: str) -> dict[str, Any] | None:
    for view in _views():
        try:
            api, opened = _opened(key, view)
            with opened:
                count = api.QueryInfoKey(opened)[1]
                return {name: value for name, value, _ in (api.EnumValue(opened, at) for at in range(count))}
        except (OSError, ImportError):
            continue
    return None


def _subkeys(key: str) -> list[str]:
    for view in _views():
        try:
            api, opened = _opened(key, view)
            with opened:
                return [api.EnumKey(opened, at) for at in range(api.QueryInfoKey(opened)[0])]
        except (OSError, ImportError):
            continue
    return []


def _forget(key: str) -> None:
    for name in _subkeys(key):
        _forget(rf"{key}\{name}")
    try:
        api, opened = _opened(key, 0)
        opened.Close()
        api.DeleteKey(api.HKEY_CURRENT_USER, key.partition("\\")[2])
    except (OSError, ImportError):
        return


def _downloaded_windows(path: Path) -> bool | None:
    """Whether there is a Zone.Identifier stream of zone 3 (internet) or 4 (restricted)."""
    try:
        said = Path(f"{path}:Zone.Identifier").read_bytes()
    except FileNotFoundError:
        return False
    except OSError:
        return None
    return b"ZoneId=3" in said or b"ZoneId=4" in said


def _downloaded_mac(path: Path) -> bool | None:
    """Whether there is a quarantine mark; Python itself reads extended attributes only on Linux."""
    try:
        read = ctypes.CDLL(None, use_errno=True).getxattr
        size = read(
            os.fsencode(path), QUARANTINE, None, ctypes.c_size_t(0), ctypes.c_uint32(0), ctypes.c_int(0)
        )
    except (OSError, AttributeError):
        return None
    return int(size) >= 0


def _ask(interpreter: str, code: str) -> str | None:
    hidden = NO_WINDOW if sys.platform == WINDOWS else 0
    try:
        done = subprocess.run(  # noqa: S603 - the interpreter which Excel would run as well
            [interpreter, "-B", "-c", code], capture_output=True, timeout=ANSWER_SECONDS,
            check=False, creationflags=hidden, cwd=Path(interpreter).parent,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
