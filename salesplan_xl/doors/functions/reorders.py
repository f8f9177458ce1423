"""The worksheet functions about coming orders: an order list in, one figure a customer out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from salesplan_xl.doors.functions.values import (
    CellError,
    Grid,
    as_grid,
    bad,
    blank,
    each,
    line,
    number,
    positive,
    single_cell,
    unavailable,
)
from salesplan_xl.doors.functions.words import label_of, word_of
from salesplan_xl.rules import Rules
from salesplan_xl.schema import choices

if TYPE_CHECKING:
    from salesplan_xl.planning.year_end.order_list import CustomerOutlook

RULES = Rules()
SCORES = ("segment", "r", "f", "m")
DAYS = ("expected", "earliest", "latest", "contact")
# Excel counts days from here.
_ZERO = dt.date(1899, 12, 30)
Orders = tuple[object, object, object, object]


def rfm(customer: object, orders: Orders, show: object, speak: bool) -> Grid:
    """The segment of each customer, or one of its scores."""
    wanted = word_of(single_cell(show, "show"), "show", SCORES)

    def one_figure(outlook: CustomerOutlook) -> object:
        return (
            label_of(outlook.segment, choices.SEGMENTS) if wanted == "segment" else getattr(outlook, wanted)
        )

    return _each_customer(customer, orders, RULES.reorder.horizon, one_figure, speak)


def next_order(customer: object, orders: Orders, show: object, speak: bool) -> Grid:
    """The day on which the next order of each customer is expected; #N/A for the lost and for single orders."""
    wanted = word_of(single_cell(show, "show"), "show", DAYS)

    def day(outlook: CustomerOutlook) -> object:
        date = getattr(outlook, wanted)
        if date is None:
            raise unavailable(f"U-STATE-{outlook.state.upper().replace('_', '-')}")
        return dt.datetime.combine(date, dt.time())

    return _each_customer(customer, orders, RULES.reorder.horizon, day, speak)


def reorder_chance(customer: object, orders: Orders, days: object, speak: bool) -> Grid:
    """The chance of an order of each customer within so many days."""
    horizon = positive(single_cell(days, "days"), "days", RULES.reorder.horizon)
    return _each_customer(customer, orders, horizon, lambda outlook: outlook.chance, speak)


def _each_customer(
    customer: object, orders: Orders, days: float, figure: Callable[[CustomerOutlook], object], speak: bool
) -> Grid:
    book = _outlooks(*orders, days)

    def answered(name: object) -> object:
        outlook = book.get(str(name).strip())
        if outlook is None:
            raise unavailable("U-NO-ORDERS")
        return figure(outlook)

    return each(answered, customer, speak=speak)


def _outlooks(
    customers: object, dates: object, amounts: object, today: object, days: float
) -> dict[str, CustomerOutlook]:
    """The outlook of every customer of the order list; lines without customer or date are passed over."""
    from salesplan_xl.planning.year_end.order_list import (
        outlooks,
    )  # brings pandas, which the others do without

    names, cells = line(as_grid(customers)), line(as_grid(dates))
    money = (
        [1.0] * len(names) if amounts is None or blank(_single_or_grid(amounts)) else line(as_grid(amounts))
    )
    if not len(names) == len(cells) == len(money):
        raise bad("U-SHAPES")
    rows = [
        (str(name).strip(), _day(date, "dates"), number(amount, "amounts"))
        for name, date, amount in zip(names, cells, money, strict=True)
        if not blank(name) and not blank(date) and not blank(amount)
    ]
    as_of = _day(single_cell(today, "today"), "today")
    return outlooks(rows, as_of, days, RULES)


def _single_or_grid(value: object) -> object:
    """The only cell of a range, or the range."""
    grid = as_grid(value)
    return grid[0][0] if len(grid) == 1 and len(grid[0]) == 1 else grid


def _day(value: object, argument: str) -> dt.date:
    """A date, as Excel hands it over or as its number."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return _ZERO + dt.timedelta(days=int(number(value, argument)))
    except (CellError, OverflowError):
        raise bad("U-DATE", argument=argument) from None
