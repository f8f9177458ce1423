"""The blocks of a Word report: plain words, tables and figures, without any library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one format; ``marked`` is yellow: it is still to be written."""

    text: str
    bold: bool = False
    marked: bool = False


Words = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in Word's own style, so that it stands in the navigation pane."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style`` is empty, ``bullet`` or ``lead`` (the larger text of a first page)."""

    words: Words
    style: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """Figures side by side, four in a line: label, figure, change."""

    cards: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; its head stands on every page, no row breaks over two.

    Args:
        head: the column headers.
        rows: the words of each cell.
        widths: shares of the text's width; none: all columns are as wide.
        numbers: columns that stand at the right.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[float, ...] = ()
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns, or bars that lie; left out where there is nothing to draw.

    Args:
        title: above the chart.
        categories: the labels below the columns.
        series: names and values; ``None`` is a gap.
        bars: lying, the first category on top.
        money: amounts; otherwise shares.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    bars: bool = False
    money: bool = True


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a page."""


Block = Heading | Paragraph | Cards | Rows | Chart | PageBreak


@dataclass(frozen=True, slots=True)
class Page:
    """The pages as a whole.

    Args:
        title: above everything, and the file's title.
        header: on every page.
        lang: language of the texts.
    """

    title: str
    header: str
    lang: str
