"""The drop-downs of the sheet 导入: every answer there is can be picked, and each picked answer is understood."""

from __future__ import annotations

import io

import openpyxl
import pytest

from salesplan_xl.book.importing.answers import answered
from salesplan_xl.book.importing.questions import Answers
from salesplan_xl.book.importing.words import meaning
from salesplan_xl.catalogue import word
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.workbook import sheet, tables
from tests.live.books import plan_bytes

KINDS = ("dates", "decimal", "unit", "percent", "document", "words", "currency")


@pytest.fixture(scope="module", params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _lists(lang: str) -> dict[str, str]:
    """Header → the list of its drop-down, on a fresh book's sheet."""
    page = openpyxl.load_workbook(io.BytesIO(plan_bytes(lang)))[sheet("import_form").label.of(lang)]
    (form,) = page.tables.values()
    left, top = openpyxl.utils.cell.coordinate_from_string(form.ref.split(":")[0])
    del left
    lists = {}
    for rule in page.data_validations.dataValidation:
        if rule.type == "list":
            first = next(iter(rule.sqref.ranges))
            lists[str(page.cell(top, first.min_col).value)] = rule.formula1
    return lists


def test_the_answer_and_where_a_column_goes_are_picked(lang: str) -> None:
    names = BookNames(lang, "wan")
    lists = _lists(lang)
    assert set(lists) == {names.header("import_form", key) for key in ("table", "goes_to", "answer")}
    assert lists[names.header("import_form", "answer")] == f'"{word("import.answers", lang)}"'
    assert "INDIRECT" in lists[names.header("import_form", "goes_to")]


def test_where_a_column_goes_is_offered_by_the_table_of_its_row(lang: str) -> None:
    """Excel takes a formula of 255 letters; it names the table of each kind of file by the label beside it."""
    rule = _lists(lang)[BookNames(lang, "wan").header("import_form", "goes_to")]
    assert len(rule) <= 255
    for key in ("customers", "receivables", "contacts", "opportunities", "visits"):
        assert f'"{tables()[key].label.of(lang)}","{tables()[key].name}"' in rule
    assert f'"{tables()["orders"].name}"' in rule


def test_every_answer_that_can_be_picked_is_understood(lang: str) -> None:
    for text in word("import.answers", lang).split(","):
        taken = [kind for kind in KINDS if answered(Answers(), kind, text, "待定") != Answers()]
        assert taken or meaning("boolean", text), text
