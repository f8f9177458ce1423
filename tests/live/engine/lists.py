"""Tables and defined names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from xlwings import base_classes

from tests.live.engine import columns, rows
from tests.live.engine.comerror import CommandError, bad_index, com_error, refused
from tests.live.engine.model import Sheet as SheetModel
from tests.live.engine.model import Table as TableModel
from tests.live.engine.ranges import Range
from tests.live.engine.references import Area, area
from tests.live.engine.session import OpenBook
from tests.live.engine.strict import NotInEngine, strict
from tests.live.engine.styles import MAIN
from tests.live.engine.tokens import BadFormula, tokens

_row_numbers = range  # ``range`` is a property of Table


class Tables(strict(base_classes.Tables)):  # type: ignore[misc]
    """The tables of a sheet."""

    def __init__(self, book: OpenBook, sheet: SheetModel) -> None:
        self._book, self._sheet = book, sheet

    def __call__(self, key: int | str) -> Table:
        self._book.session.call("Tables.item")
        for number, table in enumerate(self._sheet.tables, 1):
            if key == number or (isinstance(key, str) and key.casefold() == table.name.casefold()):
                return Table(self._book, self._sheet, table)
        raise KeyError(key)

    def __len__(self) -> int:
        self._book.session.call("Tables.count")
        return len(self._sheet.tables)

    def __iter__(self) -> Iterator[Table]:
        for table in list(self._sheet.tables):
            self._book.session.call("Tables.next")
            yield Table(self._book, self._sheet, table)

    def __contains__(self, key: object) -> bool:
        try:
            self(key)  # type: ignore[arg-type]
        except KeyError:
            return False
        return True


class Table(strict(base_classes.Table)):  # type: ignore[misc]
    """A ListObject."""

    def __init__(self, book: OpenBook, sheet: SheetModel, table: TableModel) -> None:
        self._book, self._sheet, self._table = book, sheet, table

    def _call(self, member: str, trips: int = 1) -> None:
        self._book.session.call(f"Table.{member}", trips)

    def _refused(self, why: str) -> Exception:
        return self._book.session.error(refused(why))

    def _range(self, part: Area) -> Range:
        return Range(self._book, self._sheet, part)

    @property
    def name(self) -> str:
        self._call("name")
        return self._table.name

    @name.setter
    def name(self, name: str) -> None:
        self._call("name=")
        taken = {table.name.casefold() for sheet in self._book.model.sheets for table in sheet.tables}
        if name.casefold() in taken - {self._table.name.casefold()}:
            raise self._refused("That name is already in use.")
        self._table.root.set("name", name)
        self._table.root.set("displayName", name)
        self._book.changed(self._sheet)

    @property
    def parent(self) -> Any:
        from tests.live.engine.objects import Sheet

        self._call("parent")
        return Sheet(self._book, self._sheet)

    @property
    def range(self) -> Range:
        self._call("range")
        return self._range(self._table.area)

    @property
    def header_row_range(self) -> Range:
        self._call("header_row_range")
        whole = self._table.area
        return self._range(Area(whole.row1, whole.col1, whole.row1, whole.col2))

    @property
    def data_body_range(self) -> Range | None:
        self._call("data_body_range", 2)
        return None if self._table.empty else self._range(self._table.body)

    @property
    def show_totals(self) -> bool:
        self._call("show_totals")
        return bool(self._table.totals)

    @property
    def show_autofilter(self) -> bool:
        self._call("show_autofilter")
        return self._table.has_filter

    @show_autofilter.setter
    def show_autofilter(self, shown: bool) -> None:
        self._call("show_autofilter=")
        self._book.guard(self._sheet, None)
        if not shown:
            for row in _row_numbers(self._table.area.row1, self._table.area.row2 + 1):
                self._sheet.row_formats.get(row, {}).pop("hidden", None)
        self._table.has_filter = shown
        self._sheet.xml = None

    def resize(self, wanted: Any) -> None:
        """``wanted`` is xlwings' own Range, as for the desktop engines."""
        target: Range = wanted.impl
        target._call("api", 0)
        self._call("resize")
        self._book.guard(self._sheet, None)
        old, new, body = self._table.area, target._area, self._table.body
        self._check_size(target, old, new)
        self._table.area = new
        if new.col2 > old.col2:
            columns.name_columns(self._sheet, self._table, old.col2 - old.col1 + 1, new.col2 - old.col2)
        if new.row2 > old.row2:
            rows.extend_rules(self._sheet, body, new.row2)
            first = old.row2 + 1 - self._table.totals
            rows.fill_formulas(self._book.model, self._sheet, self._table, _row_numbers(first, new.row2 + 1))
        self._book.changed(self._sheet)

    def _check_size(self, target: Range, old: Area, new: Area) -> None:
        if self._table.totals and new.row2 != old.row2:
            raise NotInEngine("resizing a table with a totals row")
        if old.col1 != new.col1 or new.col2 < old.col2:
            raise NotInEngine("removing table columns by resizing")
        if target._sheet is not self._sheet or new.row1 != old.row1 or new.row2 <= new.row1:
            raise self._refused(
                "The headers of a table must remain in the same row, and the ranges must overlap."
            )
        for other in self._sheet.tables:
            if other is not self._table and other.area.cut(new):
                raise self._refused("A table cannot overlap another table.")


