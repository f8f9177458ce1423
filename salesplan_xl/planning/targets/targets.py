"""Next year's target, customer by customer: what stays, what may go, what may be won (guide/targets.md).

A target here is a sum a salesperson can take apart again: base × (1 + growth) − base × loss × its
probability + projects × their chance. Defaults come from tier and health; the user may change every factor.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.targets.average_order import average_order
from salesplan_xl.planning.targets.new_business import NewBusiness, new_business_steps, over
from salesplan_xl.planning.targets.projects import NEW_BUSINESS, plan_projects
from salesplan_xl.planning.targets.target_reasons import DECLINING, reasons
from salesplan_xl.planning.targets.target_sums import project_money, repeat_money
from salesplan_xl.rules import MoneyRules, Rules, TargetRules
from salesplan_xl.tiers import NEW, TIERS

__all__ = [
    "NEW_BUSINESS",
    "Levels",
    "NewBusiness",
    "average_order",
    "commitments",
    "derive_targets",
    "expected",
    "factor",
    "levels",
    "new_business_steps",
    "priced",
    "project_part",
    "repeat_part",
    "with_new_business_name",
]

NO_REVENUE = ("inactive", "returns")
# Customers named in a sentence.
NAMED_CUSTOMERS = 3

Floats = npt.NDArray[np.float64]
GridResult = dict[tuple[str, str], object]


def derive_targets(
    health: pd.DataFrame,
    opportunities: pd.DataFrame,
    rules: Rules,
    base_words: Sequence[tuple[Sentence, ...]] = (),
) -> pd.DataFrame:
    """The proposed factors of every customer's target, and a last row for new business.

    Args:
        health: schema table ``health``; customer, tier, estimate (money of this year), stability, potential, depth.
        opportunities: schema table ``opportunities``.
        rules: defaults by tier and health, plan year, new business target.
        base_words: the parts of each customer's estimate, in health order; nothing where the year is over.

    Returns:
        The computed and edited columns of schema table ``targets``, one row per customer in health order
        and a last row ``NEW_BUSINESS`` of tier N. Money in the book's unit, growth, loss and probabilities
        as fractions. Blank (NaN) loss or project means there is none.

    Source: guide/targets.md; article S0 (bottom-up by tier), S2 (sources of revenue).
    """
    projects = plan_projects(opportunities, rules)
    customers, base = health["customer"].to_numpy(dtype=object), _base(health)
    amount, money = _projects_by_customer(projects, customers)
    frame = pd.DataFrame(
        {
            "customer": pd.Series([*customers, NEW_BUSINESS], dtype=object),
            "tier": pd.Series([*health["tier"].to_numpy(dtype=object), NEW], dtype=object),
            "this_year": [*health["estimate"].to_numpy(dtype="float64"), np.nan],
            "base": [*base, float(rules.targets.new_business_target or 0.0)],
            "growth": [*_growth(health, rules.targets), 0.0],
            **_losses(health, base, rules.targets),
            "project": amount,
            "win_probability": money / amount,
            "edited": pd.Series([""] * (len(customers) + 1), dtype=object),
        }
    )
    frame["reason"] = pd.Series(reasons(frame, health, projects, base_words), index=frame.index, dtype=object)
    return frame


def with_new_business_name(frame: pd.DataFrame, label: str) -> pd.DataFrame:
    """The targets with their last row called by its name in the book; a customer of that name keeps it."""
    names = set(frame["customer"])
    while label in names:
        label += "*"
    return frame.assign(customer=frame["customer"].where(frame["customer"] != NEW_BUSINESS, label))


def priced(rules: Rules, average: float | None) -> Rules:
    """The rules with the average order (money) filled in where the user left it blank."""
    stated = rules.targets.average_order or average
    return dataclasses.replace(rules, targets=dataclasses.replace(rules.targets, average_order=stated))


def _base(health: pd.DataFrame) -> Floats:
    """The base of the year: the estimate of this year, nothing where the customer brings none."""
    base = np.maximum(np.nan_to_num(health["estimate"].to_numpy(dtype="float64")), 0.0)
    lost = np.array([state in NO_REVENUE for state in health["stability"].tolist()], dtype=bool)
    return np.asarray(np.where(lost, 0.0, base), dtype=np.float64)


def _growth(health: pd.DataFrame, targets: TargetRules) -> Floats:
    """Growth by tier; more for fast growers and high potential, none on top of a decline."""
    rows = zip(*(health[key].tolist() for key in ("tier", "stability", "potential")), strict=True)
    growth = [_growth_of(tier, stability, potential, targets) for tier, stability, potential in rows]
    return np.array(growth, dtype=np.float64)


def _growth_of(tier: str | None, stability: str | None, potential: str | None, targets: TargetRules) -> float:
    """The growth of one customer."""
    if stability in DECLINING or stability in NO_REVENUE:
        return 0.0
    if potential == "high" and tier in TIERS[1:]:
        return targets.growth_potential
    return targets.growth_fast if stability == "fast" else targets.growth_by_tier.get(tier or "", 0.0)


def _losses(health: pd.DataFrame, base: Floats, targets: TargetRules) -> dict[str, Floats]:
    """Loss and its probability: danger before decline before a single contact; the last row has none."""
    stability, alive = health["stability"].to_numpy(dtype=object), base > 0
    cases = [
        alive & (stability == "danger"),
        alive & (stability == "warning"),
        alive & (health["depth"].to_numpy(dtype=object) == "single"),
    ]
    loss = (targets.loss_danger, targets.loss_warning, targets.loss_single_contact)
    chance = (
        targets.loss_danger_probability,
        targets.loss_warning_probability,
        targets.loss_single_contact_probability,
    )
    return {
        "loss": np.append(np.select(cases, list(loss), np.nan), np.nan),
        "loss_probability": np.append(np.select(cases, list(chance), np.nan), np.nan),
    }


def _projects_by_customer(
    projects: pd.DataFrame, customers: npt.NDArray[np.object_]
) -> tuple[Floats, Floats]:
    """(n + 1,) amount and weighted money per customer, unknown names in the last row; NaN where there is none."""
    place = {name: row for row, name in enumerate(customers.tolist())}
    rows = [place.get(name, len(customers)) for name in projects["customer"].tolist()]
    sums = projects[["amount", "money"]].groupby(np.array(rows, dtype=np.int64)).sum()
    amount, money = sums.reindex(range(len(customers) + 1)).to_numpy(dtype=np.float64).T
    return amount, money


def factor(frame: pd.DataFrame, column: str) -> Floats:
    """(n,) a factor of the targets, blanks as 0."""
    values = frame[column].to_numpy(dtype=np.float64)
    return np.where(np.isnan(values), 0.0, values)


def _repeat(frame: pd.DataFrame) -> Floats:
    return repeat_money(*(factor(frame, key) for key in ("base", "growth", "loss", "loss_probability")))


def _project(frame: pd.DataFrame) -> Floats:
    return project_money(factor(frame, "project"), factor(frame, "win_probability"))


def repeat_part(frame: pd.DataFrame) -> pd.Series:
    """Base × (1 + growth) − base × loss × its probability, money per row; blanks count as 0."""
    return pd.Series(_repeat(frame), frame.index)


def project_part(frame: pd.DataFrame) -> pd.Series:
    """Project money × its chance, per row; blanks count as 0."""
    return pd.Series(_project(frame), frame.index)


def expected(frame: pd.DataFrame) -> pd.Series:
    """Each row's target: repeat part and project part (the workbook's formula, after the user's edits)."""
    return pd.Series(_repeat(frame) + _project(frame), frame.index)


