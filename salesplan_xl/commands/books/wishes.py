"""The wishes for a new book; what they leave open comes from the book or file it is made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """The wishes for a new book.

    Args:
        lang: ``zh`` or ``en``.
        unit: scale of its money unit, a key of ``BOOK_UNITS``.
        currency: ISO code.
        year: plan year.
        full: show every sheet, not only those that a first plan needs.
        lite: embed the buttons for xlwings Lite.
        wheel: address of the package that Lite installs.
    """

    lang: str | None = None
    unit: str | None = None
    currency: str | None = None
    year: int | None = None
    full: bool = False
    lite: bool = False
    wheel: str = ""
