"""Every threshold stands in the rules with its setting; money has one tolerance; the tiers are one list."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesplan_xl.rules import Rules
from salesplan_xl.schema.settings import SETTINGS

PACKAGE = Path(__file__).parents[2] / "salesplan_xl"
ROOMS = ("planning", "commands")
# Numbers that decide nothing about the business, and why they may stand in a module.
TECHNICAL = {
    "how many are named in a sentence, or told one by one before they are counted": {
        "planning.common.customer_book.SINGLE_FINDINGS", "planning.schedule.pipeline_coverage.NAMED",
        "planning.schedule.pipeline_coverage.EXPLAINED", "planning.schedule.pipeline_coverage.EXCEPTIONS",
        "planning.schedule.quarters.NAMED_PROJECTS", "planning.targets.target_reasons.NAMED_PROJECTS",
        "planning.targets.targets.NAMED_CUSTOMERS", "planning.time.capacity.AREA_NAMES",
        "planning.tracking.months.MAX_GAP_FINDINGS", "planning.tracking.month_list_rows.MAX_ROWS",
        "planning.tracking.week_reviews.LISTED_MISSES", "planning.reporting.rollup._MAX_NAMED",
        "planning.reporting.report.CONSIDERED", "commands.engine.changes.MAX_LISTED", "commands.engine.undo.MAX_NAMED", "commands.engine.opening.MAX_NAMED", "commands.engine.put_back.MAX_NAMED",
        "commands.engine.opening.SINCE_AS_OF",
        "commands.handover.copy.MAX_NAMED", "commands.handover.copy_rows.MAX_KNOWN",
        "commands.team.merge_resolve.MAX_CONFLICTS", "commands.team.split.MAX_NAMED",
        "planning.customers.health_reasons.MULTIPLE", "commands.books.import_data._SHOWN", "commands.engine.same_names._SHOWN", "planning.customers.debtors.NAMED",
        "planning.schedule.map_total.NAMED", "planning.tracking.month_list_customers.NAMED",
        "planning.customers.key_accounts.findings._NAMED",
        "planning.customers.key_accounts.chain._CONCERNS", "planning.customers.key_accounts.similar._SHOWN",
        "planning.customers.key_accounts.white_space._BEST", "commands.handover.year_document._REQUESTS",
        "commands.handover.year_document_pages._NAMED",
        "planning.year_end.target_sources.NAMED", "commands.books.roll_over._NAMED", "commands.books.roll_over_words._NAMED",
    },
    "what a page or a name has room for": {
        "planning.customers.key_accounts.week.LINES", "planning.reporting.report.MOST", "planning.tracking.gap_closers.MOST", "planning.time.execution_map.WORTH_A_LINE", "planning.reporting.report.MOST_ASKS", "planning.reporting.report.MOST_WORDS",
        "commands.team.rollup.PAGE_CUSTOMERS", "commands.team.rollup.TEAM_CUSTOMERS", "commands.steps.board.SHORT", "commands.steps.account_page.SHORT",
        "commands.team.split._LONGEST_NAME", "commands.handover.year_document_pages._LABEL", "commands.handover.send._STEM_BYTES",
        "planning.reporting.submission._MARK_LENGTH", "planning.year_end.letters.MOST_LINES",
    },
    "binary dust, and how far an algorithm goes": {
        "planning.common.rates.DUST", "planning.common.customer_book.MONEY_DECIMALS",
        "planning.common.largest_remainder.FINEST_STEP", "planning.common.largest_remainder._TIE_DIGITS",
        "planning.common.splits._FIT_ROUNDS", "planning.common.splits._FIT_TOLERANCE",
        "planning.common.descent._REACH", "planning.common.descent._MOST_STEPS",
        "planning.common.descent._MOST_HALVINGS", "planning.common.descent._LEAST_GAIN",
        "planning.customers.reorder.combination._NEWTON_STEPS", "planning.customers.reorder.combination._SMALL_STEP",
        "planning.customers.reorder.combination._GRID", "planning.customers.reorder.combination._SMALL_COUNT",
        "planning.customers.reorder.combination._FURTHEST", "planning.customers.reorder.gap_survival._BANDS",
        "planning.customers.reorder.model_fit._FURTHEST", "planning.customers.reorder.stage_model._NO_TIME",
        "planning.customers.late_payment.FEATURES", "planning.customers.late_payment.AGE_BANDS",
        "planning.customers.late_payment._NEWTON_STEPS", "planning.customers.payment_history.EARLIEST",
        "planning.customers.payment_history.LATEST", "planning.customers.payment_history.NEVER",
        "planning.customers.payment_history._DAY_ROOM", "planning.reporting.checks.ODD_MIN_ROWS",
        "planning.reporting.checks.SHARE_SUM_TOLERANCE", "planning.reporting.three_way_merge._DIGITS",
        "planning.reporting.three_way_merge._ALIKE", "planning.targets.histogram_bins._ROUND",
        "planning.targets.histogram_bins._FINEST", "planning.targets.project_sums.EXACT_SUMS",
        "planning.targets.project_sums.GRID_STEPS", "planning.targets.project_sums.SAME",
        "planning.targets.project_sums.NOTHING", "planning.targets.varying_customers.SHOCKS",
        "planning.targets.varying_customers.CASES_OF", "planning.targets.varying_customers.POINTS",
        "planning.targets.varying_customers.REACH", "planning.targets.varying_customers._SMALL",
        "planning.targets.varying_customers.NOTHING",
        "planning.targets.revenue_sums.DEALS_ALONE", "planning.targets.revenue_sums.EXACT_DEALS",
        "planning.targets.revenue_sums._SAME_CHANCE", "planning.targets.revenue_sums._SAME_FIGURE",
        "planning.schedule.month_targets._DIGITS", "planning.schedule.rounded_rows._DIGITS",
        "planning.tracking.funnel_rates._GRID", "commands.books.import_batches._CELL", "commands.books.import_batches._BLANK_NUMBER",
        "commands.books.import_batches._SAME_LIST", "commands.books.import_names._MANY",
        "commands.books.import_names._PART", "commands.books.import_names._LETTERS",
        "commands.books.import_names._PERCENT", "commands.books.import_names._WITHIN",
        "commands.books.import_names._NEAREST", "commands.books.import_form._MOST_COLUMNS", "commands.handover.saved.SAME", "commands.team.split._NEGLIGIBLE",
    },
    "the calendar, and what is a date at all": {
        "planning.common.customer_book.EARLIEST_YEAR", "planning.reporting.checks.FIRST_YEAR",
        "planning.reporting.checks.YEARS_AHEAD", "planning.common.workdays._SATURDAY",
        "planning.common.workdays._DAY", "planning.common.year_calendar.NO_MONTH", "planning.common.year_calendar._DAY",
        "planning.tracking.funnel_steps.MONTHS", "planning.tracking.month_dues.MONTHS", "planning.tracking.funnel_words.LAST_DAY",
        "commands.books.demo.DEMO_TIME", "commands.books.demo.YEAR", "commands.books.demo.MONTHS",
        "commands.books.demo._EVE", "commands.books.demo.SEASON_TIME",
        "commands.engine.written._DAY_ZERO", "planning.customers.reorder.order_days._ZERO",
        "planning.customers.reorder.stage_model.DAYS_A_WEEK", "planning.year_end.season.DAY",
    },
    "what a word means: a scale, the median, a stage, half a customer": {
        "planning.customers.health_scores.FULL", "planning.customers.key_accounts.one_name._LEAST",
        "planning.schedule.seasons._EVEN", "planning.common.revenue_history._EVEN", "planning.targets.distribution_blocks.EVEN", "planning.tracking.funnel.HALF",
        "planning.year_end.segments.BEST_SCORE", "planning.year_end.lists.OPEN",
        "planning.year_end.lists.EXCLUDED", "planning.year_end.lists.KEPT",
        "planning.tracking.funnel_counts._REACHED", "planning.tracking.funnel_counts.SIGNED",
        "planning.tracking.funnel_counts.NOT_YET",
    },
    "what a new book starts with, in cells that the user changes": {
        "planning.targets.scenarios.SCENARIOS", "planning.tracking.funnel._DAYS",
    },
    "how much a file, a record or a live workbook may hold, and in which order verbs stand": {
        "commands.engine.undo_stack.UNDO_STACK", "commands.engine.undo_stack.MAX_CHARACTERS",
        "commands.engine.undo_stack.FIRST_STASH_ROW", "commands.handover.pdf.MOST_NUMBERS",
        "commands.handover.saved.MAX_ROWS",
        "commands.registry._VERBS", "commands.handover.copy_rows.TEAM_TARGETS",
    },
}  # fmt: skip
# Fractions that a comparison may name: none of them is money.
COMPARED = {
    "planning.common.largest_remainder": "what is left over after whole steps, relative to the total",
    "planning.common.splits": "cells next to a whole step",
    "planning.customers.late_payment": "a feature that does not vary, and the end of Newton's method",
    "planning.targets.histogram_bins": "edges of the chart, relative to its width",
    "planning.targets.separate_projects": "a rounded cell against its projects, as a ratio",
    "planning.tracking.funnel_rates": "the 80 % range",
}
# Parameters of the estimators: no salesperson could say what to set them to.
ESTIMATORS = {
    "accounts": {
        "effort_share",
        "lost_days",
        "spent_days",
        *(
            f"weight_{key}"
            for key in ("high", "medium", "low", "decision", "technical", "user", "purchasing")
        ),
        *(f"severity_{key}" for key in ("opposed", "missing", "cold", "unknown", "neutral", "won")),
    },
    "quarters": {"yearly_noise"},
    "calendar": {"silent_window_days"},
    "late": {"known_after_days", "pull", "least_invoices", "most_invoices"},
    "rates": {"plan_weight", "prior_weight", "least_weight", "most_weight"},
    "resources": {"most_findings"},
    "reorder": {
        "trend_window",
        "trend_least",
        "spread_prior",
        "spread_weight",
        "spread_low",
        "spread_high",
        "range_low",
        "range_high",
        "gap_weight",
        "order_weight",
        "model_share",
        "recent_days",
        "recent_least",
        "horizon",
        "prior_middle",
        "prior_spread",
        "most_stages",
        "most_fitted",
        "seed",
        "model_pull",
        "weights",
        "level_spread",
        "weight_spread",
        "back_tests",
        "back_step",
        "least_learning",
        "power_low",
        "power_high",
        "power_spread",
        "least_events",
        "least_chance",
        "count_end",
    },
    "season": {"rfm_ratios", "rfm_orders", "rfm_shares", "script_prior"},
    "year_report": {
        "battles",
        "reuse",
        "repeated_cause",
        "capabilities",
        "large_project",
        "points",
        "attack_points",
        "develop_points",
        "concerns",
        "named",
    },
}
TIER_ROOMS = ("planning", "commands", "schema", "templates", "doors/functions", "rules")
TIER_KEYS = {"A", "B", "C", "N", "ABC", "ABCN"}


def modules(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def has_number(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.Constant)
        and isinstance(part.value, (int, float))
        and not isinstance(part.value, bool)
        for part in ast.walk(node)
    )


def names_of(target: ast.expr) -> list[str]:
    return [part.id for part in ast.walk(target) if isinstance(part, ast.Name)]


def constants(tree: ast.Module) -> Iterator[str]:
    """Names of module-level constants that hold a number."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and has_number(node.value):
            yield from (name for target in node.targets for name in names_of(target))
        elif isinstance(node, ast.AnnAssign) and node.value is not None and has_number(node.value):
            yield from names_of(node.target)


