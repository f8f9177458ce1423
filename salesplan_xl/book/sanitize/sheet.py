"""The cells of one sheet, written anew: what stays, where it goes, which formulas become values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from salesplan_xl.book.sanitize.formulas import Formulas, Home
from salesplan_xl.book.sanitize.spans import Frame
from salesplan_xl.book.sanitize.strings import Strings
from salesplan_xl.book.sanitize.xmlsafe import number, tag
from salesplan_xl.book.xlsx.model import TableInfo
from salesplan_xl.book.xlsx.refs import Area, letters, parse_area, translate
from salesplan_xl.book.xlsx.shared import FormulaCell, masters
from salesplan_xl.book.xlsx.sheetxml import Cell, SheetXml
from salesplan_xl.book.xlsx.structure import Sheet
from salesplan_xl.book.xlsx.values import stored_text
from salesplan_xl.book.xlsx.xmltext import attributes, escape_body, unescape

TOTALS = frozenset({"SUBTOTAL"})
_NONE: frozenset[str] = frozenset()


@dataclass
class Notes:
    """Things the writing of a copy left out, for the list the user reads: kind → place → count."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    no_value: int = 0
    uncomputed: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, place: str, count: int = 1) -> None:
        """Note that something went."""
        if count:
            self.counts.setdefault(kind, Counter())[place] += count


