"""Installing the Excel add-in on fake Windows and Mac home folders, and taking it away without a trace."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from salesplan_xl.addin import home as home_module
from salesplan_xl.addin.home import System, places, this_system
from salesplan_xl.addin.install import install, uninstall
from salesplan_xl.addin.interpreter import conf
from salesplan_xl.addin.package import SHEET, unpacked
from salesplan_xl.addin.shipped import shipped_addin
from salesplan_xl.doors.console import options
from salesplan_xl.errors import HostError
from tests.addin.machines import (
    MACHINES,
    USERS,
    VERSION,
    Make,
    held_by_excel,
    mac,
    small_xlam,
    tree,
    windows,
    xlwings_at,
)
from tests.doors.driver import salesplan

XLAM = small_xlam()
WINDOWS_PLACE = "AppData/Roaming/Microsoft/Excel/XLSTART/SalesPlan.xlam"
OFFICE = "Library/Group Containers/UBF8T346G9.Office/User Content.localized"
MAC_PLACE = f"{OFFICE}/Startup.localized/Excel/SalesPlan.xlam"
SCRIPT_PLACE = f"Library/Application Scripts/com.microsoft.Excel/xlwings-{VERSION}.applescript"


@pytest.fixture(params=MACHINES)
def make(request: pytest.FixtureRequest) -> Make:
    """Makes a Windows PC, then a Mac."""
    return MACHINES[request.param]


def put(system: System, xlam: bytes = XLAM) -> Any:
    return install(system, xlam)


def refusal(system: System, xlam: bytes = XLAM) -> HostError:
    """The error of an install that must change nothing."""
    before = tree(system.home)
    with pytest.raises(HostError) as caught:
        put(system, xlam)
    assert tree(system.home) == before
    return caught.value


def used_computer(home: Path) -> None:
    """A home folder somebody works in: Excel has run, other add-ins are there."""
    for path in (
        "AppData/Roaming/Microsoft/Excel/XLSTART",
        "AppData/Local",
        f"{OFFICE}/Startup.localized/Excel",
    ):
        (home / path).mkdir(parents=True)
    (home / "AppData/Roaming/Microsoft/Excel/XLSTART/PERSONAL.XLSB").write_bytes(b"my macros")
    (home / "AppData/Roaming/Microsoft/Excel/XLSTART/xlwings.xlam").write_bytes(b"xlwings' own add-in")
    (home / "Library/Application Support/Other").mkdir(parents=True)
    (home / "计划 🚀.xlsx").write_bytes(b"plan")


# ── where it goes ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("user", USERS)
def test_windows_gets_one_file_in_xlstart(tmp_path: Path, user: str) -> None:
    system = windows(tmp_path / user)
    done = put(system)
    files = {name: content for name, content in tree(system.home).items() if content is not None}
    assert set(files) == {WINDOWS_PLACE, "AppData/Local/SalesPlan/addin.json"}
    assert conf(files[WINDOWS_PLACE])["INTERPRETER_WIN"] == system.executable == done.interpreter
    assert not conf(files[WINDOWS_PLACE])["INTERPRETER_MAC"]
    assert (done.addin, done.before, done.written) == (system.home / WINDOWS_PLACE, False, (done.addin,))


@pytest.mark.parametrize("user", USERS)
def test_a_mac_gets_the_file_and_the_applescript(tmp_path: Path, user: str) -> None:
    system = replace(mac(tmp_path / user), executable="/opt/plan/bin/python3")
    put(system)
    files = {name: content for name, content in tree(system.home).items() if content is not None}
    assert set(files) == {MAC_PLACE, SCRIPT_PLACE, "Library/Application Support/SalesPlan/addin.json"}
    assert conf(files[MAC_PLACE])["INTERPRETER_MAC"] == "/opt/plan/bin/python3"
    assert system.xlwings is not None
    assert files[SCRIPT_PLACE] == system.xlwings.applescript.read_bytes()


def test_no_unfinished_file_ever_lies_where_excel_would_open_it(make: Make, home: Path) -> None:
    seen: list[Path] = []

    def watch(source: Path, target: Path) -> None:
        seen.append(source)
        os.replace(source, target)

    system = replace(make(home), replace=watch)
    put(system)
    assert len(seen) >= 3
    assert places(system).addin.parent not in {path.parent for path in seen}
    assert not list(home.rglob("*.tmp"))


# ── and goes away ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("used", [False, True])
def test_uninstall_leaves_the_home_as_it_was(make: Make, tmp_path: Path, user: str, used: bool) -> None:
    system = replace(make(tmp_path / user), code_page="utf-8", executable="/opt/python")
    if used:
        used_computer(system.home)
    before = tree(system.home)
    put(system)
    assert tree(system.home) != before
    removed = uninstall(system)
    assert tree(system.home) == before
    assert removed.files[0].name == "SalesPlan.xlam"
    assert removed.kept == ()


def test_uninstall_forgets_the_language_of_the_ribbon(home: Path) -> None:
    """Excel keeps what macros remember in the registry."""
    forgotten: list[str] = []
    system = replace(windows(home), forget=forgotten.append)
    put(system)
    assert forgotten == []
    uninstall(system)
    assert forgotten == [r"HKCU\Software\VB and VBA Program Settings\SalesPlan"]


def test_uninstalling_twice_is_harmless(make: Make, home: Path) -> None:
    system = make(home)
    before = tree(home)
    put(system)
    uninstall(system)
    assert uninstall(system).files == ()
    assert tree(home) == before


def test_folders_that_others_use_by_now_stay(make: Make, home: Path) -> None:
    system = make(home)
    put(system)
    mine = places(system).addin.parent / "mine.xlam"
    mine.write_bytes(b"mine")
    uninstall(system)
    assert {name for name, content in tree(home).items() if content is not None} == {
        str(mine.relative_to(home))
    }


@pytest.mark.parametrize("record", ["", "{", "[]", '{"files": 1}', None])
def test_uninstall_works_without_a_usable_record(make: Make, home: Path, record: str | None) -> None:
    system = make(home)
    put(system)
    path = places(system).record
    path.unlink() if record is None else path.write_text(record, encoding="utf-8")
    uninstall(system)
    assert not places(system).addin.exists()
    assert not path.exists()


def test_a_tampered_record_removes_nothing_else(make: Make, home: Path) -> None:
    system = make(home)
    put(system)
    plan, elsewhere = home / "plan.xlsx", home / "xlwings-1.applescript"
    for path in (plan, elsewhere):
        path.write_bytes(b"plan")
    record = places(system).record
    document = json.loads(record.read_text(encoding="utf-8"))
    digest = hashlib.sha256(b"plan").hexdigest()
    document["files"] |= {str(path): [digest, 0] for path in (plan, elsewhere)}
    document["folders"].append(str(home))
    record.write_text(json.dumps(document), encoding="utf-8")
    uninstall(system)
    assert tree(home) == {"plan.xlsx": b"plan", "xlwings-1.applescript": b"plan"}


# ── again, and newer ────────────────────────────────────────────────────────────────────────────────


def test_installing_again_changes_nothing(make: Make, home: Path) -> None:
    system = make(home)
    put(system)
    before = tree(home)
    done = put(held_by_excel(system))
    assert (done.before, done.written) == (True, ())
    assert tree(home) == before


def test_a_newer_build_replaces_the_older(make: Make, home: Path) -> None:
    system = make(home)
    start = tree(home)
    put(system)
    done = put(system, small_xlam(build="2"))
    assert (done.before, done.written) == (True, (done.addin,))
    assert conf(done.addin.read_bytes())["BUILD"] == "2"
    uninstall(system)
    assert tree(home) == start


def test_a_newer_xlwings_replaces_its_script(home: Path) -> None:
    old = replace(mac(home), xlwings=xlwings_at(home.parent / "old", "0.36.0"))
    start = tree(home)
    put(old, small_xlam("0.36.0"))
    put(mac(home))
    assert [path.name for path in (home / SCRIPT_PLACE).parent.iterdir()] == [Path(SCRIPT_PLACE).name]
    uninstall(mac(home))
    assert tree(home) == start


def test_another_python_is_put_in(make: Make, home: Path) -> None:
    system = make(home)
    put(system)
    done = put(replace(system, executable="/opt/other/bin/python"))
    assert "/opt/other/bin/python" in conf(done.addin.read_bytes()).values()


@pytest.mark.parametrize("left", [b"", b"half a file", XLAM])
def test_what_an_interrupted_or_handmade_install_left_is_put_right(
    make: Make, home: Path, left: bytes
) -> None:
    """A file carried over by hand has no record and no interpreter; a torn one is no add-in at all."""
    system = make(home)
    addin = places(system).addin
    addin.parent.mkdir(parents=True)
    addin.write_bytes(left)
    done = put(system)
    assert system.executable in conf(addin.read_bytes()).values()
    assert done.before
    uninstall(system)
    assert not addin.exists()


@pytest.mark.parametrize("at", ["addin.json", "SalesPlan.xlam"])
def test_a_power_cut_in_the_middle_leaves_nothing_that_uninstall_misses(
    make: Make, home: Path, at: str
) -> None:
    def cut(source: Path, target: Path) -> None:
        if target.name == at:
            raise KeyboardInterrupt
        os.replace(source, target)

    system = make(home)
    with pytest.raises(KeyboardInterrupt):
        put(replace(system, replace=cut))
    put(system)
    uninstall(system)
    assert [name for name, content in tree(home).items() if content is not None] == []


def test_after_a_power_cut_uninstall_alone_is_enough(make: Make, home: Path) -> None:
    def cut(source: Path, target: Path) -> None:
        os.replace(source, target)
        if target.name == "SalesPlan.xlam":
            raise KeyboardInterrupt

    system = make(home)
    with pytest.raises(KeyboardInterrupt):
        put(replace(system, replace=cut))
    uninstall(system)
    assert tree(home) == {}


def test_a_copy_marked_as_downloaded_is_written_afresh(make: Make, home: Path) -> None:
    system = make(home)
    put(system)
    done = put(replace(system, downloaded=lambda path: True))
    assert done.written == (done.addin,)


# ── the script which others may use as well ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [f"-- starts Python, {VERSION}\n", "-- my own changes\n"])
def test_a_script_that_was_there_is_neither_changed_nor_removed(home: Path, text: str) -> None:
    system = mac(home)
    (home / SCRIPT_PLACE).parent.mkdir(parents=True)
    (home / SCRIPT_PLACE).write_text(text, encoding="utf-8")
    before = tree(home)
    put(system)
    uninstall(system)
    assert tree(home) == before


@pytest.mark.parametrize(
    "trace",
    [f"{Path(MAC_PLACE).parent}/xlwings.xlam", "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"],
)
def test_our_script_stays_for_a_user_of_xlwings(home: Path, trace: str) -> None:
    system = mac(home)
    put(system)
    (home / trace).parent.mkdir(parents=True, exist_ok=True)
    (home / trace).write_bytes(b"xlwings")
    done = uninstall(system)
    assert (home / SCRIPT_PLACE).exists()
    assert done.kept == (home / SCRIPT_PLACE,)
    assert not (home / MAC_PLACE).exists()


@pytest.mark.parametrize("change", ["same text later", "other text"])
def test_a_script_that_somebody_wrote_since_is_theirs(home: Path, change: str) -> None:
    """``xlwings runpython install`` writes the same text again: from then on it is not ours alone."""
    system = mac(home)
    put(system)
    script = home / SCRIPT_PLACE
    if change == "other text":
        script.write_text("-- mine\n", encoding="utf-8")
    os.utime(script, ns=(1, 1))
    theirs = script.read_bytes()
    put(system, small_xlam(build="2"))
    assert script.read_bytes() == theirs
    assert uninstall(system).kept == (script,)


# ── what can be in the way ──────────────────────────────────────────────────────────────────────────


def test_excel_holding_the_old_file_is_one_clear_sentence(make: Make, home: Path) -> None:
    put(make(home))
    error = refusal(held_by_excel(make(home)), small_xlam(build="2"))
    assert error.code == "SP-413"
    assert "SalesPlan.xlam" in error.sentence("zh")
    assert "Quit Excel" in error.sentence("en")


def test_excel_holding_the_file_stops_uninstall_and_changes_nothing(make: Make, home: Path) -> None:
    system = make(home)
    put(system)
    before = tree(home)
    with pytest.raises(HostError, match="SP-413"):
        uninstall(held_by_excel(system))
    assert tree(home) == before
    uninstall(system)
    assert not places(system).addin.exists()


def test_a_file_that_is_only_read_only_is_not_blamed_on_excel(
    make: Make, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(make(home))
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert refusal(held_by_excel(make(home)), small_xlam(build="2")).code == "SP-412"


@pytest.mark.parametrize("failing", ["SalesPlan.xlam", "addin.json"])
@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (PermissionError(13, "denied"), "SP-412"),
        (OSError(30, "read-only file system"), "SP-412"),
        (OSError(28, "no space left"), "SP-421"),
    ],
)
def test_a_failed_write_is_taken_back_whole(
    make: Make, home: Path, failing: str, problem: OSError, code: str
) -> None:
    def fail(source: Path, target: Path) -> None:
        if target.name == failing:
            raise problem
        os.replace(source, target)

    error = refusal(replace(make(home), replace=fail))
    assert error.code == code
    assert failing in error.sentence("en")


def test_a_read_only_folder_is_told(make: Make, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "denied", str(self))

    system = make(home)
    monkeypatch.setattr(Path, "mkdir", deny)
    assert refusal(system).code == "SP-412"


def test_a_file_where_a_folder_belongs_is_told(make: Make, home: Path) -> None:
    system = make(home)
    folder = places(system).addin.parent
    folder.parent.mkdir(parents=True)
    folder.write_bytes(b"a file")
    assert refusal(system).code == "SP-421"


@pytest.mark.parametrize("name", ["APPDATA", "LOCALAPPDATA"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_windows_that_does_not_name_the_folders(home: Path, name: str, value: str | None) -> None:
    system = windows(home)
    env = {key: text for key, text in system.env.items() if key != name} | (
        {name: value} if value is not None else {}
    )
    error = refusal(replace(system, env=env))
    assert (error.code, error.values) == ("SP-411", {"name": name})
    with pytest.raises(HostError, match="SP-411"):
        uninstall(replace(system, env=env))


@pytest.mark.parametrize("platform", ["linux", "freebsd14", "cygwin"])
def test_elsewhere_there_is_no_excel(home: Path, platform: str) -> None:
    system = replace(windows(home), platform=platform)
    assert refusal(system).code == "SP-410"
    with pytest.raises(HostError, match="SP-410"):
        uninstall(system)


def test_xlwings_must_be_there_in_the_version_of_the_add_in(make: Make, home: Path) -> None:
    system = make(home)
    missing = refusal(replace(system, xlwings=None))
    assert missing.code == "SP-414"
    assert f"xlwings=={VERSION}" in missing.sentence("zh")
    other = refusal(replace(system, xlwings=xlwings_at(home.parent / "other", "0.36.0")))
    assert (other.code, other.values) == ("SP-415", {"found": "0.36.0", "wanted": VERSION})


def test_an_incomplete_xlwings_is_told(home: Path) -> None:
    system = mac(home)
    assert system.xlwings is not None
    shutil.rmtree(system.xlwings.folder)
    assert refusal(system).code == "SP-416"


@pytest.mark.parametrize(
    ("path", "page", "code"),
    [
        (r"C:\销售\venv\Scripts\python.exe", "cp936", None),
        (r"C:\销售\venv\Scripts\python.exe", "cp1252", "SP-419"),
        (r"C:\🚀\venv\Scripts\python.exe", "cp936", "SP-419"),
        (r"C:\🚀\venv\Scripts\python.exe", "utf-8", None),
        (r"C:\My plans\venv\Scripts\python.exe", "cp1252", None),
        (r"C:\100%\venv\Scripts\python.exe", "cp1252", "SP-419"),
        (r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12\python.exe", "cp936", "SP-420"),
    ],
)
def test_windows_takes_a_python_that_excel_can_start(
    home: Path, path: str, page: str, code: str | None
) -> None:
    system = replace(windows(home), executable=path, code_page=page)
    if code is None:
        assert conf(put(system).addin.read_bytes())["INTERPRETER_WIN"] == path
    else:
        assert refusal(system).code == code


@pytest.mark.parametrize(
    ("path", "usable"),
    [
        ("/opt/销售/bin/python3", True),
        ("/Users/wm/My plans 🚀/bin/python3", True),
        ("/Users/o'neil/bin/python3", True),
        ('/Users/the "best"/bin/python3', False),
        ("/Users/a|b/bin/python3", False),
    ],
)
def test_a_mac_takes_a_python_that_excel_can_start(home: Path, path: str, usable: bool) -> None:
    """Between Excel and Python stand AppleScript and a shell."""
    system = replace(mac(home), executable=path)
    if usable:
        assert conf(put(system).addin.read_bytes())["INTERPRETER_MAC"] == path
    else:
        assert refusal(system).code == "SP-419"


def test_this_computer_can_be_asked() -> None:
    """The real machine: only that nothing fails; on Linux it must then be refused."""
    system = this_system()
    assert Path(system.executable).exists()
    assert system.registry(r"HKCU\Software\None") is None or system.platform == "win32"
    assert system.ask(system.executable, "print('你好')") is not None
    assert system.ask(str(Path(system.executable).parent / "none"), "1") is None
    assert system.ask(system.executable, "raise SystemExit(3)") is None
    system.forget(r"HKCU\Software\SalesPlan\none")
    assert system.subkeys(r"HKCU\Software\SalesPlan\none") == []
    assert system.bits in (32, 64)


# ── how the real computer is read ───────────────────────────────────────────────────────────────────


class Winreg:
    """The registry module of Windows over a dictionary: (view, key) → values."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_READ = "HKCU", "HKLM", 0

    def __init__(self, keys: dict[tuple[int, str], dict[str, Any]]) -> None:
        self.keys = keys

    def OpenKey(self, hive: str, below: str, _: int, access: int) -> Any:  # noqa: N802 - as winreg calls it
        found = (access or 0x100, f"{hive}\\{below}")
        if found not in self.keys:
            raise FileNotFoundError(2, "no such key")
        key = nullcontext(found)
        key.Close = lambda: None  # type: ignore[attr-defined]
        return key

    def _below(self, key: Any) -> list[str]:
        view, path = key.enter_result
        starts = [
            name[len(path) + 1 :] for at, name in self.keys if at == view and name.startswith(f"{path}\\")
        ]
        return sorted({name.split("\\")[0] for name in starts})

    def QueryInfoKey(self, key: Any) -> tuple[int, int, int]:  # noqa: N802 - as winreg calls it
        return len(self._below(key)), len(self.keys[key.enter_result]), 0

    def EnumValue(self, key: Any, at: int) -> tuple[str, Any, int]:  # noqa: N802 - as winreg calls it
        return (*list(self.keys[key.enter_result].items())[at], 1)

    def EnumKey(self, key: Any, at: int) -> str:  # noqa: N802 - as winreg calls it
        return self._below(key)[at]

    def DeleteKey(self, hive: str, below: str) -> None:  # noqa: N802 - as winreg calls it
        del self.keys[0x100, f"{hive}\\{below}"]


