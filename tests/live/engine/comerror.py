"""The errors Excel raises, as pywin32 hands them over."""

from __future__ import annotations

DISP_E_EXCEPTION = -2147352567
RPC_E_CALL_REJECTED = -2147418111
RPC_SERVER_UNAVAILABLE = -2147023174
REFUSED = 0x800A03EC - (1 << 32)
EDIT_MODE = 0x800AC472 - (1 << 32)


class com_error(Exception):  # noqa: N801 - the name users of pywin32 know
    """Looks like ``pywintypes.com_error``: hresult, strerror, excepinfo (its last item is the scode), argerror."""

    def __init__(self, hresult: int, strerror: str, excepinfo: tuple[object, ...] | None) -> None:
        super().__init__(hresult, strerror, excepinfo, None)
        self.hresult, self.strerror, self.excepinfo, self.argerror = hresult, strerror, excepinfo, None


com_error.__module__ = "pywintypes"


def refused(why: str) -> com_error:
    """Excel says no (error 1004): wrong formula, protected sheet, name not found."""
    return com_error(
        DISP_E_EXCEPTION, "Exception occurred.", (0, "Microsoft Excel", why, "xlmain11.chm", 0, REFUSED)
    )


def bad_index() -> com_error:
    """A collection has no such member."""
    return com_error(DISP_E_EXCEPTION, "Exception occurred.", (0, None, None, None, 0, -2147352565))


def busy() -> com_error:
    """A cell is being edited or a dialog is open: reads are rejected."""
    return com_error(RPC_E_CALL_REJECTED, "Call was rejected by callee.", None)


def busy_write() -> com_error:
    """The same for a property that is set."""
    return com_error(DISP_E_EXCEPTION, "Exception occurred.", (0, None, None, None, 0, EDIT_MODE))


def closed() -> com_error:
    """Excel is not there any more."""
    return com_error(RPC_SERVER_UNAVAILABLE, "The RPC server is unavailable.", None)


class CommandError(Exception):
    """Looks like appscript's error on a Mac, which knows little of the reason."""

    def __init__(self, errornumber: int, errormessage: str) -> None:
        super().__init__(errormessage)
        self.errornumber, self.errormessage = errornumber, errormessage


CommandError.__module__ = "appscript.reference"


def on_mac(error: com_error) -> CommandError:
    """What appscript makes of the same trouble."""
    if error.hresult == RPC_E_CALL_REJECTED or (error.excepinfo or (0,))[-1] == EDIT_MODE:
        return CommandError(-1712, "Apple event timed out.")
    if error.hresult == RPC_SERVER_UNAVAILABLE:
        return CommandError(-609, "Connection is invalid.")
    return CommandError(-50, "Parameter error.")
