"""What a chart part remembers of its cells, so that a preview without recalculation draws the right picture."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries

from tests.recalc.agree import same
from tests.recalc.cells import EMPTY, cells

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


class Cache(NamedTuple):
    """One remembered range: the reference, its cells in order, the points by position."""

    part: str
    reference: str
    count: int
    points: dict[int, str]


def caches(book: bytes) -> Iterator[Cache]:
    """Every cached range of every chart."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        for part in archive.namelist():
            if part.startswith("xl/charts/chart"):
                root = etree.fromstring(archive.read(part))
                for kind in ("num", "str"):
                    for cache in root.iter(f"{_C}{kind}Cache"):
                        yield _read(part, cache)


def _read(part: str, cache: etree._Element) -> Cache:
    reference = cache.getparent().findtext(f"{_C}f")
    points = {int(pt.get("idx")): pt.findtext(f"{_C}v") or "" for pt in cache.iter(f"{_C}pt")}
    return Cache(part, reference, int(cache.find(f"{_C}ptCount").get("val")), points)


def wrong_points(book: bytes) -> list[str]:
    """Every cached point that is not what its cell shows."""
    held, wrong = cells(book), []
    for cache in caches(book):
        sheet, _, area = cache.reference.rpartition("!")
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        paper = sheet.strip("'").replace("''", "'")
        places = [
            (paper, f"{get_column_letter(col)}{row}")
            for row in range(top, bottom + 1) for col in range(left, right + 1)
        ]  # fmt: skip
        if cache.count != len(places):
            wrong.append(f"{cache.part} {cache.reference}: {cache.count} points for {len(places)} cells")
        for at, place in enumerate(places):
            point, cell = cache.points.get(at), held.get(place, EMPTY)
            # Excel plots the empty text of a formula as zero, an empty cell not at all.
            if not _alike(cell.value, point, text=cell.formula):
                wrong.append(f"{cache.part} {place[0]}!{place[1]}: {cell.value!r}, chart {point!r}")
    return wrong


def _alike(cell: object, point: str | None, *, text: bool) -> bool:
    if cell is None:
        return point is None or point == "" or (text and point == "0")
    if isinstance(cell, (int, float)):
        return point is not None and same(cell, float(point))
    # Cells spell some characters _x000D_, charts do not.
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), str(cell)) == point


def titles(book: bytes, sheet: str) -> list[str]:
    """What the titles of the charts drawn from a sheet read, as the chart remembers them."""
    found = []
    with zipfile.ZipFile(BytesIO(book)) as archive:
        for part in archive.namelist():
            if part.startswith("xl/charts/chart"):
                root = etree.fromstring(archive.read(part))
                if any((f.text or "").startswith(f"{sheet}!") for f in root.iter(f"{_C}f")):
                    found.append("".join(root.find(f"{_C}chart/{_C}title").itertext(f"{_C}v")))
    return found
