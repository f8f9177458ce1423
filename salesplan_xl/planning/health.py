"""The customer health table: four diagnoses, risk and potential, a score, and the reason in words.

Source of the rules: methods §2 (S0). Missing input is left out of the score and lowers only confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.customers import SINGLE_FINDINGS, CustomerBook, as_objects, capped, object_array
from salesplan_xl.planning.receivables import collections
from salesplan_xl.planning.relationships import depth, growth_space, roles_sentence
from salesplan_xl.planning.rules import HealthRules, Rules
from salesplan_xl.planning.tiers import TIERS, TOLERANCE, assign_tiers, share_words

HEALTH_COLUMNS = (
    "customer", "tier", "this_year", "receivable", "depth", "space", "risk", "potential", "score",
    "confidence", "reason", "last_year", "stability", "decline_cause", "overdue", "oldest_days", "late_rate",
    "payment", "credit", "contacts", "missing_roles", "white_space", "stability_score", "collections_score",
    "relationship_score", "growth_score", "tier_cumulative", "tier_threshold", "cumulative_share",
    "migration", "tier_reason",
)  # fmt: skip
REASON_COLUMNS = (
    "this_year", "last_year", "yoy", "stability", "has_receivables", "payment", "by_rate", "settled", "late",
    "retention_days", "overdue", "oldest_days", "depth", "contacts", "roles", "missing_roles", "has_contacts",
    "any_contacts", "contact_days", "space", "white_space", "needs", "bought_lines", "project_amount",
    "largest_project", "expansion",
)  # fmt: skip
FINDING_COLUMNS = (
    "customer", "tier", "this_year", "last_year", "yoy", "settled", "late", "retention_overdue",
    "retention_days",
)  # fmt: skip
DIAGNOSES = ("stability", "collections", "relationship", "growth")
PREPAY_DAYS = 180
TIGHTEN_DAYS = 90
# What costs how much of the 100 points of collections: paying late, share overdue, age of the oldest.
LATE_POINTS, OVERDUE_POINTS, AGE_POINTS = 50.0, 30.0, 20.0
SPACE_POINTS = {"project": 100.0, "white_space": 80.0, "need": 60.0, "full": 40.0}
SINGLE_POINTS, ROLE_POINTS = 25.0, 25.0
# From three times last year on, "x times" reads better than a percentage.
MULTIPLE = 2.0


@dataclass(frozen=True)
class HealthResult:
    """The health table and what deserves attention.

    ``frame`` has exactly ``HEALTH_COLUMNS`` (the computed and edit columns of the schema table), sorted by
    this year's revenue descending, then name, RangeIndex. Scores are 0..100; ``confidence`` is the share
    of the weights whose diagnosis had data. ``proposed_causes`` is its cause of decline before the user's
    choices, on the same rows.
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...]
    proposed_causes: pd.Series


def stability_of(this: pd.Series, last: pd.Series, key: pd.Series, rules: HealthRules) -> pd.DataFrame:
    """Growth on last year and its label.

    Danger is a matter of key customers (A now or last year): ``danger_decline`` or worse. Any customer
    down by ``warning_decline`` or worse is declining. Without last year's revenue a customer is new, not
    infinitely grown.

    Args:
        this, last: (n,) money; ``last`` NaN when last year is unknown. ``key``: (n,) bool.

    Returns:
        yoy (NaN without revenue last year), stability (None when last year is unknown), danger and
        decline bool (a customer that bought last year and not this year has declined by all of it).
    """
    now, before = this.to_numpy(dtype=float), last.to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        yoy = np.where(before > 0, now / before - 1, np.nan)
    conditions = [
        now < 0,
        now == 0,
        np.isnan(before),
        before <= 0,
        key.to_numpy(dtype=bool) & (yoy <= rules.danger_decline + TOLERANCE),
        np.abs(yoy) <= rules.flat_band + TOLERANCE,
        yoy <= rules.warning_decline + TOLERANCE,
        yoy >= rules.fast_growth - TOLERANCE,
        yoy > 0,
    ]
    labels = ["returns", "inactive", "", "new", "danger", "flat", "warning", "fast", "growth"]
    label = np.select(conditions, labels, "normal").astype(object)
    label[label == ""] = None
    down = (yoy <= rules.warning_decline + TOLERANCE) & (np.abs(yoy) > rules.flat_band + TOLERANCE)
    danger = key.to_numpy(dtype=bool) & (yoy <= rules.danger_decline + TOLERANCE)
    columns = {"yoy": yoy, "stability": label, "danger": danger, "decline": down | danger}
    return as_objects(pd.DataFrame(columns, this.index))


