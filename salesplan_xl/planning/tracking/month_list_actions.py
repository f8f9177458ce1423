"""The actions due in a month, of the map and of the action plan, with their reasons (guide/month.md)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import object_array
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.tracking.month_list_rows import Month, Row, present

ACTION = ("customer", "action", "key_action", "due", "owner", "acceptance")


def due_actions(people: pd.DataFrame, actions: pd.DataFrame | None, when: Month) -> pd.DataFrame:
    """Actions due this month or late, the earliest first; one that stands in both places counts as planned.

    Args:
        people: rows of the map.
        actions: input table; None without an action plan.

    Returns:
        customer (None where an action has none), due, what (text or Sentence), why (tuple of Sentences).
    """
    stated = people["next_action"].notna() | people["key_action"].notna()
    rows = people.loc[stated, ["customer", "next_action", "key_action", "due", "owner"]]
    rows = rows.rename(columns={"next_action": "action"}).assign(acceptance=None)
    if actions is not None:
        rows = pd.concat([_planned(actions), rows], ignore_index=True)
    written = np.array([isinstance(action, str) for action in rows["action"]], dtype=bool)
    texts = rows[["customer"]].assign(action=rows["action"].where(written))
    twice = written & texts.duplicated().to_numpy()
    due = (rows["due"] <= when.end).to_numpy(dtype=bool)
    rows = rows[~twice & due].sort_values(["due", "customer"], kind="stable")
    worded = [_action(row, when) for row in plain_rows(rows, ACTION)]
    customers = rows["customer"].astype(object).where(rows["customer"].notna(), None)
    return pd.DataFrame(
        {"customer": pd.Series(customers.tolist(), dtype=object), "due": rows["due"].to_numpy(),
         "what": object_array([what for what, _ in worded]),
         "why": object_array([why for _, why in worded])}
    )  # fmt: skip


def _planned(actions: pd.DataFrame) -> pd.DataFrame:
    """The open rows of the action plan, the earliest of those that say the same first."""
    rows = actions[actions["done_on"].isna() & actions["action"].notna()].sort_values("due", kind="stable")
    return rows.assign(key_action=None)[list(ACTION)]


def _action(row: Row, when: Month) -> tuple[Sentence, tuple[Sentence, ...]]:
    key, own = _spoken(row["key_action"]), present(row["action"])
    late = when.days_late(row["due"])
    why = [
        Sentence("list.action_late" if late > 0 else "list.action_due", {"date": row["due"], "days": late})
    ]
    if own and key:
        why.append(Sentence("list.action_key", {"action": key}))
    if present(row["acceptance"]):
        why.append(Sentence("list.action_acceptance", {"text": row["acceptance"]}))
    if present(row["owner"]):
        why.append(Sentence("list.action_owner", {"owner": row["owner"]}))
    step = row["action"] if own else key
    return step if isinstance(step, Sentence) else Sentence("list.step", {"step": step}), tuple(why)


def _spoken(value: object) -> object:
    """The key action in words: a choice key is named, the user's own text stays."""
    if isinstance(value, str) and value:
        return Sentence("list.action", {"action": value})
    return value if present(value) else None
