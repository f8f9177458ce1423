"""What the live port reads is what the file port reads, and it finds and keeps whatever users do to their books."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest

from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import Port
from salesplan_xl.schema.workbook import grids, tables
from tests.live.books import Desk, file_port, freeze, plan_bytes
from tests.live.engine import Excel


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)


@pytest.fixture
def desk(excel: Excel) -> Desk:
    return Desk.open(excel, "zh", "few")


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "demo"), [("zh", "rep"), ("en", None)])
def test_both_ports_read_the_same(excel: Excel, lang: str, demo: str | None) -> None:
    data = plan_bytes(lang, demo)
    assert _readings(LivePort(excel.open(data, "planned.xlsx"))) == _readings(file_port(data))


@pytest.mark.slow
@pytest.mark.parametrize("long", [False, True])
def test_both_ports_read_the_same_of_a_planned_book(excel: Excel, long: bool) -> None:
    """Whichever way Excel spells references to a table's own row."""
    desk = Desk.open(excel, "zh", "few")
    desk.command("run")
    data = desk.file.to_bytes()
    excel.long_references = long
    assert _readings(LivePort(excel.open(data, "planned.xlsx"))) == _readings(file_port(data))


@pytest.mark.slow
def test_both_ports_say_the_same_on_a_mac(excel: Excel) -> None:
    """No error texts, True and False for visibility, dates without a time zone."""
    data = plan_bytes("en", "few")
    excel.mac = True
    here, there = _readings(LivePort(excel.open(data))), _readings(file_port(data))
    # A Mac does not tell hidden from very hidden; no command shows or hides the sheets that are very hidden.
    here["hidden"] = there["hidden"] = None
    assert here == there


def _readings(port: Port) -> dict[str, object]:
    """Everything the verbs for reading say, cells outside the tables too."""
    found: dict[str, object] = {"names": {name: port.names()[name] for name in sorted(_names())}}
    for table in tables().values():
        place = port.tables()[table.name]
        found[table.name] = place
        found[f"{table.name} body"] = [[_plain(value) for value in line] for line in port.body(table.name)]
        found[f"{table.name} formula cells"] = port.formula_cells(table.name)
        size = (place.rows, len(place.columns))
        found[f"{table.name} formulas"] = _short(
            port.formulas(place.sheet, place.first_row, place.first_col, *size), table.name
        )
    for grid in grids().values():
        spot = port.names()[grid.name]
        area = (spot.sheet, spot.row, spot.col, len(grid.rows) + 1, len(grid.columns) + 1)
        found[grid.name] = [[_plain(value) for value in line] for line in port.block(*area)]
        found[f"{grid.name} formulas"] = _short(port.formulas(*area), "")
    hidden, homes = port.hidden_sheets(), {place.sheet for place in port.tables().values()}
    found["hidden"] = {name: name in hidden for name in sorted(homes)}
    return found


def _names() -> set[str]:
    return {grid.name for grid in grids().values()} | {"sp_schema_version", "sp_book_lang", "sp_plan_year"}


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    if isinstance(value, float):
        return float(f"{value:.12g}")
    return None if value == "" else float(value) if type(value) is int else value


def _short(formulas: dict[tuple[int, int], str], table: str) -> dict[tuple[int, int], str]:
    """``tbl[[#This Row],[x]]``, ``[@[x]]`` and ``[@x]`` are one, and so are ``tbl[x]`` and ``[x]`` within a table."""
    return {spot: _one_spelling(text, table) for spot, text in formulas.items()}


def _one_spelling(text: str, table: str) -> str:
    own = text.replace(f"{table}[", "[") if table else text
    own = re.sub(r"\[\[#This Row\],(\[[^\]]+\](?::\[[^\]]+\])?)\]", r"[@\1]", own)
    return re.sub(r"\[@([^\[\]]+)\]", r"[@[\1]]", own)


def test_sheets_are_read_once_each(desk: Desk) -> None:
    port = LivePort(desk.book)
    first = port.body("tblOrders")
    desk.excel.reset_calls()
    assert port.body("tblOrders") == first
    assert desk.excel.calls.total() == 0


def test_nothing_is_left_of_the_questions_asked(desk: Desk) -> None:
    """Places are asked for by formulas in a corner of the system sheet; it is blank again afterwards."""
    before = desk.excel.state(desk.book)
    PlanBook(LivePort(desk.book)).frame("orders")
    assert before.differences(desk.excel.state(desk.book)) == []


# ── what users do to their books ──────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("old", [("目标推导", "参数", "看板"), ("_系统",)])
def test_renamed_sheets(excel: Excel, old: tuple[str, ...]) -> None:
    """Tables and names are found wherever they are; that takes Excel a moment longer."""
    data = plan_bytes("zh", "few")
    for name in old:
        data = renamed(data, name, f"我的 {name}")
    book = excel.open(data)
    assert {f"我的 {name}" for name in old} <= set(book.sheet_names)
    desk = Desk(excel, book, "zh", file_port(data))
    for command in ("run", "undo"):
        desk.press(command)
        desk.command(command)
        assert desk.differences() == [], command


