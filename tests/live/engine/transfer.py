"""What goes from one book to another: whole rows and whole sheets; and sheets that are deleted."""

from __future__ import annotations

import posixpath
import re
from copy import deepcopy

from lxml import etree

from tests.live.engine import rows
from tests.live.engine.columns import rule_of
from tests.live.engine.comerror import refused
from tests.live.engine.model import Book, Cell, Sheet, Table
from tests.live.engine.references import MAX_COL, Area, translated
from tests.live.engine.strict import NotInEngine
from tests.live.engine.styles import MAIN
from tests.live.engine.tokens import tokens

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_DRAWN = {"legacyDrawing", "oleObjects", "controls", "picture"}
_DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_CHART_FORMULA = re.compile(rb"<c:f>([^<]*)</c:f>")


def copy_rows(old: Book, source: Sheet, first: int, last: int, book: Book, target: Sheet, at: int) -> None:
    """Copy whole rows into another book: values, formats, heights, conditional formats and validations."""
    for offset, row in enumerate(range(first, last + 1)):
        line = source.rows.get(row, {})
        target.rows[at + offset] = {col: _taken(old, book, cell, at - first) for col, cell in line.items()}
        look = source.row_formats.get(row)
        if look is None:
            target.row_formats.pop(at + offset, None)
        else:
            own = {"s": str(book.styles.taken(old.styles, int(look["s"])))} if "s" in look else {}
            target.row_formats[at + offset] = {**look, **own}
    rows.unruled(target, at, at + last - first)
    for tag in rows.RULES:
        for item in source.elements(tag):
            for part in rows.ranges(item):
                cut = part.cut(Area(first, 1, last, MAX_COL))
                if cut:
                    place = Area(cut.row1 + at - first, cut.col1, cut.row2 + at - first, cut.col2)
                    rows.add_rule(target.root, rule_of(item, place, old.styles, book.styles))
    book.changed(target)


def _taken(old: Book, book: Book, cell: Cell, down: int) -> Cell:
    formula = None if cell.formula is None else translated(cell.formula, down, 0)
    return Cell(cell.value, formula, book.styles.taken(old.styles, cell.style))


# ── sheets ────────────────────────────────────────────────────────────────────────────────────────────


def copy_sheet(old: Book, source: Sheet, book: Book, at: int) -> Sheet:
    """Copy a sheet into another book, before position ``at``: cells, tables, its own names; it comes to the front.

    Raises:
        com_error: 0x800A03EC a very hidden sheet.
        NotInEngine: drawings other than charts of its own cells, or formulas that would lead to the other book.
    """
    if source.state == "veryHidden":
        raise refused("Copy method of Worksheet class failed")
    _refuse_links(source)
    root = deepcopy(source.root)
    part = _free(book, "xl/worksheets/sheet{}.xml")
    sheet = Sheet(_free_name(book, source.name), source.state, part, root)
    for row, line in source.rows.items():
        sheet.rows[row] = {col: _taken(old, book, cell, 0) for col, cell in line.items()}
    sheet.row_formats = {row: dict(look) for row, look in source.row_formats.items()}
    for inner in root.iter(f"{MAIN}cfRule"):
        if inner.get("dxfId") is not None:
            inner.set("dxfId", str(book.styles.taken_rule_format(old.styles, int(inner.get("dxfId")))))
    for view in root.iter(f"{MAIN}sheetView"):
        view.attrib.pop("tabSelected", None)
    book.parts = dict(book.parts)
    _declare(book, part, f"{_TYPES}worksheet+xml")
    links = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})
    _copy_tables(book, source, sheet, links)
    _copy_charts(old, source, book, sheet, links)
    if len(links):
        name = f"xl/worksheets/_rels/{posixpath.basename(sheet.part)}.rels"
        book.parts[name] = _xml(links)
    _list_sheet(book, sheet, at)
    _copy_names(old, source, book, sheet)
    book.active = at
    book.changed(sheet)
    return sheet


def _refuse_links(source: Sheet) -> None:
    if {etree.QName(item).localname for item in source.root if isinstance(item.tag, str)} & _DRAWN:
        raise NotInEngine("copying a sheet with drawings")
    own = {table.name.casefold() for table in source.tables}
    for line in source.rows.values():
        for cell in line.values():
            for token in tokens(cell.formula) if cell.formula else ():
                elsewhere = token.kind == "ref" and token.owner not in (None, source.name)
                if elsewhere or (token.kind == "table" and (token.owner or "").casefold() not in own):
                    raise NotInEngine("a formula that would lead to the other book")


def _free(book: Book, pattern: str) -> str:
    return next(name for number in range(1, 999) if (name := pattern.format(number)) not in book.parts)


