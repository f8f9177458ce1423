"""What a book holds, spread out for comparison before and after."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

from lxml import etree
from openpyxl.utils import get_column_letter

from tests.live.engine.model import Book, Plain, Sheet
from tests.live.engine.references import Area, translated
from tests.live.engine.rows import joined, ranges
from tests.live.engine.styles import MAIN

_FAR = 500_000  # a row from which relative references reach up and down


@dataclass(frozen=True)
class State:
    """Every cell and everything around the cells; equal states look and work the same."""

    cells: dict[str, dict[str, tuple[Plain, str | None, str]]]
    heights: dict[str, dict[int, float]]
    tables: dict[str, str]
    names: dict[str, str]
    conditional_formats: dict[str, dict[str, str]]
    validations: dict[str, dict[str, str]]
    merged: dict[str, list[str]]
    visibility: dict[str, str]
    widths: dict[str, dict[int, float]]
    columns: dict[str, tuple[str, ...]]

    def differences(self, after: State) -> list[str]:
        """What is not the same afterwards, one line each; numbers to 12 digits."""
        return [
            line
            for part in fields(self)
            for line in _differences(part.name, getattr(self, part.name), getattr(after, part.name))
        ]


def _differences(where: str, before: object, after: object) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            old, new = before.get(key), after.get(key)
            if not _alike(old, new):
                yield from _differences(f"{where} {key}", old, new)
    elif isinstance(before, tuple) and isinstance(after, tuple):
        for old, new in zip(before, after, strict=True):
            yield from _differences(where, old, new)
    elif not _same(before, after):
        yield f"{where}: {before!r} → {after!r}"


def _alike(before: object, after: object) -> bool:
    """The same at first sight: most cells are."""
    if type(before) is not tuple or type(after) is not tuple:
        return before is after
    return before == after and [*map(type, before)] == [*map(type, after)]


def _same(before: object, after: object) -> bool:
    if type(before) is float and type(after) is float:
        return math.isclose(before, after, rel_tol=1e-12, abs_tol=1e-12)
    return type(before) is type(after) and before == after


def state(book: Book) -> State:
    """The state of a book, formula values as last calculated."""
    return State(
        cells={sheet.name: _cells(book, sheet) for sheet in book.sheets},
        heights={
            sheet.name: {
                row: float(row_formats["ht"])
                for row, row_formats in sheet.row_formats.items()
                if "ht" in row_formats
            }
            for sheet in book.sheets
        },
        tables={
            table.name: f"{sheet.name}!{table.area.text}" for sheet in book.sheets for table in sheet.tables
        },
        names={_name(item): str(item.text) for item in book.names},
        conditional_formats={sheet.name: _rules(sheet, "conditionalFormatting") for sheet in book.sheets},
        validations={sheet.name: _rules(sheet, "dataValidation") for sheet in book.sheets},
        merged={
            sheet.name: [item.get("ref") for item in sheet.elements("mergeCell")] for sheet in book.sheets
        },
        columns={table.name: table.column_names for sheet in book.sheets for table in sheet.tables},
        visibility={sheet.name: sheet.state for sheet in book.sheets},
        widths={
            sheet.name: {col: float(look["width"]) for col, look in sheet.widths().items() if "width" in look}
            for sheet in book.sheets
        },
    )


def _name(item: etree._Element) -> str:
    local = item.get("localSheetId")
    return str(item.get("name")) if local is None else f"{local}!{item.get('name')}"


def _cells(book: Book, sheet: Sheet) -> dict[str, tuple[Plain, str | None, str]]:
    return {
        f"{get_column_letter(col)}{row}": (cell.value, cell.formula, book.styles.fingerprint(cell.style))
        for row, line in sorted(sheet.rows.items())
        for col, cell in sorted(line.items())
        if not cell.blank or cell.style != int(sheet.row_formats.get(row, {}).get("s", "0"))
    }


def _rules(sheet: Sheet, tag: str) -> dict[str, str]:
    """Rule → where it applies; the same rule in several pieces counts as one."""
    places: dict[str, list[Area]] = {}
    for item in sheet.elements(tag):
        anchor = min(part.row1 for part in ranges(item))
        for rule in item if tag == "conditionalFormatting" else [item]:
            text = _rule_text(rule, anchor)
            places.setdefault(text, []).extend(ranges(item))
    return {text: " ".join(part.text for part in joined(parts)) for text, parts in places.items()}


def _rule_text(rule: etree._Element, anchor: int) -> str:
    attributes = {key: value for key, value in rule.attrib.items() if key not in {"priority", "sqref"}}
    inner = re.sub(r' xmlns(:\w+)?="[^"]*"', "", "".join(etree.tostring(child).decode() for child in rule))
    formulas = [
        translated(text.text or "", _FAR - anchor, 0)
        for text in rule.iter(f"{MAIN}formula", f"{MAIN}formula1", f"{MAIN}formula2")
    ]
    return f"{sorted(attributes.items())}|{formulas or inner}"