class Names(strict(base_classes.Names)):  # type: ignore[misc]
    """The defined names of a book or a sheet."""

    def __init__(self, book: OpenBook, sheet: SheetModel | None = None) -> None:
        self._book, self._sheet = book, sheet

    snapshot = base_classes.Names.snapshot

    def _elements(self) -> list[etree._Element]:
        names = self._book.model.names
        if self._sheet is None:
            return names
        own = str(self._book.model.sheets.index(self._sheet))
        return [name for name in names if name.get("localSheetId") == own]

    def _all(self) -> list[Name]:
        return [Name(self._book, element) for element in self._elements()]

    def __call__(self, key: int | str) -> Name:
        self._book.session.call("Names.item")
        if isinstance(key, int):
            found = self._elements()[key - 1 : key]
            names = [Name(self._book, element) for element in found]
        else:
            names = [name for name in self._all() if name._text.casefold() == key.casefold()]
        if not names:
            raise self._book.session.error(bad_index())
        return names[0]

    def __len__(self) -> int:
        self._book.session.call("Names.count")
        return len(self._elements())

    def add(self, name: str, refers_to: str) -> Name:
        """A name that is there already leads to the new place."""
        self._book.session.call("Names.add")
        if self._sheet is not None:
            raise NotInEngine("names of a single sheet")
        for sheet in [token.owner for token in tokens(refers_to.removeprefix("=")) if token.kind == "ref"]:
            if self._book.model.sheet(sheet or "") is None:
                raise self._book.session.error(refused("The syntax of this name isn't correct."))
        present = [item for item in self._all() if item._text.casefold() == name.casefold()]
        holder = self._book.model.workbook.find(f"{MAIN}definedNames")
        element = (
            present[0]._element if present else etree.SubElement(holder, f"{MAIN}definedName", name=name)
        )
        element.text = refers_to.removeprefix("=")
        self._book.changed()
        return Name(self._book, element)

    def contains(self, key: int | str) -> bool:
        try:
            self(key)
        except (com_error, CommandError):
            if self._book.session.edit_mode:
                raise
            return False
        return True


class Name(strict(base_classes.Name)):  # type: ignore[misc]
    """A defined name."""

    def __init__(self, book: OpenBook, element: etree._Element) -> None:
        self._book, self._element = book, element

    @property
    def _text(self) -> str:
        """The name as Excel says it, with its sheet where it belongs to one."""
        plain = str(self._element.get("name")).removeprefix("_xlnm.")
        local = self._element.get("localSheetId")
        if local is None:
            return plain
        sheet = self._book.model.sheets[int(local)].name
        quoted = sheet if re.fullmatch(r"[^\W\d]\w*", sheet) else "'" + sheet.replace("'", "''") + "'"
        return f"{quoted}!{plain}"

    def _call(self, member: str) -> None:
        self._book.session.call(f"Name.{member}")

    @property
    def name(self) -> str:
        self._call("name")
        return self._text

    def delete(self) -> None:
        self._call("delete")
        self._element.getparent().remove(self._element)
        self._book.changed()

    @property
    def refers_to(self) -> str:
        self._call("refers_to")
        return f"={self._element.text}"

    @property
    def refers_to_range(self) -> Range:
        self._call("refers_to_range")
        try:
            pieces = tokens(self._element.text or "")
            sheet = self._book.model.sheet(pieces[0].owner or "")
            if len(pieces) == 1 and pieces[0].kind == "ref" and sheet:
                return Range(self._book, sheet, area(pieces[0].rest))
        except (BadFormula, ValueError):
            pass
        raise self._book.session.error(refused(f"{self._text} refers to no range"))
