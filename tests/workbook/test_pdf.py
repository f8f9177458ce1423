"""PDF: the pages a boss reads, as LibreOffice prints them, read back by another program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import psutil
import pytest

from salesplan_xl.book.export import pdf
from salesplan_xl.book.export.pdf import find_office, office_pdf
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.book.xlsx.printing import only_sheets
from salesplan_xl.catalogue import render
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.handover.pdf import free_path, make_pdf, pages
from salesplan_xl.commands.handover.send import send
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.schema.workbook import SHEETS, sheet
from tests.generated.books import DEMO, FOLDER
from tests.generated.files import ROOT

A4_LANDSCAPE = "841.89 x 595"
POSIX = pytest.mark.skipif(os.name == "nt", reason="the stand-in programs are shell scripts")


@pytest.fixture(autouse=True)
def _tidy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever happens, nothing stays behind in the folder for temporary files."""
    scratch = tmp_path / "temporary"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    yield
    assert [entry.name for entry in scratch.iterdir()] == []


@pytest.fixture
def _office() -> None:
    if find_office() is None or shutil.which("pdftotext") is None:
        assert not os.environ.get("CI"), "LibreOffice and poppler must be installed in CI"
        pytest.skip("LibreOffice or poppler is not installed")


@pytest.fixture(scope="module")
def demo() -> bytes:
    """The demo book, computed, as it is shipped."""
    return (ROOT / FOLDER / DEMO).read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as people name them."""
    made = tmp_path / "2027 规划 📈"
    made.mkdir()
    return made


def read(path: Path) -> list[str]:
    """The text of each page."""
    said = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return said.stdout.decode("utf-8").removesuffix("\f").split("\f")


def figures(text: str) -> set[str]:
    """The amounts and shares on a page."""
    return set(re.findall(r"[\d,]+\.\d%?", text))


def facts(path: Path) -> str:
    """What the file says about itself."""
    return subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode("utf-8")


def refused(code: str, work: Callable[[], object]) -> SalesPlanError:
    with pytest.raises(SalesPlanError) as stopped:
        work()
    assert stopped.value.code == code
    assert all("{" not in stopped.value.sentence(lang) for lang in ("zh", "en"))
    return stopped.value


@pytest.mark.slow
@pytest.mark.usefixtures("_office")
def test_the_boss_gets_his_pages_and_no_others(demo: bytes, folder: Path) -> None:
    """The report and the dashboard, one A4 page each, lying; the book is only read."""
    book = folder / "年度销售规划 2027📈.xlsx"
    book.write_bytes(demo)
    made = make_pdf(book)
    assert made.path == folder / "年度销售规划 2027📈.pdf"
    texts = read(made.path)
    assert len(texts) == len(made.sheets) == sum(item.key in ("report", "board") for item in SHEETS)
    assert any("看板" in text and "季度" in text for text in texts)
    assert not any("撤销用" in text or "每个阈值" in text for text in texts), "hidden sheets are not printed"
    assert f"Page size:       {A4_LANDSCAPE}" in facts(made.path)
    assert book.read_bytes() == demo
    assert {entry.name for entry in folder.iterdir()} == {book.name, made.path.name}
    ready = send(book, to=["wang@gongsi.cn"], folder=folder / "给老板")
    assert [path.suffix for path in ready.files] == [".xlsx", ".pdf", ".eml"]
    of_copy = read(ready.files[1])
    assert [figures(text) for text in texts] == [figures(text) for text in reversed(of_copy)], (
        "the copy prints the same figures, the report first"
    )
    assert render(made.sentence, "zh").startswith("已存成PDF:")


@pytest.mark.slow
@pytest.mark.usefixtures("_office")
def test_chosen_sheets_and_a_second_pdf(demo: bytes, folder: Path) -> None:
    """A long sheet repeats its headings on every page; the second PDF does not replace the first."""
    book = folder / "plan.xlsx"
    book.write_bytes(demo)
    first = make_pdf(book, sheets=["目标汇总", "客户健康诊断表"])
    texts = read(first.path)
    health = [text for text in texts if re.search("^ *客户健康诊断表  ", text, re.MULTILINE)]
    assert len(texts) == len(health) + 1
    assert len(health) > 1
    assert all("客户名称" in text for text in health), "the heading stands on every page"
    second = make_pdf(book, sheets=["目标汇总"], printer=lambda *_: b"%PDF another one %%EOF")
    assert [first.path.name, second.path.name] == ["plan.pdf", "plan-2.pdf"]
    assert read(first.path) == texts


@pytest.mark.slow
@pytest.mark.usefixtures("_office")
def test_an_empty_lean_book_prints_its_hidden_sheets_too(folder: Path) -> None:
    book = folder / "lean.xlsx"
    new_book("en", unit="yuan", year=2027, lean=True).save(book)
    assert "Target summary" in FilePort.open(book).hidden_sheets()
    made = make_pdf(book, sheets=["Target summary"])
    assert [text.split("\n")[0].strip() for text in read(made.path)] == [sheet("target_summary").title.en]


@pytest.mark.slow
@pytest.mark.usefixtures("_office")
def test_nobodys_name_stands_in_the_pdf(folder: Path) -> None:
    """Excel notes who made a book; the PDF does not say it."""
    other = openpyxl.Workbook()
    other.properties.creator = other.properties.lastModifiedBy = "王敏"
    other.properties.title = "内部草稿"
    other.active["A1"] = "数"
    other.save(folder / "other.xlsx")
    made = make_pdf(folder / "other.xlsx", sheets=["Sheet"])
    assert read(made.path)[0].split()[0] == "数"
    assert "王敏" not in facts(made.path)
    assert "内部草稿" not in facts(made.path)


# ── what cannot be printed ──────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_sheet_that_is_not_there(demo: bytes, folder: Path) -> None:
    """The names to choose from are those of the tabs, hidden ones left out; nothing is made."""
    (folder / "plan.xlsx").write_bytes(demo)
    error = refused("SP-330", lambda: make_pdf(folder / "plan.xlsx", sheets=["看板", "汇总表"]))
    assert "“汇总表”" in error.sentence("zh")
    assert "看板" in error.sentence("zh")
    assert "_撤销" not in error.sentence("zh")
    assert [entry.name for entry in folder.iterdir()] == ["plan.xlsx"]


def test_a_book_without_the_bosss_pages(folder: Path) -> None:
    openpyxl.Workbook().save(folder / "other.xlsx")
    refused("SP-333", lambda: make_pdf(folder / "other.xlsx"))


@pytest.mark.slow
def test_a_file_that_is_there_stays(demo: bytes, folder: Path) -> None:
    """Named by the user it is refused; the name we choose gets a number."""
    (folder / "plan.xlsx").write_bytes(demo)
    (folder / "boss.pdf").write_text("mine", encoding="utf-8")
    refused("SP-315", lambda: make_pdf(folder / "plan.xlsx", out=folder / "boss.pdf"))
    assert (folder / "boss.pdf").read_text(encoding="utf-8") == "mine"
    assert free_path(folder / "boss.pdf") == folder / "boss-2.pdf"
    assert free_path(folder / "new.pdf") == folder / "new.pdf"


# ── LibreOffice missing, stuck or broken ────────────────────────────────────────────────────────────


def test_without_libreoffice_the_user_is_told_what_to_do(
    demo: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_office", lambda: None)
    (folder / "plan.xlsx").write_bytes(demo)
    error = refused("SP-430", lambda: make_pdf(folder / "plan.xlsx"))
    assert error.exit_code == 4
    assert "打印成PDF" in error.sentence("zh")
    assert "LibreOffice" in error.sentence("en")
    assert [entry.name for entry in folder.iterdir()] == ["plan.xlsx"]


@POSIX
@pytest.mark.parametrize(
    "script",
    [
        "exit 0",
        "exit 77",
        'for last; do true; done; printf "%%PDF-1.6 half" > "${last%.xlsx}.pdf"',
        'for last; do true; done; echo "no pdf at all" > "${last%.xlsx}.pdf"',
    ],
)
def test_a_program_that_makes_no_whole_pdf(demo: bytes, folder: Path, script: str) -> None:
    refused("SP-431", lambda: office_pdf(demo, ["看板"], "plan.xlsx", office=program(folder, script)))


def test_a_program_that_cannot_be_started(demo: bytes, folder: Path) -> None:
    refused("SP-431", lambda: office_pdf(demo, ["看板"], "plan.xlsx", office=folder / "soffice"))


@pytest.mark.slow
@POSIX
def test_a_program_that_hangs_is_stopped_with_all_it_started(demo: bytes, folder: Path) -> None:
    script = f'sleep 600 & echo $! > "{folder}/child"; wait'
    office = program(folder, script)
    error = refused("SP-432", lambda: office_pdf(demo, ["看板"], "plan.xlsx", office=office, seconds=2))
    assert "2秒" in error.sentence("zh")
    child = int((folder / "child").read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def program(folder: Path, script: str) -> Path:
    made = folder / "soffice"
    made.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    made.chmod(0o755)
    return made


# ── where LibreOffice is ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("system", "variable", "place"),
    [
        ("win32", "PROGRAMFILES", "LibreOffice/program/soffice.com"),
        ("win32", "PROGRAMFILES(X86)", "LibreOffice 5/program/soffice.com"),
        ("win32", "LOCALAPPDATA", "LibreOffice 25/program/soffice.com"),
        ("darwin", "HOME", "Applications/LibreOffice.app/Contents/MacOS/soffice"),
    ],
)
def test_libreoffice_where_its_installer_puts_it(
    tmp_path: Path, system: str, variable: str, place: str
) -> None:
    found = tmp_path / "机器" / place
    assert find_office(system, {variable: str(tmp_path / "机器")}) is None
    found.parent.mkdir(parents=True)
    found.touch()
    assert find_office(system, {variable: str(tmp_path / "机器"), "PATH": ""}) == found


@POSIX
def test_libreoffice_on_the_search_path_comes_first(folder: Path) -> None:
    office = program(folder, "exit 0")
    assert find_office("linux", {"PATH": str(folder)}) == office
    assert find_office("win32", {"PATH": str(folder), "PROGRAMFILES": str(folder)}) == office


def test_a_system_nobody_knows_has_none() -> None:
    assert find_office("plan9", {}) is None


# ── the copy that is printed ────────────────────────────────────────────────────────────────────────


def test_the_printed_copy_shows_the_chosen_sheets_only(demo: bytes) -> None:
    """LibreOffice prints a hidden sheet that has a print area, so hidden sheets lose theirs; the others keep them."""
    copy = only_sheets(demo, ["看板"], "plan.xlsx")
    assert [s.name for s in XlsxFile.from_bytes(copy).sheets if s.state == "visible"] == ["看板"]
    book, before = openpyxl.load_workbook(BytesIO(copy)), openpyxl.load_workbook(BytesIO(demo))
    assert {s.title for s in book.worksheets if s.print_area} == {"看板"}
    assert book["看板"].print_area == before["看板"].print_area
    assert len([s for s in before.worksheets if s.print_area]) > 1, "else the test shows nothing"
    assert book["客户健康诊断表"].print_title_rows == before["客户健康诊断表"].print_title_rows


def test_the_pages_are_found_under_the_users_own_names(demo: bytes, folder: Path) -> None:
    """A renamed dashboard is still the dashboard."""
    with zipfile.ZipFile(BytesIO(demo)) as old, zipfile.ZipFile(folder / "renamed.xlsx", "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(
                name,
                part.replace("看板".encode(), "给老板看".encode()) if name == "xl/workbook.xml" else part,
            )
    assert "给老板看" in pages(FilePort.open(folder / "renamed.xlsx"))
