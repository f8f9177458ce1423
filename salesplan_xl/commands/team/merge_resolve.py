"""Deciding between the books: what is taken into the team's book, what stays open, what is not taken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from salesplan_xl.book.cells.casting import cast_column
from salesplan_xl.book.plan_book.edits import SEPARATOR
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.engine.standing import standing_rows
from salesplan_xl.commands.team import assignment
from salesplan_xl.commands.team.assignment import CUSTOMER_TABLES
from salesplan_xl.commands.team.merge_outreach import stage_records
from salesplan_xl.commands.team.merge_read import ROW_KEYS, Returned, group_of, positions, row_keys
from salesplan_xl.commands.team.split_rows import CUSTOMER_SEPARATORS
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.reporting.three_way_merge import Row, Value, Verdict, match_rows, resolve
from salesplan_xl.schema.inputs import INPUTS
from salesplan_xl.schema.types import Filled, Table
from salesplan_xl.schema.workbook import tables

MAX_CONFLICTS = 200
# Lists that a later month makes anew: an edit of a line that is gone has nowhere to go.
_PASSING = frozenset({"month_list"})


@dataclass
class Conflict:
    """One value of the team's book and who wants what there.

    Args:
        base: as assigned.
        here: as it stands.
        said: who → value.
    """

    base: Value
    here: Value
    said: dict[str, Value] = field(default_factory=dict)

    def resolved(self) -> tuple[Verdict, Value]:
        """See ``three_way_merge.resolve``."""
        return resolve(self.base, self.here, self.said)


@dataclass
class Resolution:
    """All returned books against the team's book.

    Args:
        book: the team's book.
        returned: what each book says.
        delete: whether rows that were deleted go here too.
    """

    book: PlanBook
    returned: Sequence[Returned]
    delete: bool
    taken: Counter[str] = field(default_factory=Counter)
    conflicts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    reported: list[Finding] = field(default_factory=list)
    open_values: int = 0
    taken_values: int = 0

    def stage(self) -> None:
        """Work everything out and stage the team's tables that change."""
        for table in INPUTS:
            _InputTable(self, table).stage()
        for key in CUSTOMER_TABLES:
            _EditTable(self, tables()[key]).stage()
        self.added.update(stage_records(self.book, {item.title: item.outreach for item in self.returned}))
        for returned in self.returned:
            self.refused[returned.title] += len(returned.team_wide) + returned.unreadable

    def count(self) -> dict[str, int]:
        """Books, edits taken, conflicts, edits not taken."""
        return {
            "books": len(self.returned),
            "taken": self.taken_values,
            "conflicts": self.open_values,
            "refused": self.refused.total(),
        }

    def findings(self) -> list[Finding]:
        """Conflicts and what was not taken, then one line a book."""
        listed = self.reported[:MAX_CONFLICTS]
        if len(self.reported) > MAX_CONFLICTS:
            more: dict[str, object] = {"count": len(self.reported) - MAX_CONFLICTS, "code": "F-707"}
            listed.append(Finding("F-006", Severity.WARNING, more))
        for returned in self.returned:
            if returned.team_wide:
                values: dict[str, object] = {"owner": returned.who, "what": returned.team_wide}
                listed.append(Finding("F-712", Severity.WARNING, values))
        return [*listed, *map(self._line, self.returned)]

    def _line(self, returned: Returned) -> Finding:
        values: dict[str, object] = {
            "owner": returned.who, "file": returned.title,
            "taken": self.taken[returned.title], "added": self.added[returned.title],
            "conflicts": self.conflicts[returned.title], "refused": self.refused[returned.title],
        }  # fmt: skip
        return Finding("F-708", Severity.NOTE, values)

    def decide(self, conflict: Conflict, place: Place, row: Sequence[str], blank: str) -> tuple[bool, Value]:
        """Whether a value is taken, and which; counts it and tells of a conflict.

        ``row`` is what the row is known by, its customer or name first.
        """
        verdict, value = conflict.resolved()
        changed = [who for who, said in conflict.said.items() if said != conflict.base]
        if verdict is Verdict.TAKEN:
            self.taken.update(changed)
            self.taken_values += 1
        elif verdict is Verdict.CONFLICT:
            self.conflicts.update(changed)
            self.open_values += 1
            self.reported.append(self._conflict(conflict, place, row, blank))
        return verdict is Verdict.TAKEN, value

    def _conflict(self, conflict: Conflict, place: Place, row: Sequence[str], blank: str) -> Finding:
        names = {returned.title: returned.who for returned in self.returned}
        said = [(names[title], value) for title, value in conflict.said.items() if value != conflict.base]
        if conflict.here != conflict.base:
            said.insert(0, (Sentence("team.here"), conflict.here))  # type: ignore[arg-type]
        values: dict[str, object] = {
            "row": _called(row),
            "customer": row[0] if row else "",
            "column": tables()[place.table].column(place.column).label,
            "base": shown(conflict.base, blank),
            "said": tuple(
                Sentence("team.said", {"who": who, "value": shown(value, blank)}) for who, value in said
            ),
        }
        return Finding("F-707", Severity.WARNING, values, place)

    def gone(self, returned: Returned, place: Place, row: str, value: Value) -> None:
        """An edit of a row that the team's book no longer has."""
        self.refused[returned.title] += 1
        values: dict[str, object] = {
            "row": row, "customer": row, "who": returned.who, "value": shown(value, "team.blank"),
            "column": tables()[place.table].column(place.column).label,
        }  # fmt: skip
        self.reported.append(Finding("F-711", Severity.WARNING, values, Place(place.table)))


