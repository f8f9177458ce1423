"""Which books are shipped, and the fingerprint of every part in them."""

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


def build_all() -> dict[str, bytes]:
    """Every shipped file by name, the manifest last."""
    files = {book.name: build_book(book.lang, lean=book.lean) for book in BOOKS}
    files[DEMO] = demo_book("zh")[0].to_bytes()
    text = json.dumps(manifest(files), ensure_ascii=False, indent=2, sort_keys=True)
    return files | {MANIFEST: f"{text}\n".encode()}


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


def write_all(folder: Path) -> list[Path]:
    """Write every shipped file into a folder; returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in build_all().items():
        target = folder / name
        target.write_bytes(data)
        written.append(target)
    return written


def stale_files(folder: Path) -> list[str]:
    """The files of a folder that differ from what the code builds, or are missing."""
    return [
        name
        for name, data in build_all().items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != data
    ]
