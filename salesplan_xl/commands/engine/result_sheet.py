"""Where to look after a command: the sheet that shows its result."""

from __future__ import annotations

from salesplan_xl.schema.workbook import sheet

SHEETS = {
    "run": "board",
    "tiers": "health",
    "health": "health",
    "targets": "targets",
    "quarters": "quarters",
    "projects": "projects",
    "confidence": "confidence",
    "map": "map",
    "capacity": "time",
    "kpi": "months",
    "month": "month_list",
    "review": "reviews",
    "funnel": "funnel",
    "report": "report",
    "submit": "report",
    "check": "findings",
    "import": "findings",
    "help": "guide",
}


def result_sheet(command: str, lang: str) -> str | None:
    """The sheet's name in a book of one language, ``None`` where a command has none."""
    key = SHEETS.get(command)
    return sheet(key).label.of(lang) if key else None
