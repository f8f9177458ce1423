"""Reports an error nobody foresaw: the details go to a log of the user's own, the user gets one sentence.

The log is meant to be sent to the developers, so it says what failed and where in the code, and nothing of what was
being worked on: messages of foreign errors may quote cells and file names, so they are left out.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from salesplan_xl import __version__
from salesplan_xl.errors import InternalError, SalesPlanError

LOG = "salesplan-error.log"
MAX_FRAMES = 60
PACKAGE = Path(__file__).parents[1]


def report(error: BaseException) -> InternalError:
    """Write where the error arose to the log and return the error that names it."""
    try:
        log = _written("\n".join(_lines(error)) + "\n")
    except (OSError, RuntimeError):  # RuntimeError: nobody knows where the user's home is
        return InternalError("SP-901", log=type(error).__name__)
    return InternalError("SP-901", log=log)


def log_folder() -> Path:
    """The folder in which this user's programs keep what they note down, by the custom of the system."""
    home, env = Path.home(), os.environ
    if sys.platform == "win32":
        return Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local") / "SalesPlan"
    if sys.platform == "darwin":
        return home / "Library" / "Logs" / "SalesPlan"
    return Path(env.get("XDG_STATE_HOME") or home / ".local" / "state") / "salesplan"


def _written(text: str) -> Path:
    """The log, readable by this user alone; a file or link of its name is replaced, never written into."""
    folder = log_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(prefix=f".{LOG}-", dir=folder)
    try:
        with open(handle, "w", encoding="utf-8", errors="backslashreplace") as out:
            out.write(text)
        os.replace(scratch, folder / LOG)
    except OSError:
        with suppress(OSError):
            os.unlink(scratch)
        raise
    return folder / LOG


def _lines(error: BaseException) -> Iterator[str]:
    """Versions, then every error of the chain from the first cause on, with its way through the code."""
    yield f"SalesPlan {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    for link in reversed(chain):
        yield _kind(link)
        yield from _places(link)


def _kind(error: BaseException) -> str:
    """The error's class, and the number that says which one, where it has one."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, SalesPlanError):
        return f"{name} {error.code}"
    if isinstance(error, OSError) and error.errno:
        return f"{name} {errno.errorcode.get(error.errno, error.errno)}"
    return name


def _places(error: BaseException) -> Iterator[str]:
    for frame, line in list(traceback.walk_tb(error.__traceback__))[-MAX_FRAMES:]:
        yield f"  {_module(Path(frame.f_code.co_filename))}:{line} {frame.f_code.co_qualname}"


def _module(path: Path) -> str:
    """A source file without the folders before it: they often bear the user's name."""
    if path.is_relative_to(PACKAGE):
        return path.relative_to(PACKAGE.parent).as_posix()
    _, _, package = path.as_posix().rpartition("/site-packages/")
    return package if package != path.as_posix() else path.name
