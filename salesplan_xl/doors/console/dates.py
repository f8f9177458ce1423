"""An option that is a day, in any of the ways people write one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from salesplan_xl.catalogue import word
from salesplan_xl.doors.console.options import LANG
from salesplan_xl.doors.languages import typed_language


class Day(click.ParamType):  # type: ignore[type-arg]  # older releases of click know no argument here
    """A day; figures that may be two days are asked about, never guessed."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day of a text."""
        return value if isinstance(value, dt.date) else day_in(str(value), dt.date.today(), param, ctx)


def day_in(
    text: str, today: dt.date, param: click.Parameter | None = None, ctx: click.Context | None = None
) -> dt.date:
    """The day a text means.

    Raises:
        click.BadParameter: it is no day, leaves out the year, or may be one of two days.
    """
    from salesplan_xl.commands.books.typed_days import typed_days

    typed = text.strip()
    days = typed_days(typed, today)
    if days and len(days) == 1:
        return days[0]
    code = "H-DAY-YEAR" if days is None else "H-DAY-OPEN" if days else "H-DAY"
    first, second = (days[0], days[-1]) if days else (None, None)
    sentence = word(code, typed_language() or LANG, text=typed, first=first, second=second)
    raise click.BadParameter(sentence, ctx, param)
