"""The application, its books and their sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from xlwings import base_classes

from tests.live.engine import transfer
from tests.live.engine.comerror import CommandError, bad_index, refused
from tests.live.engine.lists import Names, Tables
from tests.live.engine.model import Sheet as SheetModel
from tests.live.engine.package import load
from tests.live.engine.ranges import CELL_ERRORS, Range
from tests.live.engine.references import Area, area
from tests.live.engine.session import Alert, OpenBook, Session
from tests.live.engine.strict import NotInEngine, Strict, strict

_ERROR_TEXTS = {number: text for text, number in CELL_ERRORS.items()}
_STATES = {"visible": -1, "hidden": 0, "veryHidden": 2}
PID = 4711


class Engine(Strict):
    """Stands where xlwings expects the engine of the desktop Excel."""

    name = "excel"
    type = "desktop"

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def apps(self) -> Apps:
        return Apps(self._session)

    def prepare_xl_data_element(self, x: object, date_format: object) -> object:
        """As the Windows engine does it, and the Mac engine where they differ."""
        if self._session.mac and type(x) is int:
            return float(x)
        if isinstance(x, pd.Timestamp):
            x = x.to_pydatetime()
        if isinstance(x, np.datetime64):
            x = pd.Timestamp(x).to_pydatetime()
        if x is None or x is pd.NaT:
            return ""
        if isinstance(x, dt.datetime):
            return x.replace(tzinfo=dt.UTC)
        if isinstance(x, dt.date):
            return dt.datetime(x.year, x.month, x.day, tzinfo=dt.UTC)
        if pd.isna(x):  # type: ignore[call-overload]
            return ""
        return float(x) if isinstance(x, np.number) else x  # type: ignore[arg-type]

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: object, number_builder: Any, err_to_str: bool
    ) -> list[list[object]]:
        """As the Windows engine does it."""

        def clean(value: Any) -> object:
            if value is None or value == "":
                return empty_as
            if isinstance(value, dt.datetime):
                return datetime_builder(
                    year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute,
                    second=value.second, microsecond=value.microsecond, tzinfo=None,
                )  # fmt: skip
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            if isinstance(value, int) and value in _ERROR_TEXTS:
                return _ERROR_TEXTS[value] if err_to_str else None
            return value

        return [[clean(value) for value in line] for line in data]


class Apps(strict(base_classes.Apps)):  # type: ignore[misc]
    """The running Excels: one, and only while it has a book open (that is how Windows finds it)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __iter__(self) -> Iterator[App]:
        for _ in range(len(self)):
            yield App(self._session, found=True)

    def __len__(self) -> int:
        return int(bool(self._session.books) or self._session.mac)

    def keys(self) -> list[int]:
        return [PID] * len(self)


def _switch(name: str) -> property:
    def get(app: App) -> object:
        app._call(name)
        return app._session.switches[name]

    def put(app: App, value: object) -> None:
        app._call(f"{name}=")
        app._session.switches[name] = value

    return property(get, put)


class App(strict(base_classes.App)):  # type: ignore[misc]
    """The application."""

    def __init__(self, session: Session, *, found: bool = False) -> None:
        self._session, self._known = session, found

    def _call(self, member: str, trips: int = 1) -> None:
        """Reach Excel."""
        self._session.call(f"App.{member}", trips)

    screen_updating = _switch("screen_updating")
    enable_events = _switch("enable_events")
    display_alerts = _switch("display_alerts")
    status_bar = _switch("status_bar")
    cut_copy_mode = _switch("cut_copy_mode")

    @property
    def engine(self) -> Engine:
        return Engine(self._session)

    @property
    def version(self) -> str:
        self._call("version")
        return "16.0"

    @property
    def hwnd(self) -> int:
        if not self._known:
            self._call("hwnd")
            self._known = True
        return PID

    @property
    def pid(self) -> int:
        return self.hwnd

    def activate(self, steal_focus: bool = False) -> None:
        self._call("activate")

    @property
    def books(self) -> Books:
        self._call("books")
        return Books(self)

    @property
    def calculation(self) -> str:
        self._call("calculation")
        return str(self._session.switches["calculation"])

    @calculation.setter
    def calculation(self, mode: str) -> None:
        if mode not in {"automatic", "manual", "semiautomatic"}:
            raise KeyError(mode)
        self._call("calculation=")
        self._session.switches["calculation"] = mode

    def calculate(self) -> None:
        self._call("calculate")
        for book in self._session.books:
            book.recalculate()

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: object
    ) -> str:
        """Record the message; the answer is the next one the test prepared, or the first button.

        The system shows the box, not Excel: a cell being edited does not hinder it.
        """
        self._session.calls["App.alert"] += 1
        firsts = {None: "ok", "ok": "ok", "ok_cancel": "ok", "yes_no": "yes", "yes_no_cancel": "yes"}
        if mode not in {None, "info", "critical"}:
            raise KeyError(mode)
        first = firsts[buttons]
        self._session.alerts.append(Alert(prompt, title, buttons, mode))
        return self._session.answers.pop(0) if self._session.answers else first


