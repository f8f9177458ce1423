"""Upgrade and restore: bring a book up to the present schema, put back what it lacks, and do nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from salesplan_xl.book.plan_book.absence import standing_sheet
from salesplan_xl.book.port import CellWrite, Port, Writes
from salesplan_xl.commands.engine.opening import Upgrade
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.errors import WorkbookError
from salesplan_xl.schema.types import Sheet
from salesplan_xl.schema.workbook import SHEETS


def upgraded(upgrade: Upgrade | None, command: str = "upgrade") -> CommandResult:
    """The result of opening a book: the additions it has got; nothing for a whole book of the present schema."""
    if upgrade is None:
        return CommandResult(command, (), Writes(), ())
    cells = tuple(CellWrite(cell.sheet, 1, 1, cell.new) for cell in upgrade.changes)
    return CommandResult(command, upgrade.findings, Writes(cells=cells), upgrade.changes)


def sheets_named(port: Port, names: Sequence[str]) -> frozenset[str]:
    """Keys of the sheets of these names, in either language or as the user has renamed them.

    Raises:
        WorkbookError: SP-321 a plan book has no sheet of that name.
    """
    keys = {name.casefold(): item.key for item in SHEETS for name in _names(port, item)}
    unknown = [name for name in names if name.strip().casefold() not in keys]
    if unknown:
        labels = [item.label.zh + "/" + item.label.en for item in SHEETS if item.hidden != "veryHidden"]
        raise WorkbookError("SP-321", file=port.title, sheets=unknown, known=labels)
    return frozenset(keys[name.strip().casefold()] for name in names)


def _names(port: Port, item: Sheet) -> tuple[str, ...]:
    return (item.key, item.label.zh, item.label.en, standing_sheet(port, item))
