"""Whole sheets that come from a freshly built workbook, or go with everything that hangs on them alone."""

from __future__ import annotations

import posixpath
import re

from salesplan_xl.book.port import NewSheet
from salesplan_xl.book.xlsx import workbookxml
from salesplan_xl.book.xlsx.growth.names import add_name, renumbered_sheets, with_name
from salesplan_xl.book.xlsx.growth.package import Package
from salesplan_xl.book.xlsx.growth.styles import StyleGraft
from salesplan_xl.book.xlsx.growth.tables import with_free_id
from salesplan_xl.book.xlsx.growth.titles import retitled
from salesplan_xl.book.xlsx.reading import shared_strings
from salesplan_xl.book.xlsx.strip import parts_below
from salesplan_xl.book.xlsx.structure import Sheet
from salesplan_xl.book.xlsx.xmltext import (
    attributes,
    edit_tags,
    element_pattern,
    escape,
    escape_body,
    local_attributes,
    set_attribute,
    tag_pattern,
    unescape,
)

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SHEET, _NAME = tag_pattern("sheet"), element_pattern("definedName")
_CELL = element_pattern("c")
_VALUE = re.compile(r"<v>(\d+)</v>")
_TARGET, _OVERRIDE = tag_pattern("Relationship"), tag_pattern("Override")


def add_sheet(book: Package, wanted: NewSheet, template: Package, styles: StyleGraft) -> None:
    """A sheet of the freshly built book with its tables, names and print set-up."""
    source = template.sheet(wanted.source)
    part = book.free_name("xl/worksheets/sheet{}.xml")
    book.put(part, _grafted(template, source, styles))
    book.declare(part, _TYPE)
    _copy_related_parts(book, source.part, part, template)
    at = _enlisted(book, wanted, part)
    for name in wanted.names:
        spot = template.structure.names[name]
        with_name(book, name, wanted.name, spot.row, spot.col)
    _copy_own_names(book, wanted, template, at)


def _grafted(template: Package, source: Sheet, styles: StyleGraft) -> str:
    """The sheet part in the formats of the book that gets it, its texts in the cells themselves."""
    xml, strings = template.sheet_xml(source.info.name), shared_strings(template.structure)

    def cell(match: re.Match[str]) -> str:
        given = attributes(f"<c {match[2]}>")
        tag = f"<c{match[2]}>"
        if "s" in given:
            tag = set_attribute(tag, "s", styles.cell_format(given["s"]))
        if given.get("t") != "s":
            return f"{tag[:-1]}/>" if match[3] is None else f"{tag}{match[3]}</c>"
        value = _VALUE.search(match[3] or "")
        text = escape_body(strings[int(value[1])]) if value else ""
        inline = f'<is><t xml:space="preserve">{text}</t></is>'
        return f"{set_attribute(tag, 't', 'inlineStr')}{inline}</c>"

    def row(tag: str) -> str:
        given = attributes(tag)
        return set_attribute(tag, "s", styles.cell_format(given["s"])) if "s" in given else tag

    def rule(tag: str) -> str:
        given = attributes(tag)
        return set_attribute(tag, "dxfId", styles.rule_format(given["dxfId"])) if "dxfId" in given else tag

    data = edit_tags(_CELL.sub(cell, xml.data), "row", row)
    xml.head = edit_tags(workbookxml.drop_selection(xml.head), "col", lambda tag: _column(tag, styles))
    xml.tail = edit_tags(xml.tail, "cfRule", rule)
    return xml.joined(data)


def _column(tag: str, styles: StyleGraft) -> str:
    given = attributes(tag)
    return set_attribute(tag, "style", styles.cell_format(given["style"])) if "style" in given else tag


def _copy_related_parts(book: Package, source: str, part: str, template: Package) -> None:
    """Everything a part leads to, copied under names that are free; ids of relationships stay."""
    stored = template.structure.relations_part(source)
    for match in _TARGET.finditer(template.text(stored)) if stored else ():
        given = attributes(match[0])
        owner = next(item for item in template.structure.relations_of(source) if item.id == given["Id"])
        folder, name = posixpath.split(owner.part)
        copied = book.free_name(f"{folder}/{re.sub(r'[0-9]+', '{}', name)}")
        text = template.text(owner.part)
        book.put(copied, with_free_id(book, text) if owner.kind == "table" else text)
        book.declare(copied, _type_of(template, owner.part))
        book.relate(part, given["Type"], copied, given["Id"])
        _copy_related_parts(book, owner.part, copied, template)