def fractions(tree: ast.Module) -> Iterator[str]:
    """Comparisons in which a fraction is spelled."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = [part for side in (node.left, *node.comparators) for part in ast.walk(side)]
            spelled = [
                part.value for part in parts if isinstance(part, ast.Constant) and type(part.value) is float
            ]
            if any(not value.is_integer() for value in spelled):
                yield ast.unparse(node)


def tier_keys(tree: ast.Module) -> Iterator[str]:
    """Strings of code (not of docstrings) that are a tier's key or all of them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in TIER_KEYS:
            yield f"{node.lineno}: {node.value!r}"


def test_no_threshold_is_a_constant_of_a_module() -> None:
    """If this fails: put it in a rules record and declare its setting, or say above why it is technical."""
    explained = {name for names in TECHNICAL.values() for name in names}
    there = {f"{module}.{name}" for module, tree in modules(*ROOMS) for name in constants(tree)}
    assert sorted(there - explained) == []
    assert sorted(explained - there) == [], "no longer there"


def test_no_comparison_has_a_tolerance_of_its_own() -> None:
    """If this fails: money is compared by ``rules.money.tolerance``, shares and rates by ``rates.DUST``."""
    wrong = [
        f"{module}: {text}"
        for module, tree in modules(*ROOMS)
        if module not in COMPARED
        for text in fractions(tree)
    ]
    assert wrong == []
    assert {module for module, tree in modules(*ROOMS) if any(fractions(tree))} == set(COMPARED)