class Books(strict(base_classes.Books)):  # type: ignore[misc]
    """The open workbooks."""

    def __init__(self, app: App) -> None:
        self.app, self._session = app, app._session

    @property
    def active(self) -> Book:
        self._session.call("Books.active", 2)
        if self._session.mac and self._session.active is None:
            raise CommandError(-1728, "Can't get reference.")
        return Book(self._session.active)

    def __call__(self, key: int | str) -> Book:
        self._session.call("Books.item")
        for number, book in enumerate(self._session.books, 1):
            if key == number or (isinstance(key, str) and key.casefold() == book.name.casefold()):
                return Book(book)
        raise KeyError(key)

    def __len__(self) -> int:
        self._session.call("Books.count")
        return len(self._session.books)

    def __iter__(self) -> Iterator[Book]:
        for book in list(self._session.books):
            self._session.call("Books.next")
            yield Book(book)

    def open(self, fullname: str, *options: object) -> Book:
        if any(option is not None for option in options):
            raise NotInEngine("Books.open with options")
        self._session.call("Books.open")
        path = Path(fullname)
        book = OpenBook(self._session, load(path.read_bytes()), path.name, str(path))
        self._session.books.append(book)
        self._session.active = book
        return Book(book)


class Book(strict(base_classes.Book)):  # type: ignore[misc]
    """A workbook."""

    def __init__(self, book: OpenBook | None) -> None:
        self._open = book

    def _call(self, member: str, trips: int = 1) -> OpenBook:
        if self._open is None:  # protected view: there is no active workbook
            raise AttributeError(f"'NoneType' object has no attribute '{member}'")
        self._open.session.call(f"Book.{member}", trips)
        return self._open

    @property
    def app(self) -> App:
        return App(self._call("app").session)

    @property
    def name(self) -> str:
        return self._call("name").name

    @property
    def fullname(self) -> str:
        return self._call("fullname", 2).fullname

    @property
    def sheets(self) -> Sheets:
        return Sheets(self._call("sheets"))

    @property
    def names(self) -> Names:
        return Names(self._call("names"))

    def activate(self) -> None:
        book = self._call("activate")
        book.session.active = book

    def close(self) -> None:
        book = self._call("close")
        book.session.books.remove(book)
        book.session.active = book.session.books[-1] if book.session.books else None


class Sheets(strict(base_classes.Sheets)):  # type: ignore[misc]
    """The worksheets of a book."""

    def __init__(self, book: OpenBook) -> None:
        self._book = book

    @property
    def active(self) -> Sheet:
        self._book.session.call("Sheets.active", 2)
        return Sheet(self._book, self._book.model.sheets[self._book.model.active])

    def __call__(self, key: int | str) -> Sheet:
        self._book.session.call("Sheets.item")
        sheets = self._book.model.sheets
        if isinstance(key, int) and 1 <= key <= len(sheets):
            return Sheet(self._book, sheets[key - 1])
        found = self._book.model.sheet(key) if isinstance(key, str) else None
        if found is None:
            raise self._book.session.error(bad_index())
        return Sheet(self._book, found)

    def __len__(self) -> int:
        self._book.session.call("Sheets.count")
        return len(self._book.model.sheets)

    def __iter__(self) -> Iterator[Sheet]:
        for sheet in self._book.model.sheets:
            self._book.session.call("Sheets.next")
            yield Sheet(self._book, sheet)


