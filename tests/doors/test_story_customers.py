"""Customers come, go, are renamed and sorted; whatever the user put beside them stays with them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.doors.driver import Book, fingerprint, salesplan, shown

BIG, SECOND, FALLING, FAST, SMALL = (
    "苏州恒锐机械有限公司",
    "无锡宏泰重工有限公司",
    "常州明照新能源",
    "昆山金桥电子",
    "嘉兴小微五金",
)
TABLES = ("health", "targets", "map")


@pytest.fixture
def book(copy: Callable[..., Book]) -> Book:
    return copy("planned")


def run(book: Book, *more: object) -> list[str]:
    """Run the chain; the codes of what was found."""
    said = salesplan("run", book.path, "--json", *more)
    assert said.code == 0, said.screen
    return [finding["code"] for finding in said.document["findings"]]


def customers(book: Book, table: str) -> list[str]:
    """Customers of a table from top to bottom, the new-business row left out."""
    return [row["customer"] for row in book.rows(table) if row["tier"] != "新客户"]


def test_a_customer_deleted_leaves_every_table(book: Book) -> None:
    before = book.by("targets")
    book.delete_row("customers", FALLING)
    run(book)
    for table in TABLES:
        assert FALLING not in customers(book, table), table
        assert len(customers(book, table)) == 7
    assert book.by("targets")[BIG] == before[BIG], "the others' figures are their own"
    assert book.grid("tier_overview")["total"]["customers"] == 7


@pytest.mark.slow
def test_a_deleted_customer_with_edits_stays_and_is_told(book: Book) -> None:
    """Nothing the user typed is thrown away: the row stays, F-004 says why; deleting it by hand ends the story."""
    book.type("targets", FALLING, growth=0.33)
    run(book)
    book.delete_row("customers", FALLING)
    assert "F-004" in run(book)
    assert book.by("targets")[FALLING]["growth"] == pytest.approx(0.33)
    assert "F-004" in run(book), "as long as the row stands there"
    cell = next(row["cell"] for row in book.rows("findings") if row["code"] == "F-004")
    assert shown(book.path)["目标推导"][cell].value == FALLING
    book.delete_row("targets", FALLING)
    assert "F-004" not in run(book)
    assert FALLING not in customers(book, "targets")


@pytest.mark.slow
def test_reset_lets_a_deleted_customer_go(book: Book) -> None:
    book.type("targets", FALLING, growth=0.33)
    run(book)
    book.delete_row("customers", FALLING)
    assert "F-004" not in run(book, "--reset")
    assert FALLING not in customers(book, "targets")


@pytest.mark.slow
def test_a_renamed_customer_is_a_new_one(book: Book) -> None:
    """Untouched rows follow the new name; rows with edits stay under the old one until the user decides."""
    book.type("customers", SMALL, name="嘉兴大五金")
    book.type("map", FAST, q1=44.0)
    book.type("customers", FAST, name="昆山金桥电子科技")
    codes = run(book)
    assert "F-004" in codes
    for table in TABLES:
        assert "嘉兴大五金" in customers(book, table)
        assert SMALL not in customers(book, table)
    plan = book.by("map")
    assert plan[FAST]["q1"] == 44
    assert not plan["昆山金桥电子科技"]["edited"]


def test_a_customer_added_below_comes_into_every_table(book: Book) -> None:
    book.type_rows("customers", [{"name": "上海新锐自动化", "this_year": 500.0, "last_year": 450.0}])
    run(book)
    for table in TABLES:
        assert customers(book, table)[-1] == "上海新锐自动化", "new rows come below; the order is the user's"
    assert book.by("health")["上海新锐自动化"]["tier"] == "A"
    assert sum(row["target"] for row in book.rows("map")) == pytest.approx(
        book.grid("quarter_support")["target"]["year"]
    )


@pytest.mark.slow
@pytest.mark.parametrize("table", ["targets", "map", "health", "customers"])
def test_the_order_the_user_sorted_stays(book: Book, table: str) -> None:
    key = "name" if table == "customers" else "customer"
    before = book.by(table, key)
    book.sort(table, key)
    order = [row[key] for row in book.rows(table)]
    run(book)
    assert [row[key] for row in book.rows(table)] == order
    if table != "customers":
        assert book.by(table, key) == before, "sorting changes no figure and makes no edit"


def test_a_sorted_table_keeps_its_edits_with_the_customer(book: Book) -> None:
    book.type("map", FAST, q1=44.0)
    book.sort("map", "customer", reverse=True)
    run(book)
    plan = book.by("map")
    assert plan[FAST]["q1"] == 44
    assert [name for name, row in plan.items() if row["edited"]] == [FAST]


# ── what is not ours ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def furnished(book: Book) -> Book:
    """A user's own column in two tables, a coloured row with a note, and a sheet that reads the plan."""
    file = openpyxl.load_workbook(io.BytesIO(book.path.read_bytes()))
    for sheet, table in (("作战地图", "tblMap"), ("客户清单", "tblCustomers")):
        _add_column(file[sheet], table, "我的备忘")
    place = book.place("map", FAST, "customer")
    cell = file[place[0]].cell(place[1], place[2])
    cell.fill = PatternFill("solid", fgColor="FFFF00")
    cell.comment = Comment("老板亲自跟", "我")
    own = file.create_sheet("我的表")
    own["A1"], own["B1"] = "全年合计", "=SUM(tblMap[年度目标（万元）])"
    file.save(book.path)
    run(book)  # openpyxl leaves formulas without values; the run fills them in again
    return book


