"""The reason of each row of the reorder plan, sayable aloud: what the rhythm is and what follows from it."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import object_array

_LABELLED = ("less", "stopped", "more")
_NUMBERS, _DAYS = ("orders", "gap", "elapsed", "ratio"), ("expected_date", "date_from", "date_to")
_NOW = Sentence("reorder.now")


def reorder_reasons(frame: pd.DataFrame) -> pd.Series:
    """One tuple of sentences a row: rhythm and state, the call, buying less."""
    columns = [frame[key].tolist() for key in _NUMBERS]
    columns += [frame[key].to_numpy().astype("datetime64[D]").tolist() for key in _DAYS]
    facts = (dict(zip((*_NUMBERS, *_DAYS), row, strict=True)) for row in zip(*columns, strict=True))
    others = (frame[key].tolist() for key in ("state", "contact_now", "trend_label", "trend"))
    rows = [_reason(values, *other) for values, *other in zip(facts, *others, strict=True)]
    return pd.Series(object_array(rows), index=frame.index, dtype=object)


def _reason(
    values: dict[str, object], state: str, now: bool, label: str | None, trend: float
) -> tuple[Sentence, ...]:
    alone = values["orders"] == 1 and state in ("churned", "not_predictable")
    words = [Sentence(f"reorder.{state}_one" if alone else f"reorder.{state}", values)]
    if now:
        words.append(_NOW)
    if label in _LABELLED:
        words.append(Sentence(f"reorder.{label}", {"trend": trend, "drop": -trend}))
    return tuple(words)
