"""Everything that is wrong with an add-in file, as far as it can be told without Excel.

Needs the tools of the test extra: olevba, pyvbaanalysis and pyOpenVBA. What only Excel can tell stands in
``addin/RELEASE-CHECK.md``.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from xml.etree import ElementTree as ET

from addin.tools import verify_clicks, verify_package, verify_project, verify_ribbon
from addin.tools.package import RIBBON, VBA
from addin.tools.taken_apart import Addin, Check, Fault
from addin.tools.udf_module import UDFS
from salesplan_xl.addin.package import unpacked


def verify_addin(data: bytes, functions: str = UDFS, *, only: Collection[str] = ()) -> list[Fault]:
    """Every fault of an add-in file; empty when nothing was found.

    Args:
        data: the file.
        functions: the Python module its worksheet functions come from.
        only: names of the checks to make; all when empty.
    """
    try:
        faults = [Fault("package", sentence) for sentence in verify_package.container(data)]
        faults += [Fault("package", sentence) for sentence in verify_package.required(unpacked(data))]
        if faults:
            return faults
        addin = taken_apart(data, functions)
    except (zipfile.BadZipFile, ET.ParseError, KeyError, OSError, ValueError) as error:
        return [Fault("package", f"the file cannot be taken apart: {error}")]
    for checks in (verify_package.CHECKS, verify_project.CHECKS, verify_ribbon.CHECKS):
        faults += _faults(addin, checks, only)
    # Macros that do not stand as they should are not run.
    return faults or _faults(addin, verify_clicks.CHECKS, only)


def _faults(addin: Addin, checks: dict[str, Check], only: Collection[str]) -> list[Fault]:
    made = {name: check for name, check in checks.items() if name in only or not only}
    return [Fault(name, sentence) for name, check in made.items() for sentence in check(addin)]


def taken_apart(data: bytes, functions: str = UDFS) -> Addin:
    """An add-in file as the checks look at it."""
    parts = unpacked(data)
    ribbon = ET.fromstring(parts[RIBBON])  # noqa: S314 - the file under test is ours
    return Addin(data, parts, verify_project.sources_read(parts[VBA]), ribbon, functions)
