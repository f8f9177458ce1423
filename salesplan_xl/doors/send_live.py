"""The button «to the boss»: the copy, the PDF through Excel, and the draft in Outlook or in the mail program."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from salesplan_xl.book.excel.errors import translated_errors
from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.book.file import FilePort
from salesplan_xl.commands.handover.pdf import excel_printer
from salesplan_xl.commands.handover.saved import unsaved_sheet
from salesplan_xl.commands.handover.send import Ready, pack, put
from salesplan_xl.doors.outlook import outlook_draft
from salesplan_xl.errors import HostError
from salesplan_xl.findings import Sentence


def send_live(book: Any) -> tuple[Sentence, ...]:
    """Put together what goes to the boss from the open book and open the draft; nothing is sent.

    The copy is made from the book's file, because there is no way to copy an open book without giving it another
    name; so the file must hold what the user sees.

    Args:
        book: an ``xlwings.Book``; neither it nor its name is changed.

    Returns:
        what was made, what was left out, and where the draft is.

    Raises:
        HostError: SP-401, SP-402, SP-404 Excel; SP-433 the book has no file here; SP-434 it is not saved.
        WorkbookError: as ``commands.send``.
    """
    path, port = saved_file(book)
    with translated_errors(path.name):
        app = book.app
    ready = put(pack(port, printer=excel_printer(app)), path.parent)
    return (*ready.made, _opened(ready))


def saved_file(book: Any) -> tuple[Path, FilePort]:
    """The file of an open book, read; it holds what the user sees.

    Raises:
        HostError: SP-433 the book has no file here; SP-434 it is not saved.
    """
    path = file_of(book)
    port, live = FilePort.open(path), LivePort(book)
    if changed := unsaved_sheet(live, port):
        raise HostError("SP-434", file=live.title, sheet=changed)
    return path, port


def file_of(book: Any) -> Path:
    """The file of an open book.

    Raises:
        HostError: SP-433 it was never saved, or is in the cloud without a copy on this computer.
    """
    with translated_errors(""):
        name = str(book.name)
    try:
        # For a book in the cloud xlwings looks for the synchronised file and raises where there is none.
        path = Path(str(book.fullname))
    except Exception as error:
        raise HostError("SP-433", file=name) from error
    if not path.is_absolute() or not path.is_file():
        raise HostError("SP-433", file=name)
    return path


def _opened(ready: Ready) -> Sentence:
    if outlook_draft(ready):
        return Sentence("C-SEND-OUTLOOK")
    if _open_by_system(ready.eml):
        return Sentence("C-SEND-OPENED")
    return ready.sentences[-1]


def _open_by_system(path: Path) -> bool:
    """Open the draft as a double click does; False where no program takes it."""
    with suppress(OSError, subprocess.SubprocessError):
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - the draft just written, by its own program
            return True
        if sys.platform == "darwin":
            subprocess.run(["/usr/bin/open", str(path)], check=True, timeout=30)  # noqa: S603
            return True
    return False
