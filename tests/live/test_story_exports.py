"""The same three exports in Excel: three clicks and the answers picked on the sheet 导入 make a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesplan_xl.planning.common.customer_book import net_amounts
from tests.importing.three_systems import SYSTEMS
from tests.live.books import Desk
from tests.live.engine import Excel

QUESTIONS = 3


def _answer(desk: Desk, answers: dict[str, str]) -> int:
    """Pick an answer beside each question; how many kinds of questions there were."""
    form, place = desk.live().frame("import_form"), desk.live().place("import_form")
    column = place.first_col + desk.live().column_position("import_form", "answer")
    asked = {at: str(text) for at, text in enumerate(form["question"].tolist()) if text}
    for at, text in asked.items():
        picked = next(answer for start, answer in answers.items() if text.startswith(start))
        desk.book.sheets[place.sheet].range((place.first_row + at, column)).value = picked
    return len({text.partition(":")[0] for text in asked.values()})


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_three_exports_become_a_plan_in_excel(excel: Excel, lang: str, tmp_path: Path) -> None:
    """Import (choose the files), answer, Import, Run."""
    desk = Desk.open(excel, lang)
    given = SYSTEMS[lang](tmp_path)
    files = "|".join(map(str, given.files))
    (said,) = desk.press("import", files)
    assert given.options[0] in said.prompt
    assert 1 <= _answer(desk, given.answers) <= QUESTIONS
    assert desk.press("import", files) == []
    desk.press("run")
    book = desk.live()
    owed = (book.frame("receivables")["amount"] - book.frame("receivables")["paid_amount"].fillna(0)).sum()
    assert round(net_amounts(book.frame("orders")).sum() * 10_000, 2) == given.orders
    assert round(owed * 10_000, 2) == given.owed
    assert set(book.frame("customers")["name"]) >= given.customers
    assert not book.frame("targets").empty
