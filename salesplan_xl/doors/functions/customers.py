"""The worksheet functions about customers: cells in, cells out, computed by the planning core."""

from __future__ import annotations

from salesplan_xl.doors.functions.values import (
    NOT_AVAILABLE,
    Grid,
    all_numbers,
    as_grid,
    bad,
    blank,
    each,
    flag,
    line,
    number,
    number_or,
    numbers,
    positive,
    reshaped,
    share,
    shown,
    single_cell,
    unavailable,
    whole,
)
from salesplan_xl.doors.functions.words import choice, label_of, tier_of, word_of
from salesplan_xl.planning.common.rates import days_outstanding, year_on_year
from salesplan_xl.planning.customers.one_customer import (
    UNKNOWN,
    CustomerFacts,
    CustomerHealth,
    customer_health,
)
from salesplan_xl.planning.customers.tier_lines import concentration_of, tier_by_size, tiers_by_share
from salesplan_xl.planning.customers.tier_reasons import share_reasons, size_reason
from salesplan_xl.rules import Rules, TierRules
from salesplan_xl.schema import choices

RULES = Rules()
MEASURES = ("share", "hhi", "effective")
VERDICTS = ("score", "risk", "stability", "confidence")


def tiers(revenues: object, a_line: object, b_line: object, strict: object, speak: bool) -> Grid:
    """The tier of each revenue, or why; blanks and a heading stay blank, a cell that is no number says so itself."""
    grid = as_grid(revenues)
    cells = line(grid)
    good, wrong = numbers(cells, "revenues")
    amounts = list(good.values())
    rules = _tier_rules(
        single_cell(a_line, "a_line"),
        single_cell(b_line, "b_line"),
        flag(single_cell(strict, "strict"), "strict"),
    )
    assigned, shares = tiers_by_share(amounts, range(len(amounts)), rules)
    total = sum(amount for amount in amounts if amount > 0)
    said = share_reasons(amounts, assigned, shares, total, rules) if speak else assigned
    filled: dict[int, object] = dict(zip(good, said, strict=True))
    filled |= {at: problem.shown(speak=speak) for at, problem in wrong.items()}
    return reshaped([shown(filled.get(at, "")) for at in range(len(cells))], grid)


def _tier_rules(a_line: object, b_line: object, strict: bool) -> TierRules:
    first = share(a_line, "a_line", RULES.tiers.a_line)
    second = share(b_line, "b_line", RULES.tiers.b_line)
    if first > second:
        raise bad("U-LINES")
    return TierRules(a_line=first, b_line=second, crossing_customer="worse" if strict else "better")


def threshold_tier(
    revenue: object, late: object, expansion: object, a_from: float, b_from: float, speak: bool
) -> object:
    """The tier of one revenue by size, or why."""
    amount, slow = number(revenue, "revenues"), flag(late, "late")
    rules = TierRules(a_threshold=a_from, b_threshold=b_from)
    tier = tier_by_size(amount, slow, flag(expansion, "expansion"), rules)
    return size_reason(amount, tier, slow, rules) if speak else tier


def threshold_tiers(
    revenues: object, late: object, expansion: object, a_from: object, b_from: object, speak: bool
) -> Grid:
    """The tier of each revenue by size."""
    first = positive(single_cell(a_from, "a_from"), "a_from", RULES.tiers.a_threshold)
    second = positive(single_cell(b_from, "b_from"), "b_from", RULES.tiers.b_threshold)
    if first < second:
        raise bad("U-LINES")

    def tier(revenue: object, slow: object, grows: object) -> object:
        return threshold_tier(revenue, slow, grows, first, second, speak)

    return each(tier, revenues, late, expansion, speak=speak)


def growth(this_year: object, last_year: object) -> float:
    """Growth on last year; without last year's revenue there is none."""
    now = number(this_year, "this_year")
    if blank(last_year):
        raise unavailable("T-YOY-UNKNOWN")
    rate = year_on_year(now, number(last_year, "last_year"))
    if rate is None:
        raise unavailable("T-YOY-NEW")
    return rate


def dso(receivable: object, revenue: object, days: object) -> float:
    """Days of revenue that are still to be paid."""
    money = number(receivable, "receivable")
    year = positive(days, "days", RULES.calendar.days_in_year)
    outstanding = days_outstanding(money, number_or(revenue, "revenue", 0.0), year)
    if outstanding is None:
        raise unavailable("U-NO-REVENUE")
    return outstanding


def concentrated(revenues: object, top: object, measure: object) -> object:
    """Share of the largest customers, the index, or the effective number of customers."""
    amounts = all_numbers(line(as_grid(revenues)), "revenues")
    wanted = word_of(single_cell(measure, "measure"), "measure", MEASURES)
    concentration = concentration_of(amounts, whole(single_cell(top, "top"), "top", RULES.tiers.top_n))
    if not concentration.top_n:
        raise unavailable("T-NO-REVENUE")
    return {"share": concentration.top_share, "hhi": concentration.hhi, "effective": concentration.effective}[
        wanted
    ]


def health(show: object, speak: bool, *figures: object) -> Grid:
    """The verdict on each customer; ``figures`` in the order of the worksheet function."""
    wanted = word_of(single_cell(show, "show"), "show", VERDICTS)

    def verdict(*cells: object) -> object:
        return _said(customer_health(_facts(*cells), RULES.health), wanted, speak)

    return each(verdict, *figures, speak=speak)


def _facts(
    this_year: object,
    last_year: object,
    tier: object,
    receivable: object,
    overdue: object,
    oldest_days: object,
    late_rate: object,
    payment: object,
    contacts: object,
    roles: object,
    growth_space: object,
) -> CustomerFacts:
    """The cells of one customer as the core takes them."""
    return CustomerFacts(
        this_year=number(this_year, "this_year"),
        last_year=number_or(last_year, "last_year", UNKNOWN),
        tier=None if blank(tier) else tier_of(tier, "tier"),
        receivable=number_or(receivable, "receivable", UNKNOWN),
        overdue=_counted(overdue, "overdue"),
        oldest_days=_counted(oldest_days, "oldest_days"),
        late_rate=UNKNOWN if blank(late_rate) else share(late_rate, "late_rate", 0.0),
        payment=choice(payment, "payment", choices.PAYMENTS),
        contacts=_counted(contacts, "contacts"),
        roles=_counted(roles, "roles", 4),
        space=choice(growth_space, "growth_space", choices.SPACES),
    )


def _counted(value: object, argument: str, most: float | None = None) -> float:
    """A figure from 0 upwards, NaN for a blank."""
    given = UNKNOWN if blank(value) else positive(value, argument, 0.0)
    if most is not None and given > most:
        raise bad("U-WORD", argument=argument)
    return given


def _said(verdict: CustomerHealth, wanted: str, speak: bool) -> object:
    """The part of a verdict that is wanted, or the reason for all of it."""
    if speak:
        return verdict.reason
    if wanted == "score":
        return shown(verdict.score)
    if wanted == "confidence":
        return verdict.confidence
    if wanted == "risk":
        return label_of(verdict.risk, choices.RISKS)
    return label_of(verdict.stability, choices.STABILITIES) if verdict.stability else NOT_AVAILABLE
