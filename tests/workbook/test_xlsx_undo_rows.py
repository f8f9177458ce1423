"""Rows that a command took away come back as they were: look, height, place, and everything that pointed at them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsx_lint import lint

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.port import CellWrite, ColumnWrite, RowRestore, TableWrite, Writes
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.xmltext import attributes
from salesplan_xl.errors import WorkbookError

STASH = "_undo"
WIDTH = 6  # four columns of the table, one gap, one note of the user's beside it


@dataclass(frozen=True)
class Row:
    """A body row of a test book: a colour for each cell, a height, and whether a filter hides it."""

    colours: tuple[int, ...]
    height: float | None = None
    coloured: bool = False
    hidden: bool = False
    formula: str = ""


def rows_of_books() -> st.SearchStrategy[Row]:
    return st.builds(
        Row,
        st.tuples(*[st.integers(0, 4)] * WIDTH),
        st.sampled_from([None, 18.0, 33.0]),
        st.booleans(),
        st.booleans(),
        st.sampled_from(
            ["", "=B{0}*2", "=SUM($A{0}:$B{0})&F{0}", "=SUM(B$3:B{0})", "=tblA[[#This Row],[b]]+1"]
        ),
    )


@dataclass(frozen=True)
class Change:
    """Two tables of one sheet, and what a command does to them."""

    bodies: tuple[tuple[Row, ...], tuple[Row, ...]]
    keeps: tuple[tuple[int, ...], tuple[int, ...]]
    added: tuple[int, int]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    bodies = tuple(tuple(draw(st.lists(rows_of_books(), min_size=1, max_size=6))) for _ in range(2))
    keeps = tuple(tuple(sorted(draw(st.sets(st.sampled_from(range(len(body))))))) for body in bodies)
    return Change(bodies, keeps, draw(st.tuples(st.integers(0, 3), st.integers(0, 3))))  # type: ignore[arg-type]


def book_of(change: Change) -> bytes:
    """tblA from row 4 on, things that follow it, tblB below, a chart and names of both, and the stash sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet, other = book.add_worksheet("客户"), book.add_worksheet("O'x")
        book.add_worksheet(STASH).very_hidden()
        colours = [None, *(book.add_format({"bg_color": c}) for c in ("#DDEEFF", "#FFEEDD", "#EEFFDD"))]
        colours.append(book.add_format({"num_format": "0.00", "text_wrap": True}))
        top = 4
        for name, body in zip(("tblA", "tblB"), change.bodies, strict=True):
            last = top + len(body) - 1
            headers = [{"header": h} for h in "abcd"]
            sheet.add_table(top - 2, 0, last - 1, 3, {"name": name, "columns": headers})
            for at, row in enumerate(body):
                _write_row(sheet, top + at, row, colours, f"{name}{at}")
            area = f"$B${top}:$B${last}"
            sheet.write_formula(last + 1, 1, f"=SUM({area.replace('$', '')})", None, 0)
            sheet.merge_range(last + 2, 0, last + 2, 1, "merged")
            sheet.set_row(last + 1, 40)
            sheet.conditional_format(
                top - 1, 1, last - 1, 1, {"type": "formula", "criteria": f"=$B{top}>1", "format": colours[1]}
            )
            sheet.conditional_format(top - 1, 2, last - 1, 2, {"type": "data_bar", "data_bar_2010": True})
            sheet.data_validation(
                top - 1, 1, last - 1, 1, {"validate": "decimal", "criteria": ">", "value": 0}
            )
            other.write_formula(top, 0, f"=SUM('客户'!{area})", None, 0)
            book.define_name(f"all_{name}", f"='客户'!{area}")
            book.define_name(f"below_{name}", f"='客户'!$B${last + 2}")
            chart = book.add_chart({"type": "column"})
            chart.add_series({"name": f"='客户'!$B${top - 1}", "values": f"='客户'!{area}"})
            other.insert_chart(top, 3, chart)
            top = last + 6
        sheet.insert_chart(top, 2, _last_chart(book))
        sheet.print_area(0, 0, top, 5)
    return out.getvalue()


def _last_chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "='O''x'!$A$1:$A$9"})
    return chart


def _write_row(sheet: object, row: int, row_format: Row, colours: list[object], text: str) -> None:
    whole = colours[3] if row_format.coloured else None
    sheet.set_row(row - 1, row_format.height, whole, {"hidden": row_format.hidden})  # type: ignore[attr-defined]
    contents = [text, row, row_format.formula.format(row), True, None, f"note {row}"]
    for at, (content, colour) in enumerate(zip(contents, row_format.colours, strict=True)):
        if at == 2 and content:
            sheet.write_formula(row - 1, at, content, colours[colour], 7)  # type: ignore[attr-defined]
        else:
            sheet.write(row - 1, at, content or None, colours[colour])  # type: ignore[attr-defined]


