"""The demo as ``salesplan demo`` makes it, computed: made once a test run for each language."""

from __future__ import annotations

from functools import cache, partial

from salesplan_xl.commands.books.demo import demo_book
from tests.shared import shared


@cache
def demo(lang: str) -> bytes:
    """The demo book as the sources of today give it."""
    return shared(f"demo-{lang}.xlsx", partial(_made, lang))


def _made(lang: str) -> bytes:
    return demo_book(lang)[0].to_bytes()
