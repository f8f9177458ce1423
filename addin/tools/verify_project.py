"""Checks of the VBA project: the compound file, what it declares, and every module's source."""

from __future__ import annotations

import io
import re
import struct
import tempfile
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any, NamedTuple

from addin.tools.build import modules
from addin.tools.macro_runner import interpretable
from addin.tools.package import VBA
from addin.tools.project import COMPILE_ANEW, DOCUMENTS, PROJECT, windows_text
from addin.tools.taken_apart import Addin, Check

_OFFICE_LIBRARY = "{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}"
_LINE, _CONTINUED, _MODULE = 1023, 24, 60_000
# Records of the dir stream, [MS-OVBA] 2.3.4.2.
_NAME, _COUNT, _VERSION, _REFERENCE = 0x04, 0x0F, 0x09, 0x0D
_MODULE_NAME, _STREAM, _OFFSET, _PROCEDURAL, _END = 0x19, 0x1A, 0x31, 0x21, 0x10


class Listed(NamedTuple):
    """A module as the ``dir`` stream lists it."""

    name: str
    stream: str
    offset: int
    procedural: bool


class Listing(NamedTuple):
    """The project as the ``dir`` stream lists it."""

    name: str
    declared: int
    references: str
    modules: tuple[Listed, ...]


def _file(project: bytes) -> Any:
    import olefile

    return olefile.OleFileIO(io.BytesIO(project), raise_defects=olefile.DEFECT_INCORRECT)


def _records(project: bytes) -> Iterator[tuple[int, bytes]]:
    from oletools.olevba import decompress_stream

    data = bytes(decompress_stream(bytearray(_file(project).openstream("VBA/dir").read())))
    at = 0
    while at + 6 <= len(data):
        kind, size = struct.unpack_from("<HI", data, at)
        size = 6 if kind == _VERSION else size  # its size field is reserved; six bytes follow
        yield kind, data[at + 6 : at + 6 + size]
        if kind == _END:
            return
        at += 6 + size


def listing(project: bytes) -> Listing:
    """The ``dir`` stream."""
    single: dict[int, bytes] = {}
    modules: list[dict[int, bytes]] = []
    references = b""
    for kind, value in _records(project):
        if kind == _MODULE_NAME:
            modules.append({})
        if modules:
            modules[-1][kind] = value
        elif kind == _REFERENCE:
            references += value
        else:
            single[kind] = value
    return Listing(
        single[_NAME].decode("ascii"),
        int.from_bytes(single[_COUNT], "little"),
        references.decode("latin-1"),
        tuple(_listed(records) for records in modules),
    )


def _listed(records: dict[int, bytes]) -> Listed:
    return Listed(
        records[_MODULE_NAME].decode("ascii"),
        records[_STREAM].decode("ascii"),
        int.from_bytes(records[_OFFSET], "little"),
        _PROCEDURAL in records,
    )


def sources_read(project: bytes) -> dict[str, str]:
    """Source by module name as olevba reads it, another reader than the one that wrote it."""
    from oletools.olevba import decompress_stream

    file = _file(project)
    return {
        module.name: bytes(
            decompress_stream(bytearray(file.openstream(f"VBA/{module.stream}").read()[module.offset :]))
        ).decode("cp1252")
        for module in listing(project).modules
    }


def compound_file(addin: Addin) -> Iterator[str]:
    """The compound file parses strictly and carries no compiled code."""
    file = _file(addin.parts[VBA])
    yield from (f"the VBA project is a faulty compound file: {issue}" for _, issue in file.parsing_issues)
    if file.openstream("VBA/_VBA_PROJECT").read() != COMPILE_ANEW:
        yield "_VBA_PROJECT would let Excel use compiled code instead of the source"
    yield from (
        f"compiled code in {'/'.join(path)}" for path in file.listdir() if path[-1].startswith("__SRP")
    )


