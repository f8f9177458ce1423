"""Things of the user's own put into a plan book part by part, the rest of the file left as it is.

Part of ``make.py``; kept as documentation of how the grafts in the museum books were made.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from salesplan_xl.book.xlsx import Formula, XlsxFile
from salesplan_xl.schema.layout import BookNames, column_letters, quote_sheet
from salesplan_xl.schema.workbook import tables

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES, BOOK, STYLES = "[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"
STAMP = (2027, 3, 1, 9, 0, 0)
Cells = Mapping[tuple[int, int], Any]


def parts(data: bytes) -> dict[str, str | bytes]:
    """All parts of a workbook file by name, XML as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    return {name: part.decode("utf-8") if name.endswith((".xml", ".rels", ".vml")) else part for name, part in found.items()}  # fmt: skip


def packed(found: Mapping[str, str | bytes]) -> bytes:
    """The file of these parts, compressed as far as it goes; the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, part in found.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, part, compresslevel=9)
    return out.getvalue()


@dataclass
class Grafts:
    """A book under the user's hands; ``made`` lists what was grafted, as ``expected.json`` keeps it."""

    data: bytes
    lang: str
    unit: str = "wan"
    made: list[dict[str, Any]] = field(default_factory=list)

    # ── inside our tables ───────────────────────────────────────────────────────────────────────────

    def column(self, table: str, header: str, values: Mapping[str, Any], formula: str = "") -> None:
        """A column at the right of a table: typed values by row, or one formula (``values``: what it shows)."""
        info = self._file().tables[tables()[table].name]
        found = parts(self.data)
        part = next(name for name, text in found.items() if f' name="{info.name}"' in str(text)[:400])
        last, new, count = (
            info.first_col + len(info.columns) - 1,
            info.first_col + len(info.columns),
            len(info.columns) + 1,
        )
        text = re.sub(
            rf'(ref="[A-Z]+\d+:){column_letters(last)}(\d+")',
            rf"\g<1>{column_letters(new)}\2",
            str(found[part]),
        )
        inner = f"<calculatedColumnFormula>{escape(formula)}</calculatedColumnFormula>" if formula else ""
        ident = max(map(int, re.findall(r'<tableColumn id="(\d+)"', text))) + 1
        text = re.sub(r'<tableColumns count="\d+"', f'<tableColumns count="{count}"', text)
        text = text.replace(
            "</tableColumns>",
            f'<tableColumn id="{ident}" name="{escape(header)}">{inner}</tableColumn></tableColumns>',
        )
        self.data = packed(found | {part: text})
        cells: dict[tuple[int, int], Any] = {(info.header_row, new): header}
        for row, value in values.items():
            cells[self.row(table, row), new] = Formula(formula, value) if formula else value
        self._write(info.sheet, cells)
        self.made.append(
            {"kind": "column", "sheet": info.sheet, "table": table, "column": header, "formula": formula or None, "values": dict(values)}
        )  # fmt: skip

    def colour(self, table: str, row: str, argb: str) -> None:
        """Another fill for every cell of a table row; each keeps the rest of its look."""
        info = self._file().tables[tables()[table].name]
        found, part = parts(self.data), self._sheet_part(info.sheet)
        line, styles = self.row(table, row), str(found[STYLES])
        fill = f'<fill><patternFill patternType="solid"><fgColor rgb="{argb}"/><bgColor indexed="64"/></patternFill></fill>'
        styles, fill_id = _appended(styles, "fills", fill)
        text, looks = str(found[part]), re.search(r"<cellXfs .*?</cellXfs>", styles, re.DOTALL)
        assert looks
        formats = re.findall(r"<xf [^>]*?/>|<xf .*?</xf>", looks[0], re.DOTALL)
        for col in range(info.first_col, info.first_col + len(info.columns)):
            cell = rf'(<c r="{column_letters(col)}{line}")(?: s="(\d+)")?'
            match = re.search(cell, text)
            if match is None:
                continue
            look = re.sub(
                r'fillId="\d+"',
                f'fillId="{fill_id}" applyFill="1"',
                formats[int(match[2] or 0)].replace(' applyFill="1"', ""),
                count=1,
            )
            styles, style = _appended(styles, "cellXfs", look)
            text = re.sub(cell, rf'\1 s="{style}"', text)
        self.data = packed(found | {STYLES: styles, part: text})
        self.made.append({"kind": "colour", "sheet": info.sheet, "table": table, "row": row, "argb": argb})

    def highlight(self, table: str, column: str, formula: str) -> None:
        """A conditional format over one column; ``{cell}`` in the formula is its first cell."""
        info, col = self._file().tables[tables()[table].name], self.col(table, column)
        found, part = parts(self.data), self._sheet_part(info.sheet)
        styles, look = _appended(
            str(found[STYLES]), "dxfs", '<dxf><font><b/><color rgb="FF7030A0"/></font></dxf>'
        )
        area = f"{column_letters(col)}{info.first_row}:{column_letters(col)}{info.last_row}"
        asked = formula.format(cell=f"{column_letters(col)}{info.first_row}")
        text = str(found[part])
        weight = max(map(int, re.findall(r'priority="(\d+)"', text)), default=0) + 1
        rule = f'<conditionalFormatting sqref="{area}"><cfRule type="expression" dxfId="{look}" priority="{weight}"><formula>{escape(asked)}</formula></cfRule></conditionalFormatting>'
        at = text.rindex("</conditionalFormatting>") + len("</conditionalFormatting>")
        self.data = packed(found | {STYLES: styles, part: text[:at] + rule + text[at:]})
        self.made.append(
            {"kind": "conditional format", "sheet": info.sheet, "table": table, "column": column, "cells": area, "formula": asked}
        )  # fmt: skip

    def note(self, table: str, row: str, text: str) -> None:
        """A text beside a table row, one column off."""
        info = self._file().tables[tables()[table].name]
        spot = self.row(table, row), info.first_col + len(info.columns) + 1
        self._write(info.sheet, {spot: text})
        self.made.append(
            {
                "kind": "note",
                "sheet": info.sheet,
                "beside": f"{table}: {row}",
                "cell": _address(*spot),
                "text": text,
            }
        )

    def note_at(self, name: str, right: int, text: str) -> None:
        """A text some columns to the right of a named cell."""
        spot = self._file().names[name]
        self._write(spot.sheet, {(spot.row, spot.col + right): text})
        self.made.append(
            {
                "kind": "note",
                "sheet": spot.sheet,
                "beside": name,
                "cell": _address(spot.row, spot.col + right),
                "text": text,
            }
        )

    def comment(self, table: str, row: str, column: str, author: str, text: str) -> None:
        """A comment of the old kind (a note in today's Excel) on a cell of a sheet without comments."""
        info = self._file().tables[tables()[table].name]
        line, col = self.row(table, row), self.col(table, column)
        cell, part, found = _address(line, col), self._sheet_part(info.sheet), parts(self.data)
        found["xl/comments1.xml"] = (
            f'{HEAD}<comments xmlns="{MAIN}"><authors><author>{author}</author></authors><commentList>'
            f'<comment ref="{cell}" authorId="0"><text><r><t xml:space="preserve">{escape(text)}</t></r></text></comment></commentList></comments>'
        )
        found["xl/drawings/vmlDrawing1.vml"] = _box(line - 1, col - 1)
        rels = _rels_name(part)
        found[rels] = _linked(str(found[rels]), "rIdUserVml", "vmlDrawing", "../drawings/vmlDrawing1.vml")
        found[rels] = _linked(str(found[rels]), "rIdUserNote", "comments", "../comments1.xml")
        found[part] = str(found[part]).replace(
            "<tableParts", '<legacyDrawing r:id="rIdUserVml"/><tableParts', 1
        )
        types = str(found[TYPES]).replace(
            '<Default Extension="xml"',
            '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Default Extension="xml"',
            1,
        )
        found[TYPES] = _typed(types, "xl/comments1.xml", "spreadsheetml.comments")
        self.data = packed(found)
        self.made.append(
            {"kind": "comment", "sheet": info.sheet, "table": table, "row": row, "column": column, "cell": cell, "author": author, "text": text}
        )  # fmt: skip

    def sheet_column(self, table: str, column: str, attributes: str) -> None:
        """Width or hiding of the sheet column of a table column: ``hidden="1"``, ``width="41.5"``."""
        info, col = self._file().tables[tables()[table].name], self.col(table, column)
        found, part = parts(self.data), self._sheet_part(info.sheet)
        name, _, value = attributes.partition("=")
        pattern = rf'<col min="{col}" max="{col}"( [^>]*?)?/>'
        match = re.search(pattern, str(found[part]))
        assert match
        kept = re.sub(rf' {name}="[^"]*"', "", match[1])
        found[part] = str(found[part]).replace(
            match[0], f'<col min="{col}" max="{col}"{kept} {attributes}/>', 1
        )
        self.data = packed(found)
        self.made.append(
            {"kind": "sheet column", "sheet": info.sheet, "table": table, "column": column, "letters": column_letters(col), name: value.strip('"')}
        )  # fmt: skip

    # ── a sheet of the user's own ───────────────────────────────────────────────────────────────────

    def sheet(self, name: str, cells: Cells, before: str = "") -> None:
        """A visible sheet, before another or at the end; formulas come with the value they show."""
        found = parts(self.data)
        number = sum(part.startswith("xl/worksheets/sheet") for part in found) + 1
        part, link = f"xl/worksheets/sheet{number}.xml", "rIdUserSheet"
        found[part] = (
            f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{R}"><dimension ref="A1"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
            '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="28.7109375" customWidth="1"/></cols><sheetData/>'
            '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>'
        )
        found[TYPES] = _typed(str(found[TYPES]), part, "spreadsheetml.worksheet")
        rels = _rels_name(BOOK)
        found[rels] = _linked(str(found[rels]), link, "worksheet", f"worksheets/sheet{number}.xml")
        book = str(found[BOOK])
        names = re.findall(r'<sheet name="([^"]*)"', book)
        at = names.index(escape(before)) if before else len(names)
        book = re.sub(
            r'localSheetId="(\d+)"', lambda m: f'localSheetId="{int(m[1]) + (int(m[1]) >= at)}"', book
        )
        entry = f'<sheet name="{escape(name)}" sheetId="{number}" r:id="{link}"/>'
        place = book.index(f'<sheet name="{escape(before)}"') if before else book.index("</sheets>")
        found[BOOK] = book[:place] + entry + book[place:]
        self.data = packed(found)
        self._write(name, cells)
        listed = {
            _address(*spot): {"formula": value.text, "shows": value.value} if isinstance(value, Formula) else value
            for spot, value in cells.items()
        }  # fmt: skip
        self.made.append({"kind": "sheet", "sheet": name, "before": before or None, "cells": listed})

    def chart(
        self, sheet: str, title: str, first: int, last: int, labels: Sequence[str], values: Sequence[float]
    ) -> None:
        """Columns drawn from A (names) and B (figures) of rows of the user's own sheet."""
        found, part = parts(self.data), self._sheet_part(sheet)
        drawings = sum(bool(re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)) for name in found) + 1
        charts = sum(name.startswith("xl/charts/chart") for name in found) + 1
        areas = [f"{quote_sheet(sheet)}!${letter}${first}:${letter}${last}" for letter in "AB"]
        chart, drawing = f"xl/charts/chart{charts}.xml", f"xl/drawings/drawing{drawings}.xml"
        found[chart] = _chart(title, areas, labels, values)
        found[drawing] = _anchor(title)
        found[_rels_name(drawing)] = _linked("", "rId1", "chart", f"../charts/chart{charts}.xml")
        found[_rels_name(part)] = _linked("", "rId1", "drawing", f"../drawings/drawing{drawings}.xml")
        found[part] = str(found[part]).replace("</worksheet>", '<drawing r:id="rId1"/></worksheet>')
        types = _typed(str(found[TYPES]), chart, "drawingml.chart")
        found[TYPES] = _typed(types, drawing, "drawing")
        self.data = packed(found)
        self.made.append(
            {"kind": "chart", "sheet": sheet, "title": title, "names": areas[0], "figures": areas[1]}
        )

    def name(self, name: str, refers_to: str) -> None:
        """A name of the user's own for a cell."""
        found = parts(self.data)
        found[BOOK] = str(found[BOOK]).replace(
            "</definedNames>", f'<definedName name="{name}">{escape(refers_to)}</definedName></definedNames>'
        )
        self.data = packed(found)
        self.made.append({"kind": "name", "name": name, "refers to": refers_to})

    # ── where things stand ──────────────────────────────────────────────────────────────────────────

    def row(self, table: str, row: str) -> int:
        """Sheet row of the table row whose identity starts so."""
        file = self._file()
        info, col = file.tables[tables()[table].name], self.col(table, tables()[table].identity[0])
        lines = file.rows(info.sheet)
        return next(
            line for line in range(info.first_row, info.last_row + 1) if lines[line - 1][col - 1] == row
        )

    def col(self, table: str, column: str) -> int:
        """Sheet column of a table column."""
        info = self._file().tables[tables()[table].name]
        return info.first_col + info.columns.index(BookNames(self.lang, self.unit).header(table, column))

    def _file(self) -> XlsxFile:
        return XlsxFile.from_bytes(self.data)

    def _write(self, sheet: str, cells: Cells) -> None:
        file = self._file()
        file.set_cells(sheet, cells)
        self.data = file.to_bytes()

    def _sheet_part(self, sheet: str) -> str:
        found = parts(self.data)
        link = re.search(rf'<sheet name="{re.escape(escape(sheet))}"[^>]* r:id="([^"]*)"', str(found[BOOK]))
        assert link, sheet
        target = re.search(rf'Id="{link[1]}"[^>]*Target="([^"]*)"', str(found[_rels_name(BOOK)]))
        assert target, sheet
        return f"xl/{target[1]}"


