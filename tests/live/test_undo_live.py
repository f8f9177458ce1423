"""撤销上一步 in Excel: one click puts the open book back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.catalogue import word
from salesplan_xl.commands.engine import runner, undo_stack
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.doors import ribbon
from salesplan_xl.schema.workbook import sheet
from tests.live.engine import Excel
from tests.property.undo_book import (
    NOW,
    PORTS,
    Hands,
    Work,
    contents,
    csv_file,
    filled,
    steps_left,
    through,
    undone,
)

pytestmark = pytest.mark.slow


def pressed(excel: Excel, action: str, argument: str = "") -> None:
    ribbon.press(action, argument.encode("utf-16-be").hex(), "zh")


def only_alert(excel: Excel) -> str:
    assert len(excel.alerts) == 1, excel.alerts
    return excel.alerts[0].prompt


def open_book(excel: Excel, data: bytes) -> None:
    excel.open(data)
    excel.app().calculate()


def test_one_click_takes_the_whole_plan_back(excel: Excel) -> None:
    """In Chinese; in English ``test_story`` compares it with what the command line takes back."""
    open_book(excel, filled())
    before = contents(excel.dump())
    pressed(excel, "run")
    assert before.differences(contents(excel.dump())) != []
    excel.alerts.clear()
    pressed(excel, "undo")
    assert excel.alerts == []
    assert before.differences(contents(excel.dump())) == []
    assert word("C-NAME-RUN", "zh") in str(excel.status_bar)
    assert excel.switches["calculation"] == "automatic" and excel.switches["screen_updating"] is True


def test_steps_are_taken_back_one_after_the_other(excel: Excel, tmp_path: Path) -> None:
    open_book(excel, filled())
    rows: list[dict[str, object]] = [{"name": "新来的厂", "this_year": 50, "last_year": 40}]
    file = csv_file(tmp_path, "customers", rows)
    states = []
    for action, argument in [
        ("run", ""),
        ("import", str(file)),
        ("run", ""),
        ("kpi", "2027-06"),
        ("check", ""),
    ]:
        states.append(contents(excel.dump()))
        pressed(excel, action, argument)
    excel.alerts.clear()
    while states:
        pressed(excel, "undo")
        assert states.pop().differences(contents(excel.dump())) == []
    assert excel.alerts == []
    pressed(excel, "undo")
    assert only_alert(excel).startswith("SP-208")


def test_a_lean_book_hides_the_sheet_again(excel: Excel) -> None:
    open_book(excel, filled(lean=True))
    page = sheet("targets").label.zh
    assert excel.sheet(page).state == "hidden"
    pressed(excel, "targets")
    assert excel.sheet(page).state == "visible"
    pressed(excel, "undo")
    assert excel.sheet(page).state == "hidden"


def test_sorted_since_is_one_sentence_and_nothing_changes(excel: Excel) -> None:
    data, _ = through("excel", filled(), command("run"))
    hands = Hands(data)
    hands.sort("targets", "customer")
    open_book(excel, hands.done())
    before = excel.state()
    pressed(excel, "undo")
    assert only_alert(excel).startswith("SP-318") and word("C-NAME-RUN", "zh") in only_alert(excel)
    assert before.differences(excel.state()) == []


def test_what_was_typed_since_stays(excel: Excel) -> None:
    data, _ = through("excel", filled(), command("run"))
    data, _ = through("excel", data, command("targets", reset=True))
    data, _ = through("excel", data, command("kpi", month="2027-06"))
    hands = Hands(data)
    hands.type("targets", 1, "growth", 0.75)
    hands.type_setting("current_month", "2027-09")
    open_book(excel, hands.done())
    pressed(excel, "undo")
    after = Hands(excel.dump())
    spot = after.file.names["sp_current_month"]
    assert after.value("targets", 1, "growth") == 0.75
    assert after.file.cell_value(spot.sheet, spot.row, spot.col) == "2027-09"


def test_what_was_typed_in_rows_that_go_is_named(excel: Excel) -> None:
    data, _ = through("excel", filled(), command("run"))
    hands = Hands(data)
    hands.type("targets", 3, "growth", 0.75)
    page, *_ = hands.note("map", 2, "别忘了")
    _, result = undone("excel", hands.done())
    named = [(finding.code, finding.place.sheet, finding.values["value"]) for finding in result.findings]
    assert named == [("F-008", sheet("targets").label.zh, 0.75), ("F-008", page, "别忘了")]


@pytest.mark.parametrize("done_by", PORTS)
def test_a_step_done_in_one_program_is_taken_back_in_the_other(done_by: str) -> None:
    undone_by = next(port for port in PORTS if port != done_by)
    first, _ = through(done_by, filled(), command("run"))
    hands = Hands(first)
    hands.delete("customers", 2)
    hands.append("customers", name="新来的厂", this_year=90.0, last_year=80.0)
    hands.colour("targets", 2)
    second = hands.done()
    third, _ = through(done_by, second, command("run"))
    assert contents(second).differences(contents(third)) != []
    back, _ = undone(undone_by, third)
    # What Excel derives (heights that fit) or copies along with rows (rules) is not in a file's record.
    left_out = ("heights", "conditional_formats", "validations")
    assert contents(second).differences(contents(back), *left_out) == []


@pytest.mark.parametrize("port", PORTS)
def test_the_stash_sheet_is_left_clean(port: str) -> None:
    data, _ = through(port, filled(), command("run"))
    assert steps_left(data) == 1
    back, _ = undone(port, data)
    left = Hands(back).file.rows(sheet("undo_rows").label.zh)[9:]
    assert all(value in (None, "") for row in left for value in row)


def test_a_step_too_many_reuses_the_rows_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of the oldest record become free in the very step that stashes new ones.

    Three steps show it; that a book keeps twenty is told in ``doors/test_undo_stack``. The last to fall out is
    that of a customer deleted.
    """
    monkeypatch.setattr(undo_stack, "UNDO_STACK", 3)
    data = filled()
    states = []
    for step, verb in enumerate(("run", "kpi", "run", "month", "run", "month")):
        hands = Hands(data)
        if step in (0, 4):
            hands.append("customers", name=f"新厂{step}", this_year=90.0 + step, last_year=80.0)
        elif step == 2:
            hands.delete("customers", hands.rows("customers") - 1)
        data = hands.done() if step in (0, 2, 4) else data
        states.append(contents(data))
        data, _ = through("excel", data, command(verb, month=f"2027-{step + 1:02d}"))
    assert steps_left(data) == 3
    back, _ = undone("excel", data)
    assert states[-1].differences(contents(back)) == []


def command(verb: str, *, month: str | None = None, reset: bool = False) -> Work:
    """A command as the ribbon and the command line run it."""

    def work(port: object) -> CommandResult:
        return runner.execute(
            verb,
            PlanBook(port),
            now=NOW,
            month=month,
            reset=reset,
            despite_errors=True,  # type: ignore[arg-type]
        )

    return work


def test_a_plan_made_in_the_file_is_taken_back_in_excel_with_lists_and_colour_rules(
    excel: Excel,
) -> None:
    """A file keeps looks of removed rows without their rules: Excel takes those from the row beside."""
    fresh = contents(filled())
    port = FilePort(XlsxFile.from_bytes(filled()), "plan.xlsx")
    runner.execute("run", PlanBook(port), now=NOW)
    open_book(excel, port.to_bytes())
    pressed(excel, "undo")
    after = contents(excel.dump())
    assert fresh.differences(after, "heights") == []
