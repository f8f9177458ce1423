"""The log sheet: when, which command, what it changed, and the number under which it can be undone."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.engine.result import command_name


def stage_line(book: PlanBook, command: str, changed: str, undo_id: str, now: dt.datetime) -> None:
    """Stage one more line of the log."""
    line = {
        "when": now.strftime("%Y-%m-%d %H:%M"),
        "command": book.word(command_name(command).code),
        "changed": changed,
        "undo_id": undo_id,
    }
    log = pd.concat([book.frame("log"), pd.DataFrame([line], dtype=object)], ignore_index=True)
    book.put("log", log, ordered=True)
