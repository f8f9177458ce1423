"""The year report at the door: figures equal cells, a few sentences typed and kept, the Word file, what is asked for."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from salesplan_xl.commands.handover.year_document_pages import figure_cells
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.workbook import grids, sheet
from tests.doors.driver import Book, fingerprint, salesplan, shown
from tests.fast import fast_only

DAY = "2026-12-31"
FILES = {
    "customers": "客户名称,行业,今年业绩,去年业绩,毛利率\n甲厂,汽车,500,400,0.3\n乙厂,汽车,300,350,0.3\n丙厂,模具,20,20,0.3",
    "receivables": "单据号,客户名称,到期日,应收金额,回款日期,回款金额\n1,甲厂,2026-03-31,300,2026-03-30,300\n2,乙厂,2026-10-31,100,,\n3,甲厂,2025-05-31,200,2025-05-20,200",
    "opportunities": "客户名称,项目,阶段,预计金额,预计签单,下一步,结果,丢单原因,登记日期,把握\n"
    "甲厂,框架,签单,120,2026-05-01,,,,2026-03-01,\n乙厂,换线,谈判,90,2026-09-12,,丢单,价格,,\n"
    "丙厂,备件,签单,20,2026-02-01,,,,,\n丙厂,改造,报价,60,2026-10-10,,丢单,采购换人,,\n"
    "乙厂,扩产,报价,100,2027-03-20,周五前交样件,,,,0.5",
    "contacts": "客户名称,姓名,角色,态度,影响力,关注点\n乙厂,吴总监,技术,反对,高,稳定",
    "visits": "日期,客户名称,目的\n2026-03-10,甲厂,销售\n2026-04-10,甲厂,技术",
    "accounts": "客户名称,定位,唯一负责人\n甲厂,战略型,林晓东",
}  # fmt: skip
TYPED = {
    "battles": "客户名称,项目,怎么打的\n甲厂,框架,三次试切换来年度框架",
    "attributions": "客户名称,项目,归因,打法或教训\n甲厂,框架,抓住痛点,试切先行",
    "insights": "维度,写一句\n客户,客户买的是停机时间",
    "goals": "级别,目标,对象,衡量值,完成日期,第一步\n能力,考取五轴认证,五轴工程师证书,1,2027-03-31,报名1月班",
    "requests": "要什么,用于谁,花多少,把握提高\n五轴样机,乙厂,3,0.2",
}


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with a year to report, its report made once."""
    folder = tmp_path_factory.mktemp("year-report")
    path = folder / "plan.xlsx"
    assert salesplan("new", path, "--year", 2027, "--unit", "wan", "--lang", "zh").code == 0
    bring(path, FILES, folder)
    book = Book(path)
    book.type_setting(this_year_target=1000)
    assert salesplan("yearend", path, "--as-of", DAY).err == ""
    return path


def bring(path: Path, files: dict[str, str], folder: Path) -> None:
    options: list[object] = []
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        options += [f"--{name}", folder / f"{name}.csv"]
    said = salesplan("import", path, *options, "--unit", "wan")
    assert said.code == 0, said.screen


@pytest.fixture
def book(reported: Path, tmp_path: Path) -> Book:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(reported.read_bytes())
    return Book(path)


def yearend(book: Book, *more: object) -> dict[str, Any]:
    said = salesplan(
        "yearend", book.path, *(more if "--as-of" in more else ("--as-of", DAY, *more)), "--json"
    )
    assert (said.code, said.err) == (0, ""), said.screen
    return said.document


def rows(document: dict[str, Any], table: str, **where: object) -> list[dict[str, Any]]:
    return [
        row for row in document["tables"][table] if all(row[key] == value for key, value in where.items())
    ]


def test_every_figure_is_the_cell_it_names(book: Book) -> None:
    figures = yearend(book)["figures"]
    cells = {name: book.grid(block)[row][column] for name, (block, row, column) in figure_cells().items()}
    assert len(cells) > 30
    for name, cell in cells.items():
        assert cell == pytest.approx(figures[name]) if figures[name] is not None else cell is None, name
    assert (
        figures["goal_revenue"]
        == rows({"tables": {"goals": book.rows("goals")}}, "goals", key="revenue")[0]["measure"]
    )