def _free_name(book: Book, name: str) -> str:
    if book.sheet(name) is None:
        return name
    return next(other for n in range(2, 99) if book.sheet(other := f"{name} ({n})") is None)


def _declare(book: Book, part: str, kind: str) -> None:
    types = etree.fromstring(book.parts["[Content_Types].xml"])
    space = etree.QName(types).namespace
    etree.SubElement(types, f"{{{space}}}Override", PartName=f"/{part}", ContentType=kind)
    book.parts["[Content_Types].xml"] = etree.tostring(
        types, xml_declaration=True, encoding="UTF-8", standalone=True
    )


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _copy_charts(old: Book, source: Sheet, book: Book, sheet: Sheet, links: etree._Element) -> None:
    """The drawing of a sheet with charts of its own cells; as in Excel they show the cells of the copy."""
    for entry in sheet.root.iter(f"{MAIN}drawing"):
        if sheet.name != source.name:
            raise NotInEngine("charts on a copy with another name")
        drawing = _linked(old, source.part)[entry.get(f"{{{_REL}}}id")]
        charts = _linked(old, drawing)
        inner = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})
        for ident, chart in charts.items():
            data = old.parts[chart]
            owners = {
                formula.decode("utf8").rpartition("!")[0].strip("'")
                for formula in _CHART_FORMULA.findall(data)
            }
            if owners - {source.name}:
                raise NotInEngine("a chart that would lead to the other book")
            part = _free(book, "xl/charts/chart{}.xml")
            book.parts[part] = data
            _declare(book, part, _CHART)
            _relate(inner, ident, f"{_REL}/chart", posixpath.relpath(part, "xl/drawings"))
        part = _free(book, "xl/drawings/drawing{}.xml")
        book.parts[part] = old.parts[drawing]
        _declare(book, part, _DRAWING)
        book.parts[f"xl/drawings/_rels/{posixpath.basename(part)}.rels"] = _xml(inner)
        _relate(
            links, entry.get(f"{{{_REL}}}id"), f"{_REL}/drawing", posixpath.relpath(part, "xl/worksheets")
        )


def _linked(book: Book, part: str) -> dict[str, str]:
    """The parts a part leads to, by the id of the relation."""
    folder, name = posixpath.split(part)
    root = etree.fromstring(book.parts[f"{folder}/_rels/{name}.rels"])
    return {
        item.get("Id"): posixpath.normpath(posixpath.join(folder, item.get("Target"))).lstrip("/")
        for item in root
    }


def _drawn(book: Book, sheet: Sheet) -> set[str]:
    """The drawing of a sheet, its charts, and their relations."""
    parts: set[str] = set()
    for entry in sheet.root.iter(f"{MAIN}drawing"):
        drawing = _linked(book, sheet.part)[entry.get(f"{{{_REL}}}id")]
        folder, name = posixpath.split(drawing)
        parts |= {drawing, f"{folder}/_rels/{name}.rels", *_linked(book, drawing).values()}
    return parts


def _relate(links: etree._Element, ident: str | None, kind: str, target: str) -> None:
    etree.SubElement(links, f"{{{_PACKAGE}}}Relationship", Id=ident, Type=kind, Target=target)


def _copy_tables(book: Book, source: Sheet, sheet: Sheet, links: etree._Element) -> None:
    """Tables keep their names unless the book has such a table; ids are new."""
    taken = {table.name.casefold() for page in book.sheets for table in page.tables}
    ids = [int(table.root.get("id")) for page in book.sheets for table in page.tables]
    for entry, table in zip(sheet.root.iter(f"{MAIN}tablePart"), source.tables, strict=True):
        part, root = _free(book, "xl/tables/table{}.xml"), deepcopy(table.root)
        root.set("id", str(max(ids, default=0) + 1))
        ids.append(int(root.get("id")))
        if table.name.casefold() in taken:
            name = next(other for n in range(2, 99) if (other := f"{table.name}{n}").casefold() not in taken)
            root.set("name", name)
            root.set("displayName", name)
        book.parts[part] = b""
        _declare(book, part, f"{_TYPES}table+xml")
        target = posixpath.relpath(part, "xl/worksheets")
        ident = entry.get(f"{{{_REL}}}id")
        _relate(links, ident, f"{_REL}/table", target)
        sheet.tables.append(Table(part, root, table.empty))


