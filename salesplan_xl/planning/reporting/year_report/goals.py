"""Next year on three levels: figures with their derivation, battles by quarter, what is to be learnt (article S3)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import MONEY_DECIMALS
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.key_accounts.accounts import Account, by_stake
from salesplan_xl.planning.customers.key_accounts.records import NO_DAY
from salesplan_xl.planning.customers.key_accounts.vocabulary import spoken
from salesplan_xl.planning.reporting.year_report.attributions import UNKNOWN, Count
from salesplan_xl.planning.reporting.year_report.closed_projects import LOST
from salesplan_xl.planning.targets.projects import plan_projects
from salesplan_xl.planning.targets.targets import project_part, repeat_part
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import NEW

KPI, BATTLE, CAPABILITY = "kpi", "battle", "capability"


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal; what is blank is empty, None or NaT.

    Args:
        key: of a goal worked out by the book, empty for the user's own.
        baseline: the figure of the reported year.
        derivation: how the measure follows from the plan.
    """

    level: str
    goal: str | Sentence
    subject: str = ""
    measure: float | None = None
    due: pd.Timestamp = NO_DAY
    first_step: str = ""
    key: str = ""
    baseline: float | None = None
    derivation: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Achieved:
    """The figures of the reported year that next year's are derived from; ``None`` where unknown.

    Args:
        revenue: money of the year.
        collection_rate: collected of what was due.
        received: money that came in.
        overdue: money overdue now.
        gross_profit, margin: profit, and its rate where enough of it is known.
        new_customers, first_order: how many, and their mean first order.
    """

    revenue: float
    collection_rate: float | None
    received: float | None
    overdue: float | None
    gross_profit: float | None
    margin: float | None
    new_customers: float | None
    first_order: float | None


def goal_revenue(targets: pd.DataFrame) -> float:
    """The derived target of the plan year."""
    return round(float((repeat_part(targets) + project_part(targets)).sum()), MONEY_DECIMALS)


def figure_goals(
    targets: pd.DataFrame, potential: Iterable[str], projects: int, achieved: Achieved, rules: Rules
) -> list[Goal]:
    """The figures asked of next year, each with its derivation; what cannot be derived has no row.

    Args:
        targets: the target table with the user's edits.
        potential: customers with high potential.
        projects: open projects that the plan counts.
        achieved: the reported year.
    """
    goal, due = goal_revenue(targets), year_end(rules)
    rows = [
        Goal(
            KPI, Sentence("year.goal_revenue"), "", goal, due, key="revenue", baseline=achieved.revenue,
            derivation=_derivation(targets, set(potential), projects),
        )
    ]  # fmt: skip
    rate, overdue = achieved.collection_rate, achieved.overdue or 0.0
    if rate is not None:
        facts: dict[str, object] = {"goal": goal, "rate": rate, "overdue": overdue}
        rows.append(_figure("collections", goal * rate + overdue, achieved.received, facts, due))
    if achieved.margin is not None:
        facts = {"goal": goal, "rate": achieved.margin}
        rows.append(_figure("gross_profit", goal * achieved.margin, achieved.gross_profit, facts, due))
    return [*rows, *_new_customers(targets, achieved, rules)]


def _figure(
    key: str, measure: float, baseline: float | None, facts: dict[str, object], due: pd.Timestamp
) -> Goal:
    return Goal(
        KPI, Sentence(f"year.goal_{key}"), "", round(measure, MONEY_DECIMALS), due, key=key, baseline=baseline,
        derivation=Sentence(f"year.derived_{key}", facts),
    )  # fmt: skip


def _derivation(targets: pd.DataFrame, potential: set[str], projects: int) -> Sentence:
    """The target in words: repeat business, customers with high potential, projects at their chance, new customers."""
    repeat, old = repeat_part(targets), (targets["tier"] != NEW).to_numpy()
    high = targets["customer"].isin(potential).to_numpy() & old
    facts: dict[str, object] = {
        "repeat": float(repeat[old & ~high].sum()), "potential": float(repeat[high].sum()), "count": int(high.sum()),
        "project": float(project_part(targets).sum()), "projects": projects, "new": float(repeat[~old].sum()),
    }  # fmt: skip
    parts = [Sentence("year.part_repeat", facts)]
    parts += [Sentence("year.part_potential", facts)] if facts["count"] else []
    parts += [Sentence("year.part_project", facts)] if facts["project"] else []
    parts += [Sentence("year.part_new", facts)] if facts["new"] else []
    return Sentence("year.derived_revenue", {"parts": tuple(parts)})


