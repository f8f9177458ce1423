"""The doctor names what is wrong with the Excel add-in and what to do, on fake Windows and Mac computers."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from salesplan_xl import __version__
from salesplan_xl.addin import home as home_module
from salesplan_xl.addin.doctor import Check, examine
from salesplan_xl.addin.home import ADDIN, System, places
from salesplan_xl.addin.install import install
from salesplan_xl.addin.shipped import shipped_addin
from salesplan_xl.catalogue import render
from salesplan_xl.doors.console import options
from tests.addin.machines import (
    APP,
    C2R,
    EXCEL,
    MACHINES,
    USERS,
    VERSION,
    Make,
    mac,
    small_xlam,
    tree,
    windows,
    with_registry,
    xlwings_at,
)
from tests.doors.driver import salesplan

XLAM = small_xlam()
BOTH = {"system", "excel", "python", "addin", "interpreter", "package", "xlwings", "blocked", "copies"}
ALL = {"windows": BOTH | {"library", "disabled", "trusted", "defender"}, "mac": BOTH | {"script"}}
START = r"%APPDATA%\Microsoft\Excel\XLSTART" + "\\"
GOOD: dict[str, dict[str, Any]] = {
    C2R: {"VersionToReport": "16.0.17328.20124", "Platform": "x64"},
    APP: {"": r"C:\Program Files\Microsoft Office\Root\Office16\EXCEL.EXE"},
    rf"{EXCEL}\Security\Trusted Locations\Location2": {"Path": START},
}


@pytest.fixture(params=MACHINES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make(kind: str) -> Make:
    """Makes a Windows PC, then a Mac."""
    return MACHINES[kind]


def installed(system: System) -> System:
    install(system, XLAM)
    return system


def look(system: System, xlam: bytes = XLAM) -> dict[str, Check]:
    """The doctor's findings by name; he must not change anything."""
    before = tree(system.home)
    checks = examine(system, xlam)
    assert tree(system.home) == before
    assert len({check.name for check in checks}) == len(checks), "one line a check"
    for check in checks:
        assert (check.remedy is None) == (check.state == "ok"), check.name
    return {check.name: check for check in checks}


def states(system: System) -> dict[str, str]:
    return {name: check.state for name, check in look(system).items()}


def worries(system: System) -> dict[str, str]:
    """What is not in order."""
    return {name: state for name, state in states(system).items() if state != "ok"}


def registry(home: Path, changes: Mapping[str, Mapping[str, Any] | None]) -> System:
    """A Windows PC whose registry differs in some keys; None removes a key."""
    keys = {key: values for key, values in (GOOD | dict(changes)).items() if values is not None}
    return windows(home, **with_registry(keys))


def says(system: System, name: str, lang: str = "en") -> str:
    check = look(system)[name]
    return f"{render(check.said, lang)} | {render(check.remedy, lang)}"


# ── in good order, and not at all ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("user", USERS)
def test_a_computer_in_good_order(kind: str, make: Make, tmp_path: Path, user: str) -> None:
    system = installed(make(tmp_path / user))
    assert states(system) == dict.fromkeys(ALL[kind], "ok")


def test_nothing_installed_yet(kind: str, make: Make, home: Path) -> None:
    """The rest of the computer is in order; what hangs on the file is not asked."""
    found = worries(make(home))
    assert found == ({"addin": "problem"} | ({"script": "problem"} if kind == "mac" else {}))
    assert "salesplan addin install" in says(make(home), "addin", "zh")


def test_another_operating_system(home: Path) -> None:
    found = look(replace(windows(home), platform="linux"))
    assert {name: check.state for name, check in found.items()} == {"system": "problem"}


def test_windows_without_its_folders(home: Path) -> None:
    assert states(replace(windows(home), env={})) == {"system": "problem"}
    assert "APPDATA" in says(replace(windows(home), env={}), "system")


