"""Money and its unit: what one of a unit is worth, whole cents, and the one tolerance of every comparison.

Amounts are compared in cents of the currency, whatever unit a book is kept in: two amounts are the same when they
differ by half a cent at most, so 40 yuan short of a target is short in a book kept in 万元 (0.0040) as in one kept
in 元. Where binary dust may stand between two equal amounts, compare with ``Unit.tolerance``; nothing else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

CENTS_A_YUAN = 100


@dataclass(frozen=True, slots=True)
class Unit:
    """A money unit, by the yuan in one of it."""

    yuan: float

    @property
    def tolerance(self) -> float:
        """Half a cent: amounts no further apart are one amount."""
        return 0.5 / CENTS_A_YUAN / self.yuan

    def cents(self, amount: float | None) -> int:
        """An amount in whole cents; blank (None or NaN) is nothing."""
        if amount is None or math.isnan(amount):
            return 0
        return round(float(amount) * self.yuan * CENTS_A_YUAN)

    def of(self, amount: float, unit: Unit) -> float:
        """An amount stated in another unit, in this one."""
        return amount * (unit.yuan / self.yuan)


HOME = "CNY"


class Units(dict[str, Unit]):
    """Units by key; a key may name the currency behind the scale, such as ``yuan USD`` for single dollars."""

    def __missing__(self, key: str) -> Unit:
        scale, space, _ = key.partition(" ")
        if not space:
            raise KeyError(key)
        return self[scale]


def scale_of(unit: str) -> str:
    """The scale of a unit key: ``wan`` of ``wan USD``."""
    return unit.partition(" ")[0]


def currency_of(unit: str) -> str:
    """The currency of a unit key, an ISO code."""
    return unit.partition(" ")[2] or HOME


def unit_key(scale: str, currency: str) -> str:
    """The key of a scale in a currency."""
    return scale if currency in ("", HOME) else f"{scale} {currency}"


YUAN, WAN = Unit(1.0), Unit(10_000.0)
# The units a book may be kept in, and those an export may state its amounts in.
BOOK_UNITS = Units(wan=WAN, yuan=YUAN, thousand=Unit(1e3), million=Unit(1e6))
UNITS = Units(BOOK_UNITS | {"ten_million": Unit(1e7), "yi": Unit(1e8)})
