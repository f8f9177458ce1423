"""The reorders to be spoken of in a month, for the month list (guide/month.md)."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.planning.tracking.month_ledger import month_end
from salesplan_xl.planning.tracking.months import parse_month
from salesplan_xl.rules import Rules


def reorders_due(reorders: pd.DataFrame, rules: Rules, month: str) -> pd.DataFrame:
    """The customers to be contacted for a reorder in a month; in the list of the coming month those of today, too.

    Args:
        reorders: the reorder plan's rows of customers; none of its contact dates lies before the as-of day.
        rules: as-of day.
        month: such as ``2027-03``.

    Returns:
        customer, contact_date.

    Golden, as of 2026-12-31: contacts on 12-31 and 01-20 stand in the list of January, one on 02-10 does not.
    """
    year, number = parse_month(month)
    start, end = pd.Timestamp(year, number, 1), month_end(year, number)
    as_of = pd.Timestamp(rules.calendar.as_of)
    since = as_of if as_of + pd.offsets.MonthBegin() == start else start
    days = pd.to_datetime(reorders["contact_date"])
    return reorders.loc[(days >= since) & (days <= end), ["customer", "contact_date"]]
