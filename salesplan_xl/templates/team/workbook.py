"""The team workbook: a summary that prints on A4 landscape, KPIs, concentration, findings, and a page a person.

Figures of a person stand on that person's page; the summary links to them and adds up with native formulas.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from salesplan_xl.catalogue import word
from salesplan_xl.schema.choices import MONEY_UNITS
from salesplan_xl.schema.layout import column_letters, quote_sheet
from salesplan_xl.schema.types import Kind
from salesplan_xl.templates import theme
from salesplan_xl.templates.build import CREATED
from salesplan_xl.templates.pages import A4
from salesplan_xl.templates.styles import Styles

Cell = float | int | str | None
QUARTERS = ("q1", "q2", "q3", "q4")
COVERAGE = ("target", "repeat", "weighted", "unsupported")
# The figures of a page, in the order of its list; a rate is computed from the two above it.
FIGURES: tuple[tuple[str, Kind], ...] = (
    ("customers", Kind.COUNT), ("a", Kind.COUNT), ("b", Kind.COUNT), ("c", Kind.COUNT),
    ("last_year", Kind.MONEY), ("this_year", Kind.MONEY), ("target", Kind.MONEY), ("guaranteed", Kind.MONEY),
    ("stretch", Kind.MONEY), ("company", Kind.MONEY), ("unsupported", Kind.MONEY),
    *((q, Kind.MONEY) for q in QUARTERS),
)  # fmt: skip
KPIS = ("target", "actual", "planned", "visited", "due", "on_time")
_RATE_PARTS = {
    "completion": ("actual", "target"),
    "coverage": ("visited", "planned"),
    "on_time_rate": ("on_time", "due"),
}
_KINDS = {"planned": Kind.COUNT, "visited": Kind.COUNT}
_BAD_SHEET = re.compile(r"[\[\]:*?/\\']")
_SHEET_LENGTH = 28
_FIRST_LINE = 5
# A page: figures of customers, and below them those of the target, level with the months on the right.
_ABOVE, _MONTHS_TOP, _RIGHT = 6, 11, 3


@dataclass(frozen=True)
class RepPage:
    """One person's page.

    Args:
        name, subtitle: what stands on top.
        figures: values of ``FIGURES``; ``None`` where unknown.
        coverage: ``COVERAGE`` → four quarters.
        months: twelve rows of ``KPIS``; ``None`` where nothing is known yet.
        largest: customer, tier, revenue this year, target.
    """

    name: str
    subtitle: str
    figures: Mapping[str, float | None]
    coverage: Mapping[str, Sequence[float]]
    months: Sequence[Sequence[float | None]]
    largest: Sequence[tuple[str, str, float, float]]


@dataclass(frozen=True)
class TeamBook:
    """Everything the team workbook shows.

    Args:
        lang, unit: of the book.
        title, subtitle: of the summary.
        month: 0-based month the KPIs look at.
        reps: pages in the order of the summary.
        doubles: figures to deduct because two people claim a customer, by figure; empty when there are none.
        coverage: ``COVERAGE`` → four quarters of the team.
        tiers: tier → customers, revenue, over all customers.
        spread: measure (cr1, cr5, top_n, hhi, effective) → value; ``None`` without revenue.
        top_n: how many customers ``top_n`` speaks of.
        largest: customer, owner, tier, revenue, cumulative share, target.
        findings: code, severity, sentence, remedy.
    """

    lang: str
    unit: str
    title: str
    subtitle: str
    month: int
    reps: Sequence[RepPage]
    doubles: Mapping[str, float]
    coverage: Mapping[str, Sequence[float]]
    tiers: Mapping[str, tuple[int, float]]
    spread: Mapping[str, float | None]
    top_n: int
    largest: Sequence[tuple[str, str, str, float, float, float]]
    findings: Sequence[tuple[str, str, str, str]] = field(default=())


def build_team_book(team: TeamBook) -> bytes:
    """The bytes of the team workbook; equal contents give equal bytes."""
    from salesplan_xl.templates.team.summary import write_summary

    stream = io.BytesIO()
    workbook = Workbook(stream, theme.workbook_options(team.lang))
    workbook.set_properties({"created": CREATED})
    writer = TeamWriter(workbook, team, Styles(workbook, team.lang, team.unit), sheet_names(team))
    write_summary(writer)
    for at, rep in enumerate(team.reps):
        _write_page(writer, rep, writer.names[at])
    workbook.close()
    return stream.getvalue()


def sheet_names(team: TeamBook) -> list[str]:
    """A sheet name for every person that Excel takes, all different."""
    taken = {
        word(f"team.sheet_{key}", team.lang).casefold()
        for key in ("summary", "charts", "kpi", "spread", "findings")
    }
    found = []
    for rep in team.reps:
        base = _BAD_SHEET.sub("_", rep.name).strip()[:_SHEET_LENGTH] or "_"
        base = f"{base}_" if base.casefold() == "history" else base
        name, number = base, 2
        while name.casefold() in taken:
            tail = f"-{number}"
            name, number = base[: 31 - len(tail)] + tail, number + 1
        taken.add(name.casefold())
        found.append(name)
    return found


@dataclass(frozen=True)
class TeamWriter:
    """The workbook in the making."""

    workbook: Workbook
    team: TeamBook
    styles: Styles
    names: Sequence[str]

    def word(self, code: str, **values: object) -> str:
        """A sentence in the book's language."""
        return word(f"team.{code}", self.team.lang, **values)

    def money_word(self, code: str) -> str:
        """A heading of a money column with its unit."""
        unit = next(item.label for item in MONEY_UNITS if item.key == self.team.unit)
        return (
            f"{self.word(code)}({unit.of(self.team.lang)})"
            if self.team.lang == "zh"
            else (f"{self.word(code)} ({unit.of(self.team.lang)})")
        )

    @property
    def money_width(self) -> float:
        """Width of a money column: figures in yuan are four digits longer."""
        return 11.5 if self.team.unit == "wan" else 15.0

    def page(self, key: str, name: str = "", group: str = "output") -> PageWriter:
        """A new sheet, set up for A4 landscape."""
        sheet = self.workbook.add_worksheet(name or self.word(f"sheet_{key}"))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8&A&R&8{word('template.page', self.team.lang)}")
        sheet.set_tab_color(theme.ink(group))
        return PageWriter(sheet, self.styles, group)


