"""Says everything that is wrong with an add-in file, as far as it can be told without Excel.

Needs the tools of the test extra: olevba, pyvbaanalysis and pyOpenVBA. What only Excel can tell stands in
``addin/RELEASE-CHECK.md``.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from salesplan_xl.addin.package import RIBBON, VBA, unpacked
from salesplan_xl.addin.udf_module import UDFS


class Fault(NamedTuple):
    """One thing wrong: which check found it, and one sentence."""

    check: str
    sentence: str


class Addin(NamedTuple):
    """An add-in file taken apart.

    Attributes:
        data: the file.
        parts: its parts by name.
        modules: its macros by module name, as olevba reads them.
        ribbon: the ribbon's XML.
        functions: the Python module of its worksheet functions.
    """

    data: bytes
    parts: dict[str, bytes]
    modules: dict[str, str]
    ribbon: ET.Element
    functions: str


Check = Callable[[Addin], Iterator[str]]


def verify_addin(data: bytes, functions: str = UDFS, *, only: Collection[str] = ()) -> list[Fault]:
    """Every fault of an add-in file; empty when nothing was found.

    Args:
        data: the file.
        functions: the Python module its worksheet functions come from.
        only: names of the checks to make; all when empty.
    """
    from salesplan_xl.addin import verify_clicks, verify_package, verify_project, verify_ribbon

    try:
        faults = [Fault("package", said) for said in verify_package.container(data)]
        parts = unpacked(data)
        faults += [Fault("package", said) for said in verify_package.required(parts)]
        if any(fault.check == "package" for fault in faults):
            return faults
        addin = _taken_apart(data, parts, functions)
    except (zipfile.BadZipFile, ET.ParseError, KeyError, OSError, ValueError) as error:
        return [Fault("package", f"the file cannot be taken apart: {error}")]
    for checks in (verify_package.CHECKS, verify_project.CHECKS, verify_ribbon.CHECKS):
        faults += _found(addin, checks, only)
    # Macros that do not stand as they should are not run.
    return faults or _found(addin, verify_clicks.CHECKS, only)


def _found(addin: Addin, checks: dict[str, Check], only: Collection[str]) -> list[Fault]:
    made = {name: check for name, check in checks.items() if name in only or not only}
    return [Fault(name, said) for name, check in made.items() for said in check(addin)]


def _taken_apart(data: bytes, parts: dict[str, bytes], functions: str) -> Addin:
    from salesplan_xl.addin.verify_project import sources_read

    ribbon = ET.fromstring(parts[RIBBON])  # noqa: S314 - the file under test is ours
    return Addin(data, parts, sources_read(parts[VBA]), ribbon, functions)
