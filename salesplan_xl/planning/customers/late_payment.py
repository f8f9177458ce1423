"""Open receivables that will probably come late, those worth a call first on top (guide/month.md).

Not yet due: the chance to be paid late, from the customer's own record. Overdue already: the chance that it is
still unpaid a month from now. Both are learnt from the book itself; a small book falls back on the plain late
rate. The list is ordered by open money × chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.customers.payment_history import (
    Floats,
    History,
    Invoices,
    history_of,
    invoices_of,
    usual_amounts,
)
from salesplan_xl.rules import LateRules

DEFAULTS = LateRules()
EVER = np.datetime64("9999-12-31")

FEATURES = 9
_NEWTON_STEPS = 12


@dataclass(frozen=True)
class LateModel:
    """The lessons of the book: scale and weights of the features, and how overdue money comes in.

    Args:
        book_rate: share of late invoices in the book.
        center, spread: (FEATURES,) of the features in the book.
        weights: (FEATURES + 1,) of the scaled features and the constant.
        stays: (5,) chance that money overdue 0–30, 31–60, 61–90, 91–180, 181+ days is unpaid after the horizon.
        learnt: invoices learnt from.
    """

    book_rate: float
    center: Floats
    spread: Floats
    weights: Floats
    stays: Floats
    learnt: int


AGE_BANDS = np.array([30.0, 60.0, 90.0, 180.0])


def late_probabilities(
    receivables: pd.DataFrame,
    as_of: np.datetime64,
    rules: LateRules = DEFAULTS,
    money: Unit = WAN,
    grace: int = 0,
) -> pd.DataFrame:
    """The chance of every invoice, from what was known on the as-of date only.

    Args:
        receivables: schema table ``receivables``.
        as_of: the day on which we stand; payments after it are not looked at.
        grace: days after the due date within which a payment is still on time.

    Returns:
        On the receivables' index: open (money), days (past due, ≤ 0 when not yet due), plain (the customer's
        late rate drawn toward the book's), probability, record (invoices of the customer that count),
        late (of them late), usual (its usual amount, NaN without record), known (False without customer, due
        date or amount: no probability).
    """
    invoices = invoices_of(receivables, as_of, money, grace)
    model = fit_late_model(invoices, rules)
    history = history_of(invoices, invoices.as_of_days, rules.prior_invoices, model.book_rate)
    usual = usual_amounts(invoices)
    probability = predict(model, _features(invoices, history, usual))
    ages = np.searchsorted(AGE_BANDS, np.maximum(invoices.overdue, 1.0))
    stays = _blend(model.stays[ages], history.rate, model.book_rate)
    probability = np.where(invoices.overdue > 0, stays, probability)
    return pd.DataFrame(
        {
            "open": invoices.open, "days": invoices.overdue, "plain": history.rate,
            "probability": np.where(invoices.usable, probability, np.nan),
            "record": history.count, "late": history.late, "usual": usual, "known": invoices.usable,
        },
        index=receivables.index,
    )  # fmt: skip


def _blend(stays: Floats, rate: Floats, book_rate: float) -> Floats:
    """The book's chance moved by the odds of the customer's own late rate against the book's, by half."""
    odds = _odds(stays) * np.sqrt(_odds(rate) / _odds(np.array(book_rate)))
    return np.asarray(odds / (1 + odds), dtype=np.float64)


def _odds(share: Floats) -> Floats:
    clear = np.clip(share, 0.01, 0.99)
    return np.asarray(clear / (1 - clear), dtype=np.float64)


