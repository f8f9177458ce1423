"""Files nobody should trust: each is refused with its code, or read, at once; nothing else ever escapes."""

from __future__ import annotations

import io
import random
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.errors import WorkbookError
from tests.fast import fast_only

SHEET, WORKBOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"
STRINGS, TABLE, STYLES = "xl/sharedStrings.xml", "xl/tables/table1.xml", "xl/styles.xml"
RELS, SHEET_RELS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def honest() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("S")
        options = {
            "name": "tblA",
            "columns": [{"header": "a"}, {"header": "b"}],
            "data": [["x", 1], ["y", 2]],
        }
        sheet.add_table("A1:B3", options)
        sheet.write_formula("D1", "=SUM(B2:B3)", None, 3)
        sheet.write_datetime(
            "D2", __import__("datetime").datetime(2024, 1, 1), book.add_format({"num_format": 14})
        )
    return out.getvalue()


def rebuilt(
    changes: dict[str, bytes | None] | None = None, extra: list[tuple[str, bytes]] | None = None,
    rename: dict[str, str] | None = None,
) -> bytes:  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(honest())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = (changes or {}).get(name, old.read(name))
            if body is not None:
                new.writestr((rename or {}).get(name, name), body)
        for name, body in extra or []:
            new.writestr(name, body)
    return out.getvalue()


def source(name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(honest())).read(name).decode()


def edited(name: str, pattern: str, new: str) -> bytes:
    old = source(name)
    text = re.sub(pattern, lambda _: new, old, count=1)
    assert text != old, pattern
    return rebuilt({name: text.encode()})


def sheet_with(rows: str, head: str = "") -> bytes:
    return rebuilt({SHEET: f"<worksheet {MAIN}>{head}<sheetData>{rows}</sheetData></worksheet>".encode()})


def with_doctype(name: str) -> bytes:
    return rebuilt({name: re.sub(r"\?>", "?>" + DOCTYPE, source(name), count=1).encode()})


def flipped(name: str) -> bytes:
    data = bytearray(honest())
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo(name)
    at = info.header_offset + 30 + len(name) + info.compress_size // 2
    data[at] ^= 0xFF
    return bytes(data)