def shown(value: Value, blank: str = "team.blank") -> object:
    """A value as a sentence names it."""
    return Sentence(blank) if value is None else value


def _called(parts: Sequence[str]) -> str:
    """A row as a sentence names it, from what it is known by."""
    return " · ".join(parts)


class _InputTable:
    """One input table of the team's book and what the returned books say about its rows."""

    def __init__(self, resolution: Resolution, table: Table) -> None:
        self.all, self.table, self.keys = resolution, table, table.keys()
        self.body, self.rows = assignment.input_rows(resolution.book, table.key)
        self.conflicts: dict[tuple[int, str], Conflict] = {}
        self.fresh: dict[tuple[object, ...], dict[str, Conflict]] = {}
        self.deleted: dict[int, None] = {}

    def stage(self) -> None:
        for returned in self.all.returned:
            if returned.rows.get(self.table.key) or returned.added.get(self.table.key):
                self._take_in(returned)
        cells: dict[str, dict[int, Value]] = defaultdict(dict)
        for (at, column), conflict in self.conflicts.items():
            place = Place(self.table.key, self.body[at], column)
            take, value = self.all.decide(conflict, place, self._known_by(self.rows[at]), "team.blank")
            if take:
                cells[column][self.body[at]] = value
        fresh = [self._new_row(conflicts) for conflicts in self.fresh.values()]
        if cells or fresh or self.deleted:
            self._put(cells, fresh)

    def _take_in(self, returned: Returned) -> None:
        """Take in the changes of one book."""
        base = returned.base[self.table.key]
        match = match_rows(base, self.rows, row_keys(self.table.key), group_of(self.table.key))
        gone = []
        for at, change in returned.rows[self.table.key].items():
            here = match.pairs.get(at)
            if change.deleted:
                gone += [here] if here is not None else []
            elif here is None:
                self._lost(returned, base[at], change.values)
            else:
                self._conflict_of(returned, here, dict(zip(self.keys, base[at], strict=True)), change.values)
        self._delete(returned, gone)
        self._add(returned, match.added)

    def _lost(self, returned: Returned, row: Row, values: Mapping[str, Value]) -> None:
        for column, value in values.items():
            self.all.gone(returned, Place(self.table.key, None, column), _called(self._known_by(row)), value)

    def _conflict_of(
        self, returned: Returned, here: int, base: Mapping[str, Value], values: Mapping[str, Value]
    ) -> None:
        now = dict(zip(self.keys, self.rows[here], strict=True))
        for column, value in values.items():
            shared = (self.table.key, column) == ("resources", "customers")
            wanted = _as_list(now[column], base[column], value) if shared else value
            before = now[column] if shared else base[column]
            conflict = self.conflicts.setdefault((here, column), Conflict(before, now[column]))
            conflict.said[returned.title] = wanted

    def _delete(self, returned: Returned, rows: Sequence[int]) -> None:
        """Rows that the book no longer has: reported, or emptied here too."""
        if not rows:
            return
        if self.all.delete:
            self.deleted |= dict.fromkeys(rows)
            self.all.taken[returned.title] += len(rows)
            self.all.taken_values += len(rows)
        else:
            self.all.refused[returned.title] += len(rows)
        labels = [_called(self._known_by(self.rows[row])) for row in rows[:5]]
        values: dict[str, object] = {
            "owner": returned.who, "table": self.table.label, "count": len(rows), "rows": labels,
        }  # fmt: skip
        place = Place(self.table.key, self.body[rows[0]], self.keys[0])
        code = "F-710" if self.all.delete else "F-709"
        self.all.reported.append(Finding(code, Severity.WARNING, values, place))

    def _add(self, returned: Returned, others: Sequence[int]) -> None:
        """New rows: onto a row that came to the team's book since, else a row of its own."""
        columns = positions(self.table, ROW_KEYS[self.table.key][0])
        waiting: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at in reversed(others):
            waiting[tuple(self.rows[at][column] for column in columns)].append(at)
        repeats: Counter[tuple[object, ...]] = Counter()
        for row in returned.added[self.table.key]:
            values = dict(zip(self.keys, row, strict=True))
            if self.table.key == "customers" and not values["owner"] and returned.owner:
                values["owner"] = returned.owner
            key = tuple(row[column] for column in columns)
            if waiting[key]:
                blank: dict[str, Value] = dict.fromkeys(self.keys)
                filled = {column: value for column, value in values.items() if value is not None}
                self._conflict_of(returned, waiting[key].pop(), blank, filled)
                continue
            repeats[key] += 1
            self.all.added[returned.title] += 1
            conflicts = self.fresh.setdefault(
                (*key, repeats[key]), {column: Conflict(None, None) for column in self.keys}
            )
            for column, value in values.items():
                conflicts[column].said[returned.title] = value

    def _new_row(self, conflicts: Mapping[str, Conflict]) -> dict[str, Value]:
        """A new row; a value on which two books differ stays blank until somebody decides."""
        row = self._known_by(tuple(next(iter(conflict.said.values())) for conflict in conflicts.values()))
        values: dict[str, Value] = {}
        for column, conflict in conflicts.items():
            said = {value for value in conflict.said.values() if value is not None}
            if len(said) > 1:
                self.all.decide(conflict, Place(self.table.key, None, column), row, "team.blank")
            values[column] = said.pop() if len(said) == 1 else None
        self.all.taken_values += 1
        self.all.taken.update(dict.fromkeys(next(iter(conflicts.values())).said, 1))
        return values

    def _put(self, cells: Mapping[str, Mapping[int, Value]], fresh: Sequence[Mapping[str, Value]]) -> None:
        book = self.all.book
        frame = standing_rows(book, self.table.key).copy()
        for column in self.table.columns:
            taken = cells.get(column.key, {})
            if taken:
                cast = cast_column(list(taken.values()), column, book.unit).series
                frame.loc[list(taken), column.key] = cast.to_numpy()
        for row in self.deleted:
            frame.loc[self.body[row], :] = None
        if fresh:
            new = {
                column.key: cast_column([row[column.key] for row in fresh], column, book.unit).series
                for column in self.table.columns
            }
            added = pd.DataFrame(new)
            frame = pd.concat([frame, added.astype(frame.dtypes.to_dict())], ignore_index=True)
        book.put(self.table.key, frame, ordered=True)
        book.show(self.table.key)

    def _known_by(self, row: Row) -> list[str]:
        """The words a row is recognised by: its customer or name, then what tells it from the customer's other rows."""
        first = ROW_KEYS[self.table.key][0]
        order = sorted(first, key=lambda key: key not in ("customer", "name"))
        if self.table.key == "contacts":
            order = list(first)
        parts = [row[self.keys.index(key)] for key in order]
        return [f"{part:g}" if isinstance(part, float) else str(part) for part in parts if part]


