"""Sentences on a figure by the distribution, and the chance of each level of the plan (guide/confidence.md)."""

from __future__ import annotations

import math

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.targets.new_business import over
from salesplan_xl.planning.targets.revenue_distribution import RevenueDistribution
from salesplan_xl.planning.targets.targets import GridResult, Levels
from salesplan_xl.rules import DistributionRules

__all__ = ["answer", "attainment_chances", "distribution_findings", "row_sentences", "source_name"]

DEFAULTS = DistributionRules()


def answer(distribution: RevenueDistribution, figure: float, rules: DistributionRules = DEFAULTS) -> Sentence:
    """The chance of a figure (money) of the user's own in words, such as 1800 or 2200 (S0).

    Nobody should read 100 % or 0 % of a year that is not over.
    """
    chance = distribution.probability_of(figure)
    values: dict[str, object] = {"figure": figure, "chance": chance}
    if chance >= 1.0 - rules.hopeless_chance:
        return Sentence("outcomes.answer_certain", values)
    if chance <= rules.hopeless_chance:
        return Sentence("outcomes.answer_hopeless", values)
    return Sentence("outcomes.answer", values)


def attainment_basis(level: Levels) -> GridResult:
    """The amounts that the sureness cells speak of: one that changed since is as sure as nobody knows."""
    company = level.derived if level.company is None else level.company
    amounts = {
        "derived": level.derived, "guaranteed": level.guaranteed, "stretch": level.stretch, "company": company,
    }  # fmt: skip
    return {(key, "basis"): amount for key, amount in amounts.items()}


def attainment_chances(distribution: RevenueDistribution, level: Levels) -> GridResult:
    """The sureness cells of grid ``commitments``: the chance to reach each level; None without a level."""
    return {
        ("derived", "sureness"): distribution.probability_of(level.derived),
        ("guaranteed", "sureness"): distribution.probability_of(level.guaranteed),
        ("stretch", "sureness"): distribution.probability_of(level.stretch),
        ("company", "sureness"): None
        if level.company is None
        else distribution.probability_of(level.company),
    }


def _said(distribution: RevenueDistribution, chance: float) -> float:
    """A figure as one would say it: four digits of the total, rounded down so that it stays true."""
    figure, size = distribution.sure(chance), max(abs(distribution.mean), distribution.sd)
    power = math.floor(math.log10(size)) - 3 if size > 0.0 else 0
    steps = math.floor(figure / 10.0**power + 1e-6)
    return steps * 10.0**power if power >= 0 else steps / 10.0**-power


def _lumpy(distribution: RevenueDistribution, guaranteed: float, rules: DistributionRules) -> bool:
    """Whether projects that come whole or not at all are what parts the sure figure from the weighted."""
    parts = distribution.contributions
    projects = float(parts.loc[parts["kind"] == "project", "share"].sum())
    gap = distribution.mean - guaranteed
    return projects >= rules.lumpy_share and gap > rules.lumpy_gap * abs(distribution.mean)


def row_sentences(distribution: RevenueDistribution, rules: DistributionRules) -> dict[str, Sentence | None]:
    """The sentences beside the sure, the even, the stretch and the mean figure of grid ``outcome``."""
    if distribution.sd <= 0.0:
        certain = Sentence("outcomes.point", {"amount": distribution.mean})
        return {"sure": certain, "middle": None, "stretch": None, "mean": None}
    guaranteed = _said(distribution, rules.sure_chance)
    lumpy: dict[str, object] = {
        "sure": rules.sure_chance,
        "guaranteed": guaranteed,
        "mean": distribution.mean,
    }
    return {
        "sure": Sentence("outcomes.sure", {"chance": rules.sure_chance}),
        "middle": Sentence("outcomes.middle"),
        "stretch": Sentence("outcomes.stretch", {"chance": rules.stretch_chance}),
        "mean": Sentence("outcomes.lumpy", lumpy)
        if _lumpy(distribution, guaranteed, rules)
        else Sentence("outcomes.mean"),
    }


def source_name(kind: str, customer: object, project: object) -> object:
    """A source of uncertainty (``RevenueDistribution.contributions``) as one would call it."""
    if kind == "customer":
        return customer
    if kind != "project":
        return Sentence(f"outcomes.source_{kind}")
    code = "outcomes.source_project" if isinstance(project, str) else "outcomes.source_project_unnamed"
    return Sentence(code, {"customer": customer, "project": project})


def distribution_findings(
    distribution: RevenueDistribution, level: Levels, rules: DistributionRules, money: Unit = WAN
) -> list[Finding]:
    """Levels of the plan that the distribution does not bear out.

    F-301 guaranteed below this year's actual; F-341 the company's figure is less sure than even; F-342 the
    guaranteed figure is less sure than it should be; F-343 the stretch figure is nearly out of reach.
    """
    findings: list[Finding] = []

    def add(code: str, severity: Severity, **values: object) -> None:
        findings.append(Finding(code, severity, values, Place("targets", None, "base")))

    guaranteed = distribution.probability_of(level.guaranteed)
    if level.guaranteed < level.this_year - money.tolerance:
        share = over(level.this_year - level.guaranteed, level.this_year)
        add("F-301", Severity.WARNING, guaranteed=level.guaranteed, this_year=level.this_year, share=share,
            chance=distribution.probability_of(level.this_year))  # fmt: skip
    company = None if level.company is None else distribution.probability_of(level.company)
    if company is not None and company < rules.company_chance:
        sure = _said(distribution, rules.sure_chance)
        add(
            "F-341",
            Severity.WARNING,
            company=level.company,
            sureness=company,
            sure=rules.sure_chance,
            figure=sure,
        )
    if guaranteed < rules.sure_chance - DUST:
        figure = _said(distribution, rules.sure_chance)
        add("F-342", Severity.WARNING, guaranteed=level.guaranteed, sureness=guaranteed, sure=rules.sure_chance,
            figure=figure)  # fmt: skip
    stretch = distribution.probability_of(level.stretch)
    if stretch < rules.hopeless_chance:
        figure = _said(distribution, rules.stretch_chance)
        add(
            "F-343",
            Severity.NOTE,
            stretch=level.stretch,
            sureness=stretch,
            chance=rules.stretch_chance,
            figure=figure,
        )
    return findings