def test_a_registry_with_nothing_in_it(home: Path) -> None:
    """No key at all: no Excel, the trust cannot be told; never a traceback."""
    system = installed(windows(home, **with_registry({})))
    assert worries(system) == {"excel": "problem", "trusted": "unknown"}


def test_a_check_that_fails_unforeseen_says_so_and_the_others_go_on(home: Path) -> None:
    def broken(key: str) -> None:
        raise RuntimeError(key)

    found = look(installed(replace(windows(home), registry={}.get)))
    assert found["excel"].state == "problem"
    system = replace(windows(home), downloaded=lambda path: 1 // 0 == 0)
    assert worries(system) == {"blocked": "unknown"}
    assert "ZeroDivisionError" in says(system, "blocked")


# ── Excel ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "state", "said"),
    [
        ({}, "ok", "Excel 16.0.17328.20124 (64-bit)"),
        ({C2R: {"VersionToReport": "16.0.1", "Platform": "x86"}}, "ok", "(32-bit)"),
        ({C2R: None, r"HKLM\SOFTWARE\Classes\Excel.Application\CurVer": {"": "Excel.Application.16"}}, "ok", "Excel 16."),
        ({C2R: None, r"HKLM\SOFTWARE\Classes\Excel.Application\CurVer": {"": "Excel.Application.15"}}, "problem", "too old"),
        ({C2R: None}, "unknown", "version cannot be told"),
        ({C2R: None, r"HKLM\SOFTWARE\Classes\Excel.Application\CurVer": {}}, "unknown", "version cannot be told"),
        (
            {
                C2R: None,
                APP: {"": r"C:\Program Files (x86)\Microsoft Office\EXCEL.EXE"},
                r"HKLM\SOFTWARE\Classes\Excel.Application\CurVer": {"": "Excel.Application.16"},
            },
            "ok",
            "Excel 16 (32-bit)",
        ),
        ({C2R: {}, APP: {"": r'"C:\Program Files (x86)\Office\EXCEL.EXE"'}}, "unknown", "version"),
        ({APP: None}, "problem", "not found"),
        ({APP: {"": ""}}, "problem", "not found"),
    ],
)  # fmt: skip
def test_excel_on_windows(home: Path, changes: dict[str, Any], state: str, said: str) -> None:
    system = registry(home, changes)
    assert look(system)["excel"].state == state
    assert said in says(system, "excel")


@pytest.mark.parametrize(
    ("plist", "state"),
    [
        (None, "problem"),
        (b"no plist at all", "unknown"),
        (b"<plist version='1.0'><dict></dict></plist>", "unknown"),
        (b"<plist version='1.0'><dict><key>CFBundleShortVersionString</key><string>14.7</string></dict></plist>", "problem"),
        (b"<plist version='1.0'><dict><key>CFBundleShortVersionString</key><string>16.9</string></dict></plist>", "ok"),
    ],
)  # fmt: skip
def test_excel_on_a_mac(home: Path, plist: bytes | None, state: str) -> None:
    system = mac(home)
    info = system.applications / "Microsoft Excel.app" / "Contents" / "Info.plist"
    info.unlink() if plist is None else info.write_bytes(plist)
    assert look(system)["excel"].state == state


# ── Python ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_python_from_the_store_is_named(home: Path) -> None:
    system = replace(windows(home), base_prefix=r"C:\Program Files\WindowsApps\Python.3.12")
    assert look(system)["python"].state == "problem"
    assert "python.org" in says(system, "python")


def test_a_path_excel_cannot_say(home: Path) -> None:
    system = replace(windows(home), executable="C:\\🚀\\python.exe")
    assert look(system)["python"].state == "problem"
    assert "plain letters" in says(system, "python")


def test_the_python_of_the_add_in_is_gone(make: Make, home: Path) -> None:
    """As after an upgrade of Python, or a deleted environment: what it could load is not asked."""
    system = installed(make(home))
    other = Path(system.executable).with_name("new-python")
    other.write_bytes(b"")
    Path(system.executable).unlink()
    found = look(replace(system, executable=str(other)))
    assert found["interpreter"].state == "problem"
    assert "package" not in found
    assert found["addin"].state == "ok"


