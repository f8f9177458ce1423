"""Letters as Word files through python-docx: our own pages, or a template of the user's with ``{fields}``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from salesplan_xl.book.export.word_file import FONTS, opened, saved

Filler = Callable[[str], str]
# Points around the text of a cell, and between a table and the text after it.
_IN_CELLS, _AFTER_TABLE = 3.0, 10.0


def letter(title: str, paragraphs: Sequence[str], rows: Sequence[Sequence[str]], lang: str) -> bytes:
    """A plain page: title, paragraphs, and a table where there are rows (the first one is its head).

    The paragraph ``{table}`` marks where the table stands.
    """
    import docx

    document = docx.Document()
    _style(document, lang)
    document.add_heading(title, 0)
    for text in paragraphs:
        if text == "{table}":
            _add_table(document, rows)
            continue
        paragraph = document.add_paragraph(text)
        if paragraph._element.getprevious().tag.endswith("}tbl"):  # noqa: SLF001 - what stands before a paragraph
            _space(paragraph, _AFTER_TABLE, None)
    return saved(document)


def filled_template(path: Path, fill: Filler, blocks: Mapping[str, Sequence[str]]) -> bytes:
    """A template of the user's with its fields filled in; paragraphs that end up empty are taken out.

    Args:
        path: the template.
        fill: gives the text of a paragraph with its fields filled in.
        blocks: lines that stand for a field alone in its paragraph, one paragraph each.

    Raises:
        WorkbookError: SP-309 no such file; SP-358 it is no Word document, or it has macros.
    """
    document = opened(path)
    for paragraph in list(_paragraphs(document)):
        _fill(paragraph, fill, blocks)
    return saved(document)


def _fill(paragraph: Any, fill: Filler, blocks: Mapping[str, Sequence[str]]) -> None:
    before = paragraph.text
    if "{" not in before:
        return
    if before.strip() in blocks:
        for line in blocks[before.strip()]:
            _write(paragraph.insert_paragraph_before(style=paragraph.style), line)
        _remove(paragraph)
        return
    after = fill(before)
    if after:
        _write(paragraph, after)
    else:
        _remove(paragraph)


def _write(paragraph: Any, text: str) -> None:
    """Put a text in the format of the paragraph's first run."""
    runs = paragraph.runs
    if not runs:
        paragraph.add_run(text)
        return
    runs[0].text = text
    for run in runs[1:]:
        run.text = ""


def _remove(paragraph: Any) -> None:
    element = paragraph._element  # noqa: SLF001 - python-docx has no public way to take a paragraph out
    element.getparent().remove(element)


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph: of the text, of tables, of headers and footers."""
    yield from document.paragraphs
    for table in document.tables:
        yield from _in_table(table)
    for section in document.sections:
        for part in (section.header, section.footer):
            yield from part.paragraphs


def _in_table(table: Any) -> Iterator[Any]:
    for row in table.rows:
        for cell in row.cells:
            yield from cell.paragraphs


def _style(document: Any, lang: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    latin, asian = FONTS[lang]
    for name in ("Normal", "Title"):
        style = document.styles[name]
        style.font.name = latin
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), asian)
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Normal"].paragraph_format.space_after = Pt(8)
    document.styles["Title"].font.size = Pt(20)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)


def _space(paragraph: Any, before: float, after: float | None) -> None:
    """Set the room around a paragraph in points; ``None`` leaves what its style says."""
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = Pt(before)
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)


def _add_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    if len(rows) < 2:
        return
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for at, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
            _space(cell.paragraphs[0], _IN_CELLS, _IN_CELLS)
            if at == 0:
                cell.paragraphs[0].runs[0].bold = True
