"""The key action of each customer, the next step, and how often to visit (guide/map.md; S0)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.opportunity_stages import is_open
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
    "win_project",
    "tighten_credit",
    "reactivate",
    "reach_decision",
    "open_lines",
    "serve_as_a",
    "ask_referral",
    "maintain",
)
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
    yoy: Floats


def propose_actions(
    health: pd.DataFrame, targets_frame: pd.DataFrame, opportunities: pd.DataFrame, rules: Rules
) -> pd.DataFrame:
    """The proposed key action, next step, due date and reason of every plan row.

    In this order: an A customer in decline, or a B or C in danger, is won back (unless its own business is
    the cause); a project under way is won; a habitual late payer gets tighter terms; a customer without
    revenue is woken up; with A, B or high potential a single contact is widened to the decision level and
    unsold lines are opened; a high-potential B is served as an A; a C customer is asked for referrals; all
    others are maintained. New business is developed.

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
    action = np.select([holds[key] for key in keys], keys, PRIORITY[-1]).astype(object)
    steps = _next_steps(opportunities, targets_frame)
    own = [_own_step(key, tier) for key, tier in zip(action.tolist(), facts.tier.tolist(), strict=True)]
    chosen = [steps.get(row, (step, pd.NaT)) for row, step in enumerate(own)]
    frame = pd.DataFrame({"customer": targets_frame["customer"].astype(object)})
    frame["key_action"] = pd.Series(action, index=frame.index, dtype=object)
    frame["next_action"] = pd.Series([step for step, _ in chosen], index=frame.index, dtype=object)
    frame["due"] = pd.Series([due for _, due in chosen], index=frame.index, dtype="datetime64[ns]")
    frame["reason"] = pd.Series(_reasons(action, facts), index=frame.index, dtype=object)
    return frame


def _facts(health: pd.DataFrame, frame: pd.DataFrame, opportunities: pd.DataFrame, rules: Rules) -> _Facts:
    """The diagnosis of each plan row; rows that health does not know stay without one."""
    diagnosis = health.set_index("customer").reindex(pd.Index(frame["customer"], dtype=object))

    def column(key: str) -> npt.NDArray[np.object_]:
        values = diagnosis[key] if key in diagnosis else pd.Series(None, index=diagnosis.index, dtype=object)
        return values.astype(object).where(values.notna(), None).to_numpy(dtype=object)

    this_year, last_year = (diagnosis[key].to_numpy(dtype="float64") for key in ("this_year", "last_year"))
    grew = last_year > 0
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
        project=_open_money(frame, opportunities, rules),
        yoy=np.where(grew, this_year / np.where(grew, last_year, 1.0) - 1.0, np.nan),
    )


def _open_money(frame: pd.DataFrame, opportunities: pd.DataFrame, rules: Rules) -> Floats:
    """(n,) full money of the projects of each row that are still to be won in the plan year."""
    projects = plan_projects(opportunities, rules)
    projects = projects[~projects["signed"].astype(bool)]
    row = plan_rows(projects["customer"], frame)
    inside = row >= 0
    amount = projects["amount"].to_numpy(dtype="float64")[inside]
    return np.bincount(row[inside], weights=amount, minlength=len(frame)).astype(np.float64)


def _holding(facts: _Facts) -> dict[str, Mask]:
    """The actions that the diagnosis of each row asks for."""
    danger, warning = facts.stability == "danger", facts.stability == "warning"
    falling = danger | warning & ((facts.tier == BEST) | (facts.cause == "share_lost"))
    worth_depth = np.isin(facts.tier, (BEST, SECOND)) | (facts.potential == "high")
    return {
        "develop_new": facts.tier == NEW,
        "win_back": falling & (facts.cause != "own_business"),
        "win_project": facts.project > 0,
        "tighten_credit": facts.payment == "habitual",
        "reactivate": np.isin(facts.stability, ("inactive", "returns")),
        "reach_decision": worth_depth & (facts.depth == "single"),
        "open_lines": worth_depth & facts.has_lines,
        "serve_as_a": (facts.tier == SECOND) & (facts.potential == "high"),
        "ask_referral": facts.tier == LAST,
    }


def _reasons(action: npt.NDArray[np.object_], facts: _Facts) -> list[Sentence]:
    """The reason for each row's action, with the figure that decided it."""
    columns = (facts.yoy.tolist(), facts.project.tolist(), facts.lines.tolist(), facts.tier.tolist())
    return [
        Sentence(_reason_code(key, yoy, lines), {"fall": -yoy, "money": money, "lines": lines, "tier": tier})
        for key, yoy, money, lines, tier in zip(action.tolist(), *columns, strict=True)
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
    return Sentence(f"actions.step_{key}")


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


def visits_per_month(tier: pd.Series, potential: pd.Series, rules: CapacityRules) -> Floats:
    """(n,) visits a month by tier (``visits_a_month``); blank (NaN) for new business."""
    rows = zip(tier.tolist(), (potential == "high").tolist(), strict=True)
    return np.array([visits_a_month(key, high, rules) for key, high in rows], dtype=np.float64)
