"""Random sequences of commands, imports, user edits and undo: whatever happened, undo is exact or says why not.

Examples run with the other tests; the full count is run by ``python -m tests.property.undo_sequences --count 500``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import Port
from salesplan_xl.commands.books.import_data import stage_import
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.schema.types import Filled, Kind
from salesplan_xl.schema.workbook import tables
from tests.doors.driver import STEPS
from tests.property.undo_book import (
    NOW,
    PORTS,
    Contents,
    Hands,
    contents,
    csv_file,
    filled,
    steps_left,
    through,
    undone,
)
from tests.workbook.xlsx_lint import lint

COMMANDS = STEPS
# A step taken in one program and taken back in the other: a file does not carry along what Excel itself derives
# or copies with rows (heights that fit, rules of a row that was gone).
ACROSS = ("heights", "conditional_formats", "validations")
# Where both have been at work, rows that Excel would fit by itself are fitted by the file.
FITTED = ("heights",)
EDITED = tuple(
    (key, column) for key, table in tables().items() for column in table.keys(Filled.EDIT) if table.identity
)
FORMULAS = tuple(
    (key, column) for key in ("targets", "map", "months") for column in tables()[key].keys(Filled.FORMULA)
)
GROWING = ("targets", "map", "health", "tracking")


@dataclass(frozen=True)
class Do:
    """A command through a port."""

    command: str
    port: str
    month: str | None = None
    reset: bool = False
    despite_errors: bool = False


@dataclass(frozen=True)
class Import:
    """An import of a few rows through a port: (table, which customer, figure)."""

    port: str
    rows: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Edit:
    """Something the user does; the numbers choose where."""

    kind: str
    where: int
    what: int


@dataclass(frozen=True)
class Undo:
    """Undo through a port."""

    port: str


Action = Do | Import | Edit | Undo

KINDS = (
    "blue", "blue", "blue", "blank", "text", "setting", "block", "customer", "leaver", "sort", "colour", "note",
    "number", "words", "own formula", "resort", "gone", "appended",
)  # fmt: skip


def sequences(ports: tuple[str, ...], size: int) -> st.SearchStrategy[list[Action]]:
    """Sequences of actions through some of the ports."""
    port = st.sampled_from(ports)
    do = st.builds(
        Do,
        st.sampled_from((*COMMANDS, "run", "run")),
        port,
        st.sampled_from((None, None, "2027-02", "2027-03", "2027-06")),
        st.booleans(),
        st.booleans(),
    )
    row = st.tuples(
        st.sampled_from(("customers", "orders", "receivables", "visits")),
        st.integers(0, 9),
        st.integers(1, 99),
    )
    bring = st.builds(Import, port, st.lists(row, min_size=1, max_size=5).map(tuple))
    edit = st.builds(Edit, st.sampled_from(KINDS), st.integers(0, 40), st.integers(0, 40))
    back = st.builds(Undo, port)
    return st.lists(st.one_of(do, do, do, bring, edit, edit, back, back), min_size=2, max_size=size)


@dataclass
class Run:
    """A book on its way through a sequence.

    ``before`` are the contents before each step that undo must bring back exactly; an edit in between ends that.
    ``counts_errors`` once words stand where formulas count with a number: until Excel opens the book again,
    a file does not show the error that makes. ``typed`` are blue cells typed into since the last step: they stay, or are named, or nothing is undone.
    """

    data: bytes
    folder: Path
    before: list[tuple[Contents, str]] = field(default_factory=list)
    typed: dict[tuple[str, str, tuple[Any, ...]], object] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    counts_errors: bool = False
    ports: set[str] = field(default_factory=set)
    crossed: bool = False

    def play(self, actions: list[Action]) -> None:
        """All actions, then undo until the last edit, and once more."""
        for action in actions:
            if isinstance(action, Undo):
                self.undo(action.port)
            elif isinstance(action, Edit):
                self.edit(action)
            else:
                self.step(action)
        last = self.before[-1][1] if self.before else "file"
        while self.before:
            self.undo(self.before[-1][1])
        self.undo(last)

    def step(self, action: Do | Import) -> None:
        """A command or import; it adds one step or none."""
        here, left = contents(self.data), steps_left(self.data)
        try:
            after, result = through(action.port, self.data, lambda port: self._work(action, port))
        except SalesPlanError:
            self.counts["refused"] += 1
            return
        more = steps_left(after) - left
        assert more == (1 if result.writes and not result.blocked else 0)
        if more:
            self.data, self.typed = after, {}
            self.before.append((here, action.port))
            self.ports.add(action.port)
            self.counts["steps"] += 1
        else:
            assert here.differences(contents(after)) == []

    def _work(self, action: Do | Import, port: Port) -> CommandResult:
        book = PlanBook(port)
        if isinstance(action, Do):
            return runner.execute(
                action.command, book, now=NOW, month=action.month, reset=action.reset,
                despite_errors=action.despite_errors,
            )  # fmt: skip
        rows: dict[str, list[dict[str, object]]] = {}
        for table, who, figure in action.rows:
            rows.setdefault(table, []).append(_row(book, table, who, figure))
        files = {table: csv_file(self.folder, table, lines) for table, lines in rows.items()}
        return runner.finish("import", book, stage_import(book, files), now=NOW)

    def edit(self, action: Edit) -> None:
        """The user's hands; exactness counts from here on."""
        hands = Hands(self.data)
        typed = _EDITS[action.kind](hands, action.where, action.what)
        self.data, self.before = hands.done(), []
        self.typed |= typed or {}
        self.counts["edits"] += 1
        self.counts_errors |= action.kind == "words"

    def undo(self, port: str) -> None:
        """One undo: exact where nothing was typed, otherwise careful."""
        left = steps_left(self.data)
        try:
            after, result = undone(port, self.data)
        except SalesPlanError as error:
            assert error.code == ("SP-318" if left else "SP-208")
            assert not self.before, error.sentence("en")
            self.counts[error.code] += 1
            return
        assert steps_left(after) == left - 1
        if self.before:
            here, done_by = self.before.pop()
            self.ports.add(port)
            self.crossed |= port != done_by
            now, left_out = contents(after), ACROSS if self.crossed else FITTED[: len(self.ports) - 1]
            if self.counts_errors:
                here, now = here.without_results(), now.without_results()
            assert here.differences(now, *left_out) == []
            self.counts["exact"] += 1
        else:
            self._kept_or_named(after, result)
            self.counts["careful"] += 1
        self.data, self.typed = after, {}

    def _kept_or_named(self, after: bytes, result: CommandResult) -> None:
        assert lint(after) == []
        hands = Hands(after)
        named = {(finding.place.table, finding.place.column): finding for finding in result.findings}
        for (table, column, identity), value in self.typed.items():
            rows = [row for row in range(hands.rows(table)) if hands.identity(table, row) == identity]
            kept = any(_alike(hands.value(table, row, column), value) for row in rows)
            assert kept or (table, column) in named, (table, column, identity, value)


