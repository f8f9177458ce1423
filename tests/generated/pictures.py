"""The pictures of the READMEs: the dashboard of the demo book, drawn by LibreOffice; each says which figures it shows."""

from __future__ import annotations

import hashlib
import struct
import subprocess
import tempfile
import warnings
import zlib
from io import BytesIO
from pathlib import Path

import openpyxl

from salesplan_xl.commands.handover.pdf import make_pdf
from salesplan_xl.schema.workbook import sheet
from tests.demos import demo

FOLDER = "workbook_templates/pictures"
# Dots per inch; what a README shows without scaling.
_DPI = "96"
_KEY = b"Figures\0"
_DIGITS = 6


def readme_pictures(root: Path) -> dict[str, bytes]:
    """The dashboard in both languages by path; a committed picture stands while it shows today's figures."""
    return {f"{FOLDER}/board-{lang}.png": _picture(root, lang) for lang in ("zh", "en")}


def _picture(root: Path, lang: str) -> bytes:
    book = demo(lang)
    mark, path = figures_mark(book, lang), root / FOLDER / f"board-{lang}.png"
    committed = path.read_bytes() if path.is_file() else b""
    return committed if mark_of(committed) == mark else _drawn(book, lang, mark)


def figures_mark(book: bytes, lang: str) -> str:
    """A sum over everything that the dashboard of a book shows; binary dust left out."""
    with warnings.catch_warnings(action="ignore"):  # print areas of whole columns
        opened = openpyxl.load_workbook(BytesIO(book), data_only=True)
    page = opened[sheet("board").label.of(lang)]
    cells = [_plain(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    return hashlib.sha256("\n".join(cells).encode()).hexdigest()


def _plain(value: object) -> str:
    return f"{value:.{_DIGITS}g}" if isinstance(value, float) else str(value)


def mark_of(picture: bytes) -> str:
    """The mark that a picture carries, empty where it has none."""
    at = picture.find(b"tEXt" + _KEY)
    return picture[at + 4 + len(_KEY) :][:64].decode() if at >= 0 else ""


def _drawn(book: bytes, lang: str, mark: str) -> bytes:
    """The dashboard as a picture, its mark in it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "demo.xlsx").write_bytes(book)
        made = make_pdf(home / "demo.xlsx", sheets=(sheet("board").label.of(lang),), out=home / "board.pdf")
        command = ["pdftoppm", "-png", "-r", _DPI, "-singlefile", str(made.path), str(home / "board")]
        subprocess.run(command, check=True, timeout=120)
        return _with_mark((home / "board.png").read_bytes(), mark)


def _with_mark(picture: bytes, mark: str) -> bytes:
    """A picture with a text chunk before its end."""
    body = b"tEXt" + _KEY + mark.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    end = picture.rindex(b"IEND") - 4
    return picture[:end] + chunk + picture[end:]
