"""The plan of one book, computed step by step on demand.

Every command asks for the steps it needs; each step reads the book, calls the planning core and keeps the
user's edits, so that a step alone and the whole chain give the same figures.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.book.cells.convert import labels
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.plan.distribution import Confidence
from salesplan_xl.commands.plan.funnel import FunnelYear
from salesplan_xl.commands.plan.pipeline import Pipeline
from salesplan_xl.findings import Finding, Sentence
from salesplan_xl.planning.common import customer_book
from salesplan_xl.planning.customers import health, receivables, tiers
from salesplan_xl.planning.reporting import checks
from salesplan_xl.planning.schedule import quarters, seasons
from salesplan_xl.planning.targets import targets
from salesplan_xl.planning.time import capacity, key_actions, resource_conflicts
from salesplan_xl.planning.tracking import month_list, months
from salesplan_xl.rules import Rules
from salesplan_xl.schema import choices
from salesplan_xl.schema.types import Choice, Filled
from salesplan_xl.schema.workbook import tables

INPUTS = ("customers", "orders", "receivables", "contacts", "opportunities", "visits", "actions", "resources")
QUARTERS = ["q1", "q2", "q3", "q4"]
WEIGHTS = ["w1", "w2", "w3", "w4"]
Report = Callable[[str], None]


@dataclasses.dataclass
class Plan:
    """The steps of methods §1–6 on one book.

    Args:
        book: the open book.
        reset: blocks whose edits by the user are forgotten.
        report: called with a sentence code when a step starts.
    """

    book: PlanBook
    reset: frozenset[str] = frozenset()
    report: Report = lambda _: None

    @cached_property
    def rules(self) -> Rules:
        """All thresholds."""
        return self.book.rules

    @cached_property
    def inputs(self) -> dict[str, pd.DataFrame]:
        """The input tables."""
        self.report("C-STEP-READ")
        self.book.prefetch(INPUTS)
        return {key: self.book.frame(key) for key in INPUTS}

    @cached_property
    def input_findings(self) -> list[Finding]:
        """Problems in the typed data."""
        required = {
            key: tuple(column.key for column in tables()[key].columns if column.required) for key in INPUTS
        }
        return checks.check_inputs(self.inputs, self.rules, required)

    @cached_property
    def customers(self) -> customer_book.CustomerBook:
        """One row per customer with effective revenue."""
        self.report("C-STEP-CUSTOMERS")
        return customer_book.build_customer_book(
            self.inputs["customers"], self.inputs["orders"], self.rules.calendar
        )

    @cached_property
    def receivable_findings(self) -> list[Finding]:
        """What is odd about the receivables."""
        names = self.customers.frame["name"]
        return receivables.receivable_findings(names, self.inputs["receivables"])

    @cached_property
    def health(self) -> health.HealthResult:
        """Tiers and the four diagnoses."""
        book = self.customers
        self.report("C-STEP-HEALTH")
        return health.diagnose(book, self.inputs, self._decline_causes(), self.rules)

    @cached_property
    def health_table(self) -> pd.DataFrame:
        """The health table with the user's causes of decline."""
        # The baseline must not hold the user's own choice, or the next run would not know it as an edit.
        return self._keep("health", self.health.frame.assign(decline_cause=self.health.proposed_causes))

    @cached_property
    def overview(self) -> tiers.TierOverview:
        """Revenue and time by tier, concentration."""
        calendar, rules = self.rules.calendar, self.rules
        return tiers.tier_overview(
            self.health.frame,
            self.inputs["visits"],
            calendar.this_year,
            rules.capacity.days_per_visit,
            rules.tiers,
        )

    @cached_property
    def fixed(self) -> bool:
        """Whether targets and quarters stand in the book and are no longer to change (setting ``plan_lock``)."""
        calendar, lock = self.rules.calendar, self.rules.quarters.plan_lock
        if lock == "never" or self.reset & {"targets", "quarters", "map"}:
            return False
        begun = calendar.as_of.year >= calendar.plan_year
        filled = (
            bool(self._standing_map[QUARTERS].notna().any(axis=None)) and len(self.book.frame("targets")) > 0
        )
        return (begun or lock == "now") and filled

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The target table with the user's edits; once the plan is fixed, as it stands."""
        return self.book.frame("targets").reset_index(drop=True) if self.fixed else self.expected

    @cached_property
    def expected(self) -> pd.DataFrame:
        """The targets as today's data would derive them, with the user's edits: what may still be expected."""
        frame = self.health.frame
        self.report("C-STEP-TARGETS")
        computed = targets.derive_targets(frame, self.inputs["opportunities"], self.rules)
        label, names = self.book.word("B-NEW-BUSINESS"), set(computed["customer"])
        while label in names:  # somebody named a customer like our own row
            label += "*"
        computed["customer"] = computed["customer"].where(computed["customer"] != targets.NEW_BUSINESS, label)
        return self._keep("targets", computed)

    @cached_property
    def target_findings(self) -> list[Finding]:
        """What is odd about the targets."""
        return targets.target_findings(self.targets, self.inputs["opportunities"], self.priced_rules)

    @cached_property
    def average_order(self) -> float | None:
        """The mean order of this year, as found in the order list."""
        return targets.average_order(self.inputs["orders"], self.rules.calendar)

    @cached_property
    def priced_rules(self) -> Rules:
        """The rules with the average order filled in from the orders where the user left it blank."""
        stated = self.rules.targets.average_order
        filled = dataclasses.replace(self.rules.targets, average_order=stated or self.average_order)
        return dataclasses.replace(self.rules, targets=filled)

    @cached_property
    def season(self) -> seasons.SeasonResult:
        """Quarter weights by customer and tier; weights the user typed win."""
        typed = self._typed_weights()
        if not typed:
            return self._computed_season
        return seasons.quarter_weights(
            self.inputs["orders"], self.expected[["customer", "tier"]], self.rules, typed
        )

    @cached_property
    def _computed_season(self) -> seasons.SeasonResult:
        """The quarter weights before the user's edits: the baseline that tells edits apart."""
        self.report("C-STEP-QUARTERS")
        return seasons.quarter_weights(self.inputs["orders"], self.expected[["customer", "tier"]], self.rules)

    @cached_property
    def quarters(self) -> quarters.QuarterPlan:
        """Customers × quarters, ties exact."""
        return quarters.plan_quarters(self.expected, self.season, self.inputs["opportunities"], self.rules)

    @cached_property
    def tier_weights(self) -> pd.DataFrame:
        """The quarter table: weights by tier, typed ones as they were typed."""
        reasons = [self.season.tier_reasons.get(tier) for tier in self._kept_weights["tier"]]
        return self._kept_weights.assign(reason=pd.Series(reasons, dtype=object))

    @cached_property
    def _kept_weights(self) -> pd.DataFrame:
        weights = self._computed_season.by_tier.reindex(list("ABCN"))
        frame = pd.DataFrame({"tier": list("ABCN"), **{key: weights[key].to_numpy() for key in WEIGHTS}})
        return self._keep("quarters", frame.assign(reason=None))

    @cached_property
    def month_shares(self) -> npt.NDArray[np.float64]:
        """(12,) share of each month in its quarter; shares the user typed win."""
        edited = {} if "month_split" in self.reset else self._month_edits
        shares = [edited.get(key, value) for key, value in self.computed_month_shares.items()]
        return np.asarray(shares, dtype=np.float64)

    @cached_property
    def computed_month_shares(self) -> dict[str, float]:
        """The shares before the user's edits, by row of the month block."""
        computed = seasons.month_weights(self.inputs["orders"], self.rules)
        return {f"m{month}": float(computed[month - 1]) for month in range(1, 13)}

    @cached_property
    def _month_edits(self) -> Mapping[str, float]:
        return self.book.grid_edits("month_split", "share")

    @cached_property
    def map(self) -> pd.DataFrame:
        """The execution map with the user's edits."""
        self.report("C-STEP-MAP")
        proposed = key_actions.propose_actions(
            self.health.frame, self.targets, self.inputs["opportunities"], self.rules
        )
        rows = self._fixed_quarters() if self.fixed else self._derived_quarters()
        return self._keep("map", self._map_frame(rows, proposed))

    @cached_property
    def capacity(self) -> capacity.CapacityPlan:
        """Days needed and available."""
        return capacity.capacity_plan(self.map, self.rules)

    @cached_property
    def resource_findings(self) -> list[Finding]:
        """Resources wanted by too many customers in a week, that end too soon, or are meant for nobody known."""
        inputs, rules = self.inputs, self.rules.resources
        resources, projects = inputs["resources"], inputs["opportunities"]
        as_of = pd.Timestamp(self.rules.calendar.as_of)
        booked = resource_conflicts.bookings(resources, inputs["actions"])
        needed = resource_conflicts.needs(resources, inputs["visits"], projects, as_of, rules, booked)
        known = pd.concat([self.customers.frame["name"], projects["customer"], inputs["actions"]["customer"]])
        return [
            *resource_conflicts.conflict_findings(needed, rules),
            *resource_conflicts.expiry_findings(resources, projects),
            *resource_conflicts.unlinked_findings(resources, known),
        ]

    @cached_property
    def months(self) -> months.MonthResult:
        """The three KPIs of the tracked month."""
        plan, shares = self.map, self.month_shares
        self.report("C-STEP-MONTHS")
        totals = np.asarray([float(np.nansum(plan[key].to_numpy(dtype=float))) for key in QUARTERS])
        targets, orders, visits = totals.repeat(3) * shares, self.inputs["orders"], self.inputs["visits"]
        if not months.has_begun(orders, visits, self.rules.calendar.plan_year):
            return months.before_the_year(plan, targets, shares, self.inputs["receivables"], self.rules)
        return months.track_months(
            plan, targets, shares, orders, visits, self.inputs["receivables"], self.rules,
            self.rules.months.current_month, self.pipeline.change(targets),
        )  # fmt: skip

    @cached_property
    def month_list(self) -> pd.DataFrame:
        """What to do in the tracked month."""
        frame = month_list.month_list(
            self.health.frame, self.map, self.inputs["opportunities"], self.inputs["receivables"],
            self.inputs["visits"], self.months.tracking, self.month_shares, self.rules, self.rules.months.current_month,
            self.inputs["actions"], self.pipeline.nodes, self.pipeline.moved,
        )  # fmt: skip
        return self.book.reapply_edits("month_list", frame, reset="month_list" in self.reset, orphans=False)

    @cached_property
    def confidence(self) -> Confidence:
        """How sure the figures are."""
        return Confidence(self)

    @cached_property
    def pipeline(self) -> Pipeline:
        """What backs the quarters now, and what moved."""
        return Pipeline(self)

    @cached_property
    def funnel(self) -> FunnelYear:
        """New customers against the goal."""
        return FunnelYear(self)

    def _keep(self, table: str, computed: pd.DataFrame) -> pd.DataFrame:
        return self.book.reapply_edits(table, computed, reset=table in self.reset)

    def _decline_causes(self) -> dict[str, str]:
        keys = _keys_by_label(choices.DECLINE_CAUSES, self.book.lang)
        edits = {} if "health" in self.reset else self.book.edits("health")
        found = {name: keys.get(str(row.get("decline_cause"))) for name, row in edits.items()}
        return {name: key for name, key in found.items() if key}

    def _typed_weights(self) -> dict[str, list[float]]:
        """The four weights of each tier in which the user changed at least one."""
        if "quarters" in self.reset:
            return {}
        frame = self._kept_weights.set_index("tier")[WEIGHTS]
        tier_keys = _keys_by_label(choices.PLAN_TIERS, self.book.lang)
        edited = [tier_keys.get(identity, identity) for identity in self.book.edits("quarters")]
        return {
            tier: [float(frame[key].fillna(0.0)[tier]) for key in WEIGHTS]
            for tier in edited
            if tier in "ABCN"
        }

    def _derived_quarters(self) -> pd.DataFrame:
        """Quarters, visits and the reason of the split, row by row of the targets."""
        plan, rows = self.quarters, self.targets[["customer", "tier"]].reset_index(drop=True)
        potential = self.health.frame.set_index("customer")["potential"].reindex(rows["customer"])
        frame = rows.assign(**{key: plan.rows[key].to_numpy() for key in [*QUARTERS, "derived"]})
        visits = key_actions.visits_per_month(
            frame["tier"], potential.reset_index(drop=True), self.rules.capacity
        )
        return frame.assign(visits=visits, split=pd.Series(plan.reasons, dtype=object))

    @cached_property
    def _standing_map(self) -> pd.DataFrame:
        return self.book.frame("map").dropna(subset=["customer"]).drop_duplicates("customer")

    def _fixed_quarters(self) -> pd.DataFrame:
        """The same as the book holds it: what was computed then, so that the user's edits stay edits."""
        computed = self.book.baselines.blocks.get("map", {})
        columns = tables()["map"].keys(Filled.EDIT)
        names = self.targets["customer"].tolist()
        standing = self._standing_map.set_index("customer").reindex(names)
        frame = self.targets[["customer", "tier"]].reset_index(drop=True)
        frame["derived"] = standing["derived"].to_numpy()
        for key in [*QUARTERS, "visits"]:
            at = columns.index(key)
            found = [computed[name][at] if name in computed else now for name, now in standing[key].items()]
            frame[key] = pd.Series(found, dtype="float64")
        return frame.assign(split=pd.Series([(Sentence("quarters.fixed"),)] * len(frame), dtype=object))

    def _map_frame(self, rows: pd.DataFrame, proposed: pd.DataFrame) -> pd.DataFrame:
        book = self.customers.frame.set_index("name")
        label = labels(choices.KEY_ACTIONS, self.book.lang)
        frame = rows.drop(columns="split")
        frame["key_action"] = proposed["key_action"].map(label).to_numpy(dtype=object)
        frame["owner"] = book["owner"].reindex(rows["customer"]).to_numpy(dtype=object)
        frame["next_action"] = proposed["next_action"].to_numpy(dtype=object)
        frame["due"] = proposed["due"].to_numpy()
        frame["region"] = book["region"].reindex(rows["customer"]).to_numpy(dtype=object)
        frame["edited"] = ""
        frame["reason"] = _both(rows["split"].tolist(), proposed["reason"].tolist())
        return frame


def _keys_by_label(options: tuple[Choice, ...], lang: str) -> dict[str, str]:
    return {label: key for key, label in labels(options, lang).items()}


def _both(first: Sequence[object], second: Sequence[object]) -> pd.Series:
    """Two lists of sentences as one column of tuples."""
    pairs = zip(first, second, strict=True)
    merged = [tuple(item for part in pair for item in _sentences(part)) for pair in pairs]
    found = pd.Series([None] * len(merged), dtype=object)
    found[:] = merged
    return found


def _sentences(value: object) -> tuple[Sentence, ...]:
    if isinstance(value, Sentence):
        return (value,)
    return tuple(value) if isinstance(value, tuple) else ()
