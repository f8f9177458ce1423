"""New book: a fresh plan workbook, empty or with the demo company's data."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import Port
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands import registry
from salesplan_xl.commands.books.from_starter import read_starter
from salesplan_xl.commands.books.takeover import Takeover
from salesplan_xl.errors import WorkbookError
from salesplan_xl.money import BOOK_UNITS, WAN, scale_of
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.starter import sheets as starter
from salesplan_xl.schema.types import Kind, SettingValue
from salesplan_xl.schema.workbook import tables as declared
from salesplan_xl.templates.build import build_book
from salesplan_xl.templates.lite import LiteButton, with_lite

# What a new book can be made from: the named cell that tells the kind of file, and who reads it.
SOURCES: Mapping[str, Callable[[Port, int | None], Takeover]] = {starter.MARK: read_starter}


def new_book(
    lang: str,
    *,
    unit: str = "wan",
    year: int | None = None,
    lean: bool = False,
    demo: str | None = None,
    lite: bool = False,
    wheel: str = "",
) -> FilePort:
    """A new plan book, not yet saved.

    Args:
        lang: ``zh`` or ``en``.
        unit: money unit of the whole book, ``wan`` (万元) or ``yuan``.
        year: plan year; default that of the rules or of the demo.
        lean: show only the sheets needed for a first plan.
        demo: fill in the demo company of that size (``rep``, ``team``, ``company``).
        lite: embed the buttons for xlwings Lite.
        wheel: address of the package that Lite installs; blank takes it from the public package index.
    """
    settings: dict[str, SettingValue] = {} if year is None else year_settings(year)
    data = build_book(lang, unit, lean, settings)
    port = FilePort(
        XlsxFile.from_bytes(with_lite(data, lang, lite_buttons(), wheel) if lite else data), "SalesPlan.xlsx"
    )
    if demo is not None:
        fill_demo(port, demo, year)
    return port


def kind_of(source: Port) -> str | None:
    """The kind of a file that a new book can be made from; ``None`` for any other file."""
    names = source.names()
    return next((mark for mark in SOURCES if mark in names), None)


def new_from(
    source: Port, *, year: int | None = None, lean: bool = False, lite: bool = False, wheel: str = ""
) -> tuple[FilePort, Takeover]:
    """A new plan book with all that was typed into another file, not yet saved and not yet computed.

    Args:
        source: the file; its named cells tell what it is.
        year: plan year; by default that of the file.
        lean, lite, wheel: as for an empty book.

    Raises:
        WorkbookError: SP-345 nobody knows this kind of file.
    """
    kind = kind_of(source)
    if kind is None:
        raise WorkbookError("SP-345", file=source.title)
    taken = SOURCES[kind](source, year)
    port = new_book(taken.lang, unit=taken.unit, year=taken.year, lean=lean, lite=lite, wheel=wheel)
    fill(PlanBook(port), taken.tables, taken.settings)
    return FilePort.reopened(port), taken


def lite_buttons() -> tuple[LiteButton, ...]:
    """The buttons of a book for xlwings Lite."""
    return tuple(LiteButton(verb.key, verb.label, verb.asks_month) for verb in registry.lite_buttons())


def year_settings(year: int) -> dict[str, SettingValue]:
    """The settings that follow from a plan year; how far the data reach is left to them."""
    return {"plan_year": year, "current_month": f"{year}-01"}


def fill_demo(port: FilePort, size: str, year: int | None) -> None:
    """Put the demo company's data into an empty book in its language and unit."""
    from salesplan_xl.demo import demo_tables

    book = PlanBook(port)
    data = demo_tables(size, book.lang, year or 2027)
    tables = {key: _in_unit(key, frame, book.unit) for key, frame in data.tables.items()}
    fill(book, tables, _settings_in_unit(data.settings, book.unit))


def _in_unit(table: str, frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Demo money is in 万元; a book in yuan holds ten thousand times the figure."""
    money = [column.key for column in declared()[table].columns if column.kind is Kind.MONEY]
    return (
        frame.assign(**{key: (frame[key] * BOOK_UNITS[unit].of(1.0, WAN)).round(2) for key in money})
        if BOOK_UNITS[unit] != WAN
        else frame
    )


def _settings_in_unit(settings: Mapping[str, object], unit: str) -> dict[str, object]:
    money = {setting.key for setting in SETTINGS if setting.kind is Kind.MONEY}
    money = money if BOOK_UNITS[unit] != WAN else set()
    scaled = {key: BOOK_UNITS[unit].of(float(str(settings[key])), WAN) for key in money & settings.keys()}
    return {**settings, **scaled, "money_unit": scale_of(unit)}


def fill(book: PlanBook, tables: Mapping[str, pd.DataFrame], settings: Mapping[str, object]) -> None:
    """Write whole input tables and settings into a book."""
    for key, frame in tables.items():
        book.put(key, frame, ordered=True)
    for key, value in settings.items():
        book.put_setting(key, value)  # type: ignore[arg-type]
    book.port.apply(book.changes())
