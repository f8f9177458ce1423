"""The customer book: one row per customer with the revenue the plan is built on.

Decides which customers there are, which figure counts (orders or typed) and what is wrong with either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.common.year_calendar import calendar_of, month_text, months_of
from salesplan_xl.rules import CalendarRules, CheckRules

DEFAULTS = CheckRules()

YEAR_COLUMNS = ("this_year", "last_year", "year_before")
# How many findings of a kind are told one by one.
SINGLE_FINDINGS = 20
# An order dated before it is a slip of the pen.
EARLIEST_YEAR = 1990
# Sums of decimal amounts leave binary dust; nine decimals are finer than a cent in any unit.
MONEY_DECIMALS = 9

# Words that name a legal form, not a customer; matched against names, never shown.
_BRACKETS = re.compile(r"[()\[\]{}<>【】〔〕《》「」]")
_BRACKET_NOISE = re.compile(r"[(\[【](?:旧|新|停用|作废|重复|old|new|inactive|duplicate)[)\]】]")
_LATIN_FORMS = re.compile(
    r"(?:[\s,.]*\b(?:co|ltd|limited|inc|incorporated|llc|corp|corporation|company|group|gmbh|plc|pte|pty|ag|bv|sa)\b\.?)+\s*$"
)
_CHINESE_FORMS = re.compile(r"(?:有限责任|有限|股份|集团|总公司|公司)+$")


@dataclass(frozen=True)
class CustomerBook:
    """All customers with their effective revenue.

    Args:
        frame: one row per distinct customer, RangeIndex; the columns of the customer list, where
            ``this_year`` is money without gaps and ``last_year``/``year_before`` are NaN for everybody when
            the book knows nothing of that year (else 0 where a customer has none); ``orders_this_year``
            count; ``row`` body row in the customer list, -1 when only orders know the customer;
            ``from_orders`` whether its ``this_year`` comes from orders, ``last_from_orders`` its ``last_year``.
        findings: what is wrong with the list and the orders.
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...]


