"""The customer health table: four diagnoses, risk and potential, a score, and the reason in words.

Source of the rules: guide/health.md; article S0. Missing input is left out of the score and lowers only confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.customer_book import (
    SINGLE_FINDINGS,
    CustomerBook,
    as_objects,
    capped,
    object_array,
)
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.customers.health_reasons import health_reason, roles_sentence
from salesplan_xl.planning.customers.health_scores import (
    DIAGNOSES,
    Floats,
    collections_points,
    declines,
    growth_rates,
    relationship_points,
    risk_keys,
    stability_labels,
    stability_points,
    weighted_points,
    whole_points,
)
from salesplan_xl.planning.customers.margins import gross_margins
from salesplan_xl.planning.customers.receivables import collections
from salesplan_xl.planning.customers.relationships import depth, growth_space
from salesplan_xl.planning.customers.tiers import assign_tiers
from salesplan_xl.planning.customers.year_estimate import (
    YearOutlook,
    compared_years,
    estimate_words,
    estimate_year,
    growth_of,
    outlook_of,
)
from salesplan_xl.rules import HealthRules, Rules
from salesplan_xl.tiers import BEST, SECOND, TIERS

HEALTH_COLUMNS = (
    "customer", "tier", "this_year", "receivable", "depth", "space", "risk", "potential", "score",
    "confidence", "reason", "last_year", "stability", "decline_cause", "overdue", "oldest_days", "late_rate",
    "payment", "credit", "contacts", "missing_roles", "white_space", "stability_score", "collections_score",
    "relationship_score", "growth_score", "tier_cumulative", "tier_threshold", "cumulative_share",
    "migration", "tier_reason", "gross_margin", "estimate", "compared_this", "compared_last",
)  # fmt: skip
REASON_COLUMNS = (
    "estimate", "last_year", "yoy", "stability", "by_estimate", "estimate_words", "has_receivables", "payment", "habit",
    "judged", "late", "abandoned",
    "retention_days", "overdue", "oldest_days", "depth", "contacts", "roles", "missing_roles", "has_contacts",
    "any_contacts", "contact_days", "space", "white_space", "needs", "bought_lines", "project_amount",
    "largest_project", "expansion",
)  # fmt: skip
DEFAULTS = HealthRules()
FINDING_COLUMNS = (
    "customer", "tier", "compared_this", "compared_last", "yoy", "judged", "late", "abandoned", "retention_overdue",
    "retention_days",
)  # fmt: skip


@dataclass(frozen=True)
class HealthResult:
    """The health table and what deserves attention.

    ``frame`` has exactly ``HEALTH_COLUMNS`` (the computed and edit columns of the schema table), sorted by
    the estimate of this year descending, then name, RangeIndex. Scores are 0..100; ``confidence`` is the share
    of the weights whose diagnosis had data. ``proposed_causes`` is its cause of decline before the user's
    choices and ``estimate_words`` the parts of each estimate (nothing once the year is over), on the
    same rows. ``outlook`` is this year of the whole book.
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...]
    proposed_causes: pd.Series
    estimate_words: pd.Series
    outlook: YearOutlook


def stability_of(
    this: pd.Series, last: pd.Series, key: pd.Series, rules: HealthRules, growth: Floats | None = None
) -> pd.DataFrame:
    """Growth on last year and its label.

    Danger is a matter of key customers (A now or last year): ``danger_decline`` or worse. Any customer
    down by ``warning_decline`` or worse is declining. Without last year's revenue a customer is new, not
    infinitely grown.

    Args:
        this, last: (n,) money; ``last`` NaN when last year is unknown. ``key``: (n,) bool.
        growth: (n,) like for like where the year is not over; ``None``: this on last.

    Returns:
        yoy (NaN without revenue last year), stability (None when last year is unknown), danger and
        decline bool (a customer that bought last year and not this year has declined by all of it).
    """
    now, before = this.to_numpy(dtype=float), last.to_numpy(dtype=float)
    important = key.to_numpy(dtype=bool)
    yoy = growth_rates(now, before) if growth is None else growth
    label = stability_labels(now, before, yoy, important, rules)
    danger, decline = declines(yoy, important, rules)
    columns = {"yoy": yoy, "stability": label, "danger": danger, "decline": decline}
    return as_objects(pd.DataFrame(columns, this.index))


def stability_scores(yoy: pd.Series, rules: HealthRules) -> np.ndarray:
    """Points of each growth rate (``stability_points``); NaN without one."""
    return stability_points(yoy.to_numpy(dtype=float), rules)


def collections_scores(collected: pd.DataFrame, rules: HealthRules) -> np.ndarray:
    """Points of each row of ``receivables.collections`` (``collections_points``); NaN without data."""
    columns = ("receivable", "overdue", "oldest_days", "late_rate")
    receivable, overdue, oldest, late = (collected[key].to_numpy(dtype=float) for key in columns)
    points = collections_points(receivable, overdue, oldest, late, rules)
    return np.where(collected["has_data"], points, np.nan)


