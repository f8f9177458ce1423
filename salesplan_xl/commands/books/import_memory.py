"""The memory of the book for imports: exchange rates, names of one customer, answers for each kind of file."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from salesplan_xl.book.importing.questions import Answers
from salesplan_xl.book.plan_book.plan_book import PlanBook

# Said anew each time: which sheets a file has, and how its text is encoded, is no matter of its kind.
_NOT_KEPT = ("sheets", "encoding", "rates")


def rates(book: PlanBook) -> dict[str, float]:
    """ISO code → rate to the book's money."""
    frame = book.frame("rates")
    pairs = zip(frame["currency"].tolist(), frame["rate"].tolist(), strict=True)
    return {str(code).strip().upper(): float(rate) for code, rate in pairs if code and rate and rate == rate}  # noqa: PLR0124


def keep_rates(book: PlanBook, stated: Mapping[str, float]) -> None:
    """Rates that the user has said are there the next time."""
    lookup = rates(book)
    fresh = {code: rate for code, rate in stated.items() if lookup.get(code) != rate}
    if not fresh:
        return
    frame = book.frame("rates")
    rest = frame[~frame["currency"].isin(list(fresh))]
    rows = pd.DataFrame({"currency": list(fresh), "rate": list(fresh.values())}).reindex(
        columns=frame.columns
    )
    book.put("rates", pd.concat([rest, rows.astype(frame.dtypes.to_dict())], ignore_index=True), ordered=True)
    book.show("rates")


def merged_names(book: PlanBook) -> dict[str, str]:
    """Name in files → customer, as the user has said."""
    frame = book.frame("merged_names")
    return {
        str(a): str(c)
        for a, c in zip(frame["alias"].tolist(), frame["customer"].tolist(), strict=True)
        if a and c
    }


def remembered(book: PlanBook, signature: str, table: str) -> Answers | None:
    """The answers given for files of this kind before."""
    frame = book.frame("import_answers")
    picked = frame[(frame["headers"] == signature) & (frame["table"] == table)]
    return _from_text(str(picked["answers"].iloc[-1])) if len(picked) and signature else None


def keep(book: PlanBook, signature: str, table: str, file: str, answers: Answers) -> None:
    """Answers that were given for a file are there for the next of its kind."""
    text = _to_text(answers)
    if not text or not signature:
        return
    frame = book.frame("import_answers")
    rest = frame[~((frame["headers"] == signature) & (frame["table"] == table))]
    row = pd.DataFrame(
        [{"headers": signature, "table": table, "example": file, "answers": text}], columns=frame.columns
    )
    if len(rest) < len(frame) and text == str(
        frame.loc[frame.index.difference(rest.index), "answers"].iloc[-1]
    ):
        return
    book.put(
        "import_answers",
        pd.concat([rest, row.astype(frame.dtypes.to_dict())], ignore_index=True),
        ordered=True,
    )


def together(earlier: Answers | None, now: Answers) -> Answers:
    """Earlier answers with what is said now before them."""
    if earlier is None:
        return now
    made: dict[str, Any] = {}
    for item in dataclasses.fields(Answers):
        old, new = getattr(earlier, item.name), getattr(now, item.name)
        made[item.name] = {**old, **new} if isinstance(old, dict) else new or old
    return Answers(**made)


def _to_text(answers: Answers) -> str:
    given = {
        item.name: getattr(answers, item.name)
        for item in dataclasses.fields(Answers)
        if item.name not in _NOT_KEPT and getattr(answers, item.name)
    }
    return json.dumps(given, ensure_ascii=False, sort_keys=True) if given else ""


def _from_text(text: str) -> Answers | None:
    try:
        given = json.loads(text)
    except ValueError:
        return None
    names = {item.name for item in dataclasses.fields(Answers)}
    return (
        Answers(**{key: value for key, value in given.items() if key in names})
        if isinstance(given, dict)
        else None
    )
