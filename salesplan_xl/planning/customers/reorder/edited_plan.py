"""The reorder plan after edits: an edited line moves its customer's total, an edited total rescales the other lines."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import Unit
from salesplan_xl.planning.customers.reorder.line_split import split_over_lines


def settled(
    frame: pd.DataFrame, typed: Mapping[int, float], money: Unit
) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows whose amount follows from what was typed in others; typed rows keep what was computed.

    Args:
        frame: columns of table ``reorders``.
        typed: amounts that the user typed, by row of the frame.
        money: unit of the amounts.

    Returns:
        The rows, and a warning for each customer of whom lines and total were typed and differ.

    Golden: lines 60 and 40, the first typed as 90 → total 130; total typed as 200, first line as 90 → 90 and 110.
    """
    rows, findings = frame.copy(), []
    amounts = rows["expected_amount"].to_numpy(dtype=np.float64).copy()
    customers = frame["customer"].to_numpy(dtype=object)
    for name in dict.fromkeys(customers[at] for at in typed):
        group = np.flatnonzero(customers == name)
        lines = group[frame["line"].iloc[group].notna().to_numpy()]
        total = next((at for at in group.tolist() if at not in set(lines.tolist())), None)
        findings += _settle(amounts, typed, lines.tolist(), total, money, str(name))
    return rows.assign(expected_amount=amounts), findings


def _settle(
    amounts: np.ndarray,
    typed: Mapping[int, float],
    lines: list[int],
    total: int | None,
    money: Unit,
    name: str,
) -> list[Finding]:
    """Settle one customer in place."""
    if total is None or not lines:
        return []
    fixed, free = [at for at in lines if at in typed], [at for at in lines if at not in typed]
    kept = sum(typed[at] for at in fixed)
    if total not in typed:
        amounts[total] = kept + float(amounts[free].sum())
        return []
    rest = typed[total] - kept
    if free:
        amounts[free] = split_over_lines(
            np.array([max(rest, 0.0)]), np.zeros(len(free), dtype=np.int64), amounts[free], money
        )
    if (free and rest >= -money.tolerance) or abs(rest) <= money.tolerance:
        return []
    values: dict[str, object] = {"customer": name, "lines": kept, "total": typed[total]}
    return [Finding("F-784", Severity.WARNING, values, Place("reorders", total, "expected_amount"))]


def with_edit_notes(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows, those that the user edited saying so in their reason."""
    edited = frame["edited"].notna() if "edited" in frame else pd.Series(False, frame.index)
    reasons = [
        (*reason, Sentence("reorder.edited")) if touched and isinstance(reason, tuple) else reason
        for reason, touched in zip(frame["reason"], edited, strict=True)
    ]
    made = np.empty(len(reasons), dtype=object)
    made[:] = reasons
    return frame.assign(reason=made)