@lru_cache(maxsize=65_536)
def normal_name(name: str) -> str:
    """The form in which two spellings of one customer are equal.

    Full and half width, case, spaces, punctuation and the legal form are dropped; words in brackets stay
    (two branches of a group are two customers) unless they only mark an old or doubled entry.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = _BRACKETS.sub(" ", _BRACKET_NOISE.sub("", text))
    kept = re.sub(r"[\W_]+", "", text)
    bare = _CHINESE_FORMS.sub("", re.sub(r"[\W_]+", "", _LATIN_FORMS.sub("", text)))
    return bare or kept or text.strip()


def net_amounts(orders: pd.DataFrame) -> pd.Series:
    """Money per order line; a credit note counts negative whatever sign it was typed with."""
    amount = orders["amount"].to_numpy(dtype=np.float64)
    credit = orders["kind"].to_numpy(dtype=object) == "credit"
    return pd.Series(np.where(credit, -np.abs(amount), amount), orders.index, name="amount")


def filled(column: pd.Series) -> pd.Series:
    """Whether a text cell holds anything."""
    values = column.to_numpy(dtype=object)
    return pd.Series(pd.notna(values) & (values != ""), column.index)


def usable_orders(orders: pd.DataFrame) -> pd.Series:
    """Whether an order line counts at all: it has customer, date and amount."""
    dated, priced = (orders[key].notna().to_numpy() for key in ("date", "amount"))
    return pd.Series(filled(orders["customer"]).to_numpy() & dated & priced, orders.index)


def positions(names: pd.Series, wanted: pd.Series) -> npt.NDArray[np.intp]:
    """Position in ``names`` (distinct) of each of ``wanted``; -1 where it is not there."""
    return np.asarray(pd.Index(names.astype(object)).get_indexer(pd.Index(wanted.astype(object))))


def as_objects(frame: pd.DataFrame) -> pd.DataFrame:
    """Text columns as plain objects with ``None`` for blank, whatever text type pandas chose for them."""
    for name, kind in frame.dtypes.items():
        if kind.kind != "O":
            continue
        values = frame[name].to_numpy(dtype=object, copy=True)
        blank = pd.isna(values)
        blanks = values[blank].tolist()
        # To put a column into a frame costs many times what it costs to look at it.
        if isinstance(kind, pd.StringDtype) or blanks.count(None) < len(blanks):
            values[blank] = None
            frame[name] = pd.Series(values, frame.index, dtype=object)
    return frame


def object_array(items: Sequence[object]) -> npt.NDArray[np.object_]:
    """An object array that does not take tuples (sentences, lists of roles) for a second dimension."""
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


def capped(findings: Sequence[Finding], total: int | None = None) -> list[Finding]:
    """At most 20 single findings of a kind, then one that counts the rest.

    Args:
        total: how many there are, when ``findings`` holds only the first of them.
    """
    total = len(findings) if total is None else total
    if total <= SINGLE_FINDINGS:
        return list(findings)
    first = findings[0]
    rest: dict[str, object] = {"count": total - SINGLE_FINDINGS, "code": first.code}
    place = Place(first.place.table, None, first.place.column)
    return [*findings[:SINGLE_FINDINGS], Finding("F-199", first.severity, rest, place)]


def unknown_customers(table: str, frame: pd.DataFrame, names: pd.Series) -> list[Finding]:
    """One warning per customer of a table that is not among ``names``; names an alike customer if any.

    Args:
        table: key of the table (place of the findings); ``frame`` has a ``customer`` column.
        names: the customers there are.
    """
    used = frame.loc[filled(frame["customer"]), "customer"]
    strange = used[positions(names, used) < 0]
    if strange.empty:
        return []
    alike = {normal_name(name): name for name in reversed(list(names))}
    counts = strange.value_counts(sort=False)
    findings = []
    for row, name in strange.drop_duplicates().items():
        values = {"customer": name, "count": int(counts[name]), "alike": alike.get(normal_name(name))}
        code = "F-113" if values["alike"] else "F-112"
        findings.append(_finding(code, Severity.WARNING, table, row, "customer", **values))
    return capped(findings)


def build_customer_book(
    customers: pd.DataFrame,
    orders: pd.DataFrame,
    calendar: CalendarRules,
    rules: CheckRules = DEFAULTS,
    money: Unit = WAN,
) -> CustomerBook:
    """Join list and orders into one row per customer with effective revenue.

    Year by year: orders count for every customer once they reach half (``fragment_share``) of the typed total. Less
    is a fragment: typed figures stand, orders count for customers without one. Three orders of 110 beside 68
    customers with 1,900 typed leave 1,900. A year without a single order counts as typed.

    Args:
        customers: the customer list; the first of doubled rows wins.
        orders: order lines; without customer, date or amount they are left out (and reported).
        calendar: gives this year.
        rules: from when on a difference between typed and ordered revenue is told.
        money: unit of the amounts.

    Raises:
        PlanInputError: SP-203 neither list nor orders hold a customer.

    Source: guide/tiers.md (net revenue; typed or from orders).
    """
    listed = customers[filled(customers["name"])]
    usable = orders[usable_orders(orders)]
    frame = _distinct(listed, usable["customer"])
    if frame.empty:
        raise PlanInputError("SP-203")
    typed = frame[list(YEAR_COLUMNS)].astype(float)
    counted = _revenue_from_orders(frame["name"], usable, calendar)
    findings = [
        *_list_findings(listed),
        *_order_findings(usable, listed["name"], calendar),
        *_difference_findings(frame, typed, counted, calendar, rules, money),
        *_year_findings(typed, counted, calendar),
        *_fragment_findings(typed, counted, calendar),
        *_first_month_finding(usable, calendar),
    ]
    frame["from_orders"] = _from_orders(typed["this_year"], counted["this_year"], calendar)
    frame["last_from_orders"] = _from_orders(typed["last_year"], counted["last_year"], calendar)
    for column in YEAR_COLUMNS:
        by_order = _from_orders(typed[column], counted[column], calendar)
        frame[column] = _effective(typed[column], counted[column], by_order)
    frame["this_year"] = frame["this_year"].fillna(0.0)
    return CustomerBook(_with_counts(frame, usable, calendar), tuple(findings))


def _distinct(listed: pd.DataFrame, order_customers: pd.Series) -> pd.DataFrame:
    """The listed customers, then those that only the orders know."""
    first = listed.drop_duplicates("name")
    first = first.assign(row=first.index.to_numpy())
    strange = order_customers[positions(first["name"], order_customers) < 0].drop_duplicates()
    if strange.empty:
        return as_objects(first.reset_index(drop=True))
    size = len(first) + len(strange)
    frame = first.reset_index(drop=True).reindex(range(size))
    frame["name"] = np.array([*first["name"], *strange], dtype=object)
    frame["row"] = frame["row"].fillna(-1).astype(int)
    return as_objects(frame)


def _revenue_from_orders(names: pd.Series, usable: pd.DataFrame, calendar: CalendarRules) -> pd.DataFrame:
    """Net revenue per customer and year column; NaN throughout a year that has no orders."""
    where = positions(names, usable["customer"])
    years = calendar_of(calendar).years_of(usable["date"])
    net = net_amounts(usable).to_numpy()
    counted = {column: np.full(len(names), np.nan) for column in YEAR_COLUMNS}
    for back, column in enumerate(YEAR_COLUMNS):
        hit = years == calendar.this_year - back
        if hit.any():
            sums = np.bincount(where[hit], weights=net[hit], minlength=len(names))
            counted[column] = np.round(sums, MONEY_DECIMALS)
    return pd.DataFrame(counted, names.index)


def _is_fragment(typed: pd.Series, counted: pd.Series, calendar: CalendarRules) -> bool:
    """Whether a year's orders are too few to stand for the year beside its typed figures."""
    return bool(counted.notna().any()) and counted.sum() < calendar.fragment_share * typed.sum() - DUST


