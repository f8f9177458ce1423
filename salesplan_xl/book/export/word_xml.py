"""Words and tables in Word's own XML, in the order its schema asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from salesplan_xl.book.export.word_blocks import Cards, Rows, Run, Words
from salesplan_xl.schema import palette

_CARDS_SIDE_BY_SIDE = 4
# Twentieths of a point.
_CELL_SIDE, _CELL_TOP, _CARD_GAP = 85, 40, 48
# A figure in a card, and how wide its letters are at most beside a Chinese one.
_FIGURE_POINTS, _LATIN_WIDTH = 20, 0.64
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)


def attribute(text: str) -> str:
    """A text as a quoted attribute."""
    return quoteattr(plain(text))


def escaped(text: str) -> str:
    """A text as XML."""
    return escape(plain(text))


def plain(text: str) -> str:
    """A text without letters that XML does not know; a tab is a space."""
    return _NOT_IN_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def paragraph(
    words: Words,
    style: str,
    *,
    before: int | None = None,
    page_break: bool = False,
    align: str = "",
    keep_next: bool = False,
    size: float = 0,
) -> str:
    """A paragraph.

    Args:
        words: its words.
        style: id of its style.
        before: room above in points; ``None``: what the style says.
        page_break: begins a page.
        align: ``left``, ``right`` or ``center``; empty: what the style says.
        keep_next: stays with the next paragraph.
        size: of the letters in points; 0: what the style says.
    """
    marks = (
        f"<w:pStyle w:val={quoteattr(style)}/>"
        + "<w:keepNext/>" * keep_next
        + "<w:pageBreakBefore/>" * page_break
        + ("" if before is None else f'<w:spacing w:before="{before * 20}"/>')
        + (f'<w:jc w:val="{align}"/>' if align else "")
    )
    return f"<w:p><w:pPr>{marks}</w:pPr>{''.join(_run(run, size) for run in words if run.text)}</w:p>"


def _run(run: Run, size: float) -> str:
    points = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    marks = "<w:b/><w:bCs/>" * run.bold + points + '<w:highlight w:val="yellow"/>' * run.marked
    lines = (f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in plain(run.text).split("\n"))
    return f"<w:r>{f'<w:rPr>{marks}</w:rPr>' if marks else ''}{'<w:br/>'.join(lines)}</w:r>"


def table(rows: Rows, width: int, head_style: str, cell_style: str) -> str:
    """A table with lines between its rows and a light head; ``width`` in twentieths of a point."""
    widths = _widths(rows.widths or (1.0,) * len(rows.head), width)
    aligns = ["right" if at in rows.numbers else "left" for at in range(len(rows.head))]
    head = [
        paragraph((Run(text),), head_style, align=align, keep_next=True)
        for text, align in zip(rows.head, aligns, strict=True)
    ]
    body = [
        [paragraph(words, cell_style, align=align) for words, align in zip(row, aligns, strict=True)]
        for row in rows.rows
    ]
    borders = (
        _border("top", palette.HEADER_LINE)
        + _border("bottom", palette.HEADER_LINE)
        + _border("insideH", palette.LINE)
    )
    lines = [_row(head, widths, palette.INFO_FILL, head=True), *(_row(row, widths) for row in body)]
    return _table(lines, widths, borders)


def cards(block: Cards, width: int, styles: Sequence[str]) -> Iterable[str]:
    """Tables of figures side by side, a line each; ``styles`` of label, figure and change."""
    columns = min(len(block.cards), _CARDS_SIDE_BY_SIDE)
    for first in range(0, len(block.cards), _CARDS_SIDE_BY_SIDE):
        line = block.cards[first : first + _CARDS_SIDE_BY_SIDE]
        widths = _widths((1.0,) * columns, width)[: len(line)]
        size = _figure_size([figure for _, figure, _ in line], widths[0])
        cells = [
            "".join(
                paragraph((Run(text),), style, size=size if at == 1 else 0)
                for at, (text, style) in enumerate(zip(card, styles, strict=True))
            )
            for card in line
        ]
        borders = _border("top", palette.BLUE, 12) + _border("insideV", palette.WHITE, _CARD_GAP)
        yield _table([_row(cells, widths, palette.LABEL_FILL)], widths, borders)


def _figure_size(figures: Sequence[str], width: int) -> float:
    """Letters as large as the longest figure allows in its card; 0 where there is room for the style's own."""
    longest = max(sum(1 if _WIDE.match(letter) else _LATIN_WIDTH for letter in text) for text in figures)
    room = (width - 2 * _CELL_SIDE) / 20 - _CARD_GAP / 8
    fits = room / longest if longest else _FIGURE_POINTS
    return 0 if fits >= _FIGURE_POINTS else max(int(fits * 2) / 2, 8)


def _widths(shares: Sequence[float], width: int) -> list[int]:
    """Column widths that add up to the whole."""
    ends = [round(width * sum(shares[: at + 1]) / sum(shares)) for at in range(len(shares))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _border(side: str, colour: str, eighths: int = 4) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour[1:]}"/>'


def _table(lines: Sequence[str], widths: Sequence[int], borders: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    margins = "".join(
        f'<w:{side} w:w="{room}" w:type="dxa"/>'
        for side, room in (
            ("top", _CELL_TOP),
            ("left", _CELL_SIDE),
            ("bottom", _CELL_TOP),
            ("right", _CELL_SIDE),
        )
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{margins}</w:tblCellMar><w:tblLook w:val="0020"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], fill: str = "", *, head: bool = False) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill[1:]}"/>' if fill else ""
    upright = f'<w:vAlign w:val="{"center" if head else "top"}"/>'
    body = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}{upright}</w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * head}</w:trPr>{body}</w:tr>"