def rank_receivables(
    receivables: pd.DataFrame,
    as_of: np.datetime64,
    until: np.datetime64,
    rules: LateRules = DEFAULTS,
    money: Unit = WAN,
    grace: int = 0,
) -> pd.DataFrame:
    """The receivables due until a day, those worth a call first on top.

    Args:
        receivables: schema table ``receivables``.
        as_of: the day on which we stand.
        until: last due date that is listed (as a rule the end of the month).
        money: unit of the amounts.
        grace: days after the due date within which a payment is still on time.

    Returns:
        On the receivables' index, ordered: customer, invoice, kind, due, the columns of ``late_probabilities``
        (open less payments entered for a later day), at_risk (open × probability).

    Source: guide/month.md month start list: amount × late rate; S0 collection list at the start of the month.
    """
    chances = late_probabilities(receivables, as_of, rules, money, grace)
    chances["open"] = np.minimum(chances["open"], invoices_of(receivables, EVER, money).open).round(6)
    named = receivables[["customer", "invoice", "kind", "due"]].join(chances)
    wanted = chances["known"] & (chances["open"] > money.tolerance) & (receivables["due"] <= until)
    rows = named[wanted].assign(at_risk=lambda frame: frame["open"] * frame["probability"])
    return rows.sort_values(
        ["at_risk", "open", "due", "customer", "invoice"],
        ascending=[False, False, True, True, True],
        kind="stable",
    )


def reasons(row: Mapping[str, Any], rules: LateRules, money: Unit) -> tuple[Sentence, ...]:
    """The chance of one receivable in words, and what it rests on."""
    code = "late.overdue" if row["days"] > 0 else "late.to_come" if row["days"] < 0 else "late.today"
    words = [
        Sentence(code, {"days": abs(row["days"]), "rate": row["probability"], "horizon": rules.horizon_days})
    ]
    record = {"late": row["late"], "count": row["record"], "rate": row["plain"]}
    words.append(Sentence("late.record" if row["record"] > 0 else "late.no_record", record))
    if row["days"] <= 0 and row["kind"] == "retention":
        words.append(Sentence("late.retention"))
    large = rules.large_times * row["usual"] - money.tolerance
    if row["record"] > 0 and row["usual"] > 0 and row["open"] >= large:
        words.append(Sentence("late.large", {"times": row["open"] / row["usual"]}))
    return tuple(words)


def fit_late_model(invoices: Invoices, rules: LateRules = DEFAULTS) -> LateModel:
    """Learn from every invoice that was due before the as-of date.

    Each is described by what was known when it fell due. A logistic fit is held to the plain late rate
    (weight 1 on its log-odds, 0 on all else), so few invoices give the plain rate and many correct it.
    """
    past = np.flatnonzero(invoices.judged)
    book_rate = (invoices.late[past].sum() + 1.0) / (len(past) + 4.0)
    latest = past[np.argsort(-invoices.due[past], kind="stable")[: rules.most_invoices]]
    cut = invoices.due - rules.known_after_days
    history = history_of(invoices, cut, rules.prior_invoices, book_rate)
    features = _features(invoices, history, usual_amounts(invoices))[latest]
    center, spread = _scale(features)
    prior = np.zeros(FEATURES + 1)
    # The prior says: log-odds of being late = log-odds of the plain rate.
    prior[0], prior[-1] = spread[0], center[0]
    weights = prior
    if len(latest) >= rules.least_invoices:
        scaled = np.column_stack([(features - center) / spread, np.ones(len(features))])
        weights = _fit(scaled, invoices.late[latest].astype(np.float64), prior, rules.pull)
    return LateModel(float(book_rate), center, spread, weights, _staying(invoices, rules), len(latest))


def _scale(features: Floats) -> tuple[Floats, Floats]:
    if not len(features):
        return np.zeros(FEATURES), np.ones(FEATURES)
    spread = features.std(axis=0)
    return features.mean(axis=0), np.where(spread > 1e-9, spread, 1.0)


