"""Nothing unseen leaves with a copy: every kind of leak is found where it is, gone from the copy, and found again when put back."""

from __future__ import annotations

import io
from functools import cache

import openpyxl
import pytest
import xlsxwriter
from leaky_books import LEAKS, PERSON, parts

from salesplan_xl.book.sanitize import Redaction, Removed, clean_copy, leaks
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands.handover.copy import removed_sentence

SECRETS = (PERSON, "底价80万", "wangwu", "客户底价", "10.0.0.8", "别给客户看", "LaserJet", "secret")


@cache
def written_by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    for title in ("目标", "备用"):
        sheet = book.create_sheet(title)
        sheet.append(["客户", "金额"])
        sheet.append(["恒力", 120])
        sheet.append(["合计", "=SUM(B2:B2)"])
    book.remove(book["Sheet"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def written_by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for title in ("目标", "备用"):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, ["客户", "金额"])
            sheet.write_row(1, 0, ["恒力", 120])
            sheet.write_formula("B3", "=SUM(B2:B2)", None, 120)
    return out.getvalue()


WRITERS = {"openpyxl": written_by_openpyxl, "XlsxWriter": written_by_xlsxwriter}


def kinds(data: bytes) -> set[str]:
    return {leak.kind for leak in leaks(data)}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_found_before_and_gone_after(leak: str, writer: str) -> None:
    kind, put = LEAKS[leak]
    leaky = put(WRITERS[writer]())
    assert kind in kinds(leaky)
    copy = clean_copy(leaky, [sheet_names(leaky)[0]])
    assert leaks(copy.data) == [] if kind != "records" else kinds(copy.data) == {"records"}
    told = " ".join(text.decode("utf-8", "replace") for text in parts(copy.data).values())
    assert [secret for secret in SECRETS if secret in told] == []


@pytest.mark.parametrize("leak", LEAKS)
def test_the_scan_finds_a_leak_that_cleaning_left_in(leak: str) -> None:
    """Each leak is put back into a finished copy: the scan of the result must refuse it."""
    kind, put = LEAKS[leak]
    copy = clean_copy(written_by_xlsxwriter(), ["目标", "备用"]).data
    assert leaks(copy) == []
    assert kind in kinds(put(copy))


# Marks of a program and the book's own sheets are counted elsewhere.
@pytest.mark.parametrize(
    "leak", [leak for leak, (kind, _) in LEAKS.items() if kind not in ("ids", "records")]
)
def test_the_user_is_told_what_went(leak: str) -> None:
    kind, put = LEAKS[leak]
    source = put(written_by_xlsxwriter())
    removed = {one.kind for one in clean_copy(source, sheet_names(source)[:1]).removed}
    assert kind in removed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_has_its_sentence(lang: str) -> None:
    for kind, _ in LEAKS.values():
        said = removed_sentence(Removed(kind, 7, ("看板",)), lang)
        assert "7" in said
        assert "看板" in said
        assert kind not in said or lang == "en"


def test_all_leaks_at_once() -> None:
    book = written_by_xlsxwriter()
    for _, put in [
        LEAKS[leak]
        for leak in LEAKS
        if leak
        not in (
            "last saved by",
            "the book's own records",
            "row without height",
            "very hidden sheet",
            "external name",
        )
    ]:
        book = put(book)
    assert leaks(clean_copy(book, ["目标"]).data) == []


def test_a_name_is_found_in_any_part_and_any_spelling() -> None:
    book = written_by_xlsxwriter()
    assert "words" not in kinds(book)
    found = leaks(book, redaction=Redaction(["恒力"]))
    assert {leak.kind for leak in found if leak.example == "恒力"} == {"words"}
    covered = clean_copy(book, ["目标"], redaction=Redaction(["恒力"], instead="其他客户")).data
    assert leaks(covered, redaction=Redaction(["恒力"])) == []
    assert openpyxl.load_workbook(io.BytesIO(covered))["目标"]["A2"].value == "其他客户"


def test_a_name_in_several_looks_is_found_and_covered() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("目标")
        sheet.write_rich_string("A1", "恒", book.add_format({"bold": True}), "力的做法")

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book)
    words = Redaction(["恒力"], instead="其他客户")
    assert {leak.kind for leak in leaks(out.getvalue(), redaction=words)} >= {"words"}
    covered = clean_copy(out.getvalue(), ["目标"], redaction=words).data
    assert leaks(covered, redaction=words) == []
    assert openpyxl.load_workbook(io.BytesIO(covered))["目标"]["A1"].value == "其他客户的做法"


def test_a_kept_name_is_not_harmed_by_a_shorter_one_inside_it() -> None:
    words = Redaction(["华为", "苏州"], kept=["苏州华为技术"], instead="…")
    assert words.without("苏州华为技术向华为供货") == "苏州华为技术向…供货"
    assert words.first_in("苏州华为技术") == ""


def test_only_known_kinds_of_parts_are_in_a_copy() -> None:
    assert set(parts(clean_copy(written_by_openpyxl(), ["目标"]).data)) == {
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/theme/theme1.xml", "xl/sharedStrings.xml",
    }  # fmt: skip


def sheet_names(data: bytes) -> list[str]:
    return [sheet.name for sheet in XlsxFile.from_bytes(data).sheets]