def other_python(make: Make, home: Path, answer: str | None) -> System:
    """The add-in starts a Python which is not the one the doctor runs on."""
    system = installed(make(home))
    here = home.parent / "elsewhere" / "python"
    here.parent.mkdir()
    here.write_bytes(b"")
    return replace(system, executable=str(here), ask=lambda interpreter, code: answer)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (f'["{__version__}", "{VERSION}"]', {}),
        (f'["{__version__}", null]', {"xlwings": "problem"}),
        (f'["{__version__}", "0.36.0"]', {"xlwings": "problem"}),
        (f'["0.0.9", "{VERSION}"]', {"package": "problem"}),
        (None, {"package": "problem"}),
        ("", {"package": "problem"}),
        ("Fatal Python error", {"package": "problem"}),
        ("[1]", {"package": "problem"}),
    ],
)
def test_the_add_in_starts_another_python(
    make: Make, home: Path, answer: str | None, found: dict[str, str]
) -> None:
    assert worries(other_python(make, home, answer)) == {"interpreter": "problem"} | found


def test_python_and_pythonw_side_by_side_are_the_same(home: Path) -> None:
    system = installed(windows(home))
    beside = Path(system.executable).with_name("pythonw.exe")
    beside.write_bytes(b"")
    assert worries(replace(system, executable=str(beside))) == {}


def test_two_names_of_one_python_are_the_same(home: Path) -> None:
    system = installed(mac(home))
    beside = Path(system.executable).with_name("python")
    os.symlink(system.executable, beside)
    assert worries(replace(system, executable=str(beside))) == {}


def test_xlwings_missing_or_of_another_version(make: Make, home: Path) -> None:
    system = installed(make(home))
    assert look(replace(system, xlwings=None))["xlwings"].state == "problem"
    other = replace(system, xlwings=xlwings_at(home.parent / "other", "0.99.0"))
    assert look(other)["xlwings"].state == "problem"
    assert f"xlwings=={VERSION}" in says(other, "xlwings", "zh")
    assert f"xlwings=={VERSION}" in says(replace(system, xlwings=None), "xlwings")


def test_the_library_beside_python(home: Path) -> None:
    """A 32-bit Excel needs the 32-bit library; ``pip install --user`` puts both out of Excel's sight."""
    system = installed(windows(home))
    old = registry(home, {C2R: {"VersionToReport": "16.0", "Platform": "x86"}})
    assert worries(old) == {"library": "problem"}
    assert f"xlwings32-{VERSION}.dll" in says(old, "library")
    (home.parent / "tools" / "venv" / f"xlwings64-{VERSION}.dll").unlink()
    assert worries(system) == {"library": "problem"}


# ── the add-in itself ───────────────────────────────────────────────────────────────────────────────


def test_an_add_in_of_another_build(make: Make, home: Path) -> None:
    system = installed(make(home))
    assert look(system, small_xlam(build="2"))["addin"].state == "problem"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"<html>"])
def test_a_damaged_add_in(make: Make, home: Path, content: bytes) -> None:
    system = installed(make(home))
    places(system).addin.write_bytes(content)
    assert {"addin": "problem", "interpreter": "problem"}.items() <= worries(system).items()
    assert "damaged" in says(system, "addin")


def test_an_add_in_carried_over_by_hand_has_no_python(make: Make, home: Path) -> None:
    system = make(home)
    places(system).addin.parent.mkdir(parents=True)
    places(system).addin.write_bytes(XLAM)
    assert worries(system)["interpreter"] == "problem"
    assert look(system)["addin"].state == "ok"


def test_a_file_marked_as_downloaded(make: Make, home: Path) -> None:
    system = installed(make(home))
    marked = replace(system, downloaded=lambda path: path == places(system).addin)
    assert worries(marked) == {"blocked": "problem"}
    assert worries(replace(system, downloaded=lambda path: None)) == {"blocked": "unknown"}


