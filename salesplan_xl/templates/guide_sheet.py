"""The parts of the guide beyond its steps: links, colour key, about block."""

from __future__ import annotations

from xlsxwriter.format import Format

from salesplan_xl.catalogue import word
from salesplan_xl.schema.layout import quote_sheet
from salesplan_xl.schema.tracking import GUIDE_STEPS
from salesplan_xl.schema.workbook import SCHEMA_VERSION, SHEETS, sheet
from salesplan_xl.templates import theme
from salesplan_xl.templates.widths import text_points
from salesplan_xl.templates.writer import Page

MADE_WITH = "salesplan-xl"
# Where a click on a step leads.
GOES_TO = {
    "settings": "settings",
    "customers": "customers",
    "records": "orders",
    "check": "findings",
    "tiers": "health",
    "targets": "targets",
    "quarters": "quarters",
    "map": "map",
    "months": "months",
}
COLOURS = ("input", "computed", "warn", "bad", "good")


def finish_guide(page: Page) -> None:
    """Write what stands below and around the steps."""
    _link_steps(page)
    spot = page.spot(GUIDE_STEPS.key)
    row = _write_colours(page, spot.header_row + spot.rows + 1)
    row = _write_about(page, row + 1)
    _write_more(page, row + 2)


def _link_steps(page: Page) -> None:
    lang, first = page.writer.lang, page.spot(GUIDE_STEPS.key).header_row
    for down, step in enumerate(GUIDE_STEPS.rows):
        target = sheet(GOES_TO[step.key])
        style = page.writer.styles.label(link=True)
        text = step.label.of(lang)
        if page.writer.lean and not target.lean:
            page.put(first + down, 0, text, style)
        else:
            link = f"internal:{quote_sheet(target.label.of(lang))}!A1"
            page.paper.write_url(first + down, 0, link, style, text)


def _swatches(page: Page) -> dict[str, Format]:
    styles = page.writer.styles
    return {
        "input": styles.make(
            bg_color=theme.INPUT_FILL,
            border=1,
            border_color=theme.INPUT_LINE,
            align="center",
            valign="vcenter",
        ),
        "computed": styles.make(
            bg_color=theme.WHITE, border=1, border_color=theme.LINE, align="center", valign="vcenter"
        ),
        **{
            key: styles.make(**tone, border=1, border_color=theme.LINE, align="center", valign="vcenter")
            for key, tone in (("warn", theme.WARN), ("bad", theme.BAD), ("good", theme.GOOD))
        },
    }


def _write_colours(page: Page, row: int) -> int:
    lang, swatches = page.writer.lang, _swatches(page)
    page.heading(row, word("template.colours", lang))
    for key in COLOURS:
        row += 1
        texts = (word(f"template.colour.{key}", lang), word(f"template.colour.{key}.word", lang))
        _write_line(page, row, texts, word(f"template.colour.{key}.why", lang), swatches[key])
    return row + 1


def _write_about(page: Page, row: int) -> int:
    lang = page.writer.lang
    page.heading(row, word("template.about", lang))
    facts: tuple[tuple[str, object], ...] = (
        ("made_with", MADE_WITH),
        ("schema_version", SCHEMA_VERSION),
        ("book_lang", lang),
    )
    plain = page.writer.styles.make(align="center", valign="vcenter", bottom=1, bottom_color=theme.LINE)
    for key, value in facts:
        row += 1
        label, why = word(f"template.about.{key}", lang), word(f"template.about.{key}.why", lang)
        _write_line(page, row, (label, value), why, plain)
        page.define(f"sp_{key}", row, 1)
    undo = (word("template.about.undo", lang), None)
    _write_line(page, row + 1, undo, word("template.about.undo.why", lang), plain)
    return row + 1


def _write_more(page: Page, row: int) -> None:
    """The rest of what the book can do: a line for each sheet that waits until it is used."""
    lang = page.writer.lang
    page.heading(row, word("template.more", lang))
    plain = page.writer.styles.make(valign="vcenter", bottom=1, bottom_color=theme.LINE)
    for item in SHEETS:
        if not item.lean and item.group not in ("system", "control"):
            row += 1
            _write_line(page, row, (item.label.of(lang), None), item.intro.of(lang), plain)


def _write_line(page: Page, row: int, pair: tuple[str, object], why: str, middle: Format) -> None:
    styles = page.writer.styles
    page.set_height(row, text_points(why, page.widths.width(2)))
    page.put(row, 0, pair[0], styles.label())
    page.put(row, 1, pair[1], middle)
    page.put(row, 2, why, styles.why())
