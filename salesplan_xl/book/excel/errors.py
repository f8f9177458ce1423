"""Excel's refusals as one sentence each: every fault a running Excel reports becomes a ``HostError``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from salesplan_xl.errors import HostError, SalesPlanError
from salesplan_xl.findings import Sentence

# Excel is in cell edit mode or shows a dialog: RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, VBA_E_IGNORE.
BUSY = frozenset({-2147418111, -2147417846, -2146777998})
# The book or Excel itself is gone: RPC_E_DISCONNECTED, RPC server unavailable, object deleted.
GONE = frozenset({-2147417848, -2147023174, -2147220995})
# appscript's code for an application that is busy or answers no more.
BUSY_MAC = frozenset({-1712})
GONE_MAC = frozenset({-600, -609})


@contextmanager
def translated_errors(book: str, sheet: str = "") -> Iterator[None]:
    """Turn what the host raises into a ``HostError`` that names the book and the sheet.

    Raises:
        HostError: SP-402 Excel is busy; SP-403 the sheet takes no changes; SP-401 the book is gone;
            SP-404 anything else it refused.
    """
    try:
        yield
    except SalesPlanError as error:
        _note(error, sheet)
        raise
    except Exception as error:
        refusal = host_error(error, book, sheet)
        _note(refusal, sheet)
        raise refusal from error


def _note(error: SalesPlanError, sheet: str) -> None:
    """Remember where it happened: whoever tells that a book is half written names the sheet."""
    if sheet:
        error.values.setdefault("sheet", sheet)


def host_error(error: Exception, book: str, sheet: str = "") -> HostError:
    """The ``HostError`` for an error of pywin32 or appscript."""
    codes = _codes(error)
    called: object = book or Sentence("C-PLAN-BOOK")
    if codes & (BUSY | BUSY_MAC):
        return HostError("SP-402", file=called)
    if codes & (GONE | GONE_MAC):
        return HostError("SP-401")
    if sheet:
        return HostError("SP-403", file=called, sheet=sheet)
    return HostError("SP-404", file=called, reason=f"{type(error).__name__} {_first_code(error)}".strip())


def is_unavailable(error: Exception) -> bool:
    """Whether Excel answers nobody now: it is busy or gone."""
    return bool(_codes(error) & (BUSY | BUSY_MAC | GONE | GONE_MAC))


def _codes(error: Exception) -> set[object]:
    """Every number the error carries: its own code and the one inside its details."""
    details = getattr(error, "excepinfo", None) or ()
    own = (getattr(error, "hresult", None), getattr(error, "errornumber", None))
    return {code for code in (*own, *details, *error.args) if isinstance(code, int)}


def _first_code(error: Exception) -> str:
    return str(next((arg for arg in error.args if isinstance(arg, (int, str))), ""))[:80]


@contextmanager
def quiet(app: Any) -> Iterator[None]:
    """Excel neither redraws nor recalculates nor fires events meanwhile; afterwards all is as it was."""
    with translated_errors(""):
        before = [(name, getattr(app, name)) for name in ("calculation", "screen_updating", "enable_events")]
    try:
        with translated_errors(""):
            app.screen_updating = False
            app.enable_events = False
            app.calculation = "manual"
        yield
    finally:
        for name, value in before:
            with suppress(Exception):
                setattr(app, name, value)
