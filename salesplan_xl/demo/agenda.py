"""The action plan of the demo seller: who does what until when, and what came of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.demo.customers import Market, blank_where, texts
from salesplan_xl.demo.orders import Days, days_in, later

SEED = 20_270_403
A_MONTH = 5  # actions of one seller
ENTERED = np.timedelta64(30, "D")  # before an action is due
CAUSES = np.array(["customer", "own", None], dtype=object)
ON_TIME, LATE, NEVER = range(3)


def actions_on(market: Market, day: np.datetime64) -> pd.DataFrame:
    """The action plan as it stands on a day: entered a month ahead, done, late, or still open."""
    draws = np.random.default_rng([SEED, market.size.customers])
    sellers = min(market.size.owners, 20)
    month = np.repeat(np.arange(12), A_MONTH * sellers)
    count = len(month)
    due = days_in(market.plan_year, month + 1, draws.integers(3, 27, count))
    fate = draws.choice(3, count, p=[0.65, 0.2, 0.15])
    delay = np.where(fate == LATE, draws.integers(4, 25, count), -draws.integers(0, 4, count))
    done: Days = later(due, delay)
    done = np.where((fate == NEVER) | (done > day), np.datetime64("NaT", "D"), done)
    number = np.arange(count)
    large = np.argsort(-market.revenue[:, 2], kind="stable")[: 11 * sellers]
    customer = large[number % len(large)]
    what = (number % len(large) + 3 * (number // len(large))) % len(words.ACTIONS)
    overdue = np.isnat(done) & (due <= day)
    columns = [texts(column, market.lang)[what] for column in zip(*words.ACTIONS, strict=True)]
    frame = pd.DataFrame(
        {
            "customer": market.names[customer],
            "action": columns[0],
            "owner": market.owner[customer],
            "due": due.astype("datetime64[ns]"),
            "acceptance": columns[1],
            "bottleneck": columns[2],
            "resources": blank_where(columns[3] == "", columns[3]),
            "verify_by": later(due, 3).astype("datetime64[ns]"),
            "done_on": done.astype("datetime64[ns]"),
            "cause": blank_where(~overdue, CAUSES[number % 3]),
        }
    )
    return frame[due - ENTERED <= day].drop_duplicates(["customer", "action"]).reset_index(drop=True)