def _add_column(sheet: object, name: str, header: str) -> None:
    table = sheet.tables[name]  # type: ignore[attr-defined]
    first = table.ref.split(":")[0]
    min_col, min_row, max_col, max_row = openpyxl.utils.range_boundaries(table.ref)
    sheet.cell(min_row, max_col + 1, header)  # type: ignore[attr-defined]
    for row in range(min_row + 1, max_row + 1):
        sheet.cell(
            row, max_col + 1, f"备忘-{sheet.cell(row, min_col if name == 'tblMap' else min_col + 1).value}"
        )  # type: ignore[attr-defined]
    letters = openpyxl.utils.get_column_letter(max_col + 1)
    table.ref = f"{first}:{letters}{max_row}"
    if table.autoFilter:
        table.autoFilter.ref = table.ref
    column = openpyxl.worksheet.table.TableColumn(id=len(table.tableColumns) + 1, name=header)
    table.tableColumns.append(column)


def assert_with_their_customers(book: Book) -> None:
    memos = {row["customer"]: row["我的备忘"] for row in book.rows("map") if row["我的备忘"]}
    assert FAST in memos
    assert memos == {name: f"备忘-{name}" for name in memos}
    sheet, line, col = book.place("map", FAST, "customer")
    cell = shown(book.path)[sheet].cell(line, col)
    assert cell.fill.fgColor.rgb == "00FFFF00"
    assert cell.comment is not None
    assert "老板亲自跟" in cell.comment.text


@pytest.mark.slow
def test_own_columns_notes_and_colours_stay_with_the_customer(furnished: Book) -> None:
    """Rows above are deleted, one is added below: memo, colour and note stay with theirs; the new row is plain."""
    furnished.delete_row("customers", BIG)
    furnished.delete_row("customers", FALLING)
    furnished.type_rows("customers", [{"name": "上海新锐自动化", "this_year": 500.0, "last_year": 450.0}])
    run(furnished)
    assert_with_their_customers(furnished)
    fresh = furnished.by("map")["上海新锐自动化"]
    assert fresh["我的备忘"] is None
    sheet, line, col = furnished.place("map", "上海新锐自动化", "customer")
    assert shown(furnished.path)[sheet].cell(line, col).comment is None
    assert furnished.by("customers", "name")[SECOND]["我的备忘"] == f"备忘-{SECOND}"


@pytest.mark.slow
def test_an_own_sheet_keeps_its_formula(furnished: Book) -> None:
    furnished.delete_row("customers", BIG)
    run(furnished)
    formulas = openpyxl.load_workbook(furnished.path)
    assert formulas["我的表"]["B1"].value == "=SUM(tblMap[年度目标（万元）])"
    assert formulas["我的表"]["A1"].value == "全年合计"


@pytest.mark.slow
def test_an_import_keeps_own_columns_too(furnished: Book, tmp_path: Path) -> None:
    file = tmp_path / "客户.csv"
    file.write_text(f"客户名称,负责人\n{FAST},赵敏\n上海新锐自动化,赵敏\n", encoding="utf-8")
    assert salesplan("import", furnished.path, "--customers", file).code == 0
    rows = furnished.by("customers", "name")
    assert rows[FAST]["owner"] == "赵敏"
    assert {name: row["我的备忘"] for name, row in rows.items() if name != "上海新锐自动化"} == {
        name: f"备忘-{name}" for name in rows if name != "上海新锐自动化"
    }
    assert rows["上海新锐自动化"]["我的备忘"] is None


@pytest.mark.slow
def test_an_import_leaves_a_gap_where_the_user_left_one(furnished: Book, tmp_path: Path) -> None:
    """A row emptied by hand, not deleted: the rows below must not slip up under other people's memos."""
    row = furnished.by("customers", "name")[FALLING]
    furnished.type(
        "customers",
        FALLING,
        **dict.fromkeys((key for key in row if key != "我的备忘" and row[key] is not None), None),
    )
    for option, text in (
        ("--customers", f"客户名称,负责人\n{FAST},赵敏\n"),
        ("--orders", f"日期,客户名称,金额\n2026-03-05,{FAST},9\n2026-03-06,上海新锐自动化,9\n"),
    ):
        file = tmp_path / "来.csv"
        file.write_text(text, encoding="utf-8")
        assert salesplan("import", furnished.path, option, file).code == 0
    rows = {name: row for name, row in furnished.by("customers", "name").items() if name}
    assert rows[FAST]["owner"] == "赵敏"
    assert "上海新锐自动化" in rows
    assert {name: row["我的备忘"] for name, row in rows.items() if row["我的备忘"]} == {
        name: f"备忘-{name}" for name in rows if name != "上海新锐自动化"
    }


@pytest.mark.slow
def test_a_second_run_of_a_furnished_book_changes_nothing(furnished: Book) -> None:
    before = fingerprint(furnished.path)
    run(furnished)
    assert fingerprint(furnished.path) == before