def _from_orders(typed: pd.Series, counted: pd.Series, calendar: CalendarRules) -> pd.Series:
    """(n,) whether each customer's figure of a year comes from orders."""
    if not counted.notna().any():
        return pd.Series(data=False, index=typed.index)
    return typed.isna() | (not _is_fragment(typed, counted, calendar))


def _effective(typed: pd.Series, counted: pd.Series, by_order: pd.Series) -> pd.Series:
    """Orders where they count, else typed with blanks as 0, else NaN throughout."""
    if not (by_order.any() or typed.notna().any()):
        return typed
    return counted.where(by_order, typed).fillna(0.0)


def _with_counts(frame: pd.DataFrame, usable: pd.DataFrame, calendar: CalendarRules) -> pd.DataFrame:
    """The frame with the number of this year's orders (credit notes are no orders)."""
    sold = (calendar_of(calendar).years_of(usable["date"]) == calendar.this_year) & (
        usable["kind"] != "credit"
    )
    where = positions(frame["name"], usable.loc[sold, "customer"])
    return frame.assign(orders_this_year=np.bincount(where, minlength=len(frame)))


def _finding(
    code: str, severity: Severity, table: str, row: object, column: str, **values: object
) -> Finding:
    """A finding at a body row (``None`` or -1: the table as a whole)."""
    at = int(row) if isinstance(row, (int, np.integer)) and row >= 0 else None
    return Finding(code, severity, values, Place(table, at, column))


def _list_findings(listed: pd.DataFrame) -> Iterable[Finding]:
    """Doubled customers and look-alikes."""
    again = listed.loc[listed["name"].duplicated(), "name"]
    yield from capped(
        [
            _finding("F-110", Severity.ERROR, "customers", row, "name", customer=name)
            for row, name in again.items()
        ]
    )
    groups: dict[str, list[tuple[object, str]]] = {}
    for row, name in listed["name"].drop_duplicates().items():
        groups.setdefault(normal_name(name), []).append((row, name))
    yield from capped(
        [
            _finding(
                "F-111", Severity.WARNING, "customers", group[1][0], "name", names=tuple(n for _, n in group)
            )
            for group in groups.values()
            if len(group) > 1
        ]
    )


