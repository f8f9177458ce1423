"""Every formula cell's cached value against independent engines (promises R10 and R21)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.recalc.cells import cells
from tests.recalc.engines import Cell, Computed, Engine, LibreOffice, available, stale

TOLERANCE = 0.01
RELATIVE = 1e-9
_SHOWN = 20


def formula_cells(book: bytes) -> dict[Cell, object]:
    """All formula cells and the values the file says they show."""
    return {place: cell.value for place, cell in cells(book).items() if cell.formula}


def same(one: object, other: object) -> bool:
    """Equal as a reader sees them: numbers within a cent, nothing equals empty text."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, abs_tol=TOLERANCE, rel_tol=RELATIVE)
    return (
        (one or "") == (other or "")
        and not isinstance(one, (int, float))
        and not isinstance(other, (int, float))
    )


def disagreements(book: bytes, engine: Engine) -> list[str]:
    """Each formula cell where the engine sees something else than the file says."""
    cached = formula_cells(book)
    seen = engine.values(book, list(cached))
    return [
        f"{sheet}!{cell}: file {value!r}, {engine.name} {seen.get((sheet, cell))!r}"
        for (sheet, cell), value in cached.items()
        if not same(value, seen.get((sheet, cell)))
    ]


def office_disagreements(books: Mapping[str, bytes], office: LibreOffice) -> list[str]:
    """The same of several books, for which LibreOffice is started once; each line begins with the book's name."""
    computed = office.all_saved([stale(book) for book in books.values()])
    return [
        f"{name}: {line}"
        for (name, book), data in zip(books.items(), computed, strict=True)
        for line in disagreements(book, Computed(office.name, data))
    ]


def error_cells(book: bytes) -> list[str]:
    """Formula cells whose cached value is an error."""
    return [
        f"{sheet}!{cell}: {value}"
        for (sheet, cell), value in formula_cells(book).items()
        if isinstance(value, str) and value.startswith("#")
    ]


def assert_agrees(path: Path | str, engines: Sequence[Engine] | None = None) -> None:
    """Fail unless every formula cell of a book shows what each engine computes, and no cell is an error.

    Args:
        path: an ``.xlsx`` file.
        engines: those to ask; all engines of this machine by default.
    """
    book = Path(path).read_bytes()
    problems = error_cells(book)
    assert formula_cells(book), f"{path} has no formula"
    for engine in available() if engines is None else engines:
        problems += disagreements(book, engine)
    assert not problems, f"{len(problems)} cells:\n" + "\n".join(problems[:_SHOWN])