@dataclass(frozen=True)
class PageWriter:
    """One sheet; rows and columns are 0-based."""

    sheet: Worksheet
    styles: Styles
    group: str

    @property
    def ref(self) -> str:
        """The sheet as references name it."""
        return quote_sheet(self.sheet.get_name())

    def top(self, title: str, subtitle: str) -> None:
        """Title and the line under it."""
        self.sheet.set_row(0, 32)
        self.sheet.set_row(1, 20)
        self.sheet.write_string(0, 0, title, self.styles.title(self.group))
        self.sheet.write_string(1, 0, subtitle, self.styles.intro())

    def heading(self, row: int, column: int, text: str) -> None:
        """The line above a block."""
        self.sheet.set_row(row, 24)
        self.sheet.write_string(row, column, text, self.styles.heading(self.group))

    def header(self, row: int, column: int, texts: Iterable[str]) -> None:
        """A header row; the first cell stands left."""
        self.sheet.set_row(row, 32)
        for at, text in enumerate(texts):
            self.sheet.write_string(row, column + at, text, self.styles.header(self.group, left=not at))

    def body(self, kind: Kind, total: bool = False, key: str = "") -> Format:
        """The format of a body cell."""
        return self.styles.body(kind, key, entry=False, total=total)

    def value(self, row: int, column: int, value: Cell, kind: Kind, total: bool = False) -> None:
        """A plain value; text stays text, what is not known stays blank."""
        style = self.body(kind, total)
        if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
            self.sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, style)
        else:
            self.sheet.write_number(row, column, value, style)

    def formula(self, row: int, column: int, text: str, value: Cell, kind: Kind, total: bool = False) -> None:
        """A formula and what it shows until something computes it."""
        shown = "" if value is None or (isinstance(value, float) and not math.isfinite(value)) else value
        self.sheet.write_formula(row, column, f"={text}", self.body(kind, total), shown)


def cell(row: int, column: int) -> str:
    """A relative address, from 0-based row and column."""
    return f"{column_letters(column + 1)}{row + 1}"


def absolute(row: int, column: int) -> str:
    """An absolute address, from 0-based row and column."""
    return f"${column_letters(column + 1)}${row + 1}"


def ratio(top: str, bottom: str) -> str:
    """A share that stays blank while there is nothing to measure by."""
    return f'IF(N({bottom})>0,N({top})/{bottom},"")'


def share(top: float | None, bottom: float | None) -> float | None:
    """What ``ratio`` shows."""
    return (top or 0.0) / bottom if bottom and bottom > 0 and math.isfinite(bottom) else None


def figure_row(key: str) -> int:
    """The row of a figure on a person's page (0-based): customers above, targets beside the months."""
    at = [name for name, _ in FIGURES].index(key)
    return _FIRST_LINE + at if at < _ABOVE else _MONTHS_TOP + 2 + at - _ABOVE


# ── a person's page ───────────────────────────────────────────────────────────────────────────────────


def kpi_cell(month: int, key: str) -> tuple[int, int]:
    """Where a month's figure stands on a person's page (0-based)."""
    column = {"target": 1, "actual": 2, "planned": 4, "visited": 5, "due": 7, "on_time": 8}[key]
    return _MONTHS_TOP + 2 + month, _RIGHT + column


def _write_page(writer: TeamWriter, rep: RepPage, name: str) -> None:
    page = writer.page("page", name, "tracking")
    page.top(rep.name, rep.subtitle)
    page.sheet.set_column(0, 0, 20)
    page.sheet.set_column(1, 1, writer.money_width + 2.5)
    page.sheet.set_column(2, 2, 2)
    page.sheet.set_column(_RIGHT, _RIGHT, 24)
    page.sheet.set_column(_RIGHT + 1, _RIGHT + 9, writer.money_width)
    page.sheet.fit_to_pages(1, 1)
    home = writer.word("sheet_summary")
    page.sheet.write_url(2, 0, f"internal:{quote_sheet(home)}!A1", writer.styles.link(), writer.word("back"))
    _page_figures(writer, page, rep)
    _page_quarters(writer, page, rep)
    _page_months(writer, page, rep)
    _page_customers(writer, page, rep)


