"""Builds the starter workbook: six sheets, native formulas of Excel 2016, LibreOffice and WPS, no macro."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from salesplan_xl.schema.starter.columns import ROWS
from salesplan_xl.templates import theme
from salesplan_xl.templates.build import CREATED
from salesplan_xl.templates.starter.months import write_months
from salesplan_xl.templates.starter.sheets import (
    write_customers,
    write_diagnosis,
    write_map,
    write_settings,
    write_targets,
)
from salesplan_xl.templates.starter.writer import Shown, StarterWriter
from salesplan_xl.templates.styles import Styles


@dataclass(frozen=True)
class Typed:
    """The typed cells of a starter.

    Args:
        customers: rows by column key; an empty one leaves its row blank.
        settings: values by key; list values as their cells show them.
        months: values by month (0-based) and column key.
    """

    customers: Sequence[Mapping[str, object]] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    months: Mapping[tuple[int, str], float] = field(default_factory=dict)


NOTHING_TYPED = Typed()


def build_starter(
    lang: str, typed: Typed = NOTHING_TYPED, shown: Shown | None = None, rows: int = ROWS
) -> bytes:
    """The starter workbook; equal arguments give equal bytes.

    Args:
        lang: ``zh`` or ``en``.
        typed: what stands in its blue cells.
        shown: what its formula cells show until something computes them, by sheet and address.
        rows: customers there is room for.
    """
    stream = io.BytesIO()
    workbook = theme.new_workbook(stream, lang)
    workbook.set_properties({"created": CREATED})
    writer = StarterWriter(workbook, lang, Styles(workbook, lang, "wan"), shown or {}, rows)
    write_customers(writer, typed.customers)
    write_diagnosis(writer)
    write_targets(writer)
    write_map(writer)
    write_months(writer, typed.months)
    write_settings(writer, typed.settings)
    workbook.close()
    return stream.getvalue()
