"""Writes the blocks of a report into a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from salesplan_xl.book.export.word_blocks import (
    Block,
    Cards,
    Chart,
    Heading,
    Page,
    PageBreak,
    Paragraph,
    Rows,
    Run,
)
from salesplan_xl.book.export.word_charts import ChartFiles, drawn
from salesplan_xl.book.export.word_file import saved
from salesplan_xl.book.export.word_styles import (
    BULLET,
    CARD,
    CELL,
    CHART,
    GAP,
    HEAD,
    HEADINGS,
    LEAD,
    NORMAL,
    TITLE,
    missing_styles,
)
from salesplan_xl.book.export.word_template import blank_document, header_and_footer, text_width
from salesplan_xl.book.export.word_xml import attribute, cards, paragraph, table

_PARAGRAPHS = {"": NORMAL, "bullet": BULLET, "lead": LEAD}
# Points between a table and the text after it.
_AFTER_TABLE = 10
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_CHART_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def written(page: Page, blocks: Sequence[Block], template: Path | None) -> bytes:
    """The report as the bytes of a .docx.

    Raises:
        WorkbookError: SP-309, SP-358 the template.
    """
    document = blank_document(page, template)
    styles = missing_styles(document)
    header_and_footer(document, page, styles)
    text = "".join(_Writer(document, page, styles).body(blocks))
    end = document.element.body.get_or_add_sectPr()
    for element in list(parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'r')}>{text}</w:body>")):
        end.addprevious(element)
    return saved(document)


class _Writer:
    """Turns blocks into Word's XML; charts become parts of the document on the way."""

    def __init__(self, document: Any, page: Page, styles: dict[str, str]) -> None:
        self._document, self._page, self._styles = document, page, styles
        self._width = text_width(document)
        self._drawings = _last_drawing(document.part.package)
        self._breaks = self._after_table = False

    def body(self, blocks: Sequence[Block]) -> Iterator[str]:
        """The document's paragraphs and tables from its title on."""
        begun = bool(self._page.title)
        if begun:
            yield paragraph((Run(self._page.title),), self._styles[TITLE])
        for block in blocks:
            if isinstance(block, PageBreak):
                self._breaks = begun
                continue
            for text in self._block(block):
                begun = True
                yield text
        if self._after_table:
            self._breaks = False
            yield self._gap()

    def _block(self, block: Heading | Paragraph | Cards | Rows | Chart) -> Iterator[str]:
        match block:
            case Heading(text, level):
                yield self._paragraph(
                    (Run(text),), HEADINGS[min(level, len(HEADINGS)) - 1], 0 if self._breaks else None
                )
            case Paragraph(words, style):
                yield self._paragraph(words, _PARAGRAPHS[style], _AFTER_TABLE if self._after_table else None)
            case Chart():
                yield from self._chart(block)
            case Cards():
                yield from self._tables(
                    list(cards(block, self._width, [self._styles[name] for name in CARD]))
                )
            case Rows():
                yield from self._tables([table(block, self._width, self._styles[HEAD], self._styles[CELL])])

    def _paragraph(self, words: tuple[Run, ...], style: str, before: int | None = None) -> str:
        text = paragraph(words, self._styles[style], before=before, page_break=self._breaks)
        self._breaks = self._after_table = False
        return text

    def _tables(self, tables: Sequence[str]) -> Iterator[str]:
        """Tables one below the other; between two, or before one that begins a page, stands a low line."""
        for text in tables:
            if self._after_table or self._breaks:
                yield self._gap()
            self._after_table = True
            yield text

    def _gap(self) -> str:
        return self._paragraph((), GAP)

    def _chart(self, chart: Chart) -> Iterator[str]:
        files = drawn(chart, self._page.lang, self._width / 20)
        if files is None:
            return
        self._drawings += 1
        width, height = round(Pt(self._width / 20)), round(Cm(files.height))
        name = attribute(chart.title)
        drawing = (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="{self._drawings}" name={name} descr={name}/><wp:cNvGraphicFramePr/>'
            f'<a:graphic><a:graphicData uri="{_CHART_SPACE}">'
            f'<c:chart xmlns:c="{_CHART_SPACE}" r:id="{self._attached(files)}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        yield self._paragraph((), CHART).replace("</w:p>", f"{drawing}</w:p>")

    def _attached(self, files: ChartFiles) -> str:
        """Make a chart and the book of its figures parts of the document; the chart's relation."""
        package = self._document.part.package
        place = package.next_partname("/word/charts/chart%d.xml")
        chart = Part(place, _CHART_TYPE, files.xml, package)
        relation = self._document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
        place = package.next_partname("/word/embeddings/Microsoft_Excel_Sheet%d.xlsx")
        chart.relate_to(Part(place, CONTENT_TYPE.SML_SHEET, files.book, package), RELATIONSHIP_TYPE.PACKAGE)
        return str(relation)


def _last_drawing(package: Any) -> int:
    """The highest number of a drawing that a header or footer has."""
    roots = [part.element for part in package.iter_parts() if isinstance(part, XmlPart)]
    return max((int(item.get("id", 0)) for root in roots for item in root.iter(qn("wp:docPr"))), default=0)
