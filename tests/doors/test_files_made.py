"""Files a command makes: backups, copies and parts say by their name what they are, and are no more open than the book."""

from __future__ import annotations

import io
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan_xl.book.xlsx import XlsxFile, backup_file
from salesplan_xl.book.xlsx.backups import KEPT
from salesplan_xl.commands.handover.pdf import make_pdf
from tests.doors.driver import Book, fingerprint, refused, salesplan

VBA = "xl/vbaProject.bin"


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


# ── backups ─────────────────────────────────────────────────────────────────────────────────────────


def changed(book: Book, revenue: float) -> str:
    """The book computed once more after an edit; the fingerprint of what it was before."""
    book.type("customers", "昆山金桥电子", this_year=revenue)
    before = fingerprint(book.path)
    assert salesplan("tiers", book.path).code == 0
    return before


@pytest.mark.slow
def test_the_last_five_versions_are_kept(copy: Callable[..., Book], tmp_path: Path) -> None:
    book = copy("typed")
    versions = [changed(book, 500.0 + 10 * step) for step in range(KEPT + 2)]
    kept = [fingerprint(backup_file(book.path, number)) for number in range(1, KEPT + 1)]
    assert kept == versions[: -KEPT - 1 : -1], "the newest first"
    assert names(tmp_path) == {
        "plan.xlsx", "plan.bak.xlsx", "plan.bak2.xlsx", "plan.bak3.xlsx", "plan.bak4.xlsx", "plan.bak5.xlsx",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["text", "a copy of the plan", "a link"])
def test_files_of_the_users_are_never_taken_for_backups(
    copy: Callable[..., Book], tmp_path: Path, kind: str
) -> None:
    """Whatever stands under a backup's name and was not put there by a command stays, in its place."""
    book = copy("typed")
    mine = tmp_path / "plan.bak.xlsx"
    if kind == "text":
        mine.write_text("mine", encoding="utf-8")
    elif kind == "a link":
        (tmp_path / "elsewhere.xlsx").write_text("mine", encoding="utf-8")
        mine.symlink_to(tmp_path / "elsewhere.xlsx")
    else:
        shutil.copy2(book.path, mine)
    second = Path(shutil.copy(book.path, tmp_path / "plan.bak3.xlsx"))
    before = fingerprint(mine), fingerprint(second), mine.is_symlink()
    versions = [changed(book, 500.0 + 10 * step) for step in range(KEPT + 2)]
    assert (fingerprint(mine), fingerprint(second), mine.is_symlink()) == before
    kept = [fingerprint(backup_file(book.path, number)) for number in (2, 4, 5, 6, 7)]
    assert kept == versions[: -KEPT - 1 : -1]
    assert not backup_file(book.path, 8).exists()


