"""Upgrade: brings a book of an older version up to the present schema and does nothing else."""

from __future__ import annotations

from salesplan_xl.book.port import CellWrite, Writes
from salesplan_xl.commands.engine.opening import Upgrade
from salesplan_xl.commands.engine.result import CommandResult


def upgraded(upgrade: Upgrade | None) -> CommandResult:
    """The result of opening a book: the additions it has got; nothing for a book of the present schema."""
    if upgrade is None:
        return CommandResult("upgrade", (), Writes(), ())
    cells = tuple(CellWrite(cell.sheet, 1, 1, cell.new) for cell in upgrade.changes)
    return CommandResult("upgrade", (upgrade.finding,), Writes(cells=cells), upgrade.changes)