def declarations(addin: Addin) -> Iterator[str]:
    """``dir``, PROJECT and PROJECTwm tell the same modules, of the right kind."""
    listed = listing(addin.parts[VBA])
    names = [module.name for module in listed.modules]
    if listed.name != PROJECT or listed.declared != len(names) or set(names) != set(modules(addin.functions)):
        yield f"dir declares {listed.name} with {listed.declared} modules: {', '.join(names)}"
    yield from (
        f"the source of {module.name} does not begin its stream" for module in listed.modules if module.offset
    )
    if _OFFICE_LIBRARY not in listed.references:
        yield "the Office library is not referenced; IRibbonControl would be unknown"
    file = _file(addin.parts[VBA])
    if _declared(file.openstream("PROJECT").read().decode("ascii")) != _expected(listed):
        yield "PROJECT and dir do not declare the same modules"
    wide = b"".join(name.encode() + b"\0" + name.encode("utf-16le") + b"\0\0" for name in names) + b"\0\0"
    if file.openstream("PROJECTwm").read() != wide:
        yield "PROJECTwm and dir do not name the same modules"


def _declared(text: str) -> list[tuple[str, str]]:
    declared = re.findall(r"^(Document|Module|Class)=([^/\r\n]+)", text, re.MULTILINE)
    name = re.findall(r'^Name="(.*)"\r$', text, re.MULTILINE)
    return sorted(declared) + [("Name", project) for project in name]


def _expected(listed: Listing) -> list[tuple[str, str]]:
    def kind(module: Listed) -> str:
        if module.procedural:
            return "Module"
        return "Document" if module.name in DOCUMENTS else "Class"

    return [*sorted((kind(module), module.name) for module in listed.modules), ("Name", PROJECT)]


def sources(addin: Addin) -> Iterator[str]:
    """Every module stands in the file as its source tells, in pure ASCII and VBA's lines."""
    for name, text in modules(addin.functions).items():
        wanted, body = _body(windows_text(text)), _body(addin.modules.get(name, ""))
        if body != wanted:
            yield f"{name} differs from its source: {_first_difference(wanted, body)}"
    for name, text in addin.modules.items():
        if not text.isascii() or "\n" in text.replace("\r\n", ""):
            yield f"{name} is not ASCII with CRLF"


def _body(text: str) -> str:
    """Without the class header and the attributes Excel keeps apart."""
    text = re.sub(r"(?s)\AVERSION.*?\r\nEND\r\n", "", text)
    return re.sub(r"(?m)^Attribute VB_\w+ = .*\r\n", "", text).strip()


def _first_difference(wanted: str, text: str) -> str:
    lines = unified_diff(wanted.splitlines(), text.splitlines(), n=0, lineterm="")
    return next((line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")), "length")


def limits(addin: Addin) -> Iterator[str]:
    """VBA's limits: line length, continued lines, size of a module."""
    for name, text in addin.modules.items():
        lines = text.split("\r\n")
        yield from (f"{name} line {at} is too long" for at, line in enumerate(lines, 1) if len(line) > _LINE)
        runs = re.findall(r"(?:.* _\r\n)+", text)
        if any(run.count("\r\n") > _CONTINUED for run in runs):
            yield f"{name} continues a line more than {_CONTINUED} times"
        if len(text) > _MODULE:
            yield f"{name} is too large for a VBA module"


def analysed(addin: Addin) -> Iterator[str]:
    """No error for pyvbaanalysis, on Windows and on the Mac, and nothing at all in our own modules."""
    from pyvbaanalysis import ConditionalCompilationEnvironment, analyze_office_file

    mac = ConditionalCompilationEnvironment(compiler_constants={"Mac": True, "Win32": False})
    ours = [name for name in addin.modules if name.startswith(PROJECT) or name in DOCUMENTS]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "SalesPlan.xlam"
        path.write_bytes(addin.data)
        everywhere = analyze_office_file(path)
        on_mac = analyze_office_file(path, only=ours, conditional_compilation=mac)
    for messages in (everywhere, on_mac):
        for name, notes in messages.items():
            yield from (
                f"{name}: {note.message}" for note in notes if name in ours or note.severity.value == "error"
            )


def parsed(addin: Addin) -> Iterator[str]:
    """Every block is closed, for the compiler of Windows and of the Mac."""
    from pyopenvba.exceptions import PyOpenVBAError
    from pyopenvba.interpreter import parse_module

    for name, text in addin.modules.items():
        for mac in (False, True):
            try:
                parse_module(interpretable(text, mac=mac), name=name)
            except PyOpenVBAError as error:
                yield f"{name} cannot be parsed: {error}"
                break


CHECKS: dict[str, Check] = {
    "compound file": compound_file,
    "declaration": declarations,
    "module code": sources,
    "limits": limits,
    "analysis": analysed,
    "syntax": parsed,
}
