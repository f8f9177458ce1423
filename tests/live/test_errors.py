"""What a user can meet in Excel: one clear sentence each time, in both languages, and nothing has changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.book.excel.rows import RowChanges
from salesplan_xl.book.port import Writes
from salesplan_xl.commands.engine import runner
from salesplan_xl.doors import crash, ribbon
from salesplan_xl.schema.workbook import SCHEMA_VERSION
from tests.doors.driver import ON_A_PLAN
from tests.fast import fast_only
from tests.live.books import Desk, small_book
from tests.live.engine import Excel, com_error
from tests.live.engine.session import Alert, Session

LANGS = ("zh", "en")
REFUSED = (-2147352567, "Exception occurred.", (0, "Microsoft Excel", "", "xlmain11.chm", 0, -2146827284))
BUSY = (-2147418111, "Call was rejected by callee.", None)
GONE = (-2147023174, "The RPC server is unavailable.", None)


@pytest.fixture(params=LANGS)
def desk(request: pytest.FixtureRequest, excel: Excel) -> Desk:
    return Desk.open(excel, request.param, "few")


@contextmanager
def failing(excel: Excel, member: str, error: tuple[object, ...], after: int = 0) -> Iterator[list[str]]:
    """Excel refuses one member from its so-manieth call on; gives the calls refused.

    What the add-in's macro does inside Excel is refused there only where the macro itself is asked for.
    """
    session, refused, seen = excel.session, [], []
    session.addin = member == "App.run"

    def call(self: Session, name: str, trips: int = 1) -> None:
        if name == member:
            seen.append(name)
            if len(seen) > after:
                refused.append(name)
                raise com_error(*error)
        Session.call(self, name, trips)

    session.call = call.__get__(session)  # type: ignore[method-assign]
    try:
        yield refused
    finally:
        del session.call  # type: ignore[misc]


def one_sentence(said: list[Alert], code: str, lang: str) -> str:
    """There is one message, it has this code, no place left open and no word of Python."""
    assert len(said) == 1, said
    text = said[0].prompt
    assert text.startswith(f"{code} ")
    assert said[0].mode == "critical"
    assert "\n" not in text
    assert not re.search(r"[{}]|Traceback|Error\b|None|《》|''|“”", text), text
    assert text.endswith("。" if lang == "zh" else "."), text
    assert bool(re.search("[一-鿿]{4}", text)) == (lang == "zh"), text
    return text


def refused(desk: Desk, code: str, action: str = "run", argument: str = "") -> str:
    """Click; the sentence; cells, formats, tables, names and rules are what they were."""
    before = desk.excel.state(desk.book)
    text = one_sentence(desk.press(action, argument), code, desk.lang)
    assert before.differences(desk.excel.state(desk.book)) == []
    assert desk.excel.status_bar is False
    return text


def test_no_workbook_is_open(excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows itself shows the message then: xlwings does not see an Excel without books there."""
    said: list[Alert] = []
    monkeypatch.setattr(
        ribbon, "system_message", lambda text, title: said.append(Alert(text, title, None, "critical"))
    )
    for lang in LANGS:
        ribbon.press("run", "", lang)
        one_sentence(said, "SP-401", lang)
        said.clear()


@pytest.mark.parametrize("lang", LANGS)
def test_no_workbook_is_open_on_a_mac(excel: Excel, lang: str) -> None:
    excel.mac = True
    ribbon.press("run", "", lang)
    one_sentence(excel.alerts, "SP-401", lang)


@pytest.mark.parametrize("mac", [False, True])
def test_a_book_in_protected_view(desk: Desk, mac: bool) -> None:
    before = desk.excel.state(desk.book)
    active = desk.excel.session.active
    desk.excel.mac = mac
    desk.excel.protected_view()
    one_sentence(desk.press("run"), "SP-401", desk.lang)
    desk.excel.session.active = active
    assert before.differences(desk.excel.state(desk.book)) == []


def test_another_workbook(excel: Excel) -> None:
    book = excel.open(small_book(), "别的.xlsx")
    for lang in LANGS:
        text = refused(Desk(excel, book, lang, None), "SP-310")  # type: ignore[arg-type]
        assert "别的.xlsx" in text


def test_a_book_of_a_newer_version(desk: Desk) -> None:
    spot = desk.live().port.names()["sp_schema_version"]
    desk.book.sheets[spot.sheet].range((spot.row, spot.col)).value = SCHEMA_VERSION + 1
    assert str(SCHEMA_VERSION + 1) in refused(desk, "SP-314")


def test_a_missing_table(desk: Desk) -> None:
    """Turned into a plain range by the user."""
    model = desk.excel.sheet(desk.sheet("visits").name)
    model.tables.clear()
    desk.excel.session.active.model.changed(model)
    text = refused(desk, "SP-316")
    assert "tblVisits" in text
    assert desk.sheet("visits").name in text


