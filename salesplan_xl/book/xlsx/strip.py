"""Takes whole contents out of a workbook file: other people's sheets, and texts no cell shows any more."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable

from salesplan_xl.book.xlsx import workbookxml
from salesplan_xl.book.xlsx.container import Container, resolve
from salesplan_xl.book.xlsx.model import VERY_HIDDEN
from salesplan_xl.book.xlsx.structure import Relation, Sheet, Structure
from salesplan_xl.book.xlsx.xmltext import attributes, edit_tags, element_pattern, set_attribute

_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SHARED_TEXT = element_pattern("si")
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*\st=["']s["'][^>]*>\s*<(?:\w+:)?v>\s*(\d+)""")
# What hangs on the whole workbook and repeats the contents of pivot sheets.
_CACHES = frozenset({"pivotCacheDefinition", "slicerCache", "timelineCacheDefinition"})
_ON_SHEETS = frozenset({"pivotTable", "slicer", "timeline"})
_CACHE_LISTS = re.compile(
    r"<(?:\w+:)?pivotCaches\b.*?</(?:\w+:)?pivotCaches\s*>"
    r"|<(?:\w+:)?ext\b[^>]*>(?:(?!</(?:\w+:)?ext\s*>).)*?(?:slicerCache|timelineCache).*?</(?:\w+:)?ext\s*>",
    re.DOTALL,
)


def emptied(data: bytes, file: str, sheets: Collection[str]) -> bytes:
    """The workbook with these sheets blank and very hidden, and everything that hung on them gone.

    The sheets themselves stay, so that no name, list or chart elsewhere loses its target.

    Args:
        data: the file.
        file: its name, for error sentences.
        sheets: names; at least one other sheet is visible.

    Raises:
        WorkbookError: SP-303 a damaged part.
    """
    container = Container(data, file)
    structure = Structure(container)
    gone = [sheet for sheet in structure.sheets if sheet.info.name in sheets]
    if not gone:
        return data
    kept = [sheet for sheet in structure.sheets if sheet not in gone]
    caches = _loose_caches(structure, kept)
    drop = _only_below(structure, gone, kept, caches)
    parts = {sheet.part: _EMPTY for sheet in gone}
    parts |= _lists(structure, gone, drop, caches)
    return container.rewritten({name: text.encode("utf-8") for name, text in parts.items()}, drop)


def _loose_caches(structure: Structure, kept: Iterable[Sheet]) -> list[Relation]:
    """The pivot and slicer caches of the workbook once no sheet shows a pivot any more."""
    if any(relation.kind in _ON_SHEETS for sheet in kept for relation in sheet.relations):
        return []
    return [relation for relation in structure.relations if relation.kind in _CACHES]


def _only_below(
    structure: Structure, gone: Iterable[Sheet], kept: Iterable[Sheet], caches: Iterable[Relation]
) -> set[str]:
    """Parts that nothing but the emptied sheets and loose caches leads to, with their relationship lists."""
    loose = {relation.part for relation in caches}
    roots = [relation.part for relation in structure.relations if relation.part not in loose]
    blank = {sheet.part for sheet in gone}
    stays = _reached(structure, [part for part in roots if part not in blank]) | blank
    stays |= _reached(structure, [sheet.part for sheet in kept])
    parts = (_reached(structure, blank) | _reached(structure, loose)) - stays
    lists = {structure.relations_part(part) for part in parts | blank}
    return parts | {name for name in lists if name}


def parts_below(structure: Structure, sheet: Sheet) -> set[str]:
    """A sheet's part and every part that nothing else leads to, with their relationship lists."""
    roots = [relation.part for relation in structure.relations if relation.part != sheet.part]
    parts = _reached(structure, {sheet.part}) - _reached(structure, roots)
    lists = {structure.relations_part(part) for part in parts}
    return parts | {name for name in lists if name}


def _reached(structure: Structure, parts: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    todo = list(parts)
    while todo:
        part = todo.pop()
        if part not in reached:
            reached.add(part)
            todo.extend(relation.part for relation in structure.relations_of(part))
    return reached


def _lists(
    structure: Structure, gone: Collection[Sheet], drop: Collection[str], caches: Collection[Relation]
) -> dict[str, str]:
    """Workbook part, its relationships and the content types as they stand afterwards."""
    workbook = workbookxml.set_states(
        structure.text(structure.workbook), {sheet.info.name: VERY_HIDDEN for sheet in gone}
    )
    if caches:
        workbook = _CACHE_LISTS.sub("", workbook)
    types_part, rels_part = structure.content_types(), structure.relations_part(structure.workbook) or ""
    types = structure.text(types_part)
    for part in drop:
        types = workbookxml.drop_override(types, part)
    blank = {sheet.part for sheet in gone}
    types = edit_tags(types, "Override", lambda tag: _as_worksheet(tag, blank))
    loose = {relation.part for relation in caches}
    rels = edit_tags(
        structure.text(rels_part),
        "Relationship",
        lambda tag: _relation(tag, structure.workbook, blank, loose),
    )
    return {structure.workbook: workbook, types_part: types, rels_part: rels}


def _as_worksheet(tag: str, blank: Collection[str]) -> str:
    """An emptied chart or dialog sheet is an ordinary one."""
    name = attributes(tag).get("PartName", "").replace("\\", "/").lstrip("/")
    return set_attribute(tag, "ContentType", _WORKSHEET) if name in blank else tag


def _relation(tag: str, workbook: str, blank: Collection[str], loose: Collection[str]) -> str:
    given = attributes(tag)
    part = resolve(workbook, given.get("Target", ""))
    if part in loose:
        return ""
    if part not in blank:
        return tag
    return set_attribute(tag, "Type", posixpath.join(posixpath.dirname(given["Type"]), "worksheet"))


def without_stale_texts(data: bytes, file: str) -> bytes:
    """The workbook with every shared text blanked that no cell shows: texts of rows that went stay there else.

    Raises:
        WorkbookError: SP-303 a damaged part.
    """
    container = Container(data, file)
    structure = Structure(container)
    parts = [relation.part for relation in structure.relations if relation.kind == "sharedStrings"]
    if not parts:
        return data
    shown: set[int] = set()
    for sheet in structure.sheets:
        shown.update(map(int, _CELL.findall(container.read(sheet.part))))
    text = structure.text(parts[0])
    number = -1

    def blanked(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return match[0] if number in shown else f"<{match[1]}si><{match[1]}t/></{match[1]}si>"

    return container.rewritten({parts[0]: _SHARED_TEXT.sub(blanked, text).encode("utf-8")})
