"""A plan book made from a starter: all that was typed into it, nothing else."""

from __future__ import annotations

import datetime as dt

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import Port
from salesplan_xl.commands.books.from_starter import read_starter
from salesplan_xl.commands.books.new import fill, new_book
from salesplan_xl.commands.books.wishes import Wishes
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.findings import Sentence


def taken_over(source: Port, wishes: Wishes, _now: dt.datetime) -> tuple[FilePort, CommandResult]:
    """A new plan book with all that was typed into a starter, neither saved nor computed, and what came over.

    Language and money unit are the starter's own.
    """
    taken = read_starter(source, wishes.year)
    port = new_book(
        taken.lang, unit=taken.unit, year=taken.year, lean=not wishes.full, lite=wishes.lite or bool(wishes.wheel),
        wheel=wishes.wheel,
    )  # fmt: skip
    fill(PlanBook(port), taken.tables, taken.settings)
    count = len(taken.tables.get("customers", ()))
    done = Sentence("starter.done", {"file": source.title, "customers": count})
    return FilePort.reopened(port), CommandResult(
        "new", taken.findings, lead=(done,), details={"customers": count}
    )
