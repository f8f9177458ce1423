"""The chances of one plan's figures: drawn once, asked by every sheet that tells it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from salesplan_xl.commands.plan.targets import TargetSteps
from salesplan_xl.findings import Finding
from salesplan_xl.planning.targets import (
    attainment,
    distribution_blocks,
    projects,
    revenue_distribution,
    targets,
)
from salesplan_xl.schema.distribution import (
    BIN_KEYS,
    DISTRIBUTION,
    DISTRIBUTION_BINS,
    DISTRIBUTION_LEVELS,
    DISTRIBUTION_SOURCES,
    LEVEL_KEYS,
    SOURCE_KEYS,
)
from salesplan_xl.schema.types import Grid


@dataclass
class Confidence:
    """The distribution of next year's revenue of a plan, and what it says about the plan's levels.

    It follows the data (``plan.expected``) until the plan is fixed; the levels are those the plan stands by.
    """

    plan: TargetSteps

    @cached_property
    def projects(self) -> pd.DataFrame:
        """The projects behind the targets, each a chance of its own."""
        return projects.plan_projects(self.plan.counted_projects, self.plan.rules)

    @cached_property
    def levels(self) -> targets.Levels:
        """The figures to be judged."""
        return targets.levels(self.plan.targets, self.plan.rules)

    @cached_property
    def planned(self) -> revenue_distribution.RevenueDistribution | None:
        """The distribution of the whole year; ``None`` where no customer and no project brings anything."""
        expected, rules = self.plan.expected, self.plan.rules.distribution
        self.plan.report("C-STEP-CONFIDENCE")
        distribution = revenue_distribution.distribute_revenue(expected, rules, self.projects)
        return distribution if distribution.mean > 0.0 else None

    @cached_property
    def findings(self) -> list[Finding]:
        """Levels that the distribution does not bear out."""
        if self._stands or self.planned is None:
            return []
        rules = self.plan.rules
        return attainment.distribution_findings(
            self.planned, self.levels, rules.distribution, rules.money.unit
        )

    @property
    def _stands(self) -> bool:
        """Whether the plan is fixed and how sure it is stands in the book: nothing of it is told anew."""
        standing = self.plan.book.grid_raw("commitments")
        return self.plan.fixed and standing["guaranteed", "sureness"] not in (None, "")

    def stage(self) -> None:
        """Stage all that is told about the distribution, so that no two sheets can differ.

        Once the plan is fixed it stays as it was told then, and the chances of now stand beside it.
        """
        if self._stands:
            if self.plan.book.grid_raw("commitments")["guaranteed", "basis"] in (None, ""):
                self.plan.book.put_grid("commitments", attainment.attainment_basis(self.levels))
            return
        book, distribution, rules = self.plan.book, self.planned, self.plan.rules.distribution
        for grid in (DISTRIBUTION, DISTRIBUTION_LEVELS, DISTRIBUTION_SOURCES, DISTRIBUTION_BINS):
            book.put_grid(grid.key, _cleared(grid))
        book.put_grid(
            "commitments", {(row, column): None for row in LEVEL_KEYS for column in ("sureness", "basis")}
        )
        if distribution is not None:
            book.put_grid("outcome", distribution_blocks.distribution_block(distribution, rules))
            book.put_grid("outcome_levels", distribution_blocks.level_block(distribution, self.levels, rules))
            book.put_grid("outcome_sources", distribution_blocks.source_block(distribution, SOURCE_KEYS))
            book.put_grid("outcome_bins", distribution_blocks.bin_block(distribution, BIN_KEYS))
            book.put_grid("commitments", attainment.attainment_chances(distribution, self.levels))
            book.put_grid("commitments", attainment.attainment_basis(self.levels))
        book.findings.extend(self.findings)


def _cleared(grid: Grid) -> targets.GridResult:
    """Every value cell of a grid as blank: what the last run said must not stay beside the new figures."""
    return {
        (row.key, column.key): None
        for row in grid.rows
        for column, cell in zip(grid.columns, row.cells, strict=True)
        if cell and cell.formula is None
    }