def _page_figures(writer: TeamWriter, page: PageWriter, rep: RepPage) -> None:
    for top, code in ((_FIRST_LINE - 2, "key_figures"), (_MONTHS_TOP, "targets")):
        page.heading(top, 0, writer.word(code))
        page.header(top + 1, 0, (writer.word("figure"), writer.word("value")))
    for key, kind in FIGURES:
        row = figure_row(key)
        text = writer.money_word(f"figure_{key}") if kind is Kind.MONEY else writer.word(f"figure_{key}")
        page.sheet.write_string(row, 0, text, writer.styles.label())
        if key == "target":
            quarters = [rep.figures[q] or 0.0 for q in QUARTERS]
            first, last = cell(figure_row("q1"), 1), cell(figure_row("q4"), 1)
            page.formula(row, 1, f"SUM({first}:{last})", math.fsum(quarters), kind)
        else:
            page.value(row, 1, rep.figures[key], kind)


def _page_quarters(writer: TeamWriter, page: PageWriter, rep: RepPage) -> None:
    page.sheet.write_string(3, _RIGHT, writer.word("quarters"), writer.styles.heading(page.group))
    write_coverage(writer, page, 4, _RIGHT, rep.coverage)


def write_coverage(
    writer: TeamWriter, page: PageWriter, top: int, left: int, coverage: Mapping[str, Sequence[float]]
) -> None:
    """What each quarter rests on, and the year as its sum."""
    texts = [writer.money_word("quarter_of"), "Q1", "Q2", "Q3", "Q4", writer.word("year")]
    page.header(top, left, texts)
    for at, key in enumerate(COVERAGE, 1):
        row, total = top + at, key == "target"
        page.sheet.write_string(row, left, writer.word(f"backing_{key}"), writer.styles.label(total=total))
        for nth, value in enumerate(coverage[key], 1):
            page.value(row, left + nth, value, Kind.MONEY, total)
        text = f"SUM({cell(row, left + 1)}:{cell(row, left + 4)})"
        year = math.fsum(value for value in coverage[key] if math.isfinite(value))
        page.formula(row, left + 5, text, year, Kind.MONEY, total)


def kpi_headers(writer: TeamWriter) -> list[str]:
    """The nine KPI columns: two figures and their rate, three times."""
    return [
        writer.money_word("kpi_target"), writer.money_word("kpi_actual"), writer.word("kpi_completion"),
        writer.word("kpi_planned"), writer.word("kpi_visited"), writer.word("kpi_coverage"),
        writer.money_word("kpi_due"), writer.money_word("kpi_on_time"), writer.word("kpi_on_time_rate"),
    ]  # fmt: skip


def write_rates(
    page: PageWriter, row: int, left: int, values: Mapping[str, float | None], total: bool = False
) -> None:
    """The three rates of a KPI row whose figures stand from column ``left`` on."""
    for nth, (top, bottom) in enumerate(_RATE_PARTS.values()):
        first = left + 3 * nth
        # Completion is actual over target: there the denominator stands first.
        places = (first + 1, first)
        text = ratio(cell(row, places[0]), cell(row, places[1]))
        known = values[top] is not None
        shown = share(values[top], values[bottom]) if known else None
        blank = f'IF({cell(row, places[0])}="","",{text})'
        page.formula(row, first + 2, blank, shown, Kind.SHARE, total)


def _page_months(writer: TeamWriter, page: PageWriter, rep: RepPage) -> None:
    page.heading(_MONTHS_TOP, _RIGHT, writer.word("months"))
    page.header(_MONTHS_TOP + 1, _RIGHT, (writer.word("month"), *kpi_headers(writer)))
    for month, values in enumerate(rep.months):
        row = _MONTHS_TOP + 2 + month
        page.sheet.write_string(row, _RIGHT, writer.word("month_no", month=month + 1), writer.styles.label())
        named = dict(zip(KPIS, values, strict=True))
        for key, value in named.items():
            page.value(*kpi_cell(month, key), value, _KINDS.get(key, Kind.MONEY))
        write_rates(page, row, _RIGHT + 1, named)


def _page_customers(writer: TeamWriter, page: PageWriter, rep: RepPage) -> None:
    top = _MONTHS_TOP + 15
    page.heading(top, _RIGHT, writer.word("largest"))
    texts = ["customer", "tier"]
    money = ["figure_this_year", "figure_target"]
    page.header(top + 1, _RIGHT, [*map(writer.word, texts), *map(writer.money_word, money)])
    for at, (name, tier, revenue, target) in enumerate(rep.largest):
        row = top + 2 + at
        page.value(row, _RIGHT, name, Kind.TEXT)
        page.value(row, _RIGHT + 1, tier, Kind.CHOICE)
        page.value(row, _RIGHT + 2, revenue, Kind.MONEY)
        page.value(row, _RIGHT + 3, target, Kind.MONEY)
