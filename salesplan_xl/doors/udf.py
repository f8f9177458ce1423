# ruff: noqa: N802 - worksheet functions are written in capitals
"""The worksheet functions of the add-in: ``=SP_ABC(B2:B61)`` in any cell of any workbook.

Thin on purpose: each names its arguments and their defaults and hands the cells on; what is computed is the
planning core's. A function never raises: nothing to say is #N/A, an argument that cannot be used #VALUE!
(``udf_values`` says how a mark becomes an Excel error), and the last argument ``reason`` turns either into
one sentence. Names of arguments are shown by Excel and must not be words of VBA.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import xlwings as xw

from salesplan_xl.catalogue.render import sentences
from salesplan_xl.doors.functions import customers, plan, reorders, year
from salesplan_xl.doors.functions.values import BAD_VALUE, answer, each, flag, single_cell, without_rest
from salesplan_xl.rules import Rules

CATEGORY = "SalesPlan"
RULES = Rules()
FUNCTIONS: dict[str, Callable[..., Any]] = {}


def argument_help(function: str, argument: str) -> str:
    """The help of an argument as Excel shows it: Chinese."""
    own = f"U-{function}.{argument}"
    return sentences()[own if own in sentences() else f"U-ARG.{argument}"].zh


def worksheet(function: Callable[..., object]) -> Callable[..., Any]:
    """Make a function one of the worksheet, with its help, and so that it never raises."""
    signature = inspect.signature(function)
    name = function.__name__

    @functools.wraps(function)
    def called(*given: object, **named: object) -> object:
        bound = signature.bind(*given, **named)
        bound.apply_defaults()
        bound.arguments.update(without_rest(bound.arguments))
        return _guarded(function, bound)

    # xlwings takes type hints for converters and the docstring for the help in Excel.
    called.__annotations__ = {}
    called.__doc__ = sentences()[f"U-{name}"].zh
    for argument in signature.parameters:
        called = xw.arg(argument, ndim=2, err_to_str=True, doc=argument_help(name, argument))(called)
    FUNCTIONS[name] = called
    return xw.func(category=CATEGORY)(called)


def _guarded(function: Callable[..., object], bound: inspect.BoundArguments) -> object:
    """Call it with ``reason`` read; whatever fails is an Excel error."""

    def reason() -> bool:
        return flag(single_cell(bound.arguments["reason"], "reason"), "reason")

    try:
        speak = answer(reason, speak=False) is True
        bound.arguments["reason"] = speak
        return answer(function, *bound.args, speak=speak)
    except Exception:  # noqa: BLE001 - a cell shows an error, never a traceback
        return BAD_VALUE


@worksheet
def SP_ABC(
    revenues: object,
    a_line: object = RULES.tiers.a_line,
    b_line: object = RULES.tiers.b_line,
    strict: object = False,
    reason: Any = False,
) -> object:
    """Tiers by cumulative share."""
    return customers.tiers(revenues, a_line, b_line, strict, reason)


@worksheet
def SP_ABC_THRESHOLD(
    revenues: object,
    late: object = False,
    expansion: object = False,
    a_from: object = RULES.tiers.a_threshold,
    b_from: object = RULES.tiers.b_threshold,
    reason: Any = False,
) -> object:
    """Tiers by size."""
    return customers.threshold_tiers(revenues, late, expansion, a_from, b_from, reason)


@worksheet
def SP_YOY(this_year: object, last_year: object, reason: Any = False) -> object:
    """Growth on last year."""
    return each(customers.growth, this_year, last_year, speak=reason)


@worksheet
def SP_HEALTH(
    this_year: object,
    last_year: object = None,
    tier: object = None,
    receivable: object = None,
    overdue: object = None,
    oldest_days: object = None,
    late_rate: object = None,
    payment: object = None,
    contacts: object = None,
    roles: object = None,
    growth_space: object = None,
    show: object = None,
    reason: Any = False,
) -> object:
    """Health of a customer."""
    money = (this_year, last_year, tier, receivable, overdue, oldest_days, late_rate, payment)
    return customers.health(show, reason, *money, contacts, roles, growth_space)


@worksheet
def SP_TARGET(
    revenue: object,
    growth: object = 0.0,
    loss: object = 0.0,
    loss_chance: object = RULES.targets.loss_danger_probability,
    project: object = 0.0,
    win_chance: object = RULES.targets.win_quote,
    reason: Any = False,
) -> object:
    """Next year's target of a customer."""
    return each(plan.target, revenue, growth, loss, loss_chance, project, win_chance, speak=reason)


@worksheet
def SP_SPLIT(
    total: object,
    weights: object = None,
    rounding: object = RULES.quarters.customer_step,
    parts: object = None,
    reason: Any = False,
) -> object:
    """A total over quarters or months."""
    return plan.split(total, weights, rounding, parts, reason)


