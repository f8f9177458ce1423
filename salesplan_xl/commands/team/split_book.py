"""One salesperson's book out of the team's rows: settings, tiers, shares of the company's figures, the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from salesplan_xl.book.cells.convert import labels
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.edits import Plain
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.sanitize.own_sheets import without_stale_texts
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.standing import standing_rows
from salesplan_xl.commands.team import assignment
from salesplan_xl.commands.team.assignment import Assignment
from salesplan_xl.commands.team.split_rows import CUSTOMER_SEPARATORS, UNASSIGNED, Owners, texts
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Finding, Severity
from salesplan_xl.planning.reporting.team_shares import (
    COUNT_TARGETS,
    MONEY_TARGETS,
    own_part,
    owner_weights,
    shared_out,
    with_own_new_business,
)
from salesplan_xl.schema.evaluate import empty_frame
from salesplan_xl.schema.inputs import INPUTS
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Filled, SettingValue
from salesplan_xl.schema.workbook import grids, tables
from salesplan_xl.tiers import NEW

_QUARTERS = ("q1", "q2", "q3", "q4")


@dataclass(frozen=True)
class Shares:
    """The company's figures shared out over the owners.

    Args:
        weights: owner → share of the derived target (sum 1).
        targets: setting → owner → amount; blank where the figures are not shared out.
        totals: setting → the team's figure.
    """

    weights: dict[str, float]
    targets: dict[str, dict[str, float | None]]
    totals: dict[str, float]

    @classmethod
    def of(cls, book: PlanBook, owners: Owners, names: Sequence[str], shared: bool) -> Shares:
        """Shares by derived target; without one by this year's revenue, else by number of customers."""
        weights = owner_weights(book.frame("map"), book.frame("customers"), owners.by_customer, names)
        totals = {
            key: float(value)
            for key in (*MONEY_TARGETS, *COUNT_TARGETS)
            if isinstance(value := book.settings.get(key), (int, float)) and value > 0
        }
        step = book.rules.quarters.customer_step
        targets: dict[str, dict[str, float | None]] = {
            key: {**shared_out(key, total, weights, step)} if shared else dict.fromkeys(names)
            for key, total in totals.items()
        }
        shares = weights / weights.sum()
        return cls({str(name): float(share) for name, share in shares.items()}, targets, totals)

    def findings(self) -> list[Finding]:
        """Findings about what was shared out, and how."""
        labels = {setting.key: setting.label for setting in SETTINGS}
        return [
            Finding(
                "F-703", Severity.NOTE, {"setting": labels[key], "total": total, "reps": len(self.weights)}
            )
            for key, total in self.totals.items()
            if any(value is not None for value in self.targets[key].values())
        ]


def hand_out(
    data: bytes, title: str, owner: str, shares: Shares, now: dt.datetime
) -> tuple[bytes, dict[str, object]]:
    """A salesperson's part of the team's book as their own book, computed.

    Args:
        data: the team's book with only their rows.
        title: the team's file name.
        owner: their name, ``UNASSIGNED`` for nobody.
        shares: what of the company's figures is theirs.
        now: time for the record and the log.

    Returns:
        the file, and its key figures (empty where there is nothing to compute).
    """
    port = FilePort(XlsxFile.from_bytes(data, title), title)
    book = PlanBook(port)
    _stage_settings(book, owner, shares)
    _own_customers(book)
    _clear_results(book)
    _clear_accounts(book)
    record = _record(book, owner, title, now)
    record.given = {"customers": _pin_tiers(book)}
    _scale_new_business(book, pd.Series(shares.weights), owner)
    assignment.write(book, record)
    port.apply(book.changes())
    made, figures = _computed(FilePort.reopened(port), now)
    return without_stale_texts(made.to_bytes(), title), figures


def _computed(port: FilePort, now: dt.datetime) -> tuple[FilePort, dict[str, object]]:
    """The whole chain; without an undo record, which would hold what the team's book showed."""
    port.keeps_undo = False
    try:
        result = runner.execute("run", PlanBook(port), now=now, despite_errors=True)
    except PlanInputError:  # rows, but no customer to plan for
        return port, {}
    return port, result.figures


