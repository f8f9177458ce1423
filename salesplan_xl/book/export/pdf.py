"""The pages of chosen sheets as one PDF: by LibreOffice without a window, or by the Excel that is running.

Both work on a copy in a folder of their own, so the user's book is never touched and its name, in whatever
script, never reaches the other program. Only the chosen sheets are visible in that copy; a program prints what is
visible, each sheet by its own page set-up.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from salesplan_xl.book.excel.errors import quiet, translated_errors
from salesplan_xl.book.xlsx.printing import only_sheets
from salesplan_xl.errors import HostError

SECONDS = 120
HEAD, TAIL = b"%PDF-", b"%%EOF"
# Where the usual installers put LibreOffice: base folder (an environment variable or a path) and pattern below it.
_PLACES = {
    "win32": tuple(
        (f"${base}", "LibreOffice*/program/soffice.com")
        for base in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)", "LOCALAPPDATA")
    ),
    "darwin": tuple(
        (base, "LibreOffice*.app/Contents/MacOS/soffice") for base in ("/Applications", "$HOME/Applications")
    ),
    "linux": (
        ("/opt", "libreoffice*/program/soffice"),
        ("/usr/lib", "libreoffice/program/soffice"),
        ("/usr/local/bin", "soffice"),
    ),
}  # fmt: skip
# A profile of its own, so that a running LibreOffice is not disturbed. It shows the figures the book was saved with
# (1: never recalculate), fetches nothing from outside and runs no macro.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>1</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
_ARGUMENTS = (
    "--headless",
    "--norestore",
    "--nologo",
    "--nodefault",
    "--nolockcheck",
    "--convert-to",
    "pdf",
    "--outdir",
)
# No sheet begins with it: xlwings leaves out sheets that begin with this mark (by default #), we leave out none.
_NO_MARK = "\0"


def find_office(system: str = sys.platform, env: Mapping[str, str] = os.environ) -> Path | None:
    """LibreOffice on this machine: on the search path or where its installers put it; None without one.

    Args:
        system: as ``sys.platform``.
        env: environment variables.
    """
    for name in ("soffice", "libreoffice"):
        if program := shutil.which(name, path=env.get("PATH", "")):
            return Path(program)
    for base, pattern in _PLACES.get(system, ()):
        folder = _folder(base, env)
        # The newest version last, by its folder's name.
        if folder and (installed := sorted(folder.glob(pattern))):
            return installed[-1]
    return None


def _folder(base: str, env: Mapping[str, str]) -> Path | None:
    name, _, below = base.removeprefix("$").partition("/")
    if not base.startswith("$"):
        return Path(base)
    return Path(env[name], below) if env.get(name) else None


def office_pdf(
    book: bytes,
    sheets: Sequence[str],
    title: str,
    *,
    office: Path | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """The pages of some sheets through LibreOffice, in the order they have in the book.

    Args:
        book: the content of an .xlsx file.
        sheets: names of the sheets to print.
        title: what to call the book in a sentence.
        office: the program; looked for when not given.
        seconds: after that time it is stopped.

    Raises:
        HostError: SP-430 there is no LibreOffice; SP-431 it made no PDF; SP-432 it took too long.
        WorkbookError: see ``only_sheets``.
    """
    copy = only_sheets(book, sheets, title)
    program = office or find_office()
    if program is None:
        raise HostError("SP-430", file=title)
    with _scratch() as folder:
        source = folder / "book.xlsx"
        source.write_bytes(copy)
        _convert(program, source, folder, title, seconds)
        return _made(folder / "book.pdf", title, "LibreOffice")


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder that is gone afterwards, even if a dying program still holds a file for a moment."""
    with tempfile.TemporaryDirectory(prefix="salesplan-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _convert(program: Path, source: Path, folder: Path, title: str, seconds: float) -> None:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command = [
        str(program),
        f"-env:UserInstallation={profile.as_uri()}",
        *_ARGUMENTS,
        str(folder),
        str(source),
    ]
    try:
        # A group of its own, because the program starts others; Windows has no such groups and ignores it.
        work = subprocess.Popen(  # noqa: S603 - the program found above, with our own arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise HostError("SP-431", file=title, program="LibreOffice") from error
    try:
        work.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise HostError("SP-432", file=title, seconds=int(seconds)) from error
    finally:
        _stop(work)


def _stop(work: subprocess.Popen[bytes]) -> None:
    """End the program and all it started; nothing happens to one that has ended by itself."""
    if work.poll() is not None:
        return
    with suppress(OSError):
        if sys.platform == "win32":
            end = ["taskkill", "/T", "/F", "/PID", str(work.pid)]
            subprocess.run(end, capture_output=True, check=False)  # noqa: S603
        else:
            os.killpg(work.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        work.wait(10)


def _made(path: Path, title: str, program: str) -> bytes:
    """The PDF, if it is one and whole."""
    data = path.read_bytes() if path.is_file() else b""
    if not data.startswith(HEAD) or TAIL not in data[-1024:]:
        raise HostError("SP-431", file=title, program=program)
    return data


def excel_pdf(app: Any, book: bytes, sheets: Sequence[str], title: str) -> bytes:
    """The same through the Excel that is running: it opens a copy, prints it, and closes it again.

    Args:
        app: an ``xlwings.App``; the book that is active stays so.
        book: the content of an .xlsx file, as ``office_pdf`` takes it.
        sheets: names of the sheets to print.
        title: what to call the book in a sentence.

    Raises:
        HostError: SP-401, SP-402, SP-404 Excel refused; SP-431 it made no PDF.
        WorkbookError: see ``only_sheets``.
    """
    copy = only_sheets(book, sheets, title)
    with _scratch() as folder, quiet(app), translated_errors(title):
        # Excel does not open two books of one name: this one is nobody's.
        source, target = folder / f"{folder.name}.xlsx", folder / "book.pdf"
        source.write_bytes(copy)
        active = app.books.active
        opened = app.books.open(str(source))
        try:
            opened.to_pdf(str(target), exclude_start_string=_NO_MARK)
        finally:
            opened.close()
            active.activate()
        return _made(target, title, "Excel")