@worksheet
def SP_COMPLETION(actual: object, target: object, reason: Any = False) -> object:
    """Target completion."""
    return each(plan.completed, actual, target, speak=reason)


@worksheet
def SP_COVERAGE(visited: object, planned: object, reason: Any = False) -> object:
    """Customer coverage."""
    return each(plan.covered, visited, planned, speak=reason)


@worksheet
def SP_ONTIME(on_time: object, due: object, reason: Any = False) -> object:
    """On-time collection."""
    return each(plan.collected, on_time, due, speak=reason)


@worksheet
def SP_VISITS(
    tier: object, per: object = None, customers: object = 1, potential: object = False, reason: Any = False
) -> object:
    """Visits of a tier."""
    return each(plan.visits, tier, per, customers, potential, speak=reason)


@worksheet
def SP_CAPACITY(
    workdays: object = RULES.capacity.workdays_month,
    slack: object = RULES.capacity.slack,
    people: object = RULES.capacity.people,
    tier: object = None,
    reason: Any = False,
) -> object:
    """Days a month for customers."""
    return each(plan.capacity, workdays, slack, people, tier, speak=reason)


@worksheet
def SP_NEWCUSTOMERS(
    target: object,
    average_order: object,
    conversion: object = RULES.targets.inquiry_conversion,
    workdays: object = RULES.targets.workdays_year,
    exact: object = False,
    reason: Any = False,
) -> object:
    """New business worked back."""
    whole = flag(single_cell(exact, "exact"), "exact")
    order, rate = single_cell(average_order, "average_order"), single_cell(conversion, "conversion")
    return plan.new_customers(target, order, rate, single_cell(workdays, "workdays"), whole, reason)


@worksheet
def SP_DSO(
    receivable: object,
    revenue: object,
    days: object = RULES.calendar.days_in_year,
    reason: Any = False,
) -> object:
    """Days of revenue still to be paid."""
    return each(customers.dso, receivable, revenue, days, speak=reason)


@worksheet
def SP_CONCENTRATION(
    revenues: object,
    top: object = RULES.tiers.top_n,
    measure: object = None,
    reason: Any = False,  # noqa: ARG001 - read by the guard
) -> object:
    """The concentration of revenue on few customers."""
    return customers.concentrated(revenues, top, measure)


@worksheet
def SP_CONFIDENCE(
    figure: object,
    amounts: object,
    chances: object = 1,
    tiers: object = None,
    show: object = None,
    reason: Any = False,
) -> object:
    """The chance of reaching a figure."""
    return year.confidence(figure, amounts, chances, tiers, single_cell(show, "show"), reason)


@worksheet
def SP_FUNNEL(
    new_customers: object,
    need_rate: object = RULES.funnel.need_rate,
    proposal_rate: object = RULES.funnel.proposal_rate,
    sign_rate: object = RULES.funnel.sign_rate,
    rounded: object = False,
    reason: Any = False,
) -> object:
    """New customers worked back to a month's leads, needs, proposals and signatures."""
    need, proposal = single_cell(need_rate, "need_rate"), single_cell(proposal_rate, "proposal_rate")
    whole = flag(single_cell(rounded, "rounded"), "rounded")
    return year.funnel(new_customers, (need, proposal, single_cell(sign_rate, "sign_rate")), whole, reason)


@worksheet
def SP_BONUS(
    proposals: object,
    revenue: object = 0.0,
    target: object = None,
    base_rate: object = RULES.incentives.base_rate,
    strict: object = False,
    unit: object = year.WAN,
    show: object = None,
    reason: Any = False,
) -> object:
    """The bonus of a month, in yuan."""
    return each(year.bonus, proposals, revenue, target, base_rate, strict, unit, show, speak=reason)


@worksheet
def SP_RFM(
    customer: object,
    customers: object,
    dates: object,
    amounts: object,
    today: object,
    show: object = None,
    reason: Any = False,
) -> object:
    """The segment of a customer of an order list."""
    return reorders.rfm(customer, (customers, dates, amounts, today), show, reason)


@worksheet
def SP_NEXTORDER(
    customer: object,
    customers: object,
    dates: object,
    today: object,
    show: object = None,
    reason: Any = False,
) -> object:
    """The day of a customer's next order."""
    return reorders.next_order(customer, (customers, dates, None, today), show, reason)


@worksheet
def SP_REORDERPROB(
    customer: object,
    customers: object,
    dates: object,
    amounts: object,
    today: object,
    days: object = RULES.reorder.horizon,
    reason: Any = False,
) -> object:
    """The chance that a customer orders within so many days."""
    return reorders.reorder_chance(customer, (customers, dates, amounts, today), days, reason)
