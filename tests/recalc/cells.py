"""What the cells of a saved book hold, read from its XML alone: neither our reader nor a spreadsheet library."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Held(NamedTuple):
    """A cell: whether it is a formula, and what the file says it shows."""

    formula: bool
    value: object


EMPTY = Held(False, None)


@lru_cache(maxsize=2)
def cells(book: bytes) -> dict[tuple[str, str], Held]:
    """Every filled cell by sheet and address, in the order of the book."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        strings = _strings(archive)
        return {
            (sheet, str(item.get("r"))): Held(item.find(f"{_MAIN}f") is not None, _value(item, strings))
            for sheet, part in _sheets(archive)
            for item in etree.fromstring(archive.read(part)).iter(f"{_MAIN}c")
        }


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    parts = {item.get("Id"): posixpath.join("/xl", item.get("Target")).lstrip("/") for item in relations}
    for item in etree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        yield str(item.get("name")), parts[item.get(f"{_REL}id")]


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_text(item) for item in etree.fromstring(archive.read("xl/sharedStrings.xml"))]


def _text(item: etree._Element) -> str:
    """The text without what tells how Chinese is pronounced."""
    return "".join(
        part.text or "" for part in item.iter(f"{_MAIN}t") if part.getparent().tag != f"{_MAIN}rPh"
    )


def _value(item: etree._Element, strings: list[str]) -> object:
    kind, value = item.get("t", "n"), item.findtext(f"{_MAIN}v")
    if kind == "inlineStr":
        return _text(item)
    if not value:
        return None  # a formula may show an empty text
    if kind == "s":
        return strings[int(value)]
    if kind == "b":
        return value in ("1", "true")
    return float(value) if kind == "n" else value
