"""Key accounts of a team: handed out with their customers, worked in, brought together, summed up, and copied."""

from __future__ import annotations

import datetime as dt
import html
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.commands.handover.copy import CopyOptions, copy_book
from salesplan_xl.commands.team.merge import merge
from salesplan_xl.commands.team.split import split
from tests.doors.driver import Book, day, salesplan

pytestmark = pytest.mark.slow

NOW = dt.datetime(2027, 2, 10, 9, 0)
ZHANGS, LIS = "苏州恒锐机械有限公司", "常州明照新能源"
OWNER = {ZHANGS: "张伟", "无锡宏泰重工有限公司": "张伟", LIS: "李娜", "南通远海船舶": "李娜"}


@pytest.fixture(scope="module")
def office(shelf: Callable[[str, str], Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The team's book with an account for each of two people, computed, and the books it splits into."""
    folder = tmp_path_factory.mktemp("accounts")
    team = Book(Path(shutil.copy(shelf("planned", "zh"), folder / "团队.xlsx")))
    for row in team.rows("customers"):
        team.type("customers", row["name"], owner=OWNER.get(row["name"], "李娜"))
    team.type_rows(
        "key_accounts",
        [
            {"customer": ZHANGS, "key_tier": "攻坚型", "window": day("2027-03-22"), "bottleneck": "恒锐周总监反对"},
            {"customer": LIS, "key_tier": "战略型", "bottleneck": "明照老板没表态"},
        ],
    )  # fmt: skip
    team.type_rows(
        "judgements", [{"customer": LIS, "assumption": "明照三月要重新比价", "check_by": day("2027-03-10")}]
    )
    said = salesplan("run", team.path, "--as-of", "2027-02-10")
    assert said.code in (0, 1), said.screen
    result = split(FilePort.open(team.path), folder / "发出", now=NOW)
    names = {Path(str(name)).stem.split("-")[-1]: Path(str(name)) for name in result.figures["files"]}  # type: ignore[attr-defined]
    return {"team": team.path, "zhang": names["张伟"], "li": names["李娜"]}


@pytest.fixture
def desk(office: dict[str, Path], tmp_path: Path) -> dict[str, Book]:
    return {who: Book(Path(shutil.copy(path, tmp_path / path.name))) for who, path in office.items()}


def merged(desk: dict[str, Book], *who: str) -> tuple[dict[str, object], Book]:
    result, port = merge(FilePort.open(desk["team"].path), [desk[name].path for name in who], now=NOW)
    path = desk["team"].path.with_name("合并后.xlsx")
    port.save(path)
    return result.figures, Book(path)


def positions(book: Book) -> dict[str, str]:
    return {row["customer"]: row["key_tier"] for row in book.rows("key_accounts") if row["key_tier"]}


def test_each_gets_their_own_accounts_and_no_word_of_the_others(office: dict[str, Path]) -> None:
    zhang, li = Book(office["zhang"]), Book(office["li"])
    assert positions(zhang) == {ZHANGS: "攻坚型"}
    assert positions(li) == {LIS: "战略型"}
    assert zhang.by("key_accounts")[ZHANGS]["bottleneck"] == "恒锐周总监反对"
    assert [row["assumption"] for row in li.rows("judgements") if row["customer"]] == ["明照三月要重新比价"]
    assert [row["customer"] for row in zhang.rows("judgements") if row["customer"]] == []
    with zipfile.ZipFile(office["zhang"]) as file:
        content = "".join(
            html.unescape(file.read(name).decode("utf-8", "replace")) for name in file.namelist()
        )
    assert [text for text in (LIS, "明照老板没表态", "明照三月要重新比价") if text in content] == []


def test_the_age_of_a_bottleneck_travels(office: dict[str, Path], tmp_path: Path) -> None:
    zhang = Book(Path(shutil.copy(office["zhang"], tmp_path / "zhang.xlsx")))
    said = salesplan("accounts", zhang.path, "--as-of", "2027-03-03", "--json")
    (row,) = [line for line in said.document["tables"]["key_accounts"] if line["customer"] == ZHANGS]
    assert row["stuck_days"] == 21


def test_nothing_changed_brings_nothing_back(desk: dict[str, Book]) -> None:
    figures, team = merged(desk, "zhang", "li")
    assert (figures["taken"], figures["conflicts"], figures["refused"]) == (0, 0, 0)
    assert positions(team) == {ZHANGS: "攻坚型", LIS: "战略型"}


def test_what_each_typed_comes_back(desk: dict[str, Book]) -> None:
    """A position, a grant, an owner, a bottleneck, a verdict, an own judgement, and a new account."""
    new = "无锡宏泰重工有限公司"
    desk["zhang"].type(
        "key_accounts", ZHANGS, key_tier="战略型", granted="王总:陪访2次", bottleneck="预算没批"
    )
    desk["zhang"].type_rows("key_accounts", [{"customer": new, "key_tier": "机会型", "owner": "张伟"}])
    desk["zhang"].type_rows(
        "judgements", [{"customer": ZHANGS, "assumption": "周总监月底松口", "check_by": day("2027-02-28")}]
    )
    desk["li"].type("judgements", LIS, verdict="判断错了", lesson="先问财务")
    assert salesplan("accounts", desk["zhang"].path, "--as-of", "2027-02-17").code in (0, 1)
    figures, team = merged(desk, "zhang", "li")
    assert (figures["conflicts"], figures["refused"]) == (0, 0)
    assert positions(team) == {ZHANGS: "战略型", LIS: "战略型", new: "机会型"}
    row = team.by("key_accounts")[ZHANGS]
    assert (row["granted"], row["bottleneck"]) == ("王总:陪访2次", "预算没批")
    log = {line["assumption"]: line for line in team.rows("judgements")}
    assert log["周总监月底松口"]["check_by"].date() == dt.date(2027, 2, 28)
    assert (log["明照三月要重新比价"]["verdict"], log["明照三月要重新比价"]["lesson"]) == (
        "判断错了",
        "先问财务",
    )
    assert salesplan("undo", team.path).code == 0


def test_what_two_sides_changed_differently_stays_open(desk: dict[str, Book]) -> None:
    desk["zhang"].type("key_accounts", ZHANGS, key_tier="不打", drop_reason="只比价")
    desk["team"].type("key_accounts", ZHANGS, key_tier="机会型")
    figures, team = merged(desk, "zhang")
    assert figures["conflicts"] == 1
    assert positions(team)[ZHANGS] == "机会型"
    assert team.by("key_accounts")[ZHANGS]["drop_reason"] == "只比价"


def test_books_with_accounts_roll_up(desk: dict[str, Book], tmp_path: Path) -> None:
    said = salesplan("rollup", desk["zhang"].path, desk["li"].path, "-o", tmp_path / "汇总.xlsx", "--json")
    assert said.code in (0, 1), said.screen
    assert said.document["figures"]["books"] == 2


@pytest.mark.parametrize(
    ("preset", "there"), [("boss", {"大客户作战"}), ("team", {"大客户作战", "大客户行动", "判断记录"})]
)
def test_a_clean_copy_shows_the_account_pages(office: dict[str, Path], preset: str, there: set[str]) -> None:
    made = copy_book(FilePort.open(office["team"]), CopyOptions(preset=preset), now=NOW)
    assert {"大客户作战", "大客户行动", "判断记录"} & set(made.sheets) == there


def test_a_copy_of_one_persons_accounts_names_no_other(office: dict[str, Path]) -> None:
    made = copy_book(FilePort.open(office["team"]), CopyOptions(preset="team", owner="张伟"), now=NOW)
    assert "大客户作战" in made.sheets
    assert LIS.encode() not in made.data