def _alike(one: object, other: object) -> bool:
    return one == other or (one in ("", None) and other in ("", None))


def _row(book: PlanBook, table: str, who: int, figure: int) -> dict[str, object]:
    names = [name for name in book.frame("customers")["name"].dropna() if "," not in name]
    name = names[who] if who < min(len(names), 6) else f"新客户{who}"
    date = f"2026-{figure % 12 + 1:02d}-{figure % 28 + 1:02d}"
    rows: dict[str, dict[str, object]] = {
        "customers": {"name": name, "this_year": figure, "note": f"备注{figure}"},
        "orders": {"date": date, "order_no": f"S{figure:04d}", "customer": name, "amount": figure},
        "receivables": {"invoice": f"R{figure:04d}", "customer": name, "due": date, "amount": figure},
        "visits": {"date": date, "customer": name, "purpose": f"拜访{figure}"},
    }
    return rows[table]


# ── what users do ───────────────────────────────────────────────────────────────────────────────────

Typed = dict[tuple[str, str, tuple[Any, ...]], object]


def _value(table: str, column: str, what: int) -> object:
    found = tables()[table].column(column)
    if found.choices:
        return found.choices[what % len(found.choices)].label.zh
    by_kind: dict[Kind, object] = {
        Kind.MONEY: what * 3.7, Kind.NUMBER: float(what), Kind.SHARE: what / 50, Kind.TEXT: f"改{what}",
        Kind.DATE: NOW.replace(day=what % 28 + 1, hour=0),
    }  # fmt: skip
    return by_kind[found.kind]


def _blue(hands: Hands, where: int, what: int, value: object = "own") -> Typed:
    table, column = EDITED[what % len(EDITED)]
    row = where % hands.rows(table)
    new = _value(table, column, what) if value == "own" else value
    hands.type(table, row, column, new)
    identity = hands.identity(table, row)
    same = [at for at in range(hands.rows(table)) if hands.identity(table, at) == identity]
    hands.reopen()
    return (
        {(table, column, identity): hands.value(table, row, column)}
        if any(identity) and len(same) == 1
        else {}
    )


