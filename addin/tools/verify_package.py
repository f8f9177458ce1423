"""Checks of the zip and its XML parts: content types, relationships, code names, and no word about the builder."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from addin.tools.package import ADDIN_TYPE, RIBBON, RIBBON_RELATION, SETTINGS, VBA, VBA_TYPE
from addin.tools.project import DOCUMENTS
from addin.tools.taken_apart import Addin, Check
from salesplan_xl.addin.package import SHEET, settings_of

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_NEEDED = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", SHEET, VBA, RIBBON)
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def container(data: bytes) -> Iterator[str]:
    """The zip itself: readable, each name once, no date of a building machine."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        broken = archive.testzip()
        if broken:
            yield f"the zip entry {broken} is damaged"
        names = archive.namelist()
        if len(set(names)) != len(names):
            yield "a part stands twice in the zip"
        yield from (
            f"{entry.filename} carries a date" for entry in archive.infolist() if entry.date_time != _EARLIEST
        )


def required(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The parts without which nothing else can be looked at, and whether each is XML at all."""
    yield from (f"the part {name} is missing" for name in _NEEDED if name not in parts)
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                ET.fromstring(data)  # noqa: S314 - the file under test is ours
            except ET.ParseError as error:
                yield f"{name} is no XML: {error}"


def _root(addin: Addin, part: str) -> ET.Element:
    return ET.fromstring(addin.parts[part])  # noqa: S314 - the file under test is ours


def content_types(addin: Addin) -> Iterator[str]:
    """Every part has a type, the workbook is an add-in, the project a VBA project."""
    root = _root(addin, "[Content_Types].xml")
    overrides = {node.get("PartName", ""): node.get("ContentType") for node in root.iter(f"{_TYPES}Override")}
    defaults = {node.get("Extension"): node.get("ContentType") for node in root.iter(f"{_TYPES}Default")}

    def type_of(name: str) -> str | None:
        return overrides.get(f"/{name}") or defaults.get(name.rpartition(".")[2])

    expected = {"xl/workbook.xml": ADDIN_TYPE, VBA: VBA_TYPE}
    for name in addin.parts:
        if name != "[Content_Types].xml" and type_of(name) is None:
            yield f"{name} has no content type"
        if name in expected and type_of(name) != expected[name]:
            yield f"{name} has the content type {type_of(name)}"
    yield from (f"{name} has a type but no part" for name in overrides if name[1:] not in addin.parts)


def relationships(addin: Addin) -> Iterator[str]:
    """Every relationship leads to a part, and the ribbon, the workbook and the macros are reached."""
    reached = dict(_relations(addin))
    yield from (
        f"a relationship leads to {part}, which is missing"
        for part in reached.values()
        if part not in addin.parts
    )
    expected = {
        RIBBON_RELATION: RIBBON,
        f"{_OFFICE}officeDocument": "xl/workbook.xml",
        f"{_OFFICE}worksheet": SHEET,
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject": VBA,
    }
    yield from (
        f"no relationship leads to {part}" for kind, part in expected.items() if reached.get(kind) != part
    )


def _relations(addin: Addin) -> Iterator[tuple[str, str]]:
    for name in addin.parts:
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for node in _root(addin, name).iter(_RELATION):
                target = node.get("Target", "")
                yield node.get("Type", ""), posixpath.normpath(posixpath.join(folder, target))


def code_names(addin: Addin) -> Iterator[str]:
    """Workbook and sheet carry the names of the document modules; otherwise Excel adds modules of its own."""
    names = [
        name
        for part in ("xl/workbook.xml", SHEET)
        for name in re.findall(
            r'<(?:workbookPr|sheetPr)\b[^>]*codeName="([^"]*)"', addin.parts[part].decode()
        )
    ]
    if names != list(DOCUMENTS):
        yield f"the code names are {', '.join(names) or 'missing'}, the document modules {', '.join(DOCUMENTS)}"


def configuration(addin: Addin) -> Iterator[str]:
    """The configuration sheet as it is shipped."""
    settings = settings_of(addin.data)
    if settings != SETTINGS:
        yield f"the configuration sheet holds {settings}"


def neutral(addin: Addin) -> Iterator[str]:
    """Nothing about people, paths or times of building."""
    for name, data in addin.parts.items():
        text = data.decode("utf-8", "replace")
        if re.search(r"absPath|[Ll]astModifiedBy|/home/|/Users/|C:\\Users|/tmp/|<Company>|<Manager>", text):
            yield f"{name} tells who built it or where"
    dates = re.findall(r"\d{4}-\d\d-\d\dT", addin.parts["docProps/core.xml"].decode())
    if set(dates) - {"2000-01-01T"}:
        yield "the document properties carry a date"


CHECKS: dict[str, Check] = {
    "content type": content_types,
    "relationship": relationships,
    "codeName": code_names,
    "configuration": configuration,
    "neutral": neutral,
}