def test_the_dashboard(book: Book) -> None:
    document = yearend(book)
    figures = document["figures"]
    assert (
        figures["revenue"] == 820
        and figures["completion"] == 0.82
        and figures["margin_rate"] == pytest.approx(0.3)
    )
    assert (figures["collection_rate"], figures["collection_rate_last"]) == (0.75, 1)
    assert figures["bought"] == ["collections"] and figures["clean"] is False
    assert figures["quality_say"] == "这个增长有一部分是拿回款换的"
    assert (figures["won_count"], figures["lost_count"], figures["win_rate"]) == (2, 2, 0.5)
    assert rows(document, "quality", key="margin")[0]["flagged"] is None, "no orders state a margin"


def test_a_figure_that_cannot_be_known_is_blank_with_a_reason(book: Book) -> None:
    document = yearend(book)
    step = rows(document, "process", key="new_customers")[0]
    assert step["value"] is None and "看不出" in step["say"]
    assert book.grid("year_process")["new_customers"]["value"] is None


def test_a_price_is_doubted_from_the_book(book: Book) -> None:
    document = yearend(book)
    row = rows(document, "attributions", customer="乙厂")[0]
    assert (row["factor"], row["doubts"]) == ("price", ["no_decision", "opposed", "silent"])
    (finding,) = [item for item in document["findings"] if item["code"] == "F-767"]
    assert "决策层没有一个认识的人" in finding["sentence"] and finding["sheet"] == "年终总结"


def test_what_was_typed_is_kept_and_nothing_is_asked_twice(book: Book, tmp_path: Path) -> None:
    before = yearend(book)["figures"]["blanks"]
    bring(book.path, TYPED, tmp_path)
    document = yearend(book)
    assert before - document["figures"]["blanks"] == 3, "a battle, a method, an insight"
    assert rows(document, "attributions", customer="甲厂")[0]["reuse"] == ["乙厂"]
    assert rows(document, "requests", item="五轴样机")[0]["expected"] == 20
    assert rows(document, "goals", goal="考取五轴认证")[0]["missing"] == []
    once = fingerprint(book.path)
    yearend(book)
    assert fingerprint(book.path) == once, "a rerun changes nothing"


def test_a_cell_of_a_proposed_goal_may_be_changed(book: Book) -> None:
    (goal,) = [row for row in book.rows("goals") if row["key"] == "q1"]
    book.type("goals", "战役", first_step="下周约厂长")
    again = rows(yearend(book), "goals", key="q1")[0]
    assert (again["first_step"], again["goal"]) == ("下周约厂长", goal["goal"])


def test_a_battle_of_the_users_takes_the_place_of_the_smallest(book: Book, tmp_path: Path) -> None:
    bring(book.path, {"battles": "客户名称,项目\n丙厂,备件"}, tmp_path)
    assert [(row["customer"], row["project"]) for row in yearend(book)["tables"]["battles"]] == [
        ("甲厂", "框架"), ("乙厂", "换线"), ("丙厂", "备件"),
    ]  # fmt: skip


def test_undo_brings_the_page_back(book: Book) -> None:
    book.type("goals", "指标", first_step="拜访")
    sheets = [sheet(key).label.zh for key in ("year_report", "customer_map")]
    before = {name: values(book, name) for name in sheets}
    document = yearend(book, "--as-of", "2026-11-20")
    assert document["figures"]["lost_count"] == 2 and values(book, sheets[0]) != before[sheets[0]]
    assert salesplan("undo", book.path).code == 0
    assert {name: values(book, name) for name in sheets} == before


def values(book: Book, name: str) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in shown(book.path)[name].iter_rows()]


# ── the Word file ─────────────────────────────────────────────────────────────────────────────────────


