"""The verbs that hand a plan on, as the command line knows them; what they do is in ``cli_share``."""

from __future__ import annotations

from pathlib import Path

import click

from salesplan_xl.catalogue import word
from salesplan_xl.doors.console.options import FILE, LANG, flag, lazy, out, preset, text

_BOOK = click.argument("book", type=FILE)
_BOOKS = click.argument("books", type=FILE, nargs=-1, required=True)
_FOLDER = click.option(
    "-o", "--out", type=click.Path(path_type=Path, file_okay=False), help=word("H-OPT-FOLDER", LANG)
)
_JSON, _OVERWRITE = flag("--json", "H-OPT-JSON"), flag("--overwrite", "H-OPT-OVERWRITE")
_COPY = (
    preset(),
    text("--sheets", "H-OPT-COPY-SHEETS"),
    text("--owner", "H-OPT-OWNER"),
    text("--customer", "H-OPT-CUSTOMER"),
    flag("--keep-margins", "H-OPT-MARGINS"),
)
SHARING = (
    lazy(
        "handover",
        "copy",
        "H-COPY",
        _BOOK,
        out("H-OPT-OUT", required=True),
        *_COPY,
        _OVERWRITE,
        _JSON,
        examples=(
            "salesplan copy plan.xlsx -o boss.xlsx",
            "salesplan copy plan.xlsx -o team.xlsx --preset team --owner 李明",
        ),
    ),
    lazy(
        "handover",
        "pdf",
        "H-PDF",
        _BOOK,
        out("H-OPT-PDF-OUT"),
        text("--sheet", "H-OPT-SHEET", many=True),
        _JSON,
        examples=("salesplan pdf plan.xlsx", "salesplan pdf plan.xlsx --sheet 作战地图 -o map.pdf"),
    ),
    lazy(
        "handover",
        "send",
        "H-SEND",
        _BOOK,
        text("--to", "H-OPT-TO", many=True, required=True),
        text("--cc", "H-OPT-CC", many=True),
        text("--subject", "H-OPT-SUBJECT"),
        click.option("--pdf/--no-pdf", default=True, help=word("H-OPT-WITH-PDF", LANG)),
        _FOLDER,
        *_COPY,
        _JSON,
        examples=(
            "salesplan send plan.xlsx --to boss@company.cn",
            "salesplan send plan.xlsx --to a@b.cn --no-pdf --preset team",
        ),
    ),
    lazy(
        "handover",
        "split",
        "H-SPLIT",
        _BOOK,
        click.option(
            "--by",
            type=click.Choice(["owner"]),
            default="owner",
            expose_value=False,
            help=word("H-OPT-BY", LANG),
        ),
        _FOLDER,
        flag("--keep-sheets", "H-OPT-KEEP-SHEETS"),
        flag("--no-targets", "H-OPT-NO-TARGETS"),
        _OVERWRITE,
        _JSON,
        examples=("salesplan split team.xlsx --by owner -o reps",),
    ),
    lazy(
        "handover",
        "merge",
        "H-MERGE",
        click.argument("team", type=FILE),
        _BOOKS,
        out("H-OPT-OUT"),
        flag("--delete", "H-OPT-DELETE"),
        flag("--dry-run", "H-OPT-DRY"),
        flag("--despite-errors", "H-OPT-DESPITE"),
        _JSON,
        examples=(
            "salesplan merge team.xlsx rep1.xlsx rep2.xlsx",
            "salesplan merge team.xlsx rep1.xlsx --dry-run",
        ),
    ),
    lazy(
        "handover",
        "rollup",
        "H-ROLLUP",
        _BOOKS,
        out("H-OPT-OUT", required=True),
        click.option("--lang", type=click.Choice(["zh", "en"]), help=word("H-OPT-BOOKLANG", LANG)),
        click.option("--unit", type=click.Choice(["wan", "yuan"]), help=word("H-OPT-ROLLUP-UNIT", LANG)),
        click.option("--year", type=click.IntRange(2001, 2100), help=word("H-OPT-ROLLUP-YEAR", LANG)),
        _OVERWRITE,
        _JSON,
        examples=("salesplan rollup rep1.xlsx rep2.xlsx -o team.xlsx",),
    ),
)
