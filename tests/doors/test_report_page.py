"""The page for the boss and the state of a plan that was handed in, as a salesperson meets them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import report, submit
from salesplan_xl.schema.report import OWN, PROPOSALS, RANKS
from tests.doors.driver import Book, day, salesplan, shown

NOW = dt.datetime(2026, 12, 20, 9, 0)
APRIL = dt.datetime(2027, 4, 1, 9, 0)


def write_report(book: Book) -> CommandResult:
    """The report page of a computed book, written anew."""
    port = FilePort.open(book.path)
    opened = PlanBook(port)
    report.stage(Plan(opened))
    done = runner.finish("report", opened, (), now=APRIL, despite_errors=True)
    port.save(book.path)
    return done


def hand_in(book: Book, state: str = "submitted", now: dt.datetime = NOW) -> CommandResult:
    """Submit, approve or take back a plan."""
    port = FilePort.open(book.path)
    done = submit.submit(PlanBook(port), state, now)
    if not done.blocked:
        port.save(book.path)
    return done


def changes(book: Book) -> list[str]:
    """What a check says about the plan since it was handed in."""
    return [finding.code for finding in submit.findings(PlanBook(FilePort.open(book.path)))]


@pytest.fixture(scope="module", params=["zh", "en"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The demo company, computed, with its report; only to be read."""
    path = tmp_path_factory.mktemp("demo") / "汇报 😀.xlsx"
    port = FilePort.reopened(new_book(request.param, demo="rep"))
    runner.execute("run", PlanBook(port), now=APRIL, despite_errors=True)
    port.save(path)
    book = Book(path, request.param)
    write_report(book)
    return book


@pytest.mark.slow
def test_the_figures_are_those_of_their_sheets(demo: Book) -> None:
    figure, levels = demo.grid("report_figure"), demo.grid("commitments")
    for row in ("derived", "guaranteed", "stretch"):
        assert figure[row]["amount"] == levels[row]["amount"] > 0
        assert figure[row]["sureness"] == levels[row]["sureness"] > 0
    sources, quarters = demo.grid("report_sources"), demo.grid("report_quarters")
    assert sources["total"]["expected"] == pytest.approx(figure["derived"]["amount"])
    assert sum(sources["total"][key] for key in ("repeat", "project", "new")) == pytest.approx(
        sources["total"]["expected"]
    )
    assert quarters["year"] == pytest.approx(
        {key: sum(quarters[f"q{q}"][key] for q in range(1, 5)) for key in quarters["year"]}
    )
    kpis = demo.grid("report_kpis")
    assert {row["month"] for row in kpis.values()} == {None}, "the plan year has not begun"


def test_the_kpis_are_those_of_the_tracking(copy: Callable[..., Book]) -> None:
    """Of two finished months; the change on the month before is in points of a hundred."""
    book = copy("planned")
    book.type_rows(
        "orders",
        [
            {"date": f"2027-0{month}-10", "customer": "苏州恒锐机械有限公司", "amount": amount}
            for month, amount in ((1, 20.0), (2, 50.0))
        ],
    )
    assert salesplan("kpi", book.path, "--month", "2027-02").code == 0
    write_report(book)
    kpis, board = book.grid("report_kpis"), book.grid("kpi_board")
    for row, line in kpis.items():
        assert {key: line[key] for key in ("month", "quarter", "year")} == {
            key: board[row][key] for key in ("month", "quarter", "year")
        }
    assert kpis["completion"]["month"] > 0
    assert kpis["completion"]["change"] == pytest.approx(board["completion"]["change"] * 100)


@pytest.mark.slow
@pytest.mark.parametrize("grid", ["report_risks", "report_chances", "report_asks"])
def test_names_have_money_a_reason_and_a_place(demo: Book, grid: str) -> None:
    """The place of an entry is the row in which its name stands."""
    file, rows = shown(demo.path), demo.grid(grid)
    named = [rows[row] for row in (*RANKS, *PROPOSALS) if row in rows and rows[row]["name"]]
    assert len(named) >= 4
    for entry in named:
        assert entry["name"] == entry["key"]
        assert entry["amount"] > 0
        assert entry["why"]
        sheet, cell = entry["place"].rsplit("!", 1)
        line = file[sheet.strip("'")][cell].row
        texts = [str(item.value) for item in file[sheet.strip("'")][line]]
        quarter = entry["name"].startswith("Q") and len(entry["name"]) == 2
        assert entry["name"] in texts or quarter, (entry, texts)


@pytest.mark.slow
def test_the_head_says_who_when_and_what(demo: Book) -> None:
    head = demo.grid("report_head")
    assert "2027" in head["state"]["text"]
    assert ("草稿" if demo.lang == "zh" else "Draft") in head["state"]["text"]
    assert "%" in head["say"]["text"]


