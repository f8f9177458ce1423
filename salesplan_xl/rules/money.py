"""The money unit of a book, by which every amount is compared."""

from __future__ import annotations

from dataclasses import dataclass

from salesplan_xl.money import BOOK_UNITS, Unit


@dataclass(frozen=True, slots=True)
class MoneyRules:
    """In which unit the book keeps its amounts: ``wan`` (万元) or ``yuan`` (元)."""

    money_unit: str = "wan"

    @property
    def unit(self) -> Unit:
        """The unit; it knows cents and the tolerance of comparisons."""
        return BOOK_UNITS[self.money_unit]

    @property
    def tolerance(self) -> float:
        """Amounts no further apart are one amount: half a cent, in the book's unit."""
        return self.unit.tolerance
