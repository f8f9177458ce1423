"""Obstacles on a Windows PC that keep the add-in from working although its files are all there.

Install refuses where one of these stands in the way, and the doctor names the same ones, so that nobody installs
something that cannot run.
"""

from __future__ import annotations

import re
from pathlib import Path

from salesplan_xl.addin.home import WINDOWS, System, app_path
from salesplan_xl.errors import HostError

OFFICE = r"Software\Microsoft\Office"
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
POLICIES = r"Software\Policies\Microsoft\Office"
# Defender's rules against Office programs, by the numbers Microsoft publishes; 1 blocks, 6 asks.
RULES = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "Block all Office applications from creating child processes",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "Block Win32 API calls from Office macros",
}
_DEFENDER = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_RULE_LISTS = (
    rf"HKLM\SOFTWARE\Policies\Microsoft\{_DEFENDER}",
    rf"HKLM\SOFTWARE\Microsoft\{_DEFENDER}",
)
_MANAGED = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
_BLOCKING = ("1", "6")


def refuse_obstacles(system: System, interpreter: str | None, version: str | None) -> None:
    """Stop before anything is written where the add-in could not work.

    Args:
        interpreter: the Python that the add-in is to start.
        version: the xlwings the add-in was built for.

    Raises:
        HostError: SP-417 xlwings' library lies elsewhere; SP-418 Excel from the Microsoft Store; SP-422 a policy;
            SP-423 a rule of Defender.
    """
    if system.platform != WINDOWS:
        return
    if from_store(system):
        raise HostError("SP-418")
    if policy := policy_against_addins(system):
        raise HostError("SP-422", policy=policy)
    if rule := defender_rule(system):
        raise HostError("SP-423", rule=rule)
    if interpreter and version and (names := missing_library(interpreter, version, excel_bits(system))):
        raise HostError("SP-417", file=names[0], folder=Path(interpreter).parent, wanted=f"=={version}")


def from_store(system: System) -> bool:
    """Whether Excel comes from the Microsoft Store: it runs walled off and loads no library of others."""
    return "windowsapps" in str(app_path(system) or "").lower()


def policy_against_addins(system: System) -> str | None:
    """A rule, usually the company's, that keeps macros or add-ins of this kind out."""
    return _macros_off(system) or _addins_off(system)


def _macros_off(system: System) -> str | None:
    """``VBAOff``: Office runs no macro at all, not even those of trusted places."""
    for root in ("HKCU", "HKLM"):
        for version in office_versions(system):
            for common in (rf"{POLICIES}\{version}\Common", rf"{OFFICE}\{version}\Common"):
                if _on(system, rf"{root}\{common}", "VBAOff"):
                    return "VBAOff"
    return None


def _addins_off(system: System) -> str | None:
    roots = (rf"HKCU\{POLICIES}", rf"HKLM\{POLICIES}", rf"HKCU\{OFFICE}")
    keys = (rf"{root}\{version}\Excel\Security" for root in roots for version in office_versions(system))
    for security in keys:
        for name in ("DisableAllAddins", "RequireAddinSig"):
            if _on(system, security, name):
                return name
        if _on(system, rf"{security}\Trusted Locations", "AllLocationsDisabled"):
            return "AllLocationsDisabled"
    return None


def _on(system: System, key: str, name: str) -> bool:
    return (system.registry(key) or {}).get(name) == 1


def defender_rule(system: System) -> str | None:
    """A rule of Defender that keeps Excel from starting Python, or its macros from calling xlwings' library."""
    states = {
        name.lower(): str(state)
        for key in _RULE_LISTS
        for name, state in (system.registry(key) or {}).items()
    }
    managed = str((system.registry(_MANAGED) or {}).get("ASRRules", ""))
    states |= {name.lower(): state for name, _, state in (item.partition("=") for item in managed.split("|"))}
    return next((rule for number, rule in RULES.items() if states.get(number) in _BLOCKING), None)


def missing_library(interpreter: str, version: str, bits: int | None) -> list[str]:
    """The names of xlwings' library of which none lies beside Python or one folder up, where the macros look.

    ``pip install --user`` puts it into AppData instead.
    """
    names = [f"xlwings{size}-{version}.dll" for size in ([bits] if bits else [64, 32])]
    folder = Path(interpreter).parent
    if not Path(interpreter).is_file():
        return []  # a Python that is not there has no folder to look into
    there = any((place / name).is_file() for place in (folder, folder.parent) for name in names)
    return [] if there else names


def excel_bits(system: System) -> int | None:
    """32 or 64; None when Windows does not say."""
    said = (system.registry(CLICK_TO_RUN) or {}).get("Platform")
    said = said or (system.registry(rf"HKLM\{OFFICE}\16.0\Outlook") or {}).get("Bitness")
    if said:
        return 64 if str(said).lower().endswith("64") else 32
    return 32 if "(x86)" in str(app_path(system)).lower() else None


def office_versions(system: System) -> list[str]:
    """The versions of Office that have left traces, such as ``16.0``."""
    versions = [name for name in system.subkeys(rf"HKCU\{OFFICE}") if re.fullmatch(r"\d+\.\d", name)]
    return sorted({*versions, "16.0"})