def lying_size(declared: int) -> bytes:
    """The sheet's directory entry declares another size than it has."""
    data = bytearray(rebuilt({SHEET: b"<a>" + b" " * 5_000_000 + b"</a>"}))
    at = data.index(SHEET.encode(), data.index(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", declared)
    return bytes(data)


def encrypted_flag() -> bytes:
    data = bytearray(honest())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def overlapping() -> bytes:
    data = bytearray(honest())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def many_entries() -> bytes:
    return rebuilt(extra=[(f"junk/{i}", b"") for i in range(10_050)])


def bomb() -> bytes:
    return rebuilt({SHEET: b"<a>" + b" " * 60_000_000 + b"</a>"})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty file": ("SP-301", lambda: b""),
    "plain text": ("SP-301", lambda: b"name,amount\n"),
    "html named xlsx": ("SP-301", lambda: b"<html><table></table></html>"),
    "pdf": ("SP-301", lambda: b"%PDF-1.7"),
    "old xls": ("SP-301", lambda: OLE),
    "encrypted ole": ("SP-302", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
    "encrypted entry": ("SP-302", encrypted_flag),
    "zip without workbook": ("SP-301", lambda: rebuilt({WORKBOOK: None})),
    "zip without content types": ("SP-301", lambda: rebuilt({TYPES: None})),
    "zip without root relations": ("SP-301", lambda: rebuilt({"_rels/.rels": None})),
    "empty zip": ("SP-301", lambda: b"PK\5\6" + b"\0" * 18),
    "truncated": ("SP-303", lambda: honest()[:3000]),
    "truncated directory": ("SP-303", lambda: honest()[:-30]),
    "only a signature": ("SP-303", lambda: b"PK\3\4"),
    "bad checksum of the workbook": ("SP-303", lambda: flipped(WORKBOOK)),
    "bad checksum of the sheet": ("SP-303", lambda: flipped(SHEET)),
    "bad checksum of the table": ("SP-303", lambda: flipped(TABLE)),
    "sheet shorter than declared": ("SP-303", lambda: lying_size(5_000_100)),
    "sheet longer than declared": ("SP-304", lambda: lying_size(5_000)),
    "malformed workbook": ("SP-303", lambda: edited(WORKBOOK, "</workbook>", "")),
    "malformed sheet": ("SP-303", lambda: edited(SHEET, "</sheetData>", "")),
    "malformed strings": ("SP-303", lambda: edited(STRINGS, "</sst>", "")),
    "malformed types": ("SP-303", lambda: edited(TYPES, "</Types>", "")),
    "unbound prefix": ("SP-303", lambda: edited(SHEET, "<sheetData>", "<q:z/><sheetData>")),
    "not utf-8": ("SP-303", lambda: rebuilt({SHEET: b"<?xml version='1.0'?><a>\xff\xfe\xfa</a>"})),
    "unknown encoding": ("SP-303", lambda: rebuilt({SHEET: b"<?xml version='1.0' encoding='zlib'?><a/>"})),
    "no sheetData": ("SP-303", lambda: rebuilt({SHEET: f"<worksheet {MAIN}/>".encode()})),
    "sheet part missing": ("SP-303", lambda: rebuilt({SHEET: None})),
    "no sheets": ("SP-303", lambda: edited(WORKBOOK, "<sheets>.*</sheets>", "<sheets/>")),
    "sheet id unknown": ("SP-303", lambda: edited(WORKBOOK, 'r:id="rId1"', 'r:id="rId99"')),
    "rows backwards": ("SP-303", lambda: sheet_with('<row r="3"/><row r="2"/>')),
    "row beyond the sheet": ("SP-303", lambda: sheet_with('<row r="1048577"/>')),
    "row number with 5000 digits": ("SP-303", lambda: sheet_with(f'<row r="{"9" * 5000}"/>')),
    "table range is text": ("SP-303", lambda: edited(TABLE, 'ref="A1:B3"', 'ref="no"')),
    "table range too narrow": ("SP-303", lambda: edited(TABLE, 'ref="A1:B3"', 'ref="A1:A3"')),
    "table without body": ("SP-303", lambda: edited(TABLE, 'ref="A1:B3"', 'ref="A1:B1"')),
    "entities in the workbook": ("SP-304", lambda: with_doctype(WORKBOOK)),
    "entities in the sheet": ("SP-304", lambda: with_doctype(SHEET)),
    "entities in the strings": ("SP-304", lambda: with_doctype(STRINGS)),
    "entities in the styles": ("SP-304", lambda: with_doctype(STYLES)),
    "entities in the table": ("SP-304", lambda: with_doctype(TABLE)),
    "entities in relations": ("SP-304", lambda: with_doctype(RELS)),
    "entities in content types": ("SP-304", lambda: with_doctype(TYPES)),
    "entities in sheet relations": ("SP-304", lambda: with_doctype(SHEET_RELS)),
    "path escape": ("SP-304", lambda: rebuilt(extra=[("../../evil.xml", b"")])),
    "path escape by backslash": ("SP-304", lambda: rebuilt(extra=[("..\\evil.xml", b"")])),
    "absolute path": ("SP-304", lambda: rebuilt(extra=[("/etc/passwd", b"")])),
    "drive path": ("SP-304", lambda: rebuilt(extra=[("C:\\evil.xml", b"")])),
    "duplicate entry": ("SP-304", lambda: rebuilt(extra=[(SHEET.upper(), b"<a/>")])),
    "overlapping entries": ("SP-304", overlapping),
    "too many entries": ("SP-304", many_entries),
    "zip bomb": ("SP-304", bomb),
}


def read_all(path: Path) -> list[list[object]]:
    book = XlsxFile.open(path)
    rows = [row for sheet in book.sheets for row in book.rows(sheet.name)]
    for table in book.tables:
        book.resize_table(table, [0], 2)
    book.set_cells(book.sheets[0].name, {(2, 1): "edited"})
    XlsxFile.from_bytes(book.to_bytes())
    return rows


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_once_with_its_code(name: str, tmp_path: Path) -> None:
    code, make = REFUSED[name]
    path = tmp_path / "客户.xlsx"
    path.write_bytes(make())
    start = time.perf_counter()
    with pytest.raises(WorkbookError) as caught:
        read_all(path)
    assert caught.value.code == code
    assert time.perf_counter() - start < 2


FAR = '<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
DEEP = "<x>" * 50_000 + "</x>" * 50_000
READ: dict[str, Callable[[], bytes]] = {
    "honest": honest,
    "one far cell": lambda: sheet_with(FAR),
    "one far row": lambda: sheet_with('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    "one far column": lambda: sheet_with('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
    "far dimension only": lambda: sheet_with(
        '<row r="1"><c><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>'
    ),
    "address lies about its row": lambda: sheet_with('<row r="1"><c r="XFD99999999"><v>1</v></c></row>'),
    "address of many letters": lambda: sheet_with('<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>'),
    "no rows": lambda: sheet_with(""),
    "deep nesting": lambda: sheet_with("", "<extLst><ext>" + DEEP + "</ext></extLst>"),
    "huge string count": lambda: edited(STRINGS, 'uniqueCount="[0-9]+"', 'uniqueCount="4000000000"'),
    "number is text": lambda: sheet_with('<row r="1"><c r="A1"><v>abc</v></c></row>'),
    "string index out of range": lambda: sheet_with('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
    "string index negative": lambda: sheet_with('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'),
    "unknown cell type": lambda: sheet_with('<row r="1"><c r="A1" t="q"><v>1</v></c></row>'),
    "style out of range": lambda: sheet_with('<row r="1"><c r="A1" s="99999999999"><v>1</v></c></row>'),
    "date beyond the calendar": lambda: sheet_with('<row r="1"><c r="A1" s="1"><v>1e300</v></c></row>'),
    "cell address nonsense": lambda: sheet_with('<row r="1"><c r="??"><v>1</v></c></row>'),
    "cell address too wide": lambda: sheet_with('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'),
    "cells backwards": lambda: sheet_with('<row r="2"><c r="C2"/><c r="A2"/></row>'),
    "number overflows": lambda: sheet_with('<row r="1"><c r="A1"><v>1e999</v></c></row>'),
    "formula nonsense": lambda: sheet_with('<row r="2"><c r="C2"><f>SUM(((A1:</f></c></row>'),
    "shared without master": lambda: sheet_with('<row r="2"><c r="C2"><f t="shared" si="7"/></c></row>'),
    "array nonsense": lambda: sheet_with('<row r="9"><c r="C9"><f t="array" ref="??">1</f></c></row>'),
    "character reference": lambda: sheet_with(
        '<row r="1"><c t="inlineStr"><is><t>&#x1F600;</t></is></c></row>'
    ),
    "trailing garbage": lambda: honest() + b"garbage",
    "no strings part": lambda: rebuilt({STRINGS: None}),
    "no styles part": lambda: rebuilt({STYLES: None}),
}


@pytest.mark.parametrize("name", READ)
def test_read_or_refused_but_never_a_traceback(name: str, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(READ[name]())
    start = time.perf_counter()
    try:
        rows = read_all(path)
        assert len(rows) <= 1_048_576
    except WorkbookError as error:
        assert error.code in ("SP-303", "SP-307"), error.code
    assert time.perf_counter() - start < 2


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process's own peak")
def test_far_cell_needs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(sheet_with(FAR))
    code = (
        "import sys\n"
        "from salesplan_xl.book.xlsx import XlsxFile\n"
        "rows = XlsxFile.open(sys.argv[1]).rows('S')\n"
        "assert rows[0][0] == 7, rows[0][0]\n"
        # ru_maxrss would start from what the test process itself holds; the high-water mark does not.
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, check=True, env=_here()
    )
    assert int(done.stdout) < 300_000, "kilobytes"


def _here() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


def mutated(seed: int) -> bytes:
    """Random damage inside one part, re-zipped with right checksums so that our parsers meet it."""
    pick = random.Random(seed)
    name = pick.choice([SHEET, WORKBOOK, TYPES, STRINGS, TABLE, STYLES, RELS, SHEET_RELS])
    body = bytearray(source(name).encode())
    for _ in range(pick.randint(1, 4)):
        at = pick.randrange(len(body))
        kind = pick.randrange(4)
        if kind == 0:
            body[at] = pick.randrange(32, 127)
        elif kind == 1:
            del body[at : at + pick.randint(1, 30)]
        elif kind == 2:
            body[at:at] = body[at : at + pick.randint(1, 40)]
        else:
            numbers = [m.span() for m in re.finditer(rb"[0-9]+", body)]
            start, end = pick.choice(numbers)
            body[start:end] = pick.choice([b"0", b"-1", b"99999999999999999999", b"1048577", b"x", b""])
    return rebuilt({name: bytes(body)})


@pytest.mark.parametrize("block", fast_only(range(10), 0, 1))
def test_mutated_books_never_end_in_a_traceback(block: int, tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    for seed in range(block * 30, block * 30 + 30):
        path.write_bytes(mutated(seed))
        try:
            read_all(path)
        except WorkbookError:
            continue


@pytest.mark.parametrize("seed", fast_only(range(5), 0))
def test_mutated_zips_never_end_in_a_traceback(seed: int, tmp_path: Path) -> None:
    pick, path = random.Random(seed), tmp_path / "m.xlsx"
    for _ in range(60):
        data = bytearray(honest())
        for _ in range(pick.randint(1, 6)):
            at = pick.choice([pick.randrange(len(data)), len(data) - 1 - pick.randrange(900)])
            data[at] = pick.randrange(256)
        path.write_bytes(data)
        try:
            read_all(path)
        except WorkbookError:
            continue
