"""The questions of a boss after the figure: five risks, five chances, what would help — by name, with money and reason.

Every entry says where in the book it was read, so that the page can link to it. Money is in the book's unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Sentence
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.customers.receivables import invoice_states
from salesplan_xl.rules import CalendarRules, QuarterRules, Rules

DEFAULTS = QuarterRules()
Row = Mapping[str, Any]
# Lines of the page.
MOST, MOST_ASKS = 5, 4
# Sentences a reason may have: a line of the page holds no more.
MOST_WORDS = 2
# Of each kind only the largest are looked at: a list of five needs no more, whatever the size of the book.
CONSIDERED = 60
NO_REVENUE, DECLINING = ("inactive", "returns"), ("danger", "warning")
LOWERING = ("slipped", "undated", "lost", "dropped")
_CHINESE_FORM = re.compile("(\u80a1\u4efd|\u96c6\u56e2|\u6709\u9650\u8d23\u4efb|\u6709\u9650)*\u516c\u53f8$")
_LATIN_FORM = re.compile(r"[\s,.]*\b(co|company|ltd|limited|inc|corp|llc|gmbh|plc)\b[\s,.]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """One risk, chance or request.

    Args:
        name: the customer; where there is none, the project, resource or quarter.
        amount: money at stake; NaN where none can be named.
        why: the reason, the weightiest sentence first.
        table: where it was read: a schema table, or the grid ``quarter_support``.
        row: 0-based row of that table's frame; for a quarter 0–3.
        column: column of the link.
        subject: what else the row is known by (the project).
    """

    name: str
    amount: float
    why: tuple[Sentence, ...]
    table: str
    row: int
    column: str
    subject: str = field(default="")


def five_risks(
    health: pd.DataFrame,
    targets: pd.DataFrame,
    receivables: pd.DataFrame,
    opportunities: pd.DataFrame,
    projects: pd.DataFrame,
    moved: pd.DataFrame,
    rules: Rules,
) -> list[Named]:
    """The customers with most money at stake: revenue that may go, money overdue, projects that slip.

    A customer stands once, with the largest of its amounts and all its reasons; revenue that may go is
    base × loss, before its probability, because the boss asks what is lost if it happens, and at least what a
    falling customer has fallen. A customer of 210 last year and nothing now counts 210.

    Args:
        health, targets: results of the plan (customer, stability, depth, base, loss …).
        receivables, opportunities: input tables.
        projects: ``support.register``.
        moved: trace of this month's project moves (``slips``).
        rules: as-of date.
    """
    risks = [
        *_losses(health, targets),
        *_overdue(receivables, rules),
        *_late_projects(projects, opportunities),
        *_moved(moved, opportunities),
    ]
    return _largest(risks, MOST)


def five_chances(
    health: pd.DataFrame, targets: pd.DataFrame, opportunities: pd.DataFrame, projects: pd.DataFrame
) -> list[Named]:
    """The largest chances: open projects (weighted by their chance) and growth at high-potential customers.

    Ranked by what may be expected of them; a project shows its full amount, its chance stands beside it.
    """
    counted = ~projects["signed"].to_numpy(dtype=bool) & ~projects["overdue"].to_numpy(dtype=bool)
    open_ones = projects[counted].nlargest(CONSIDERED, "money")
    rows = _with_index(open_ones, ("money", "customer", "project", "amount", "probability"))
    more = plain_rows(opportunities.loc[open_ones.index], ("stage", "sign_date", "next_step"))
    ranked = [
        (row["money"], _project(index, {**row, **beside}))
        for (index, row), beside in zip(rows, more, strict=True)
    ]
    ranked += [(entry.amount, entry) for entry in _growing(health, targets)]
    ranked.sort(key=lambda pair: (-pair[0], pair[1].name, pair[1].subject))
    return _merged([entry for _, entry in ranked])[:MOST]


def requests(
    quarter_targets: Sequence[float],
    unsupported: Sequence[float],
    conflicts: Iterable[Finding],
    opportunities: pd.DataFrame,
    calendar: CalendarRules,
    rules: QuarterRules = DEFAULTS,
    money: Unit = WAN,
) -> list[Named]:
    """Requests that would help: resources wanted twice in a week, and quarters to come that nothing backs.

    Args:
        quarter_targets, unsupported: four figures each.
        conflicts: findings of ``resource_conflicts`` (F-460 is a clash, F-461 one that runs out).
        opportunities: input table; a clash is worth the open projects of the customers concerned.
        calendar: the as-of date; a quarter that is over asks for nothing.
        rules: how small a gap is not worth asking for.
        money: unit of the figures.
    """
    quarters = zip(range(4), quarter_targets, unsupported, strict=True)
    asks = [
        _gap(quarter, target, gap)
        for quarter, target, gap in quarters
        if quarter + 1 >= calendar.quarter and gap > rules.least_gap * target + money.tolerance
    ]
    asks += [_clash(finding, opportunities) for finding in conflicts if finding.code == "F-460"]
    asks.sort(key=lambda entry: (-np.nan_to_num(entry.amount), entry.name))
    return _merged(asks)[:MOST_ASKS]


def short_name(name: str, most: int = 14) -> str:
    """A customer's name without its legal form, for a crowded axis; at most that many characters."""
    bare = _LATIN_FORM.sub("", _LATIN_FORM.sub("", _CHINESE_FORM.sub("", name.strip()))) or name
    return bare if len(bare) <= most else f"{bare[: most - 1]}…"