def test_the_script_of_the_mac(home: Path) -> None:
    system = installed(mac(home))
    scripts = places(system).scripts
    assert scripts is not None
    script = scripts / f"xlwings-{VERSION}.applescript"
    script.write_text("-- changed", encoding="utf-8")
    assert worries(system) == {"script": "problem"}
    assert "xlwings runpython install" in says(system, "script")
    script.unlink()
    assert worries(system) == {"script": "problem"}


def test_a_second_copy_elsewhere(make: Make, home: Path) -> None:
    system = installed(make(home))
    copy = places(system).elsewhere[0]
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(places(system).addin, copy)
    assert worries(system) == {"copies": "problem"}
    assert str(copy) in says(system, "copies", "zh")


def test_a_copy_in_the_start_folder_of_the_program(home: Path) -> None:
    program = home.parent / "Office16" / "EXCEL.EXE"
    system = installed(registry(home, {APP: {"": str(program)}}))
    (program.parent / "XLSTART").mkdir(parents=True)
    (program.parent / "XLSTART" / ADDIN).write_bytes(b"old")
    assert worries(system) == {"copies": "problem"}


# ── Excel's own switches ────────────────────────────────────────────────────────────────────────────


def disabled_item(path: str) -> bytes:
    """As Excel stores it: three numbers, the path, the name, in lower case."""
    return b"\x01\0\0\0\x62\0\0\0\x02\0\0\0" + f"{path.lower()}\0".encode("utf-16-le")


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"4F2A": disabled_item(r"C:\Users\王 敏\AppData\Roaming\Microsoft\Excel\XLSTART\SalesPlan.xlam")}, "problem"),
        ({"4F2A": "SalesPlan.xlam".encode("utf-16-le")}, "problem"),
        ({"4F2A": disabled_item(r"C:\other.xlam"), "B": 7, "C": "text"}, "ok"),
        ({}, "ok"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("office", ["16.0", "15.0"])
def test_an_add_in_that_excel_disabled(home: Path, values: dict[str, Any], state: str, office: str) -> None:
    key = rf"HKCU\Software\Microsoft\Office\{office}\Excel\Resiliency\DisabledItems"
    system = installed(registry(home, {key: values}))
    assert look(system)["disabled"].state == state
    if state == "problem":
        assert "Disabled Items" in says(system, "disabled")
        assert "禁用项目" in says(system, "disabled", "zh")


TRUST = rf"{EXCEL}\Security\Trusted Locations"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "ok"),
        ({rf"{TRUST}\Location2": None}, "unknown"),
        ({rf"{TRUST}\Location2": {"Description": "no path"}}, "unknown"),
        (
            {rf"{TRUST}\Location2": {"Path": r"C:\Other"}, rf"{TRUST}\Location9": {"Path": START.upper()}},
            "ok",
        ),
        ({TRUST: {"AllLocationsDisabled": 1}}, "problem"),
        ({rf"{POLICY}\Trusted Locations": {"AllLocationsDisabled": 1}}, "problem"),
        ({POLICY: {"DisableAllAddins": 1}}, "problem"),
        ({POLICY: {"RequireAddinSig": 1}}, "problem"),
        ({POLICY: {"RequireAddinSig": 0}}, "ok"),
    ],
)
def test_the_trust_of_the_start_folder(home: Path, changes: dict[str, Any], state: str) -> None:
    installed(windows(home))
    system = registry(home, changes)
    assert look(system)["trusted"].state == state
    if state == "problem":
        assert "IT" in says(system, "trusted", "zh")


# ── what it says ────────────────────────────────────────────────────────────────────────────────────


def every_finding() -> set[str]:
    source = (Path(__file__).parents[2] / "salesplan_xl" / "addin" / "doctor.py").read_text(encoding="utf-8")
    return set(re.findall(r'"(A-[A-Z-]+)"', source))


