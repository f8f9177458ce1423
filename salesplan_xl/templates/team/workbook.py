"""The team workbook: a summary that prints on A4 landscape, KPIs, concentration, findings, and a page a person.

Figures of a person stand on that person's page; the summary links to them and adds up with native formulas.
"""

from __future__ import annotations

import io
import re

from salesplan_xl.book.xlsx.explicit_charts import with_explicit_charts
from salesplan_xl.catalogue import word
from salesplan_xl.schema.team_workbook import SHEETS, TeamBook
from salesplan_xl.templates import theme
from salesplan_xl.templates.build import CREATED
from salesplan_xl.templates.styles import Styles
from salesplan_xl.templates.team.pages import write_page
from salesplan_xl.templates.team.summary import write_summary
from salesplan_xl.templates.team.writer import TeamWriter

_BAD_SHEET = re.compile(r"[\[\]:*?/\\']")
_SHEET_LENGTH = 28


def build_team_book(team: TeamBook) -> bytes:
    """The bytes of the team workbook; equal contents give equal bytes."""
    stream = io.BytesIO()
    workbook = theme.new_workbook(stream, team.lang)
    workbook.set_properties({"created": CREATED})
    writer = TeamWriter(workbook, team, Styles(workbook, team.lang, team.unit), sheet_names(team))
    write_summary(writer)
    for rep, name in zip(team.reps, writer.names, strict=True):
        write_page(writer, rep, name)
    workbook.close()
    return with_explicit_charts(stream.getvalue())


def sheet_names(team: TeamBook) -> list[str]:
    """A sheet name for every person that Excel takes, all different."""
    taken = {word(f"team.sheet_{key}", team.lang).casefold() for key in SHEETS}
    names = []
    for rep in team.reps:
        base = _BAD_SHEET.sub("_", rep.name).strip()[:_SHEET_LENGTH] or "_"
        base = f"{base}_" if base.casefold() == "history" else base
        name, number = base, 2
        while name.casefold() in taken:
            tail = f"-{number}"
            name, number = base[: 31 - len(tail)] + tail, number + 1
        taken.add(name.casefold())
        names.append(name)
    return names
