"""Old books that others send: verbs that only read them take them as they are; where nothing can be done, one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.doors import lite
from salesplan_xl.errors import WorkbookError
from salesplan_xl.schema.workbook import SCHEMA_VERSION
from tests.doors.driver import Book, salesplan
from tests.live.engine import running
from tests.museum.conftest import FOLDER, OldBook
from tests.recalc.cells import cells


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A full book of version 1."""
    return Path(shutil.copy(FOLDER / "zh-full.xlsx", tmp_path / "团队.xlsx"))


@pytest.mark.slow
def test_old_books_are_summed_up_and_stay_as_they_are(team: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(FOLDER / "en-lean.xlsx", tmp_path / "Ann.xlsx"))
    before = (team.read_bytes(), other.read_bytes())
    said = salesplan("rollup", team, other, "-o", tmp_path / "all.xlsx", "--json")
    assert said.code == 0, said.screen
    assert "F-715" not in [one["code"] for one in said.document["findings"]]
    assert (team.read_bytes(), other.read_bytes()) == before


@pytest.mark.slow
def test_a_clean_copy_of_an_old_book_says_no_margins(team: Path, tmp_path: Path) -> None:
    before = team.read_bytes()
    said = salesplan("copy", team, "-o", tmp_path / "boss.xlsx")
    assert said.code == 0, said.screen
    assert team.read_bytes() == before
    headers = {held.value for held in cells((tmp_path / "boss.xlsx").read_bytes()).values()}
    assert "客户名称" in headers
    assert "毛利率" not in headers


@pytest.mark.slow
def test_an_old_team_book_is_split_and_merged(team: Path, tmp_path: Path) -> None:
    before = team.read_bytes()
    said = salesplan("split", team, "-o", tmp_path / "out", "--json")
    assert said.code == 0, said.screen
    assert team.read_bytes() == before, "a team's book is only read"
    parts = sorted((tmp_path / "out").glob("*.xlsx"))
    assert parts
    book = Book(parts[0])
    customer = book.rows("map")[0]["customer"]
    book.type("map", customer, q1=77.0)
    merged = salesplan("merge", team, parts[0], "--json")
    assert merged.code == 0, merged.screen
    assert Book(team).by("map")[customer]["q1"] == 77.0
    assert "sp_grace_days" in XlsxFile.open(team).names


def test_where_nothing_can_come_in_one_sentence_says_what_to_do(
    some: OldBook, capsys: pytest.CaptureFixture[str]
) -> None:
    """xlwings Lite cannot change the structure of a book."""
    with running() as excel:
        excel.lite = True
        book = excel.open(some.original)
        lite.press("run", book, lang="en")
        assert [alert.prompt for alert in excel.alerts] == [capsys.readouterr().out.strip()]
        assert excel.alerts[0].prompt.startswith(
            f"SP-317 'SalesPlan.xlsx' was made by an older version (schema 1, now {SCHEMA_VERSION})"
        )
        assert "salesplan upgrade" in excel.alerts[0].prompt
    with pytest.raises(WorkbookError) as caught:
        PlanBook(FilePort.open(some.path))
    assert caught.value.code == "SP-317"
    assert "SP-317" in caught.value.sentence("zh")
