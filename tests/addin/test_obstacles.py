"""Each cause for which the add-in cannot work on a Windows PC: install refuses, the doctor names it, the guide explains it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from salesplan_xl.addin.doctor import examine
from salesplan_xl.addin.home import System
from salesplan_xl.addin.install import install
from salesplan_xl.commands.books.explain import explain as page
from salesplan_xl.errors import HostError
from tests.addin.machines import APP, C2R, EXCEL, VERSION, mac, small_xlam, tree, windows, with_registry

XLAM = small_xlam()
GOOD: dict[str, dict[str, Any]] = {
    C2R: {"VersionToReport": "16.0.17328.20124", "Platform": "x64"},
    APP: {"": r"C:\Program Files\Microsoft Office\Root\Office16\EXCEL.EXE"},
    rf"{EXCEL}\Security\Trusted Locations\Location2": {"Path": r"%APPDATA%\Microsoft\Excel\XLSTART" + "\\"},
}
POLICIES = r"Software\Policies\Microsoft\Office\16.0"
RULES = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
LOCAL_RULES = r"SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
MANAGED = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
CHILDREN, CALLS = "d4f940ab-401b-4efc-aadc-ad5f3c50688a", "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"

# What the registry says, the error of install, the doctor's check, the words in the guide.
CAUSES: dict[str, tuple[Mapping[str, Mapping[str, Any]], str, str, str]] = {
    "Excel from the Microsoft Store": ({APP: {"": r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16051\Office16\EXCEL.EXE"}}, "SP-418", "excel", "SP-418"),
    "no macros, user": ({rf"HKCU\{POLICIES}\Common": {"VBAOff": 1}}, "SP-422", "trusted", "VBAOff"),
    "no macros, machine": ({rf"HKLM\{POLICIES}\Common": {"VBAOff": 1}}, "SP-422", "trusted", "VBAOff"),
    "no macros, Office's own switch": ({r"HKLM\Software\Microsoft\Office\16.0\Common": {"VBAOff": 1}}, "SP-422", "trusted", "VBAOff"),
    "no add-ins": ({rf"HKCU\{POLICIES}\Excel\Security": {"DisableAllAddins": 1}}, "SP-422", "trusted", "SP-422"),
    "signed add-ins only": ({rf"HKLM\{POLICIES}\Excel\Security": {"RequireAddinSig": 1}}, "SP-422", "trusted", "SP-422"),
    "no trusted places": ({rf"{EXCEL}\Security\Trusted Locations": {"AllLocationsDisabled": 1}}, "SP-422", "trusted", "SP-422"),
    "child processes blocked": ({rf"HKLM\{RULES}": {CHILDREN: "1"}}, "SP-423", "defender", "SP-423"),
    "child processes asked for": ({rf"HKLM\{LOCAL_RULES}": {CHILDREN.upper(): 6}}, "SP-423", "defender", "SP-423"),
    "calls of macros blocked": ({rf"HKLM\{RULES}": {CALLS: 1}}, "SP-423", "defender", "SP-423"),
    "blocked by the company's management": ({MANAGED: {"ASRRules": f"{CALLS}=2|{CHILDREN}=1"}}, "SP-423", "defender", "SP-423"),
}  # fmt: skip
HARMLESS: dict[str, Mapping[str, Mapping[str, Any]]] = {
    "macros on": {rf"HKCU\{POLICIES}\Common": {"VBAOff": 0}},
    "only noted": {rf"HKLM\{RULES}": {CHILDREN: "2", CALLS: "0"}},
    "another rule": {MANAGED: {"ASRRules": "be9ba2d9-53ea-4cdc-84e5-9b1eeee46550=1"}},
    "nothing set": {MANAGED: {"ASRRules": ""}},
}


def machine(tmp_path: Path, said: Mapping[str, Mapping[str, Any]]) -> System:
    return windows(tmp_path / "王 敏", **with_registry({**GOOD, **said}))


@pytest.mark.parametrize("cause", CAUSES)
def test_install_refuses_with_its_own_sentence_and_changes_nothing(tmp_path: Path, cause: str) -> None:
    said, code, _, _ = CAUSES[cause]
    system = machine(tmp_path, said)
    before = tree(system.home)
    with pytest.raises(HostError) as refused:
        install(system, XLAM)
    assert refused.value.code == code
    assert tree(system.home) == before
    for lang, end in (("zh", "什么都没改。"), ("en", "Nothing was changed.")):
        assert refused.value.sentence(lang).endswith(end)


@pytest.mark.parametrize("cause", CAUSES)
def test_the_doctor_names_it_on_a_computer_where_it_came_later(tmp_path: Path, cause: str) -> None:
    said, _, name, _ = CAUSES[cause]
    system = machine(tmp_path, {})
    install(system, XLAM)
    assert [check.name for check in examine(system, XLAM) if check.state == "problem"] == []
    worse = replace(system, **with_registry({**GOOD, **said}))
    (problem,) = [check for check in examine(worse, XLAM) if check.state == "problem"]
    assert problem.name == name
    assert problem.remedy is not None


@pytest.mark.parametrize("cause", CAUSES)
def test_the_guide_explains_it(cause: str) -> None:
    words = CAUSES[cause][3]
    assert words in page("addin", "zh")
    assert words in page("addin", "en")


@pytest.mark.parametrize("case", HARMLESS)
def test_what_only_looks_like_it_is_no_obstacle(tmp_path: Path, case: str) -> None:
    system = machine(tmp_path, HARMLESS[case])
    install(system, XLAM)
    assert [check.name for check in examine(system, XLAM) if check.state == "problem"] == []


def test_a_library_that_pip_put_into_the_users_folder(tmp_path: Path) -> None:
    """``pip install --user``: the macros look beside Python and one folder up, the library lies in AppData."""
    system = machine(tmp_path, {})
    library = next(Path(system.executable).parents[1].glob("xlwings64-*.dll"))
    roaming = system.home / "AppData" / "Roaming" / "Python" / library.name
    roaming.parent.mkdir(parents=True)
    library.replace(roaming)
    before = tree(system.home)
    with pytest.raises(HostError) as refused:
        install(system, XLAM)
    assert refused.value.code == "SP-417"
    assert f"xlwings64-{VERSION}.dll" in refused.value.sentence("en")
    assert "--user" in refused.value.sentence("zh")
    assert tree(system.home) == before
    assert "SP-417" in page("addin", "en") and "SP-417" in page("addin", "zh")


def test_a_32_bit_excel_wants_its_own_library(tmp_path: Path) -> None:
    system = machine(tmp_path, {C2R: {"VersionToReport": "16.0.1.1", "Platform": "x86"}})
    with pytest.raises(HostError) as refused:
        install(system, XLAM)
    assert "xlwings32" in refused.value.sentence("en")
    Path(system.executable).with_name(f"xlwings32-{VERSION}.dll").write_bytes(b"library")
    install(system, XLAM)


def test_a_mac_knows_none_of_these(tmp_path: Path) -> None:
    system = mac(tmp_path / "anna", **with_registry({rf"HKLM\{RULES}": {CHILDREN: "1"}}))
    install(system, XLAM)
