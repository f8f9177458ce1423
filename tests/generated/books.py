"""The books that are shipped in ``workbook_templates/``: starters, empty books, a filled demo, a manifest."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import betteroffice_xlsx

from salesplan_xl.schema.workbook import SCHEMA_VERSION
from salesplan_xl.templates.build import build_book
from salesplan_xl.templates.starter.build import build_starter
from tests.demos import demo
from tests.generated.same import same_content

FOLDER = "workbook_templates"
MANIFEST = "manifest.json"
DEMO = "SalesPlan-zh-demo.xlsx"


class Shipped(NamedTuple):
    """One book of ``workbook_templates``."""

    name: str
    lang: str
    lean: bool


BOOKS = (
    Shipped("SalesPlan-zh.xlsx", "zh", lean=False),
    Shipped("SalesPlan-en.xlsx", "en", lean=False),
    Shipped("SalesPlan-zh-lean.xlsx", "zh", lean=True),
)


# What the README offers first: they work without the program.
STARTERS = {"SalesPlan-zh-starter.xlsx": "zh", "SalesPlan-en-starter.xlsx": "en"}


def computed_starter(lang: str) -> bytes:
    """An empty starter whose formula cells show what an engine computes, so that a preview shows the right figures."""
    return build_starter(lang, shown=_shown(build_starter(lang)))


def _shown(book: bytes) -> dict[tuple[str, str], object]:
    """What each formula cell shows once it is computed."""
    opened = betteroffice_xlsx.Workbook.open_recalculated(book)
    return {(sheet, cell): _plain(opened.value(sheet, cell)) for sheet, cell in _formula_cells(book)}


def _plain(value: object) -> object:
    """A value as a cell stores it; nothing is an empty text, and there is one zero."""
    return "" if value is None else value + 0.0 if isinstance(value, float) else value


def _formula_cells(book: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(BytesIO(book)) as archive:
        titles = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
        for at, title in enumerate(titles, 1):
            text = archive.read(f"xl/worksheets/sheet{at}.xml").decode()
            yield from ((title, cell) for cell in re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>', text))


def shipped_books(root: Path) -> dict[str, bytes]:
    """Every shipped book by its path, the manifest last; a committed one that says the same stands for its rebuild."""
    books = {book.name: build_book(book.lang, lean=book.lean) for book in BOOKS}
    books[DEMO] = demo("zh")
    books |= {name: computed_starter(lang) for name, lang in STARTERS.items()}
    kept = {name: _kept(root / FOLDER / name, data) for name, data in books.items()}
    text = json.dumps(manifest(kept), ensure_ascii=False, indent=2, sort_keys=True)
    return {f"{FOLDER}/{name}": data for name, data in (kept | {MANIFEST: f"{text}\n".encode()}).items()}


def _kept(path: Path, data: bytes) -> bytes:
    committed = path.read_bytes() if path.is_file() else b""
    return committed if same_content(committed, data) else data


def manifest(books: dict[str, bytes]) -> dict[str, object]:
    """The schema number and the SHA-256 of every zip entry of every book."""
    return {
        "schema_version": SCHEMA_VERSION,
        "books": {name: part_hashes(data) for name, data in books.items()},
    }


def part_hashes(book: bytes) -> dict[str, str]:
    """SHA-256 of each part of a workbook by its zip path."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
