"""A starter as an engine computes it against the core: every figure of both."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from salesplan_xl.planning.schedule.month_targets import month_totals
from salesplan_xl.planning.targets.targets import expected, project_part, repeat_part
from salesplan_xl.planning.time.visit_days import days_needed, month_capacity
from salesplan_xl.planning.tracking.month_ledger import visits_asked
from salesplan_xl.schema import choices
from salesplan_xl.schema.layout import choice_label
from tests.starter.books import Area
from tests.starter.core import Core

Values = Mapping[tuple[str, str], object]
# Both round a customer's quarter up or down; of its year the steps are at most a hundredth.
MOST_STEPS = 2
QUARTERS = ("q1", "q2", "q3", "q4")
SINGLES = (
    "b_derived",
    "b_guaranteed",
    "b_stretch",
    "b_cr1",
    "b_cr5",
    "b_topn",
    "b_effective",
    "b_needed",
    "b_available",
)
COLUMNS = (
    *(f"f_{key}" for key in ("name", "auto", "tier", "rate", "stab", "depth", "space", "risk", "potential", "action", "growth", "loss",
                             "loss_probability", "visits", "check")),
    *(f"t_{key}" for key in ("name", "tier", "base", "target", "year", "step", "won", "rank", *QUARTERS)),
    "b_new_year", *(f"b_new_{quarter}" for quarter in QUARTERS), *SINGLES,
)  # fmt: skip


def wanted(areas: Mapping[str, Area]) -> list[tuple[str, str]]:
    """The cells that are compared."""
    return [(areas[name].sheet, cell) for name in COLUMNS for cell in areas[name].cells]


class Starter:
    """The figures of a starter by name."""

    def __init__(self, areas: Mapping[str, Area], values: Values, lang: str) -> None:
        self.areas, self.values, self.lang = areas, values, lang

    def column(self, name: str) -> list[object]:
        area = self.areas[name]
        return [self.values.get((area.sheet, cell)) for cell in area.cells]

    def one(self, name: str) -> object:
        return self.column(name)[0]

    def rows(self, prefix: str, key: str) -> pd.DataFrame:
        """The rows of facts or targets with a customer, by customer."""
        names = [name.removeprefix(prefix) for name in COLUMNS if name.startswith(prefix)]
        frame = pd.DataFrame({name: self.column(f"{prefix}{name}") for name in names}, dtype=object)
        return frame[frame[key].map(bool)].set_index(key)


def differences(starter: Starter, core: Core | None) -> list[str]:
    """Every figure in which they differ."""
    if core is None:
        return [f"{name} {value}" for name in ("f_name", "t_name") for value in starter.column(name) if value]
    return [
        *_facts(starter, core), *_levels(starter, core), *_targets(starter, core), *_years(starter, core),
        *_quarters(starter, core), *_time(starter, core), *_silent(starter),
    ]  # fmt: skip


def _close(one: object, other: object, tolerance: float = 1e-6) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, abs_tol=tolerance, rel_tol=1e-9)
    return (one or "") == (other or "")


def _each(
    what: str, mine: Sequence[object], theirs: Sequence[object], names: Sequence[object]
) -> Iterator[str]:
    for name, one, other in zip(names, mine, theirs, strict=True):
        other = None if isinstance(other, float) and math.isnan(other) else other
        if not _close(one, other):
            yield f"{what} of {name}: starter {one!r}, core {other!r}"


def _labels(column: pd.Series, options: tuple[choices.Choice, ...], lang: str) -> list[object]:
    return [choice_label(options, key).of(lang) if isinstance(key, str) else "" for key in column]


def _facts(starter: Starter, core: Core) -> Iterator[str]:
    """Tiers, growth, relationship, flags, actions and factors, customer by customer."""
    lang, health = starter.lang, core.health.frame.set_index("customer")
    mine = starter.rows("f_", "name")
    if sorted(mine.index) != sorted(health.index):
        yield f"customers {sorted(mine.index)} {sorted(health.index)}"
        return
    mine, names = mine.loc[health.index], list(health.index)
    actions = core.actions.set_index("customer").loc[names]
    factors = core.targets.set_index("customer").loc[names]
    rate = (health["estimate"] / health["last_year"] - 1).where(health["last_year"] > 0)
    visits = pd.Series(core.visits, core.targets["customer"]).loc[names]
    pairs: dict[str, Sequence[object]] = {
        "auto": health["tier_cumulative"].tolist(), "tier": health["tier"].tolist(), "rate": rate.tolist(),
        "stab": _labels(health["stability"], choices.STABILITIES, lang),
        "depth": _labels(health["depth"], choices.DEPTHS, lang), "space": _labels(health["space"], choices.SPACES, lang),
        "risk": (health["risk"] == "high").astype(float).tolist(),
        "potential": (health["potential"] == "high").astype(float).tolist(),
        "action": _labels(actions["key_action"], choices.KEY_ACTIONS, lang), "growth": factors["growth"].tolist(),
        "loss": factors["loss"].fillna(0.0).tolist(),
        "loss_probability": factors["loss_probability"].fillna(0.0).tolist(), "visits": visits.tolist(),
    }  # fmt: skip
    for key, theirs in pairs.items():
        yield from _each(key, mine[key].tolist(), theirs, names)


def _levels(starter: Starter, core: Core) -> Iterator[str]:
    """The levels of the plan and how concentrated revenue is."""
    spread, level = core.concentration, core.levels
    basis = {key: getattr(core.rules.targets, key) for key in ("buffer", "stretch_margin")}
    theirs = {
        "b_derived": level.derived, "b_guaranteed": level.derived * (1 - basis["buffer"]),
        "b_stretch": level.derived * (1 + basis["stretch_margin"]), "b_cr1": spread.cr1, "b_cr5": spread.cr5,
        "b_topn": spread.top_share, "b_effective": spread.effective,
    }  # fmt: skip
    yield from _each("figure", [starter.one(name) for name in theirs], list(theirs.values()), list(theirs))


def _targets(starter: Starter, core: Core) -> Iterator[str]:
    """Each customer's target and where it comes from."""
    mine, theirs = starter.rows("t_", "name"), core.targets.iloc[:-1]
    names = theirs["customer"].tolist()
    mine = mine.loc[names]
    yield from _each("target", mine["target"].tolist(), expected(theirs).tolist(), names)
    yield from _each("project", mine["won"].tolist(), project_part(theirs).tolist(), names)
    repeat = (mine["target"].astype(float) - mine["won"].astype(float)).tolist()
    yield from _each("repeat", repeat, repeat_part(theirs).tolist(), names)


