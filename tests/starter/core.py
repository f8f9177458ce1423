"""What the planning core says of the same customers: the starter is read as ``new --from`` reads it, then planned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands.books.from_starter import read_starter
from salesplan_xl.planning.common.customer_book import build_customer_book
from salesplan_xl.planning.customers.health import HealthResult, diagnose
from salesplan_xl.planning.customers.tier_lines import Concentration, concentration_of
from salesplan_xl.planning.schedule.quarters import QuarterPlan, plan_quarters
from salesplan_xl.planning.schedule.seasons import quarter_weights
from salesplan_xl.planning.targets.targets import Levels, derive_targets, levels
from salesplan_xl.planning.time.key_actions import propose_actions, visits_per_month
from salesplan_xl.rules import Rules
from salesplan_xl.schema.evaluate import empty_frame
from salesplan_xl.schema.settings import rules as rules_of

INPUTS = ("customers", "orders", "receivables", "contacts", "opportunities")


@dataclass(frozen=True)
class Core:
    """The plan of a starter's customers, computed by the package."""

    rules: Rules
    health: HealthResult
    targets: pd.DataFrame
    quarters: QuarterPlan
    levels: Levels
    actions: pd.DataFrame
    visits: np.ndarray
    concentration: Concentration


def planned(book: bytes) -> Core | None:
    """The core's plan; nothing where there is no customer."""
    taken = read_starter(FilePort(XlsxFile.from_bytes(book), "starter.xlsx"))
    rules = rules_of({**taken.settings, "money_unit": taken.unit, "plan_year": taken.year})
    tables = {key: taken.tables.get(key, empty_frame(key)) for key in INPUTS}
    if tables["customers"].empty:
        return None
    customers = build_customer_book(
        tables["customers"], tables["orders"], rules.calendar, rules.checks, rules.money.unit
    )
    health = diagnose(customers, tables, {}, rules)
    targets = _edited(
        derive_targets(health.frame, tables["opportunities"], rules), taken.tables.get("targets")
    )
    season = quarter_weights(tables["orders"], targets[["customer", "tier"]], rules)
    potential = (
        health.frame.set_index("customer")["potential"].reindex(targets["customer"]).reset_index(drop=True)
    )
    return Core(
        rules, health, targets, plan_quarters(targets, season, tables["opportunities"], rules), levels(targets, rules),
        propose_actions(health.frame, targets, tables["opportunities"], rules),
        visits_per_month(targets["tier"], potential, rules.capacity),
        concentration_of(customers.frame["this_year"].to_numpy(float), int(rules.tiers.top_n)),
    )  # fmt: skip


def _edited(targets: pd.DataFrame, edits: pd.DataFrame | None) -> pd.DataFrame:
    """The targets with what the user set."""
    if edits is None:
        return targets
    for row in edits.to_dict("records"):
        at = targets.index[targets["customer"] == row["customer"]][0]
        for key in ("growth", "loss", "loss_probability"):
            if not pd.isna(row[key]):
                targets.loc[at, key] = row[key]
    return targets
