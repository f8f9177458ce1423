"""The reason of each row of the reorder plan, sayable aloud: what the rhythm is and what follows from it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import object_array

_LABELLED = ("less", "stopped", "more")


def reorder_reasons(frame: pd.DataFrame) -> pd.Series:
    """One tuple of sentences a row: rhythm and state, the call, buying less."""
    return pd.Series(
        object_array([_reason(row) for row in frame.to_dict("records")]), index=frame.index, dtype=object
    )


def _reason(row: Mapping[Hashable, Any]) -> tuple[Sentence, ...]:
    values = {str(key): value for key, value in row.items()}
    words = [Sentence(f"reorder.{_kind(row)}", values)]
    if row["contact_now"]:
        words.append(Sentence("reorder.now"))
    if row["trend_label"] in _LABELLED:
        words.append(Sentence(f"reorder.{row['trend_label']}", values))
    return tuple(words)


def _kind(row: Mapping[Hashable, Any]) -> str:
    """The code of the sentence about the state; a customer of one order is another case."""
    if row["orders"] == 1 and row["state"] in ("churned", "not_predictable"):
        return f"{row['state']}_one"
    return str(row["state"])