def _as_list(here: Value, base: Value, said: Value) -> Value:
    """A list of customers in one cell: the names added and taken out, on the team's longer list."""
    old, new, whole = (_names(value) for value in (base, said, here))
    names = [name for name in whole if name not in old or name in new]
    names += [name for name in new if name not in old and name not in names]
    return "、".join(names) or None if names != whole else here


def _names(value: Value) -> list[str]:
    parts = (part.strip() for part in CUSTOMER_SEPARATORS.split(str(value or "")))
    return [part for part in parts if part]


class _EditTable:
    """One computed table of the team's book and the edits of its customers."""

    def __init__(self, resolution: Resolution, table: Table) -> None:
        self.all, self.table = resolution, table
        self.edits = assignment.table_edits(resolution.book, table.key)
        self.place = {
            row: at for at, row in reversed(list(enumerate(resolution.book.raw_identities(table.key))))
        }

    def stage(self) -> None:
        cells: dict[str, dict[str, Value]] = defaultdict(dict)
        for row, column, conflict in self._conflicts():
            place = Place(self.table.key, self.place.get(row), column)
            take, value = self.all.decide(conflict, place, row.split(SEPARATOR), "team.computed")
            if take:
                cells[row][column] = value
        if cells:
            self._put(cells)

    def _conflicts(self) -> Iterator[tuple[str, str, Conflict]]:
        conflicts: dict[tuple[str, str], Conflict] = {}
        for returned in self.all.returned:
            base = returned.base_edits.get(self.table.key, {})
            for row, values in returned.edits.get(self.table.key, {}).items():
                if row not in self.place and self.table.key in _PASSING:
                    for column, value in values.items():
                        label = _called(row.split(SEPARATOR))
                        self.all.gone(returned, Place(self.table.key, None, column), label, value)
                    continue
                for column, value in values.items():
                    here = self.edits.get(row, {}).get(column)
                    conflict = conflicts.setdefault(
                        (row, column), Conflict(base.get(row, {}).get(column), here)
                    )
                    conflict.said[returned.title] = value
        for (row, column), conflict in conflicts.items():
            yield row, column, conflict

    def _put(self, cells: Mapping[str, Mapping[str, Value]]) -> None:
        """Only these cells: what is computed and what the team edited stays."""
        book, table = self.all.book, self.table
        frame = standing_rows(book, table.key).copy()
        missing = [row for row in cells if row not in self.place]
        if missing:
            frame = pd.concat(
                [frame, self._new_rows(missing).astype(frame.dtypes.to_dict())], ignore_index=True
            )
        at = self.place | {row: len(frame) - len(missing) + nth for nth, row in enumerate(missing)}
        columns = (*table.keys(Filled.EDIT), *assignment.own_columns(table.key))
        for key in columns:
            taken = {at[row]: values[key] for row, values in cells.items() if key in values}
            if taken:
                cast = cast_column(list(taken.values()), table.column(key), book.unit).series
                frame.loc[list(taken), key] = cast.to_numpy()
        written = tuple(dict.fromkeys((*table.identity, *columns))) if missing else columns
        book.put(table.key, frame, ordered=True, only=self._whole(written, missing))
        book.show(table.key)

    def _whole(self, written: Sequence[str], missing: Sequence[str]) -> Sequence[str]:
        """Reviews that only a returned book holds come with all they say."""
        if missing and self.table.key == "reviews":
            return [column.key for column in self.table.columns if column.formula is None]
        return written

    def _new_rows(self, missing: Sequence[str]) -> pd.DataFrame:
        """Rows that the team's book does not have yet: what identifies them, and for reviews all they say."""
        kept = {row: cells for returned in self.all.returned for row, cells in returned.reviews.items()}
        rows = []
        for row in missing:
            parts = dict(zip(self.table.identity, row.split(SEPARATOR), strict=False))
            rows.append(kept[row] if self.table.key == "reviews" and row in kept else parts)
        return pd.DataFrame(
            {
                column.key: cast_column(
                    [row.get(column.key) for row in rows], column, self.all.book.unit
                ).series
                for column in self.table.columns
                if column.formula is None
            }
        )
