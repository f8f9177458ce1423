"""Conversion of each lead source, with care for small counts, and the move of effort (guide/funnel.md; S1).

A source with two leads of which one signed has not shown 50 %. Its rate is drawn toward the rate of the whole
book, and the book's toward the plan's; how far is learnt from how much the sources really differ
(beta-binomial, empirical Bayes).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.tracking.funnel_steps import STAGES, leads_by_source, work_back
from salesplan_xl.rules import FunnelRules, RateRules

DEFAULTS = RateRules()

Floats = npt.NDArray[np.float64]
Row = Mapping[Hashable, Any]
TRANSITIONS = (("lead", "need"), ("need", "proposal"), ("proposal", "signed"), ("lead", "signed"))
_GRID = 2_000


def pooled_weight(successes: Floats, trials: Floats, rules: RateRules = DEFAULTS) -> float:
    """Cases that the common rate is worth for one source, learnt from the spread between sources.

    Moment estimate of the beta-binomial: the more the sources differ beyond chance, the less they borrow.
    With fewer than two sources with cases nothing can be learnt and the default weight holds.
    """
    used = trials > 0
    k, n = successes[used], trials[used]
    total, count = n.sum(), len(n)
    rate = k.sum() / total if total else 0.0
    room = total - (n**2).sum() / total - (count - 1) if count > 1 else 0.0
    if room <= 0 or not 0 < rate < 1:
        return rules.prior_weight
    spread = (n * (k / n - rate) ** 2).sum() / (rate * (1 - rate))
    alike = (spread - (count - 1)) / room
    weight = (1 - alike) / alike if alike > 0 else math.inf
    return float(np.clip(weight, rules.least_weight, rules.most_weight))


def shrunk_rates(successes: Floats, trials: Floats, planned: float, rules: RateRules = DEFAULTS) -> Floats:
    """(n,) rates drawn toward the book's rate, which is drawn toward the plan's.

    Args:
        successes, trials: (n,) counts, successes ≤ trials.
        planned: the plan's rate, 0–1.
    """
    book = _book_rate(successes, trials, planned, rules)
    weight = pooled_weight(successes, trials, rules)
    return np.asarray((successes + weight * book) / (trials + weight), dtype=np.float64)


def _book_rate(successes: Floats, trials: Floats, planned: float, rules: RateRules) -> float:
    weight = rules.plan_weight
    total = trials.sum() + weight
    return float((successes.sum() + weight * planned) / total) if total else planned


def matured(people: pd.DataFrame, today: pd.Timestamp, rules: RateRules = DEFAULTS) -> pd.DataFrame:
    """The customers that conversion may be judged on: not those too young to have signed.

    A young one that has signed already does not count either: the quick ones alone would look like a marvel.

    Args:
        people: ``FunnelActuals.customers``.
        today: the day up to which the data reach.
    """
    young = people["opened"] > today - pd.Timedelta(days=rules.ripening_days)
    return people[~young.to_numpy(dtype=bool)].reset_index(drop=True)


def stage_rates(counts: pd.DataFrame, plan: FunnelRules, rules: RateRules = DEFAULTS) -> pd.DataFrame:
    """Conversion of each source at each step, and from lead to signature.

    Args:
        counts: source, lead, need, proposal, signed (``funnel.count_stages``, or kept by hand).
        plan: the plan's rates.

    Returns:
        source, step (``need``, ``proposal``, ``signed``, ``all`` = lead to signature), cases, reached,
        raw (NaN without cases), rate (shrunk), low and high (80 % range), weight (cases borrowed).

    Source: guide/funnel.md; S1 (30 % from trade fairs against 5 % online).
    """
    planned = (*plan.rates, math.prod(plan.rates))
    parts = []
    for (before, after), expected in zip(TRANSITIONS, planned, strict=True):
        n = counts[before].to_numpy(dtype=np.float64)
        k = np.minimum(counts[after].to_numpy(dtype=np.float64), n)
        weight = pooled_weight(k, n, rules)
        rate = shrunk_rates(k, n, expected, rules)
        low, high = _ranges(rate, n + weight)
        with np.errstate(invalid="ignore", divide="ignore"):
            raw = np.where(n > 0, k / n, np.nan)
        step = "all" if (before, after) == ("lead", "signed") else after
        parts.append(
            {
                "source": counts["source"].to_numpy(dtype=object), "step": np.full(len(n), step, dtype=object),
                "cases": n, "reached": k, "raw": raw, "rate": rate, "low": low, "high": high,
                "weight": np.full(len(n), weight),
            }
        )  # fmt: skip
    return pd.DataFrame({key: np.concatenate([part[key] for part in parts]) for key in parts[0]})


def own_rates(counts: pd.DataFrame, plan: FunnelRules, rules: RateRules = DEFAULTS) -> tuple[float, ...]:
    """Need, proposal and sign rate of the whole book, drawn toward the plan: what next month is planned with.

    The plan counts as a group of leads that went all the way at its rates, so that the three rates together
    are the rate from lead to signature that the sources are drawn to.
    """
    sums = [float(counts[stage].sum()) for stage in STAGES]
    passed = np.minimum.accumulate(sums) + rules.plan_weight * np.cumprod([1.0, *plan.rates])
    return tuple(
        float(after / before) if before > 0 else expected
        for before, after, expected in zip(passed, passed[1:], plan.rates, strict=False)
    )


def whole_rate(
    counts: pd.DataFrame, plan: FunnelRules, rules: RateRules = DEFAULTS
) -> tuple[float, float, float]:
    """From lead to signature, all sources together: rate (the product of ``own_rates``), 80 % range."""
    rate = np.array([math.prod(own_rates(counts, plan, rules))])
    low, high = _ranges(rate, np.array([counts["lead"].sum() + rules.plan_weight]))
    return float(rate[0]), float(low[0]), float(high[0])


def _ranges(rate: Floats, cases: Floats) -> tuple[Floats, Floats]:
    """10 % and 90 % points of beta distributions with these means and case counts."""
    grid = (np.arange(_GRID) + 0.5) / _GRID
    sums = np.cumsum(_densities(rate, cases), axis=1)
    low = grid[np.minimum((sums < 0.1).sum(axis=1), _GRID - 1)]
    high = grid[np.minimum((sums < 0.9).sum(axis=1), _GRID - 1)]
    return low, high


def _densities(rate: Floats, cases: Floats) -> Floats:
    """(n, grid) weights of beta distributions on a fixed grid of rates, each adding up to 1."""
    grid = (np.arange(_GRID) + 0.5) / _GRID
    a, b = (rate * cases)[:, None], ((1 - rate) * cases)[:, None]
    logs = (a - 1) * np.log(grid) + (b - 1) * np.log1p(-grid)
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def chance_better(rate: Floats, cases: Floats) -> Floats:
    """(n, n) how sure it is that the row's true rate is above the column's, by beta distributions."""
    dense = _densities(rate, cases)
    below = np.cumsum(dense, axis=1) - dense / 2
    return np.asarray(dense @ below.T)


def best_and_worst(rows: Sequence[Row]) -> tuple[int, int, float]:
    """Of two or more rows of ``stage_rates`` the best and the worst, and how sure it is that the best is better."""
    rates = np.array([row["rate"] for row in rows])
    best, worst = int(rates.argmax()), int(rates.argmin())
    cases = np.array([row["cases"] + row["weight"] for row in rows])
    return best, worst, float(chance_better(rates, cases)[best, worst])


@dataclass(frozen=True)
class Move:
    """A proposal where to move effort.

    Args:
        source: the source to do less of, None when nothing should move.
        target: the source to do more of.
        leads: leads a month to move.
        gain: new customers a year that this brings, at an equal effort per lead.
        sure: how sure it is that the target converts better.
        why: the reason in sentences; also says what is too small to judge.
    """

    source: str | None
    target: str | None
    leads: int
    gain: float
    sure: float
    why: tuple[Sentence, ...]


def propose_move(rates: pd.DataFrame, plan: FunnelRules, rules: RateRules = DEFAULTS) -> Move:
    """From which source to which effort should move, and what that would bring.

    Only sources with enough leads are compared, by shrunk rates, and only a difference that is sure enough
    moves anything. A small source that looks good is named as one to try, never as one to bet on.

    Args:
        rates: ``stage_rates``.
        plan: planned leads by source (how much there is to move).

    Source: guide/funnel.md monthly review; S1 (one more fair a month, less online: 30 % against 5 %).
    """
    overall = [row for row in rates.to_dict("records") if row["step"] == "all" and row["source"] != "unknown"]
    rows = [row for row in overall if row["cases"] >= rules.least_leads]
    small = _small_words([row for row in overall if row["cases"] < rules.least_leads], rules)
    if len(rows) < 2:
        values: dict[str, object] = {"least": rules.least_leads, "days": rules.ripening_days}
        return Move(None, None, 0, 0.0, 0.0, (Sentence("funnel.too_few", values), *small))
    best, worst, sure = best_and_worst(rows)
    words = _pair_values(rows[best], rows[worst], sure)
    if sure < rules.move_sureness or best == worst:
        return Move(None, None, 0, 0.0, sure, (Sentence("funnel.not_sure", words), *small))
    leads = _movable(rows[worst]["source"], plan, rules)
    gain = leads * 12 * float(rows[best]["rate"] - rows[worst]["rate"])
    why = (Sentence("funnel.move", {**words, "leads": leads, "gain": gain}), *small)
    if not leads:
        why = (Sentence("funnel.nothing_to_move", words), *small)
    return Move(str(words["worst"]), str(words["best"]), leads, gain, sure, why)


def _movable(source: str, plan: FunnelRules, rules: RateRules) -> int:
    planned = leads_by_source(work_back(plan.new_customers, plan.rates).leads, plan.lead_mix)
    return math.floor(planned.get(source, 0) * rules.move_share + 0.5)


def _pair_values(best: Row, worst: Row, sure: float) -> dict[str, object]:
    # Nobody is quite certain: what rounds to 100 % is told as 99 %.
    values: dict[str, object] = {"sure": min(sure, 0.99)}
    for name, row in (("best", best), ("worst", worst)):
        values |= {
            name: row["source"], f"{name}_cases": row["cases"], f"{name}_signed": row["reached"],
            f"{name}_raw": row["raw"], f"{name}_rate": row["rate"],
        }  # fmt: skip
    return values


def _small_words(small: Sequence[Row], rules: RateRules) -> tuple[Sentence, ...]:
    """Each source too small to judge: what its few leads seem to say, and how many more are wanted."""
    return tuple(
        Sentence(
            "funnel.small",
            {
                "source": row["source"], "cases": row["cases"], "signed": row["reached"], "raw": row["raw"],
                "rate": row["rate"], "more": math.ceil(rules.least_leads - row["cases"]),
            },
        )
        for row in small
        if row["cases"] > 0
    )  # fmt: skip
