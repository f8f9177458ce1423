"""Time and noise of the distribution on the demo companies: the sure figure must not hang on the seed."""

from __future__ import annotations

import dataclasses
import statistics
import time
from dataclasses import dataclass

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.planning.targets.projects import plan_projects
from salesplan_xl.planning.targets.revenue_distribution import RevenueDistribution, distribute_revenue

SEEDS = 20


@dataclass(frozen=True, slots=True)
class DistributionNoise:
    """One size: customers, seconds of one distribution (median), and the sure figure over many seeds.

    ``largest`` is its largest distance from the mean of all seeds, ``sd`` its spread; both as shares of the
    plan's total.
    """

    size: str
    customers: int
    seconds: float
    largest: float
    sd: float


def distribution_noise(sizes: tuple[str, ...] = ("rep", "team", "company")) -> list[DistributionNoise]:
    """Draw every demo size with ``SEEDS`` seeds at the default draws."""
    return [_measured(size) for size in sizes]


def _measured(size: str) -> DistributionNoise:
    plan = Plan(PlanBook(FilePort.reopened(new_book("zh", demo=size))))
    frame, rules = plan.expected, plan.rules.distribution
    projects = plan_projects(plan.inputs["opportunities"], plan.rules)
    seconds: list[float] = []
    drawn: list[RevenueDistribution] = []
    for seed in range(SEEDS):
        # A seed of its own finds its own orders, so that every round pays the full price.
        start = time.perf_counter()
        drawn.append(distribute_revenue(frame, dataclasses.replace(rules, seed=seed), projects))
        seconds.append(time.perf_counter() - start)
    sure = [revenue.sure(rules.sure_chance) for revenue in drawn]
    middle, total = statistics.fmean(sure), drawn[0].mean
    return DistributionNoise(
        size=size,
        customers=len(frame) - 1,
        seconds=statistics.median(seconds),
        largest=max(abs(figure - middle) for figure in sure) / total,
        sd=statistics.stdev(sure) / total,
    )


def line(item: DistributionNoise) -> str:
    """The measurement in a line for a reader."""
    return (
        f"{item.size}: {item.customers} customers; {item.seconds:.3f} s a distribution; sure figure over {SEEDS} "
        f"seeds: sd {item.sd:.4%}, largest {item.largest:.4%} of the total"
    )