def _record(book: PlanBook, owner: str, title: str, now: dt.datetime) -> Assignment:
    info: dict[str, Plain] = {
        "owner": owner, "team": title, "when": now.strftime("%Y-%m-%d %H:%M"),
        "plan_year": book.rules.calendar.plan_year, "unit": book.unit,
    }  # fmt: skip
    edits = {table: assignment.table_edits(book, table) for table in assignment.CUSTOMER_TABLES}
    inputs = {table.key: assignment.input_rows(book, table.key)[1] for table in INPUTS}
    settings = assignment.setting_values(book)
    return Assignment(info, inputs, {}, edits | assignment.team_edits(book), settings)


def _stage_settings(book: PlanBook, owner: str, shares: Shares) -> None:
    """The rep's name, one person, their part of the company's figures, and nothing handed in yet."""
    wanted: dict[str, SettingValue] = {
        "people": 1, "plan_state": "draft", "submitted_on": None, "figures_mark": None,
    }  # fmt: skip
    if owner != UNASSIGNED:
        wanted["salesperson"] = owner
    wanted |= {key: parts.get(owner) for key, parts in shares.targets.items()}
    for key, value in wanted.items():
        if book.settings.get(key) != value:
            book.put_setting(key, value)


def _clear_results(book: PlanBook) -> None:
    """Empties the blocks about the whole team, also where only another command than the run fills them again."""
    for grid in grids().values():
        cells = {
            (row.key, column.key): None
            for row in grid.rows
            for column, cell in zip(grid.columns, row.cells, strict=True)
            if cell and cell.formula is None and not cell.edit
        }
        book.put_grid(grid.key, cells)


def _clear_accounts(book: PlanBook) -> None:
    """Empties what was computed of key accounts: it may name customers of others, and only a position renews it."""
    frame = standing_rows(book, "key_accounts")
    if len(frame):
        blank = empty_frame("key_accounts", len(frame))
        computed = tables()["key_accounts"].keys(Filled.COMPUTED)
        book.put("key_accounts", frame.assign(**{key: blank[key] for key in computed}), ordered=True)


def _pin_tiers(book: PlanBook) -> dict[int, dict[str, Plain]]:
    """Customers keep the tier they have in the whole team; what each row was given instead, by row number."""
    tiers = dict(zip(book.frame("health")["customer"], book.frame("health")["tier"], strict=True))
    number = {row: at for at, row in enumerate(book.frame("customers").index)}
    frame = standing_rows(book, "customers").copy()
    wanted = frame["name"].map(tiers)
    pinned = frame["tier_override"].isna() & wanted.notna()
    if not pinned.any():
        return {}
    reason = book.word("team.tier_of_team")
    frame.loc[pinned, "tier_override"] = wanted[pinned]
    frame.loc[pinned, "override_reason"] = reason
    book.put("customers", frame, ordered=True)
    label = labels(tables()["customers"].column("tier_override").choices, book.lang)
    return {
        number[row]: {"tier_override": label[tier], "override_reason": reason}
        for row, tier in wanted[pinned].items()
    }


def _own_customers(book: PlanBook) -> None:
    """Resources serve the whole team; of the customers they are meant for only the rep's own are named."""
    listed = set(texts(book, "customers", "name"))
    frame = standing_rows(book, "resources").copy()
    own = [_only(text, listed) if isinstance(text, str) else None for text in frame["customers"]]
    if own != frame["customers"].tolist():
        book.put(
            "resources", frame.assign(customers=pd.Series(own, index=frame.index, dtype=object)), ordered=True
        )


def _only(text: str, listed: Collection[str]) -> str | None:
    parts = (part.strip() for part in CUSTOMER_SEPARATORS.split(text))
    return "、".join(part for part in parts if part in listed) or None


def _scale_new_business(book: PlanBook, weights: pd.Series, owner: str) -> None:
    """Of the customers nobody has yet, the rep's part: matters once targets are fixed and no longer derived."""
    for table, keys in (("targets", ("base", "project")), ("map", (*_QUARTERS, "derived"))):
        frame = standing_rows(book, table)
        for name in frame.loc[frame["tier"] == NEW, "customer"]:
            _scale_baseline(book, table, str(name), keys, weights, owner)
        if (frame["tier"] == NEW).any():
            book.put(table, with_own_new_business(frame, keys, weights, owner), ordered=True)


def _scale_baseline(
    book: PlanBook, table: str, row: str, keys: Sequence[str], weights: pd.Series, owner: str
) -> None:
    columns, block = tables()[table].keys(Filled.EDIT), book.baselines.blocks.get(table, {})
    if row in block:
        pairs = zip(columns, block[row], strict=False)
        block[row] = [own_part(value, weights, owner) if key in keys else value for key, value in pairs]