def _list_sheet(book: Book, sheet: Sheet, at: int) -> None:
    book.parts[sheet.part] = b""
    links = etree.fromstring(book.parts["xl/_rels/workbook.xml.rels"])
    used = {item.get("Id") for item in links}
    ident = next(name for n in range(1, 999) if (name := f"rId{n}") not in used)
    target = posixpath.relpath(sheet.part, "xl")
    etree.SubElement(links, f"{{{_PACKAGE}}}Relationship", Id=ident, Type=f"{_REL}/worksheet", Target=target)
    book.parts["xl/_rels/workbook.xml.rels"] = etree.tostring(
        links, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    listed = book.workbook.find(f"{MAIN}sheets")
    number = max(int(item.get("sheetId")) for item in listed) + 1
    entry = etree.Element(
        f"{MAIN}sheet", {"name": sheet.name, "sheetId": str(number), f"{{{_REL}}}id": ident}
    )
    listed.insert(at, entry)
    book.sheets.insert(at, sheet)
    _renumber(book, at, 1)


def _renumber(book: Book, at: int, by: int) -> None:
    for name in list(book.workbook.iter(f"{MAIN}definedName")):
        place = name.get("localSheetId")
        if place is not None and int(place) >= at:
            if by < 0 and int(place) == at:
                name.getparent().remove(name)
            else:
                name.set("localSheetId", str(int(place) + by))
    for view in book.workbook.iter(f"{MAIN}workbookView"):
        for key in ("activeTab", "firstSheet"):
            place = view.get(key)
            if place is not None and int(place) >= at and int(place) + by >= 0:
                view.set(key, str(int(place) + by))
    if book.active >= at:
        book.active = max(0, book.active + by)


def _copy_names(old: Book, source: Sheet, book: Book, sheet: Sheet) -> None:
    """The sheet's own names, and names of the whole book that lead to it, where they are free."""
    place, at = str(old.sheets.index(source)), str(book.sheets.index(sheet))
    present = {item.get("name").casefold() for item in book.names if item.get("localSheetId") is None}
    holder = book.workbook.find(f"{MAIN}definedNames")
    for item in old.names:
        own = item.get("localSheetId")
        leads = re.match(rf"'?{re.escape(source.name)}'?!", item.text or "")
        if own == place or (own is None and leads and item.get("name").casefold() not in present):
            new = etree.SubElement(holder, f"{MAIN}definedName", name=item.get("name"))
            new.text = re.sub(r"(?<![^,])'?[^'!,]+'?!", f"'{sheet.name}'!", item.text or "")
            if own is not None:
                new.set("localSheetId", at)


def rename_sheet(book: Book, sheet: Sheet, name: str) -> None:
    """Give a sheet another name.

    Raises:
        NotInEngine: formulas name it.
    """
    marks = (f"'{sheet.name}'!", f"{sheet.name}!")
    for other in book.sheets:
        for line in other.rows.values():
            if any(mark in (cell.formula or "") for cell in line.values() for mark in marks):
                raise NotInEngine("renaming a sheet that formulas name")
    for item in book.names:
        for mark in marks:
            item.text = (item.text or "").replace(mark, f"'{name}'!")
    book.workbook.find(f"{MAIN}sheets")[book.sheets.index(sheet)].set("name", name)
    sheet.name = name
    book.changed(sheet)


def delete_sheet(book: Book, sheet: Sheet) -> None:
    """Delete a sheet; names that lead to it lead nowhere.

    Raises:
        com_error: 0x800A03EC the last visible sheet.
    """
    if not [other for other in book.sheets if other is not sheet and other.state == "visible"]:
        raise refused("A workbook must contain at least one visible worksheet.")
    at = book.sheets.index(sheet)
    for name in book.names:
        if name.get("localSheetId") is None and re.match(rf"'?{re.escape(sheet.name)}'?!", name.text or ""):
            name.text = "#REF!" + (name.text or "").rpartition("!")[2]
    listed = book.workbook.find(f"{MAIN}sheets")
    ident = listed[at].get(f"{{{_REL}}}id")
    listed.remove(listed[at])
    book.sheets.remove(sheet)
    _renumber(book, at, -1)
    rels = f"xl/worksheets/_rels/{posixpath.basename(sheet.part)}.rels"
    gone = {sheet.part, rels, *(table.part for table in sheet.tables), *_drawn(book, sheet)}
    book.parts = {name: data for name, data in book.parts.items() if name not in gone}
    for part, test in (("xl/_rels/workbook.xml.rels", lambda item: item.get("Id") == ident),
                       ("[Content_Types].xml", lambda item: (item.get("PartName") or "").lstrip("/") in gone)):  # fmt: skip
        root = etree.fromstring(book.parts[part])
        for item in [item for item in root if test(item)]:
            root.remove(item)
        book.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if book.sheets[book.active].state != "visible":
        book.active = next(at for at, other in enumerate(book.sheets) if other.state == "visible")
    book.changed()