def _losses(health: pd.DataFrame, targets: pd.DataFrame) -> list[Named]:
    """Customers that are lost, in danger, declining, or known by one contact only.

    A lost one counts with all that it brought last year, a declining one with what it fell or may still lose.
    """
    rows = targets.drop_duplicates("customer").set_index("customer")
    loss = (rows["base"] * rows["loss"]).reindex(health["customer"]).to_numpy(dtype=float)
    chance = rows["loss_probability"].reindex(health["customer"]).to_numpy(dtype=float)
    fall = health["last_year"].to_numpy(dtype=float) - health["estimate"].to_numpy(dtype=float)
    lost = health["stability"].isin(NO_REVENUE).to_numpy(dtype=bool)
    falling = lost | health["stability"].isin(DECLINING).to_numpy(dtype=bool)
    stake = np.fmax(np.where(np.nan_to_num(chance) > 0, loss, 0.0), np.where(falling, fall, 0.0))
    named = []
    top = _top(stake)
    for at, row in zip(
        top, plain_rows(health.iloc[top], ("customer", "depth", "last_year", "estimate")), strict=True
    ):
        single = "single" if row["depth"] == "single" else "loss"
        code = "customer_lost" if lost[at] else "decline" if falling[at] else single
        values = {
            "last": row["last_year"], "this": row["estimate"], "stake": stake[at], "chance": chance[at],
            "customer": row["customer"],
        }  # fmt: skip
        why = (Sentence(f"report.risk.{code}", values),)
        named.append(Named(str(row["customer"]), float(stake[at]), why, "health", at, "customer"))
    return named


def _overdue(receivables: pd.DataFrame, rules: Rules) -> list[Named]:
    states = invoice_states(receivables, rules.calendar, rules.health, rules.money.unit)
    late = states[(states["overdue"] > 0) & receivables["customer"].notna()]
    theirs = late.groupby(receivables["customer"].loc[late.index], sort=True)
    money, days = theirs["overdue"], theirs["days"]
    by = pd.DataFrame(
        {"money": money.sum(), "days": days.max(), "count": money.size(), "row": money.idxmax()}
    )
    named = []
    columns = ("money", "days", "count", "row")
    for customer, owed in _with_index(by.nlargest(CONSIDERED, "money"), columns):
        values: dict[str, object] = {key: float(owed[key]) for key in ("money", "days", "count")}
        why = (Sentence("report.risk.overdue", values),)
        named.append(Named(str(customer), owed["money"], why, "receivables", owed["row"], "amount"))
    return named


def _late_projects(projects: pd.DataFrame, opportunities: pd.DataFrame) -> list[Named]:
    """Projects that are counted although their sign date has passed or they were put off."""
    late = projects[projects["overdue"].to_numpy(dtype=bool)].nlargest(CONSIDERED, "amount")
    named = []
    dates = opportunities["sign_date"].loc[late.index].tolist()
    rows = _with_index(late, ("customer", "project", "amount", "probability"))
    for (index, row), date in zip(rows, dates, strict=True):
        values = {"project": row["project"], "date": date, "chance": row["probability"]}
        why = (Sentence("report.risk.late_project", values),)
        named.append(_of_project(index, row, row["amount"], why))
    return named