@pytest.mark.slow
def test_own_requests_stay_whatever_is_computed(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    book.type_grid("report_asks", OWN[0], "name", "两台样机")
    book.type_grid("report_asks", OWN[0], "amount", 50.0)
    book.type_grid("report_asks", OWN[0], "why", "=三季度要用")
    write_report(book)
    write_report(book)
    own = book.grid("report_asks")[OWN[0]]
    assert (own["name"], own["amount"], own["why"]) == ("两台样机", 50.0, "=三季度要用")


@pytest.mark.slow
def test_a_page_written_twice_does_not_change(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    write_report(book)
    assert not write_report(book).writes


class TestHandedIn:
    def test_state_day_and_figures_are_kept(self, copy: Callable[..., Book]) -> None:
        book = copy("planned")
        target = book.grid("commitments")["derived"]["amount"]
        hand_in(book)
        assert book.setting("plan_state") == "已提交"
        assert book.setting("submitted_on") == dt.datetime(2026, 12, 20)
        assert len(book.setting("figures_mark")) == 16
        assert book.grid("report_submitted")["derived"] == pytest.approx(
            {"submitted": target, "now": target, "difference": 0.0}
        )
        assert "已提交 2026-12-20" in book.grid("report_head")["state"]["text"]
        assert changes(book) == []

    @pytest.mark.slow
    def test_a_later_edit_shows_from_what_to_what(self, copy: Callable[..., Book]) -> None:
        """A quarter of one customer is raised by 10: the quarter and the finding say so, the head as well."""
        book = copy("planned")
        hand_in(book)
        row = book.rows("map")[0]
        book.type("map", row["customer"], q1=row["q1"] + 10)
        [found] = submit.findings(PlanBook(FilePort.open(book.path)))
        assert found.code == "F-730"
        assert [word.code for word in found.values["totals"]] == ["submit.total.q1"]
        moved = found.values["totals"][0].values
        assert moved["now"] - moved["then"] == pytest.approx(10)
        assert found.place.sheet == "汇报页"
        write_report(book)
        assert (
            book.grid("report_head")["state"]["text"]
            .partition("；")[0]
            .endswith("已提交 2026-12-20,之后有改动")
        )
        assert book.grid("report_submitted")["q1"]["difference"] == pytest.approx(10)

    def test_money_moved_between_customers_shows_too(self, copy: Callable[..., Book]) -> None:
        book = copy("planned")
        hand_in(book)
        first, second = book.rows("map")[:2]
        book.type("map", first["customer"], q1=first["q1"] + 3)
        book.type("map", second["customer"], q1=second["q1"] - 3)
        assert changes(book) == ["F-731"]

    def test_sorting_the_map_is_no_change(self, copy: Callable[..., Book]) -> None:
        book = copy("planned")
        hand_in(book)
        book.sort("map", "q1")
        assert changes(book) == []

    @pytest.mark.slow
    def test_a_changed_plan_is_submitted_again_before_it_is_approved(self, copy: Callable[..., Book]) -> None:
        book = copy("planned")
        hand_in(book)
        row = book.rows("map")[0]
        book.type("map", row["customer"], q1=row["q1"] + 10)
        blocked = hand_in(book, "approved")
        assert [finding.code for finding in blocked.findings] == ["F-734"]
        assert blocked.blocked
        hand_in(book)
        hand_in(book, "approved", dt.datetime(2026, 12, 28))
        assert (book.setting("plan_state"), book.setting("submitted_on")) == (
            "已批准",
            dt.datetime(2026, 12, 28),
        )
        assert changes(book) == []

    def test_taken_back_it_is_a_draft_without_figures(self, copy: Callable[..., Book]) -> None:
        book = copy("planned", "en")
        hand_in(book)
        hand_in(book, "draft")
        assert (book.setting("plan_state"), book.setting("submitted_on"), book.setting("figures_mark")) == (
            "Draft",
            None,
            None,
        )
        assert {row["submitted"] for row in book.grid("report_submitted").values()} == {None}
        assert changes(book) == []

    def test_a_state_set_by_hand_has_no_figures_to_compare(self, copy: Callable[..., Book]) -> None:
        book = copy("planned")
        book.type_setting(plan_state="已提交", submitted_on=day("2026-12-20"))
        assert changes(book) == ["F-732"]

    def test_an_empty_book_has_nothing_to_hand_in(self, copy: Callable[..., Book]) -> None:
        book = copy("empty")
        done = hand_in(book)
        assert [finding.code for finding in done.findings] == ["F-733"]
        assert done.blocked
        assert book.setting("plan_state") == "草稿"

    def test_no_other_state_is_known(self, copy: Callable[..., Book]) -> None:
        with pytest.raises(ValueError, match="lost"):
            hand_in(copy("empty"), "lost")


def test_an_empty_books_pages_say_what_to_do(copy: Callable[..., Book]) -> None:
    book = copy("empty")
    assert "客户清单" in book.grid("headline")["say"]["this_year"]
    assert "客户清单" in book.grid("report_head")["say"]["text"]
    cells = [
        value
        for grid in ("headline", "report_figure", "report_kpis")
        for row in book.grid(grid).values()
        for value in row.values()
    ]
    assert not any(str(value).startswith("#") for value in cells)


def test_a_new_book_shows_the_ten_sheets_of_a_first_plan(shelf: Callable[[str, str], Path]) -> None:
    names = [page.title for page in shown(shelf("lean", "zh")).worksheets if page.sheet_state == "visible"]
    assert names == [
        "向导", "参数", "客户清单", "订单明细", "客户健康诊断表", "作战地图", "月度跟踪", "本月清单", "看板", "汇报页",
    ]  # fmt: skip
