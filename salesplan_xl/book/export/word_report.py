"""Reports as Word files: blocks in, the bytes of a document out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

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
    Words,
)

__all__ = [
    "Block", "Cards", "Chart", "Heading", "Page", "PageBreak", "Paragraph", "Rows", "Run", "Words", "word_report",
]  # fmt: skip


def word_report(page: Page, blocks: Sequence[Block], template: Path | None = None) -> bytes:
    """The report as a .docx: A4 upright, header and page numbers, or in the company's own document.

    Args:
        page: title, header and language.
        blocks: the content from top to bottom.
        template: a .docx or .dotx whose page set-up, styles, header and footer are taken and whose text is not.

    Raises:
        WorkbookError: SP-309 no such template; SP-358 it is no Word document, or it has macros.
    """
    # python-docx is loaded when a report is written, and not before.
    from salesplan_xl.book.export.word_writer import written

    return written(page, blocks, template)
