"""The verdict on a customer in words: one sentence a diagnosis, with its figures (guide/health.md)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.customers.tier_reasons import share_words
from salesplan_xl.rules import HealthRules

# How it is said, not what: from three times last year on, "x times" reads better than a percentage.
MULTIPLE = 2.0


def health_reason(row: Mapping[str, Any], rules: HealthRules) -> tuple[Sentence, ...]:
    """The drivers of the verdict, one sentence a diagnosis, with their figures."""
    by_estimate = row["by_estimate"] and not math.isnan(row["yoy"])
    basis = Sentence("T-YOY-BY-ESTIMATE") if by_estimate else None
    growth = (stability_words(row, rules), basis, *row["estimate_words"])
    parts = (*growth, _payment_words(row), _depth_words(row), *_space_words(row))
    return tuple(part for part in parts if part is not None)


def stability_words(row: Mapping[str, Any], rules: HealthRules) -> Sentence:
    """The move of revenue in words: needs stability, yoy, estimate and last_year."""
    label, yoy = row["stability"], row["yoy"]
    if label is None:
        return Sentence("T-YOY-UNKNOWN")
    if label in ("inactive", "returns", "new", "flat"):
        bought = label == "inactive" and yoy < 0
        values = {"amount": -row["estimate"], "last": row["last_year"]}
        return Sentence("T-YOY-STOPPED" if bought else f"T-YOY-{label.upper()}", values)
    if yoy >= MULTIPLE:
        return Sentence("T-YOY-MULTIPLE", {"times": yoy + 1})
    lines = (rules.flat_band, -rules.warning_decline, -rules.danger_decline, rules.fast_growth)
    return Sentence(f"T-YOY-{label.upper()}", {"change": share_words(abs(yoy), *lines)})


def _payment_words(row: Mapping[str, Any]) -> Sentence | None:
    if not row["has_receivables"]:
        return None
    if row["payment"] == "habitual":
        values = {
            "judged": row["judged"],
            "late": row["late"],
            "days": row["retention_days"],
            "count": row["abandoned"],
        }
        return Sentence(f"T-PAY-{str(row['habit']).upper()}", values)
    if row["payment"] == "temporary":
        return Sentence("T-PAY-OVERDUE", {"overdue": row["overdue"], "days": row["oldest_days"]})
    return Sentence("T-PAY-NORMAL")


def _depth_words(row: Mapping[str, Any]) -> Sentence | None:
    people, roles = row["contacts"], row["roles"]
    values: dict[str, object] = {"people": people, "days": row["contact_days"]}
    if row["depth"] == "none":
        if not row["has_contacts"]:
            return Sentence("T-DEPTH-UNKNOWN") if row["any_contacts"] else None
        return Sentence("T-DEPTH-STALE", values)
    if row["depth"] == "single":
        role = roles[0] if len(roles) == 1 else None
        code = "T-DEPTH-ONE" if people == 1 else "T-DEPTH-SAME"
        return Sentence(code if role else f"{code}-ANY", {**values, "role": role})
    if row["depth"] == "full":
        return Sentence("T-DEPTH-FULL", values)
    return Sentence("T-DEPTH-SEVERAL", {**values, "missing": roles_sentence(row["missing_roles"])})


def _space_words(row: Mapping[str, Any]) -> Iterator[Sentence]:
    revenue, lines = row["estimate"], row["white_space"]
    if row["project_amount"] > 0:
        share = row["largest_project"] / revenue if row["expansion"] and revenue > 0 else 0.0
        code = "T-SPACE-LARGER" if share > 1 else "T-SPACE-BIG" if share else "T-SPACE-PROJECT"
        yield Sentence(code, {"amount": row["project_amount"], "share": share})
    if lines:
        yield Sentence("T-SPACE-ONE-LINE" if row["bought_lines"] == 1 else "T-SPACE-LINES", {"lines": lines})
    elif row["space"] == "need":
        yield Sentence("T-SPACE-NEED", {"needs": row["needs"]})
    elif row["space"] == "full":
        yield Sentence("T-SPACE-FULL")


def roles_sentence(roles: tuple[str, ...]) -> Sentence | None:
    """A list of roles as one sentence; ``None`` for no role."""
    if not roles:
        return None
    return Sentence(f"T-ROLES-{len(roles)}", {f"r{at}": role for at, role in enumerate(roles, 1)})