def _new_customers(targets: pd.DataFrame, achieved: Achieved, rules: Rules) -> list[Goal]:
    """The goal of the funnel, else new business by first orders."""
    wanted, due = rules.funnel.new_customers, year_end(rules)
    new_money = float(repeat_part(targets[targets["tier"] == NEW]).sum())
    if wanted:
        facts: dict[str, object] = {"goal": wanted}
        return [
            Goal(
                KPI, Sentence("year.goal_new_customers"), "", float(wanted), due, key="new_customers",
                baseline=achieved.new_customers, derivation=Sentence("year.derived_funnel", facts),
            )
        ]  # fmt: skip
    if not achieved.first_order or new_money <= 0:
        return []
    facts = {"new": new_money, "first": achieved.first_order}
    needed = math.ceil(new_money / achieved.first_order - rules.money.tolerance)
    return [_figure("new_customers", float(needed), achieved.new_customers, facts, due)]


def year_end(rules: Rules) -> pd.Timestamp:
    """The last day of the plan year."""
    return pd.Timestamp(calendar_of(rules.calendar).end(rules.calendar.plan_year))


def battle_goals(opportunities: pd.DataFrame, accounts: Sequence[Account], rules: Rules) -> list[Goal]:
    """For each quarter the open project with most amount × chance; beside them the windows of key accounts.

    Args:
        opportunities: schema table ``opportunities``.
        accounts: the key accounts fought for.
    """
    counted = plan_projects(opportunities, rules)
    counted = counted[~counted["signed"] & (counted["quarter"] >= 0) & counted["customer"].notna()]
    ranked = counted.sort_values(
        ["quarter", "money", "customer"], ascending=[True, False, True], kind="stable"
    )
    first = ranked.drop_duplicates("quarter")
    rows = [
        _battle(int(quarter), row)
        for quarter, (_, row) in zip(first["quarter"], opportunities.loc[first.index].iterrows(), strict=True)
    ]
    named = {goal.subject for goal in rows}
    return [
        *rows,
        *(_window(account) for account in _windows(accounts, rules) if account.customer not in named),
    ]


def _battle(quarter: int, row: pd.Series) -> Goal:
    facts: dict[str, object] = {
        "quarter": quarter + 1,
        "customer": row["customer"],
        "project": spoken(row["project"]),
    }
    return Goal(
        BATTLE, Sentence("year.goal_battle", facts), str(row["customer"]), float(row["amount"]), row["sign_date"],
        spoken(row["next_step"]), f"q{quarter + 1}",
    )  # fmt: skip


def _windows(accounts: Sequence[Account], rules: Rules) -> list[Account]:
    """Accounts fought for whose window closes in the plan year, most at stake first."""
    first, last = pd.Timestamp(rules.calendar.this_year_end), year_end(rules)
    return [account for account in by_stake(accounts) if account.is_focus and first < account.window <= last]


def _window(account: Account) -> Goal:
    facts: dict[str, object] = {"customer": account.customer, "date": account.window}
    money = sum(project.amount for project in account.projects)
    step = account.open_actions[0].action if account.open_actions else ""
    return Goal(
        BATTLE,
        Sentence("year.goal_window", facts),
        account.customer,
        money or None,
        account.window,
        step,
        "window",
    )


def capability_goals(counts: Sequence[Count], rules: Rules) -> list[Goal]:
    """Capabilities to learn: causes of loss met twice or more, the most frequent first.

    Which book, course or mentor it takes is the user's to write.
    """
    report = rules.year_report
    met = [
        count
        for count in counts
        if count.result == LOST and count.factor != UNKNOWN and count.count >= report.repeated_cause
    ]
    met.sort(key=lambda count: (-count.count, -count.amount))
    return [
        Goal(
            CAPABILITY, Sentence(f"year.capability_{count.factor}"), "", 1.0, year_end(rules), key=count.factor,
            derivation=Sentence("year.derived_capability", {"count": count.count, "amount": count.amount}),
        )
        for count in met[: report.capabilities]
    ]  # fmt: skip
