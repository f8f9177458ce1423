"""The words in which the starter is declared: columns of its row blocks and cells of its summaries.

A formula is written once for all rows. ``[key]`` is the cell of a column on the same row, ``{key}`` what the user typed
for the customer, ``{#key}`` the same as a number and ``{$key}`` as text (never an error), ``<key>`` the fact of the
customer shown on a sorted row, ``⟦x⟧`` money in words, ``«code»`` a word of the book's language. Other names are defined
names: ``in_…`` what is typed, ``s_…`` settings, ``f_…`` facts in the order typed, ``t_…`` targets in the order of
revenue, ``g_…`` rounding levels, ``b_…`` single figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from salesplan_xl.schema.types import Choice, Kind, Label

ROWS = 300
# So many rows of a list are on paper: one page of A4 whatever the list is filled with.
PRINTED = 40
# Rounding levels: the customer step and its tenths down to a hundredth of the unit, for steps up to 100,000.
LEVELS = 8


# Columns whose totals other columns stand on. LibreOffice computes a long column in threads, and a total of it that is
# asked for meanwhile shows its old value; a column with MATCH in it is computed row by row.
SUMMED = frozenset({"net", "last", "typed_last", "target", "exact", "floor", "y"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of rows.

    Args:
        key: name in formulas.
        label: header, empty for a helper.
        kind: what its cells hold.
        width: characters.
        formula: of each row; empty for a cell that the user types.
        silent: whether a row without a customer shows nothing.
        options: list of allowed values.
        help: the sentence shown when a cell is selected.
        minimum, maximum: bounds of a typed number.
        dash: whether a share of nothing shows a dash.
    """

    key: str
    label: Label
    kind: Kind
    width: float = 9.0
    formula: str = ""
    silent: bool = True
    options: tuple[Choice, ...] = ()
    help: Label | None = None
    minimum: float = -1e12
    maximum: float = 1e12
    dash: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a summary: its defined name, where it stands (row and column, 0-based), and its formula."""

    name: str
    row: int
    column: int
    kind: Kind
    formula: str


def helper(key: str, formula: str, *, silent: bool = True, kind: Kind = Kind.NUMBER) -> Column:
    """A column that stands in a collapsed group."""
    return Column(key, Label("", ""), kind, 9.0, formula, silent)
