"""Three independent spreadsheet engines behind one question: what do these formula cells show?

Every engine gets a copy whose cached formula values are replaced by a sentinel. An engine that cannot
evaluate a formula and echoes the cache therefore shows the sentinel, never the right answer.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Protocol

import betteroffice_xlsx
import cellrune
import openpyxl

Cell = tuple[str, str]
SENTINEL = "stale-cache"
_CHUNK = 1000
_FORMULA_CELL = re.compile(r"<c\b([^>]*)>(<f\b[^>]*/>|<f\b[^>]*>.*?</f>)(?:<v>.*?</v>|<v/>)?</c>", re.DOTALL)
_RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


class Engine(Protocol):
    """Something that recalculates a workbook."""

    name: str

    def values(self, book: bytes, cells: Sequence[Cell]) -> dict[Cell, object]:
        """What the cells show after a full recalculation: float, str, bool or None."""
        ...


def stale(book: bytes) -> bytes:
    """The book with the sentinel as every formula cell's cached value."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _FORMULA_CELL.sub(_poisoned, data.decode("utf-8")).encode("utf-8")
            target.writestr(name, data)
    return out.getvalue()


def _poisoned(match: re.Match[str]) -> str:
    attributes = re.sub(r'\s+t="[^"]*"', "", match[1])
    return f'<c{attributes} t="str">{match[2]}<v>{SENTINEL}</v></c>'


class BetterOffice:
    """The betteroffice-xlsx engine, in process."""

    name = "betteroffice"

    def values(self, book: bytes, cells: Sequence[Cell]) -> dict[Cell, object]:
        """Recalculate and read."""
        opened = betteroffice_xlsx.Workbook.open_recalculated(stale(book))
        found: dict[Cell, object] = {}
        for sheet, cell in cells:
            value = opened.value(sheet, cell)
            found[sheet, cell] = getattr(value, "code", value)
        return found


class CellRune:
    """The cellrune engine, in process."""

    name = "cellrune"

    def values(self, book: bytes, cells: Sequence[Cell]) -> dict[Cell, object]:
        """Recalculate and read."""
        opened = cellrune.Workbook.from_bytes(stale(book))
        opened.recalculate()
        found: dict[Cell, object] = {}
        for start in range(0, len(cells), _CHUNK):
            targets = [{"sheet": sheet, "start": cell} for sheet, cell in cells[start : start + _CHUNK]]
            for item in opened.calculate_targets(targets)["cells"]:  # type: ignore[arg-type]
                place = item["cell"]
                found[place["sheet_name"], place["address"]] = _cellrune_value(item["result"])  # type: ignore[arg-type]
        return found


def _cellrune_value(result: dict[str, object]) -> object:
    if result["kind"] != "value":
        return f"unsupported: {result}"
    value = result["value"]
    assert isinstance(value, dict)
    if value["kind"] == "blank":
        return None
    return value.get("value", value.get("code", str(value)))


class LibreOffice:
    """LibreOffice headless with a profile of its own that recalculates every book on load."""

    name = "libreoffice"

    def __init__(self, profile: Path) -> None:
        """Make the profile that says: recalculate always."""
        self.profile = profile
        user = profile / "user"
        user.mkdir(parents=True, exist_ok=True)
        (user / "registrymodifications.xcu").write_text(_RECALCULATE_ALWAYS, encoding="utf-8")

    def values(self, book: bytes, cells: Sequence[Cell]) -> dict[Cell, object]:
        """Convert to a fresh file and read its cached values."""
        return _cached(self.saved(stale(book)), cells)

    def saved(self, book: bytes) -> bytes:
        """The book as LibreOffice saves it."""
        (only,) = self.all_saved([book])
        return only

    def all_saved(self, books: Sequence[bytes]) -> list[bytes]:
        """Several books, for which LibreOffice is started once."""
        with tempfile.TemporaryDirectory() as folder:
            sources, target = [Path(folder, f"{at}.xlsx") for at in range(len(books))], Path(folder, "out")
            for source, book in zip(sources, books, strict=True):
                source.write_bytes(book)
            command = [
                "soffice", f"-env:UserInstallation={self.profile.as_uri()}", "--headless",
                "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target), *map(str, sources),
            ]  # fmt: skip
            subprocess.run(command, check=True, capture_output=True, timeout=180)
            return [Path(target, source.name).read_bytes() for source in sources]


class Computed:
    """What an engine has computed already, as the file that it saved."""

    def __init__(self, name: str, book: bytes) -> None:
        self.name, self.book = name, book

    def values(self, book: bytes, cells: Sequence[Cell]) -> dict[Cell, object]:
        """Read; the book it was computed of says only which cells."""
        return _cached(self.book, cells)


def _cached(book: bytes, cells: Iterable[Cell]) -> dict[Cell, object]:
    opened = load(book, data_only=True)
    return {(sheet, cell): opened[sheet][cell].value for sheet, cell in cells}


def load(book: bytes, *, data_only: bool = False) -> openpyxl.Workbook:
    """The book as openpyxl sees it."""
    with warnings.catch_warnings():
        # It does not know print areas of whole columns.
        warnings.filterwarnings("ignore", message="Print area cannot be set")
        return openpyxl.load_workbook(BytesIO(book), data_only=data_only)


@cache
def libreoffice() -> LibreOffice | None:
    """LibreOffice with a throw-away profile; ``None`` where it is not installed."""
    if shutil.which("soffice") is None:
        if os.environ.get("CI") == "true":
            raise RuntimeError("soffice is missing: recalculation cannot be judged in CI without it")
        return None
    return LibreOffice(Path(tempfile.mkdtemp(prefix="recalc-profile-")))


def in_process() -> tuple[Engine, ...]:
    """The engines that need nothing but their package."""
    return (BetterOffice(), CellRune())


def available() -> tuple[Engine, ...]:
    """All engines of this machine."""
    office = libreoffice()
    return (*in_process(), office) if office else in_process()
