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

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.common.year_calendar import calendar_of
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
    "levels",
    "new_business_steps",
    "priced",
    "project_part",
    "repeat_part",
    "target_findings",
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
    customers = health["customer"].to_numpy(dtype=object)
    grouped = _projects_by_customer(projects, customers)
    frame = pd.DataFrame(
        {
            "customer": pd.Series([*customers, NEW_BUSINESS], dtype=object),
            "tier": pd.Series([*health["tier"].to_numpy(dtype=object), NEW], dtype=object),
            "this_year": [*health["estimate"].to_numpy(dtype="float64"), np.nan],
            "base": [*_base(health), float(rules.targets.new_business_target or 0.0)],
            "growth": [*_growth(health, rules.targets), 0.0],
            **_losses(health, rules.targets),
            "project": grouped["amount"].to_numpy(dtype="float64"),
            "win_probability": (grouped["money"] / grouped["amount"]).to_numpy(dtype="float64"),
            "edited": "",
        }
    )
    frame["edited"] = frame["edited"].astype(object)
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
    return np.asarray(np.where(health["stability"].isin(NO_REVENUE), 0.0, base), dtype=np.float64)


def _growth(health: pd.DataFrame, targets: TargetRules) -> Floats:
    """Growth by tier; more for fast growers and high potential, none on top of a decline."""
    tier, stability = health["tier"], health["stability"]
    by_tier = tier.map(targets.growth_by_tier)
    declining = stability.isin((*DECLINING, *NO_REVENUE)).to_numpy(dtype=bool)
    potential = ((health["potential"] == "high") & tier.isin(TIERS[1:])).to_numpy(dtype=bool)
    fast = (stability == "fast").to_numpy(dtype=bool)
    return np.select(
        [declining, potential, fast],
        [0.0, targets.growth_potential, targets.growth_fast],
        by_tier.astype("float64").fillna(0.0).to_numpy(),
    )