TABLES = ("tblA", "tblB")


def done(port: FilePort, change: Change) -> FilePort:
    """The book after the command: looks stashed from row 1 on, one table after the other."""
    writes, next_row = [], 1
    for name, body, keep, added in zip(TABLES, change.bodies, change.keeps, change.added, strict=True):
        total = len(keep) + added
        changed = [at >= len(keep) for at in range(total)]
        columns = (ColumnWrite(0, ["new"] * total, _mask(changed)),) if added else ()
        writes.append(TableWrite(name, keep, added, columns, stash_row=next_row))
        next_row += len(body) - len(keep)
    port.apply(Writes(tuple(writes), stash_sheet=STASH))
    return port.refreshed()


def _mask(values: list[bool]) -> npt.NDArray[np.bool_]:
    return np.array(values, dtype=bool)


def undone(port: FilePort, change: Change, before: FilePort) -> FilePort:
    """The reverse: added rows go, removed ones come back with their looks, contents are written again."""
    tables, restores, cells, next_row = [], [], [], 1
    for name, body, keep in zip(TABLES, change.bodies, change.keeps, strict=True):
        gone = tuple(row for row in range(len(body)) if row not in keep)
        tables.append(TableWrite(name, range(len(keep)), 0, ()))
        restores.append(RowRestore(name, gone, tuple(range(next_row, next_row + len(gone)))))
        next_row += len(gone)
        first = before.tables()[name].first_row
        cells += [cell for row in gone for cell in contents(before, "客户", first + row)]
    cleared = ((1, next_row - 1),) if next_row > 1 else ()
    port.apply(
        Writes(tuple(tables), tuple(cells), restore=tuple(restores), stash_sheet=STASH, clear_stash=cleared)
    )
    return port.refreshed()


def contents(port: FilePort, sheet: str, row: int) -> list[CellWrite]:
    """What a snapshot remembers of a row."""
    values, formulas = port.block(sheet, row, 1, 1, WIDTH)[0], port.formulas(sheet, row, 1, 1, WIDTH)
    return [
        CellWrite(sheet, row, at + 1, None if value in ("", None) else value, formula=formulas.get((0, at)))  # type: ignore[arg-type]
        for at, value in enumerate(values)
    ]


def model(data: bytes) -> dict[str, object]:
    """All that a program can see of a book: cells with styles, rows, ranges, names, tables and charts."""
    file, archive = XlsxFile.from_bytes(data), zipfile.ZipFile(io.BytesIO(data))
    out: dict[str, object] = {}
    for sheet in file.sheets:
        xml = file.get(sheet.name)
        out[sheet.name] = (_cells(file, sheet.name, xml), _row_formats(xml), xml.tail)
    for name in archive.namelist():
        if name.startswith(("xl/tables/", "xl/drawings/", "xl/workbook.xml", "xl/charts/")):
            out[name] = archive.read(name).decode()
    return out


def _cells(file: XlsxFile, sheet: str, xml: SheetXml) -> dict[object, object]:
    values, formulas = file.rows(sheet), file.formulas(sheet, 1, 1 << 20, 1, 99)
    found = {}
    for number in xml.numbers:
        for cell in xml.cells(xml.row_xml(number) or ""):
            row = values[number - 1] if number <= len(values) else []
            value = row[cell.col - 1] if cell.col <= len(row) else ""
            found[number, cell.col] = (value, formulas.get((number, cell.col)), cell.style or "0")
    return found


def _row_formats(xml: SheetXml) -> dict[int, object]:
    found = {}
    for number in xml.numbers:
        given = attributes(xml.row_tag(xml.row_xml(number) or ""))
        found[number] = {k: v for k, v in given.items() if k not in ("r", "spans") and ":" not in k}
    return {number: row_format for number, row_format in found.items() if row_format}


def shown(data: bytes) -> dict[object, object]:
    """Cells, looks and heights as another program reads them."""
    out: dict[object, object] = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            for c in row:
                if c.value is not None or c.has_style:
                    row_format = (c.fill.fgColor.rgb, c.number_format, c.alignment.wrap_text)
                    out[sheet.title, c.coordinate] = (c.value, row_format)
        out |= {(sheet.title, n): (d.height, d.hidden) for n, d in sheet.row_dimensions.items() if d.height}
    return out


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(changes())
def test_a_change_and_its_reverse_give_the_same_book(change: Change) -> None:
    data = book_of(change)
    before = port_of(data)
    after = done(port_of(data), change)
    assert lint(after.to_bytes()) == []
    back = undone(after, change, before).to_bytes()
    assert lint(back) == []
    assert model(back) == model(normal(data))
    assert shown(back) == shown(data)