def _setting(hands: Hands, where: int, what: int) -> None:
    choices = (
        ("current_month", f"2027-{what % 12 + 1:02d}"),
        ("company_target", 100.0 * what),
        ("salesperson", f"人{what}"),
    )
    hands.type_setting(*choices[where % len(choices)])


def _customer(hands: Hands, where: int, what: int) -> None:
    hands.append("customers", name=f"老王{what}厂", this_year=float(what), last_year=20.0)


def _leaver(hands: Hands, where: int, what: int) -> None:
    if hands.rows("customers") > 2:
        hands.delete("customers", where % hands.rows("customers"))


def _words(hands: Hands, where: int, what: int, value: object) -> None:
    table, column = FORMULAS[what % len(FORMULAS)]
    hands.type(table, where % hands.rows(table), column, value)


def _own_formula(hands: Hands, where: int, what: int) -> None:
    from salesplan_xl.book.xlsx import Formula

    table, column = EDITED[what % len(EDITED)]
    sheet, row, col = hands.spot(table, where % hands.rows(table), column)
    if tables()[table].column(column).kind is Kind.MONEY:
        hands.file.set_cells(sheet, {(row, col): Formula(f"{what}*2", what * 2.0)})


def _gone(hands: Hands, where: int, what: int) -> None:
    table = GROWING[what % len(GROWING)]
    if hands.rows(table) > 1:
        hands.delete(table, where % hands.rows(table))


_EDITS: dict[str, Any] = {
    "blue": _blue,
    "blank": lambda hands, where, what: _blue(hands, where, what, None) and None,
    "text": lambda hands, where, what: _blue(hands, where, what, f" {what} ") and None,
    "setting": _setting,
    "block": lambda hands, where, what: hands.type_block("month_split", f"m{where % 12 + 1}", "share", what / 100),
    "customer": _customer,
    "leaver": _leaver,
    "sort": lambda hands, where, what: hands.sort("customers", ("name", "this_year")[what % 2]),
    "colour": lambda hands, where, what: hands.colour(
        (*GROWING, "customers")[what % 5], where % hands.rows((*GROWING, "customers")[what % 5])
    ),
    "note": lambda hands, where, what: hands.note(
        (*GROWING, "customers")[what % 5], where % hands.rows((*GROWING, "customers")[what % 5]), f"注{what}"
    ) and None,
    "number": lambda hands, where, what: _words(hands, where, what, float(what)),
    "words": lambda hands, where, what: _words(hands, where, what, "待定"),
    "own formula": _own_formula,
    "resort": lambda hands, where, what: hands.sort(
        GROWING[what % len(GROWING)], tables()[GROWING[what % len(GROWING)]].identity[0]
    ),
    "gone": _gone,
    "appended": lambda hands, where, what: hands.append("map", customer=f"另{what}"),
}  # fmt: skip


def play(actions: list[Action], counts: Counter[str] | None = None) -> None:
    """One sequence on a fresh book."""
    with tempfile.TemporaryDirectory() as folder:
        run = Run(filled(), Path(folder))
        if counts is not None:
            run.counts = counts
        run.play(actions)


def main() -> None:
    """Run many sequences and say what they came to."""
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=500)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--size", type=int, default=7)
    options.add_argument("--ports", nargs="+", default=list(PORTS), choices=PORTS)
    options.add_argument("--shrink", action="store_true", help="look for the shortest failing sequence")
    chosen = options.parse_args()
    counts: Counter[str] = Counter()
    begun = time.monotonic()

    @seed(chosen.seed)
    @settings(
        max_examples=chosen.count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, *([Phase.shrink] if chosen.shrink else [])],
        print_blob=False,
    )
    @given(sequences(tuple(chosen.ports), chosen.size))
    def many(actions: list[Action]) -> None:
        counts["sequences"] += 1
        play(actions, counts)
        if counts["sequences"] % 20 == 0:
            print(f"{dict(counts)} after {time.monotonic() - begun:.0f} s", flush=True)  # noqa: T201

    many()
    print(f"{dict(counts)} in {time.monotonic() - begun:.0f} s, seed {chosen.seed}")  # noqa: T201


if __name__ == "__main__":
    main()
