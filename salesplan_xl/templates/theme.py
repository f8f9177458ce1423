"""The appearance of every book, in one place: colours, fonts, number formats, highlights, what is printed.

Restrained on purpose: one dark colour per group for headers, light blue for input, hairlines between rows,
red and amber only where something wants attention.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from salesplan_xl.money import scale_of
from salesplan_xl.schema import choices, palette
from salesplan_xl.schema.layout import CALCULATION_ENGINE
from salesplan_xl.schema.types import Choice, Kind
from salesplan_xl.schema.workbook import GROUP_COLOURS
from salesplan_xl.tiers import BEST, TIERS

FONTS = {"zh": "微软雅黑", "en": "Calibri"}
FONT_SIZES = {"zh": 10, "en": 11}

# A group's tab colour may be too light under white text.
_INKS = {"tracking": "8A6500", "control": "5F6B76", "system": "5F6B76"}

INPUT_FILL = "#DDEBF7"
INPUT_LINE = "#BDD3EA"
LINE, HEADER_LINE = palette.LINE, palette.HEADER_LINE
LABEL_FILL = palette.LABEL_FILL
TOTAL_FILL = "#E9EDF1"
TEXT, GREY_TEXT, WHITE = palette.TEXT, palette.GREY_TEXT, palette.WHITE
LINK = "#0563C1"
BLUE, ORANGE, VERMILLION = palette.BLUE, palette.ORANGE, palette.VERMILLION
SKY, DARK = palette.SKY, palette.DARK

Properties = dict[str, Any]

BAD: Properties = {"bg_color": "#FBDAD7", "font_color": "#9C1C12"}
WARN: Properties = {"bg_color": "#FDEFC3", "font_color": "#7A5B00"}
GOOD: Properties = {"bg_color": "#DDF0DC", "font_color": "#1E6B2B"}
INFO: Properties = {"bg_color": palette.INFO_FILL, "font_color": palette.INFO_TEXT}
STRONG: Properties = {"bold": True}
FADED: Properties = {"font_color": "#8A939C"}

_MONEY = {"wan": "#,##0.0#", "yuan": "#,##0", "thousand": "#,##0.0", "million": "#,##0.00"}
_WHOLE_PERCENT = frozenset(
    {
        "probability",
        "win_probability",
        "loss_probability",
        "confidence",
        "late_rate",
        "sureness",
        "chance",
        "guaranteed_chance",
        "stretch_chance",
        "company_chance",
    }
)
_FORMATS = {
    Kind.SHARE: "0.0%;[Red]-0.0%",
    Kind.COUNT: "0",
    Kind.NUMBER: "#,##0.0#",
    Kind.DAYS: "0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.TEXT: "@",
    Kind.ID: "@",
    Kind.MONTH: "@",
}


def workbook_options(lang: str) -> dict[str, object]:
    """The options with which XlsxWriter makes a book of ours: text stays text, in the book's own font."""
    return {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONTS[lang], "font_size": FONT_SIZES[lang]},
    }


def new_workbook(stream: BinaryIO, lang: str) -> Workbook:
    """A book of ours to be written; Excel computes nothing when it opens it, each formula has its value."""
    workbook = Workbook(stream, workbook_options(lang))
    workbook.set_calc_mode("auto", CALCULATION_ENGINE)
    workbook.calc_on_load = False
    return workbook


def surface(*, entry: bool, total: bool = False) -> dict[str, Any]:
    """The ground of a body cell: entry cells are light blue and unlocked, others have a line below."""
    properties: dict[str, Any] = (
        {"bg_color": INPUT_FILL, "locked": False, "border": 1, "border_color": INPUT_LINE}
        if entry
        else {"bottom": 1, "bottom_color": LINE}
    )
    return properties | ({"bold": True, "bg_color": TOTAL_FILL} if total else {})


def ink(group: str) -> str:
    """The dark colour of a group's titles and headers."""
    return f"#{_INKS.get(group, GROUP_COLOURS[group])}"


def number_format(kind: Kind, key: str, unit: str, *, computed: bool) -> str:
    """The number format of a cell; a computed money zero shows as a dash so that real figures stand out."""
    if kind is Kind.MONEY:
        money = _MONEY[scale_of(unit)]
        return f'{money};[Red]-{money};"–"' if computed else f"{money};[Red]-{money}"
    if kind is Kind.SHARE and key in _WHOLE_PERCENT:
        return "0%"
    return _FORMATS.get(kind, "General")


@dataclass(frozen=True, slots=True)
class Highlight:
    """One conditional format: cells of a block's column (and rows) that satisfy ``test`` get ``tone``.

    ``test`` is a formula with ``{cell}`` for the cell, or empty when the cell must show ``choice``'s label.
    """

    block: str
    columns: tuple[str, ...]
    tone: Properties
    test: str = ""
    options: tuple[Choice, ...] = ()
    choice: str = ""
    rows: tuple[str, ...] = ()