def relationship_scores(contacts: pd.DataFrame) -> np.ndarray:
    """Points of each row of ``relationships.depth`` (``relationship_points``); NaN without data."""
    roles = contacts["roles"].map(len).to_numpy(dtype=float)
    points = relationship_points(contacts["depth"].to_numpy(dtype=object), roles)
    return np.where(contacts["has_data"], points, np.nan)


def weighted_score(scores: pd.DataFrame, rules: HealthRules) -> pd.DataFrame:
    """The weighted mean of the diagnoses that had data, and the share of weight they carry.

    Args:
        scores: columns ``DIAGNOSES``, 0..100, NaN without data.

    Returns:
        score 0..100 (NaN when nothing is known) and confidence 0..1. Weights that are all 0 count as equal.
    """
    score, confidence = weighted_points(scores[list(DIAGNOSES)].to_numpy(dtype=float), rules)
    return pd.DataFrame({"score": score, "confidence": confidence}, scores.index)


def credit_advice(collected: pd.DataFrame, danger: pd.Series, rules: HealthRules = DEFAULTS) -> np.ndarray:
    """Terms for next year: prepay, tighten or normal; None without receivables data.

    A habitual late payer pays first when it is also in danger or owes for longer than ``prepay_days``,
    otherwise its terms are tightened; a temporary delay longer than ``tighten_days`` tightens them too.
    """
    habitual = (collected["payment"] == "habitual").to_numpy()
    oldest = collected["oldest_days"].to_numpy(dtype=float)
    prepay = habitual & (danger.to_numpy(dtype=bool) | (oldest > rules.prepay_days))
    tighten = habitual | ((collected["payment"] == "temporary").to_numpy() & (oldest > rules.tighten_days))
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

    Source: guide/health.md and guide/tiers.md; article S0 (four diagnoses).
    """
    estimates = estimate_year(book.frame, tables["orders"], tables["opportunities"], rules)
    facts, findings = _facts(book.frame.join(estimates), tables, rules)
    facts = as_objects(facts)
    facts["decline_cause"] = pd.Series(_causes(facts, decline_causes), facts.index, dtype=object)
    facts["reason"] = object_array(
        [health_reason(row, rules.health) for row in plain_rows(facts, REASON_COLUMNS)]
    )
    ranked = facts.sort_values(["estimate", "customer"], ascending=[False, True], kind="stable")
    ranked = ranked.reset_index(drop=True)
    frame = _presented(ranked)
    proposed = pd.Series(_causes(ranked, {}), dtype=object)
    outlook = outlook_of(book.frame, estimates, rules)
    return HealthResult(
        frame, (*findings, *_findings(ranked)), proposed, ranked["estimate_words"].reset_index(drop=True), outlook
    )  # fmt: skip


def _facts(
    book: pd.DataFrame, tables: Mapping[str, pd.DataFrame], rules: Rules
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """All diagnoses side by side on the book's index, and the findings of the tiers.

    Tiers, stability and growth space stand on the estimate of the year; only ``this_year`` is revenue to date.
    """
    health, calendar, money = rules.health, rules.calendar, rules.money.unit
    to_date, book = book["this_year"], book.assign(this_year=book["estimate"])
    collected = collections(
        book["name"], tables["receivables"], calendar, health, money, rules.months.grace_days
    )
    contacts = depth(book["name"], tables["contacts"], calendar, health)
    space = growth_space(book, tables["orders"], tables["opportunities"], calendar, health, money)
    tiers = assign_tiers(book, collected["payment"] == "habitual", space["expansion"], rules.tiers, money)
    key = (tiers.frame["tier"] == BEST) | (tiers.frame["tier_last_year"] == BEST)
    compared = compared_years(book)
    stable = stability_of(book["estimate"], book["last_year"], key, health, growth_of(compared))
    facts = pd.concat(
        [
            tiers.frame,
            book[["estimate", "last_year", "needs", "row"]].assign(this_year=to_date),
            stable,
            collected.rename(columns={"has_data": "has_receivables"}),
            contacts.rename(columns={"has_data": "has_contacts"}),
            space.drop(columns="has_data"),
        ],
        axis=1,
    )
    by_estimate = ~(book["same_last"] > 0) & (book["kind"] != "over")
    facts = facts.assign(**compared, by_estimate=by_estimate)
    facts["estimate_words"] = object_array(
        estimate_words(book.assign(this_year=to_date), tables["opportunities"], rules)
    )
    facts["any_contacts"] = not tables["contacts"].empty
    facts["contact_days"] = health.contact_days
    facts["gross_margin"] = gross_margins(book, tables["orders"], calendar)
    facts["credit"] = credit_advice(collected, stable["danger"], health)
    facts["risk"] = _risk(facts, health)
    facts["potential"] = _potential(facts, health)
    scores = pd.DataFrame(
        {
            "stability": whole_points(stability_scores(stable["yoy"], health)),
            "collections": whole_points(collections_scores(collected, health)),
            "relationship": whole_points(relationship_scores(contacts)),
            "growth": space["space"].map(health.space_points).to_numpy(dtype=float),
        },
        index=book.index,
    )
    total = weighted_score(scores, health)
    return pd.concat([facts, scores.add_suffix("_score"), total], axis=1), tiers.findings


def _risk(facts: pd.DataFrame, rules: HealthRules) -> np.ndarray:
    """The risk of each customer (``risk_keys``)."""
    keys = ("danger", "decline", "has_contacts", "payment", "depth", "tier")
    return risk_keys({key: facts[key].to_numpy() for key in keys}, rules)


def _potential(facts: pd.DataFrame, rules: HealthRules) -> np.ndarray:
    """High: B or C that grows fast, buys one line and needs others, or has a big project."""
    fast = facts["yoy"] >= rules.fast_growth - DUST
    one_line = (facts["bought_lines"] == 1) & (facts["white_space"].map(len) > 0)
    high = facts["tier"].isin(TIERS[1:]) & (fast | one_line | facts["expansion"])
    return np.where(high, "high", "low").astype(object)


def _causes(facts: pd.DataFrame, chosen: Mapping[str, str]) -> np.ndarray:
    """The user's cause, else ``unknown`` for a decline, else None."""
    rows = zip(facts["customer"], facts["decline"], strict=True)
    return object_array([chosen.get(name) or ("unknown" if declined else None) for name, declined in rows])


