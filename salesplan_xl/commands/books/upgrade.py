"""Upgrade: brings a book of an older version up to the present schema and does nothing else."""

from __future__ import annotations

from salesplan_xl.book.port import CellWrite, Writes
from salesplan_xl.commands.engine.opening import Upgrade
from salesplan_xl.commands.engine.result import CommandResult


def upgraded(found: Upgrade | None) -> CommandResult:
    """What opening a book has brought in; nothing for a book of the present schema."""
    if found is None:
        return CommandResult("upgrade", (), Writes(), ())
    cells = tuple(CellWrite(one.sheet, 1, 1, one.new) for one in found.changes)
    return CommandResult("upgrade", (found.finding,), Writes(cells=cells), found.changes)