def _order_findings(usable: pd.DataFrame, listed: pd.Series, calendar: CalendarRules) -> Iterable[Finding]:
    """Customers missing from the list, credit notes with a plus sign, impossible dates."""
    yield from unknown_customers("orders", usable, listed.drop_duplicates())
    plus = usable.index[(usable["kind"] == "credit") & (usable["amount"] > 0)]
    if len(plus):
        yield _finding("F-119", Severity.NOTE, "orders", plus[0], "amount", count=len(plus))
    year = calendar_of(calendar).years_of(usable["date"])
    odd = usable.loc[(year < EARLIEST_YEAR) | (year > calendar.plan_year), "date"]
    yield from capped(
        [
            _finding("F-120", Severity.WARNING, "orders", row, "date", date=date.date())
            for row, date in odd.items()
        ]
    )


def _difference_findings(
    frame: pd.DataFrame,
    typed: pd.DataFrame,
    counted: pd.DataFrame,
    calendar: CalendarRules,
    rules: CheckRules,
    money: Unit,
) -> Iterable[Finding]:
    """Typed figures that the orders contradict: a note for a small difference, a warning for a large one."""
    notes: list[Finding] = []
    warnings: list[Finding] = []
    for back, column in enumerate(YEAR_COLUMNS):
        if _is_fragment(typed[column], counted[column], calendar):
            continue
        year = calendar_of(calendar).title(calendar.this_year - back)
        own_money, ordered = typed[column].to_numpy(), counted[column].to_numpy()
        gap, base = np.abs(ordered - own_money), np.abs(own_money)
        large = gap > rules.large_difference * base + money.tolerance
        hit = gap > rules.small_difference * base + money.tolerance
        names, rows = (frame[key].to_numpy()[hit].tolist() for key in ("name", "row"))
        figures = (own_money[hit].tolist(), ordered[hit].tolist(), large[hit].tolist())
        for name, row, own, computed, is_large in zip(names, rows, *figures, strict=True):
            severity, code = (Severity.WARNING, "F-115") if is_large else (Severity.NOTE, "F-114")
            values = {
                "customer": name,
                "year": year,
                "typed": own,
                "computed": computed,
            }
            finding = _finding(code, severity, "customers", row, column, **values)
            (warnings if is_large else notes).append(finding)
    return [*capped(warnings), *capped(notes)]


def _year_findings(typed: pd.DataFrame, counted: pd.DataFrame, calendar: CalendarRules) -> Iterable[Finding]:
    """Years the book knows nothing of, and years taken as typed although there are orders."""
    has_orders = bool(counted.notna().to_numpy().any())
    for back, column in enumerate(YEAR_COLUMNS[:2]):
        year = calendar_of(calendar).title(calendar.this_year - back)
        if counted[column].notna().any():
            continue
        if typed[column].notna().any():
            if has_orders:
                yield _finding("F-118", Severity.NOTE, "customers", None, column, year=year)
        elif back == 0:
            yield _finding("F-116", Severity.ERROR, "customers", None, column, year=year)
        else:
            yield _finding("F-117", Severity.WARNING, "customers", None, column, year=year)


def _fragment_findings(
    typed: pd.DataFrame, counted: pd.DataFrame, calendar: CalendarRules
) -> Iterable[Finding]:
    """Years whose orders are a fragment beside the typed figures: both totals."""
    for back, column in enumerate(YEAR_COLUMNS):
        if _is_fragment(typed[column], counted[column], calendar):
            year = calendar_of(calendar).title(calendar.this_year - back)
            totals = {"typed": float(typed[column].sum()), "ordered": float(counted[column].sum())}
            yield _finding("F-124", Severity.WARNING, "customers", None, column, year=year, **totals)


def _first_month_finding(usable: pd.DataFrame, calendar: CalendarRules) -> Iterable[Finding]:
    """The first month of an order list that begins inside this year; the months before it stay unknown."""
    if usable.empty:
        return
    first, begin = int(months_of(usable["date"]).min()), calendar_of(calendar).first_month(calendar.this_year)
    if begin < first < begin + 12:
        yield _finding("F-125", Severity.WARNING, "orders", None, "date", month=month_text(first))