def stability_scores(yoy: pd.Series, rules: HealthRules) -> np.ndarray:
    """0 at twice the danger decline, 30 at it, 60 at the warning, 80 at no change, 100 at fast growth."""
    lines = [2 * rules.danger_decline, rules.danger_decline, rules.warning_decline, 0.0, rules.fast_growth]
    # Steps must rise for the interpolation even where somebody sets the lines in an odd order.
    steps = np.maximum.accumulate(lines)
    return np.where(yoy.isna(), np.nan, np.interp(yoy.fillna(0.0), steps, [0.0, 30.0, 60.0, 80.0, 100.0]))


def collections_scores(collected: pd.DataFrame, rules: HealthRules) -> np.ndarray:
    """100 less points for the late-rate, for the overdue share of what is open, and for its age."""
    open_money = np.maximum(collected["receivable"].to_numpy(), collected["overdue"].to_numpy())
    share = np.divide(collected["overdue"], open_money, out=np.zeros(len(collected)), where=open_money > 0)
    age = (collected["oldest_days"].fillna(0.0) / max(rules.retention_days, 1)).clip(upper=1.0)
    late = collected["late_rate"].fillna(0.0)
    score = 100 - LATE_POINTS * late - OVERDUE_POINTS * share - AGE_POINTS * age
    return np.where(collected["has_data"], np.clip(score, 0, 100), np.nan)


def relationship_scores(known: pd.DataFrame) -> np.ndarray:
    """25 points a role; a single point stays at 25 however many roles that person has."""
    roles = known["roles"].map(len).to_numpy(dtype=float) * ROLE_POINTS
    score = np.select([known["depth"] == "none", known["depth"] == "single"], [0.0, SINGLE_POINTS], roles)
    return np.where(known["has_data"], score, np.nan)


def weighted_score(scores: pd.DataFrame, rules: HealthRules) -> pd.DataFrame:
    """The weighted mean of the diagnoses that had data, and the share of weight they carry.

    Args:
        scores: columns ``DIAGNOSES``, 0..100, NaN without data.

    Returns:
        score 0..100 (NaN when nothing is known) and confidence 0..1. Weights that are all 0 count as equal.
    """
    weights = np.array([getattr(rules, f"weight_{name}") for name in DIAGNOSES], dtype=float)
    weights = weights / weights.sum() if weights.sum() > 0 else np.full(len(DIAGNOSES), 1 / len(DIAGNOSES))
    values = scores[list(DIAGNOSES)].to_numpy(dtype=float)
    carried = (~np.isnan(values)) @ weights
    total = np.nan_to_num(values) @ weights
    score = np.divide(total, carried, out=np.full(len(values), np.nan), where=carried > TOLERANCE)
    return pd.DataFrame(
        {"score": np.clip(score, 0, 100), "confidence": np.minimum(carried, 1.0)}, scores.index
    )


def credit_advice(collected: pd.DataFrame, danger: pd.Series) -> np.ndarray:
    """Terms for next year: prepay, tighten or normal; None without receivables data.

    A habitual late payer pays first when it is also in danger or owes for more than 180 days, otherwise its
    terms are tightened; a temporary delay of more than 90 days tightens them too.
    """
    habitual = (collected["payment"] == "habitual").to_numpy()
    oldest = collected["oldest_days"].to_numpy(dtype=float)
    prepay = habitual & (danger.to_numpy(dtype=bool) | (oldest > PREPAY_DAYS))
    tighten = habitual | ((collected["payment"] == "temporary").to_numpy() & (oldest > TIGHTEN_DAYS))
    advice = np.where(prepay, "prepay", np.where(tighten, "tighten", "normal")).astype(object)
    advice[~collected["has_data"].to_numpy(dtype=bool)] = None
    return advice


