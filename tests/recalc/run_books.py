"""The books that commands make, each built once a test run: what a user may have after any command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands.books.import_data import stage_import
from salesplan_xl.commands.books.new import fill, new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.demo import demo_tables
from tests.demo_data.big_customer import one_big_customer
from tests.recalc.engines import load
from tests.shared import shared

NOW = dt.datetime(2027, 4, 1, 9, 0)
ORDERS = """日期,订单号,客户名称,产品线,金额(万元)
2026-02-05,N-001,苏州新客户机械有限公司,减速机,12.5
2026-05-06,N-002,苏州新客户机械有限公司,减速机,-2.5
2026-08-07,N-003,无锡第二家重工有限公司,电机,30
"""
# Bodies the user changed: table, body row, header, new value.
EDITS = (
    ("tblTargets", 0, "自然增长", 0.2),
    ("tblTargets", 3, "新项目金额（万元）", 40.0),
    ("tblMap", 0, "Q1目标（万元）", 0.0),
    ("tblMap", 1, "Q2目标（万元）", 123.45),
    ("tblMap", 2, "关键动作", "先去拜访总经理"),
    ("tblQuarters", 1, "Q1权重", 0.4),
    ("tblQuarters", 1, "Q2权重", 0.2),
)
# Figures typed over formulas: Excel counts with them.
TYPED_OVER = (
    ("tblTargets", 2, "明年目标（万元）", 300.0),
    ("tblMap", 1, "年度目标（万元）", 500.0),
    ("tblHealth", 0, "同比增长", 0.5),
)


def run(port: FilePort, command: str = "run") -> FilePort:
    """The book after one command, saved and opened again."""
    runner.execute(command, PlanBook(port), now=NOW, despite_errors=True)
    return FilePort.reopened(port)


def demo(lang: str = "zh", unit: str = "wan", *, lean: bool = False, size: str = "rep") -> FilePort:
    """The demo company's data, not yet computed."""
    return reopened(_demo(lang, unit, lean, size))


@cache
def _demo(lang: str, unit: str, lean: bool, size: str) -> bytes:
    return new_book(lang, unit=unit, lean=lean, demo=size).to_bytes()


def edited(data: bytes, edits: tuple[tuple[str, int, str, object], ...] = EDITS) -> bytes:
    """The book after the user typed into some cells of its tables."""
    file = XlsxFile.from_bytes(data)
    for name, row, header, value in edits:
        table = file.tables[name]
        at = (table.first_row + row, table.first_col + table.columns.index(header))
        file.set_cells(table.sheet, {at: value})  # type: ignore[dict-item]
    return file.to_bytes()


def saved_elsewhere(data: bytes) -> bytes:
    """The book as a program saves it that drops every cached formula value."""
    out = BytesIO()
    load(data).save(out)
    return out.getvalue()


def reopened(data: bytes) -> FilePort:
    """A port over bytes."""
    return FilePort(XlsxFile.from_bytes(data), "book.xlsx")


def messy() -> FilePort:
    """The demo book with the faults that real lists have."""
    port, data = new_book("zh"), demo_tables("rep", "zh", messy=True)
    fill(PlanBook(port), data.tables, data.settings)
    return FilePort.reopened(port)


def big_customer() -> FilePort:
    """One customer of 85 %, three small ones."""
    port, data = new_book("zh"), one_big_customer()
    fill(PlanBook(port), data.tables, data.settings)
    return FilePort.reopened(port)


def imported() -> FilePort:
    """The computed demo book after an import of orders, not yet run again."""
    port = reopened(book("rep-zh"))
    plan_book = PlanBook(port)
    with TemporaryDirectory() as folder:
        path = Path(folder, "orders.csv")
        path.write_text(ORDERS, encoding="utf-8")
        findings = stage_import(plan_book, {"orders": path})
        runner.finish("import", plan_book, findings, now=NOW, despite_errors=True)
    return FilePort.reopened(port)


def _steps() -> FilePort:
    port = demo()
    for command in STEPS:
        port = run(port, command)
    return port


STEPS = ("tiers", "health", "targets", "quarters", "map", "capacity", "kpi", "month", "check")
RECIPES: dict[str, Callable[[], FilePort]] = {
    "rep-zh": lambda: run(demo()),
    "rep-en": lambda: run(demo("en")),
    "yuan-zh": lambda: run(demo("zh", "yuan")),
    "lean": lambda: run(demo(lean=True)),
    "messy": lambda: run(messy()),
    "big-customer": lambda: run(big_customer()),
    "filled-not-run": demo,
    "empty-checked": lambda: run(new_book("zh"), "check"),
    **{f"only-{step}": lambda step=step: run(demo(), step) for step in STEPS},
    "all-steps": _steps,
    "edited-rerun": lambda: run(reopened(edited(book("rep-zh")))),
    "typed-over-rerun": lambda: run(reopened(edited(book("rep-zh"), TYPED_OVER))),
    "saved-elsewhere-rerun": lambda: run(reopened(saved_elsewhere(book("rep-zh")))),
    "imported": imported,
    "imported-rerun": lambda: run(reopened(book("imported"))),
}
BOOKS = tuple(RECIPES)


def one_fast(names: Iterable[str]) -> list[Any]:
    """The names as parameters of a test: the plain demo book is looked at whenever tests run, the others are slow."""
    return [pytest.param(name, marks=[] if name == "rep-zh" else pytest.mark.slow) for name in names]


@cache
def book(name: str) -> bytes:
    """One of the books."""
    return shared(f"run-{name}.xlsx", lambda: RECIPES[name]().to_bytes())