@dataclass(frozen=True, slots=True)
class Levels:
    """The plan's figures side by side; ``company`` is None where the company gave none."""

    this_year: float
    derived: float
    guaranteed: float
    stretch: float
    company: float | None

    def of(self, basis: str) -> float:
        """The level a plan basis names: ``derived``, ``guaranteed`` or ``stretch``."""
        return {"derived": self.derived, "guaranteed": self.guaranteed, "stretch": self.stretch}[basis]


def levels(frame: pd.DataFrame, rules: Rules) -> Levels:
    """The levels of the plan: the user's own figures where stated, else derived with buffer and margin."""
    targets = rules.targets
    derived = float(expected(frame).sum())
    return Levels(
        this_year=float(factor(frame, "this_year").sum()),
        derived=derived,
        guaranteed=targets.guaranteed_target or derived * (1.0 - targets.buffer),
        stretch=targets.stretch_target or derived * (1.0 + targets.stretch_margin),
        company=targets.company_target or None,
    )


def commitments(
    frame: pd.DataFrame,
    rules: Rules,
    *,
    health: pd.DataFrame | None = None,
    average: float | None = None,
) -> GridResult:
    """The sentences beside the derived, guaranteed, stretch and company targets.

    Args:
        frame: table ``targets`` after the user's edits.
        rules: target rules.
        health: table ``health``; names the high-potential customers that may close a gap.
        average: money of an average order where the settings state none (see ``average_order``).

    Returns:
        The sentences of grid ``commitments``, one per row; its sureness cells come from ``attainment``.
    """
    level = levels(frame, rules)
    result: GridResult = {
        ("derived", "sentence"): _derived_sentence(frame, level),
        ("guaranteed", "sentence"): _guaranteed_sentence(level, rules.targets, rules.money),
    }
    own = bool(rules.targets.stretch_target)
    share = over(level.stretch - level.derived, level.derived)
    result["stretch", "sentence"] = Sentence(
        "targets.stretch_own" if own else "targets.stretch", {"amount": level.stretch, "share": share}
    )
    result["company", "sentence"] = _company_sentence(level, rules, health, average)
    return result