class Cells:
    """Writes the rows of one sheet.

    Args:
        sheet: the sheet with its rows.
        frame: what stays of it.
        formulas: judges formulas.
        strings: numbers texts.
        tables: the tables that stand on it.
        notes: takes what went.
    """

    def __init__(
        self, source: Sheet, xml: SheetXml, frame: Frame, formulas: Formulas, strings: Strings,
        tables: list[TableInfo], notes: Notes,
    ) -> None:  # fmt: skip
        self.name, self.xml, self.frame = source.info.name, xml, frame
        self.formulas, self.strings, self.tables, self.notes = formulas, strings, tables, notes
        self.shared = masters(xml)
        p = xml.prefix
        self._formula = re.compile(rf"<{p}f(?=[\s/>])([^>]*?)(?:/>|>([^<]*)</{p}f\s*>)")
        self._value = re.compile(rf"<{p}v(?:\s[^>]*)?>([^<]*)</{p}v\s*>")
        self._text = re.compile(rf"<{p}is(?:\s[^>]*)?>(.*?)</{p}is\s*>", re.DOTALL)
        self._spaces = _namespaces(xml.head)
        self.last_row, self.last_col = 1, 1
        # Formulas that stayed, by their place in the source: tables ask for them.
        self.stayed: dict[tuple[int, int], str] = {}

    @cached_property
    def _empty_looking(self) -> list[tuple[int, int, re.Match[str]]]:
        """Formula cells of kept rows that show nothing."""
        cells = []
        for at, row in enumerate(self.xml.numbers):
            xml = self.xml.xml_at(at)
            if self.frame.rows.new(row) is None or f"<{self.xml.prefix}f" not in xml:
                continue
            for cell in self.xml.cells(xml):
                formula = self._formula.search(cell.inner) if cell.inner else None
                value = self._value.search(cell.inner or "")
                if formula is not None and (value is None or not value[1]):
                    cells.append((row, cell.col, formula))
        return cells

    def mark_emptied(self) -> bool:
        """Note cells that show nothing and lose their formula; whether there were new ones.

        An empty text is no empty cell for Excel, but for other programs it is: what reads such a cell becomes a value
        as well, so that all of them show the same.
        """
        cells = (
            (row, col) for row, col, formula in self._empty_looking if self._judged(formula, row, col) is None
        )
        new = set(cells) - self.frame.changed
        self.frame.changed |= new
        return bool(new)

    def rows(self) -> Iterator[str]:
        """The row elements of the copy, in order."""
        for at in range(len(self.xml)):
            number = self.frame.rows.new(self.xml.numbers[at])
            if number is not None:
                yield self._row(self.xml.xml_at(at), self.xml.numbers[at], number)

    def _row(self, xml: str, old: int, new: int) -> str:
        cells = [
            self._cell(cell, old, new, col)
            for cell in self.xml.cells(xml)
            if (col := self.frame.cols.new(cell.col)) is not None
        ]
        given = attributes(self.xml.row_tag(xml))
        kept = {"r": str(new)} | {
            key: given[key] for key in ("s", "customFormat", "customHeight") if key in given
        }
        if (number(given.get("ht")) or 0) > 0:
            kept["ht"] = given["ht"]
        else:
            kept.pop("customHeight", None)
        self.last_row = max(self.last_row, new)
        return tag("row", kept, "".join(cells) or None)

    def _cell(self, cell: Cell, row: int, new_row: int, new_col: int) -> str:
        self.last_col = max(self.last_col, new_col)
        kept = {"r": f"{letters(new_col)}{new_row}"} | ({"s": cell.style} if cell.style else {})
        if cell.inner is None:
            return tag("c", kept)
        if self.frame.empties(row, cell.col):
            return tag("c", kept)
        match = self._formula.search(cell.inner)
        formula = self._kept_formula(match, row, cell.col) if match else ""
        kind, value = self._content(cell, bool(formula))
        if match and not formula:
            self.notes.add("formulas", self.name)
            # A formula that answers with an empty text has a result.
            answered = attributes(cell.attrs).get("t") == "str"
            self.notes.uncomputed[self.name] += not value and not answered
        if formula and not value:
            self.notes.no_value += 1
        return tag("c", kept | ({"t": kind} if kind else {}), (formula + value) or None)

    def _content(self, cell: Cell, has_formula: bool) -> tuple[str, str]:
        """Type and value element of a cell."""
        kind = attributes(cell.attrs).get("t", "")
        inner = cell.inner or ""
        if kind == "inlineStr":
            text = self._text.search(inner)
            return ("s", f"<v>{self.strings.rich(text[1], self._spaces)}</v>") if text else ("", "")
        value = self._value.search(inner)
        if value is None:
            return "", ""
        if kind == "s":
            index = self.strings.shared(int(value[1])) if value[1].strip().isdigit() else None
            return ("", "") if index is None else ("s", f"<v>{index}</v>")
        if kind == "str" and not has_formula:
            shown = stored_text(unescape(value[1]))
            return "s", f"<v>{self.strings.plain(shown)}</v>"  # an empty text is not an empty cell
        if kind == "str":
            return kind, f"<v>{value[1]}</v>"
        return (kind if kind in ("b", "e", "d") else ""), f"<v>{value[1]}</v>" if value[1].strip() else ""

    def _kept_formula(self, match: re.Match[str], row: int, col: int) -> str:
        """The formula element of the copy; empty when the cell keeps only what it shows."""
        new = self._judged(match, row, col)
        if new is None:
            return ""
        self.stayed[row, col] = new
        area = self._array(match)
        if area is not None and (moved := self.frame.shrunk(area)) is not None:
            return tag("f", {"t": "array", "ref": moved.text}, escape_body(new))
        return f"<f>{escape_body(new)}</f>"

    def _array(self, match: re.Match[str]) -> Area | None:
        attrs = attributes(match[1])
        return parse_area(attrs.get("ref", "")) if attrs.get("t") == "array" else None

    def _names_others(self, match: re.Match[str]) -> bool:
        shown = self._value.search(match.string)
        return bool(shown and self.formulas.redaction.first_in(shown[1]))

    def _judged(self, match: re.Match[str], row: int, col: int) -> str | None:
        """The formula as it reads in the copy; None when it has to become a value."""
        attrs, text = attributes(match[1]), unescape(match[2] or "")
        master = self.shared.get(attrs.get("si", "")) if attrs.get("t") == "shared" else None
        if master is not None:
            text = text or _own(master, row, col)
        area = self._array(match)
        if not text or attrs.get("t") == "dataTable" or (area is not None and not self.frame.intact(area)):
            return None
        if self._names_others(match):
            return None
        extra = TOTALS if any(t.has_totals and row == t.last_row + 1 for t in self.tables) else _NONE
        return self.formulas.kept(text, Home(self.name, row, col), extra)


def _own(master: FormulaCell, row: int, col: int) -> str:
    return translate(master.text, row - master.row, col - master.col)


def _namespaces(head: str) -> str:
    root = re.search(r"<(?:[\w.-]+:)?worksheet(?=[\s>])[^>]*>", head)
    spaces = re.findall(r"""xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""", root[0] if root else "")
    return " ".join(spaces)
