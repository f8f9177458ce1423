"""Fake computers: a home folder under the test's own, a registry that is a dictionary, a small add-in file."""

from __future__ import annotations

import plistlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from salesplan_xl.addin.home import System, Xlwings
from salesplan_xl.addin.package import SHEET, conf_sheet, zipped

VERSION = "0.37.8"
C2R = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
APP = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"
# Who sits at the computer: a plain name, Chinese with a space, an emoji.
USERS = ("anna", "王 敏", "Li 🚀 & Söhne")

Tree = dict[str, bytes | None]
Make = Callable[..., System]


def small_xlam(version: str | None = VERSION, build: str = "1", **keys: str) -> bytes:
    """An add-in file that holds nothing but its conf sheet."""
    told = {"XLWINGS VERSION": version} if version else {}
    return zipped(
        {
            SHEET: conf_sheet(
                {"INTERPRETER_WIN": "", "INTERPRETER_MAC": "", **told, "BUILD": build, **keys}
            ).encode()
        }
    )


def xlwings_at(folder: Path, version: str = VERSION) -> Xlwings:
    """An installed xlwings package with its AppleScript."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"xlwings-{version}.applescript").write_text(f"-- starts Python, {version}\n", encoding="utf-8")
    return Xlwings(version, folder)


def _machine(home: Path, platform: str, **given: Any) -> System:
    home.mkdir(parents=True, exist_ok=True)
    tools = home.parent / "tools"
    python = tools / "venv" / ("Scripts" if platform == "win32" else "bin") / "python.exe"
    python = python if platform == "win32" else python.with_name("python3")
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_bytes(b"python")
    values: dict[str, Any] = {
        "platform": platform, "env": {}, "home": home, "executable": str(python),
        "base_prefix": str(tools / "python"), "python": "3.12.4", "bits": 64, "code_page": "cp936",
        "xlwings": xlwings_at(tools / "site-packages" / "xlwings"), "applications": tools / "Applications",
        "registry": {}.get, "subkeys": lambda key: [], "downloaded": lambda path: False,
        "ask": lambda interpreter, code: None, "forget": lambda key: None,
    }  # fmt: skip
    return System(**(values | given))


def windows(home: Path, **given: Any) -> System:
    """A Windows PC with Excel 365, 64 bit, in good order."""
    library = home.parent / "tools" / "venv" / f"xlwings64-{VERSION}.dll"
    library.parent.mkdir(parents=True, exist_ok=True)
    library.write_bytes(b"library")
    env = {"APPDATA": str(home / "AppData" / "Roaming"), "LOCALAPPDATA": str(home / "AppData" / "Local")}
    known: dict[str, Any] = {"env": env} | with_registry(
        {
            C2R: {"VersionToReport": "16.0.17328.20124", "Platform": "x64"},
            APP: {"": r"C:\Program Files\Microsoft Office\Root\Office16\EXCEL.EXE"},
            rf"{EXCEL}\Security\Trusted Locations\Location2": {
                "Path": r"%APPDATA%\Microsoft\Excel\XLSTART" + "\\"
            },
        }
    )
    return _machine(home, "win32", **(known | given))


def mac(home: Path, **given: Any) -> System:
    """A Mac with Excel 16.89 in good order."""
    info = home.parent / "tools" / "Applications" / "Microsoft Excel.app" / "Contents" / "Info.plist"
    info.parent.mkdir(parents=True, exist_ok=True)
    info.write_bytes(plistlib.dumps({"CFBundleShortVersionString": "16.89.1"}))
    return _machine(home, "darwin", **given)


MACHINES = {"windows": windows, "mac": mac}


def with_registry(keys: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Registry and its subkeys as fields of a system; names ignore case, as in Windows."""
    lower = {key.lower(): values for key, values in keys.items()}

    def below(key: str) -> list[str]:
        start = key.lower() + "\\"
        return sorted({path[len(start) :].split("\\")[0] for path in keys if path.lower().startswith(start)})

    def subkeys(key: str) -> list[str]:
        return [name for name in below(key) if name]

    return {"registry": lambda key: lower.get(key.lower()), "subkeys": subkeys}


def tree(folder: Path) -> Tree:
    """Everything below a folder: files with their bytes, folders as None."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def held_by_excel(system: System, name: str = "SalesPlan.xlam") -> System:
    """The same computer while Excel is running: the file can be neither replaced nor removed."""

    def refuse(act: Any, *paths: Path) -> None:
        if paths[-1].name == name and paths[-1].exists():
            raise PermissionError(13, "held", str(paths[-1]))
        act(*paths)

    return replace(
        system,
        replace=lambda source, target: refuse(system.replace, source, target),
        remove=lambda path: refuse(system.remove, path),
    )
