"""What formula cells show, worked out by an independent engine from the book as a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import betteroffice_xlsx
import cellrune
from openpyxl.utils import get_column_letter

from tests.live.engine.model import Book, Cell, Fault, Plain, Sheet
from tests.live.engine.package import dump

Place = tuple[str, str]
_CHUNK = 1000


def formula_cells(book: Book, only: Collection[int] | None = None) -> dict[Place, tuple[Sheet, Cell]]:
    """Formula cells by sheet and address: every one, or those with these ids."""
    return {
        (sheet.name, f"{get_column_letter(col)}{row}"): (sheet, cell)
        for sheet in book.sheets
        for row, line in sheet.rows.items()
        for col, cell in line.items()
        if cell.formula is not None and (only is None or id(cell) in only)
    }


def work_out(book: Book, only: Iterable[int] | None = None) -> None:
    """Give formula cells the values an independent engine finds.

    Args:
        book: the book, changed in place.
        only: ids of the cells to refresh; all when None.
    """
    cells = formula_cells(book, None if only is None else set(only))
    values = _values(dump(book, results=False), list(cells))
    for place, (sheet, cell) in cells.items():
        if cell.value != values[place]:
            cell.value = values[place]
            sheet.results_old = True


def _values(data: bytes, places: list[Place]) -> dict[Place, Plain]:
    opened = cellrune.Workbook.from_bytes(data)
    if len(places) > _CHUNK:  # fewer are worked out with what they ask for, and nothing else
        opened.recalculate()
    found: dict[Place, Plain] = {}
    doubtful: list[Place] = []
    for start in range(0, len(places), _CHUNK):
        targets = [{"sheet": sheet, "start": cell} for sheet, cell in places[start : start + _CHUNK]]
        for item in opened.calculate_targets(targets)["cells"]:  # type: ignore[arg-type]
            place = item["cell"]["sheet_name"], item["cell"]["address"]
            if item["result"]["kind"] == "value":
                found[place] = _plain(item["result"]["value"])  # type: ignore[typeddict-item]
            else:
                doubtful.append(place)
    return found | _second_opinion(data, doubtful)


def _plain(value: dict[str, object]) -> Plain:
    if value["kind"] == "blank":
        return 0.0
    if value["kind"] == "error":
        return Fault(value["value"])
    content = value["value"]
    if isinstance(content, (bool, str)):
        return content
    return float(content)  # type: ignore[arg-type]


def _second_opinion(data: bytes, places: list[Place]) -> dict[Place, Plain]:
    if not places:
        return {}
    opened = betteroffice_xlsx.Workbook.open_recalculated(data)
    found: dict[Place, Plain] = {}
    for sheet, cell in places:
        value = opened.value(sheet, cell)
        code = getattr(value, "code", None)
        found[sheet, cell] = Fault(code) if code else float(value) if type(value) is int else value
    return found
