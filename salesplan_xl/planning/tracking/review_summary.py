"""A period in one line: how much was asked for, done and missed, and whose cause it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.tracking.month_reviews import month_words
from salesplan_xl.planning.tracking.months import parse_month
from salesplan_xl.planning.tracking.review_rows import misses, week_label, week_sums, weeks_of_month
from salesplan_xl.planning.tracking.week_reviews import deviation_causes, week_words

COLUMNS = ("period", "planned", "done", "missed", "customer", "own", "open", "sentence")
Cells = dict[str, object]
Floats = npt.NDArray[np.float64]


def review_summary(week: Mapping[str, object], month: Mapping[str, object]) -> dict[tuple[str, str], object]:
    """Value cells of grid ``review_summary``; blank where there is no review (no cells)."""
    rows = {"week": week, "month": month}
    return {(row, key): cells.get(key) for row, cells in rows.items() for key in COLUMNS}


def week_cells(week: pd.DataFrame, rows: pd.DataFrame, monday: pd.Timestamp) -> Cells:
    """The week's line.

    Args:
        week: the week's rows as just filled.
        rows: table ``reviews`` with the causes that were judged.
        monday: first day of the week.

    Source: guide/review.md; article S1 (5 visits planned, 3 made).
    """
    sums = week[week_sums(week)]
    planned = float(sums["planned"].sum())
    done = float(np.minimum(sums["done"], sums["planned"]).sum())
    period = week_label(monday)
    causes = _causes(deviation_causes(misses(rows, period)), planned - done)
    words = week_words(monday, planned, planned - done, causes)
    return _cells(period, planned, done, causes, words)


def month_cells(
    month: pd.DataFrame,
    rows: pd.DataFrame,
    period: str,
    months: pd.DataFrame,
    month_targets: Floats,
    money: Unit = WAN,
) -> Cells:
    """The month's line: of its items, how many were reached; then what its weeks came to.

    Args:
        month: the month's rows as just filled.
        rows: table ``reviews`` with the causes that were judged.
        period: the month, such as ``2027-03``.
        months: ``MonthResult.months``.
        month_targets: (12,) money.
        money: its unit.
    """
    planned = float(month["reached"].notna().sum())
    done = float((month["reached"] == "yes").sum())
    items = misses(rows, period).assign(deviation=-1.0)
    causes = _causes(deviation_causes(items), planned - done)
    year, number = parse_month(period)
    words = month_words(months, month_targets, number, money)
    return _cells(
        period, planned, done, causes, (*words, *_week_words(rows, weeks_of_month(rows, year, number)))
    )


def _cells(
    period: str, planned: float, done: float, causes: Mapping[str, float], words: tuple[Sentence, ...]
) -> Cells:
    return {
        "period": period, "planned": planned, "done": done, "missed": planned - done, **causes, "sentence": words,
    }  # fmt: skip


def _causes(judged: Mapping[str, float], missed: float) -> dict[str, float]:
    """Judged causes, and all that is left of what was missed."""
    return {**judged, "open": max(missed - judged["customer"] - judged["own"], 0.0)}


def _week_words(rows: pd.DataFrame, weeks: Sequence[str]) -> tuple[Sentence, ...]:
    """The causes of the month's weeks taken together."""
    if not weeks:
        return ()
    causes = [deviation_causes(misses(rows, week)) for week in weeks]
    sums: dict[str, object] = {
        cause: sum(each[cause] for each in causes) for cause in ("customer", "own", "open")
    }
    return (Sentence("reviews.month_weeks", {"weeks": len(weeks), **sums}),)