def words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_word_file_says_what_the_book_says(book: Book, tmp_path: Path) -> None:
    bring(book.path, TYPED, tmp_path)
    path = tmp_path / "report.docx"
    document = yearend(book, "--docx", path)
    assert document["files"] == [str(path)]
    text = words(path)
    for part in (
        "完成目标1,000的82.0%",
        "没打下来,林晓东负责",
        "三次试切换来年度框架",
        "试切先行",
        "客户买的是停机时间",
        "五轴样机",
        "【待填】",
    ):
        assert part in text, part
    for block, row, column in figure_cells().values():
        if book.grid(block)[row][column] is not None:
            page, top, left = book._name(grids()[block].name)
            down, right = grids()[block].offset(row, column)
            assert f"{page}!{column_letters(left + right)}{top + down}" in text, (block, row, column)


def test_a_final_report_asks_nothing_and_the_same_book_gives_the_same_bytes(
    book: Book, tmp_path: Path
) -> None:
    bring(book.path, TYPED, tmp_path)
    first, second = tmp_path / "a.docx", tmp_path / "b.docx"
    yearend(book, "--docx", first, "--final")
    yearend(book, "--docx", second, "--final")
    assert "待填" not in words(first)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as parts:
        assert str(tmp_path) not in "".join(
            parts.read(name).decode("utf8", "replace") for name in parts.namelist()
        )


def test_a_former_word_file_is_kept_beside(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"worked on by hand")
    yearend(book, "--docx", path)
    assert any(
        other.read_bytes() == b"worked on by hand" for other in tmp_path.glob("report*") if other != path
    )


def test_a_dry_run_writes_no_file_and_a_wrong_template_is_one_sentence(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    assert salesplan("yearend", book.path, "--docx", path, "--dry-run").code == 0
    assert not path.exists()
    (tmp_path / "company.docx").write_text("no Word file")
    said = salesplan("yearend", book.path, "--docx", path, "--template", tmp_path / "company.docx")
    assert said.code == 3 and "SP-358" in said.err and not path.exists()


# ── other books ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", fast_only(("zh", "en"), "zh"))
def test_a_book_with_hardly_anything_is_reported_too(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    assert salesplan("new", path, "--year", 2027, "--lang", lang).code == 0
    (tmp_path / "customers.csv").write_text("客户名称,今年业绩\n甲厂,100", encoding="utf-8")
    assert salesplan("import", path, "--customers", tmp_path / "customers.csv", "--unit", "wan").code == 0
    said = salesplan("yearend", path, "--as-of", DAY, "--docx", tmp_path / "r.docx", "--json")
    assert (said.code, said.err) == (0, ""), said.screen
    figures = said.document["figures"]
    assert (figures["growth"], figures["clean"], figures["collection_rate"], figures["target"]) == (
        None,
        None,
        None,
        None,
    )
    assert docx.Document(str(tmp_path / "r.docx")).paragraphs


def test_an_empty_book_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    salesplan("new", path, "--year", 2027)
    said = salesplan("yearend", path, "--docx", tmp_path / "r.docx")
    assert said.code == 1 and "SP-203" in said.err and not (tmp_path / "r.docx").exists()


@pytest.mark.slow
def test_methods_go_over_to_the_next_years_book(book: Book, tmp_path: Path) -> None:
    bring(book.path, TYPED, tmp_path)
    yearend(book)
    following = tmp_path / "next.xlsx"
    said = salesplan("new", following, "--from", book.path)
    assert said.code == 0, said.screen
    assert [
        (row["customer"], row["method"], row["factor"]) for row in Book(following).rows("attributions")
    ] == [("甲厂", "试切先行", "抓住痛点")]
    again = yearend(Book(following), "--as-of", "2027-06-30")
    assert [row["method"] for row in again["tables"]["attributions"] if row["customer"] == "甲厂"] == [
        "试切先行"
    ]
    assert again["figures"]["year"] == 2027


def test_a_sentence_on_a_project_still_open_stays_on_the_sheet_and_out_of_the_word_file(
    book: Book, tmp_path: Path
) -> None:
    bring(book.path, {"battles": "客户名称,项目,怎么打的\n乙厂,扩产,还在打"}, tmp_path)
    path = tmp_path / "report.docx"
    (battle,) = rows(yearend(book, "--docx", path), "battles", project="扩产")
    assert (battle["how"], battle["say"], battle["result"]) == ("还在打", None, None)
    assert "还在打" not in words(path) and "nan" not in words(path)