def _losses(health: pd.DataFrame, targets: TargetRules) -> dict[str, Floats]:
    """Loss and its probability: danger before decline before a single contact; the last row has none."""
    stability = health["stability"]
    alive = _base(health) > 0
    cases = [
        alive & (stability == "danger").to_numpy(dtype=bool),
        alive & (stability == "warning").to_numpy(dtype=bool),
        alive & (health["depth"] == "single").to_numpy(dtype=bool),
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


def _projects_by_customer(projects: pd.DataFrame, customers: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Amount and weighted money per customer, unknown names under NEW_BUSINESS; NaN where there is none."""
    listed = projects["customer"].isin(set(customers))
    owner = projects["customer"].where(listed, NEW_BUSINESS)
    sums = projects.groupby(owner)[["amount", "money"]].sum()
    return sums.reindex([*customers, NEW_BUSINESS])


def _filled(frame: pd.DataFrame, column: str) -> pd.Series:
    """A factor with blanks as 0."""
    return frame[column].astype("float64").fillna(0.0)


def repeat_part(frame: pd.DataFrame) -> pd.Series:
    """Base × (1 + growth) − base × loss × its probability, money per row; blanks count as 0."""
    factors = [_filled(frame, key).to_numpy() for key in ("base", "growth", "loss", "loss_probability")]
    return pd.Series(repeat_money(*factors), frame.index)


def project_part(frame: pd.DataFrame) -> pd.Series:
    """Project money × its chance, per row; blanks count as 0."""
    amount, chance = (_filled(frame, key).to_numpy() for key in ("project", "win_probability"))
    return pd.Series(project_money(amount, chance), frame.index)


def expected(frame: pd.DataFrame) -> pd.Series:
    """Each row's target: repeat part and project part (the workbook's formula, after the user's edits)."""
    return repeat_part(frame) + project_part(frame)


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
        this_year=float(_filled(frame, "this_year").sum()),
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
    new = frame["tier"] == NEW
    values: dict[str, object] = {
        "derived": level.derived,
        "this_year": level.this_year,
        "repeat": float(repeat_part(frame)[~new].sum()),
        "project": float(project_part(frame).sum()),
        "new": float(repeat_part(frame)[new].sum()),
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


def target_findings(frame: pd.DataFrame, opportunities: pd.DataFrame, rules: Rules) -> list[Finding]:
    """Doubts about the targets and about the dates and chances of the projects behind them."""
    return [
        *_level_findings(levels(frame, rules), rules.money.tolerance),
        *_factor_findings(frame),
        *_project_findings(opportunities, rules),
    ]


def _level_findings(level: Levels, tolerance: float) -> list[Finding]:
    findings: list[Finding] = []

    def add(code: str, **values: object) -> None:
        findings.append(Finding(code, Severity.WARNING, values, Place("targets", None, "base")))

    if level.derived <= tolerance:
        add("F-306", derived=level.derived)
    if level.guaranteed > level.stretch + tolerance:
        add("F-305", guaranteed=level.guaranteed, stretch=level.stretch)
    if level.company is not None and level.company > level.derived + tolerance:
        gap = level.company - level.derived
        add("F-302", company=level.company, derived=level.derived, gap=gap, share=over(gap, level.derived))
    return findings


def _factor_findings(frame: pd.DataFrame) -> list[Finding]:
    """Shares and probabilities of the targets that are no shares."""
    return [
        Finding(
            "F-303", Severity.ERROR, {"customer": customer, "value": value}, Place("targets", row, column)
        )
        for column in ("loss", "loss_probability", "win_probability")
        for row, customer, value in _outside(frame, column)
    ] + [
        Finding(
            "F-309", Severity.ERROR, {"customer": customer, "value": value}, Place("targets", row, "growth")
        )
        for row, customer, value in _below(frame)
    ]


def _below(frame: pd.DataFrame) -> list[tuple[int, object, float]]:
    """Row, customer and value where the growth would take more than all."""
    bad = frame[frame["growth"] < -1]
    columns = (bad["customer"].tolist(), bad["growth"].tolist())
    return [(int(row), name, float(value)) for row, name, value in zip(bad.index, *columns, strict=True)]


def _outside(frame: pd.DataFrame, column: str) -> list[tuple[int, object, float]]:
    """Row, customer and value where a share is below 0 or above 1."""
    bad = frame[(frame[column] < 0) | (frame[column] > 1)]
    return [
        (int(row), customer, float(value))
        for row, customer, value in zip(
            bad.index, bad["customer"].tolist(), bad[column].tolist(), strict=True
        )
    ]


def _project_findings(opportunities: pd.DataFrame, rules: Rules) -> list[Finding]:
    """Open projects with an impossible chance, a date already passed, or a date after the plan year."""
    still_open = opportunities[is_open(opportunities)]
    date = still_open["sign_date"]
    passed = still_open[date < pd.Timestamp(rules.calendar.as_of)]
    later = still_open[date > pd.Timestamp(calendar_of(rules.calendar).end(rules.calendar.plan_year))]
    findings = [
        Finding(
            "F-304",
            Severity.ERROR,
            {"customer": customer, "value": value},
            Place("opportunities", row, "probability"),
        )
        for row, customer, value in _outside(still_open, "probability")
    ]
    findings += [_date_finding("F-307", Severity.WARNING, row, item) for row, item in passed.iterrows()]
    findings += [_date_finding("F-308", Severity.NOTE, row, item) for row, item in later.iterrows()]
    return findings


def _date_finding(code: str, severity: Severity, row: object, item: pd.Series) -> Finding:
    """A finding on the sign date of one opportunity."""
    values: dict[str, object] = {key: item[key] for key in ("customer", "project", "amount")}
    values["date"] = item["sign_date"].date()
    return Finding(code, severity, values, Place("opportunities", int(str(row)), "sign_date"))
