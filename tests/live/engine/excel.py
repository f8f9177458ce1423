"""The Excel a test holds in its hands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import xlwings

from tests.live.engine.model import Sheet
from tests.live.engine.objects import App, Book, Engine
from tests.live.engine.package import dump, load
from tests.live.engine.session import Alert, OpenBook, Session
from tests.live.engine.state import State, state


class Excel:
    """Opens books, makes Excel fail, counts calls, shows what became of a book."""

    def __init__(self) -> None:
        self.session = Session()

    def open(self, data: bytes, name: str = "SalesPlan.xlsx", *, fullname: str | None = None) -> xlwings.Book:
        """Open a workbook and make it the active one."""
        book = OpenBook(self.session, load(data), name, fullname or f"C:\\plans\\{name}")
        self.session.books.append(book)
        self.session.active = book
        return xlwings.Book(impl=Book(book))

    def app(self) -> App:
        """The application as the engine has it, without any call."""
        return App(self.session, found=True)

    def close_all(self) -> None:
        """No workbook is open any more."""
        self.session.books.clear()
        self.session.active = None

    @property
    def calls(self) -> Counter[str]:
        """COM round trips by engine member since the last reset."""
        return self.session.calls

    def reset_calls(self) -> None:
        """Count from zero."""
        self.session.calls.clear()

    @property
    def edit_mode(self) -> bool:
        """Whether the user is typing into a cell: every call fails."""
        return self.session.edit_mode

    @edit_mode.setter
    def edit_mode(self, on: bool) -> None:
        self.session.edit_mode, self.session.calls_left = on, None

    def edit_mode_after(self, calls: int) -> None:
        """The user starts typing into a cell after so many more calls."""
        self.session.calls_left = calls

    def closed_by_user(self) -> None:
        """Excel is closed while xlwings still holds its objects: every call fails."""
        self.session.gone = True

    @property
    def lite(self) -> bool:
        """Whether it is xlwings Lite: no formula or format reads, no status bar, no files."""
        return self.session.lite

    @lite.setter
    def lite(self, on: bool) -> None:
        self.session.lite = on

    @property
    def mac(self) -> bool:
        """Whether it behaves like xlwings on a Mac where that differs from Windows."""
        return self.session.mac

    @mac.setter
    def mac(self, on: bool) -> None:
        self.session.mac = on

    @property
    def addin(self) -> bool:
        """Whether the add-in is loaded, so that its macros can be run."""
        return self.session.addin

    @addin.setter
    def addin(self, on: bool) -> None:
        self.session.addin = on

    @property
    def long_references(self) -> bool:
        """Whether ``Range.formula`` reads ``tbl[[#This Row],[x]]`` instead of ``[@x]``."""
        return self.session.long_references

    @long_references.setter
    def long_references(self, on: bool) -> None:
        self.session.long_references = on

    @property
    def alerts(self) -> list[Alert]:
        """The messages shown so far."""
        return self.session.alerts

    def answer(self, *buttons: str) -> None:
        """What the user will click next: 'ok', 'cancel', 'yes', 'no'; otherwise the first button."""
        self.session.answers.extend(buttons)

    @property
    def status_bar(self) -> object:
        """What the status bar says; False where Excel has it for itself."""
        return self.session.switches["status_bar"]

    @property
    def switches(self) -> dict[str, object]:
        """screen_updating, calculation, enable_events, display_alerts, status_bar as they stand."""
        return dict(self.session.switches)

    @property
    def autofitted(self) -> list[tuple[str, str]]:
        """Sheets and rows whose height Excel was asked to fit."""
        return self.session.autofitted

    def protect(self, sheet: str, book: xlwings.Book | None = None) -> None:
        """Protect a sheet: its locked cells and its rows cannot be changed."""
        self.sheet(sheet, book).protected = True

    def protected_view(self) -> None:
        """The only book is shown in protected view: Excel has no active workbook."""
        self.session.active = None

    def sheet(self, name: str, book: xlwings.Book | None = None) -> Sheet:
        """A sheet of the book in memory, without any call."""
        found = self._opened(book).model.sheet(name)
        assert found is not None, name
        return found

    def state(self, book: xlwings.Book | None = None, *, calculated: bool = True) -> State:
        """Everything a book holds; formulas are worked out first unless ``calculated`` is False."""
        opened = self._opened(book)
        if calculated and opened.calculated != opened.model.version:
            opened.recalculate()
        return state(opened.model)

    def dump(self, book: xlwings.Book | None = None) -> bytes:
        """The book as .xlsx, formulas worked out."""
        opened = self._opened(book)
        if opened.calculated != opened.model.version:
            opened.recalculate()
        return dump(opened.model)

    def _opened(self, book: xlwings.Book | None) -> OpenBook:
        found: OpenBook | None = book.impl._open if book is not None else self.session.active
        assert found is not None, "no book is open"
        return found


@contextmanager
def running() -> Iterator[Excel]:
    """An Excel that xlwings finds as its only, active engine; afterwards everything is as before."""
    engines = xlwings.engines
    before = list(engines.engines), dict(engines.engines_by_name), engines.active
    excel = Excel()
    engine = xlwings.Engine(impl=Engine(excel.session))
    engines.add(engine)
    engine.activate()
    try:
        yield excel
    finally:
        engines.engines[:], engines.active = before[0], before[2]
        engines.engines_by_name.clear()
        engines.engines_by_name.update(before[1])