def _moved(moved: pd.DataFrame, opportunities: pd.DataFrame) -> list[Named]:
    """Projects that slipped out of a quarter, or were lost, this month."""
    pairs = zip(opportunities["customer"], opportunities["project"], strict=True)
    at = dict(zip(pairs, opportunities.index.tolist(), strict=True))
    named = []
    columns = ("kind", "customer", "project", "old_date", "new_date", "slips", "old_amount")
    for row in plain_rows(moved[moved["kind"].isin(LOWERING)], columns):
        values = {
            "project": row["project"],
            "old": row["old_date"],
            "new": row["new_date"],
            "slips": row["slips"],
        }
        why = (Sentence(f"report.risk.{row['kind']}", values),)
        index = at.get((row["customer"], row["project"]), -1)
        named.append(_of_project(index, row, float(np.nan_to_num(row["old_amount"])), why))
    return named


def _of_project(index: object, row: Row, amount: float, why: tuple[Sentence, ...]) -> Named:
    name: object = row["project"] if pd.isna(row["customer"]) else row["customer"]
    return Named(str(name), amount, why, "opportunities", int(str(index)), "project", str(row["project"]))


def _with_index(frame: pd.DataFrame, columns: Sequence[str]) -> Iterable[tuple[object, Row]]:
    return zip(frame.index.tolist(), plain_rows(frame, columns), strict=True)


def _project(index: object, row: Row) -> Named:
    values = {
        "project": row["project"], "stage": row["stage"], "chance": row["probability"], "date": row["sign_date"],
        "step": row["next_step"],
    }  # fmt: skip
    dated, stepped = not pd.isna(row["sign_date"]), isinstance(row["next_step"], str)
    words = [Sentence("report.chance.project" if dated else "report.chance.undated", values)]
    words += [Sentence("report.chance.step", values)] if stepped else []
    return _of_project(index, row, float(row["amount"]), tuple(words))


def _growing(health: pd.DataFrame, targets: pd.DataFrame) -> list[Named]:
    """High-potential customers and fast growers, by the growth their target counts on."""
    rows = targets.drop_duplicates("customer").set_index("customer")
    more = (rows["base"] * rows["growth"]).reindex(health["customer"]).to_numpy(dtype=float)
    promising = (health["potential"] == "high") | (health["stability"] == "fast")
    named = []
    top = _top(np.where(promising.to_numpy(dtype=bool), more, 0.0))
    for at, row in zip(top, plain_rows(health.iloc[top], ("customer", "white_space")), strict=True):
        lines = row["white_space"]
        values = {"growth": more[at], "lines": lines}
        code = "lines" if isinstance(lines, (str, tuple)) and lines else "growth"
        why = (Sentence(f"report.chance.{code}", values),)
        named.append(Named(str(row["customer"]), float(more[at]), why, "health", at, "customer"))
    return named


def _gap(quarter: int, target: float, gap: float) -> Named:
    values: dict[str, object] = {"quarter": quarter + 1, "target": target, "gap": gap}
    why = (Sentence("report.ask.gap", values),)
    return Named(f"Q{quarter + 1}", float(gap), why, "quarter_support", quarter, "unsupported")


def _clash(finding: Finding, opportunities: pd.DataFrame) -> Named:
    customers = finding.values["customers"]
    mine = opportunities["customer"].isin(list(customers) if isinstance(customers, tuple) else [])
    wanted = is_open(opportunities) & mine.to_numpy(dtype=bool)
    why = (Sentence("report.ask.clash", dict(finding.values)),)
    amount = float(opportunities.loc[wanted, "amount"].sum())
    return Named(str(finding.values["name"]), amount, why, "resources", int(finding.place.row or 0), "name")


def _top(amounts: np.ndarray) -> list[int]:
    """Positions of the largest positive amounts."""
    money = np.nan_to_num(amounts)
    order = np.argsort(-money, kind="stable")[:CONSIDERED]
    return [int(at) for at in order if money[at] > 0]


def _largest(entries: Iterable[Named], most: int) -> list[Named]:
    ranked = sorted(entries, key=lambda entry: (-entry.amount, entry.name, entry.subject))
    return _merged([entry for entry in ranked if entry.amount > 0])[:most]


def _merged(ranked: Iterable[Named]) -> list[Named]:
    """One entry a name: its first, with the reasons of the others behind."""
    kept: dict[str, Named] = {}
    for entry in ranked:
        first = kept.get(entry.name)
        if first is None:
            kept[entry.name] = entry
            continue
        more = tuple(word for word in entry.why if word not in first.why)
        kept[entry.name] = Named(
            first.name,
            first.amount,
            (first.why + more)[:MOST_WORDS],
            first.table,
            first.row,
            first.column,
            first.subject,
        )
    return list(kept.values())