def renamed(data: bytes, old: str, new: str) -> bytes:
    """The book after the user gave a sheet another name."""
    quoted = "'" + new.replace("'", "''") + "'!"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as copy:
        for name in book.namelist():
            part = book.read(name)
            if re.match(r"xl/(workbook|worksheets/sheet\d+|charts/chart\d+)\.xml", name):
                text = part.decode().replace(f'name="{old}"', f'name="{new}"')
                part = text.replace(f"'{old}'!", quoted).replace(f"{old}!", quoted).encode()
            copy.writestr(name, part)
    return out.getvalue()


@pytest.mark.slow
def test_rows_inserted_above_a_table_and_between_settings(desk: Desk) -> None:
    blocks = (("targets", 3), ("health", 20), ("quarters", 2), ("months", 2), ("map", 2), ("baseline", 2))
    for block, row in blocks:
        desk.sheet(block).range(f"{row}:{row + 1}").insert("down")
    desk.book.sheets["参数"].range("30:31").insert("down")
    desk.file = file_port(desk.excel.dump(desk.book))
    for command in ("run", "kpi", "undo"):
        desk.press(command)
        desk.command(command)
        assert desk.differences() == [], command


@pytest.mark.slow
def test_sorted_tables_stay_sorted(desk: Desk) -> None:
    """The user sorts the targets by name; results find their rows, edits stay with their customers."""
    desk.press("run")
    names = desk.column("targets", "customer")
    growth = desk.column("targets", "growth")
    growth[2].value = 0.4
    rows = sorted(
        zip(names.options(ndim=1).value, _body(desk, "tblTargets"), strict=True),
        key=lambda pair: str(pair[0]),
    )
    place = desk.live().place("targets")
    whole = desk.sheet("targets").range(
        (place.first_row, place.first_col), (place.last_row, place.first_col + len(place.columns) - 1)
    )
    formulas = {index for _, index in desk.live().port.formula_cells("tblTargets")}
    for index in range(len(place.columns)):
        if index not in formulas:
            column = whole[:, index]
            column.value = [[line[index]] for _, line in rows]
    wanted = [name for name, _ in rows]
    desk.file = file_port(desk.excel.dump(desk.book))
    desk.press("targets")
    desk.command("targets")
    assert desk.differences() == []
    assert desk.column("targets", "customer").options(ndim=1).value == wanted
    assert desk.column("targets", "growth").options(ndim=1).value.count(0.4) == 1


def _body(desk: Desk, table: str) -> list[list[object]]:
    return LivePort(desk.book).body(table)


@pytest.mark.slow
def test_own_notes_beside_a_table_and_own_formulas_in_it_survive(desk: Desk) -> None:
    """A column of notes right of the table, something below it, and a formula in a blue cell."""
    desk.press("run")
    place = desk.live().place("targets")
    page, right = desk.sheet("targets"), place.first_col + len(place.columns) + 1
    page.range((place.first_row, right)).value = [[f"备注{n}"] for n in range(place.rows)]
    page.range((place.last_row + 3, 2)).formula = '="合计 "&1+2'
    growth = desk.column("targets", "growth")
    growth[1].formula = "=0.1+0.15"
    spot = growth[1].address
    desk.file = file_port(desk.excel.dump(desk.book))
    for command in ("run", "targets", "quarters", "undo"):
        desk.press(command)
        desk.command(command)
        assert desk.differences() == [], command
    assert page.range(spot).formula == "=0.1+0.15"
    assert page.range((place.first_row, right)).value == "备注0"
    assert page.range((place.last_row, right)).value == f"备注{place.rows - 1}"


@pytest.mark.slow
def test_own_sheets_and_own_tables_do_not_matter(excel: Excel) -> None:
    """Another workbook with a table of the same name may be open, too."""
    desk = Desk.open(excel, "zh", "few")
    other = excel.open(plan_bytes("zh"), "另一本.xlsx")
    untouched = excel.state(other)
    desk.book.activate()
    desk.press("run")
    desk.command("run")
    assert desk.differences() == []
    assert untouched.differences(excel.state(other)) == []


@pytest.mark.slow
def test_hidden_sheets_are_read_and_written_all_the_same(desk: Desk) -> None:
    for block in ("orders", "targets", "map"):
        desk.sheet(block).visible = False
    desk.file = file_port(desk.excel.dump(desk.book))
    desk.press("run")
    desk.command("run")
    assert desk.differences() == []


@pytest.mark.slow
def test_blank_rows_in_between_and_texts_beside_numbers(desk: Desk) -> None:
    orders = desk.column("orders", "amount")
    place = desk.live().place("orders")
    page = desk.sheet("orders")
    page.range((place.first_row + 4, 1), (place.first_row + 4, len(place.columns))).value = None
    orders[7].value = "1,200元"
    desk.file = file_port(desk.excel.dump(desk.book))
    for command in ("check", "run"):
        desk.press(command)
        desk.command(command)
        assert desk.differences() == [], command
