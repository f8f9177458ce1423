"""Thresholds of the checks on typed data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckRules:
    """The lines from which figures contradict each other enough to be told.

    Args:
        small_difference, large_difference: typed revenue against orders: a note, and a warning, above this share.
        odd_factor: an amount so many times the usual one is most likely in another unit.
    """

    small_difference: float = 0.01
    large_difference: float = 0.10
    odd_factor: float = 1000.0
