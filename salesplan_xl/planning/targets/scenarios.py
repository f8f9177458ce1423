"""Three views of next year side by side, and any the user copies from them (guide/confidence.md)."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.targets.revenue_distribution import RevenueDistribution, distribution_of
from salesplan_xl.planning.targets.separate_projects import plan_deals
from salesplan_xl.planning.targets.targets import Floats, Levels, factor, repeat_part
from salesplan_xl.rules import DistributionRules
from salesplan_xl.tiers import NEW, PLAN_TIERS, TIERS

__all__ = [
    "ASSUMPTIONS",
    "SCENARIOS",
    "Scenario",
    "ScenarioResult",
    "compare_scenarios",
    "differences",
    "negative_factor_findings",
    "scenario_of",
    "scenario_rows",
    "scenario_table",
    "standard_rows",
]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes to the plan's assumptions; without changes it is the plan itself.

    Args:
        growth_points: added to every customer's growth (a fraction: −0.05 is five points less).
        loss_factor: times every loss share, at most the whole base.
        loss_chance_factor: times every loss probability, at most certain.
        win_factor: times the chance of every open project, at most ``highest_chance``; signed ones stay certain.
        new_factor: times the new business.
        spread_factor: times the spread of all tiers.
    """

    growth_points: float = 0.0
    loss_factor: float = 1.0
    loss_chance_factor: float = 1.0
    win_factor: float = 1.0
    new_factor: float = 1.0
    spread_factor: float = 1.0


ASSUMPTIONS = tuple(field.name for field in dataclasses.fields(Scenario))
# The rows that every book starts with, for the user to change; the keys name their catalogue words.
SCENARIOS = {
    "cautious": Scenario(growth_points=-0.05, loss_chance_factor=1.5, win_factor=0.7, new_factor=0.7),
    "base": Scenario(),
    "ambitious": Scenario(growth_points=0.05, loss_chance_factor=0.5, win_factor=1.2, new_factor=1.2),
}


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioResult:
    """The outcome of a scenario; money in the book's unit.

    ``by_tier`` (A, B, C, N) and ``by_source`` (repeat, project, new) are two sums over the same ``total``;
    ``sure``, ``middle`` and ``stretch`` are reached with 80 %, 50 % and 20 % chance (as the rules say).
    """

    scenario: Scenario
    total: float
    by_tier: dict[str, float]
    by_source: dict[str, float]
    sure: float
    middle: float
    stretch: float
    distribution: RevenueDistribution
    differences: tuple[Sentence, ...]


def compare_scenarios(
    frame: pd.DataFrame,
    rules: DistributionRules | None = None,
    projects: pd.DataFrame | None = None,
    scenarios: Iterable[Scenario] = tuple(SCENARIOS.values()),
    plan: RevenueDistribution | None = None,
) -> tuple[ScenarioResult, ...]:
    """Every scenario over the same book: what differs is the assumptions.

    Args:
        frame: table ``targets`` after the user's edits.
        rules: spreads of the plan itself.
        projects: the projects behind the project column (``plan_projects``).
        scenarios: the standard three unless the user has others.
        plan: the distribution of the plan itself where it is known already.

    Returns:
        One result per scenario, in their order.
    """
    settings, deals = rules or DistributionRules(), plan_deals(frame, projects)
    drawn = {Scenario(): plan} if plan else {}
    results = []
    for scenario in scenarios:
        changed, won = _changed_frame(frame, scenario), _changed_deals(deals, scenario, settings)
        if scenario not in drawn:
            drawn[scenario] = distribution_of(changed, won, _changed_rules(settings, scenario))
        results.append(_result(changed, won, settings, scenario, drawn[scenario]))
    return tuple(results)


def _result(
    frame: pd.DataFrame,
    deals: pd.DataFrame,
    rules: DistributionRules,
    scenario: Scenario,
    distribution: RevenueDistribution,
) -> ScenarioResult:
    repeat = repeat_part(frame).to_numpy(dtype=np.float64)
    won = (deals["amount"] * deals["probability"]).to_numpy(dtype=np.float64)
    tiers = frame["tier"].to_numpy(dtype=object)
    tier_of = dict(zip(frame["customer"].tolist(), tiers.tolist(), strict=True))
    deal_tiers = np.array([tier_of.get(name) for name in deals["customer"].tolist()], dtype=object)
    new = tiers == NEW
    return ScenarioResult(
        scenario=scenario,
        total=distribution.mean,
        by_tier={
            tier: float(repeat[tiers == tier].sum() + won[deal_tiers == tier].sum()) for tier in PLAN_TIERS
        },
        by_source={
            "repeat": float(repeat[~new].sum()),
            "project": float(won.sum()),
            "new": float(repeat[new].sum()),
        },
        sure=distribution.sure(rules.sure_chance),
        middle=distribution.quantile(0.5),
        stretch=distribution.sure(rules.stretch_chance),
        distribution=distribution,
        differences=differences(scenario),
    )


def standard_rows(names: Mapping[str, str]) -> pd.DataFrame:
    """The standard scenarios as rows of table ``scenarios``, under their names in the book (by ``SCENARIOS`` key)."""
    return pd.DataFrame([{"name": names[key], **dataclasses.asdict(item)} for key, item in SCENARIOS.items()])


