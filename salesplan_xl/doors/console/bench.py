"""``salesplan bench …``: prints the measurements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from salesplan_xl.bench import distribution
from salesplan_xl.bench.late import late_auc
from salesplan_xl.bench.late import line as late_line
from salesplan_xl.bench.measure import measure
from salesplan_xl.bench.reorder import lines as reorder_lines
from salesplan_xl.bench.reorder import read_orders, reorder_scores
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.doors.console.answer import answer
from salesplan_xl.doors.console.options import LANG


def run(*, size: str, repeat: int, json: bool) -> None:
    """Measure one size and print it."""
    measured = measure(size, repeat)
    answer(CommandResult("bench run", details=measured), _lines(measured), lang=LANG, json=json)


def _lines(measured: Mapping[str, object]) -> Iterator[str]:
    for name, value in measured.items():
        shown = f"{value:.3f}" if isinstance(value, float) else value
        yield f"{name:28} {shown}"


def late(*, size: str, json: bool) -> None:
    """Print how well late payment is foreseen on invoices that were held out."""
    check = late_auc(size)
    result = CommandResult("bench late", details={"size": size, **asdict(check)})
    answer(result, [late_line(size, check)], lang=LANG, json=json)


def reorder(
    *, data: Path | None, horizon: int, origins: str | None, book_size: int, books: int, json: bool
) -> None:
    """Print how well orders are foreseen on an order list, against simpler models."""
    days = read_orders(data)
    stands = [dt.date.fromisoformat(part.strip()) for part in (origins or "").split(",") if part.strip()]
    scores = reorder_scores(days, horizon, stands, book_size, books)
    result = CommandResult("bench reorder", details={"models": scores})
    answer(result, reorder_lines(scores), lang=LANG, json=json)


def outcome(*, json: bool) -> None:
    """Print how steady the sure figure is from seed to seed, and what one distribution costs."""
    measured = distribution.distribution_noise()
    result = CommandResult("bench outcome", details={"sizes": [asdict(item) for item in measured]})
    answer(result, map(distribution.line, measured), lang=LANG, json=json)