def port_of(data: bytes) -> FilePort:
    return FilePort(XlsxFile.from_bytes(data), "book.xlsx")


def normal(data: bytes) -> bytes:
    """The book written once by us, so that charts carry the numbers of their cells."""
    port = port_of(data)
    port.apply(Writes(cells=(CellWrite("客户", 200, 1, None), CellWrite("O'x", 200, 1, None))))
    return port.to_bytes()


PLAIN_ROW, RED_ROW = Row((0,) * WIDTH), Row((1, 2, 3, 4, 0, 1), 33.0)
SMALL = Change(((PLAIN_ROW, RED_ROW, PLAIN_ROW), (RED_ROW,)), ((0, 2), (0,)), (0, 0))


@lru_cache(maxsize=1)
def small() -> bytes:
    return book_of(SMALL)


def styles(data: bytes, row: int, sheet: str = "客户") -> list[object]:
    found = openpyxl.load_workbook(io.BytesIO(data))[sheet]
    return [found.cell(row, col).fill.fgColor.rgb for col in range(1, WIDTH + 1)]


def test_all_rows_go_and_the_blank_row_in_their_place_goes_when_they_return() -> None:
    change = Change((SMALL.bodies[0], SMALL.bodies[1]), ((), ()), (0, 0))
    emptied = done(port_of(small()), change)
    assert emptied.tables()["tblA"].rows == 1
    back = undone(emptied, change, port_of(small())).to_bytes()
    assert model(back) == model(normal(small()))


def test_looks_survive_a_program_that_numbers_styles_anew() -> None:
    saved = openpyxl.load_workbook(io.BytesIO(done(port_of(small()), SMALL).to_bytes()))
    for number in range(5):
        saved["客户"].cell(90 + number, 1).fill = openpyxl.styles.PatternFill("solid", f"11223{number}")
    saved.move_sheet("客户", 1)
    out = io.BytesIO()
    saved.save(out)
    back = undone(port_of(out.getvalue()), SMALL, port_of(small())).to_bytes()
    extra = {("客户", f"A{row}") for row in range(91, 97)}  # moved down with the row that came back
    assert {k: v for k, v in shown(back).items() if k not in extra} == shown(small())
    assert styles(back, 5) == styles(small(), 5)


def test_every_stashed_row_holds_a_mark_because_libreoffice_drops_blank_ones() -> None:
    stashed = openpyxl.load_workbook(io.BytesIO(done(port_of(small()), SMALL).to_bytes()))[STASH]
    assert [cell.value for cell in stashed[1]] == [None] * (WIDTH - 1) + [1]


def test_stashed_looks_go_without_moving_the_others() -> None:
    port = port_of(small())
    row_formats = {row: port._file.row_formats("客户", [5])[0] for row in (3, 4, 5)}
    port._file.set_row_formats(STASH, row_formats)
    port = port.refreshed()
    port.apply(Writes(stash_sheet=STASH, clear_stash=((3, 3), (5, 9))))
    data = port.to_bytes()
    assert lint(data) == []
    assert XlsxFile.from_bytes(data).get(STASH).numbers == [4]
    assert styles(data, 4, STASH) == styles(small(), 5)


def test_what_is_stashed_now_outlives_what_is_cleared() -> None:
    port = port_of(small())
    port.apply(
        Writes((TableWrite("tblA", (0, 2), 0, (), stash_row=2),), stash_sheet=STASH, clear_stash=((1, 9),))
    )
    data = port.to_bytes()
    assert XlsxFile.from_bytes(data).get(STASH).numbers == [2]
    assert openpyxl.load_workbook(io.BytesIO(data))[STASH].row_dimensions[2].height == 33


def test_rows_come_back_alone_and_columns_count_them() -> None:
    change = Change(SMALL.bodies, ((0,), (0,)), (0, 0))
    port = done(port_of(small()), change)
    column = ColumnWrite(0, ["x", "y", "z"], _mask([False, True, True]), only_changed=True)  # type: ignore[arg-type]
    write = TableWrite("tblA", (0,), 0, (column,))
    port.apply(Writes((write,), restore=(RowRestore("tblA", (0, 2), (1, 2)),), stash_sheet=STASH))
    file = XlsxFile.from_bytes(port.to_bytes())
    assert [row[0] for row in file.rows("客户")[3:6]] == ["", "y", "z"]
    port = done(port_of(small()), change)
    port.apply(Writes(restore=(RowRestore("tblA", (1,), (2,)),), stash_sheet=STASH))
    assert port.refreshed().tables()["tblA"].rows == 2