@pytest.mark.slow
@pytest.mark.parametrize("desk", ["zh"], indirect=True)
def test_a_changed_header_is_told_by_its_place(desk: Desk) -> None:
    header = desk.live().port.tables()["tblTargets"].columns[3]
    _rename_column(desk, "tblTargets", 3, "随便写")
    said = desk.press("run")
    assert not any(alert.prompt.startswith("SP-") for alert in said), said
    assert desk.live().port.tables()["tblTargets"].columns[3] == header


@pytest.mark.slow
@pytest.mark.parametrize("desk", ["zh"], indirect=True)
def test_headers_that_nobody_can_tell_apart(desk: Desk) -> None:
    header = desk.live().port.tables()["tblTargets"].columns[3]
    for number, text in ((3, "随便写"), (4, "乱写")):
        _rename_column(desk, "tblTargets", number, text)
    text = refused(desk, "SP-329")
    assert "tblTargets" in text
    assert header.split("（")[0].split(" (")[0] in text


def _rename_column(desk: Desk, table: str, number: int, text: str) -> None:
    """As the user does it by typing over a header."""
    place = LivePort(desk.book).tables()[table]
    model = desk.excel.sheet(place.sheet)
    found = next(item for item in model.tables if item.name == table)
    found.columns[number].set("name", text)
    model.cell(place.header_row, place.first_col + number).value = text
    desk.excel.session.active.model.changed(model)


def test_a_cell_is_being_edited(desk: Desk) -> None:
    before = desk.excel.state(desk.book)
    for action in ("run", "undo", "import"):
        desk.excel.edit_mode = True
        said = desk.press(action, "x.csv" if action == "import" else "")
        desk.excel.edit_mode = False
        one_sentence(said, "SP-402", desk.lang)
    assert before.differences(desk.excel.state(desk.book)) == []


@pytest.mark.parametrize(
    "member", ["Range.raw_value", "App.calculation", "Book.name", "Range.raw_value=", "App.run"]
)
def test_the_user_starts_typing_while_the_book_is_read(desk: Desk, member: str) -> None:
    """Nothing is written yet: the first write is the corner in which places are asked for."""
    before = desk.excel.state(desk.book)
    with failing(desk.excel, member, BUSY):
        said = desk.press("run")
    one_sentence(said, "SP-402", desk.lang)
    assert before.differences(desk.excel.state(desk.book)) == []


@pytest.mark.slow
def test_a_protected_sheet(excel: Excel) -> None:
    """Whichever sheet it is, the others are not touched either; months are written once their year has begun."""
    desk = Desk.open(excel, "zh", "few")
    book = desk.live()
    book.put_setting("as_of", dt.date(2027, 3, 31))
    book.port.apply(book.changes())
    for block in ("health", "targets", "map", "months", "log", "baseline", "quarter_support", "steps"):
        page = desk.sheet(block).name
        excel.protect(page)
        assert f"“{page}”" in refused(desk, "SP-403"), block
        excel.sheet(page).protected = False


def test_a_protected_sheet_in_english(excel: Excel) -> None:
    desk = Desk.open(excel, "en", "few")
    page = desk.sheet("targets").name
    excel.protect(page)
    assert f"'{page}'" in refused(desk, "SP-403", "targets")


@pytest.mark.slow
@pytest.mark.parametrize("desk", ["zh"], indirect=True)
def test_a_sheet_that_is_not_written_may_be_protected(desk: Desk) -> None:
    desk.excel.protect(desk.sheet("orders").name)
    assert [alert.mode for alert in desk.press("run")] == ["info"]


def test_excel_refuses_something_nobody_foresaw(desk: Desk) -> None:
    """While reading: nothing has been written."""
    before = desk.excel.state(desk.book)
    with failing(desk.excel, "Range.raw_value", REFUSED, after=3):
        said = desk.press("run")
    text = one_sentence(said, "SP-404", desk.lang)
    assert "SalesPlan.xlsx" in text
    assert before.differences(desk.excel.state(desk.book)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("desk", "member", "after", "error"),
    [
        ("zh", "Range.insert", 0, REFUSED), ("en", "Range.insert", 2, BUSY), ("zh", "Range.raw_value=", None, GONE),
        ("en", "Table.resize", 1, BUSY),
    ],
    indirect=["desk"],
)  # fmt: skip
def test_excel_stops_in_the_middle_of_writing(
    desk: Desk, member: str, after: int | None, error: tuple[object, ...]
) -> None:
    """The one case in which a book is left half written: the user is told so, and which sheet it was.

    Before the first change every sheet is asked once for its corner: ``None`` lets all of them answer.
    """
    asked = len(desk.book.sheets) if after is None else after
    with failing(desk.excel, member, error, asked) as stopped:
        said = desk.press("run")
    assert stopped
    one_sentence(said, "SP-405", desk.lang)
    assert desk.excel.status_bar is False


