"""The command line: ``salesplan VERB …``; every verb runs the same command the ribbon runs.

Only click is imported before a verb is known, so that ``salesplan --help`` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from salesplan_xl import __version__
from salesplan_xl.catalogue import word
from salesplan_xl.doors.console.handover_options import SHARING
from salesplan_xl.doors.console.options import FILE, LANG, book_options, flag, help_text, lazy
from salesplan_xl.errors import SalesPlanError

STEPS = (
    "run", "tiers", "health", "targets", "quarters", "projects", "confidence", "map", "capacity",
    "kpi", "month", "review", "funnel", "report", "check",
)  # fmt: skip
TRACKING = ("run", "kpi", "month", "review", "funnel")
IMPORTS = ("customers", "orders", "receivables", "contacts", "opportunities", "visits", "actions")


@click.group(help=word("H-MAIN", LANG), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="salesplan")
def main() -> None:
    """The command group."""


def _step(verb: str) -> click.Command:
    example = " --month 2027-03" if verb in TRACKING and verb != "run" else ""

    def call(**options: Any) -> None:
        from salesplan_xl.doors.console import books

        books.step(verb, **options)

    command = book_options(call)
    if verb in TRACKING:
        command = click.option("--month", help=word("H-OPT-MONTH", LANG))(command)
    if verb != "check":
        command = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help=word("H-OPT-AS-OF", LANG))(
            command
        )
        command = flag("--reset", "H-OPT-RESET")(flag("--despite-errors", "H-OPT-DESPITE")(command))
    examples = (
        f"salesplan {verb} plan.xlsx{example}",
        f"salesplan {verb} plan.xlsx{example} --dry-run",
        f"salesplan {verb} plan.xlsx{example} -o new.xlsx --json",
    )
    return click.command(verb, help=help_text(f"H-{verb.upper()}", *examples))(command)


for _verb in STEPS:
    main.add_command(_step(_verb))


@main.command(
    help=help_text(
        "H-NEW",
        "salesplan new plan-2027.xlsx",
        "salesplan new plan.xlsx --year 2027 --lean",
        "salesplan new demo.xlsx --demo team --lang en",
        "salesplan new plan.xlsx --lite",
    )
)
@click.argument("out", type=FILE)
@click.option("--year", type=click.IntRange(2001, 2100), help=word("H-OPT-YEAR", LANG))
@click.option("--lang", type=click.Choice(["zh", "en"]), help=word("H-OPT-BOOKLANG", LANG))
@click.option("--unit", type=click.Choice(["wan", "yuan"]), default="wan", help=word("H-OPT-UNIT", LANG))
@flag("--lean", "H-OPT-LEAN")
@flag("--lite", "H-OPT-LITE")
@click.option("--demo", type=click.Choice(["rep", "team", "company"]), help=word("H-OPT-DEMO", LANG))
@flag("--overwrite", "H-OPT-OVERWRITE")
@flag("--json", "H-OPT-JSON")
def new(**options: Any) -> None:
    """A new plan book."""
    from salesplan_xl.doors.console import books

    books.new(**options)


@main.command(
    help=help_text(
        "H-UNDO",
        "salesplan undo plan.xlsx",
        "salesplan undo plan.xlsx --dry-run",
        "salesplan undo plan.xlsx -o before.xlsx",
    )
)
@book_options
def undo(**options: Any) -> None:
    """Take back the last step."""
    from salesplan_xl.doors.console import books

    books.undo(**options)


@main.command(
    help=help_text("H-UPGRADE", "salesplan upgrade plan.xlsx", "salesplan upgrade plan.xlsx --dry-run")
)
@book_options
def upgrade(**options: Any) -> None:
    """Bring an older book up."""
    from salesplan_xl.doors.console import books

    books.upgrade(**options)


def _import_options(function: Callable[..., None]) -> Callable[..., None]:
    for name in reversed(IMPORTS):
        function = click.option(f"--{name}", type=FILE, help=word(f"H-OPT-{name.upper()}", LANG))(function)
    return function


@main.command(
    "import",
    help=help_text(
        "H-IMPORT",
        "salesplan import plan.xlsx --orders orders.csv",
        "salesplan import plan.xlsx --customers 客户.xlsx --receivables 应收.csv --dry-run",
    ),
)
@book_options
@_import_options
@click.option("--unit", type=click.Choice(["wan", "yuan"]), help=word("H-OPT-FILE-UNIT", LANG))
@flag("--despite-errors", "H-OPT-DESPITE")
def import_(**options: Any) -> None:
    """Import files into a book."""
    from salesplan_xl.doors.console import books

    books.import_files(**options)


@main.command(help=help_text("H-DEMO", "salesplan demo", "salesplan demo --size team --lang en"))
@click.option(
    "--size", type=click.Choice(["rep", "team", "company"]), default="rep", help=word("H-OPT-SIZE", LANG)
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help=word("H-OPT-BOOKLANG", LANG))
@click.option("-o", "--out", type=FILE, help=word("H-OPT-OUT", LANG))
@flag("--json", "H-OPT-JSON")
def demo(**options: Any) -> None:
    """A demo plan."""
    from salesplan_xl.doors.console import books

    books.demo(**options)


@main.command(help=help_text("H-EXPLAIN", "salesplan explain tiers", "salesplan explain targets --lang en"))
@click.argument("method")
@click.option("--lang", type=click.Choice(["zh", "en"]), help=word("H-OPT-LANG", LANG))
def explain(method: str, lang: str | None) -> None:
    """A guide page."""
    from salesplan_xl.commands.books.explain import explain as page

    click.echo(page(method, lang or LANG))


@main.group(help=word("H-BENCH", LANG))
def bench() -> None:
    """Benchmarks."""


@bench.command("late", help=help_text("H-BENCH-LATE", "salesplan bench late --size team"))
@click.option(
    "--size", type=click.Choice(["rep", "team", "company"]), default="rep", help=word("H-OPT-SIZE", LANG)
)
def bench_late(size: str) -> None:
    """How well late payment is foreseen."""
    from salesplan_xl.doors.console.bench import late

    late(size)


@bench.command("outcome", help=help_text("H-BENCH-OUTCOME", "salesplan bench outcome"))
def bench_distribution() -> None:
    """How steady the sure figure is."""
    from salesplan_xl.doors.console.bench import result

    result()


@bench.command(
    "run",
    help=help_text("H-BENCH", "salesplan bench run --size rep", "salesplan bench run --size company --json"),
)
@click.option(
    "--size", type=click.Choice(["rep", "team", "company"]), default="rep", help=word("H-OPT-SIZE", LANG)
)
@click.option("--repeat", type=click.IntRange(1, 20), default=3, help=word("H-OPT-REPEAT", LANG))
@flag("--json", "H-OPT-JSON")
def bench_run(**options: Any) -> None:
    """The whole chain against its limit and a plain script."""
    from salesplan_xl.doors.console.bench import run

    run(**options)


@main.group(help=word("H-ADDIN", LANG))
def addin() -> None:
    """The Excel add-in."""


def _addin_verb(verb: str, *options: Callable[[Any], Any], examples: tuple[str, ...]) -> None:
    lang = click.option("--lang", type=click.Choice(["zh", "en"]), help=word("H-OPT-MSGLANG", LANG))
    lines = tuple(f"salesplan addin {verb}{example}" for example in examples)
    addin.add_command(lazy("addin", verb, f"H-ADDIN-{verb.upper()}", *options, lang, examples=lines))


_addin_verb("install", examples=("", " --lang zh"))
_addin_verb("uninstall", examples=("", " --lang zh"))
_addin_verb("doctor", flag("--json", "H-OPT-JSON"), examples=("", " --json"))
_addin_verb(
    "build",
    click.option("-o", "--out", type=FILE, help=word("H-OPT-BUILD-OUT", LANG)),
    flag("--check", "H-OPT-BUILD-CHECK"),
    examples=("", " -o SalesPlan.xlam", " --check"),
)


for _command in SHARING:
    main.add_command(_command)


@main.command(
    help=help_text("H-SUBMIT", "salesplan submit plan.xlsx", "salesplan submit plan.xlsx --state approved")
)
@book_options
@click.option(
    "--state",
    type=click.Choice(["draft", "submitted", "approved"]),
    default="submitted",
    help=word("H-OPT-STATE", LANG),
)
def submit(**options: Any) -> None:
    """Hand the plan in, or have it approved."""
    from salesplan_xl.doors.console import books

    books.submit(**options)


def run_cli() -> None:
    """The console script: run, and turn every failure into one sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A cp936 or cp1252 console cannot show everything; it must never fail for it.
            stream.reconfigure(errors="replace")
    try:
        main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except SalesPlanError as error:
        click.echo(error.sentence(LANG), err=True)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - the last door: nobody ever sees a traceback
        from salesplan_xl.doors.crash import report

        click.echo(report(error).sentence(LANG), err=True)
        sys.exit(70)