def _years(starter: Starter, core: Core) -> Iterator[str]:
    """Rounded years of the customers and of new business."""
    mine, theirs = starter.rows("t_", "name"), core.quarters.rows
    names = theirs["customer"].tolist()[:-1]
    yield from _each("year", mine.loc[names, "year"].tolist(), theirs["derived"].tolist()[:-1], names)
    yield from _each("year", [starter.one("b_new_year")], [theirs["derived"].iloc[-1]], ["new"])


def _quarters(starter: Starter, core: Core) -> Iterator[str]:
    """The book's quarters are the core's; each row adds up to its year and stays next to its share."""
    mine, theirs = starter.rows("t_", "name"), core.quarters.rows
    cells = mine[list(QUARTERS)].astype(float)
    new = [float(str(starter.one(f"b_new_{quarter}"))) for quarter in QUARTERS]
    yield from _each(
        "quarter of the book", (cells.sum() + new).tolist(), theirs[list(QUARTERS)].sum().tolist(), QUARTERS
    )
    yield from _each("sum of quarters", cells.sum(axis=1).tolist(), mine["year"].tolist(), list(mine.index))
    their = theirs.set_index("customer").loc[mine.index, list(QUARTERS)].to_numpy(float)
    steps = mine["step"].astype(float).to_numpy()[:, None]
    off, whole = np.abs(cells.to_numpy() - their) / steps, cells.to_numpy() / steps
    for name, far, parts, low in zip(mine.index, off.max(axis=1), whole, cells.min(axis=1), strict=True):
        if far > MOST_STEPS + 1e-6:
            yield f"a quarter of {name} is {far} steps from the core's"
        if np.abs(parts - np.round(parts)).max() > 1e-6:
            yield f"quarters of {name} are no whole steps"
        if low < 0:
            yield f"a quarter of {name} is below 0"


def _time(starter: Starter, core: Core) -> Iterator[str]:
    """Days needed and available."""
    capacity = core.rules.capacity
    visits = pd.Series(core.visits).groupby(core.targets["tier"]).sum().reindex(list("ABC"), fill_value=0.0)
    theirs = [
        sum(days_needed(visits.tolist(), capacity)),
        month_capacity(capacity.workdays_month, capacity.slack),
    ]
    yield from _each(
        "days", [starter.one("b_needed"), starter.one("b_available")], theirs, ["needed", "available"]
    )


def _silent(starter: Starter) -> Iterator[str]:
    """Rows without a customer show nothing."""
    for prefix in ("f_", "t_"):
        blank = [not name for name in starter.column(f"{prefix}name")]
        for name in COLUMNS:
            if name.startswith(prefix) and name != "f_check":
                shown = [
                    value for value, empty in zip(starter.column(name), blank, strict=True) if empty and value
                ]
                yield from (f"{name} shows {value!r} without a customer" for value in shown)


def month_differences(
    starter: Starter, core: Core, targets: Sequence[object], planned: Sequence[object]
) -> list[str]:
    """Month targets and customers planned, from the starter's own quarters."""
    rows = starter.rows("t_", "name")
    frame = pd.DataFrame(
        {"customer": [*rows.index, "new"], "tier": [*rows["tier"], "N"],
         **{q: [*rows[q].astype(float), float(str(starter.one(f"b_new_{q}")))] for q in QUARTERS}}
    )  # fmt: skip
    frame["visits"] = pd.Series(core.visits, core.targets["customer"]).reindex([*rows.index, None]).to_numpy()
    months = range(1, 13)
    asked = (visits_asked(frame) > 0).sum(axis=0).astype(float).tolist()
    shares = np.full(12, 1 / 3)
    return [
        *_each("month", targets, month_totals(frame, shares, core.rules.quarters).tolist(), months),
        *_each("planned", planned, asked, months),
    ]
