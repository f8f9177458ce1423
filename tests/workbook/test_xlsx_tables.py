"""What a user sees after a table grew or shrank: everything else follows."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsx_lint import lint

from salesplan_xl.book.xlsx import Cached, CellAddress, Formula, FormulaColumn, XlsxFile
from salesplan_xl.errors import WorkbookError


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\1\2\3"))
        + chunk(b"IEND", b"")
    )


@lru_cache(maxsize=1)
def rich_book() -> bytes:
    """客户 with a table of three rows (4–6), things below it, and a chart sheet's worth of followers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet, other = book.add_worksheet("客户"), book.add_worksheet("O'x")
    blue = book.add_format({"num_format": "0.00", "bg_color": "#DDEEFF"})
    columns = [
        {"header": "名称"},
        {"header": "金额", "format": blue},
        {"header": "加倍", "formula": "=tblA[[#This Row],[金额]]*2"},
        {"header": "我的列"},
    ]
    data = [["甲", 1, None, "n1"], ["乙", 2, None, "n2"], ["丙", 3, None, "n3"]]
    sheet.add_table("A3:D6", {"name": "tblA", "columns": columns, "data": data})
    sheet.write("A10", "note below")
    sheet.write_formula("B10", "=SUM(B4:B6)", None, 6)
    sheet.merge_range("A12:B12", "merged")
    sheet.write_comment("D5", "on 乙")
    sheet.write_comment("A10", "below")
    sheet.write_url("A13", "https://example.org/")
    sheet.conditional_format("B4:B6", {"type": "formula", "criteria": "=$B4>1", "format": blue})
    sheet.conditional_format("C4:C6", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("B4:B6", {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.add_sparkline("F10", {"range": "客户!B4:B6"})
    other.write_formula("A1", "=SUM('客户'!B4:B6)", None, 6)
    other.write_formula("A2", "='客户'!B10", None, 6)
    other.write_formula("A3", "='客户'!B5", None, 2)
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {"name": "='客户'!$B$3", "categories": "='客户'!$A$4:$A$6", "values": "='客户'!$B$4:$B$6"}
    )
    sheet.insert_chart("F12", chart)
    sheet.insert_image("H20", "x.png", {"image_data": io.BytesIO(png())})
    book.define_name("sp_note", "='客户'!$A$10")
    book.define_name("amounts", "='客户'!$B$4:$B$6")
    sheet.print_area("A1:D6")
    book.close()
    return out.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def grown() -> bytes:
    book = XlsxFile.from_bytes(rich_book())
    book.resize_table("tblA", [0, 2], 3)
    first = book.tables["tblA"].first_row
    book.set_block("客户", first, 1, [["p", "q", "r", "s", "=u"], [1.5, 2.5, None, 4, 5]])
    return book.to_bytes()


def test_grown_book_is_well_built() -> None:
    assert lint(rich_book()) == []
    assert lint(grown()) == []


def test_same_input_gives_same_bytes() -> None:
    assert grown() == grown()


def test_rows_below_formulas_and_names_follow() -> None:
    book = opened(grown())
    sheet, other = book["客户"], book["O'x"]
    assert sheet.tables["tblA"].ref == "A3:D8"
    assert sheet.tables["tblA"].autoFilter.ref == "A3:D8"
    assert (sheet["A12"].value, sheet["B12"].value) == ("note below", "=SUM(B4:B8)")
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A14:B14"]
    assert sheet["A15"].hyperlink is not None
    assert [other[f"A{i}"].value for i in (1, 2, 3)] == ["=SUM('客户'!B4:B8)", "='客户'!B12", "='客户'!#REF!"]
    assert book.defined_names["sp_note"].attr_text == "'客户'!$A$12"
    assert book.defined_names["amounts"].attr_text == "'客户'!$B$4:$B$8"
    assert sheet.print_area == "'客户'!$A$1:$D$8"


def test_formats_validations_and_comments_follow() -> None:
    sheet = opened(grown())["客户"]
    assert [str(d.sqref) for d in sheet.data_validations.dataValidation] == ["B4:B8"]
    formats = {str(f.sqref): f.rules[0].formula for f in sheet.conditional_formatting}
    assert formats["B4:B8"] == ["$B4>1"]
    assert sheet["A12"].comment.text == "below"
    assert sheet["D5"].comment is None, "the comment went with its deleted row"
    xml = part(grown(), "xl/worksheets/sheet1.xml")
    assert "<xm:sqref>C4:C8</xm:sqref>" in xml
    assert "<xm:f>客户!B4:B8</xm:f><xm:sqref>F12</xm:sqref>" in xml


def test_deleting_the_first_row_keeps_relative_format_formulas_right() -> None:
    book = XlsxFile.from_bytes(rich_book())
    book.resize_table("tblA", [1, 2], 0)
    sheet = opened(book.to_bytes())["客户"]
    formats = {str(f.sqref): f.rules[0].formula for f in sheet.conditional_formatting}
    assert formats["B4:B5"] == ["$B4>1"]
    assert sheet["D4"].comment.text == "on 乙"


def test_user_columns_move_with_their_rows_and_added_rows_look_alike() -> None:
    sheet = opened(grown())["客户"]
    assert [sheet.cell(r, 4).value for r in range(4, 9)] == ["n1", "n3", None, None, None]
    assert sheet["B8"].number_format == "0.00"
    assert sheet["C8"].value == "=tblA[[#This Row],[金额]]*2"
    assert sheet["A8"].value == "=u" and sheet["A8"].data_type == "s"


def test_chart_follows_and_shows_the_new_numbers() -> None:
    xml = part(grown(), "xl/charts/chart1.xml")
    assert "'客户'!$B$4:$B$8" in xml and "'客户'!$B$3<" in xml
    values = re.findall(r"<c:numCache>(.*?)</c:numCache>", xml)[-1]
    assert re.findall(r"<c:v>([^<]*)</c:v>", values) == ["1.5", "2.5", "4", "5"]
    assert '<c:ptCount val="5"/>' in values


def test_drawings_keep_their_size_and_shift() -> None:
    before, after = (part(d, "xl/drawings/drawing1.xml") for d in (rich_book(), grown()))
    rows = [[int(r) for r in re.findall(r"<xdr:row>(\d+)</xdr:row>", xml)] for xml in (before, after)]
    assert rows[1] == [row + 2 for row in rows[0]]


def test_undeclared_parts_are_byte_identical() -> None:
    book = XlsxFile.from_bytes(rich_book())
    book.set_cells("O'x", {(9, 9): 1})
    old, new = (zipfile.ZipFile(io.BytesIO(d)) for d in (rich_book(), book.to_bytes()))
    assert old.namelist() == new.namelist()
    changed = [n for n in old.namelist() if old.read(n) != new.read(n)]
    assert changed == ["xl/worksheets/sheet2.xml"]  # XlsxWriter's workbook part asks for recalculation itself
    for a, b in zip(old.infolist(), new.infolist(), strict=True):
        assert (a.date_time, a.external_attr) == (b.date_time, b.external_attr)
        if a.filename not in changed:
            assert (a.compress_size, a.CRC) == (b.compress_size, b.CRC)


def test_unchanged_book_is_returned_as_it_came() -> None:
    data = rich_book()
    book = XlsxFile.from_bytes(data)
    assert not book.changed and book.to_bytes() == data


def test_names_tables_and_rows_as_read() -> None:
    book = XlsxFile.from_bytes(rich_book())
    assert book.names == {"sp_note": CellAddress("客户", 10, 1)}
    table = book.tables["tblA"]
    assert (table.header_row, table.first_row, table.last_row, table.first_col, table.last_col) == (
        3,
        4,
        6,
        1,
        4,
    )
    assert table.columns == ("名称", "金额", "加倍", "我的列")
    assert book.rows("客户")[3] == ["甲", 1.0, 0.0, "n1", "", ""][: len(book.rows("客户")[3])]
    assert book.formulas("客户", 4, 4, 1, 4) == {(4, 3): "tblA[[#This Row],[金额]]*2"}


def test_cached_refreshes_a_value_and_leaves_the_formula() -> None:
    book = XlsxFile.from_bytes(rich_book())
    book.set_cells("O'x", {(1, 1): Cached(42.5), (2, 1): Formula("1+1", 2), (3, 1): Cached("#N/A")})
    xml = part(book.to_bytes(), "xl/worksheets/sheet2.xml")
    assert "<f>SUM('客户'!B4:B6)</f><v>42.5</v>" in xml.replace("&apos;", "'")
    assert 't="e"' in xml
    again = XlsxFile.from_bytes(book.to_bytes())
    assert [row[0] for row in again.rows("O'x")] == [42.5, 2.0, "#N/A"]
    assert 'fullCalcOnLoad="1"' in part(book.to_bytes(), "xl/workbook.xml")


VALUES = [
    "=1+1", "+cmd", "@x", " lead", "a_x0041_b", "a\x01b", "tab\tnl\n", "cr\r", "<&>\"'",
    "emoji 😀", "{0} {x}", 5, -2.5, 1e300, True, False, dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 13, 30),
    "x" * 32_767,
]  # fmt: skip


@pytest.mark.parametrize("block", [False, True])
def test_values_come_back(block: bool) -> None:
    book = XlsxFile.from_bytes(rich_book())
    styles = {"O'x": 0}
    assert styles
    if block:
        book.set_block("O'x", 20, 2, [VALUES])
    else:
        book.set_cells("O'x", {(20 + i, 2): v for i, v in enumerate(VALUES)})  # type: ignore[misc]
    data = book.to_bytes()
    shown = [row[1] for row in XlsxFile.from_bytes(data).rows("O'x")[19:]]
    wanted = [
        45351.0 if v == dt.date(2024, 2, 29) else 45351.5625 if isinstance(v, dt.datetime) else v
        for v in VALUES
    ]
    assert shown == wanted
    assert [book.cell_value("O'x", 20 + i, 2) for i in range(len(VALUES))] == VALUES
    assert lint(data) == []


@pytest.mark.parametrize("bad", ["x" * 32_768, dt.date(1899, 12, 31), 10**400])
@pytest.mark.parametrize("block", [False, True])
def test_impossible_values_name_the_cell(bad: object, block: bool) -> None:
    book = XlsxFile.from_bytes(rich_book())
    if block:
        book.set_block("客户", 20, 2, [["fine", bad]])  # type: ignore[list-item]
    else:
        book.set_cells("客户", {(21, 2): bad})  # type: ignore[dict-item]
    with pytest.raises(WorkbookError) as caught:
        book.to_bytes()
    assert caught.value.code == "SP-312"
    assert caught.value.values["cell"] == "B21"


def test_nan_infinity_and_nothing_are_blank_and_keep_the_style() -> None:
    book = XlsxFile.from_bytes(rich_book())
    book.set_block("客户", 4, 2, [[float("nan"), float("inf"), None]])
    sheet = opened(book.to_bytes())["客户"]
    assert [sheet.cell(r, 2).value for r in (4, 5, 6)] == [None, None, None]
    assert sheet["B5"].number_format == "0.00"


def test_calendar_of_1904() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True}) as made:
        made.add_worksheet()
    book = XlsxFile.from_bytes(out.getvalue())
    book.set_cells("Sheet1", {(1, 1): dt.date(1904, 1, 2)})
    assert XlsxFile.from_bytes(book.to_bytes()).rows("Sheet1") == [[1.0]]


def test_block_under_old_rows_leaves_other_columns() -> None:
    book = XlsxFile.from_bytes(rich_book())
    book.set_block("客户", 4, 1, [["A", "B", "C"], [7, 8, 9], FormulaColumn("[@金额]*3", [21.0, 24.0, 27.0])])
    sheet = opened(book.to_bytes())["客户"]
    assert [c.value for c in sheet[5]][:4] == ["B", 8, "=[@金额]*3", "n2"]


def test_later_write_wins() -> None:
    book = XlsxFile.from_bytes(rich_book())
    book.set_cells("客户", {(4, 1): "first", (4, 4): "kept"})
    book.set_block("客户", 4, 1, [["second"]])
    book.set_cells("客户", {(4, 2): 1})
    book.set_cells("客户", {(4, 2): 2})
    assert [book.cell_value("客户", 4, c) for c in (1, 2, 4)] == ["second", 2, "kept"]
    assert [c.value for c in opened(book.to_bytes())["客户"][4]][:4:3] == ["second", "kept"]


def test_whole_body_replaced_and_emptied() -> None:
    book = XlsxFile.from_bytes(rich_book())
    book.resize_table("tblA", [], 0)
    data = book.to_bytes()
    sheet = opened(data)["客户"]
    assert sheet.tables["tblA"].ref == "A3:D4"
    assert [c.value for c in sheet[4]][:4] == [None, None, "=tblA[[#This Row],[金额]]*2", None]
    assert sheet["A8"].value == "note below"
    assert lint(data) == []


def test_sheet_states() -> None:
    book = XlsxFile.from_bytes(rich_book())
    book.set_sheet_state("客户", "hidden")
    data = book.to_bytes()
    assert [s.state for s in XlsxFile.from_bytes(data).sheets] == ["hidden", "visible"]
    assert lint(data) == []
    with pytest.raises(ValueError, match="visible"):
        book.set_sheet_state("O'x", "veryHidden")


def stacked_book() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("S")
        for top, name in ((2, "tblTop"), (10, "tblLow")):
            options = {"name": name, "columns": [{"header": "a"}, {"header": "b"}], "data": [[1, 2], [3, 4]]}
            sheet.add_table(top - 1, 0, top + 1, 1, options)
        sheet.write_formula("D20", "=B11+B12+$B$3", None, 8)
    return out.getvalue()


def test_table_below_another_moves_down() -> None:
    book = XlsxFile.from_bytes(stacked_book())
    book.resize_table("tblTop", [0, 1], 4)
    book.resize_table("tblLow", [1], 2)
    book.set_block("S", book.tables["tblLow"].first_row, 1, [["x", "y", "z"]])
    data = book.to_bytes()
    sheet = opened(data)["S"]
    assert dict(sheet.tables.items()) == {"tblTop": "A2:B8", "tblLow": "A14:B17"}
    assert [sheet.cell(r, 1).value for r in (14, 15, 16, 17)] == ["a", "x", "y", "z"]
    assert sheet["D25"].value == "=#REF!+B15+$B$3"
    assert lint(data) == []


def test_table_beside_another_is_refused_before_rows_are_lost() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("S")
        for left, name in ((0, "tblA"), (3, "tblB")):
            sheet.add_table(0, left, 3, left, {"name": name, "columns": [{"header": "a"}]})
    book = XlsxFile.from_bytes(out.getvalue())
    with pytest.raises(WorkbookError) as caught:
        book.resize_table("tblA", [0], 0)
    assert caught.value.code == "SP-312" and not book.changed
    book.resize_table("tblA", [0, 1, 2], 2)
    assert lint(book.to_bytes()) == []
    assert dict(opened(book.to_bytes())["S"].tables.items()) == {"tblA": "A1:A6", "tblB": "D1:D4"}


def shared_book() -> bytes:
    """Column C holds one shared formula, as Excel writes filled-down cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("S")
        sheet.add_table("A1:C5", {"name": "tblA", "columns": [{"header": h} for h in "abc"]})
        for row in range(1, 5):
            sheet.write_number(row, 0, row)
            sheet.write_formula(row, 2, f"=A{row + 1}*$A$2", None, row)
    plain = out.getvalue()
    xml = part(plain, "xl/worksheets/sheet1.xml").replace(
        "<f>A2*$A$2</f>", '<f t="shared" ref="C2:C5" si="0">A2*$A$2</f>'
    )
    xml = re.sub(r"<f>A[345]\*\$A\$2</f>", '<f t="shared" si="0"/>', xml)
    return swapped(plain, {"xl/worksheets/sheet1.xml": xml.encode()})


def swapped(data: bytes, parts: dict[str, bytes], rename: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(
                (rename or {}).get(info.filename, info.filename), parts.get(info.filename) or old.read(info)
            )
    return out.getvalue()


def test_shared_formulas_stay_right_when_their_master_goes() -> None:
    book = XlsxFile.from_bytes(shared_book())
    assert book.formulas("S", 1, 9, 3, 3)[4, 3] == "A4*$A$2"
    book.resize_table("tblA", [0, 2, 3], 0)
    sheet = opened(book.to_bytes())["S"]
    assert [sheet.cell(r, 3).value for r in (2, 3, 4)] == ["=A2*$A$2", "=A3*$A$2", "=A4*$A$2"]
    book = XlsxFile.from_bytes(shared_book())
    book.set_cells("S", {(2, 3): 99})
    sheet = opened(book.to_bytes())["S"]
    assert [sheet.cell(r, 3).value for r in (2, 3, 5)] == [99, "=A3*$A$2", "=A5*$A$2"]


def test_part_of_an_array_formula_is_refused() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        made.add_worksheet("S").write_array_formula("B2:B4", "{=A2:A4*2}")
    for place in ((2, 2), (3, 2)):
        book = XlsxFile.from_bytes(out.getvalue())
        book.set_cells("S", {place: 1})
        with pytest.raises(WorkbookError) as caught:
            book.to_bytes()
        assert caught.value.code == "SP-313" and caught.value.values["cell"] == "B2"


def test_book_made_by_openpyxl() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "数据"
    for row in (["k", "v"], ["a", 1], ["b", 2]):
        sheet.append(row)
    from openpyxl.worksheet.table import Table

    sheet.add_table(Table(displayName="tblA", ref="A1:B3"))
    out = io.BytesIO()
    made.save(out)
    book = XlsxFile.from_bytes(out.getvalue())
    book.resize_table("tblA", [1], 2)
    book.set_block("数据", 3, 1, [["c", "d"], [3, 4]])
    data = book.to_bytes()
    assert [[c.value for c in r] for r in opened(data)["数据"]] == [["k", "v"], ["b", 2], ["c", 3], ["d", 4]]
    assert lint(data) == []


def soffice(data: bytes, folder: Path, target: str) -> bytes:
    source = folder / "in.xlsx"
    source.write_bytes(data)
    out = folder / "out"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return next(out.iterdir()).read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_and_its_own_book_can_be_edited(tmp_path: Path) -> None:
    made = soffice(grown(), tmp_path, "xlsx")
    book = XlsxFile.from_bytes(made)
    assert book.rows("客户")[3][:2] == ["p", 1.5]
    table = book.tables["tblA"]
    book.resize_table("tblA", [0], 1)
    book.set_cells("客户", {(table.first_row + 1, 1): "新"})
    sheet = opened(book.to_bytes())["客户"]
    assert [sheet.cell(r, 1).value for r in (4, 5)] == ["p", "新"]
    assert sheet["A9"].value == "note below"
