"""Wrong figures, names, settings and import files: a finding or one sentence, and no figure made of nonsense."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from salesplan_xl.book.xlsx import XlsxFile
from tests.doors.driver import Book, fingerprint, refused, salesplan

BIG, SECOND, FALLING = "苏州恒锐机械有限公司", "无锡宏泰重工有限公司", "常州明照新能源"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504


def blocked(book: Book, *more: object) -> dict[str, dict[str, str]]:
    """Errors in the data stop the run: exit 1, file untouched; the findings by code."""
    before, folder = fingerprint(book.path), sorted(os.listdir(book.path.parent))
    said = salesplan("run", book.path, *more)
    assert said.code == 1, said.screen
    assert "SP-220" in said.err
    assert "Traceback" not in said.screen
    document = salesplan("run", book.path, "--json", *more).document
    assert document["blocked"] is True
    assert document["output"] is None
    assert fingerprint(book.path) == before
    assert sorted(os.listdir(book.path.parent)) == folder
    return {finding["code"]: finding for finding in document["findings"] if finding["severity"] == "error"}


@pytest.mark.slow
def test_text_in_a_money_cell(copy: Callable[..., Book]) -> None:
    """The cell is named; with --despite-errors the rest is computed and the check lists it in the book."""
    book = copy("typed")
    book.type("customers", BIG, this_year="差不多四百多")
    found = blocked(book)["F-001"]
    assert (found["sheet"], "差不多四百多" in found["sentence"]) == ("客户清单", True)
    assert found["cell"].endswith(str(book.place("customers", BIG, "name")[1]))
    said = salesplan("run", book.path, "--despite-errors")
    assert said.code == 1
    assert "F-001" in book.findings()
    assert len(book.rows("map")) >= 8


@pytest.mark.slow
def test_a_growth_that_takes_more_than_all(copy: Callable[..., Book]) -> None:
    """The cell is named, not the split that follows from it; with --despite-errors the quarters carry the loss."""
    book = copy("typed")
    assert salesplan("run", book.path).code in (0, 1)
    book.type("targets", BIG, growth=-1.5)
    found = blocked(book)["F-309"]
    assert found["cell"].endswith(str(book.place("targets", BIG, "growth")[1]))
    assert salesplan("run", book.path, "--despite-errors").code == 1
    quarters = [book.by("map")[BIG][key] for key in ("q1", "q2", "q3", "q4")]
    assert all(quarter < 0 for quarter in quarters)


@pytest.mark.slow
def test_numbers_and_dates_typed_as_text(copy: Callable[..., Book]) -> None:
    """«1,234.5», «400万», «2026年3月5日» are understood, with a note each; nothing stops.

    Orders of 430 beside typed figures of 1,434.5 are a fragment: what was typed stands, orders count for the rest.
    """
    book = copy("typed")
    book.type("customers", BIG, this_year="1,234.5")
    for name in (SECOND, FALLING):
        book.type("customers", name, this_year=None)
    book.type_rows(
        "orders",
        [
            {"date": "2026年3月5日", "customer": FALLING, "amount": 30.0},
            {"date": "2026/7/1", "customer": SECOND, "amount": "400万"},
            {"date": "2026-02-30", "customer": BIG, "amount": 1.0},
        ],
    )
    found = blocked(book)
    assert "2026-02-30" in found["F-001"]["sentence"]
    assert "F-102" not in found  # the cell is unreadable, not blank as well
    assert salesplan("run", book.path, "--despite-errors").code == 1
    health = book.by("health")
    assert [health[name]["this_year"] for name in (BIG, SECOND, FALLING)] == [1234.5, 400, 30]
    assert {"F-002", "F-124"} <= set(book.findings())


def test_a_duplicate_customer(copy: Callable[..., Book]) -> None:
    book = copy("typed")
    book.type_rows("customers", [{"name": BIG, "this_year": 5.0}])
    said = salesplan("run", book.path, "--json")
    assert any(
        BIG in finding["sentence"] and finding["severity"] in ("error", "warning")
        for finding in said.document["findings"]
    )
    assert salesplan("run", book.path, "--despite-errors").code in (0, 1)
    assert [row["customer"] for row in book.rows("health")].count(BIG) == 1


def test_two_names_that_differ_by_their_legal_form(copy: Callable[..., Book]) -> None:
    book = copy("typed")
    book.type_rows("customers", [{"name": "无锡宏泰重工", "this_year": 5.0}])
    document = salesplan("check", book.path, "--json").document
    doubts = [finding for finding in document["findings"] if "无锡宏泰重工" in finding["sentence"]]
    assert doubts
    assert doubts[0]["sheet"] == "客户清单"


def test_negative_weights(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    book.type("quarters", "A", w1=-0.5)
    said = refused(book.path, "SP-202", exit_code=1)
    assert "A" in said.err


def test_no_positive_weight(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    book.type("quarters", "A", w1=0.0, w2=0.0, w3=0.0, w4=0.0)
    refused(book.path, "SP-201", exit_code=1)
    manual = copy("typed", name="manual.xlsx")
    manual.type_setting(
        quarter_method="手工权重",
        quarter_weight_1=0.0,
        quarter_weight_2=0.0,
        quarter_weight_3=0.0,
        quarter_weight_4=0.0,
    )
    refused(manual.path, "SP-201", exit_code=1)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "verb", ["run", "tiers", "health", "targets", "quarters", "map", "capacity", "kpi", "month"]
)
def test_an_empty_book(copy: Callable[..., Book], verb: str, lang: str) -> None:
    path = copy("empty", lang).path
    refused(path, "SP-203", verb, path, exit_code=1)


def test_an_empty_book_can_be_checked(copy: Callable[..., Book]) -> None:
    said = salesplan("check", copy("empty").path)
    assert said.code in (0, 1)
    assert "Traceback" not in said.screen


def test_a_year_without_data(copy: Callable[..., Book]) -> None:
    """Orders of 2020 only: no revenue this year, no division by it, no error cell; a finding says so."""
    book = copy("empty")
    book.type_rows("customers", [{"name": BIG}, {"name": SECOND}])
    book.type_rows("orders", [{"date": "2020-03-05", "customer": BIG, "amount": 30.0}])
    said = salesplan("run", book.path, "--json")
    assert said.code in (0, 1), said.screen
    assert said.document["findings"]
    if said.code == 1:
        assert salesplan("run", book.path, "--despite-errors").code == 1
    errors = [
        cell.value
        for sheet in openpyxl.load_workbook(book.path, data_only=True)
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "e"
    ]
    assert errors == []


@pytest.mark.slow
def test_settings_with_nonsense(copy: Callable[..., Book]) -> None:
    """Each unusable setting is named with its cell and the default used instead."""
    book = copy("typed")
    book.type_setting(
        growth_a="很多",
        a_line=7.0,
        tier_method="星座",
        plan_year="后年",
        top_n=-3.0,
        as_of="不知道",
        quarter_weight_1=-4.0,
    )
    document = salesplan("run", book.path, "--json").document
    found = [finding for finding in document["findings"] if finding["code"] == "F-003"]
    assert len(found) == 7
    assert {finding["severity"] for finding in found} == {"error"}
    assert {finding["sheet"] for finding in found} == {"参数"}
    assert document["blocked"] is True
    assert salesplan("run", book.path, "--despite-errors").code == 1
    assert book.by("targets")[BIG]["growth"] == pytest.approx(0.05)


def test_weights_of_the_health_score_that_are_all_zero(copy: Callable[..., Book]) -> None:
    book = copy("typed")
    book.type_setting(
        weight_stability=0.0, weight_collections=0.0, weight_relationship=0.0, weight_growth=0.0
    )
    said = salesplan("run", book.path)
    assert said.code in (0, 1)
    assert "SP-901" not in said.screen


@pytest.mark.parametrize("month", ["March", "2027-13", "2027", "", "本月"])
def test_an_unknown_month(copy: Callable[..., Book], month: str) -> None:
    path = copy("planned").path
    said = refused(path, "SP-205", "kpi", path, "--month", month, exit_code=1)
    assert "2027-03" in said.err


@pytest.mark.parametrize("month", ["2027-3", "2027/03", "2027年3月", "202703"])
def test_a_month_written_otherwise(copy: Callable[..., Book], month: str) -> None:
    book = copy("planned")
    assert salesplan("kpi", book.path, "--month", month).code == 0
    assert book.setting("current_month") == "2027-03"


def test_an_unknown_method(copy: Callable[..., Book]) -> None:
    refused(copy("planned").path, "SP-206", "explain", "horoscope", exit_code=1)


def test_amounts_beyond_reason(copy: Callable[..., Book]) -> None:
    """A trillion and a fraction of a cent, side by side: sums still tie and no cell is an error."""
    book = copy("typed")
    book.type("customers", BIG, this_year=1e12, last_year=1e12)
    book.type("customers", SECOND, this_year=0.0001, last_year=1e-9)
    said = salesplan("run", book.path)
    assert said.code == 0, said.screen
    rows = book.rows("map")
    coverage = book.grid("quarter_support")["target"]
    assert sum(row["target"] for row in rows) == pytest.approx(coverage["year"], rel=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["inf", "-Infinity", "#DIV/0!", "1e400", "∞", "#N/A"])
def test_what_is_no_number(copy: Callable[..., Book], text: str) -> None:
    book = copy("typed")
    book.type("customers", BIG, this_year=text)
    assert "F-001" in blocked(book)


def test_names_nobody_expects(copy: Callable[..., Book]) -> None:
    """Quotes, equals signs, emoji, brackets, 255 letters, leading blanks: texts everywhere, one row each."""
    nasty = [
        '"引号"公司',
        "=1+1",
        '=HYPERLINK("http://x")',
        "发财😀",
        "[方括号]#@'",
        "长" * 255,
        "a\tb",
        "+49 Gmbh",
        "<b>&amp;",
        "C:\\path\\file",
    ]
    book = copy("typed")
    book.type_rows(
        "customers",
        [{"name": name, "this_year": 50.0 + n, "last_year": 50.0} for n, name in enumerate(nasty)],
    )
    for _ in range(2):
        said = salesplan("run", book.path)
        assert said.code == 0, said.screen
    assert said.out.count("没有变化") == 1
    for table in ("health", "targets", "map"):
        shown = [row["customer"] for row in book.rows(table)]
        assert len(shown) == len(set(shown))
        assert {name.strip() for name in nasty if "\t" not in name} <= {str(name) for name in shown}
        assert book.kinds(table, "customer") == {"s"}
    assert not any(row["edited"] for row in book.rows("targets"))


def test_a_name_that_looks_like_an_escape(copy: Callable[..., Book]) -> None:
    """«_x000D_» is a text of seven letters, not a line break: the book reads back what was typed."""
    book = copy("typed")
    book.type_rows("customers", [{"name": "_x000D_公司", "this_year": 50.0}])
    assert salesplan("run", book.path).code == 0
    file = XlsxFile.open(book.path)
    info = file.tables["tblMap"]
    names = [line[info.first_col - 1] for line in file.rows(info.sheet)[info.first_row - 1 : info.last_row]]
    assert names.count("_x000D_公司") == 1
    assert "没有变化" in salesplan("run", book.path).out


def test_nan_of_another_program_is_a_blank(copy: Callable[..., Book]) -> None:
    book = copy("typed")
    book.type("customers", BIG, this_year="NaN")
    assert salesplan("run", book.path).code == 0
    assert not book.by("health")[BIG]["this_year"]


# ── import files ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "name", "code", "exit_code"),
    [
        ("天气,温度\n晴,20\n".encode(), "orders.csv", "SP-210", 1),
        (b"\xff\xfe\x00\xd8\x00\xd8", "orders.csv", "SP-21", 1),
        (b"", "orders.csv", "SP-21", 1),
        (OLE, "orders.xlsx", "SP-301", 3),
        (b"not a zip", "orders.xlsx", "SP-301", 3),
    ],
    ids=["other", "torn-utf16", "empty", "xls", "text"],
)
def test_an_import_that_does_not_fit(
    copy: Callable[..., Book], tmp_path: Path, content: bytes, name: str, code: str, exit_code: int
) -> None:
    book = copy("planned")
    (tmp_path / name).write_bytes(content)
    refused(book.path, code, "import", book.path, "--orders", tmp_path / name, exit_code=exit_code)


def test_an_import_without_days_and_amounts(copy: Callable[..., Book], tmp_path: Path) -> None:
    """Which column holds them only the user knows: both are asked for in one go, and nothing is touched."""
    book = copy("planned")
    (tmp_path / "orders.csv").write_text("客户名称,产品\n某厂,轴承\n", encoding="utf-8")
    before = book.path.read_bytes()
    said = salesplan("import", book.path, "--orders", tmp_path / "orders.csv")
    assert (said.code, said.out) == (1, "")
    head, *questions = said.err.splitlines()
    assert head.startswith("SP-215 ")
    assert [re.findall(r"--map \S+=", line) for line in questions] == [["--map 日期="], ["--map 金额="]]
    assert book.path.read_bytes() == before
