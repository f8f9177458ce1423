"""The money unit of a book, by which every amount is compared."""

from __future__ import annotations

from dataclasses import dataclass

from salesplan_xl.money import BOOK_UNITS, HOME, Unit


@dataclass(frozen=True, slots=True)
class MoneyRules:
    """The scale of the book's amounts (a key of ``money.BOOK_UNITS``) and their currency (an ISO code)."""

    money_unit: str = "wan"
    currency: str = HOME

    @property
    def unit(self) -> Unit:
        """The unit; it knows cents and the tolerance of comparisons."""
        return BOOK_UNITS[self.money_unit]

    @property
    def tolerance(self) -> float:
        """Amounts no further apart are one amount: half a cent, in the book's unit."""
        return self.unit.tolerance