def _features(invoices: Invoices, history: History, usual: Floats) -> Floats:
    """(n, FEATURES) plain log-odds first: kind, record, days late, spread, size, end of the year."""
    log_odds = np.log(_odds(history.rate))
    kinds = [(invoices.kind == kind).astype(np.float64) for kind in ("advance", "retention")]
    size = np.log(np.clip(invoices.amount / np.where(usual > 0, usual, 1.0), 0.05, 20.0))
    month = (invoices.due_month == 12) | (invoices.due_month == 1)
    columns = [
        log_odds, *kinds, kinds[1] * log_odds, history.mean_days / 10.0, np.log(history.spread_days),
        np.log1p(history.count), np.where(usual > 0, size, 0.0), month.astype(np.float64),
    ]  # fmt: skip
    return np.asarray(np.nan_to_num(np.column_stack(columns)), dtype=np.float64)


def _fit(features: Floats, late: Floats, prior: Floats, pull: float) -> Floats:
    """Penalised logistic regression by Newton's method; deterministic, no step leaves the penalty's hold."""
    weights = prior.copy()
    hold = np.full(len(prior), pull)
    for _ in range(_NEWTON_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (late - chance) - hold * (weights - prior)
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + np.diag(hold)
        step = np.linalg.solve(curve, slope)
        weights += np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(weights, dtype=np.float64)


def predict(model: LateModel, features: Floats) -> Floats:
    """(n,) chance to be paid late."""
    score = (features - model.center) / model.spread @ model.weights[:-1] + model.weights[-1]
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))), dtype=np.float64)


def _staying(invoices: Invoices, rules: LateRules) -> Floats:
    """By age of overdue money: the share that was still unpaid after the horizon, from the book's own past.

    Every late invoice is looked at when it had just reached each age; two made-up cases keep few from
    saying never or always.
    """
    stays = np.empty(len(AGE_BANDS) + 1)
    for at, age in enumerate([1.0, *(AGE_BANDS + 1)]):
        long_ago = invoices.usable & (invoices.as_of - invoices.due >= age + rules.horizon_days)
        reached = long_ago & (invoices.days_taken >= age)
        still = reached & (invoices.days_taken >= age + rules.horizon_days)
        stays[at] = (still.sum() + 1.0) / (reached.sum() + 2.0)
    return stays


def auc(labels: npt.ArrayLike, scores: npt.ArrayLike) -> float | None:
    """Share of pairs in which a late invoice is ranked above a punctual one (0.5 is chance); None without both kinds.

    Args:
        labels: (n,) true when late.
        scores: (n,) higher means later; ties count half.
    """
    late, score = np.asarray(labels, dtype=bool), pd.Series(np.asarray(scores, dtype=np.float64))
    hits, misses = int(late.sum()), int((~late).sum())
    if not hits or not misses:
        return None
    ranks = score.rank().to_numpy()
    return float((ranks[late].sum() - hits * (hits + 1) / 2) / (hits * misses))


@dataclass(frozen=True, slots=True)
class LateCheck:
    """Measured on invoices that the fit has not seen.

    Args:
        invoices, late: how many, and how many of them were late.
        auc, plain_auc: of the ranking, and of the customers' plain late rates; None without both kinds.
    """

    invoices: int
    late: int
    auc: float | None
    plain_auc: float | None


def held_out_check(
    receivables: pd.DataFrame,
    as_of: np.datetime64,
    until: np.datetime64,
    rules: LateRules = DEFAULTS,
    money: Unit = WAN,
) -> LateCheck:
    """Stand on the as-of date, rank what falls due from then until a day, and compare with what happened.

    Args:
        receivables: schema table ``receivables``, with payments known up to ``until``.
    """
    chances = late_probabilities(receivables, as_of, rules, money)
    truth = invoices_of(receivables, until, money)
    tested = chances["known"].to_numpy(dtype=bool) & (chances["open"] > money.tolerance).to_numpy()
    tested &= (truth.due >= truth.day(as_of)) & (truth.due < truth.as_of)
    late = truth.late[tested]
    scores = [chances[key].to_numpy()[tested] for key in ("probability", "plain")]
    return LateCheck(int(tested.sum()), int(late.sum()), auc(late, scores[0]), auc(late, scores[1]))