def test_the_registry_is_read_in_both_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A 32-bit Office on a 64-bit Windows writes into the other half."""
    keys = {
        (0x100, r"HKCU\A"): {"": "x", "n": 1},
        (0x100, r"HKCU\A\B"): {},
        (0x200, r"HKLM\Office"): {"Bitness": "x86"},
    }
    monkeypatch.setitem(sys.modules, "winreg", Winreg(keys))
    system = this_system()
    assert system.registry(r"HKCU\A") == {"": "x", "n": 1}
    assert system.registry(r"HKLM\Office") == {"Bitness": "x86"}
    assert system.registry(r"HKLM\None") is None
    assert (system.subkeys(r"HKCU\A"), system.subkeys(r"HKCU\None")) == (["B"], [])


def test_a_registry_key_is_forgotten_with_all_below(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: dict[tuple[int, str], dict[str, Any]] = {
        (0x100, rf"HKCU\{name}"): {} for name in ("A", r"A\B", r"A\B\C", "AB")
    }
    monkeypatch.setitem(sys.modules, "winreg", Winreg(keys))
    this_system().forget(r"HKCU\A")
    assert list(keys) == [(0x100, r"HKCU\AB")]


@pytest.mark.parametrize(
    ("zone", "marked"), [("3", True), ("4", True), ("0", False), ("2", False), (None, False)]
)
def test_the_mark_of_windows_is_a_stream_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str | None, marked: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    path = tmp_path / "SalesPlan.xlam"
    if zone:
        Path(f"{path}:Zone.Identifier").write_text(f"[ZoneTransfer]\nZoneId={zone}\n", encoding="ascii")
    assert this_system().downloaded(path) is marked


@pytest.mark.parametrize(("size", "marked"), [(-1, False), (0, True), (57, True)])
def test_the_mark_of_a_mac_is_an_attribute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, marked: bool
) -> None:
    library = SimpleNamespace(getxattr=lambda path, name, *_: size if name == b"com.apple.quarantine" else -1)
    monkeypatch.setattr(home_module.ctypes, "CDLL", lambda *_, **__: library)
    assert this_system().downloaded(tmp_path / "销售.xlam") is marked


# ── at the door ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def seated(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    """The command line of such a computer; the console speaks English."""
    system = make(tmp_path / "王 敏")
    monkeypatch.setattr(home_module, "this_system", lambda: system)
    monkeypatch.setattr(options, "LANG", "en")
    monkeypatch.chdir(tmp_path)
    return system


def test_the_shipped_add_in_is_installed_upgraded_and_removed(seated: System) -> None:
    before = tree(seated.home)
    first = salesplan("addin", "install")
    assert (first.code, first.err) == (0, "")
    assert f"installed: {places(seated).addin}" in first.out
    assert seated.executable in first.out
    assert conf(places(seated).addin.read_bytes())["XLWINGS VERSION"] == VERSION
    assert "什么都没改" in salesplan("addin", "install", "--lang", "zh").out
    places(seated).addin.write_bytes(b"older")
    assert "is updated" in salesplan("addin", "install").out
    last = salesplan("addin", "uninstall", "--lang", "zh")
    assert (last.code, str(places(seated).addin) in last.out) == (0, True)
    assert tree(seated.home) == before
    assert "not installed" in salesplan("addin", "uninstall").out


def test_the_shipped_add_in_opens_with_every_other_part_untouched(seated: System) -> None:
    salesplan("addin", "install")
    shipped, installed = unpacked(shipped_addin()), unpacked(places(seated).addin.read_bytes())
    assert {name for name in shipped if shipped[name] != installed[name]} == {SHEET}
    assert list(shipped) == list(installed)


def test_what_stays_for_others_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = mac(tmp_path / "home")
    monkeypatch.setattr(home_module, "this_system", lambda: system)
    salesplan("addin", "install")
    os.utime(tmp_path / "home" / SCRIPT_PLACE, ns=(1, 1))
    said = salesplan("addin", "uninstall", "--lang", "en")
    assert f"xlwings-{VERSION}.applescript was left in place" in said.out


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "命令行在这里照常可用"), ("en", "The command line works here")]
)
def test_on_linux_one_sentence_says_what_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    system = replace(windows(tmp_path / "home"), platform="linux")
    monkeypatch.setattr(home_module, "this_system", lambda: system)
    for verb in ("install", "uninstall"):
        done = salesplan("addin", verb, "--lang", lang)
        assert (done.code, done.out, done.err.count("\n")) == (4, "", 1)
        assert done.err.startswith("SP-410 ")
        assert said in done.err


HELP = """
import sys
sys.argv = ["salesplan", "--lang", {lang!r}]
from salesplan_xl.doors.cli import main
from click.testing import CliRunner
for verb in ("install", "uninstall", "doctor"):
    print("=====", CliRunner().invoke(main, ["addin", verb, "--help"], terminal_width=100).output)
print("xlwings" in sys.modules or "pandas" in sys.modules)
"""


@pytest.mark.parametrize(("lang", "word"), [("zh", "例子"), ("en", "Examples")])
def test_every_verb_has_help_with_examples(lang: str, word: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", HELP.format(lang=lang)], capture_output=True, check=True, env=environment
    )
    *pages, loaded = done.stdout.decode().replace("False", "===== False").split("=====")[1:]
    assert len(pages) == 3
    assert loaded.strip() == "False"
    for page in pages:
        assert word in page
        assert page.count("salesplan addin ") >= 2
        assert any("一" <= letter <= "鿿" for letter in page) == (lang == "zh")