@pytest.mark.slow
def test_a_drive_that_keeps_whole_seconds_only(
    copy: Callable[..., Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As memory sticks do: still five backups, and no text file is taken for one."""
    really = os.utime
    monkeypatch.setattr(
        os, "utime", lambda path, ns, **more: really(path, tuple(n // 10**9 for n in ns), **more)
    )
    book = copy("typed")
    (tmp_path / "plan.bak2.xlsx").write_text("mine", encoding="utf-8")
    for step in range(KEPT + 2):
        changed(book, 500.0 + 10 * step)
    assert (tmp_path / "plan.bak2.xlsx").read_text(encoding="utf-8") == "mine"
    assert len(names(tmp_path)) == 1 + 1 + KEPT


# ── what a name promises ────────────────────────────────────────────────────────────────────────────


def with_macros(path: Path, project: bytes = b"Attribute VB_Name = 'Module1'") -> Path:
    """The same book as a macro workbook, as Excel's «save as» makes it."""
    out = path.with_suffix(".xlsm")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                text = text.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                ).replace(
                    b"<Override", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override', 1
                )  # fmt: skip
            if entry.filename == "xl/_rels/workbook.xml.rels":
                link = b'<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
                text = text.replace(b"</Relationships>", link + b"</Relationships>")
            new.writestr(entry, text)
        new.writestr(VBA, project)
    path.unlink()
    return out


def assert_plain(path: Path) -> None:
    """An ordinary workbook that Excel opens under an ordinary name."""
    with zipfile.ZipFile(path) as file:
        assert not [name for name in file.namelist() if "vba" in name.lower()]
        types = file.read("[Content_Types].xml") + file.read("xl/_rels/workbook.xml.rels")
    assert b"macro" not in types and b"vba" not in types
    assert not XlsxFile.open(path).has_macros


@pytest.fixture
def macro_book(copy: Callable[..., Book]) -> Path:
    return with_macros(copy("planned").path)


@pytest.mark.slow
def test_a_macro_book_stays_one_when_it_is_computed(macro_book: Path) -> None:
    assert salesplan("tiers", macro_book, "--as-of", "2026-12-30").code == 0
    with zipfile.ZipFile(macro_book) as file:
        assert file.read(VBA) == b"Attribute VB_Name = 'Module1'"
    assert salesplan("run", macro_book, "-o", "again.xlsm").code == 0
    assert XlsxFile.open(Path("again.xlsm")).has_macros


@pytest.mark.slow
def test_the_parts_of_a_macro_book_have_no_macros(macro_book: Path, tmp_path: Path) -> None:
    assert salesplan("split", macro_book, "-o", "reps").code == 0
    (made,) = (tmp_path / "reps").iterdir()
    assert made.name == "plan-王敏.xlsx"
    assert_plain(made)
    assert salesplan("run", made).code == 0


@pytest.mark.slow
def test_copies_of_a_macro_book_have_no_macros(macro_book: Path, tmp_path: Path) -> None:
    assert salesplan("copy", macro_book, "-o", "boss.xlsx").code == 0
    assert_plain(tmp_path / "boss.xlsx")
    assert salesplan("send", macro_book, "--to", "a@b.cn", "--no-pdf", "-o", "sent").code == 0
    (sent,) = (tmp_path / "sent").glob("*.xlsx")
    assert_plain(sent)


@pytest.mark.parametrize(
    "words",
    [
        ("run", "{xlsx}", "-o", "x.csv"),
        ("run", "{xlsx}", "-o", "x"),
        ("tiers", "{xlsx}", "-o", "x.xlsm"),
        ("tiers", "{xlsm}", "-o", "x.xlsx"),
        ("import", "{xlsx}", "--orders", "orders.csv", "-o", "x.xls"),
        ("submit", "{xlsx}", "-o", "x.pdf"),
        ("undo", "{xlsx}", "-o", "x.txt"),
        ("copy", "{xlsx}", "-o", "x.csv"),
        ("copy", "{xlsm}", "-o", "x.xlsm"),
        ("rollup", "{xlsx}", "-o", "x.csv"),
        pytest.param(("merge", "{xlsx}", "out/plan-王敏.xlsx", "-o", "x.csv"), marks=pytest.mark.slow),
        ("new", "x.xls"),
        ("new", "x.xlsm"),
        ("demo", "-o", "x.csv"),
        ("pdf", "{xlsx}", "-o", "x.xlsx"),
    ],
)
def test_a_name_that_promises_something_else_is_refused(
    copy: Callable[..., Book], tmp_path: Path, words: tuple[str, ...]
) -> None:
    plan = copy("planned").path
    macros = with_macros(copy("planned", name="m.xlsx").path) if "{xlsm}" in words else None
    (tmp_path / "orders.csv").write_text("日期,客户名称,金额(万元)\n2027-01-05,甲公司,3\n", encoding="utf-8")
    if words[0] == "merge":
        assert salesplan("split", plan, "-o", "out").code == 0
        Book(tmp_path / words[2]).type("customers", "昆山金桥电子", region="昆山")
    refused(plan, "SP-352", *(word.format(xlsx=plan, xlsm=macros) for word in words))


def test_a_name_is_refused_before_the_work(tmp_path: Path) -> None:
    empty = tmp_path / "empty.xlsx"
    assert salesplan("new", empty).code == 0
    refused(empty, "SP-203", "run", empty, "-o", "x.xlsx", exit_code=1)
    refused(empty, "SP-352", "run", empty, "-o", "x.csv")


def test_a_name_in_capitals_promises_the_same(copy: Callable[..., Book]) -> None:
    assert salesplan("run", copy("typed").path, "-o", "PLAN.XLSX").code == 0


# ── a private book ──────────────────────────────────────────────────────────────────────────────────


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def private(copy: Callable[..., Book]) -> Path:
    """A computed plan that only its owner may read, on a machine where new files are everybody's."""
    path = copy("planned").path
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("run", "--as-of", "2026-12-30"), "plan.bak.xlsx"),
        pytest.param(("run", "-o", "out.xlsx"), "out.xlsx", marks=pytest.mark.slow),
        pytest.param(("undo", "-o", "out.xlsx"), "out.xlsx", marks=pytest.mark.slow),
        (("copy", "-o", "out.xlsx"), "out.xlsx"),
        (("rollup", "-o", "out.xlsx"), "out.xlsx"),
        pytest.param(("split", "-o", "reps"), "reps/*.xlsx", marks=pytest.mark.slow),
        (("send", "--to", "a@b.cn", "--no-pdf", "-o", "sent"), "sent/*"),
    ],
)
def test_what_is_made_of_a_private_book_is_private(
    private: Path, tmp_path: Path, words: tuple[str, ...], made: str
) -> None:
    verb, *options = words
    assert salesplan(verb, private, *options).code == 0
    files = list(tmp_path.glob(made))
    assert files and {mode(path) for path in files} == {0o600}
    assert mode(private) == 0o600


def test_the_pdf_of_a_private_book_is_private(private: Path) -> None:
    assert mode(make_pdf(private, printer=lambda *_: b"%PDF").path) == 0o600


def test_an_open_file_becomes_private_with_what_it_holds(private: Path, tmp_path: Path) -> None:
    out = Path(shutil.copyfile(private, tmp_path / "out.xlsx"))
    out.chmod(0o644)
    assert salesplan("copy", private, "-o", out, "--overwrite").code == 0
    assert (mode(out), mode(backup_file(out))) == (0o600, 0o644)


def test_what_is_made_of_an_open_book_is_open(copy: Callable[..., Book], tmp_path: Path) -> None:
    book = copy("planned").path
    book.chmod(0o444)
    assert salesplan("copy", book, "-o", "out.xlsx").code == 0
    assert mode(tmp_path / "out.xlsx") == 0o644, "and its owner may write it"


@pytest.mark.slow
def test_macros_that_only_a_part_betrays(copy: Callable[..., Book]) -> None:
    """A project inside a file that calls itself an ordinary workbook."""
    path = copy("planned").path
    data = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(data, "a") as file:
        file.writestr(VBA, b"x")
    path.write_bytes(data.getvalue())
    assert XlsxFile.open(path).has_macros
    assert salesplan("split", path, "-o", "reps").code == 0
    (made,) = Path("reps").iterdir()
    assert_plain(made)