def _shows(block: str, column: str, options: tuple[Choice, ...], choice: str, tone: Properties) -> Highlight:
    return Highlight(block, (column,), tone, "", options, choice)


def _number(block: str, columns: tuple[str, ...], test: str, tone: Properties, *rows: str) -> Highlight:
    # Blank cells count as 0 and text as more than any number, so only numbers are judged.
    return Highlight(block, columns, tone, f"=AND(ISNUMBER({{cell}}),{test})", rows=rows)


_LOW = "{cell}<0.8"
_LOSS = "ROUND({cell},2)<0"
_OPEN = "ROUND({cell},2)>0"
_QUARTERS = ("q1", "q2", "q3", "q4", "year")

HIGHLIGHTS: tuple[Highlight, ...] = (
    _shows("steps", "state", choices.STEP_STATES, "problem", BAD),
    _shows("steps", "state", choices.STEP_STATES, "filled", INFO),
    _shows("steps", "state", choices.STEP_STATES, "computed", GOOD),
    _shows("health", "risk", choices.RISKS, "high", BAD),
    _shows("health", "potential", choices.POTENTIALS, "high", GOOD),
    _shows("health", "stability", choices.STABILITIES, "danger", BAD),
    _shows("health", "stability", choices.STABILITIES, "warning", WARN),
    _shows("health", "payment", choices.PAYMENTS, "habitual", WARN),
    _shows("health", "credit", choices.CREDITS, "prepay", WARN),
    _shows("health", "depth", choices.DEPTHS, "single", WARN),
    _shows("health", "depth", choices.DEPTHS, "none", WARN),
    *(
        _shows(table, "tier", choices.TIERS, BEST, STRONG)
        for table in ("health", "targets", "map", "tracking")
    ),
    _number("map", ("gap",), _LOSS, BAD),
    _number("tracking", ("gap",), _LOSS, BAD),
    _number("tracking", ("completion",), _LOW, WARN),
    _number("months", ("completion", "coverage", "on_time_rate", "completion_to_date"), _LOW, WARN),
    _number("kpi_board", ("month", "quarter", "year", *TIERS), _LOW, WARN),
    _number("quarter_support", _QUARTERS, _OPEN, BAD, "unsupported"),
    _number("headline", ("unsupported",), _OPEN, BAD, "value"),
    _number("headline", ("completion", "coverage", "on_time_rate"), _LOW, WARN, "value"),
    _number("report_quarters", ("unsupported",), _OPEN, BAD),
    _number("report_kpis", ("month", "quarter", "year"), _LOW, WARN),
    _number("report_submitted", ("difference",), "ABS({cell})>0.005", WARN),
    _number("commitments", ("changed",), "ABS({cell})>0", WARN),
    _number("board_quarters", ("unsupported",), _OPEN, BAD),
    _number("capacity", ("value",), "{cell}<0", BAD, "left"),
    _number("source_targets", ("amount",), "ABS({cell})>0.01", BAD, "check"),
    _shows("opportunities", "result", choices.RESULTS, "won", GOOD),
    _shows("opportunities", "result", choices.RESULTS, "lost", FADED),
    _shows("key_accounts", "key_tier", choices.POSITIONS, "strategic", STRONG),
    *(
        _shows("key_accounts", "proposed", choices.POSITIONS, key, INFO)
        for key in ("strategic", "window", "chance")
    ),
    _shows("key_accounts", "key_tier", choices.POSITIONS, "dropped", FADED),
    _number("key_accounts", ("days_left",), "{cell}<0", BAD),
    _number("key_accounts", ("busy_actions",), "{cell}>0", WARN),
    _shows("gate", "verdict", choices.GATE_VERDICTS, "busy", BAD),
    _shows("gate", "verdict", choices.GATE_VERDICTS, "patch", WARN),
    _shows("gate", "verdict", choices.GATE_VERDICTS, "hits", GOOD),
    _shows("judgements", "state", choices.JUDGEMENT_STATES, "due", WARN),
    _shows("month_list", "done", choices.YES_NO, "yes", GOOD),
    _shows("findings", "severity", choices.SEVERITIES, "error", BAD),
    _shows("findings", "severity", choices.SEVERITIES, "warning", WARN),
)

# The printed page ends with this column; the detail to its right stays on the screen.
PRINT_UNTIL = {
    "health": "reason", "map": "due", "scenarios": "differs", "key_accounts": "support", "sprint": "reason",
    "reorders": "reason", "attributions": "proposed",
}  # fmt: skip
# One page, however long.
ONE_PAGE = frozenset(
    {
        "guide", "board", "report", "target_summary", "quarters", "confidence", "accounts", "december", "survey",
        "company_plan",
    }
)  # fmt: skip
# Printed upright.
PORTRAIT = frozenset({"year_report"})
# Groups whose sheets keep their gridlines: there the user types on below.
GRIDLINES = frozenset({"input", "system"})
