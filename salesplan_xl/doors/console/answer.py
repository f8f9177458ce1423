"""The end of a verb at the command line: readable lines or the JSON document, and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from salesplan_xl.catalogue import finding_remedy, finding_sentence
from salesplan_xl.commands.engine.changes import changed_cells
from salesplan_xl.commands.engine.result import Change, CommandResult
from salesplan_xl.doors.document import Document, as_json, head, plain
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.findings import Finding, has_errors


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Once the language is known, what stops the work is told in it."""
    try:
        yield
    except SalesPlanError as error:
        error.lang = lang
        raise


def answer(
    result: CommandResult,
    lines: Iterable[str],
    *,
    lang: str,
    json: bool,
    output: Path | None = None,
    exit_code: int | None = None,
    refusal: str = "",
) -> None:
    """Print what a verb did and leave.

    Args:
        result: what it did.
        lines: the same for a reader.
        lang: language of the sentences in the document.
        json: whether the document is wanted instead of the lines.
        output: the file or folder that was written.
        exit_code: by default 1 when the data has errors, else 0.
        refusal: the sentence that comes last where nothing was written; the document says it in its own way.
    """
    code = int(has_errors(result.findings)) if exit_code is None else exit_code
    for line in [as_json(result_document(result, lang, output, code))] if json else lines:
        click.echo(line)
    if refusal and not json:
        click.echo(refusal, err=True)
    if code:
        sys.exit(code)


def result_document(result: CommandResult, lang: str, output: Path | None, exit_code: int) -> Document:
    """The document of a result, whole; see ``answer``."""
    return head(result.command, exit_code) | {
        "output": plain(output, lang),
        "blocked": result.blocked,
        "lead": plain(result.lead, lang),
        "changed": changed_cells(result.writes),
        "figures": plain(result.figures | result.step_figures, lang),
        "tables": plain(result.tables, lang),
        "grids": result.grids,
        "findings": [_finding(finding, lang) for finding in result.findings],
        "changes": [_change(change, lang) for change in result.changes],
        **{key: plain(value, lang) for key, value in result.details.items()},
    }


def _finding(finding: Finding, lang: str) -> Document:
    place = finding.place
    return {
        "code": finding.code, "severity": finding.severity.value, "sheet": place.sheet, "cell": place.cell,
        "sentence": finding_sentence(finding, lang), "remedy": finding_remedy(finding, lang),
        "values": plain(finding.values, lang),
    }  # fmt: skip


def _change(change: Change, lang: str) -> Document:
    old = None if change.old == "" else change.old
    return {
        "sheet": change.sheet, "cell": change.cell, "old": plain(old, lang), "new": plain(change.new, lang),
    }  # fmt: skip
