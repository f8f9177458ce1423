"""The pages with charts as LibreOffice prints them: figures stand alone, lines run straight, nothing covers anything.

The books name a newer program than XlsxWriter does, as a copy or a saved book may: then LibreOffice takes for true
what a chart leaves unsaid. Positions and letters of a picture depend on the machine; these properties do not.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from salesplan_xl.book.export.pdf import find_office, office_pdf
from salesplan_xl.schema.workbook import sheet
from tests.demos import demo
from tests.doors.driver import salesplan
from tests.workbook.test_charts import C, chart_roots

PAGES = ("board", "report", "confidence", "year_report")
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
STROKE = re.compile(r'<path style="fill:none;[^"]*stroke:[^"]*" d="([^"]*)"')
OWN_VERSION, NEWER_VERSION = b"<AppVersion>12.0000<", b"<AppVersion>16.0300<"
# The longest line has a point for each of the bands of the distribution; a smoothed one has hundreds.
MOST_POINTS = 30
# Points between two words of a sentence, at most.
SPACE = 3.0


class Word(NamedTuple):
    """A word and where it stands on its page, in points."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def level(self) -> bool:
        """Whether it is written from left to right: the box of a turned word is high and narrow for its letters."""
        return self.right - self.left > 0.25 * (self.bottom - self.top) * len(self.text)

    def overlap(self, other: Word) -> tuple[float, float]:
        """How wide and how high two words share a place; negative is the gap between them."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        return wide, min(self.bottom, other.bottom) - max(self.top, other.top)

    def covers(self, other: Word) -> bool:
        """Whether two words lie on each other by more than the edges of their letters."""
        wide, high = self.overlap(other)
        return wide > 1 and high > min(self.bottom - self.top, other.bottom - other.top) / 3

    def touches(self, other: Word) -> bool:
        """Whether two words stand side by side on one line, as in a sentence."""
        wide, high = self.overlap(other)
        return wide > -SPACE and high > (self.bottom - self.top) / 2


@pytest.fixture(autouse=True)
def _programs() -> None:
    if find_office() is None or not all(map(shutil.which, ("pdftotext", "pdftocairo"))):
        assert not os.environ.get("CI"), "LibreOffice and poppler must be installed in CI"
        pytest.skip("LibreOffice or poppler is not installed")


def newer(book: bytes) -> bytes:
    """The book as if a program of today had saved it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(OWN_VERSION, NEWER_VERSION))
    assert NEWER_VERSION in zipfile.ZipFile(out).read("docProps/app.xml")
    return out.getvalue()


def printed(book: bytes, lang: str) -> bytes:
    """The pages of the charts."""
    names = [sheet(key).label.of(lang) for key in PAGES]
    return office_pdf(newer(book), names, "charts")


def words(pdf: Path) -> list[list[Word]]:
    """The words of each page."""
    said = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout.decode()
    pages = said.split("<page ")[1:]
    return [[Word(*map(float, item[:4]), item[4]) for item in WORD.findall(page)] for page in pages]


def covered(page: list[Word]) -> list[tuple[str, str]]:
    """Pairs of words that lie on each other."""
    level = [word for word in page if word.level]
    return [(one.text, other.text) for one, other in combinations(level, 2) if one.covers(other)]


def alone(page: list[Word]) -> set[str]:
    """Words with no other word beside them."""
    return {word.text for word in page if not any(word.touches(other) for other in page if other is not word)}


def labels(book: bytes, lang: str) -> dict[str, set[str]]:
    """What stands at the columns of the charts by sheet, as their number formats show it."""
    found: dict[str, set[str]] = {sheet(key).label.of(lang): set() for key in PAGES}
    for series in (item for root in chart_roots(book).values() for item in root.iter(f"{C}ser")):
        form = series.find(f"{C}dLbls/{C}numFmt")
        home = (series.findtext(f"{C}val/{C}numRef/{C}f") or "").split("!")[0].strip("'")
        if form is not None and home in found:
            for point in series.iterfind(f"{C}val/{C}numRef/{C}numCache/{C}pt/{C}v"):
                found[home] |= shown(float(point.text or 0), form.get("formatCode", ""))
    return {home: texts for home, texts in found.items() if texts}


def shown(value: float, form: str) -> set[str]:
    """A figure in one of the formats of our labels; nothing where the label stays blank."""
    if form.startswith("[>1]"):
        return {f"{value:,.0f}"} if value > 1 else set()
    if value <= 0:
        return set()
    return {f"{value:.0%}" if form.startswith("0%") else f"{value:,.1f}"}


def longest_line(pdf: Path) -> int:
    """The most points of a line on any page."""
    count = len(words(pdf))
    drawn = [
        subprocess.run(
            ["pdftocairo", "-svg", "-f", page, "-l", page, pdf, "-"], capture_output=True, check=True
        )
        for page in map(str, range(1, count + 1))
    ]
    lines = [line for item in drawn for line in STROKE.findall(item.stdout.decode())]
    return max(len(re.findall("[LC]", line)) for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_with_charts_can_be_read(lang: str, tmp_path: Path) -> None:
    path, pdf = tmp_path / "plan.xlsx", tmp_path / "plan.pdf"
    path.write_bytes(demo(lang))
    assert salesplan("yearend", path).code == 0
    book = path.read_bytes()
    pdf.write_bytes(printed(book, lang))
    pages = words(pdf)
    assert len(pages) >= len(PAGES)
    figures = labels(book, lang)
    assert sum(map(len, figures.values())) >= 10
    drawn = {home: page for home, texts in figures.items() for page in pages if texts <= alone(page)}
    assert drawn.keys() == figures.keys(), "a label is more than its figure"
    # The distribution, on the first page, has no labels. Text that a cell cuts off would lie on its neighbour's.
    assert [covered(page) for page in (pages[0], *drawn.values())] == [[], *([] for _ in drawn)]
    assert 5 <= longest_line(pdf) <= MOST_POINTS
