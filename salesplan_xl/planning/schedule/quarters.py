"""The year's money put on quarters: customers, the three targets, what backs each quarter (guide/quarters.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.largest_remainder import usable_step
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.common.splits import split_by_weights
from salesplan_xl.planning.schedule.rounded_rows import rounded_rows, row_steps, year_totals
from salesplan_xl.planning.schedule.seasons import SeasonResult
from salesplan_xl.planning.targets.projects import QUARTER_KEYS, plan_projects, plan_rows
from salesplan_xl.planning.targets.targets import GridResult, levels, project_part, repeat_part
from salesplan_xl.rules import QuarterRules, Rules
from salesplan_xl.tiers import NEW

Floats = npt.NDArray[np.float64]

PROJECT_METHODS = ("history", "pipeline")
# Projects named in a sentence.
NAMED_PROJECTS = 3
DEFAULTS = QuarterRules()


@dataclass(frozen=True)
class QuarterPlan:
    """Quarter targets that tie.

    Args:
        rows: customer, q1…q4, derived (the row's year total), on the targets' index; multiples of the step of
            each row (``rounded_rows``); they add up to the plan basis or nearly so.
        tier_weights: w1…w4 by tier A, B, C, N.
        lines: value cells of grid ``quarter_lines``; each line adds up to its target exactly.
        coverage: value cells of grid ``quarter_support``.
        reasons: per row, where its quarters come from.
        findings: projects without a date; for quarters nothing covers see ``coverage_gap_findings``.
    """

    rows: pd.DataFrame
    tier_weights: pd.DataFrame
    lines: GridResult
    coverage: GridResult
    reasons: list[tuple[Sentence, ...]]
    findings: list[Finding]


@dataclass(frozen=True)
class _Money:
    """Unrounded money: repeat, dated and undated projects per row and quarter, and full project amounts."""

    repeat: Floats
    dated: Floats
    undated: Floats
    signed: Floats


def plan_quarters(
    targets_frame: pd.DataFrame, season: SeasonResult, opportunities: pd.DataFrame, rules: Rules
) -> QuarterPlan:
    """Every row's year and quarters, the quarters of the three targets, and their support.

    Base money follows the row's weights. Project money goes to the quarter of its node (signed or paid) when
    the method is ``history`` or ``pipeline``; projects without a date in the plan year follow the weights,
    and back no quarter. Guaranteed and stretch scale every row alike. Where the book quarters are rounded
    to the larger total step, the customers are fitted to them, so both views show the same quarter.

    Args:
        targets_frame: table ``targets`` after the user's edits, new-business row included.
        season: ``quarter_weights`` of the same frame.
        opportunities: schema table ``opportunities``.
        rules: method, timing, plan basis, steps.

    Raises:
        PlanInputError: SP-207 a step below 0.

    Source: guide/quarters.md; article S0 (400/450/500/450), S1 (each quarter needs projects behind it: 0/80/300/120).
    """
    projects = plan_projects(opportunities, rules)
    weights = season.by_customer.to_numpy(dtype="float64")
    money = _place_money(targets_frame, weights, projects)
    by_milestone = rules.quarters.quarter_method in PROJECT_METHODS
    exact = money.repeat + (
        money.dated + money.undated if by_milestone else _by_weights(targets_frame, weights)
    )
    level = levels(targets_frame, rules)
    tiers = targets_frame["tier"].to_numpy(dtype=object)
    cells = rounded_rows(exact, weights, tiers, level.of(rules.quarters.plan_basis), rules.quarters)
    shares = _quarter_shares(exact, weights)
    lines: GridResult = {}
    for basis in ("derived", "guaranteed", "stretch"):
        parts = _line(level.of(basis), shares, rules)
        lines.update({(basis, key): value for key, value in zip(QUARTER_KEYS, parts.tolist(), strict=True)})
    rows = pd.DataFrame(
        {
            "customer": targets_frame["customer"].astype(object),
            **dict(zip(QUARTER_KEYS, cells.T, strict=True)),
            "derived": year_totals(cells),
        }
    )
    old = tiers != NEW
    coverage = {
        "repeat": money.repeat[old].sum(axis=0),
        "signed": money.signed,
        "weighted": money.dated.sum(axis=0),
    }
    return QuarterPlan(
        rows,
        season.by_tier,
        lines,
        {
            (row, key): float(v)
            for row, line in coverage.items()
            for key, v in zip(QUARTER_KEYS, line, strict=True)
        },
        _reasons(targets_frame, season, projects, by_milestone),
        _undated_findings(projects),
    )


def _line(total: float, shares: Floats, rules: Rules) -> Floats:
    """(4,) quarters of one target that add up to it exactly, in the total step unless it bends a quarter.

    Else in the step that a row of that size would have.
    """
    quarters = rules.quarters
    parts = _stepped(total, shares, quarters.total_step)
    most = quarters.rounding_limit * shares * total + rules.money.tolerance
    bent = np.abs(parts - shares * total) > most
    return _stepped(total, shares, float(row_steps([total], quarters)[0])) if bent.any() else parts


def _stepped(total: float, shares: Floats, step: float) -> Floats:
    """Quarters in multiples of the step, nearest in sum to the total; what is left over goes to the largest.

    The map's customers add up to the target rounded to their own smaller step, so both show the same quarters.
    """
    usable = usable_step(total, step)
    parts = split_by_weights(round(total / usable) * usable, shares.tolist(), usable).to_numpy(copy=True)
    largest = int(np.argmax(parts))
    parts[largest] = total - (parts.sum() - parts[largest])
    return np.asarray(parts)


def _by_weights(frame: pd.DataFrame, weights: Floats) -> Floats:
    return project_part(frame).to_numpy()[:, None] * weights


def _place_money(frame: pd.DataFrame, weights: Floats, projects: pd.DataFrame) -> _Money:
    """Money by row and quarter; the user's edited project money keeps the timing of its opportunities."""
    row, quarter = plan_rows(projects["customer"], frame), projects["quarter"].to_numpy()
    money, amount = projects["money"].to_numpy(), projects["amount"].to_numpy()
    inside, dated_rows = row >= 0, (row >= 0) & (quarter >= 0)
    listed = np.bincount(row[inside], weights=money[inside], minlength=len(frame))
    placed = np.zeros((len(frame), 4))
    np.add.at(placed, (row[dated_rows], quarter[dated_rows]), money[dated_rows])
    signed = np.bincount(quarter[dated_rows], weights=amount[dated_rows], minlength=4).astype(np.float64)
    part = project_part(frame).to_numpy()
    dated = part[:, None] * placed / np.where(listed > 0, listed, 1.0)[:, None]
    undated = (part - dated.sum(axis=1))[:, None] * weights
    return _Money(repeat_part(frame).to_numpy()[:, None] * weights, dated, undated, signed)


def _quarter_shares(exact: Floats, weights: Floats) -> Floats:
    """(4,) the book's share of each quarter; the customers' mean weights where there is no money."""
    sums = np.maximum(exact.sum(axis=0), 0.0)
    if sums.sum() > 0:
        return np.asarray(sums / sums.sum())
    return np.asarray(weights.mean(axis=0)) if len(weights) else np.full(4, 0.25)


def quarter_totals(plan: pd.DataFrame) -> Floats:
    """(4,) money that the execution map asks of each quarter."""
    return np.asarray([float(np.nansum(plan[key].to_numpy(dtype=float))) for key in QUARTER_KEYS])


def coverage_line(coverage: GridResult, row: str) -> Floats:
    """(4,) one line of grid ``quarter_coverage``."""
    return np.asarray([coverage[row, key] for key in QUARTER_KEYS], dtype=np.float64)


def coverage_gap_findings(
    target: Floats, coverage: GridResult, rules: QuarterRules = DEFAULTS
) -> list[Finding]:
    """Quarters of which more than ``unbacked_share`` is neither repeat business nor a dated project.

    Args:
        target: (4,) money asked of each quarter: what stands in the map, whatever today's data would derive.
        coverage: value cells of grid ``quarter_support``.
    """
    missing = np.maximum(
        target - coverage_line(coverage, "repeat") - coverage_line(coverage, "weighted"), 0.0
    )
    shares = np.where(target > 0, missing / np.where(target > 0, target, 1.0), 0.0)
    return [
        Finding(
            "F-322", Severity.WARNING,
            {"quarter": at + 1, "gap": float(missing[at]), "target": float(target[at]), "share": float(shares[at])},
            Place("quarters", None, QUARTER_KEYS[at]),
        )
        for at in np.flatnonzero(shares > rules.unbacked_share + DUST).tolist()
    ]  # fmt: skip


def _undated_findings(projects: pd.DataFrame) -> list[Finding]:
    """One note on the projects that count but have no date in the plan year."""
    undated = projects[projects["quarter"] < 0]
    if undated.empty:
        return []
    names = undated["project"].tolist()
    listed = (*names[:NAMED_PROJECTS], *(["…"] if len(names) > NAMED_PROJECTS else []))
    values = {"count": len(undated), "amount": float(undated["amount"].sum()), "names": listed}
    return [
        Finding("F-323", Severity.NOTE, values, Place("opportunities", int(undated.index[0]), "sign_date"))
    ]


def _reasons(
    frame: pd.DataFrame, season: SeasonResult, projects: pd.DataFrame, by_milestone: bool
) -> list[tuple[Sentence, ...]]:
    """The season of each row and the quarters its projects are placed in."""
    if not by_milestone or projects.empty:
        return [(reason,) for reason in season.customer_reasons]
    words: list[tuple[Sentence, ...]] = [(reason,) for reason in season.customer_reasons]
    columns = (projects[key].tolist() for key in ("project", "quarter", "money"))
    for row, project, quarter, money in zip(
        plan_rows(projects["customer"], frame).tolist(), *columns, strict=True
    ):
        code = "quarters.node" if quarter >= 0 else "quarters.node_undated"
        if row >= 0:
            words[row] += (Sentence(code, {"project": project, "quarter": quarter + 1, "money": money}),)
    return words