def test_the_tiers_are_spelled_in_one_place() -> None:
    """If this fails: use ``salesplan_xl.tiers`` (TIERS, BEST, LAST, NEW …)."""
    wrong = [f"{module} {where}" for module, tree in modules(*TIER_ROOMS) for where in tier_keys(tree)]
    assert wrong == []


@pytest.mark.parametrize("record", [field.name for field in dataclasses.fields(Rules)])
def test_every_rule_has_its_setting(record: str) -> None:
    fields = {field.name for field in dataclasses.fields(getattr(Rules(), record))}
    declared = {setting.key for setting in SETTINGS if setting.record == record}
    assert fields - declared == ESTIMATORS.get(record, set())
    assert declared <= fields


def test_a_threshold_in_a_module_would_be_seen() -> None:
    tree = ast.parse(
        "LATE_DAYS = 90\nA, B = 1.0, 2\nNAME: str = 'x'\ndef f(a, b):\n    return a >= b - 0.005\n"
    )
    assert list(constants(tree)) == ["LATE_DAYS", "A", "B"]
    assert list(fractions(tree)) == ["a >= b - 0.005"]
    assert list(tier_keys(ast.parse("x = tier == 'A' or tier in 'ABC'"))) == ["1: 'A'", "1: 'ABC'"]
