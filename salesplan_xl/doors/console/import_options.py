"""The options by which questions about files are answered at the command line."""

from __future__ import annotations

import click

from salesplan_xl.doors.console.options import choice, option

# As in ``book.importing.encoding`` and ``book.importing.answers``, which are imported when they are needed.
ENCODINGS = ("utf-8", "utf-16", "gb18030", "gbk", "big5", "shift_jis", "euc-kr", "euc-jp", "cp1252")
IMPORT_OPTIONS = (
    option("--map", "H-OPT-MAP", multiple=True, metavar="COLUMN=HEADER"),
    option("--dates", "H-OPT-DATES", metavar="dmy|mdy|ymd"),
    choice("--decimal", "H-OPT-DECIMAL", "point", "comma"),
    option("--unit", "H-OPT-FILE-UNIT", metavar="yuan|thousand|wan|million"),
    option("--currency", "H-OPT-CURRENCY", multiple=True, metavar="CODE[=RATE]"),
    option("--sheet", "H-OPT-IMPORT-SHEET", multiple=True),
    option("--year", "H-OPT-FILE-YEAR", type=click.IntRange(1990, 2100)),
    choice("--percent", "H-OPT-PERCENT", "points", "shares"),
    choice("--amounts", "H-OPT-AMOUNTS", "line", "document"),
    option("--means", "H-OPT-MEANS", multiple=True, metavar="WORD=MEANING"),
    choice("--encoding", "H-OPT-ENCODING", *ENCODINGS),
)
