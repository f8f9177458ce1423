"""Plans made separately, summed up in one workbook that anybody can open, check and print."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesplan_xl.catalogue import finding_sentence, render
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.team.rollup import rollup
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Sentence
from tests.doors.driver import Book, salesplan
from tests.workbook.test_charts import chart_roots, disordered, silent

NAMES = {"张伟": ("甲厂", "乙厂"), "李娜": ("丙厂", "丁厂")}
REVENUE = {"甲厂": 600.0, "乙厂": 100.0, "丙厂": 300.0, "丁厂": 50.0}


@pytest.fixture(scope="session")
def finished(shelf: Callable[[str, str], Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two computed books that have nothing in common, and one in English and CNY."""
    folder = tmp_path_factory.mktemp("各自的簿")
    found = {}
    for person, customers in NAMES.items():
        path = Path(shutil.copy(shelf("empty", "zh"), folder / f"{person}.xlsx"))
        found[person] = _filled(Book(path), person, {name: REVENUE[name] for name in customers})
    yuan = folder / "Ann.xlsx"
    assert salesplan("new", yuan, "--year", 2027, "--lang", "en", "--unit", "yuan").code == 0
    found["Ann"] = _filled(Book(yuan, "en", "yuan"), "Ann", {"Works": 1_000_000.0})
    return found


def _filled(book: Book, person: str, customers: dict[str, float]) -> Path:
    rows = [{"name": name, "this_year": money, "owner": person} for name, money in customers.items()]
    book.type_rows("customers", rows)
    book.type_setting(salesperson=person)
    said = salesplan("run", book.path)
    assert said.code == 0, said.screen
    return book.path


def sheets(path: Path, *, values: bool) -> Any:
    return openpyxl.load_workbook(path, data_only=values)


def column(sheet: Any, header: str) -> dict[str, Any]:
    """A column of the summary by the name in front; headers stand in the fourth row."""
    at = next(cell.column for cell in sheet[4] if cell.value == header)
    return {sheet.cell(row, 1).value: sheet.cell(row, at).value for row in range(5, sheet.max_row + 1)}


def told(result: CommandResult, code: str) -> list[str]:
    return [finding_sentence(finding, "zh") for finding in result.findings if finding.code == code]


