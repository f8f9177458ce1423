"""Visits a month shown as they are said: 2 a month, 1 a quarter; the cell keeps its number."""

from __future__ import annotations

from salesplan_xl.catalogue import word
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.types import Table
from salesplan_xl.templates.writer import Page

# The table and column of a cadence.
_PLACE = ("map", "visits")
# Visits a month, as a formula, and the words for it.
_SELDOM = (
    ("1/2", "two_months"), ("1/3", "quarter"), ("2/3", "quarter_twice"), ("1/4", "four_months"), ("1/6", "half_year"),
    ("1/12", "year"),
)  # fmt: skip
# A third is also what somebody typed as 0.33.
_NEAR = "ABS({cell}-{cadence})<0.005"


def show_cadence(page: Page, table: Table) -> None:
    """Format the cells of a cadence by their value; what is none of the usual ones stays a plain number."""
    if table.key != _PLACE[0]:
        return
    spot, at = page.spot(table.key), table.keys().index(_PLACE[1])
    cell = f"${column_letters(at + 1)}{spot.header_row + 1}"
    rules = [(_NEAR.format(cell=cell, cadence=cadence), _quoted(page, name)) for cadence, name in _SELDOM]
    rules.append((f"{cell}=0", _quoted(page, "none")))
    before, after = word("template.cadence.month", page.writer.lang).split("|")
    whole = f'"{before}"0"{after}"' if before else f'0"{after}"'
    rules.append((f"ABS({cell}-ROUND({cell},0))<0.005", whole))
    for test, number_format in rules:
        options = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER({cell}),{test})",
            "format": page.writer.styles.tone({"num_format": number_format}),
            "stop_if_true": True,
        }
        page.paper.conditional_format(spot.header_row, at, spot.header_row + spot.rows - 1, at, options)


def _quoted(page: Page, name: str) -> str:
    return f'"{word(f"template.cadence.{name}", page.writer.lang)}"'
