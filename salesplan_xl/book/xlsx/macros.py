"""Macros of a workbook: found, and taken out."""

from __future__ import annotations

import posixpath

from salesplan_xl.book.xlsx import workbookxml
from salesplan_xl.book.xlsx.container import Container
from salesplan_xl.book.xlsx.strip import emptied
from salesplan_xl.book.xlsx.structure import Structure
from salesplan_xl.book.xlsx.xmltext import attributes, edit_tags, set_attribute

_ENABLED = "macroEnabled"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PROJECT = "application/vnd.ms-office.vbaProject"
_PRINTER = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
_NAMES = ("vbaproject", "vbadata")
_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")


def has_macros(structure: Structure) -> bool:
    """True where Excel takes the file for one with macros, or it holds a macro project all the same."""
    kind = structure.parts_by_type().get(structure.workbook, "")
    return _ENABLED in kind or bool(_projects(structure))


def without_macros(data: bytes, file: str) -> bytes:
    """The same workbook as an ordinary ``.xlsx``: no project, no macro sheet, the ordinary content type.

    Args:
        data: the file; returned as it is where it has no macros.
        file: its name, for error sentences.

    Raises:
        WorkbookError: SP-303 a damaged part.
    """
    structure = Structure(Container(data, file))
    if not has_macros(structure):
        return data
    sheets = [sheet.info.name for sheet in structure.sheets if sheet.kind in _SHEETS]
    container = Container(emptied(data, file, sheets), file)
    structure = Structure(container)
    gone = _projects(structure)
    lists = {name for part in gone if (name := structure.relations_part(part))}
    return container.rewritten(_plain_lists(structure, gone), gone | lists)


def _projects(structure: Structure) -> set[str]:
    """The parts of the macro project, however they are reached."""
    return {
        entry.name
        for entry in structure.container.entries
        if posixpath.basename(entry.name).lower().startswith(_NAMES)
    }


def _plain_lists(structure: Structure, gone: set[str]) -> dict[str, bytes]:
    """Content types and relationships of the workbook without the project."""
    types_part, rels_part = structure.content_types(), structure.relations_part(structure.workbook) or ""
    types = structure.text(types_part)
    for part in gone:
        types = workbookxml.drop_override(types, part)
    types = edit_tags(types, "Override", lambda tag: _plain_type(tag, _ENABLED, _PLAIN))
    types = edit_tags(types, "Default", lambda tag: _plain_type(tag, _PROJECT, _PRINTER))
    rels = workbookxml.drop_relationships(structure.text(rels_part), "vbaProject")
    return {types_part: types.encode("utf-8"), rels_part: rels.encode("utf-8")}


def _plain_type(tag: str, mark: str, plain: str) -> str:
    return set_attribute(tag, "ContentType", plain) if mark in attributes(tag).get("ContentType", "") else tag