@pytest.mark.parametrize(
    ("desk", "error"), fast_only((("zh", GONE), ("en", BUSY)), ("zh", GONE)), indirect=["desk"]
)
def test_excel_stops_while_the_macro_writes(
    desk: Desk, error: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows how far it came: the sheet named is the first one."""
    really = RowChanges.make

    def make(rows: RowChanges, writes: Writes) -> None:
        really(rows, writes)
        stopping.enter_context(failing(desk.excel, "App.run", error))

    monkeypatch.setattr(RowChanges, "make", make)
    with ExitStack() as stopping:
        said = desk.press("run")
    one_sentence(said, "SP-405", desk.lang)


@pytest.mark.parametrize("action", ["run", "undo"])
def test_excel_is_gone(desk: Desk, action: str) -> None:
    with failing(desk.excel, "Range.raw_value", GONE):
        said = desk.press(action)
    one_sentence(said, "SP-401", desk.lang)


@pytest.mark.slow
def test_a_file_that_fits_no_table(desk: Desk, tmp_path: Path) -> None:
    """What is not ours to import; a good file chosen with it is not imported either."""
    good, strange = tmp_path / "orders.csv", tmp_path / "收藏.csv"
    headers = {"zh": "日期,客户名称,金额(万元)", "en": "Date,Customer,Amount (10k CNY)"}
    good.write_text(f"{headers[desk.lang]}\n2026-02-10,X,60\n", encoding="utf-8")
    strange.write_text("歌名,歌手\n茉莉花,民歌\n", encoding="utf-8")
    assert "收藏.csv" in refused(desk, "SP-214", "import", f"{good}|{strange}")
    assert "nowhere.csv" in refused(desk, "SP-309", "import", str(tmp_path / "nowhere.csv"))
    refused(desk, "SP-212", "import")


@pytest.mark.slow
@pytest.mark.parametrize("desk", ["zh"], indirect=True)
def test_a_result_that_was_sorted_by_hand_is_not_undone(desk: Desk) -> None:
    desk.press("run")
    cells = desk.column("health", "customer")
    names = cells.options(ndim=2).value
    cells.value = names[::-1]
    refused(desk, "SP-318", "undo")


@pytest.mark.slow
@pytest.mark.parametrize("desk", ["zh"], indirect=True)
def test_a_damaged_undo_record(desk: Desk) -> None:
    desk.press("tiers")
    desk.column("undo", "data").value = "x"
    refused(desk, "SP-319", "undo")


@pytest.mark.parametrize(
    ("desk", "action"),
    [("zh", "run"), *(
        pytest.param(lang, action, marks=pytest.mark.slow)
        for lang, action in (*(("zh", key) for key in ("kpi", "lock", "accounts", "check", "submit", "undo")), ("en", "run"))
    )],
    indirect=["desk"],
)  # fmt: skip
def test_somebody_types_while_the_figures_are_worked_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    """Excel itself keeps still, but a colleague may work in the same book: the command overwrites nothing."""
    if action in ("submit", "undo", *ON_A_PLAN):
        desk.press("run")
        desk.excel.alerts.clear()
    really, typed = LivePort.apply, []

    def apply(port: LivePort, writes: Writes) -> None:
        place = port.tables()[next(iter(writes.tables)).table] if writes.tables else port.tables()["tblLog"]
        cell = desk.book.sheets[place.sheet].range((place.first_row, place.first_col))
        cell.value = "typed meanwhile"
        typed.append((cell, desk.excel.state(desk.book)))
        really(port, writes)

    monkeypatch.setattr(LivePort, "apply", apply)
    one_sentence(desk.press(action), "SP-406", desk.lang)
    ((cell, before),) = typed
    assert cell.value == "typed meanwhile"
    assert before.differences(desk.excel.state(desk.book)) == []


def test_what_nobody_foresaw(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The details are in a file; the user gets one sentence, and Excel back as it was."""

    def bug(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(crash, "log_folder", lambda: tmp_path)
    monkeypatch.setattr(runner, "execute", bug)
    text = refused(desk, "SP-901")
    assert "ZeroDivisionError" in (tmp_path / "salesplan-error.log").read_text(encoding="utf-8")
    assert str(tmp_path) in text


@pytest.mark.parametrize(
    "press",
    [
        lambda: ribbon.press("dance"),
        lambda: ribbon.press("run", "no hex"),
        lambda: ribbon.press("run", "4f"),
        lambda: ribbon.press("new", ""),
    ],
)
def test_a_macro_that_calls_wrongly_gets_a_sentence_too(
    excel: Excel, desk: Desk, press: Callable[[], None]
) -> None:
    before = excel.state(desk.book)
    press()
    assert len(excel.alerts) == 1
    assert re.match(r"SP-\d{3} [^\n]+$", excel.alerts[0].prompt)
    assert before.differences(excel.state(desk.book)) == []