def _presented(facts: pd.DataFrame) -> pd.DataFrame:
    """The facts as the table shows them: blank where there is no data, lists as sentences."""
    owed = facts["has_receivables"].to_numpy(dtype=bool)
    payments = zip(owed.tolist(), facts["payment"], strict=True)
    roles = zip(facts["has_contacts"], facts["missing_roles"], strict=True)
    texts = {
        "payment": [payment if there else None for there, payment in payments],
        "missing_roles": [roles_sentence(missing) if there else None for there, missing in roles],
        "white_space": [
            Sentence("T-LINES", {"lines": lines}) if lines else None for lines in facts["white_space"]
        ],
    }
    return facts[list(HEALTH_COLUMNS)].assign(
        score=whole_points(facts["score"].to_numpy(dtype=float)),
        receivable=np.where(owed, facts["receivable"], np.nan),
        overdue=np.where(owed, facts["overdue"], np.nan),
        contacts=facts["contacts"].astype(float),
        **{key: pd.Series(object_array(cells), facts.index, dtype=object) for key, cells in texts.items()},
    )


def _findings(ranked: pd.DataFrame) -> Iterable[Finding]:
    """Customers that deserve attention, worst kinds first; at most 20 single findings of a kind."""
    important = ranked["tier"].isin((BEST, SECOND))
    unexplained = ranked["decline"] & (ranked["decline_cause"] == "unknown")
    late = ranked["payment"] == "habitual"
    yield from _each(ranked, ranked["danger"], "F-210", "stability")
    yield from _each(ranked, unexplained & important, "F-211", "decline_cause")
    small = int((unexplained & ~important).sum())
    if small:
        yield Finding("F-212", Severity.NOTE, {"count": small}, Place("health", None, "decline_cause"))
    yield from _each(ranked, (ranked["tier"] == BEST) & (ranked["depth"] == "single"), "F-213", "depth")
    silent = (ranked["tier"] == BEST) & (ranked["depth"] == "none") & ranked["any_contacts"]
    yield from _each(ranked, silent, "F-216", "depth")
    yield from _each(ranked, late & (ranked["habit"] == "rate"), "F-214", "payment")
    yield from _each(ranked, late & (ranked["habit"] == "abandoned"), "F-217", "payment")
    yield from _each(ranked, ranked["retention_overdue"] > 0, "F-215", "overdue")


def _each(ranked: pd.DataFrame, hit: pd.Series, code: str, column: str) -> list[Finding]:
    """One warning per customer that is hit, placed in the health table."""
    rows = np.flatnonzero(hit).tolist()
    if not rows:
        return []
    shown = rows[:SINGLE_FINDINGS]
    findings = [
        Finding(code, Severity.WARNING, _named(values), Place("health", at, column))
        for at, values in zip(shown, plain_rows(ranked.iloc[shown], FINDING_COLUMNS), strict=True)
    ]
    return capped(findings, len(rows))


def _named(values: Mapping[str, Any]) -> dict[str, object]:
    """The figures of a finding: revenue now and before as they are compared."""
    compared = {"this_year": values["compared_this"], "last_year": values["compared_last"]}
    return {**values, **compared, "drop": -values["yoy"]}
