"""Contact records of books that come back: those the team does not have yet are added to its own."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.planning.year_end.outreach import IDENTITY

TABLE = "outreach"


def stage_records(book: PlanBook, returned: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Stage the records that neither the team nor a book before has, by date, customer and script.

    Args:
        book: the team's book.
        returned: the contact records of each book that came back, by its file name.

    Returns:
        how many came from each book.
    """
    frames = [book.frame(TABLE)]
    standing, added = set(_keys(frames[0])), {}
    for title, rows in returned.items():
        keys = _keys(rows)
        fresh = rows[[key not in standing for key in keys]]
        standing |= set(keys)
        if len(fresh):
            frames.append(fresh)
            added[title] = len(fresh)
    if added:
        book.put(TABLE, pd.concat(frames, ignore_index=True), ordered=True)
        book.show(TABLE)
    return added


def _keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    return [tuple(map(str, key)) for key in rows[IDENTITY].itertuples(index=False, name=None)]