class Sheet(strict(base_classes.Sheet)):  # type: ignore[misc]
    """A worksheet."""

    def __init__(self, book: OpenBook, sheet: SheetModel) -> None:
        self._book, self._sheet = book, sheet

    def _call(self, member: str, trips: int = 1) -> None:
        self._book.session.call(f"Sheet.{member}", trips)

    @property
    def name(self) -> str:
        self._call("name")
        return self._sheet.name

    @name.setter
    def name(self, name: str) -> None:
        self._call("name=")
        if self._book.model.sheet(name) not in (None, self._sheet):
            raise self._refused("That name is already taken. Try a different one.")
        transfer.rename_sheet(self._book.model, self._sheet, name)

    def _refused(self, why: str) -> Exception:
        return self._book.session.error(refused(why))

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Into the book of the sheet that is named; the copy comes to the front there."""
        beside = before or after
        assert beside is not None
        self._call("copy")
        target = beside._book
        at = target.model.sheets.index(beside._sheet) + (before is None)
        if target is self._book:
            raise NotInEngine("copying a sheet within its book")
        transfer.copy_sheet(self._book.model, self._sheet, target.model, at)
        target.pending = True
        target.session.active = target

    def delete(self) -> None:
        self._call("delete", 4)
        transfer.delete_sheet(self._book.model, self._sheet)
        self._book.pending = True

    @property
    def page_setup(self) -> PageSetup:
        self._call("page_setup")
        return PageSetup(self._book, self._sheet)

    @property
    def index(self) -> int:
        self._call("index")
        return self._book.model.sheets.index(self._sheet) + 1

    @property
    def book(self) -> Book:
        self._call("book")
        return Book(self._book)

    @property
    def tables(self) -> Tables:
        self._call("tables")
        return Tables(self._book, self._sheet)

    @property
    def names(self) -> Names:
        self._call("names")
        return Names(self._book, self._sheet)

    @property
    def shapes(self) -> Shapes:
        self._call("shapes")
        return Shapes(self._book, self._sheet)

    @property
    def used_range(self) -> Range:
        self._call("used_range")
        return Range(self._book, self._sheet, self._sheet.used())

    @property
    def visible(self) -> int | bool:
        """Windows: the number Excel itself says (-1 visible, 0 hidden, 2 very hidden); Mac: True or False."""
        self._call("visible")
        return self._sheet.state == "visible" if self._book.session.mac else _STATES[self._sheet.state]

    @visible.setter
    def visible(self, value: bool) -> None:
        self._call("visible=")
        others = [s for s in self._book.model.sheets if s.state == "visible" and s is not self._sheet]
        if not value and not others:
            raise self._refused("Unable to set the Visible property of the Worksheet class")
        self._sheet.state = "visible" if value else "hidden"

    def activate(self) -> None:
        self._call("activate")
        if self._sheet.state != "visible":
            raise self._refused("Activate method of Worksheet class failed")
        self._book.model.active = self._book.model.sheets.index(self._sheet)

    def range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, tuple) and len(first) == 4:
            row, col, height, width = first
            if not height or not width:
                raise NotInEngine("a range without cells")
            corner = Area(row, col, row + height - 1, col + width - 1)
            return Range(self._book, self._sheet, corner, fetched=False)
        start, end = self._corner(first), None if last is None else self._corner(last)
        if end is None:
            return Range(self._book, self._sheet, start)
        self._call("range")
        return Range(self._book, self._sheet, _around(start, end))

    def _corner(self, place: Any) -> Area:
        if isinstance(place, Range):
            return place._area
        if isinstance(place, tuple):
            if 0 in place:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            self._call("cells")
            return Area(place[0], place[1], place[0], place[1])
        self._call("range")
        try:
            return area(place)
        except ValueError:
            raise NotInEngine(f"Sheet.range({place!r}): addresses only") from None


class Shapes(strict(base_classes.Collection)):  # type: ignore[misc]
    """What floats on a sheet: pictures, charts, and a box for each comment."""

    def __init__(self, book: OpenBook, sheet: SheetModel) -> None:
        self._book, self._sheet = book, sheet

    def __len__(self) -> int:
        self._book.session.call("Shapes.count")
        return sum(map(len, self._sheet.notes.values())) + len(self._sheet.elements("drawing"))


class PageSetup(strict(base_classes.PageSetup)):  # type: ignore[misc]
    """How a sheet is printed: its print area."""

    def __init__(self, book: OpenBook, sheet: SheetModel) -> None:
        self._book, self._sheet = book, sheet

    def _name(self) -> Any:
        at = str(self._book.model.sheets.index(self._sheet))
        names = self._book.model.names
        return next(
            (n for n in names if (n.get("localSheetId"), n.get("name")) == (at, "_xlnm.Print_Area")), None
        )

    @property
    def print_area(self) -> str | None:
        self._book.session.call("PageSetup.print_area")
        found = self._name()
        return None if found is None else str(found.text).rpartition("!")[2]

    @print_area.setter
    def print_area(self, place: str) -> None:
        self._book.session.call("PageSetup.print_area=")
        found = self._name()
        if found is None:
            raise NotInEngine("a first print area")
        found.text = f"{str(found.text).rpartition('!')[0]}!{place}"


def _around(first: Area, last: Area) -> Area:
    return Area(
        min(first.row1, last.row1), min(first.col1, last.col1), max(first.row2, last.row2), max(first.col2, last.col2)
    )  # fmt: skip