def diagnose(
    book: CustomerBook,
    tables: Mapping[str, pd.DataFrame],
    decline_causes: Mapping[str, str],
    rules: Rules,
) -> HealthResult:
    """Diagnose every customer of the book.

    Args:
        book: customers with effective revenue.
        tables: ``orders``, ``receivables``, ``contacts``, ``opportunities``.
        decline_causes: customer → key the user chose in the health table; it is kept.
        rules: thresholds and weights.

    Returns:
        the health table, and findings on customers in danger, unexplained declines, single-point A
        customers, habitual late payers, overdue retention money and bare overrides.

    Source: methods §1 and §2.
    """
    facts, findings = _facts(book.frame, tables, rules)
    facts = as_objects(facts)
    facts["decline_cause"] = _causes(facts, decline_causes)
    facts["reason"] = object_array([_reason(row) for row in _records(facts, REASON_COLUMNS)])
    ranked = facts.sort_values(["this_year", "customer"], ascending=[False, True], kind="stable")
    ranked = ranked.reset_index(drop=True)
    frame = _presented(ranked)[list(HEALTH_COLUMNS)]
    proposed = pd.Series(_causes(ranked, {}), dtype=object)
    return HealthResult(frame, (*findings, *_findings(ranked)), proposed)


def _facts(
    book: pd.DataFrame, tables: Mapping[str, pd.DataFrame], rules: Rules
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """All diagnoses side by side on the book's index, and the findings of the tiers."""
    health, calendar = rules.health, rules.calendar
    collected = collections(book["name"], tables["receivables"], calendar, health)
    known = depth(book["name"], tables["contacts"], calendar, health)
    space = growth_space(book, tables["orders"], tables["opportunities"], calendar, health)
    tiers = assign_tiers(book, collected["payment"] == "habitual", space["expansion"], rules.tiers)
    key = (tiers.frame["tier"] == "A") | (tiers.frame["tier_last_year"] == "A")
    stable = stability_of(book["this_year"], book["last_year"], key, health)
    facts = pd.concat(
        [
            tiers.frame,
            book[["this_year", "last_year", "needs", "row"]],
            stable,
            collected.rename(columns={"has_data": "has_receivables"}),
            known.rename(columns={"has_data": "has_contacts"}),
            space.drop(columns="has_data"),
        ],
        axis=1,
    )
    facts["any_contacts"] = not tables["contacts"].empty
    facts["contact_days"] = health.contact_days
    facts["credit"] = credit_advice(collected, stable["danger"])
    facts["risk"] = _risk(facts)
    facts["potential"] = _potential(facts, health)
    scores = pd.DataFrame(
        {
            "stability": np.round(stability_scores(stable["yoy"], health)),
            "collections": np.round(collections_scores(collected, health)),
            "relationship": np.round(relationship_scores(known)),
            "growth": space["space"].map(SPACE_POINTS).to_numpy(dtype=float),
        },
        index=book.index,
    )
    total = weighted_score(scores, health)
    return pd.concat([facts, scores.add_suffix("_score"), total], axis=1), tiers.findings


def _risk(facts: pd.DataFrame) -> np.ndarray:
    """High: any danger (decline of a key customer, habitual late payer); for A also two warnings."""
    dangers = facts["danger"] | (facts["payment"] == "habitual")
    fragile = (facts["depth"] == "single") | ((facts["depth"] == "none") & facts["has_contacts"])
    warnings = [facts["decline"] & ~facts["danger"], facts["payment"] == "temporary", fragile]
    count = sum(warning.astype(int) for warning in warnings)
    high = dangers | ((facts["tier"] == "A") & (count >= 2))
    return np.where(high, "high", "low").astype(object)


def _potential(facts: pd.DataFrame, rules: HealthRules) -> np.ndarray:
    """High: B or C that grows fast, buys one line and needs others, or has a big project."""
    fast = facts["yoy"] >= rules.fast_growth - TOLERANCE
    one_line = (facts["bought_lines"] == 1) & (facts["white_space"].map(len) > 0)
    high = facts["tier"].isin(["B", "C"]) & (fast | one_line | facts["expansion"])
    return np.where(high, "high", "low").astype(object)


def _causes(facts: pd.DataFrame, chosen: Mapping[str, str]) -> np.ndarray:
    """The user's cause, else ``unknown`` for a decline, else None."""
    rows = zip(facts["customer"], facts["decline"], strict=True)
    return object_array([chosen.get(name) or ("unknown" if declined else None) for name, declined in rows])


def _records(facts: pd.DataFrame, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows as plain dictionaries; far faster than any row access of pandas."""
    lists = [facts[column].tolist() for column in columns]
    return (dict(zip(columns, row, strict=True)) for row in zip(*lists, strict=True))


def _presented(facts: pd.DataFrame) -> pd.DataFrame:
    """The facts as the table shows them: blank where there is no data, lists as sentences."""
    owed = facts["has_receivables"].to_numpy(dtype=bool)
    shown = facts.assign(score=np.round(facts["score"]))
    for column in ("receivable", "overdue"):
        shown[column] = np.where(owed, facts[column], np.nan)
    shown["payment"] = facts["payment"].where(owed, None)
    shown["contacts"] = facts["contacts"].astype(float)
    rows = zip(facts["has_contacts"], facts["missing_roles"], strict=True)
    shown["missing_roles"] = object_array([roles_sentence(roles) if there else None for there, roles in rows])
    shown["white_space"] = object_array(
        [Sentence("T-LINES", {"lines": lines}) if lines else None for lines in facts["white_space"]]
    )
    return as_objects(shown)


def _reason(row: Mapping[str, Any]) -> tuple[Sentence, ...]:
    """The drivers of the verdict, one sentence a diagnosis, with their figures."""
    parts = (_stability_words(row), _payment_words(row), _depth_words(row), *_space_words(row))
    return tuple(part for part in parts if part is not None)


def _stability_words(row: Mapping[str, Any]) -> Sentence | None:
    label, yoy = row["stability"], row["yoy"]
    if label is None:
        return Sentence("T-YOY-UNKNOWN")
    if label in ("inactive", "returns", "new", "flat"):
        bought = label == "inactive" and yoy < 0
        values = {"amount": -row["this_year"], "last": row["last_year"]}
        return Sentence("T-YOY-STOPPED" if bought else f"T-YOY-{label.upper()}", values)
    if yoy >= MULTIPLE:
        return Sentence("T-YOY-MULTIPLE", {"times": yoy + 1})
    return Sentence(f"T-YOY-{label.upper()}", {"change": share_words(abs(yoy), 0.05, 0.10, 0.30, 0.50)})


def _payment_words(row: Mapping[str, Any]) -> Sentence | None:
    if not row["has_receivables"]:
        return None
    if row["payment"] == "habitual":
        by_rate = bool(row["by_rate"])
        values = {"settled": row["settled"], "late": row["late"], "days": row["retention_days"]}
        return Sentence("T-PAY-HABIT" if by_rate else "T-PAY-RETENTION", values)
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
    revenue, lines = row["this_year"], row["white_space"]
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


def _findings(ranked: pd.DataFrame) -> Iterable[Finding]:
    """What deserves attention, worst kinds first; at most 20 single findings of a kind."""
    important = ranked["tier"].isin(TIERS[:2])
    unexplained = ranked["decline"] & (ranked["decline_cause"] == "unknown")
    late = ranked["payment"] == "habitual"
    yield from _each(ranked, ranked["danger"], "F-210", "stability")
    yield from _each(ranked, unexplained & important, "F-211", "decline_cause")
    small = int((unexplained & ~important).sum())
    if small:
        yield Finding("F-212", Severity.NOTE, {"count": small}, Place("health", None, "decline_cause"))
    yield from _each(ranked, (ranked["tier"] == "A") & (ranked["depth"] == "single"), "F-213", "depth")
    silent = (ranked["tier"] == "A") & (ranked["depth"] == "none") & ranked["any_contacts"]
    yield from _each(ranked, silent, "F-216", "depth")
    yield from _each(ranked, late & ranked["by_rate"], "F-214", "payment")
    yield from _each(ranked, ranked["retention_overdue"] > 0, "F-215", "overdue")


def _each(ranked: pd.DataFrame, hit: pd.Series, code: str, column: str) -> list[Finding]:
    """One warning per customer that is hit, placed in the health table."""
    rows = ranked[hit].head(SINGLE_FINDINGS)
    found = [
        Finding(code, Severity.WARNING, {**values, "drop": -values["yoy"]}, Place("health", at, column))
        for at, values in zip(rows.index.tolist(), _records(rows, FINDING_COLUMNS), strict=True)
    ]
    return capped(found, int(hit.sum()))
