"""Doubts about the targets and the projects behind them (guide/targets.md)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.targets.new_business import over
from salesplan_xl.planning.targets.targets import Levels, levels
from salesplan_xl.rules import Rules


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
    return _marked(frame, "growth", frame["growth"].to_numpy(dtype=np.float64) < -1)


def _outside(frame: pd.DataFrame, column: str) -> list[tuple[int, object, float]]:
    """Row, customer and value where a share is below 0 or above 1."""
    share = frame[column].to_numpy(dtype=np.float64)
    return _marked(frame, column, (share < 0) | (share > 1))


def _marked(frame: pd.DataFrame, column: str, bad: npt.NDArray[np.bool_]) -> list[tuple[int, object, float]]:
    """Row, customer and value of the marked rows."""
    if not bad.any():
        return []
    columns = (frame.index[bad], frame["customer"][bad], frame[column][bad])
    return [(int(row), name, float(value)) for row, name, value in zip(*columns, strict=True)]


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
    findings += _date_findings("F-307", Severity.WARNING, passed)
    findings += _date_findings("F-308", Severity.NOTE, later)
    return findings


def _date_findings(code: str, severity: Severity, rows: pd.DataFrame) -> list[Finding]:
    """A finding on the sign date of each of these opportunities."""
    keys = ("customer", "project", "amount")
    columns = (rows[key].tolist() for key in (*keys, "sign_date"))
    return [
        Finding(
            code,
            severity,
            {**dict(zip(keys, values, strict=True)), "date": date.date()},
            Place("opportunities", row, "sign_date"),
        )
        for row, *values, date in zip(rows.index.tolist(), *columns, strict=True)
    ]
