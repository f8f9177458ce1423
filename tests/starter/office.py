"""Many starters through LibreOffice in one call: a start costs more than a book."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.recalc.cells import cells
from tests.recalc.engines import LibreOffice, stale


def recalculated(office: LibreOffice, books: Sequence[bytes]) -> list[Mapping[tuple[str, str], object]]:
    """What the cells of each book show after a full recalculation."""
    with tempfile.TemporaryDirectory() as folder:
        home, target = Path(folder, "in"), Path(folder, "out")
        home.mkdir()
        paths = [home / f"{at:03}.xlsx" for at in range(len(books))]
        for path, book in zip(paths, books, strict=True):
            path.write_bytes(stale(book))
        command = [
            "soffice", f"-env:UserInstallation={office.profile.as_uri()}", "--headless",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target), *map(str, paths),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return [
            {place: cell.value for place, cell in cells((target / path.name).read_bytes()).items()}
            for path in paths
        ]