def test_a_restored_row_keeps_its_height_and_a_rewritten_one_is_fitted() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet, wrap = book.add_worksheet("S"), book.add_format({"text_wrap": True})
        book.add_worksheet(STASH)
        sheet.set_column("A:A", 20)
        sheet.add_table("A1:A3", {"name": "tblA", "columns": [{"header": "a"}]})
        sheet.write("A2", "short", wrap)
        sheet.write("A3", "short", wrap)
    long = "字" * 30
    port = port_of(out.getvalue())
    port.apply(Writes(cells=(CellWrite("S", 2, 1, long), CellWrite("S", 3, 1, long))))
    assert heights(port) == {2: 48.0, 3: 48.0}
    port = port.refreshed()
    port.apply(Writes((TableWrite("tblA", (1,), 0, (), stash_row=7),), stash_sheet=STASH))
    port = port.refreshed()
    cells = (CellWrite("S", 2, 1, "short"), CellWrite("S", 3, 1, "short"))
    port.apply(Writes(cells=cells, restore=(RowRestore("tblA", (0,), (7,)),), stash_sheet=STASH))
    assert heights(port) == {2: 48.0, 3: None}


def heights(port: FilePort) -> dict[int, float | None]:
    sheet = openpyxl.load_workbook(io.BytesIO(port.to_bytes()))["S"]
    return {row: sheet.row_dimensions[row].height for row in (2, 3)}


def test_formulas_are_read_and_written_as_excel_shows_them() -> None:
    port = port_of(small())
    cells = (
        CellWrite("客户", 5, 3, 8.0, formula='=B5*2&"<"'),
        CellWrite("客户", 6, 3, 9.0, formula="{=SUM(B4:B6*2)}"),
        CellWrite("客户", 4, 3, "a", formula="={1,2}"),
    )
    port.apply(Writes(cells=cells))
    again = port.refreshed()
    assert lint(again.to_bytes()) == []
    assert again.formulas("客户", 4, 3, 3, 1) == {
        (0, 0): "={1,2}", (1, 0): '=B5*2&"<"', (2, 0): "{=SUM(B4:B6*2)}",
    }  # fmt: skip
    assert again.formula_cells("tblA") == {(0, 2), (1, 2), (2, 2)}
    assert again.block("客户", 4, 3, 3, 1) == [["a"], [8.0], [9.0]]
    assert openpyxl.load_workbook(io.BytesIO(again.to_bytes()))["客户"]["C6"].value.ref == "C6"
    assert not again.recalculates and again.formulas("客户", 1, 1, 0, 0) == {}


@pytest.mark.parametrize(
    ("shown", "stored"),
    [
        ("1+1", "1+1"),
        ("[@b]*2", "tblA[[#This Row],[b]]*2"),
        ("SUM([@[a]:[c]])/SUM([b])", "SUM(tblA[[#This Row],[a]:[c]])/SUM(tblA[b])"),
        ("tblX[@b]&tblA[[#This Row],[b]]", "tblX[[#This Row],[b]]&tblA[[#This Row],[b]]"),
        ("COUNTA([@])", "COUNTA(tblA[#This Row])"),
        ('[@[x\']y]]&"[@b] IFS("', 'tblA[[#This Row],[x\']y]]&"[@b] IFS("'),
        ("[Other.xlsx]Sheet1!A1+'[Other.xlsx]S 1'!A1", "[Other.xlsx]Sheet1!A1+'[Other.xlsx]S 1'!A1"),
        ("xlookup(1,A1:A2,B1:B2)+_xlfn.IFS(1,2)", "_xlfn.XLOOKUP(1,A1:A2,B1:B2)+_xlfn.IFS(1,2)"),
        ("SUM(FILTER(A1:A2,A1:A2>0))", "SUM(_xlfn._xlws.FILTER(A1:A2,A1:A2>0))"),
        ('[@[Days(x)]]&"DAYS("', 'tblA[[#This Row],[Days(x)]]&"DAYS("'),
        ("MYIFS(1)+SUMIFS(A:A,B:B,1)", "MYIFS(1)+SUMIFS(A:A,B:B,1)"),
        ("[@b", "[@b"),
    ],
)
def test_what_excel_leaves_unsaid_is_spelt_out_in_the_file(shown: str, stored: str) -> None:
    port = port_of(small())
    port.apply(Writes(cells=(CellWrite("客户", 5, 3, 1.0, formula=f"={shown}"),)))
    assert port.refreshed().formulas("客户", 5, 3, 1, 1) == {(0, 0): f"={stored}"}


