"""Files that are no plan books, books taken apart, books that cannot be saved: one sentence, nothing touched."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from salesplan_xl.book.xlsx import XlsxFile, saving
from tests.doors.driver import Book, refused, salesplan

BIG = "苏州恒锐机械有限公司"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> None:
    """Change one part of a workbook file as another program or an accident would."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data.decode()).encode() if re.fullmatch(part, name) else data)


# ── not a plan book ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SP-301"),
        (b"name,revenue\nHarbour,12\n", "SP-301"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "SP-301"),
        (OLE, "SP-301"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "SP-302"),
        (b"PK\x03\x04 torn off", "SP-303"),
    ],
    ids=["nothing", "text", "picture", "old-xls", "password", "torn"],
)
def test_not_a_workbook(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    refused(path, code)


def test_a_word_document_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", "<document/>")
    refused(path, "SP-301")


def test_a_truncated_book_is_damaged(copy: Callable[..., Book]) -> None:
    path = copy("planned").path
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    refused(path, "SP-303")


def test_a_book_with_a_torn_sheet_is_damaged(copy: Callable[..., Book]) -> None:
    path = copy("planned").path
    rewritten(path, r"xl/worksheets/sheet3\.xml", lambda text: text[: len(text) // 2])
    refused(path, "SP-303")


def test_a_book_with_entity_declarations_is_unsafe(copy: Callable[..., Book]) -> None:
    path = copy("planned").path
    rewritten(
        path,
        r"xl/workbook\.xml",
        lambda text: re.sub(r"(<\?xml[^>]*\?>)", r'\1<!DOCTYPE x [<!ENTITY a "b">]>', text, count=1),
    )
    refused(path, "SP-304")


def test_a_plain_workbook_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    file = openpyxl.Workbook()
    file.active["A1"] = "客户名称"  # type: ignore[index]
    file.save(path)
    refused(path, "SP-310")


def test_a_missing_file_and_a_missing_folder(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    refused(book.path, "SP-309", "run", "nowhere.xlsx")
    refused(book.path, "SP-309", "run", book.path, "-o", "no/such/folder/x.xlsx")
    refused(book.path, "SP-309", "import", book.path, "--orders", "nowhere.csv")


def test_a_folder_is_no_book(copy: Callable[..., Book], tmp_path: Path) -> None:
    book = copy("planned")
    (tmp_path / "folder").mkdir()
    for arguments in (("run", tmp_path / "folder"), ("run", book.path, "-o", tmp_path / "folder")):
        said = salesplan(*arguments)
        assert said.code == 2
        assert "Traceback" not in said.screen


def test_a_newer_book_asks_for_an_upgrade(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    book.type_setting(schema_version=99)
    said = refused(book.path, "SP-314")
    assert "99" in said.err


# ── a plan book somebody took apart ─────────────────────────────────────────────────────────────────


def test_a_deleted_sheet(copy: Callable[..., Book]) -> None:
    """A sheet deleted in Excel or elsewhere takes its table along: SP-316 names both."""
    book = copy("planned")
    file = openpyxl.load_workbook(book.path)
    del file["应收账款"]
    file.save(book.path)
    said = refused(book.path, "SP-316")
    assert "tblReceivables" in said.err


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_renamed_header_is_told_by_its_place_and_put_back(copy: Callable[..., Book], lang: str) -> None:
    book = copy("planned", lang)
    before = book.by("targets")
    sheet, _, col = book.place("customers", BIG, "last_year")
    header = XlsxFile.open(book.path).tables["tblCustomers"].header_row
    old = book.names.header("customers", "last_year")
    rewritten(
        book.path,
        r"xl/tables/table\d+\.xml",
        lambda text: text.replace(f'name="{old}"', 'name="老业绩"', 1) if "tblCustomers" in text else text,
    )
    book.type_cell(sheet, header, col, "老业绩")
    said = salesplan("run", book.path, "--json")
    assert said.code == 0, said.screen
    assert said.document["findings"][0]["code"] == "F-016"
    assert "老业绩" in said.document["findings"][0]["sentence"]
    assert old in XlsxFile.open(book.path).tables["tblCustomers"].columns
    assert [row["expected"] for row in book.by("targets").values()] == pytest.approx(
        [row["expected"] for row in before.values()]
    )


def test_a_deleted_setting_comes_back_as_it_was(copy: Callable[..., Book]) -> None:
    """The row of a setting that was changed is deleted: the target stays, and the first finding names the setting."""
    book = copy("planned")
    book.type_setting(growth_a=0.9)
    assert salesplan("run", book.path).code == 0
    target = book.grid("tier_targets")["total"]["expected"]
    file = XlsxFile.open(book.path)
    spot = file.names["sp_growth_a"]
    file.delete_rows(spot.sheet, spot.row, spot.row)
    file.save(book.path, backup=False)
    said = salesplan("run", book.path, "--json", "--lang", "en")
    assert said.code == 0, said.screen
    assert said.document["findings"][0]["code"] == "F-010"
    assert "Growth of A" in said.document["findings"][0]["sentence"]
    assert (book.setting("growth_a"), book.grid("tier_targets")["total"]["expected"]) == (0.9, target)


@pytest.mark.slow
def test_a_report_sheet_nobody_needs_is_gone_until_asked_for(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    file = openpyxl.load_workbook(book.path)
    del file["汇报页"]
    file.save(book.path)
    said = salesplan("run", book.path, "--json")
    assert (said.code, "F-020" in [one["code"] for one in said.document["findings"]]) == (0, True)
    assert "汇报页" not in openpyxl.load_workbook(book.path).sheetnames
    said = salesplan("restore", book.path, "Report", "--lang", "en")
    assert (said.code, "F-013" in said.out) == (0, True), said.screen
    assert "汇报页" in openpyxl.load_workbook(book.path).sheetnames
    assert salesplan("undo", book.path).code == 0
    assert "汇报页" not in openpyxl.load_workbook(book.path).sheetnames
    assert salesplan("report", book.path).code == 0, "its own button asks for it"
    assert "汇报页" in openpyxl.load_workbook(book.path).sheetnames


def test_no_sheet_of_that_name_can_be_restored(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    refused(book.path, "SP-321", "restore", book.path, "月报")


def test_a_renamed_sheet_is_fine(copy: Callable[..., Book]) -> None:
    """Tables are found by their names; what the user calls the sheet is the user's business."""
    book = copy("planned")
    rewritten(
        book.path,
        r"xl/workbook\.xml|xl/worksheets/.*\.xml|xl/charts/.*\.xml|xl/tables/.*",
        lambda text: text.replace("订单明细", "我的订单"),
    )
    assert salesplan("run", book.path).code == 0


def test_an_emptied_system_sheet_loses_nothing(copy: Callable[..., Book]) -> None:
    """Without the record of computed values every filled cell counts as the user's: kept, marked, and told so."""
    book = copy("planned")
    before = book.by("targets")
    file = XlsxFile.open(book.path)
    info = file.tables["tblBaseline"]
    file.resize_table("tblBaseline", [], 1)
    file.set_cells(info.sheet, {})
    file.save(book.path, backup=False)
    assert salesplan("run", book.path).code == 0
    after = book.by("targets")
    assert [row["expected"] for row in after.values()] == pytest.approx(
        [row["expected"] for row in before.values()]
    )
    assert salesplan("run", book.path, "--reset").code == 0
    assert not any(row["edited"] for row in book.by("targets").values())


def test_a_damaged_record_is_passed_over(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    file = XlsxFile.open(book.path)
    info = file.tables["tblBaseline"]
    nonsense = {
        (info.first_row + n, info.first_col + 2): text
        for n, text in enumerate(("{", "12", "null", '["a"]', "[1,2,3,4,5,6,7,8,9,10]"))
    }
    file.set_cells(info.sheet, nonsense)  # type: ignore[arg-type]
    file.save(book.path, backup=False)
    assert salesplan("run", book.path).code == 0
    assert salesplan("run", book.path, "--reset").code == 0


# ── open elsewhere, read-only ───────────────────────────────────────────────────────────────────────


def test_a_book_open_in_excel(copy: Callable[..., Book]) -> None:
    """The owner file beside it says so: nothing is saved, but a dry run and another name are possible."""
    book = copy("typed")
    saving.lock_file(book.path).write_bytes(b"\x05Alice")
    refused(book.path, "SP-305")
    assert salesplan("run", book.path, "--dry-run").code == 0
    assert salesplan("run", book.path, "-o", "other.xlsx").code == 0


def test_a_read_only_file(copy: Callable[..., Book]) -> None:
    book = copy("typed")
    book.path.chmod(0o444)
    refused(book.path, "SP-306")


def test_a_read_only_folder(copy: Callable[..., Book], monkeypatch: pytest.MonkeyPatch) -> None:
    book = copy("typed")
    may = os.access
    monkeypatch.setattr(saving.os, "access", lambda path, mode: mode != os.W_OK and may(path, mode))
    refused(book.path, "SP-306")


def test_a_full_disk(copy: Callable[..., Book], monkeypatch: pytest.MonkeyPatch) -> None:
    book = copy("typed")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "_write", full)
    refused(book.path, "SP-308")


def test_a_file_beyond_all_measure(copy: Callable[..., Book], monkeypatch: pytest.MonkeyPatch) -> None:
    from salesplan_xl.book.xlsx import file as door

    book = copy("typed")
    monkeypatch.setattr(door, "MAX_FILE", 1000)
    refused(book.path, "SP-307")
