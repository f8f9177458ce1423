"""Thresholds of the import."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImportRules:
    """Shares that words for chances stand for, the amount that counts, and the likeness of names of one firm.

    Args:
        chance_high, chance_medium, chance_low: win probability of a project marked so.
        price_difference: quantity times price may differ from the amount by this share.
        alike_names: names at least this alike (0 to 1) are proposed as one customer.
        amount_tax: which amount counts where a file has both: ``without`` or ``with`` tax.
    """

    chance_high: float = 0.75
    chance_medium: float = 0.5
    chance_low: float = 0.25
    price_difference: float = 0.01
    alike_names: float = 0.85
    amount_tax: str = "without"
