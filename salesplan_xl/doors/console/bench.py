"""``salesplan bench …``: prints the measurements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from salesplan_xl.bench import distribution
from salesplan_xl.bench.importing import measure_imports
from salesplan_xl.bench.late import late_auc
from salesplan_xl.bench.late import line as late_line
from salesplan_xl.bench.measure import measure
from salesplan_xl.bench.reorder import lines as reorder_lines
from salesplan_xl.bench.reorder import read_orders, reorder_scores
from salesplan_xl.bench.season import line as season_line
from salesplan_xl.bench.season import season_checks
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.doors.console.answer import answer
from salesplan_xl.doors.console.dates import day_in
from salesplan_xl.doors.console.options import LANG


def run(*, size: str, repeat: int, json: bool, lang: str | None) -> None:
    """Measure one size and print it."""
    measured = measure(size, repeat)
    answer(CommandResult("bench run", details=measured), _lines(measured), lang=lang or LANG, json=json)


def _lines(measured: Mapping[str, object]) -> Iterator[str]:
    for name, value in measured.items():
        shown = f"{value:.3f}" if isinstance(value, float) else value
        yield f"{name:28} {shown}"


def late(*, size: str, json: bool, lang: str | None) -> None:
    """Print how well late payment is foreseen on invoices that were held out."""
    check = late_auc(size)
    result = CommandResult("bench late", details={"size": size, **asdict(check)})
    answer(result, [late_line(size, check)], lang=lang or LANG, json=json)


def reorder(
    *,
    data: Path | None,
    horizon: int,
    origins: str | None,
    book_size: int,
    books: int,
    json: bool,
    lang: str | None,
) -> None:
    """Print how well orders are foreseen on an order list, against simpler models."""
    days = read_orders(data)
    today = dt.date.today()
    stands = [day_in(part, today) for part in (origins or "").split(",") if part.strip()]
    scores = reorder_scores(days, horizon, stands, book_size, books)
    result = CommandResult("bench reorder", details={"models": scores})
    answer(result, reorder_lines(scores), lang=lang or LANG, json=json)


def outcome(*, json: bool, lang: str | None) -> None:
    """Print how near the distribution in closed form is to a simulation of random books."""
    measured = distribution.distribution_checks()
    result = CommandResult("bench outcome", details={"books": [asdict(item) for item in measured]})
    answer(result, map(distribution.line, measured), lang=lang or LANG, json=json)


def season(*, json: bool, lang: str | None) -> None:
    """Print how much of a year's money the learnt season puts into the wrong months."""
    measured = season_checks()
    result = CommandResult("bench season", details={"books": [asdict(item) for item in measured]})
    answer(result, map(season_line, measured), lang=lang or LANG, json=json)


def import_(*, repeat: int, json: bool, lang: str | None) -> None:
    """Print how fast and how lean imports read."""
    measured: dict[str, object] = dict(measure_imports(repeat))
    answer(CommandResult("bench import", details=measured), _lines(measured), lang=lang or LANG, json=json)
