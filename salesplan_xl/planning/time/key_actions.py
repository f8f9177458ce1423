"""The key action of each customer, the next step, and how often to visit (guide/map.md; S0)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import object_array, positions
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.customers.health_scores import growth_rates
from salesplan_xl.planning.customers.tier_lines import tiers_by_share
from salesplan_xl.planning.targets.projects import plan_projects, plan_rows
from salesplan_xl.planning.time.visit_days import visits_a_month
from salesplan_xl.rules import CapacityRules, Rules
from salesplan_xl.tiers import BEST, LAST, NEW, SECOND

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

# The first that holds is the key action; what must be saved comes before what may be won.
PRIORITY = (
    "develop_new",
    "win_back",
    "collect",
    "win_project",
    "tighten_credit",
    "reactivate",
    "reach_decision",
    "open_lines",
    "serve_as_a",
    "ask_referral",
    "maintain",
)
# ``collect`` is ``tighten_credit`` for the money that is overdue now.
SHOWN = {"collect": "tighten_credit"}
# What may stand behind the key action as the next thing to do.
SECONDS = ("win_back", "collect", "win_project", "tighten_credit", "reach_decision", "open_lines")
MONEY_ACTIONS = ("win_back", "collect", "win_project")
# A C customer that is only maintained gets no step of its own: less time for C is the point.
STEPLESS = ("maintain",)


@dataclass(frozen=True)
class _Facts:
    """The facts that the rules look at, one entry per plan row."""

    tier: npt.NDArray[np.object_]
    stability: npt.NDArray[np.object_]
    cause: npt.NDArray[np.object_]
    depth: npt.NDArray[np.object_]
    payment: npt.NDArray[np.object_]
    potential: npt.NDArray[np.object_]
    lines: npt.NDArray[np.object_]
    has_lines: Mask
    project: Floats
    weighted: Floats
    overdue: Floats
    yoy: Floats
    fallen: Floats
    was_large: Mask
    danger_decline: float


def propose_actions(
    health: pd.DataFrame, targets_frame: pd.DataFrame, opportunities: pd.DataFrame, rules: Rules
) -> pd.DataFrame:
    """The proposed key action, next step, due date and reason of every plan row.

    In this order: an A customer in decline or lost (tier A last year or a twentieth of that year's revenue, down
    by the danger line or to nothing), or a B or C in danger, is won back (unless its own business is the cause);
    a habitual late payer with money overdue, or one whose overdue money outweighs its projects at their chance,
    gets tighter terms, and before the winning back where more money is overdue than was lost; a project under way
    is won; any habitual late payer gets tighter terms; a customer without revenue is woken up; with A, B or
    high potential a single contact is widened to the decision level and unsold lines are opened; a high-potential
    B is served as an A; a C customer is asked for referrals; all others are maintained. New business is developed.
    The next that holds stands behind the next step.

    Args:
        health: schema table ``health``; decline_cause is used where present.
        targets_frame: customer and tier of every plan row, the new-business row included.
        opportunities: schema table ``opportunities``; the earliest dated next step of an open one leads.
        rules: plan year and stage defaults.

    Returns:
        customer, key_action (key of ``KEY_ACTIONS``), next_action (Sentence or None), due (datetime64, NaT
        where no opportunity gives a date), reason (Sentence), on the targets' index.

    Source: guide/map.md; article S0 (diagnosis decides the action).
    """
    facts = _facts(health, targets_frame, opportunities, rules)
    holds = _holding(facts)
    keys = list(PRIORITY[:-1])
    holds["win_back"] = holds["win_back"] & ~(holds["collect"] & (facts.overdue > facts.fallen))
    action = np.select([holds[key] for key in keys], keys, PRIORITY[-1]).astype(object)
    steps = _next_steps(opportunities, targets_frame)
    own = [_own_step(key, tier) for key, tier in zip(action.tolist(), facts.tier.tolist(), strict=True)]
    seconds = _seconds(action, _holding(facts))
    chosen = [
        _with_second(steps.get(row, (step, pd.NaT)), second)
        for row, (step, second) in enumerate(zip(own, seconds, strict=True))
    ]
    customers = targets_frame["customer"].astype(object)
    texts: dict[str, list[Any]] = {
        "key_action": [SHOWN.get(key, key) for key in action.tolist()],
        "next_action": [step for step, _ in chosen],
        "reason": _reasons(action, facts),
    }
    columns = {key: pd.Series(cells, customers.index, dtype=object) for key, cells in texts.items()}
    due = pd.Series([due for _, due in chosen], customers.index, dtype="datetime64[ns]")
    return pd.DataFrame({"customer": customers, **columns, "due": due})


def _facts(health: pd.DataFrame, frame: pd.DataFrame, opportunities: pd.DataFrame, rules: Rules) -> _Facts:
    """The diagnosis of each plan row; rows that health does not know stay without one."""
    at = positions(health["customer"], frame["customer"])

    def column(key: str) -> npt.NDArray[np.object_]:
        values = health[key].tolist() if key in health else [None] * len(health)
        # The position of a row that health does not know is -1: the blank behind all others.
        taken = object_array([*values, None])[at]
        taken[pd.isna(taken)] = None
        return taken

    def money(key: str) -> Floats:
        return np.append(health[key].to_numpy(dtype=np.float64), np.nan)[at]

    last = money("last_year")
    lines = column("white_space")
    return _Facts(
        tier=frame["tier"].to_numpy(dtype=object),
        stability=column("stability"),
        cause=column("decline_cause"),
        depth=column("depth"),
        payment=column("payment"),
        potential=column("potential"),
        lines=lines,
        has_lines=np.asarray([bool(text) for text in lines], dtype=bool) | (column("space") == "white_space"),
        **_open_money(frame, opportunities, rules),
        overdue=np.nan_to_num(money("overdue")),
        yoy=growth_rates(money("compared_this"), money("compared_last")),
        fallen=np.nan_to_num(last - money("estimate")),
        was_large=_was_large(np.nan_to_num(last), rules),
        danger_decline=rules.health.danger_decline,
    )


def _was_large(last: Floats, rules: Rules) -> Mask:
    """(n,) customers that were tier A last year, or brought a good part of that year."""
    if rules.tiers.tier_method == "threshold":
        best = last >= rules.tiers.a_threshold - rules.money.tolerance
    else:
        tiers, _ = tiers_by_share(last, np.arange(len(last)), rules.tiers, rules.money.unit)
        best = tiers == BEST
    part = last >= rules.health.lost_share * np.maximum(last, 0.0).sum() - rules.money.tolerance
    return np.asarray((last > 0) & (best | part), dtype=bool)


def _open_money(frame: pd.DataFrame, opportunities: pd.DataFrame, rules: Rules) -> dict[str, Floats]:
    """(n,) full money of the projects of each row that are still to be won in the plan year, and at their chance."""
    projects = plan_projects(opportunities, rules)
    row = plan_rows(projects["customer"], frame)
    inside = (row >= 0) & ~projects["signed"].to_numpy(dtype=bool)
    amount, weighted = (projects[key].to_numpy(dtype="float64")[inside] for key in ("amount", "money"))
    return {
        "project": np.bincount(row[inside], weights=amount, minlength=len(frame)).astype(np.float64),
        "weighted": np.bincount(row[inside], weights=weighted, minlength=len(frame)).astype(np.float64),
    }


def _holding(facts: _Facts) -> dict[str, Mask]:
    """The actions that the diagnosis of each row asks for."""
    danger, warning = facts.stability == "danger", facts.stability == "warning"
    falling = danger | warning & ((facts.tier == BEST) | (facts.cause == "share_lost"))
    lost = facts.was_large & (facts.yoy <= facts.danger_decline + DUST)
    habitual = facts.payment == "habitual"
    outweighs = habitual | (facts.overdue >= facts.weighted)
    worth_depth = np.isin(facts.tier, (BEST, SECOND)) | (facts.potential == "high")
    return {
        "develop_new": facts.tier == NEW,
        "win_back": (falling | lost) & (facts.cause != "own_business") & (facts.tier != NEW),
        "collect": (facts.overdue > 0) & outweighs,
        "win_project": facts.project > 0,
        "tighten_credit": habitual,
        "reactivate": np.isin(facts.stability, ("inactive", "returns")),
        "reach_decision": worth_depth & (facts.depth == "single"),
        "open_lines": worth_depth & facts.has_lines,
        "serve_as_a": (facts.tier == SECOND) & (facts.potential == "high"),
        "ask_referral": facts.tier == LAST,
    }


def _reasons(action: npt.NDArray[np.object_], facts: _Facts) -> list[Sentence]:
    """The reason for each row's action, with the figure that decided it."""
    columns = (facts.yoy, facts.project, facts.overdue, facts.lines, facts.tier)
    rows = zip(action.tolist(), *(column.tolist() for column in columns), strict=True)
    return [
        Sentence(
            _reason_code(key, yoy, lines),
            {"fall": -yoy, "money": money, "overdue": overdue, "lines": lines, "tier": tier},
        )
        for key, yoy, money, overdue, lines, tier in rows
    ]


