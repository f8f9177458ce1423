"""The button «letters»: Word files for the deployment list of the open book, beside its file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from salesplan_xl.commands.engine.opening import for_reading
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.handover.letters import Asked, write_letters
from salesplan_xl.doors.send_live import saved_file


def letters_live(book: Any, now: dt.datetime) -> CommandResult:
    """Write thank-you letters from the book's file, which must hold what the user sees.

    Raises:
        HostError: SP-433 the book has no file here; SP-434 it is not saved.
    """
    path, port = saved_file(book)
    return write_letters(for_reading(port).book, Asked("thanks", (), None, path.parent), now.date())