def test_no_sentence_asks_to_lower_security() -> None:
    from salesplan_xl.catalogue.addin import SENTENCES

    assert every_finding() <= set(SENTENCES)
    said = " ".join(f"{entry.zh} {entry.en}" for entry in SENTENCES.values()).lower()
    assert not re.search(r"enable all macros|启用所有宏|降低.*安全|disable.*protected view|信任对.*vba", said)


# ── at the door ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def seated(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    """The command line of such a computer, the shipped add-in installed."""
    system = make(tmp_path / "王 敏")
    monkeypatch.setattr(home_module, "this_system", lambda: system)
    monkeypatch.setattr(options, "LANG", "zh")
    install(system, shipped_addin())
    return system


def test_all_fine_is_exit_code_0(kind: str, seated: System) -> None:
    said = salesplan("addin", "doctor")
    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[-1] == "没有发现问题。"
    assert len(lines) == len(ALL[kind]) + 1
    assert all(line.startswith("[正常] ") for line in lines[:-1])


def test_a_problem_is_exit_code_4_with_its_remedy_in_the_same_line(seated: System) -> None:
    places(seated).addin.unlink()
    said = salesplan("addin", "doctor", "--lang", "en")
    (line,) = [line for line in said.out.splitlines() if "add-in is not installed" in line]
    assert said.code == 4
    assert line.startswith("[problem] ")
    assert "What to do: Quit Excel and run: salesplan addin install" in line
    assert "Problems found: " in said.out.splitlines()[-1]


def test_what_cannot_be_told_alone_is_no_problem(seated: System, monkeypatch: pytest.MonkeyPatch) -> None:
    unsure = replace(seated, downloaded=lambda path: None)
    monkeypatch.setattr(home_module, "this_system", lambda: unsure)
    said = salesplan("addin", "doctor")
    assert said.code == 0
    assert "[看不出] " in said.out


def test_json_for_a_help_desk(kind: str, seated: System) -> None:
    fine = salesplan("addin", "doctor", "--json", "--lang", "en")
    assert (fine.code, fine.document["ok"]) == (0, True)
    assert {check["check"] for check in fine.document["checks"]} == ALL[kind]
    places(seated).addin.write_bytes(b"")
    said = salesplan("addin", "doctor", "--json", "--lang", "en")
    assert (said.code, said.document["ok"]) == (4, False)
    (addin,) = [check for check in said.document["checks"] if check["check"] == "addin"]
    assert addin["state"] == "problem"
    assert "damaged" in addin["sentence"]
    assert "salesplan addin install" in addin["remedy"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ill", [False, True])
def test_a_report_to_be_mailed_says_everything_and_names_nobody(
    kind: str, seated: System, tmp_path: Path, lang: str, ill: bool
) -> None:
    if ill:
        places(seated).addin.write_bytes(b"")
    path = tmp_path / "report.txt"
    said = salesplan("addin", "doctor", "--report", path, "--lang", lang)
    assert said.code == (4 if ill else 0)
    assert str(path) in said.out
    text = path.read_text(encoding="utf-8-sig")
    assert f"salesplan {__version__}" in text
    assert f"xlwings {VERSION}" in text
    assert seated.python in text
    assert set(re.findall(r"(?m)^\[\w+\] (\w+):", text)) >= ALL[kind] - {"interpreter", "package", "library"}
    assert ("[problem] addin" in text) is ill
    assert "王" not in text
    assert not re.search(r"[\w\\]:?[\\/](?:Users|home|tmp|王)", text)
    assert str(tmp_path) not in text


def test_a_report_that_cannot_be_written_is_one_sentence(seated: System, tmp_path: Path) -> None:
    said = salesplan("addin", "doctor", "--report", tmp_path / "nowhere" / "report.txt")
    assert said.code == 4
    assert said.err.startswith("SP-421")


def test_the_doctor_of_this_computer_ends_in_words() -> None:
    """Whatever machine the tests run on: lines or JSON, 0 or 4, nothing on the error stream."""
    said = salesplan("addin", "doctor", "--json")
    assert said.code in (0, 4)
    assert said.err == ""
    assert said.document["checks"]