def scenario_table(
    stated: pd.DataFrame,
    frame: pd.DataFrame,
    rules: DistributionRules,
    projects: pd.DataFrame,
    level: Levels,
    plan: RevenueDistribution,
) -> pd.DataFrame:
    """The stated rows with what each scenario comes to; a row that says nothing gets no figures.

    Args:
        stated: table ``scenarios``: name and ``ASSUMPTIONS``; rows keep their places.
        frame, rules, projects, plan: as for ``compare_scenarios``.
        level: the plan's own figures.
    """
    table = stated[["name", *ASSUMPTIONS]].reset_index(drop=True)
    asked = table[table.notna().any(axis=1)]
    wanted = [scenario_of(row) for row in asked[list(ASSUMPTIONS)].to_dict("records")]
    results = scenario_rows(compare_scenarios(frame, rules, projects, wanted, plan), level)
    return table.join(results.set_axis(asked.index).reindex(table.index))


def scenario_of(row: Mapping[Hashable, float]) -> Scenario:
    """A row's assumptions; a blank one changes nothing, a factor below zero counts as zero."""
    stated = {str(key): value for key, value in row.items() if pd.notna(value)}
    return Scenario(
        **{key: value if key == "growth_points" else max(value, 0.0) for key, value in stated.items()}
    )


def negative_factor_findings(stated: pd.DataFrame, labels: Mapping[str, object]) -> list[Finding]:
    """Factors below zero.

    Args:
        stated: table ``scenarios``.
        labels: what each column is called.
    """
    return [
        Finding(
            "F-344", Severity.WARNING,
            {"name": stated["name"][row], "column": labels[key], "value": stated[key][row]},
            Place("scenarios", row, key),
        )
        for key in ASSUMPTIONS[1:]
        for row in stated.index[stated[key] < 0]
    ]  # fmt: skip


def _changed_frame(frame: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Customers, tiers and repeat factors of the targets under a scenario's growth, losses and new business."""
    new = frame["tier"].to_numpy(dtype=object) == NEW
    growth = factor(frame, "growth")
    changed = np.maximum(growth + scenario.growth_points, np.minimum(growth, -1.0))
    chance = np.clip(factor(frame, "loss_probability"), 0.0, 1.0)
    return pd.DataFrame(
        {
            "customer": frame["customer"],
            "tier": frame["tier"],
            "base": frame["base"] * np.where(new, scenario.new_factor, 1.0),
            "growth": np.where(new, growth, changed),
            "loss": _factored(factor(frame, "loss"), scenario.loss_factor, 1.0),
            "loss_probability": _factored(chance, scenario.loss_chance_factor, 1.0),
        }
    )


def _changed_deals(deals: pd.DataFrame, scenario: Scenario, rules: DistributionRules) -> pd.DataFrame:
    """The projects under a scenario's chances; what is signed stays signed."""
    chance = np.clip(deals["probability"].to_numpy(dtype=np.float64), 0.0, 1.0)
    open_chance = _factored(chance, scenario.win_factor, rules.highest_chance)
    return deals.assign(probability=np.where(chance >= 1.0, 1.0, open_chance))


def _factored(share: Floats, times: float, highest: float) -> Floats:
    """(n,) shares times a factor; it lifts one to the highest at most, and lowers nothing that is above."""
    changed = np.maximum(share * times, 0.0)
    return np.minimum(changed, np.maximum(share, highest)) if times > 1.0 else changed


def _changed_rules(rules: DistributionRules, scenario: Scenario) -> DistributionRules:
    return rules.with_spreads(scenario.spread_factor)


def differences(scenario: Scenario) -> tuple[Sentence, ...]:
    """Assumptions in which a scenario differs from the plan, one sentence per change."""
    words: list[Sentence] = []
    if scenario.growth_points:
        code = "outcomes.growth_more" if scenario.growth_points > 0 else "outcomes.growth_less"
        words.append(Sentence(code, {"points": round(abs(scenario.growth_points) * 100, 6)}))
    for field in ("loss_factor", "loss_chance_factor", "win_factor", "new_factor", "spread_factor"):
        factor = float(getattr(scenario, field))
        if factor != 1.0:
            code = f"outcomes.{field}_{'up' if factor > 1.0 else 'down'}"
            words.append(Sentence(code, {"factor": factor, "change": abs(factor - 1.0)}))
    return tuple(words) or (Sentence("outcomes.as_planned"),)


def scenario_rows(results: Iterable[ScenarioResult], level: Levels) -> pd.DataFrame:
    """The scenarios side by side, one row each, and how sure each of them makes the plan's levels.

    Args:
        results: what to compare.
        level: the plan's own figures; a scenario is judged by them, it does not move them.

    Returns:
        The computed columns of schema table ``scenarios``: money, chances (0–1, NaN without a company
        figure) and ``differs`` (sentences).
    """
    figures = {"guaranteed": level.guaranteed, "stretch": level.stretch, "company": level.company}
    return pd.DataFrame(
        [
            {
                "total": result.total,
                "sure": result.sure,
                "middle": result.middle,
                "stretch": result.stretch,
                **result.by_source,
                **{f"tier_{tier.lower()}": result.by_tier[tier] for tier in TIERS},
                **{
                    f"{key}_chance": np.nan if figure is None else result.distribution.probability_of(figure)
                    for key, figure in figures.items()
                },
                "differs": result.differences,
            }
            for result in results
        ]
    )
