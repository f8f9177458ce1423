"""The starter as a file: six sheets, formulas old programs know, nothing to repair, one page of A4 each."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from salesplan_xl.addin.package import unpacked, zipped
from salesplan_xl.planning.customers.relationships import means_nothing
from salesplan_xl.schema.starter import inputs, sheets
from salesplan_xl.schema.starter.columns import PRINTED, ROWS
from salesplan_xl.schema.starter.words import NOTHING
from salesplan_xl.templates.starter.build import build_starter
from tests.generated.books import STARTERS
from tests.generated.same import same_content
from tests.recalc import agree, engines
from tests.starter.books import SHEETS, names, random_starter
from tests.workbook.xlsx_lint import lint

ROOT = Path(__file__).parents[2]
# Functions of Excel 2007: the starter asks no program for anything newer.
OLD = set(
    "IF IFERROR AND OR MIN MAX SUM ABS N LEN TRIM UPPER LOWER TEXT ROUND ROUNDUP INT MOD LOG10 CODE ISNUMBER ISERROR SEARCH "
    "INDEX MATCH COUNT COUNTIF COUNTIFS SUMIFS SUMPRODUCT LARGE".split()
)
INPUT_FILL = "FFDDEBF7"


@cache
def shipped(name: str) -> bytes:
    return (ROOT / "workbook_templates" / name).read_bytes()


@cache
def loaded(name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(shipped(name)))


def test_excel_has_nothing_to_repair_in_a_small_one() -> None:
    assert lint(build_starter("zh", random_starter(5, 6), rows=6)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", STARTERS)
def test_excel_has_nothing_to_repair(name: str) -> None:
    assert lint(shipped(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_is_valid_office_open_xml(name: str) -> None:
    assert OpenXmlValidator().validate(ROOT / "workbook_templates" / name).errors == []


@pytest.mark.parametrize(("name", "lang"), STARTERS.items())
def test_six_sheets_without_macros_or_hidden_ones(name: str, lang: str) -> None:
    book = loaded(name)
    assert book.sheetnames == [sheet.label.of(lang) for sheet in SHEETS]
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}
    assert book.vba_archive is None
    assert b"vbaProject" not in shipped(name)


@pytest.mark.parametrize("name", STARTERS)
def test_formulas_are_as_old_as_excel_2007(name: str) -> None:
    texts = [
        cell.value
        for sheet in loaded(name).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(texts) > 20_000
    plain = [re.sub(r'"(?:[^"]|"")*"', '""', text) for text in texts]
    assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", "".join(plain))) <= OLD
    assert max(map(len, texts)) < 2_000
    assert not re.search(r"\b(NOW|TODAY|OFFSET|INDIRECT|RAND)\(|\[\d+\]", "".join(plain)), (
        "volatile, or another file"
    )


@pytest.mark.parametrize("name", STARTERS)
def test_only_blue_cells_can_be_typed_into(name: str) -> None:
    """Everything else is locked, without a password; what is blue is open."""
    for sheet in loaded(name).worksheets:
        assert sheet.protection.sheet and sheet.protection.password is None
        for row in sheet.iter_rows():
            for cell in row:
                blue = cell.fill.fgColor.rgb == INPUT_FILL
                assert blue is not cell.protection.locked, f"{sheet.title}!{cell.coordinate}"


@pytest.mark.parametrize("name", STARTERS)
def test_helpers_stand_in_one_collapsed_group(name: str) -> None:
    for sheet in loaded(name).worksheets:
        grouped = {key for key, column in sheet.column_dimensions.items() if column.outlineLevel}
        assert grouped and all(sheet.column_dimensions[key].hidden for key in grouped)
        printed = openpyxl.utils.range_boundaries(sheet.print_area.split("!")[1].replace("$", ""))
        assert min(openpyxl.utils.column_index_from_string(key) for key in grouped) > printed[2]


@pytest.mark.parametrize("name", STARTERS)
def test_every_list_prints_on_one_page_of_a4(name: str) -> None:
    for sheet in loaded(name).worksheets:
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (
            openpyxl.utils.range_boundaries(sheet.print_area.split("!")[1].replace("$", ""))[3]
            <= sheets.MAP.header + PRINTED + 20
        )


@pytest.mark.slow
def test_six_pages_however_many_customers(office: engines.LibreOffice, tmp_path: Path) -> None:
    """Two hundred of them, in either language: the largest are printed."""
    paths = [tmp_path / f"{lang}.xlsx" for lang in ("zh", "en")]
    for path in paths:
        path.write_bytes(build_starter(path.stem, random_starter(8, 200, path.stem)))
    profile = f"-env:UserInstallation={office.profile.as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=180)
    for path in paths:
        pages = re.findall(rb"/Type\s*/Page[^s]", path.with_suffix(".pdf").read_bytes())
        assert len(pages) == len(SHEETS), path.stem


@pytest.mark.parametrize("name", STARTERS)
def test_no_cell_of_a_shipped_starter_is_an_error_or_a_stray_zero(name: str) -> None:
    assert agree.error_cells(shipped(name)) == []
    cached = agree.formula_cells(shipped(name))
    assert len(cached) > 20_000


@pytest.mark.slow
def test_a_preview_shows_what_other_engines_compute(office: engines.LibreOffice) -> None:
    """Another engine computed what the file shows."""
    assert agree.office_disagreements({name: shipped(name) for name in STARTERS}, office) == []
    for name in STARTERS:
        assert agree.disagreements(shipped(name), engines.CellRune()) == []


@pytest.mark.slow
def test_another_figure_or_word_makes_a_starter_stale() -> None:
    """Last digits that another processor computes do not."""
    name = "SalesPlan-zh-starter.xlsx"
    parts = unpacked(shipped(name))
    for old, new, same in (
        (b"<v>17.400000000000002", b"<v>17.399999999999999", True),
        ("打印".encode(), "印".encode(), False),
    ):
        holders = [part for part, data in parts.items() if old in data]
        changed = {part: parts[part].replace(old, new) for part in holders}
        assert holders and same_content(shipped(name), zipped(parts | changed)) is same


def test_what_is_typed_has_names_from_the_header_on() -> None:
    """A row inserted above the first customer, or the first row deleted, stays within the names."""
    areas = names(shipped("SalesPlan-zh-starter.xlsx"))
    for column in inputs.CUSTOMERS:
        assert areas[f"in_{column.key}"].cells[0] == areas[f"head_{column.key}"].cells[0]
        assert len(areas[f"in_{column.key}"].cells) == ROWS + 1


def test_words_that_mean_nothing_are_the_cores() -> None:
    assert all(means_nothing(text) for text in NOTHING)
    assert not means_nothing("自动化")
