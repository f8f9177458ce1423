"""Key accounts in Excel: the same as in a file, twice the same, and taken back to the last cell."""

from __future__ import annotations

import pandas as pd
import pytest

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.new import fill
from salesplan_xl.demo import shaped
from salesplan_xl.schema.workbook import tables
from tests.live.books import Desk, file_port, freeze, plan_bytes
from tests.live.engine import Excel


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)


def placed(excel: Excel, lang: str) -> Desk:
    """A dozen customers; two are fought for, one is let go of."""
    port = file_port(plan_bytes(lang, "few"))
    book = PlanBook(port)
    names = book.frame("customers")["name"].head(3)
    rows = pd.DataFrame({"customer": names, "key_tier": ["strategic", "window", "dropped"]})
    fill(book, {"key_accounts": shaped(rows, tables()["key_accounts"])}, {})
    data = port.to_bytes()
    return Desk(excel, excel.open(data), lang, file_port(data))


@pytest.mark.slow
def test_the_button_does_what_the_command_line_does(excel: Excel) -> None:
    desk = placed(excel, "zh")
    before = excel.state(desk.book)
    for command in ("accounts", "run", "accounts", "report"):
        desk.press(command)
        desk.command(command)
        assert desk.differences() == [], command
    shown = desk.live().frame("key_accounts").set_index("customer")
    assert shown["key_tier"].dropna().tolist() == ["strategic", "window", "dropped"]
    again = excel.state(desk.book)
    desk.press("accounts")
    assert again.differences(excel.state(desk.book)) == []
    steps = [text for text in desk.column("log", "undo_id").options(ndim=1).value if text]
    for _ in steps:
        desk.quietly("undo")
        desk.command("undo")
    assert desk.differences() == []
    left = [line for line in before.differences(excel.state(desk.book)) if "tblLog" not in line]
    kept = ("heights", "cells 操作记录", "cells _")
    assert [line for line in left if not line.startswith(kept)] == []
