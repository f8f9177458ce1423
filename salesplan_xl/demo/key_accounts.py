"""Three key accounts of the demo seller: one stuck at its engineers, one with two owners, one whose window closes.

Only what no other part of the demo reads is set: attitudes and influence of their people, one action more.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.demo.customers import Market

# Days until the window of one account closes.
WINDOW = 40
# Who stands where at the account that is stuck: its technical director is against it.
_STANDS = {
    "purchasing": ("support", "medium"), "user": ("support", "low"), "technical": ("oppose", "high"),
    "decision": ("neutral", "high"),
}  # fmt: skip


def accounts(market: Market, as_of: dt.date) -> pd.DataFrame:
    """Their positions, owners and windows, as the seller typed them."""
    names = [market.names[market.planted[key]] for key in ("project", "habitual_payer", "single_point")]
    owners = [market.owner[market.planted[key]] for key in ("project", "habitual_payer", "single_point")]
    owners[1] += words.LIST_MARK.of(market.lang) + words.SECOND_OWNER.of(market.lang)
    return pd.DataFrame(
        {
            "customer": names, "key_tier": ["strategic", "strategic", "window"], "owner": owners,
            "window": pd.to_datetime(pd.Series([None, None, as_of + dt.timedelta(days=WINDOW)], dtype=object)),
            "granted": [words.GRANTED.of(market.lang), None, None],
        }
    )  # fmt: skip


def judgements(market: Market, as_of: dt.date) -> pd.DataFrame:
    """One judgement of the seller's own, due."""
    name = market.names[market.planted["single_point"]]
    return pd.DataFrame(
        {
            "customer": [name],
            "assumption": [words.OWN_JUDGEMENT.of(market.lang)],
            "check_by": [pd.Timestamp(as_of)],
        }
    )


def with_stands(contacts: pd.DataFrame, market: Market) -> pd.DataFrame:
    """The contacts with everybody's stand at the account that is stuck."""
    here = (contacts["customer"] == market.names[market.planted["project"]]) & contacts["role"].isin(
        list(_STANDS)
    )
    stands = [_STANDS[role] for role in contacts.loc[here, "role"]]
    changed = contacts.copy()
    changed.loc[here, ["attitude", "influence"]] = np.array(stands, dtype=object).reshape(-1, 2)
    return changed


def with_busy_action(actions: pd.DataFrame, market: Market, as_of: dt.date) -> pd.DataFrame:
    """The action plan with one that only keeps people busy."""
    busy = {
        "customer": market.names[market.planted["project"]], "action": words.BUSY_ACTION.of(market.lang),
        "owner": words.EVERYBODY.of(market.lang), "due": pd.Timestamp(as_of + dt.timedelta(days=15)),
        "acceptance": words.BUSY_ACCEPTANCE.of(market.lang),
    }  # fmt: skip
    return pd.concat([actions, pd.DataFrame([busy])], ignore_index=True)
