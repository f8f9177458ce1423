"""Every rule of the repair lint finds the fault it is there for, and finds nothing in a book that is well built."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workbook.rich_book import parts, zipped
from tests.workbook.xlsx_lint import lint

FEWEST = 60
BOOK, PAGE, OTHER, TABLE, SECOND = (
    "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/tables/table1.xml", "xl/tables/table2.xml",
)  # fmt: skip
STYLES, DRAWN, CHART, TYPES = (
    "xl/styles.xml",
    "xl/drawings/drawing1.xml",
    "xl/charts/chart1.xml",
    "[Content_Types].xml",
)
LINKS, PAGE_LINKS, NOTES, BOXES = (
    "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
)  # fmt: skip
CORE, CHAIN, TEXTS = "docProps/core.xml", "xl/calcChain.xml", "xl/sharedStrings.xml"
LONG = "x" * 300
NAME = '<definedName name="total">'
SHEET2 = '<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="Other" sheetId="2" state="visible" r:id="rId2"/>'
DOUBLE = "<f>tblA[[#This Row],[amount]]*2</f>"
SECOND_SELECTION = '<selection pane="bottomLeft"/>'

# A fault by the rule that must find it: the part, what stands there, what stands there instead.
FAULTS: dict[str, tuple[str, str, str]] = {
    # the package
    "malformed xml": (TABLE, "</table>", ""),
    "no content type": (TYPES, 'Extension="vml"', 'Extension="vmlx"'),
    "duplicate override": (TYPES, "</Types>", '<Override PartName="/xl/styles.xml" ContentType="x"/></Types>'),
    "override without part": (TYPES, "</Types>", '<Override PartName="/xl/none.xml" ContentType="x"/></Types>'),
    "duplicate relationship id": (LINKS, 'Id="rcalcChain"', 'Id="rId1"'),
    "dangling relationship": (LINKS, 'Target="calcChain.xml"', 'Target="none.xml"'),
    "id without relationship": (PAGE, 'r:id="anysvml"', 'r:id="rId99"'),
    "undeclared ignorable prefix": (PAGE, "<worksheet ", '<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '),
    "two drawings of one sheet": (PAGE_LINKS, "</Relationships>", '<Relationship Id="rIdD" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="/xl/drawings/../drawings/drawing1.xml/../../drawings/drawing1.xml"/></Relationships>'),
    "moment in the properties": (CORE, "2026-11-01T00:00:00Z", "2026-11-01"),
    "property twice": (CORE, "</cp:coreProperties>", '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">x</dc:creator></cp:coreProperties>'),
    # the book
    "workbook child order": (BOOK, "<workbookPr/>", ""),
    "sheet name": (BOOK, 'name="Other"', 'name="Ot/her"'),
    "duplicate sheet name": (BOOK, 'name="Other"', 'name="DATA"'),
    "no visible sheet": (BOOK, 'state="visible"', 'state="hidden"'),
    "active sheet hidden": (BOOK, 'sheetId="1" state="visible"', 'sheetId="1" state="hidden"'),
    "active sheet out of range": (BOOK, 'activeTab="0"', 'activeTab="2"'),
    "two sheets of one id": (BOOK, 'sheetId="2"', 'sheetId="1"'),
    "sheet id out of range": (BOOK, 'sheetId="2"', 'sheetId="70000"'),
    "sheet view without workbook view": (PAGE, 'workbookViewId="0"', 'workbookViewId="1"'),
    "empty list": (PAGE, "<pageMargins", "<rowBreaks/><pageMargins"),
    "duplicate name": (BOOK, NAME, f"<definedName name=\"Total\">'Data'!$A$1</definedName>{NAME}"),
    "bad name": (BOOK, NAME, '<definedName name="A1">'),
    "name that refers to nothing": (BOOK, "'Data'!$E$3", ""),
    "name of a sheet out of range": (BOOK, NAME, '<definedName name="total" localSheetId="7">'),
    "name too long": (BOOK, NAME, f'<definedName name="{LONG}">'),
    "name into a file that is not linked": (BOOK, "'Data'!$E$3", "[1]Data!$E$3"),
    "name that is a table's too": (BOOK, NAME, '<definedName name="tblA">'),
    "name on a sheet that is not there": (BOOK, "'Data'!$E$3", "'Gone'!$E$3"),
    "shared text too long": (TEXTS, "link", "x" * 32_768),
    "chain names a cell without formula": (CHAIN, '"C3"', '"B3"'),
    # looks
    "styles child order": (STYLES, "<fills", "<dxfs/><fills"),
    "difference format child order": (STYLES, "<dxf><font>", "<dxf><fill/><font>"),
    "two number formats of one id": (STYLES, "</numFmts>", '<numFmt numFmtId="164" formatCode="0"/></numFmts>'),
    "number format": (STYLES, "0.00&quot; x&quot;", "0.00&quot; x"),
    "number format that is not there": (STYLES, '<xf numFmtId="164"', '<xf numFmtId="200"'),
    "format part out of range": (STYLES, 'fillId="2"', 'fillId="9"'),
    "named style out of range": (STYLES, '<cellStyle name="Normal" xfId="0"', '<cellStyle name="Normal" xfId="4"'),
    "too many formats": (STYLES, "</cellXfs>", "<xf/>" * 65_431 + "</cellXfs>"),
    "style index out of range": (PAGE, 's="2"', 's="9"'),
    "format index out of range": (PAGE, 'dxfId="1"', 'dxfId="9"'),
    # cells
    "string index out of range": (PAGE, 't="s"><v>0', 't="s"><v>5'),
    "text too long": (PAGE, "<t>a</t>", f"<t>{'x' * 32_768}</t>"),
    "row order": (PAGE, '<row r="7">', '<row r="4">'),
    "cell place": (PAGE, '<c r="B2"', '<c r="B3"'),
    "cell type": (PAGE, '<c r="B2" t="n"', '<c r="B2" t="x"'),
    "number that is none": (PAGE, "<v>7.5</v>", "<v>inf</v>"),
    "truth that is none": (PAGE, 't="b"><v>1', 't="b"><v>TRUE'),
    "error that is none": (PAGE, "<v>#N/A</v>", "<v>#WRONG!</v>"),
    "result too long": (PAGE, f'<c r="C2">{DOUBLE}<v></v>', f'<c r="C2" t="str">{DOUBLE}<v>{"x" * 32_768}</v>'),
    "columns overlap": (PAGE, 'min="2" max="2"', 'min="1" max="2"'),
    "column width": (PAGE, 'width="20"', 'width="300"'),
    "row height": (PAGE, 'ht="20"', 'ht="500"'),
    "no default row height": (PAGE, ' defaultRowHeight="15"', ""),
    "worksheet child order": (PAGE, "<mergeCells", "<pageMargins/><mergeCells"),
    # formulas
    "shared formula without master": (PAGE, DOUBLE, '<f t="shared" si="3"/>'),
    "missing _xlfn": (PAGE, DOUBLE, "<f>XLOOKUP(1,A1:A2,A1:A2)</f>"),
    "formula with =": (PAGE, DOUBLE, "<f>=1+1</f>"),
    "formula without text": (PAGE, DOUBLE, "<f/>"),
    "array formula without range": (PAGE, DOUBLE, '<f t="array">1+1</f>'),
    "formula too long": (PAGE, DOUBLE, f"<f>{'1+' * 4_100}1</f>"),
    "formula that does not close": (PAGE, DOUBLE, "<f>SUM(1,2</f>"),
    "formula with semicolons": (PAGE, DOUBLE, "<f>SUM(1;2)</f>"),
    "formula spelt as on screen": (PAGE, DOUBLE, "<f>tblA[@amount]*2</f>"),
    "formula of a table that is not there": (PAGE, DOUBLE, "<f>SUM(tblX[amount])</f>"),
    "formula on a sheet that is not there": (OTHER, "'Data'!E3", "'Gone'!E3"),
    # ranges and rules
    "overlapping merges": (PAGE, "G7:H7", "H5:I5"),
    "wrong count": (PAGE, 'mergeCells count="2"', 'mergeCells count="3"'),
    "bad range": (PAGE, 'ref="G7:H7"', 'ref="H7:G7"'),
    "list validation too long": (PAGE, '"a,b"', '"' + LONG + '"'),
    "validation type": (PAGE, 'type="list"', 'type="lists"'),
    "validation without formula": (PAGE, '<formula1>"a,b"</formula1>', ""),
    "validation message too long": (PAGE, 'error="no"', f'error="{LONG}"'),
    "validation title too long": (PAGE, 'promptTitle="t"', f'promptTitle="{"t" * 33}"'),
    "condition without range": (PAGE, 'conditionalFormatting sqref="E3"', "conditionalFormatting"),
    "condition type": (PAGE, 'type="expression"', 'type="expr"'),
    "condition priority": (PAGE, 'priority="2"', 'priority="0"'),
    "condition without formula": (PAGE, "<formula>1</formula>", ""),
    "condition without operator": (PAGE, ' operator="greaterThan"', ""),
    "colour scale": (PAGE, '<cfvo type="max"/>', ""),
    "link to nowhere": (PAGE, ' ref="G1" r:id="rId1"', ' ref="G1"'),
    "link too long": (PAGE, ' ref="G1" r:id', f' ref="G1" tooltip="{LONG}" r:id'),
    "too many links": (PAGE, "</hyperlinks>", '<hyperlink ref="G1" location="x"/>' * 65_530 + "</hyperlinks>"),
    # pages and views
    "print scale": (PAGE, "<headerFooter>", '<pageSetup scale="5"/><headerFooter>'),
    "header or footer too long": (PAGE, "&amp;Cpage", f"&amp;C{LONG}"),
    "page margins": (PAGE, ' header="0.5"', ""),
    "frozen pane that splits nothing": (PAGE, ' xSplit="1" ySplit="1"', ""),
    "selection of no pane": (PAGE, ' xSplit="1"', ""),
    "two selections of one pane": (PAGE, SECOND_SELECTION, SECOND_SELECTION * 2),
    "zoom": (PAGE, "<sheetView ", '<sheetView zoomScale="500" '),
    "corner of the pane": (PAGE, 'topLeftCell="B2"', 'topLeftCell="B"'),
    "active cell": (PAGE, 'activeCell="A1"', 'activeCell="A0"'),
    # tables
    "count of tables": (PAGE, 'tableParts count="1"', 'tableParts count="2"'),
    "duplicate table id": (SECOND, 'id="2"', 'id="1"'),
    "duplicate table name": (SECOND, 'displayName="tblB"', 'displayName="tblA"'),
    "table name": (TABLE, 'displayName="tblA"', 'displayName="test/broken"'),
    "table column count": (TABLE, 'ref="A1:C3" header', 'ref="A1:D3" header'),
    "duplicate table column": (TABLE, 'name="amount"', 'name="NAME"'),
    "two columns of one id": (TABLE, 'tableColumn id="2"', 'tableColumn id="1"'),
    "count of columns": (TABLE, 'tableColumns count="3"', 'tableColumns count="4"'),
    "column name": (TABLE, 'name="amount"', 'name=""'),
    "column format out of range": (TABLE, '<tableColumn id="2"', '<tableColumn dataDxfId="9" id="2"'),
    "column formula": (TABLE, "<calculatedColumnFormula>", "<calculatedColumnFormula>="),
    "overlapping tables": (PAGE_LINKS, "", ""),
    "table without sheet": (PAGE_LINKS, "", ""),
    "table filter range": (TABLE, 'autoFilter ref="A1:C3"', 'autoFilter ref="A1:B3"'),
    "filter of a table without headers": (TABLE, 'headerRowCount="1"', 'headerRowCount="0"'),
    "filter of no column": (TABLE, '<autoFilter ref="A1:C3"/>', '<autoFilter ref="A1:C3"><filterColumn colId="9"/></autoFilter>'),
    "table child order": (TABLE, "</tableColumns>", '</tableColumns><sortState ref="A1"/>'),
    "table without body": (TABLE, 'ref="A1:C3"', 'ref="A1:C1"'),
    "autofilter over table": (PAGE, "<mergeCells", '<autoFilter ref="A1:B3"/><mergeCells'),
    "merge in table": (PAGE, "G7:H7", "B2:C2"),
    "header cell is not column name": (PAGE, "<t>amount</t>", "<t>other</t>"),
    # what floats
    "two drawn things of one id": (DRAWN, 'cNvPr id="2"', 'cNvPr id="1"'),
    "drawn inside out": (DRAWN, "</from>", "</from><to><col>1</col><row>1</row></to>"),
    "drawn beside the sheet": (DRAWN, "<row>19</row>", "<row>1048576</row>"),
    "chart without its axis": (CHART, '<valAx><axId val="100"/>', '<valAx><axId val="300"/>'),
    "series child order": (CHART, '<idx val="0"/><order val="0"/>', '<order val="0"/><idx val="0"/>'),
    "two series of one number": (CHART, '<idx val="1"/>', '<idx val="0"/>'),
    "two comments on one cell": (NOTES, 'ref="E3"', 'ref="E2"'),
    "comment of nobody": (NOTES, 'authorId="0"', 'authorId="4"'),
    "two boxes of one id": (BOXES, "", ""),
}  # fmt: skip


def spoiled(part: str, old: str, new: str) -> bytes:
    given = dict(parts())
    text = given[part].decode()
    assert old in text, f"{part}: {old}"
    return zipped(
        given
        | {
            part: text.replace(old, new).encode()
            if old == 'state="visible"'
            else text.replace(old, new, 1).encode()
        }
    )


def _second_table_here() -> bytes:
    """Both tables on one sheet, over the same cells."""
    given = dict(parts())
    relation = re.search(rb"<Relationship [^>]*tables/table1\.xml[^>]*/>", given[PAGE_LINKS])
    assert relation
    other = relation[0].replace(b"table1", b"table2").replace(b'Id="', b'Id="x')
    there = "xl/worksheets/_rels/sheet2.xml.rels"
    alone = re.sub(rb"<Relationship [^>]*/>", b"", given[there])
    return zipped(
        given | {PAGE_LINKS: given[PAGE_LINKS].replace(relation[0], relation[0] + other), there: alone}
    )


def _nobodys_table() -> bytes:
    given = dict(parts())
    alone = re.sub(rb"<Relationship [^>]*tables/table1\.xml[^>]*/>", b"", given[PAGE_LINKS])
    return zipped(given | {PAGE_LINKS: alone})


def _same_boxes() -> bytes:
    given = dict(parts())
    ids = re.findall(r'(_x0000_s\d+)"', given[BOXES].decode())
    assert len(ids) == 2
    return zipped(given | {BOXES: given[BOXES].replace(ids[1].encode(), ids[0].encode())})


def _wrong_order() -> bytes:
    given = dict(parts())
    text = given[BOOK].decode().replace("<workbookPr/>", "").replace("<calcPr", "<workbookPr/><calcPr")
    return zipped(given | {BOOK: text.encode()})


def _style_before_columns() -> bytes:
    return spoiled(TABLE, "<tableColumns ", '<tableStyleInfo name="x"/><tableColumns ')


def _without_types() -> bytes:
    return zipped({name: data for name, data in parts().items() if name != TYPES})


def _two_drawings() -> bytes:
    given = dict(parts())
    relation = re.search(rb"<Relationship [^>]*drawings/drawing1\.xml[^>]*/>", given[PAGE_LINKS])
    assert relation
    other = relation[0].replace(b"drawing1.xml", b"drawing2.xml").replace(b'Id="', b'Id="x')
    types = given[TYPES].replace(
        b"</Types>", b'<Override PartName="/xl/drawings/drawing2.xml" ContentType="x"/></Types>'
    )
    return zipped(
        given
        | {
            PAGE_LINKS: given[PAGE_LINKS].replace(relation[0], relation[0] + other),
            TYPES: types,
            "xl/drawings/drawing2.xml": given[DRAWN],
        }
    )


BUILT: dict[str, Callable[[], bytes]] = {
    "overlapping tables": _second_table_here, "table without sheet": _nobodys_table, "two boxes of one id": _same_boxes,
    "workbook child order": _wrong_order, "table child order": _style_before_columns, "no content types": _without_types,
    "two drawings of one sheet": _two_drawings, "bad zip": lambda: b"no zip",
    "duplicate entry": lambda: zipped({**parts(), "xl/STYLES.xml": b"<x/>"}),
}  # fmt: skip
SPOILED = {rule: fault for rule, fault in FAULTS.items() if rule not in BUILT}


def test_a_well_built_book_has_nothing_to_repair() -> None:
    assert lint(zipped(parts())) == []


@pytest.mark.parametrize("rule", [*SPOILED, *BUILT])
def test_each_rule_finds_its_fault(rule: str) -> None:
    data = BUILT[rule]() if rule in BUILT else spoiled(*SPOILED[rule])
    assert rule in {problem for problem, _ in lint(data)}


def test_no_rule_is_without_a_fault_and_there_are_enough() -> None:
    rules = set()
    for name in ("xlsx_lint.py", "repair_rules.py"):
        text = (Path(__file__).parent / name).read_text(encoding="utf-8")
        rules |= set(re.findall(r'(?:yield |yield from \(\(|append\(\(|return \[\()"([^"]+)"', text))
    assert rules - {*SPOILED, *BUILT} == {"bad crc"}, "a zip library writes no wrong check sum"
    assert len(rules) >= FEWEST