def _address(row: int, col: int) -> str:
    return f"{column_letters(col)}{row}"


def _rels_name(part: str) -> str:
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels"


def _linked(rels: str, ident: str, kind: str, target: str) -> str:
    rels = rels or f'{HEAD}<Relationships xmlns="{PACKAGE}"></Relationships>'
    return rels.replace(
        "</Relationships>",
        f'<Relationship Id="{ident}" Type="{R}/{kind}" Target="{target}"/></Relationships>',
    )


def _typed(types: str, part: str, kind: str) -> str:
    entry = f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
    return types.replace("</Types>", f"{entry}</Types>")


def _appended(styles: str, group: str, item: str) -> tuple[str, int]:
    """The style sheet with one more item of a group, and the item's number."""
    found = re.search(rf'<{group} count="(\d+)"', styles)
    assert found, group
    count = int(found[1])
    styles = styles.replace(found[0], f'<{group} count="{count + 1}"', 1)
    return styles.replace(f"</{group}>", f"{item}</{group}>", 1), count


def _box(row: int, col: int) -> str:
    """The drawing that shows a comment."""
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
        '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        '<v:shape id="_x0000_s1025" type="#_x0000_t202" style="position:absolute;margin-left:240pt;margin-top:60pt;width:128pt;height:64pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{col + 1}, 15, {max(row - 1, 0)}, 10, {col + 3}, 31, {row + 3}, 9</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData>'
        "</v:shape></xml>"
    )


