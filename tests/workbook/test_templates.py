"""The shipped workbooks: complete, well built, the same on every build."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from book_lint import Book, as_shown, bare, lint
from openxml_audit import OpenXmlValidator
from xlsx_lint import lint as repair_lint

from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.tracking import GUIDE_STEPS
from salesplan_xl.schema.workbook import SCHEMA_VERSION, SHEETS, grids, tables
from salesplan_xl.templates import theme
from salesplan_xl.templates.build import build_book
from salesplan_xl.templates.guide_sheet import GOES_TO
from tests.generated.books import BOOKS, DEMO, STARTERS, part_hashes
from tests.generated.files import ROOT

FOLDER = ROOT / "workbook_templates"
# Sheets that are read like a letter.
UPRIGHT = {"年终总结", "Year report"}
MERGED = '</sheetData><mergeCells count="1"><mergeCell ref="B6:C6"/></mergeCells>'
VARIANTS = [
    ("zh", "wan", False),
    ("en", "wan", False),
    ("zh", "wan", True),
    ("zh", "yuan", False),
    ("en", "yuan", True),
]
# Everything that differs, differs between these two.
FAST = (VARIANTS[0], VARIANTS[-1])


@pytest.fixture(
    scope="module",
    params=[pytest.param(item, marks=[] if item in FAST else pytest.mark.slow) for item in VARIANTS],
    ids=lambda item: f"{item[0]}-{item[1]}{'-lean' * item[2]}",
)
def book(request: pytest.FixtureRequest) -> bytes:
    return build_book(*request.param)


@pytest.mark.slow
def test_a_book_keeps_the_promises_of_a_well_built_one(book: bytes) -> None:
    assert lint(book) == []


def test_excel_has_nothing_to_repair(book: bytes) -> None:
    assert repair_lint(book) == []


def test_a_book_is_valid_office_open_xml(book: bytes, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book)
    result = OpenXmlValidator().validate(path)
    assert result.errors == []


def test_two_builds_are_byte_identical(book: bytes, request: pytest.FixtureRequest) -> None:
    variant = request.node.callspec.params["book"]
    assert build_book(*variant) == book


def test_the_manifest_names_every_part() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema_version"] == SCHEMA_VERSION
    assert list(manifest["books"]) == sorted([*(item.name for item in BOOKS), *STARTERS, DEMO])
    for name, parts in manifest["books"].items():
        assert parts == part_hashes((FOLDER / name).read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize(("lean", "shown"), [(False, "all"), (True, "lean")])
def test_a_lean_book_hides_sheets_but_has_them(lean: bool, shown: str) -> None:
    opened = Book(build_book("zh", lean=lean)).opened
    assert opened.sheetnames == [sheet.label.zh for sheet in SHEETS]
    for sheet in SHEETS:
        visible = not sheet.hidden and (shown == "all" or sheet.lean)
        assert (opened[sheet.label.zh].sheet_state == "visible") is visible
    assert opened["_系统"].sheet_state == "veryHidden"
    assert opened.active.title == "向导"


def test_settings_hold_their_defaults_or_what_is_given() -> None:
    given = Book(
        build_book("en", "yuan", settings={"a_line": 0.7, "tier_method": "threshold", "salesperson": "=1+1"})
    )
    assert given.named("sp_a_line") == 0.7
    assert given.named("sp_tier_method") == "Threshold"
    assert given.named("sp_late_payer_blocks_a") == "Yes"
    assert given.named("sp_a_threshold") == 1_000_000
    assert given.named("sp_money_unit") == "CNY"
    sheet, cell = given.place("sp_salesperson") or pytest.fail("no name")
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert sheet.title == "Settings"


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        build_book("zh", settings={"colour": 1})


def test_every_setting_says_why() -> None:
    opened = Book(build_book("zh"))
    for setting in SETTINGS:
        sheet, cell = opened.place(setting.name) or pytest.fail(setting.name)
        assert sheet.cell(cell.row, 1).value == setting.label.zh
        assert sheet.cell(cell.row, 5).value == setting.why.zh


def test_a_book_prints_on_a4_one_page_wide(book: bytes) -> None:
    for sheet in Book(book).opened.worksheets:
        upright = sheet.title in UPRIGHT
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
            "portrait" if upright else "landscape",
            9,
        )
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.right.text


@pytest.mark.slow
def test_native_charts_on_one_page_each() -> None:
    """Five on the dashboard, three in the year report, the distribution on its own sheet, each drawn from its own sheet's blocks."""
    opened = Book(build_book("zh")).opened
    assert all(opened[name].page_setup.fitToHeight in (None, 1) for name in ("看板", "把握度"))
    with zipfile.ZipFile(BytesIO(build_book("zh"))) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        texts = [archive.read(name).decode() for name in charts]
    found = [
        next(name for name in ("年终总结", "看板", "把握度") if f"<c:f>{name}!" in text) for text in texts
    ]
    assert sorted(found) == [*["年终总结"] * 3, "把握度", *["看板"] * 5]


