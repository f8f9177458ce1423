"""The macro that does many steps in one call: its own text, over another model of Excel than the live tests have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from pyopenvba.interpreter._values import VBAArray

from addin.tools.macro_runner import MacroRunner
from salesplan_xl.book.excel import batch
from salesplan_xl.book.excel.batch import Step
from tests.live.engine import macro

SHEET = "Sheet1"


def array(rows: Sequence[Sequence[object]]) -> VBAArray:
    """A rectangle as COM hands it over: counted from 0, column by column."""
    bounds = [(0, len(rows) - 1), (0, len(rows[0]) - 1)]
    return VBAArray(bounds, items=[row[col] for col in range(len(rows[0])) for row in rows])


@pytest.fixture
def book(session: MacroRunner) -> str:
    return str(session.book.vba_get("Name", []))


def done(session: MacroRunner, book: str, *steps: Step) -> list[Any]:
    table, canvas = batch._packed(steps)
    answers = session.excel.run("DoSteps", book, array(table), array(canvas))
    assert isinstance(answers, list)
    return answers


def test_the_blank_step_that_asks_whether_the_macro_is_there(session: MacroRunner) -> None:
    assert session.excel.run("DoSteps", "", array(batch.BLANK), array([("",)])) == [0, None]


def test_blocks_are_written_and_read_each_in_its_place(session: MacroRunner, book: str) -> None:
    answers = done(
        session, book,
        Step("write", SHEET, "B2:C3", rows=[["a", 1.5], ["=1+2", ""]]),
        Step("write", SHEET, "E5:E5", rows=[[7.0]]),
        Step("value", SHEET, "B2:C3"), Step("formula", SHEET, "B2:C3"), Step("value", SHEET, "E5:E5"),
    )  # fmt: skip
    assert answers[0] == 0
    (text, number), (total, blank) = answers[3]
    assert (text, number, total) == ("a", 1.5, 3)
    assert blank in (None, "")
    assert answers[4][1][0] == "=1+2"
    assert answers[5] == 7


def test_rows_come_go_and_are_copied(session: MacroRunner, book: str) -> None:
    answers = done(
        session, book,
        Step("write", SHEET, "A1:A3", rows=[["x"], ["y"], ["z"]]),
        Step("insert", SHEET, "2:3"), Step("copy", SHEET, "1:1", SHEET, "2:2"), Step("value", SHEET, "A1:A5"),
        Step("delete", SHEET, "1:1"), Step("clear_contents", SHEET, "4:4"), Step("value", SHEET, "A1:A4"),
    )  # fmt: skip
    assert answers[0] == 0, answers
    assert [row[0] for row in answers[4]][:2] + [row[0] for row in answers[4]][3:] == ["x", "x", "y", "z"]
    assert (answers[7][0][0], answers[7][2][0]) == ("x", "y")


def test_a_table_is_resized(session: MacroRunner, book: str) -> None:
    session.excel.add_module(
        'Sub MakeTable()\nWorksheets("Sheet1").ListObjects.Add(xlSrcRange, Worksheets("Sheet1").Range("A1:B3"), , xlYes).Name = "tblX"\nEnd Sub\n'
        'Function TableAt() As String\nTableAt = Worksheets("Sheet1").ListObjects("tblX").Range.Address\nEnd Function\n',
        name="Making",
    )
    done(session, book, Step("write", SHEET, "A1:B3", rows=[["a", "b"], [1.0, 2.0], [3.0, 4.0]]))
    session.run("MakeTable")
    answers = done(
        session, book, Step("show_rows", SHEET, "", "tblX"), Step("resize", SHEET, "A1:B6", "tblX")
    )
    assert answers[0] == 0, answers
    assert session.run("TableAt") == "$A$1:$B$6"


def test_the_step_that_excel_refuses_is_named_and_those_before_are_done(
    session: MacroRunner, book: str
) -> None:
    answers = done(
        session, book,
        Step("write", SHEET, "A1:A1", rows=[["x"]]), Step("value", "no such sheet", "A1"), Step("value", SHEET, "A1"),
    )  # fmt: skip
    assert answers[0] == 2
    assert isinstance(answers[2], str) and answers[2]
    assert done(session, book, Step("value", SHEET, "A1"))[1] == "x"


def test_every_verb_stands_in_the_macro_and_in_the_engine_of_the_tests() -> None:
    from addin.tools.sources import macro as source

    text = source("SalesPlanSteps")
    assert [verb for verb in batch._PLAIN if f'Case "{verb}"' not in text] == []
    assert macro.ADDIN == batch.MACRO
    module, _, procedure = batch.MACRO.partition("!")[2].partition(".")
    assert f'Attribute VB_Name = "{module}"' in text
    assert f"Public Function {procedure}(" in text
