"""The voice of a Word report: its words, figures and tables in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from salesplan_xl.book.export.word_report import Heading, Paragraph, Rows, Run, Words
from salesplan_xl.catalogue import render, word
from salesplan_xl.findings import Sentence
from salesplan_xl.schema.types import Choice
from salesplan_xl.schema.workbook import tables

Text = str | Sentence | tuple[Sentence, ...] | None


@dataclass(frozen=True)
class Voice:
    """The language of a report.

    Args:
        lang: ``zh`` or ``en``.
        final: what is not written is left out, not asked for.
    """

    lang: str
    final: bool

    def word(self, key: str, **values: object) -> str:
        """A word of the report."""
        return word(f"year.doc_{key}", self.lang, **values)

    def heading(self, key: str, level: int = 1) -> Heading:
        """A heading."""
        return Heading(self.word(key), level)

    def said(self, text: Text, bold: bool = False) -> Words:
        """Words as they are."""
        return (Run(render(text, self.lang), bold=bold),)

    def asked(self, key: str) -> Words:
        """The question that waits for a sentence, marked."""
        return (Run(self.word("open", question=self.word(f"ask_{key}")), marked=True),)

    def named(self, name: Text, words: Words, style: str = "") -> Paragraph:
        """A paragraph that begins with a name in bold."""
        return Paragraph((Run(f"{render(name, self.lang)}  ", bold=True), *words), style)

    def written(self, text: str, question: str) -> Words:
        """The sentence that was written, else the question; nothing in a final report."""
        if text:
            return self.said(text)
        return () if self.final else self.asked(question)

    def label(self, options: Sequence[Choice], key: object) -> str:
        """The label of a list value."""
        return next((item.label.of(self.lang) for item in options if item.key == key), "")

    def rows(
        self, table: str, keys: Sequence[str], cells: Sequence[Sequence[Text]], widths: Sequence[float],
        numbers: Sequence[int] = (),
    ) -> Rows:  # fmt: skip
        """Rows under the headers of some columns of a table of the workbook."""
        head = tuple(tables()[table].column(key).label.of(self.lang) for key in keys)
        return self.table(head, cells, widths, numbers)

    def table(
        self, head: Sequence[str], cells: Sequence[Sequence[Text]], widths: Sequence[float],
        numbers: Sequence[int] = (),
    ) -> Rows:  # fmt: skip
        """Rows under some headers."""
        rows = tuple(tuple(self.said(cell) for cell in row) for row in cells)
        return Rows(tuple(head), rows, tuple(widths), tuple(numbers))

    # ── figures ───────────────────────────────────────────────────────────────────────────────────────

    def money(self, value: object) -> str:
        """An amount with thousands and at most one decimal; empty where unknown."""
        if not isinstance(value, (int, float)) or value != value:  # noqa: PLR0124 - NaN
            return ""
        text = f"{value:,.1f}"
        return text.removesuffix(".0")

    def share(self, value: object) -> str:
        """A share with one decimal; a dash where unknown."""
        return f"{value * 100:.1f}%" if isinstance(value, (int, float)) else self.word("unknown")

    def points(self, value: object, last: object) -> str:
        """The change of a rate in points; empty where unknown."""
        if not isinstance(value, (int, float)) or not isinstance(last, (int, float)):
            return ""
        change = round((value - last) * 100, 1)
        return self.word("points", sign="+" if change > 0 else "−" if change < 0 else "", points=abs(change))