def test_every_highlight_belongs_to_a_block_of_the_book() -> None:
    assert {item.block for item in theme.HIGHLIGHTS} <= tables().keys() | grids().keys()
    assert theme.PRINT_UNTIL.keys() <= tables().keys()
    assert set(GOES_TO) == {row.key for row in GUIDE_STEPS.rows}


def test_an_input_cell_says_in_words_what_it_accepts() -> None:
    rules = {
        str(rule.sqref): rule
        for rule in Book(build_book("zh")).opened["商机储备"].data_validations.dataValidation
    }
    stage, probability = rules["C5"], rules["E5"]
    assert stage.error == "请从下拉列表中选择:线索、需求、方案、报价、谈判、签单、回款、复购。"
    assert probability.error == "请填百分数,如 30% 或 0.3(0% 到 100%)。"
    assert probability.prompt == "空白时按阶段默认值"


def test_the_file_names_nobody(book: bytes) -> None:
    properties = Book(book).opened.properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created.isoformat() == "2026-01-01T00:00:00"


@pytest.mark.slow
def test_money_in_yuan_shows_no_decimals() -> None:
    formats = {unit: _money_format(unit) for unit in ("wan", "yuan")}
    assert formats["wan"].startswith("#,##0.0#;")  # rows are rounded to a hundredth
    assert formats["yuan"].startswith("#,##0;")


def _money_format(unit: str) -> str:
    found = Book(build_book("zh", unit)).place("sp_grid_tier_targets") or pytest.fail("no grid")
    return str(found[1].offset(1, 2).number_format)


class TestTheLintItself:
    """A lint that cannot fail proves nothing: each rule is shown a book that breaks it."""

    @pytest.mark.parametrize(
        ("formula", "left"),
        [
            ("sp_quarter_weight_1*tbl3[Q1 2027]+'Sheet 7'!$B$5-1", "*+-1"),
            ('IF(A1>30,"30 days",B12*1.5)', "(>30,,*1.5)"),
            ("tblA[[#This Row],[Q1]:[Q4]]/12", "/12"),
        ],
    )
    def test_numbers_are_what_is_left_of_a_formula(self, formula: str, left: str) -> None:
        assert bare(formula) == left

    def test_a_formula_is_measured_as_excel_shows_it(self) -> None:
        assert as_shown("tblA[[#This Row],[增长]]-tblB[增长]") == "[@增长]-tblB[增长]"

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("part", "old", "new", "said"),
        [
            ("worksheets/sheet11", '-1,"")', '-7,"")', "7 in ="),
            ("worksheets/sheet13", "<f>SUM", "<f>NOW", "function NOW"),
            ("worksheets/sheet13", "</sheetData>", MERGED, "merged"),
            ("worksheets/sheet13", '<row r="6"', '<row r="6" hidden="1"', "hidden"),
            ("tables/table1", "今年业绩（万元）", "今年业绩", "no unit"),
            ("workbook", "sp_a_line", "sp_a_lime", "sp_a_line"),
        ],
    )  # fmt: skip
    def test_a_fault_is_told(self, part: str, old: str, new: str, said: str) -> None:
        good = build_book("zh")
        broken = _replaced(good, f"xl/{part}.xml", old, new)
        assert any(said in problem for problem in lint(broken))

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('<pane xSplit="1" ySplit="4" ', "<pane ", "frozen pane that splits nothing"),
            ('<pane xSplit="1" ySplit="4" ', '<pane xSplit="0" ySplit="0" ', "frozen pane that splits nothing"),
            ('<pane xSplit="1" ySplit="4" ', '<pane ySplit="4" ', "selection of no pane"),
            ('<selection pane="topRight" ', '<selection pane="bottomLeft" ', "two selections of one pane"),
        ],
    )  # fmt: skip
    def test_a_pane_excel_would_repair_is_told(self, old: str, new: str, said: str) -> None:
        broken = _replaced(build_book("zh"), "xl/worksheets/sheet2.xml", old, new)
        assert said in {rule for rule, _ in repair_lint(broken)}


def _replaced(book: bytes, part: str, old: str, new: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            target.writestr(name, text.replace(old, new) if name == part else text)
    return out.getvalue()
