"""Turns the formulas of ``schema.starter`` into those of cells: columns, typed cells, facts, words, money in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.starter.words import NOTHING, WORDS

_TOKENS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"⟦(.+?)⟧"), r'IF(ABS(\1)>=100,TEXT(\1+1E-7,"#,##0"),ROUND(\1+1E-9,1))'),
    (re.compile(r"\{#(\w+)\}"), r"IFERROR(N(INDEX(in_\1,[n]+1)),0)"),
    (re.compile(r"\{\$(\w+)\}"), r'IFERROR(TRIM(INDEX(in_\1,[n]+1)&""),"")'),
    (re.compile(r"\{([a-z]\w*)\}"), r"INDEX(in_\1,[n]+1)"),
    (re.compile(r"<([a-z]\w*)>"), r"INDEX(f_\1,[source])"),
)
# Stands for the number of the row while a formula is written for all rows of a column.
ROW = "\x00"
_WORD = re.compile("«([^»]+)»")
_CELL = re.compile(r"\[(\^?)(\w+)([:^]?)(?:>(\d))?\]")
_PLACE = re.compile(r"@(\d+),(\d+)")


def address(row: int, column: int, *, fixed_row: bool = False) -> str:
    """A cell by 0-based row and column; its column is fixed."""
    return f"${column_letters(column + 1)}{'$' if fixed_row else ''}{row + 1}"


def spelled(text: str, lang: str) -> str:
    """The words of a formula in a language, as texts of a formula."""

    def quoted(match: re.Match[str]) -> str:
        if match[1] == "nothing":
            return "{" + ",".join(f'"{word}"' for word in NOTHING) + "}"
        return '"' + WORDS[match[1]].of(lang).replace('"', '""') + '"'

    return _WORD.sub(quoted, text)


def placed(text: str) -> str:
    """Cells that a formula names by row and column."""
    return _PLACE.sub(lambda match: address(int(match[1]), int(match[2]), fixed_row=True), text)


def resolved(text: str, cell: Callable[[re.Match[str]], str], lang: str) -> str:
    """A declared formula as it stands in a cell.

    Args:
        text: the declaration.
        cell: the address of a ``[key]``.
        lang: of its words.
    """
    for pattern, meaning in _TOKENS:
        text = pattern.sub(meaning, text)
    return "=" + spelled(placed(_CELL.sub(cell, text)), lang)


@dataclass(frozen=True)
class Block:
    """Rows of columns: where each column stands, and the first and last row (0-based)."""

    columns: Mapping[str, int]
    first: int
    last: int

    def on_row(self, row: int) -> Callable[[re.Match[str]], str]:
        """``[key]`` on a row, ``[key^]`` in the first row, ``[key:]`` all rows, ``[^key]`` the row above.

        Above the first row there is 0.
        """

        def cell(match: re.Match[str]) -> str:
            column = self.columns[match[2]]
            if match[3] == ":":
                return f"{address(self.first, column, fixed_row=True)}:{address(self.last, column, fixed_row=True)}"
            if match[3] == "^":
                return address(self.first, column, fixed_row=True)
            if match[1]:
                return address(row - 1, column) if row > self.first else "0"
            return address(row, column)

        return cell

    def on_any_row(self) -> Callable[[re.Match[str]], str]:
        """The same for a row that is not known yet: ``ROW`` stands for its number."""
        on_last = self.on_row(self.last)

        def cell(match: re.Match[str]) -> str:
            return on_last(match) if match[3] else f"${column_letters(self.columns[match[2]] + 1)}{ROW}"

        return cell

    def reference(self, key: str) -> str:
        """A whole column."""
        column = self.columns[key]
        return f"{address(self.first, column, fixed_row=True)}:{address(self.last, column, fixed_row=True)}"