@pytest.mark.slow
def test_the_summary_adds_up_by_formulas(finished: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "团队.xlsx"
    result = rollup([finished["张伟"], finished["李娜"]], out)
    shown, formulas = sheets(out, values=True)["团队汇总"], sheets(out, values=False)["团队汇总"]
    revenue, target = column(shown, "今年业绩(万元)"), column(shown, "年度目标(万元)")
    assert (revenue["张伟"], revenue["李娜"], revenue["团队合计"]) == (700, 350, 1050)
    assert target["团队合计"] == pytest.approx(target["张伟"] + target["李娜"])
    books = [Book(finished[name]).grid("quarter_support")["target"]["year"] for name in NAMES]
    assert [target[name] for name in NAMES] == pytest.approx(books)
    assert column(formulas, "年度目标(万元)")["团队合计"] == "=SUM(H5:H6)"
    assert result.figures["target"] == pytest.approx(sum(books))


@pytest.mark.slow
def test_the_kpis_to_date_add_up_the_months_of_each_page(finished: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "团队.xlsx"
    rollup([finished["张伟"], finished["李娜"]], out)
    summed = column(sheets(out, values=False)["团队指标"], "累计目标(万元)")
    assert summed["张伟"].startswith("=SUM('张伟'!$E$14:")
    assert summed["李娜"].startswith("=SUM('李娜'!$E$14:")
    assert summed["团队合计"] == "=SUM(K5:K6)"


@pytest.mark.slow
def test_checks_are_nothing_when_totals_tie(finished: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "团队.xlsx"
    rollup(list(finished.values()), out)
    shown = sheets(out, values=True)["团队汇总"]
    checks = [row[6].value for row in shown.iter_rows() if "−" in str(row[0].value)]
    assert checks == [0, 0]


def test_a_page_for_everybody(finished: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "团队.xlsx"
    rollup([finished["张伟"], finished["李娜"]], out)
    file = sheets(out, values=True)
    assert file.sheetnames == ["团队汇总", "图表", "团队指标", "客户集中度", "检查结果", "张伟", "李娜"]
    page = {row[0].value: row[1].value for row in file["李娜"].iter_rows(min_col=1, max_col=2)}
    assert (page["客户数"], page["今年业绩(万元)"]) == (2, 350)
    cells = [cell.value for row in file["李娜"].iter_rows() for cell in row]
    assert "丙厂" in cells
    assert "甲厂" not in cells


def test_every_sheet_prints_on_a4_landscape(finished: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "团队.xlsx"
    rollup(list(finished.values()), out)
    for sheet in sheets(out, values=False).worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_concentration_over_all_customers(finished: dict[str, Path], tmp_path: Path) -> None:
    """600, 300, 100 and 50 of 1050."""
    out = tmp_path / "团队.xlsx"
    result = rollup([finished["张伟"], finished["李娜"]], out)
    hhi = sum((money / 1050) ** 2 for money in REVENUE.values())
    assert result.figures["hhi"] == pytest.approx(hhi)
    rows = list(sheets(out, values=True)["客户集中度"].iter_rows(values_only=True))
    assert [row[:2] for row in rows if row[0] in REVENUE] == [
        ("甲厂", "张伟"), ("丙厂", "李娜"), ("乙厂", "张伟"), ("丁厂", "李娜"),
    ]  # fmt: skip


def test_a_book_in_another_unit_and_language_is_converted(finished: dict[str, Path], tmp_path: Path) -> None:
    result = rollup(list(finished.values()), tmp_path / "团队.xlsx")
    assert result.figures["this_year"] == pytest.approx(1150)
    assert told(result, "F-722") == ["《Ann.xlsx》以元为单位,已换算成万元。"]
    english = rollup(list(finished.values()), tmp_path / "team.xlsx", lang="en", unit="yuan")
    assert english.figures["this_year"] == pytest.approx(11_500_000)
    assert sheets(tmp_path / "team.xlsx", values=True).sheetnames[0] == "Team summary"


@pytest.mark.slow
def test_a_customer_of_two_people_is_deducted_once(finished: dict[str, Path], tmp_path: Path) -> None:
    both = Book(Path(shutil.copy(finished["李娜"], tmp_path / "李娜.xlsx")))
    both.type_rows("customers", [{"name": "甲厂", "this_year": 80, "owner": "李娜"}])
    assert salesplan("run", both.path).code == 0
    out = tmp_path / "团队.xlsx"
    result = rollup([finished["张伟"], both.path], out)
    assert told(result, "F-720") == ["“甲厂”有两个负责人:张伟、李娜;业绩分别是600、80,合计时只算一次(600)。"]
    revenue = column(sheets(out, values=True)["团队汇总"], "今年业绩(万元)")
    assert (revenue["减:两人都报的客户"], revenue["团队合计"]) == (-80, 1050)
    assert "F-720" in [row[0].value for row in sheets(out, values=True)["检查结果"].iter_rows()]


def test_a_book_not_computed_since_is_told(finished: dict[str, Path], tmp_path: Path) -> None:
    stale = Book(Path(shutil.copy(finished["李娜"], tmp_path / "李娜.xlsx")))
    stale.type_rows("customers", [{"name": "新厂", "this_year": 5}])
    result = rollup([finished["张伟"], stale.path], tmp_path / "团队.xlsx")
    assert told(result, "F-726") == ["李娜有1家客户还没有目标,如新厂:改了客户清单后没有重新计算。"]


def test_a_year_typed_over_its_quarters_is_told(finished: dict[str, Path], tmp_path: Path) -> None:
    typed = Book(Path(shutil.copy(finished["李娜"], tmp_path / "李娜.xlsx")))
    year = typed.by("map")["丙厂"]["target"]
    typed.type("map", "丙厂", target=year + 40)
    result = rollup([typed.path], tmp_path / "团队.xlsx")
    assert "差40" in told(result, "F-725")[0]


def test_broken_and_foreign_books_are_named_and_the_rest_goes_on(
    finished: dict[str, Path], tmp_path: Path
) -> None:
    bad = {"坏.xlsx": b"PK not a zip", "加密.xlsx": _encrypted(), "别的.txt": b"hello"}
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    paths = [*(tmp_path / name for name in bad), tmp_path / "没有.xlsx", *finished.values()]
    heard: list[Sentence] = []
    result = rollup(paths, tmp_path / "团队.xlsx", tell=heard.append)
    assert result.figures["books"] == 3
    assert len(told(result, "F-715")) == 4
    assert render(heard[-1], "zh") == "读取第7本,共7本:Ann.xlsx"
    with pytest.raises(WorkbookError, match="SP-342"):
        rollup(paths[:4], tmp_path / "无.xlsx")
    assert not (tmp_path / "无.xlsx").exists()


def _encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def test_an_empty_book_is_named(copy: Callable[..., Book], finished: dict[str, Path], tmp_path: Path) -> None:
    result = rollup([finished["张伟"], copy("empty", name="空.xlsx").path], tmp_path / "团队.xlsx")
    assert (result.figures["books"], result.figures["this_year"]) == (1, 700)
    assert told(result, "F-715")[0].startswith("《空.xlsx》没有处理:SP-203")


def test_no_book_of_the_wanted_year_is_refused(finished: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="SP-342"):
        rollup([finished["张伟"]], tmp_path / "团队.xlsx", year=2030)


def test_a_file_that_is_there_is_not_overwritten(finished: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "团队.xlsx"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(WorkbookError, match="SP-315"):
        rollup([finished["张伟"]], out)
    assert out.read_text(encoding="utf-8") == "mine"
    rollup([finished["张伟"]], out, overwrite=True)
    assert out.with_name("团队.bak.xlsx").exists()


def test_people_of_one_name_get_pages_of_their_own(finished: dict[str, Path], tmp_path: Path) -> None:
    other = Book(Path(shutil.copy(finished["李娜"], tmp_path / "另一位.xlsx")))
    other.type_setting(salesperson="张伟")
    result = rollup([finished["张伟"], other.path], tmp_path / "团队.xlsx")
    assert sheets(tmp_path / "团队.xlsx", values=True).sheetnames[-2:] == ["张伟", "张伟-2"]
    assert told(result, "F-727")[0].startswith("张伟交来2本")


def test_the_same_books_make_the_same_file(finished: dict[str, Path], tmp_path: Path) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        rollup(list(finished.values()), tmp_path / name)
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


@pytest.mark.slow
def test_charts_of_the_team_leave_nothing_to_be_guessed(finished: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "团队.xlsx"
    rollup(list(finished.values()), out)
    roots = chart_roots(out.read_bytes())
    assert len(roots) == 3
    assert [silent(root) + disordered(root) for root in roots.values()] == [[], [], []]