def _anchor(title: str) -> str:
    spots = "".join(
        f"<xdr:{end}><xdr:col>{col}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{end}>"
        for end, col, row in (("from", 3, 2), ("to", 10, 17))
    )
    return (
        f'{HEAD}<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main"><xdr:twoCellAnchor>{spots}'
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="{escape(title)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{DRAWING}/chart"><c:chart xmlns:c="{DRAWING}/chart" xmlns:r="{R}" r:id="rId1"/></a:graphicData>'
        "</a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    )


def _chart(title: str, areas: Sequence[str], labels: Sequence[str], values: Sequence[float]) -> str:
    caches = [
        "".join(f'<c:pt idx="{at}"><c:v>{escape(str(item))}</c:v></c:pt>' for at, item in enumerate(items))
        for items in (labels, values)
    ]
    count = f'<c:ptCount val="{len(values)}"/>'
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main" xmlns:r="{R}"><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/>'
        f'<a:p><a:r><a:rPr lang="en-US"/><a:t>{escape(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
        '<c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/><c:invertIfNegative val="0"/>'
        f"<c:cat><c:strRef><c:f>{escape(areas[0])}</c:f><c:strCache>{count}{caches[0]}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{escape(areas[1])}</c:f><c:numCache><c:formatCode>General</c:formatCode>{count}{caches[1]}</c:numCache></c:numRef></c:val>"
        '</c:ser><c:gapWidth val="80"/><c:axId val="70010001"/><c:axId val="70010002"/></c:barChart>'
        '<c:catAx><c:axId val="70010001"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="70010002"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        '<c:valAx><c:axId val="70010002"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines/><c:numFmt formatCode="General" sourceLinked="1"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="70010001"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
        '</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )
