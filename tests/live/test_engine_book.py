"""How rows, tables, names, calculation and failures behave in the Excel of these tests."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from tests.live.books import filtered_book
from tests.live.engine import Excel, NotInEngine, com_error

REFUSED = -2146827284
TEMPLATES = Path(__file__).parents[2] / "workbook_templates"


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_inserted_rows_push_everything_down(
    excel: Excel, book: xw.Book, page: xw.Sheet, total: xw.Sheet
) -> None:
    page.range("6:7").insert("down")
    after = excel.state()
    assert after.tables["tblA"] == "客户!A4:D9"
    assert page.range("B12").formula == "=SUM(B5:B9)"
    assert total.range("A2").formula == "=客户!B8"
    assert after.names["合计"] == "'客户'!$B$12"
    assert after.merged["客户"] == ["A14:B14"]
    assert after.heights["客户"] == {8: 30.0}
    assert list(after.validations["客户"].values()) == ["A5:A9"]
    assert list(after.conditional_formats["客户"].values()) == ["A5:D9"]
    assert total.range("A5").value == 12.0


def test_new_rows_look_like_the_row_above_and_columns_are_filled(page: xw.Sheet) -> None:
    page.range("6:6").insert("down")
    assert page.range("A6").number_format == "@"
    assert page.range("C6").formula == "=[@金额]*0.13"
    page.range("B6").value = 100
    assert page.range("C6").value == 13.0


def test_new_rows_may_look_like_the_row_below(page: xw.Sheet) -> None:
    page.range("5:5").insert("down", copy_origin="format_from_right_or_below")
    assert page.range("A5").number_format == "@"
    page.range("5:5").insert("down")
    assert page.range("A5").number_format == "General"


def test_a_table_grows_inside_and_at_its_first_row_not_behind_its_last(excel: Excel, page: xw.Sheet) -> None:
    page.range("5:5").insert("down")
    assert page.tables["tblA"].range.address == "$A$4:$D$8"
    page.range("9:9").insert("down")
    assert page.tables["tblA"].range.address == "$A$4:$D$8"
    page.range("4:4").insert("down")
    assert page.tables["tblA"].range.address == "$A$5:$D$9"


def test_deleted_rows_leave_broken_references(excel: Excel, page: xw.Sheet, total: xw.Sheet) -> None:
    page.range("6:6").delete("up")
    assert total.range("A2").formula == "=客户!#REF!"
    assert total.range("A2").options(err_to_str=True).value == "#REF!"
    assert page.range("B9").formula == "=SUM(B5:B6)"
    assert total.range("A1").value == 40.0
    page.range("9:9").delete()
    assert excel.state().names["合计"] == "'客户'!#REF!"


def test_rules_keep_speaking_of_their_own_row_when_the_first_one_goes(excel: Excel, page: xw.Sheet) -> None:
    before = excel.state().conditional_formats["客户"]
    page.range("5:5").delete()
    after = excel.state().conditional_formats["客户"]
    assert list(before) == list(after)
    assert list(after.values()) == ["A5:D6"]


def test_a_table_without_rows_keeps_one_blank_row_and_has_no_body(
    excel: Excel, page: xw.Sheet, total: xw.Sheet
) -> None:
    page.range("5:7").delete("up")
    table = page.tables["tblA"]
    assert table.range.address == "$A$4:$D$5"
    assert table.data_body_range is None
    assert page.range("A5:D5").value == [None] * 4
    page.range("A5").value = "丁"
    assert table.data_body_range.address == "$A$5:$D$5"


def test_rows_are_copied_with_everything_they_have(excel: Excel, book: xw.Book, page: xw.Sheet) -> None:
    book.sheets["备份"].range("1:1").insert("down")
    page.range("6:6").copy(book.sheets["备份"].range("3:3"))
    page.range("6:6").copy(page.range("20:20"))
    after = excel.state()
    row_format = after.cells["客户"]["B6"]
    assert after.cells["备份"]["B3"] == after.cells["客户"]["B20"] == row_format
    assert after.heights["备份"] == {3: 30.0}
    assert list(after.conditional_formats["备份"].values()) == ["A3:D3"]
    assert list(after.validations["客户"].values()) == ["A5:A7 A20"]


def test_rows_cleared_lose_looks_and_rules_not_their_height(
    excel: Excel, book: xw.Book, page: xw.Sheet
) -> None:
    page.range("6:6").copy(book.sheets["备份"].range("3:3"))
    book.sheets["备份"].range("3:3").clear()
    after = excel.state()
    assert after.cells["备份"] == {}
    assert after.conditional_formats["备份"] == {}
    assert after.heights["备份"] == {3: 30.0}


def test_only_entire_rows_move(page: xw.Sheet) -> None:
    for act in (lambda r: r.insert("down"), lambda r: r.delete("up"), lambda r: r.copy(page.range("H1"))):
        with pytest.raises(NotInEngine, match="entire rows"):
            act(page.range("A5:B6"))


def test_row_heights_and_fitting(excel: Excel, page: xw.Sheet) -> None:
    page.range("5:6").row_height = 22.5
    assert page.range("5:6").row_height == 22.5
    page.range("5:7").rows.autofit()
    assert excel.autofitted == [("客户", "5:7")]


# ── tables and names ──────────────────────────────────────────────────────────────────────────────────────


def test_tables_by_name_and_number(page: xw.Sheet) -> None:
    assert "tblA" in page.tables and "tblB" not in page.tables
    assert [table.name for table in page.tables] == ["tblA"]
    table = page.tables["TBLA"]
    assert table.header_row_range.value == ["客户", "金额", "税额", "签约日"]
    assert table.data_body_range.address == "$A$5:$D$7"
    assert table.show_totals is False
    with pytest.raises(KeyError):
        _ = page.tables["tblB"]


def test_a_resized_table_fills_its_calculated_columns(page: xw.Sheet) -> None:
    table = page.tables["tblA"]
    table.resize(page.range("A4:D9"))
    assert page.range("C9").formula == "=[@金额]*0.13"
    assert table.range.address == "$A$4:$D$9"
    with pytest.raises(com_error):
        table.resize(page.range("A5:D9"))


def test_a_filter_is_cleared_before_rows_move(excel: Excel) -> None:
    page = excel.open(filtered_book()).sheets["客户"]
    table = page.tables["tblA"]
    for move in (page.range("6:6").delete, lambda: page.range("6:6").copy(page.range("20:20"))):
        with pytest.raises(NotInEngine, match="filtered"):
            move()
    assert "hidden" in excel.sheet("客户").row_formats[5]
    assert table.show_autofilter is True
    table.show_autofilter = False
    table.show_autofilter = True
    page.range("6:6").delete()
    assert "hidden" not in excel.sheet("客户").row_formats[5]


def test_names(book: xw.Book) -> None:
    assert "合计" in book.names and "没有" not in book.names
    assert book.names["合计"].refers_to == "='客户'!$B$10"
    assert book.names["合计"].refers_to_range.address == "$B$10"
    assert [name.name for name in book.names] == ["合计"]
    with pytest.raises(com_error):
        _ = book.names["没有"]


def test_places_worked_out_by_formulas(page: xw.Sheet, total: xw.Sheet) -> None:
    assert total.range("A3:A5").value == [4.0, 404.0, 10.0]
    page.range("2:3").insert("down")
    assert total.range("A3:A5").value == [6.0, 404.0, 12.0]


def test_sheets(book: xw.Book, page: xw.Sheet, total: xw.Sheet) -> None:
    assert (len(book.sheets), page.index, page.used_range.address) == (4, 1, "$A$1:$D$12")
    total.activate()
    assert book.sheets.active == total
    with pytest.raises(com_error):
        book.sheets["备份"].activate()
    with pytest.raises(com_error):
        _ = book.sheets["没有"]


def test_hidden_sheets_as_windows_says_it(excel: Excel, book: xw.Book) -> None:
    assert [sheet.visible for sheet in book.sheets] == [-1, -1, 0, 2]
    book.sheets["备份"].visible = True
    book.sheets["汇总"].visible = False
    assert excel.state().visibility == {
        "客户": "visible",
        "汇总": "hidden",
        "备份": "visible",
        "_系统": "veryHidden",
    }


# ── calculation ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_cached_values_are_served_until_something_changes(excel: Excel) -> None:
    template = (TEMPLATES / "SalesPlan-zh-demo.xlsx").read_bytes()
    book = excel.open(template)
    shown = openpyxl.load_workbook(BytesIO(template), data_only=True)["看板"]["B9"].value
    assert book.sheets["看板"].range("B9").value == shown
    assert excel.session.books[0].calculated == 0


def test_automatic_calculation_happens_when_a_formula_is_read(page: xw.Sheet, total: xw.Sheet) -> None:
    page.range("B5").value = 100
    assert total.range("A1").value == 150.0


def test_manual_calculation_waits_but_new_formulas_have_a_value(
    excel: Excel, page: xw.Sheet, total: xw.Sheet
) -> None:
    app = xw.apps.active
    assert total.range("A1").value == 60.0
    app.calculation = "manual"
    page.range("B5").value = 100
    total.range("C1").formula = "=SUM(tblA[金额])"
    assert total.range("A1").value == 60.0
    assert total.range("C1").value == 150.0
    app.calculate()
    assert total.range("A1").value == 150.0


# ── the application ───────────────────────────────────────────────────────────────────────────────────────


def test_messages_are_recorded_and_answered(excel: Excel, book: xw.Book) -> None:
    excel.answer("no")
    assert xw.apps.active.alert("继续?", "销售规划", "yes_no", "info") == "no"
    assert xw.apps.active.alert("好了") == "ok"
    assert [alert.prompt for alert in excel.alerts] == ["继续?", "好了"]


def test_switches(excel: Excel, book: xw.Book) -> None:
    app = xw.apps.active
    app.screen_updating = False
    app.status_bar = "正在计算…"
    assert excel.switches["screen_updating"] is False
    assert excel.status_bar == "正在计算…"
    with app.properties(enable_events=False, calculation="manual"):
        assert excel.switches["calculation"] == "manual"
    assert excel.switches["calculation"] == "automatic"


# ── failures ──────────────────────────────────────────────────────────────────────────────────────────────


def test_while_a_cell_is_edited_every_call_is_rejected(excel: Excel, page: xw.Sheet) -> None:
    excel.edit_mode = True
    with pytest.raises(com_error) as found:
        _ = page.range("A1").value
    assert found.value.hresult == -2147418111
    app = xw.App(impl=excel.app())
    with pytest.raises(com_error) as found:
        app.screen_updating = False
    assert found.value.excepinfo[-1] == -2146777998
    excel.edit_mode = False
    assert page.range("A1").value == "标题"


def test_the_user_may_start_typing_halfway_or_close_excel(excel: Excel, page: xw.Sheet) -> None:
    excel.edit_mode_after(2)
    assert [page.name, page.name] == ["客户", "客户"]
    with pytest.raises(com_error):
        _ = page.name
    excel.edit_mode = False
    excel.closed_by_user()
    with pytest.raises(com_error) as found:
        _ = page.name
    assert found.value.hresult == -2147023174


def test_a_protected_sheet_takes_writes_in_unlocked_cells_only(excel: Excel, page: xw.Sheet) -> None:
    excel.protect("客户")
    page.range("C10").value = 1
    for change in (
        lambda: setattr(page.range("B5"), "value", 1),
        lambda: page.range("6:6").insert("down"),
        lambda: page.range("6:6").delete("up"),
        lambda: page.range("B5").clear_contents(),
        lambda: page.tables["tblA"].resize(page.range("A4:D8")),
    ):
        with pytest.raises(com_error) as found:
            change()
        assert found.value.excepinfo[-1] == REFUSED
    assert page.range("B5").value == 10.0


def test_what_nobody_needs_says_its_name(page: xw.Sheet, book: xw.Book) -> None:
    for act, name in (
        (lambda: page.range("A1").wrap_text, "Range.wrap_text"),
        (lambda: page.range("A1").merge(), "Range.merge"),
        (lambda: page.range("A1").api.Font, "api.Font"),
        (lambda: page.charts, "Sheet.charts"),
        (book.save, "Book.save"),
        (lambda: book.api, "Book.api"),
        (lambda: page.range("A4:D5").clear_contents(), "header"),
        (lambda: page.tables["tblA"].table_style, "Table.table_style"),
        (book.app.quit, "App.quit"),
        (book.app.books.add, "Books.add"),
        (page.autofit, "Sheet.autofit"),
    ):
        with pytest.raises(NotImplementedError, match=name):
            act()


def test_writing_right_below_a_table_is_refused_because_excel_would_grow_it(page: xw.Sheet) -> None:
    with pytest.raises(NotInEngine, match="grow"):
        page.range("A8:B8").value = ["丁", 40]
    page.range("A8:B8").value = None


def test_in_lite_formulas_and_formats_cannot_be_read(excel: Excel, page: xw.Sheet, book: xw.Book) -> None:
    excel.lite = True
    assert page.range("B5").value == 10.0
    page.range("B5").value = 11
    for act in (
        lambda: page.range("B5").formula,
        lambda: page.range("B5").number_format,
        lambda: page.range("5:5").row_height,
        lambda: setattr(book.app, "status_bar", "x"),
        lambda: book.save("x.xlsx"),
    ):
        with pytest.raises(NotImplementedError):
            act()


def test_on_a_mac(excel: Excel, book: xw.Book, page: xw.Sheet, total: xw.Sheet) -> None:
    excel.mac = True
    assert [sheet.visible for sheet in book.sheets] == [True, True, False, False]
    assert page.range("D5").value == dt.datetime(2027, 3, 5)
    page.range("H1").value = [[1, dt.datetime(2027, 1, 1)]]
    assert page.range("H1:I1").value == [1.0, dt.datetime(2027, 1, 1)]
    assert total.range("A6").value is None
    assert total.range("A6").options(err_to_str=True).value == "#N/A"
    assert page.range("A5:B5").raw_value == ["甲", 10.0]
    with pytest.raises(TypeError):
        _ = page.range("A5:D7").options(ndim=2, err_to_str=True).value
    with pytest.raises(Exception, match="Parameter") as found:
        page.range("H1").formula = "=SUM("
    assert type(found.value).__name__ == "CommandError"


# ── counting ──────────────────────────────────────────────────────────────────────────────────────────────


def test_calls_are_counted_as_round_trips(excel: Excel, page: xw.Sheet) -> None:
    block = page.range("A5:D7")
    excel.reset_calls()
    _ = block.raw_value
    assert dict(excel.calls) == {"Range.raw_value": 1}
    _ = page.name
    _ = page.range("A1")
    assert excel.calls["Sheet.name"] == excel.calls["Sheet.range"] == 1


def test_a_block_costs_the_same_however_tall(excel: Excel, page: xw.Sheet) -> None:
    costs = []
    for rows in (2, 2000):
        excel.reset_calls()
        page.range("K1").value = [[1, 2, 3]] * rows
        costs.append(excel.calls.total())
    assert costs[0] == costs[1]


# ── before and after ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SalesPlan-zh-demo.xlsx", "SalesPlan-en.xlsx"])
def test_a_saved_book_opens_with_the_same_state(excel: Excel, name: str) -> None:
    first = excel.open((TEMPLATES / name).read_bytes())
    first.sheets[1].range("H1").value = [["=1+1", "'007", dt.date(2027, 1, 1), True, "a<b&c"]]
    second = excel.open(excel.dump(first), "again.xlsx")
    assert excel.state(first).differences(excel.state(second)) == []
    with_openpyxl = openpyxl.load_workbook(BytesIO(excel.dump(first)))
    assert with_openpyxl[first.sheets[1].name]["L1"].value == "a<b&c"


def test_rows_in_and_out_again_leave_no_trace(excel: Excel) -> None:
    book = excel.open((TEMPLATES / "SalesPlan-zh-demo.xlsx").read_bytes())
    before = excel.state(book)
    for sheet, first in (("客户清单", 6), ("客户健康诊断表", 23), ("月度跟踪", 13), ("参数", 5)):
        book.sheets[sheet].range(f"{first}:{first + 3}").insert("down")
    assert before.differences(excel.state(book))
    for sheet, first in (("客户清单", 6), ("客户健康诊断表", 23), ("月度跟踪", 13), ("参数", 5)):
        book.sheets[sheet].range(f"{first}:{first + 3}").delete("up")
    assert before.differences(excel.state(book)) == []
