"""The add-in's macro ``DoSteps`` as Excel runs it, over the same book in memory.

``tests/addin/test_steps_macro.py`` runs the macro's own text and finds the same done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.live.engine.comerror import CommandError, com_error, refused
from tests.live.engine.session import Session

ADDIN = "'SalesPlan.xlam'!SalesPlanSteps.DoSteps"
Row = Sequence[Any]


def run(app: Any, macro: str, args: Sequence[Any]) -> Any:
    """The answer of a macro of the add-in; a Mac hands no nested lists over.

    Raises:
        com_error: no such macro.
    """
    session: Session = app._session
    session.call("App.run")
    if macro != ADDIN or not session.addin or session.mac:
        raise session.error(refused(f"Cannot run the macro '{macro}'."))
    name, steps, canvas = args
    _travels(steps)
    _travels(canvas)
    with session.inside():
        return _done(app, name, steps, canvas)


def _travels(block: Sequence[Row]) -> None:
    """Only a rectangle of plain values travels as one array."""
    assert block and len({len(row) for row in block}) == 1
    assert all(isinstance(cell, (str, float, int)) for row in block for cell in row), block


def _done(app: Any, name: str, steps: Sequence[Row], canvas: Sequence[Row]) -> tuple[object, ...]:
    answers: list[object] = [0]
    for position, row in enumerate(steps, 1):
        try:
            answers.append(_one(app, name, row, canvas) if row[0] else None)
        except (com_error, CommandError, KeyError) as error:
            answers[0] = position
            answers += [str(error), *[None] * (len(steps) - position)]
            break
    return tuple(answers)


def _one(app: Any, name: str, row: Row, canvas: Sequence[Row]) -> object:
    verb, title, place, target, target_place, top, height, width = row
    book = app.books(name)
    page = book.sheets(title)
    if verb == "used":
        return page.used_range.address
    if verb == "visible":
        return page.visible
    if verb in ("show", "hide"):
        page.visible = verb == "show"
    elif verb == "activate":
        book.activate()
        page.activate()
    elif verb in ("resize", "show_rows"):
        _table(page, verb, target, place)
    else:
        block = [line[:width] for line in canvas[top : top + height]]
        return _RANGES[verb](page.range(place), block, (book, target, target_place))
    return None


def _table(page: Any, verb: str, target: str, place: str) -> None:
    table = page.tables(target)
    if verb == "resize":
        table.resize(_Given(page.range(place)))
    elif table.show_autofilter:
        table.show_autofilter = False
        table.show_autofilter = True


class _Given:
    """A range as xlwings hands it to an engine."""

    def __init__(self, impl: Any) -> None:
        self.impl = impl


def _write(area: Any, block: list[Row], _: object) -> None:
    area.raw_value = block


def _copy(area: Any, _: object, target: tuple[Any, str, str]) -> None:
    book, sheet, place = target
    area.copy(_Given(book.sheets(sheet).range(place)))


def _paste(kind: str) -> Callable[[Any, object, tuple[Any, str, str]], None]:
    def paste(area: Any, _: object, target: tuple[Any, str, str]) -> None:
        book, sheet, place = target
        area.copy()
        book.sheets(sheet).range(place).paste(kind)

    return paste


_RANGES: dict[str, Callable[..., object]] = {
    "value": lambda area, *_: area.raw_value,
    "formula": lambda area, *_: area.formula,
    "write": _write,
    "clear_contents": lambda area, *_: area.clear_contents(),
    "clear": lambda area, *_: area.clear(),
    "insert": lambda area, *_: area.insert("down"),
    "delete": lambda area, *_: area.delete("up"),
    "copy": _copy,
    "paste_merged": _paste("all_merging_conditional_formats"),
    "paste_validation": _paste("validation"),
}
