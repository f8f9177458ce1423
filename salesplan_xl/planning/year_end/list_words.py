"""The words of each row of the lists: cause to check, countermeasure, script, and why the row stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import object_array
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.year_end.lists import CLOSE_SOON, EXCLUDED, KEPT, KEY_PROJECT, SPRINT_LIST
from salesplan_xl.planning.year_end.outreach import ORDERED

Row = Mapping[str, Any]
# What decides on the words of a row, and the figures they name.
_DECIDING = (
    "list", "group", "standing", "fits", "segment", "bottleneck", "passed", "result", "cause_found", "used_script",
)  # fmt: skip
_FACTS = (
    "orders", "gap", "elapsed", "ratio", "last_order", "expected_date", "project", "stage", "sign_date", "probability",
    "amount", "order_date", "order_amount",
)  # fmt: skip
# What the groups of the deployment list, and projects near their end, are told with.
GROUP_SCRIPTS = {
    "vip": "framework",
    "steady": "reorder_plan",
    KEY_PROJECT: "reorder_plan",
    CLOSE_SOON: "close",
}


@dataclass(frozen=True)
class Advice:
    """The things to check, to do and to say, as the tables of segments and causes have it.

    Args:
        segments: by segment: cause, countermeasure, script.
        causes: by cause: label, countermeasure, script.
        titles: by situation: the script to use.
    """

    segments: Mapping[str, tuple[object, object, object]]
    causes: Mapping[str, tuple[object, object, object]]
    titles: Mapping[str, str]


def with_words(rows: pd.DataFrame, advice: Advice) -> pd.DataFrame:
    """The rows with cause, countermeasure, script and reason."""
    records = plain_rows(rows, [key for key in (*_DECIDING, *_FACTS) if key in rows])
    advised_rows = [_advised(row, advice) for row in records]
    words = {
        key: object_array([row[at] for row in advised_rows])
        for at, key in enumerate(("cause", "countermeasure", "script"))
    }
    return rows.assign(**words, reason=object_array([_reason(row) for row in records]))


def _advised(row: Row, advice: Advice) -> tuple[object, object, object]:
    """Cause, countermeasure and script of a row; a script that was used stays."""
    cause, measure, script = _proposed(row, advice)
    used = row.get("used_script")
    return cause, measure, used if isinstance(used, str) and used else script


def _proposed(row: Row, advice: Advice) -> tuple[object, object, object]:
    group, cause_found = str(row["group"]), row.get("cause_found")
    if group in GROUP_SCRIPTS:
        script = advice.titles[GROUP_SCRIPTS[group]]
        cause = row["bottleneck"] if group == CLOSE_SOON and isinstance(row.get("bottleneck"), str) else None
        usual = Sentence(f"sprint.cause_{group}")
        return cause or usual, Sentence(f"sprint.do_{group}"), script
    if isinstance(cause_found, str) and cause_found in advice.causes:
        return advice.causes[cause_found]
    if isinstance(row["segment"], str):
        return advice.segments[row["segment"]]
    return Sentence("segment.none.cause"), Sentence("segment.none.do"), advice.titles["promo"]


# What is said to each segment, and for each cause of loss.
SEGMENT_SCRIPTS = {
    "champion": "schedule", "steady": "schedule", "big_rare": "promo", "new_small": "survey", "key_due": "schedule",
    "small_due": "promo", "key_lost": "call", "small_lost": "wake",
}  # fmt: skip
CAUSE_SCRIPTS = {
    "price": "wake_price", "quality": "wake_quality", "delivery": "wake_delivery", "service": "wake_quality",
    "contact_left": "wake_contact", "project_stopped": "wake", "competitor": "wake_price", "no_need": "thanks",
    "other": "wake",
}  # fmt: skip


def _reason(row: Row) -> tuple[Sentence, ...]:
    """The reason why a row stands there: group, rhythm, and what is left of the year."""
    values: dict[str, object] = {key: row[key] for key in _FACTS if key in row}
    words = []
    if row["standing"] == EXCLUDED:
        words.append(Sentence("sprint.excluded"))
    if row["result"] == ORDERED:
        words.append(Sentence("sprint.ordered", values))
    elif row["standing"] == KEPT:
        words.append(Sentence("sprint.left"))
    elif row["group"] in (CLOSE_SOON, KEY_PROJECT):
        late = bool(row.get("passed")) and row["passed"] == row["passed"]
        words.append(Sentence(f"sprint.{row['group']}_late" if late else f"sprint.{row['group']}", values))
    else:
        alone = row["orders"] == 1
        words.append(Sentence(f"sprint.{row['group']}_one" if alone else f"sprint.{row['group']}", values))
    if row["list"] == SPRINT_LIST and row["standing"] not in (EXCLUDED, KEPT) and row["fits"] is None:
        words.append(Sentence("sprint.too_late"))
    return tuple(words)