def _type_of(package: Package, part: str) -> str:
    types = (
        attributes(match[0]) for match in _OVERRIDE.finditer(package.text(package.structure.content_types()))
    )
    return next(given["ContentType"] for given in types if given["PartName"].lstrip("/") == part)


def _enlisted(book: Package, wanted: NewSheet, part: str) -> int:
    """Put the sheet on the workbook's list; its position."""
    text = book.text(book.workbook)
    listed = list(_SHEET.finditer(text))
    names = [attributes(match[0]).get("name") for match in listed]
    at = names.index(wanted.before) if wanted.before else len(listed)
    number = max(int(attributes(match[0]).get("sheetId", "0")) for match in listed) + 1
    beside = listed[min(at, len(listed) - 1)]
    key = next(name for name in attributes(beside[0]) if name.endswith(":id"))
    # Some programs declare the prefix of the id on every sheet of the list.
    spaces = "".join(
        f' {space}="{value}"' for space, value in attributes(beside[0]).items() if space.startswith("xmlns")
    )
    state = f' state="{wanted.hidden}"' if wanted.hidden else ""
    ident = book.relate(book.workbook, _RELATION, part)
    entry = (
        f'<{beside[1]}sheet{spaces} name="{escape(wanted.name)}" sheetId="{number}"{state} {key}="{ident}"/>'
    )
    cut = beside.start() if wanted.before else beside.end()
    text = edit_tags(text[:cut] + entry + text[cut:], "workbookView", lambda tag: _view(tag, at, 1))
    book.put(book.workbook, text)
    renumbered_sheets(book, at, 1)
    retitled(book, at, wanted.name)
    return at


def _view(tag: str, at: int, by: int) -> str:
    """The tabs in front stay those they were."""
    for name in ("activeTab", "firstSheet"):
        place = attributes(tag).get(name, "")
        if place.isdigit() and int(place) >= at and not (by < 0 and int(place) == 0):
            tag = set_attribute(tag, name, str(int(place) + by))
    return tag


def _copy_own_names(book: Package, wanted: NewSheet, template: Package, at: int) -> None:
    """Print titles, print area: names that belong to the sheet alone."""
    place = [item.info.name for item in template.structure.sheets].index(wanted.source)
    for match in _NAME.finditer(template.text(template.workbook)):
        given = local_attributes(match[2])
        if given.get("localSheetId") == str(place):
            reference = unescape(match[3] or "").rpartition("!")[2]
            quoted = "'" + wanted.name.replace("'", "''") + "'"
            parts = [f"{quoted}!{item.rpartition('!')[2]}" for item in unescape(match[3] or "").split(",")]
            add_name(
                book, f'name="{given["name"]}" localSheetId="{at}"', ",".join(parts) if reference else ""
            )


def drop_sheet(book: Package, name: str) -> None:
    """A sheet goes, and every part that only it leads to."""
    sheet = book.sheet(name)
    text = book.text(book.workbook)
    # Counted in the text: of several sheets that go, the earlier ones are not listed any more.
    at, listed = next(
        (at, match)
        for at, match in enumerate(_SHEET.finditer(text))
        if attributes(match[0]).get("name") == name
    )
    text = text[: listed.start()] + text[listed.end() :]
    text = edit_tags(text, "workbookView", lambda tag: _view(tag, at, -1))
    book.put(book.workbook, _shown(text))
    renumbered_sheets(book, at, -1)
    retitled(book, at, None)
    key = next(value for item, value in attributes(listed[0]).items() if item.endswith(":id"))
    stored = book.structure.relations_part(book.workbook) or ""
    book.put(
        stored,
        edit_tags(
            book.text(stored), "Relationship", lambda tag: "" if attributes(tag).get("Id") == key else tag
        ),
    )
    book.drop(parts_below(book.structure, sheet))


def _shown(text: str) -> str:
    """The tab in front is one that can be seen."""
    return workbookxml.set_states(text, {})
