"""Undo at the command line: the book is as it was before, the user's own later edits stay, and refusals say why."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.catalogue import word
from salesplan_xl.schema.workbook import sheet, tables
from tests.doors.driver import Book, fingerprint, refused, salesplan
from tests.property.undo_book import contents, csv_file, worked_out

Copy = Callable[..., Book]


def differences(before: bytes, after: Path, lang: str = "zh") -> list[str]:
    return contents(before, lang).differences(contents(after.read_bytes(), lang))


def seen(path: Path) -> dict[str, Any]:
    """Formulas, styles, heights and table places as openpyxl reads them, log and undo data left out."""
    file = openpyxl.load_workbook(path)
    left_out = {sheet(key).label.of(lang) for key in ("log", "system", "undo_rows") for lang in ("zh", "en")}
    found: dict[str, Any] = {}
    looks: dict[bytes, list[str]] = {}
    for page in file.worksheets:
        if page.title not in left_out:
            for row in page.iter_rows():
                for cell in row:
                    if cell.value is not None or cell.has_style:
                        style = cell._style.tobytes()
                        look = looks.get(style) or looks.setdefault(style, _look(cell))
                        found[page.title, cell.coordinate] = (_text(cell.value), *look)
            found[page.title] = (
                page.sheet_state,
                {row: size.height for row, size in page.row_dimensions.items() if size.height},
                dict(page.tables.items()),
            )
    return found


def _look(cell: Any) -> list[str]:
    parts = ("number_format", "font", "fill", "border", "alignment", "protection")
    return [repr(getattr(cell, part)) for part in parts]


def _text(value: Any) -> Any:
    return value.text if isinstance(value, ArrayFormula) else value


# ── exactly as before ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_run_is_taken_back_exactly(copy: Copy, lang: str) -> None:
    book = copy("typed", lang)
    book.path.write_bytes(worked_out(book.path.read_bytes()))
    before, looked = book.path.read_bytes(), seen(book.path)
    assert salesplan("run", book.path).code == 0
    assert differences(before, book.path, lang) != []
    said = salesplan("undo", book.path)
    assert (said.code, said.err) == (0, "")
    assert re.search(word("C-UNDONE", lang, when=".*", command=word("C-NAME-RUN", lang)), said.out)
    assert differences(before, book.path, lang) == []
    assert seen(book.path) == looked


@pytest.fixture(scope="module")
def typed_over(shelf: Callable[[str, str], Path], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A plan in which much was typed since it was computed, as Excel saves it."""
    book = Book(Path(shutil.copy(shelf("planned", "zh"), tmp_path_factory.mktemp("typed") / "plan.xlsx")))
    name = book.rows("targets")[0]["customer"]
    book.type("targets", name, growth=0.5, base=1.0)
    book.type("map", name, q1=7.0, key_action="自己定")
    book.type("customers", name, this_year=500.0)
    book.type_setting(days_per_visit=0.75)
    return worked_out(book.path.read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    [
        ("check",), ("kpi", "--month", "2027-06"), ("month", "--month", "2027-02"), ("run", "--reset"), ("tiers",),
        ("health", "--reset"), ("targets", "--reset"), ("quarters", "--reset"), ("map",), ("capacity",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_command_is_taken_back_exactly(
    typed_over: bytes, tmp_path: Path, step: tuple[str, ...]
) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(typed_over)
    despite = () if step[0] == "check" else ("--despite-errors",)
    assert salesplan(step[0], path, *step[1:], *despite).code in (0, 1)
    assert differences(typed_over, path) != []
    assert salesplan("undo", path).code == 0
    assert differences(typed_over, path) == []


def test_an_import_is_taken_back_with_the_customers_it_brought(copy: Copy, tmp_path: Path) -> None:
    book = copy("typed")
    book.path.write_bytes(worked_out(book.path.read_bytes()))
    before = book.path.read_bytes()
    rows: list[dict[str, object]] = [
        {"date": "2026-03-01", "order_no": "1", "customer": name, "amount": 12}
        for name in ("新来的厂", "昆山金桥电子")
    ]
    assert salesplan("import", book.path, "--orders", csv_file(tmp_path, "orders", rows)).code == 0
    assert "新来的厂" in book.by("customers", "name")
    assert salesplan("undo", book.path).code == 0
    assert differences(before, book.path) == []


@pytest.mark.slow
def test_a_sheet_that_a_lean_book_showed_is_hidden_again(copy: Copy) -> None:
    book = copy("lean")
    rows = [{"name": name, "this_year": 100.0, "last_year": 90.0} for name in ("甲厂", "乙厂")]
    book.type_rows("customers", rows)
    book.path.write_bytes(worked_out(book.path.read_bytes()))
    before, page = book.path.read_bytes(), sheet("targets").label.zh
    assert openpyxl.load_workbook(book.path)[page].sheet_state == "hidden"
    assert salesplan("targets", book.path, "--despite-errors").code == 0
    assert openpyxl.load_workbook(book.path)[page].sheet_state == "visible"
    assert salesplan("undo", book.path).code == 0
    assert differences(before, book.path) == []


@pytest.mark.slow
def test_rows_that_went_come_back_with_colour_height_notes_and_own_columns(copy: Copy) -> None:
    book = copy("planned")
    name = book.rows("targets")[2]["customer"]
    page, row, col = book.place(
        "targets", name, "note" if "note" in tables()["targets"].keys() else "customer"
    )
    file = openpyxl.load_workbook(book.path)
    file[page].cell(row, col).fill = openpyxl.styles.PatternFill("solid", "FF00FF")
    file[page].row_dimensions[row].height = 47
    right = file[page].max_column + 2
    file[page].cell(row, right, "别忘了")
    file[page].cell(row, right + 1, "=1+1")
    file.save(book.path)
    book.path.write_bytes(worked_out(book.path.read_bytes()))
    before = book.path.read_bytes()
    book.delete_row("customers", name)
    gone = worked_out(book.path.read_bytes())
    book.path.write_bytes(gone)
    assert salesplan("run", book.path).code == 0
    assert name not in book.by("targets")
    assert salesplan("undo", book.path).code == 0
    assert differences(gone, book.path) == []
    again, old = (contents(data).state.cells[page] for data in (book.path.read_bytes(), before))
    assert again == old


def test_what_stood_in_formula_columns_comes_back_too(copy: Copy) -> None:
    book = copy("planned")
    name = book.rows("targets")[0]["customer"]
    book.type("targets", name, expected="待定")
    assert salesplan("run", book.path).code == 0
    assert isinstance(book.by("targets")[name]["expected"], float)
    assert salesplan("undo", book.path).code == 0
    assert book.by("targets")[name]["expected"] == "待定"


# ── the door itself ─────────────────────────────────────────────────────────────────────────────────


def test_dry_run_changes_nothing_and_tells_each_cell(copy: Copy) -> None:
    book = copy("planned")
    name = book.rows("targets")[1]["customer"]
    book.type("targets", name, growth=0.5)
    assert salesplan("targets", book.path, "--reset").code == 0
    before = fingerprint(book.path)
    said = salesplan("undo", book.path, "--dry-run", "--json")
    page, row, col = book.place("targets", name, "growth")
    spot = f"{openpyxl.utils.get_column_letter(col)}{row}"
    reset = book.by("targets")[name]["growth"]
    assert {"sheet": page, "cell": spot, "old": reset, "new": 0.5} in said.document["changes"]
    assert (said.document["output"], said.document["findings"]) == (None, [])
    assert fingerprint(book.path) == before
    assert (
        word("C-DRY", "zh", count=said.document["changed"]) in salesplan("undo", book.path, "--dry-run").out
    )
    assert fingerprint(book.path) == before


def test_out_leaves_the_book_alone_and_json_says_where(copy: Copy, tmp_path: Path) -> None:
    book = copy("planned")
    before = fingerprint(book.path)
    said = salesplan("undo", book.path, "-o", tmp_path / "vorher 之前.xlsx", "--json")
    assert said.document["output"] == str(tmp_path / "vorher 之前.xlsx")
    assert said.document["command"] == "undo" and said.document["changed"] > 50
    assert fingerprint(book.path) == before
    assert Book(tmp_path / "vorher 之前.xlsx").by("targets").keys() <= {None}


def test_undo_keeps_a_backup_of_the_file(copy: Copy) -> None:
    book = copy("planned")
    before = fingerprint(book.path)
    assert salesplan("undo", book.path).code == 0
    assert fingerprint(book.path.with_name("plan.bak.xlsx")) == before


@pytest.mark.slow
def test_the_log_tells_what_was_done_and_undone_and_numbers_go_on(copy: Copy) -> None:
    book = copy("typed")
    for verb in ("tiers", "targets", "undo", "quarters", "undo", "undo"):
        assert salesplan(verb, book.path).code == 0
    told = [(row["command"], row["undo_id"]) for row in book.rows("log")]
    names = {verb: word(f"C-NAME-{verb.upper()}", "zh") for verb in ("tiers", "targets", "quarters", "undo")}
    assert told == [
        (names["tiers"], "0001"), (names["targets"], "0002"), (names["undo"], "0002"),
        (names["quarters"], "0003"), (names["undo"], "0003"), (names["undo"], "0001"),
    ]  # fmt: skip
    assert "目标推导" in book.rows("log")[2]["changed"]


@pytest.mark.slow
def test_numbers_go_on_where_the_user_emptied_the_log(copy: Copy) -> None:
    book = copy("typed")
    assert salesplan("tiers", book.path).code == 0
    for key in tables()["log"].keys():
        book.type_cell(*_log_cell(book, key), None)
    assert salesplan("targets", book.path).code == 0
    assert [row["undo_id"] for row in book.rows("undo")] == ["0001", "0002"]
    assert [salesplan("undo", book.path).code for _ in range(3)] == [0, 0, 1]


def _log_cell(book: Book, key: str) -> tuple[str, int, int]:
    info = XlsxFile.open(book.path).tables["tblLog"]
    return info.sheet, info.first_row, info.first_col + info.columns.index(book.names.header("log", key))


def test_two_books_know_nothing_of_each_other(copy: Copy) -> None:
    one, other = copy("planned"), copy("typed", name="other.xlsx")
    refused(other.path, "SP-208", "undo", other.path, exit_code=1)
    assert salesplan("undo", one.path).code == 0
    refused(one.path, "SP-208", "undo", one.path, exit_code=1)


# ── what the user typed since ───────────────────────────────────────────────────────────────────────


def test_edits_made_since_stay_in_rows_that_stay(copy: Copy) -> None:
    book = copy("planned")
    first, second, third = (row["customer"] for row in book.rows("targets")[:3])
    book.type("targets", second, growth=0.25)
    before = {row["customer"]: row for row in book.rows("targets")}
    assert salesplan("targets", book.path, "--reset").code == 0
    book.type("targets", first, growth=0.5)
    book.type("targets", second, growth=0.75)
    book.type("targets", third, growth=None)
    said = salesplan("undo", book.path)
    assert (said.code, said.err, "F-008" in said.out) == (0, "", False)
    after = book.by("targets")
    assert [after[name]["growth"] for name in (first, second)] == [0.5, 0.75]
    assert after[third]["growth"] in (None, before[third]["growth"])


def test_a_number_typed_as_text_before_the_step_is_that_text_again(copy: Copy) -> None:
    book = copy("planned")
    name = book.rows("targets")[0]["customer"]
    book.type("targets", name, growth="12%")
    assert salesplan("targets", book.path).code == 0
    assert book.by("targets")[name]["growth"] == 0.12
    assert salesplan("undo", book.path).code == 0
    assert book.by("targets")[name]["growth"] == "12%"


def test_a_setting_changed_since_stays(copy: Copy) -> None:
    book = copy("planned")
    assert salesplan("kpi", book.path, "--month", "2027-06").code == 0
    book.type_setting(current_month="2027-08")
    assert salesplan("undo", book.path).code == 0
    assert book.setting("current_month") == "2027-08"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_edits_in_rows_that_vanish_are_named(copy: Copy, lang: str) -> None:
    book = copy("typed", lang)
    assert salesplan("run", book.path).code == 0
    name = book.rows("targets")[4]["customer"]
    book.type("targets", name, growth=0.5)
    page, row, col = book.place("targets", name, "growth")
    book.type_cell(page, row, 40, "别忘了")
    said = salesplan("undo", book.path, "--json")
    assert said.code == 0
    found = said.document["findings"]
    assert [(item["code"], item["cell"]) for item in found] == [
        ("F-008", f"{openpyxl.utils.get_column_letter(col)}{row}"), ("F-008", f"AN{row}"),
    ]  # fmt: skip
    assert [item["severity"] for item in found] == ["warning", "warning"]
    assert all(item["sheet"] == page for item in found)
    sentence = found[0]["sentence"]
    assert word("C-NAME-RUN", lang) in sentence and "0.5" in sentence
    assert {"zh": "后来在这里填的", "en": "had entered"}[lang] in sentence
    assert set(book.by("targets")) == {None}


@pytest.mark.slow
def test_many_lost_edits_are_counted(copy: Copy) -> None:
    book = copy("typed")
    assert salesplan("run", book.path).code == 0
    for row in book.rows("map")[:8]:
        book.type("map", row["customer"], owner="新人", key_action="a", next_action="b")
    found = salesplan("undo", book.path, "--json").document["findings"]
    assert sorted({item["code"] for item in found}) == ["F-006", "F-008"]
    assert sum(item["code"] == "F-008" for item in found) == 20


def _sorted(book: Book) -> None:
    book.sort("targets", "customer", reverse=True)


def _shortened(book: Book) -> None:
    book.delete_row("targets", book.rows("targets")[1]["customer"])


def _overwritten(book: Book) -> None:
    book.type("health", book.rows("health")[0]["customer"], tier="C")


def _block_overwritten(book: Book) -> None:
    book.type_grid("commitments", "derived", "sentence", "我来写")


@pytest.mark.parametrize("change", [_sorted, _shortened, _overwritten, _block_overwritten])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_result_changed_since_is_not_undone(copy: Copy, change: Callable[[Book], None], lang: str) -> None:
    book = copy("planned", lang)
    change(book)
    said = refused(book.path, "SP-318", "undo", book.path)
    assert word("C-NAME-RUN", lang) in said.err
    assert {"zh": "无法原样撤销", "en": "cannot be undone exactly"}[lang] in said.err


def test_sorting_is_seen_even_where_the_step_wrote_only_blue_cells(copy: Copy) -> None:
    book = copy("planned")
    book.type("targets", book.rows("targets")[0]["customer"], growth=0.5)
    assert salesplan("targets", book.path).code == 0
    assert salesplan("targets", book.path, "--reset").code == 0
    book.sort("targets", "customer", reverse=True)
    refused(book.path, "SP-318", "undo", book.path)


@pytest.mark.slow
def test_rows_typed_below_since_stay(copy: Copy) -> None:
    book = copy("typed")
    assert salesplan("run", book.path).code == 0
    book.type_rows("map", [{"customer": "另外的", "q1": 5.0}])
    assert salesplan("undo", book.path).code == 0
    assert [(row["customer"], row["q1"]) for row in book.rows("map")][1:] == [("另外的", 5.0)]
