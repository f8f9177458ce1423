"""Opens a file of any kind as grids; what is inside is not yet understood here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.book.importing.encoding import ENCODINGS, USUAL, Decoded, decoded, unreadable
from salesplan_xl.book.importing.grids import Grid
from salesplan_xl.book.importing.markup import is_markup, markup_grids, stated_charset
from salesplan_xl.book.importing.texts import text_grid
from salesplan_xl.errors import WorkbookError

MAX_MEGABYTES = 256
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx")
# What an empty file may hold; whether one is shows at its beginning, mostly.
_NOTHING, _SAMPLE = b"\x00 \t\r\n", 4096
# What pages call encodings that we name otherwise.
_PAGE_NAMES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5-hkscs": "big5",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
}


@dataclass(frozen=True, slots=True)
class Pasted:
    """Cells that were pasted into the book instead of a file; they go by a name as a file does."""

    name: str
    grids: tuple[Grid, ...]


Source = Path | Pasted


@dataclass(frozen=True, slots=True)
class Opened:
    """The grids of a file, and its encoding where the user should be told."""

    grids: list[Grid]
    encoding: str = ""


def open_file(path: Source, encoding: str | None = None) -> Opened:
    """All sheets or tables of a file; a text file has one.

    Args:
        path: the file, or pasted cells.
        encoding: of text, where the user states it: a key of ``ENCODINGS``.

    Raises:
        PlanInputError: SP-213 empty, binary, of unknown encoding, broken, or too large.
        WorkbookError: SP-309 missing; SP-301 … SP-308 what the workbook reader refuses.
    """
    if isinstance(path, Pasted):
        return Opened(list(path.grids))
    data = _bytes(path)
    if data.startswith(_WORKBOOK_STARTS) or path.suffix.lower() in _WORKBOOK_ENDINGS:
        from salesplan_xl.book.importing.workbooks import workbook_grids

        return Opened(workbook_grids(data, path.name))
    if is_markup(data):
        text = decoded(data, path.name, encoding or _charset(data))
        return Opened(markup_grids(text.text, path.name))
    texts = [decoded(data, path.name, encoding)]
    del data
    return _text(texts, path.name, encoding)


def _text(texts: list[Decoded], file: str, encoding: str | None) -> Opened:
    """A text file; its only text is taken out of the list and handed on, not kept."""
    named = "" if encoding or texts[0].encoding in USUAL else texts[0].encoding
    return Opened([text_grid(texts.pop(), file)], named)


def _charset(data: bytes) -> str | None:
    """The encoding a page names, where we know it and it fits."""
    named = stated_charset(data) or ""
    key = _PAGE_NAMES.get(named, named)
    if key not in ENCODINGS:
        return None
    try:
        data.decode(ENCODINGS[key])
    except UnicodeDecodeError:
        return None
    return key


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise unreadable(path.name, "folder")
    try:
        if path.stat().st_size > MAX_MEGABYTES << 20:
            raise unreadable(path.name, "size", limit=MAX_MEGABYTES)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbookError("SP-309", file=path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise unreadable(path.name, "disk") from error
    if not data[:_SAMPLE].strip(_NOTHING) and not data.strip(_NOTHING):
        raise unreadable(path.name, "empty")
    return data
