"""What a test controls: failures, counting, and the books Excel has open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.live.engine import comerror
from tests.live.engine.calculate import work_out
from tests.live.engine.model import Book, Cell, Sheet
from tests.live.engine.strict import NotInEngine

# What xlwings Lite cannot do while a script runs.
NOT_IN_LITE = frozenset(
    {
        "App.status_bar", "App.status_bar=", "Range.formula", "Range.number_format", "Range.row_height",
        "Book.save", "Book.to_pdf", "Books.open",
    }
)  # fmt: skip


@dataclass
class Alert:
    """A message box that was shown."""

    prompt: str
    title: str | None
    buttons: str | None
    mode: str | None


@dataclass
class Session:
    """One Excel: its switches are the test's, its calls are counted."""

    lite: bool = False
    mac: bool = False
    long_references: bool = False
    edit_mode: bool = False
    calls_left: int | None = None  # after so many round trips a cell is edited
    gone: bool = False
    addin: bool = True  # the add-in is loaded and its macros can be run
    calls: Counter[str] = field(default_factory=Counter)
    books: list[OpenBook] = field(default_factory=list)
    active: OpenBook | None = None
    alerts: list[Alert] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    autofitted: list[tuple[str, str]] = field(default_factory=list)
    _inside: bool = False
    clipboard: tuple[Sheet, int, int] | None = None
    switches: dict[str, object] = field(
        default_factory=lambda: {
            "screen_updating": True,
            "calculation": "automatic",
            "enable_events": True,
            "display_alerts": True,
            "status_bar": False,
            "cut_copy_mode": None,
        }
    )

    def call(self, member: str, trips: int = 1) -> None:
        """An engine member reaches Excel, over ``trips`` COM calls.

        Raises:
            com_error: a cell is being edited, or Excel was closed.
            NotInEngine: xlwings Lite has no such member.
        """
        if self._inside:
            return
        if self.gone:
            raise self.error(comerror.closed())
        if self.calls_left is not None:
            self.edit_mode, self.calls_left = self.calls_left <= 0, self.calls_left - 1
        if self.edit_mode:
            raise self.error(comerror.busy_write() if member.endswith("=") else comerror.busy())
        if self.lite and member in NOT_IN_LITE:
            raise NotInEngine(f"{member} in xlwings Lite")
        self.calls[member] += trips

    @contextmanager
    def inside(self) -> Iterator[None]:
        """A macro runs within Excel: nothing reaches over."""
        self._inside = True
        try:
            yield
        finally:
            self._inside = False

    def error(self, found: comerror.com_error) -> Exception:
        """The error as it arrives on this system."""
        return comerror.on_mac(found) if self.mac else found

    @property
    def manual(self) -> bool:
        """Whether formulas wait for ``calculate``."""
        return self.switches["calculation"] != "automatic"


@dataclass
class OpenBook:
    """A workbook that is open in Excel."""

    session: Session
    model: Book
    name: str
    fullname: str
    calculated: int = 0  # the model's version the formula values belong to
    pending: bool = True  # a formula without a value may be there

    def values_needed(self, grid: Iterable[Iterable[Cell]]) -> None:
        """These cells are about to be read: recalculate where Excel would have done so by now."""
        behind = self.calculated != self.model.version
        if not (behind or self.pending) or not any(
            cell.formula is not None for line in grid for cell in line
        ):
            return
        if behind and not self.session.manual:
            self.recalculate()
        elif self.pending:
            fresh = self._without_value()
            if fresh:
                work_out(self.model, fresh)
            self.pending = False

    def recalculate(self) -> None:
        """All formulas take their values."""
        work_out(self.model)
        self.calculated, self.pending = self.model.version, False

    def changed(self, *sheets: Sheet) -> None:
        """Cells of these sheets changed."""
        self.model.changed(*sheets)
        self.pending = True

    def _without_value(self) -> list[int]:
        return [
            id(cell)
            for sheet in self.model.sheets
            for line in sheet.rows.values()
            for cell in line.values()
            if cell.formula is not None and cell.value is None
        ]

    def guard(self, sheet: Sheet, styles: Iterable[int] | None) -> None:
        """Refuse changes on a protected sheet.

        Args:
            sheet: where the change happens.
            styles: formats of the cells that change; None for whole rows.

        Raises:
            com_error: 0x800A03EC a locked cell of a protected sheet.
        """
        if not sheet.protected:
            return
        if styles is None or any(self.model.styles.is_locked(style) for style in set(styles)):
            raise self.session.error(
                comerror.refused("The cell you're trying to change is on a protected sheet.")
            )