def _reason_code(key: str, yoy: float, lines: object) -> str:
    """The wording of a reason; some actions have one with and one without a figure."""
    if key == "win_back" and not yoy < 0:
        return "actions.why_win_back_plain"
    if key == "open_lines" and not lines:
        return "actions.why_open_lines_plain"
    return f"actions.why_{key}"


def _own_step(key: str, tier: str) -> Sentence | None:
    """The next step the diagnosis suggests where no opportunity gives one."""
    if key in STEPLESS and tier != BEST:
        return None
    return Sentence(f"actions.step_{SHOWN.get(key, key)}")


def _seconds(action: npt.NDArray[np.object_], holds: dict[str, Mask]) -> list[str | None]:
    """The next thing that holds for each row whose key action is about money; ``None`` where there is none."""
    rows = zip(action.tolist(), *(holds[key].tolist() for key in SECONDS), strict=True)
    return [_second(key, held) if key in MONEY_ACTIONS else None for key, *held in rows]


def _second(key: str, held: Sequence[bool]) -> str | None:
    shown = SHOWN.get(key, key)
    others = (SHOWN.get(name, name) for name, holds in zip(SECONDS, held, strict=True) if holds)
    return next((name for name in others if name != shown), None)


def _with_second(
    step_due: tuple[Sentence | None, object], second: str | None
) -> tuple[Sentence | None, object]:
    """The next step, and by when, with what else is to be done."""
    step, due = step_due
    if second is None:
        return step_due
    also = Sentence("actions.also", {"action": second})
    return (Sentence("actions.and", {"first": step, "second": also}) if step else also), due


def _next_steps(opportunities: pd.DataFrame, frame: pd.DataFrame) -> dict[int, tuple[Sentence, object]]:
    """The leading next step of each plan row: earliest date first, then the larger amount."""
    step = opportunities["next_step"]
    rows = opportunities[is_open(opportunities) & (step.notna() & (step != "")).to_numpy(dtype=bool)]
    rows = rows.sort_values(
        ["next_date", "amount"], ascending=[True, False], kind="stable", na_position="last"
    )
    steps: dict[int, tuple[Sentence, object]] = {}
    columns = (rows["project"].tolist(), rows["next_step"].tolist(), rows["next_date"].tolist())
    for row, project, text, date in zip(plan_rows(rows["customer"], frame).tolist(), *columns, strict=True):
        steps.setdefault(row, (Sentence("actions.step", {"project": project, "step": text}), date))
    return steps


def visits_per_month(tiers: Iterable[object], potentials: Iterable[object], rules: CapacityRules) -> Floats:
    """(n,) visits a month by tier (``visits_a_month``); blank (NaN) for new business."""
    rows = zip(tiers, potentials, strict=True)
    return np.array([visits_a_month(tier, size == "high", rules) for tier, size in rows], dtype=np.float64)