def _derived_sentence(frame: pd.DataFrame, level: Levels) -> Sentence:
    new, repeat = frame["tier"].to_numpy(dtype=object) == NEW, _repeat(frame)
    values: dict[str, object] = {
        "derived": level.derived,
        "this_year": level.this_year,
        "repeat": float(repeat[~new].sum()),
        "project": float(_project(frame).sum()),
        "new": float(repeat[new].sum()),
    }
    return Sentence("targets.derived", values)


def _guaranteed_sentence(level: Levels, targets: TargetRules, money: MoneyRules) -> Sentence:
    buffer = over(level.derived - level.guaranteed, level.derived)
    values: dict[str, object] = {
        "amount": level.guaranteed,
        "derived": level.derived,
        "share": buffer,
        "over": -buffer,
    }
    if not targets.guaranteed_target:
        head = Sentence("targets.guaranteed", values)
    else:
        head = Sentence("targets.guaranteed_own_above" if buffer < 0 else "targets.guaranteed_own", values)
    if level.guaranteed >= level.this_year - money.tolerance:
        return head
    below: dict[str, object] = {"this_year": level.this_year, "gap": level.this_year - level.guaranteed}
    return Sentence("targets.both", {"first": head, "second": Sentence("targets.guaranteed_below", below)})


def _company_sentence(
    level: Levels, rules: Rules, health: pd.DataFrame | None, average: float | None
) -> Sentence:
    """The company's figure against the bottom-up sum, and what would close the gap."""
    if level.company is None:
        return Sentence("targets.company_none")
    gap = level.company - level.derived
    values: dict[str, object] = {"company": level.company, "derived": level.derived, "gap": abs(gap)}
    if gap <= rules.money.tolerance:
        return Sentence("targets.company_reached", values)
    size = rules.targets.average_order or average
    ways: list[Sentence] = []
    if names := _high_potential(health):
        ways.append(Sentence("targets.close_customers", {"names": names}))
    if size:
        orders = math.ceil(round(gap / size, 9))
        ways.append(Sentence("targets.close_orders", {"orders": orders, "average": size}))
    if not ways:
        return Sentence("targets.company_gap", values)
    return Sentence("targets.company_gap_ways", {**values, "ways": tuple(ways)})


def _high_potential(health: pd.DataFrame | None) -> tuple[str, ...]:
    """The largest customers of high potential."""
    if health is None:
        return ()
    high = health[health["potential"] == "high"]
    ordered = high.sort_values("estimate", ascending=False, kind="stable")["customer"]
    return tuple(ordered.head(NAMED_CUSTOMERS))