def test_sheets_shown_by_a_command_are_hidden_again() -> None:
    port = port_of(small())
    assert (
        Writes(hide=("O'x",)) and Writes(clear_stash=((1, 1),)) and Writes(restore=(RowRestore("t", (), ()),))
    )
    port.apply(Writes(hide=("O'x",)))
    port = port.refreshed()
    assert port.hidden_sheets() == {"O'x"}
    port.apply(Writes(show=("O'x",)))
    assert port.refreshed().hidden_sheets() == frozenset()


def grid_book(cells: dict[str, str]) -> bytes:
    """tblA at A1:C2 with a single body row and formulas."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("S")
        sheet.add_table("A1:C2", {"name": "tblA", "columns": [{"header": h} for h in "abc"]})
        for place, formula in cells.items():
            sheet.write_formula(place, formula, None, 1)
        sheet.write_url("A2", "https://example.org/")
        sheet.write_array_formula("B2:B2", "{=SUM(C2:C2)}", None, 1)
    return out.getvalue()


def test_what_a_row_says_about_itself_does_not_grow_with_the_table() -> None:
    book = XlsxFile.from_bytes(
        grid_book({"C2": "=SUM(A2:B2)+SUM(A$1:A2)+SUM($A$2:$A$2)", "E9": "=SUM(C2:C2)"})
    )
    book.resize_table("tblA", [0], 3)
    file = XlsxFile.from_bytes(book.to_bytes())
    assert file.formulas("S", 2, 99, 1, 9) == {
        (2, 2): "{=SUM(C2:C2)}",
        (2, 3): "SUM(A2:B2)+SUM(A$1:A2)+SUM($A$2:$A$5)",
        (12, 5): "SUM(C2:C5)",
    }
    sheet = openpyxl.load_workbook(io.BytesIO(book.to_bytes()))["S"]
    assert [row for row in range(2, 6) if sheet.cell(row, 1).hyperlink] == [2]
    assert sheet["B2"].value.ref == "B2"


def test_rows_do_not_come_back_into_a_table_beside() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("S")
        made.add_worksheet(STASH)
        sheet.add_table("A1:A9", {"name": "tblA", "columns": [{"header": "a"}]})
        sheet.add_table("D1:D4", {"name": "tblB", "columns": [{"header": "b"}]})
    for rows in ((0,), (1, 5), (2,)):
        port = port_of(out.getvalue())
        with pytest.raises(WorkbookError) as caught:
            port.apply(Writes(restore=(RowRestore("tblA", rows, rows_of_stash(rows)),), stash_sheet=STASH))
        assert caught.value.code == "SP-312"
    port.apply(Writes(restore=(RowRestore("tblA", (3, 9), (1, 2)),), stash_sheet=STASH))
    assert dict(openpyxl.load_workbook(io.BytesIO(port.to_bytes()))["S"].tables.items()) == {
        "tblA": "A1:A11", "tblB": "D1:D4",
    }  # fmt: skip


def rows_of_stash(rows: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(range(1, len(rows) + 1))


@pytest.mark.parametrize("rows", [(9,), (0, 9), (-1,)])
def test_impossible_places_are_a_fault_of_the_caller(rows: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="restored"):
        port_of(small()).apply(
            Writes(restore=(RowRestore("tblA", rows, rows_of_stash(rows)),), stash_sheet=STASH)
        )


def test_a_sheet_with_prefixed_names_takes_looks_too() -> None:
    archive = zipfile.ZipFile(io.BytesIO(small()))
    part = "xl/worksheets/sheet3.xml"
    xml = re.sub(r"<(/?)(\w)", r"<\1x:\2", archive.read(part).decode().split("?>", 1)[1])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in archive.namelist():
            new.writestr(name, xml.replace("xmlns=", "xmlns:x=") if name == part else archive.read(name))
    change = Change(SMALL.bodies, ((0, 2), ()), (1, 0))
    after = done(port_of(out.getvalue()), change)
    assert b"<x:row" in zipfile.ZipFile(io.BytesIO(after.to_bytes())).read(part)
    back = undone(after, change, port_of(small())).to_bytes()
    assert shown(back) == shown(small())
