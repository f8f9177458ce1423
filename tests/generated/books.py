"""The books that are shipped in ``workbook_templates/``: empty ones in both languages, a filled demo, a manifest."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from salesplan_xl.commands.books.demo import demo_book
from salesplan_xl.schema.workbook import SCHEMA_VERSION
from salesplan_xl.templates.build import build_book
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


def shipped_books(root: Path) -> dict[str, bytes]:
    """Every shipped book by its path, the manifest last; a committed one that says the same stands for its rebuild."""
    books = {book.name: build_book(book.lang, lean=book.lean) for book in BOOKS}
    books[DEMO] = demo_book("zh")[0].to_bytes()
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
