"""Books of version 1 as files: they open, are brought up, run and are undone, and nothing of their users' is lost."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openxml_audit import OpenXmlValidator

from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Kind
from salesplan_xl.schema.workbook import SCHEMA_VERSION, grids, sheet_of, tables
from salesplan_xl.schema.workbook import sheet as declared
from tests.doors.driver import Book, salesplan
from tests.fast import fast_only
from tests.museum.conftest import DIFFERENT, OldBook, expected
from tests.museum.museum_digests import CHANGED, NEW_FINDINGS, flat, near, without_sentences
from tests.museum.museum_places import (
    STEP,
    Columns,
    Rows,
    grown_sheets,
    label,
    moved,
    new_columns,
    new_rows,
    place_of,
)
from tests.workbook.book_state import State, differences, state
from tests.workbook.xlsx_lint import lint


def _upgraded(old: OldBook) -> bytes:
    old.upgrade()
    return old.path.read_bytes()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
def test_a_dry_run_tells_what_comes_and_changes_nothing(some: OldBook) -> None:
    old, said = some, salesplan("upgrade", some.path, "--dry-run", "--json", "--lang", "en")
    assert said.code == 0, said.screen
    assert [one["code"] for one in said.document["findings"]] == ["F-021"]
    assert {one["sheet"] for one in said.document["changes"]} == grown_sheets(old.lang, formulas=False)
    assert "from schema 1 to" in said.document["findings"][0]["sentence"]
    assert old.path.read_bytes() == old.original
    assert [entry.name for entry in old.path.parent.iterdir()] == ["plan.xlsx"]


def test_an_upgrade_says_what_came_and_keeps_a_backup(old: OldBook) -> None:
    said = salesplan("upgrade", old.path, "--lang", "en")
    assert "F-021" in said.out
    assert "Key accounts" in said.out
    assert old.path.with_name("plan.bak.xlsx").read_bytes() == old.original
    again = salesplan("upgrade", old.path, "--lang", "en")
    assert (again.code, "Nothing to change" in again.out) == (0, True)


@pytest.mark.slow
def test_a_book_brought_up_is_well_built_and_shows_what_it_showed(every: OldBook) -> None:
    data = _upgraded(every)
    assert lint(data) == []
    if every.name in DIFFERENT:
        assert OpenXmlValidator().validate(every.path).errors == []
    now, then = every.shows(), every.said["standing"]
    if every.name == "zh-yuan":
        # Nobody set its as-of date, which is blank now; without receivables there are no days outstanding.
        for shown in (now, then):
            shown.pop("settings")
            shown["tables"].pop("health")
    assert now == then
    assert Book(every.path, every.lang).setting("schema_version") == SCHEMA_VERSION


@pytest.mark.slow
def test_nothing_of_the_users_moves_but_aside_for_what_comes(old: OldBook) -> None:
    before, after = state(old.original), state(_upgraded(old))
    rows, columns = new_rows(after), new_columns(before, expected()["schema"]["tables"])
    found = differences(moved(before, rows, columns), after)
    allowed = [
        *_of_rows(rows), *_of_columns(columns), *_of_blocks(after), *_of_sheets(old.lang),
        rf"{label('settings', old.lang)}\.validations\.", r"\.order\.$", r"\.parts\.",
        r"(_系统|_system|复盘记录|Reviews|时间配置|Time)\.print\.freeze$",  # panes that froze nothing
        r"(_系统|_system|操作记录|Log|向导|Guide)\.(cells|tables|heights)\.",
        rf"{label('settings', old.lang)}\.cells\.B14$" if old.name == "zh-yuan" else "$^",  # nobody set the as-of date
    ]  # fmt: skip
    strange = {
        place: values for place, values in found.items() if not any(re.match(rule, place) for rule in allowed)
    }
    assert strange == {}
    gained = [place for place in found if f"{label('settings', old.lang)}.validations" in place]
    checked = [item for item in SETTINGS if item.key in STEP.settings and item.kind is not Kind.TEXT]
    assert len(gained) == len(checked), gained
    new = [label(key, old.lang) for key in STEP.sheets]
    order, standing = found[".order."][1], found[".order."][0]
    assert [name for name in order if name not in new] == standing
    assert order.index(label("imports", old.lang)) == order.index(label("log", old.lang)) + 1


def _of_rows(rows: Rows) -> list[str]:
    """What comes with rows: their cells, heights, formats and merged cells."""
    found = []
    for sheet, numbers in rows.items():
        lines = "|".join(map(str, numbers))
        found += [
            rf"{sheet}\.(cells|merged|links)\.[A-Z]+({lines})(:[A-Z]+({lines}))?$", rf"{sheet}\.heights\.({lines})$",
            rf"{sheet}\.(formats|validations)\.\('\$?[A-Z]+\$?({lines})(:|')",
        ]  # fmt: skip
    return found


def _of_columns(columns: Columns) -> list[str]:
    """What comes with columns of tables: their cells and widths, and the table itself."""
    found = []
    for sheet, (first, count) in columns.items():
        letters = "|".join(get_column_letter(first + at) for at in range(count))
        found += [
            rf"{sheet}\.cells\.({letters})\d+$", rf"{sheet}\.widths\.({letters})$",
            rf"{sheet}\.(formats|validations)\.\('\$?({letters})\$?\d+(:|')",
        ]  # fmt: skip
    names = {tables()[key].name for key, _ in (*STEP.columns, *STEP.formulas)}
    return [*found, rf".*\.tables\.({'|'.join(names)})$"]


def _of_blocks(after: State) -> list[str]:
    """Blocks that grew or whose formulas read otherwise: their cells, not their headers; what they show is asked elsewhere."""
    names, found = after[""]["names"], []
    grown = {key for key, _ in (*STEP.grid_columns, *STEP.grid_rows)}
    for key in (*STEP.grid_formulas, *grown):
        block = grids()[key]
        sheet, header = place_of(block.name, names)
        letters = "|".join(get_column_letter(2 + col) for col in range(len(block.columns)))
        lines = "|".join(str(header + at) for at in range(1, len(block.rows) + 1))
        found += [rf"{sheet}\.cells\.({letters})({lines})$", rf"{sheet}\.formats\.\('({letters})({lines}):"]
    for key, column in STEP.grid_columns:
        sheet, header = place_of(grids()[key].name, names)
        letter = get_column_letter(2 + [item.key for item in grids()[key].columns].index(column))
        found += [rf"{sheet}\.cells\.{letter}{header}$", rf"{sheet}\.widths\.{letter}$"]
        # A sentence at the right of a block runs on over blank cells, which moved aside.
        lines = "|".join(str(header + at) for at in range(len(grids()[key].rows) + 1))
        found.append(rf"{sheet}\.cells\.[P-U]({lines})$")
    for key, column in STEP.formulas:
        sheet = label(sheet_of(key).key, "zh" if "参数" in after else "en")
        at = tables()[key].keys().index(column) + 1
        found.append(rf"{sheet}\.cells\.{get_column_letter(at)}\d+$")
    return found


def _of_sheets(lang: str) -> list[str]:
    """New sheets and names."""
    sheets = "|".join(label(key, lang) for key in STEP.sheets)
    blocks = (
        *(grids()[key] for key in STEP.grids),
        *(grid for key in STEP.sheets for grid in declared(key).grids),
    )
    names = "|".join([*(f"sp_{key}" for key in STEP.settings), *(block.name for block in blocks)])
    return [rf"({sheets})\.", rf"\.names\.({names})$", rf"\.sheets\.({sheets})$"]


@pytest.mark.slow
def test_parts_the_upgrade_has_no_business_with_keep_every_byte(old: OldBook) -> None:
    before, after = _parts(old.original), _parts(_upgraded(old))
    book = openpyxl.load_workbook(BytesIO(old.original))
    touched = {*grown_sheets(old.lang), *(label(key, old.lang) for key in ("guide", "log", "system"))} - {
        label(key, old.lang) for key in STEP.sheets
    }
    panes = {"zh": ("时间配置", "复盘记录", "_系统"), "en": ("Time", "Reviews", "_system")}[old.lang]
    targets = dict(zip(book.sheetnames, _sheet_parts(before), strict=True))
    changed = {name for name in before if name in after and before[name] != after[name]}
    lists = {name for name in changed if name.startswith("xl/tables/")}
    charts = {name for name in changed if name.startswith("xl/charts/")}
    notes = {name for name in changed if name.startswith("xl/drawings/vmlDrawing")}
    assert changed - lists - charts - notes <= {
        *(targets[name] for name in (*touched, *panes)), "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml", "docProps/app.xml", "xl/styles.xml",
    }  # fmt: skip
    names = {re.search(r'displayName="(\w+)"', after[name].decode())[1] for name in lists}  # type: ignore[index]
    ours = {tables()[key].name for key, _ in (*STEP.columns, *STEP.formulas)}
    ours |= {
        table.name for key, _ in STEP.grid_rows for table in sheet_of(key).tables
    }  # rows came above them
    assert names <= {*ours, "tblLog", "tblUndo"}
    for name in notes:  # a comment follows its cell
        assert re.sub(rb"[\d, ]+", b"", before[name]) == re.sub(rb"[\d, ]+", b"", after[name])
    for name in charts:  # a chart follows the cells it shows
        assert _REFERENCE.sub(b"", before[name]) == _REFERENCE.sub(b"", after[name])
    assert before.keys() - after.keys() <= {"xl/calcChain.xml"}


_REFERENCE = re.compile(rb"<c:f>[^<]*")


def _sheet_parts(parts: dict[str, bytes]) -> list[str]:
    """Sheet parts in the order of the tabs."""
    targets = dict(
        re.findall(r'Id="([^"]+)"[^>]*?Target="([^"]+)"', parts["xl/_rels/workbook.xml.rels"].decode())
    )
    targets |= {
        ident: target
        for target, ident in re.findall(
            r'Target="([^"]+)"[^>]*?Id="([^"]+)"', parts["xl/_rels/workbook.xml.rels"].decode()
        )
    }
    idents = re.findall(r'<sheet [^>]*?r:id="([^"]+)"', parts["xl/workbook.xml"].decode())
    return [f"xl/{targets[ident].removeprefix('/xl/')}" for ident in idents]


EVE, MARCH = "2026-12-31", "2027-03-31"
RUNS = (("zh-full", EVE), ("zh-full", MARCH), ("en-lean", MARCH), ("zh-yuan", MARCH))


@pytest.mark.parametrize(("old", "day"), fast_only(RUNS, ("zh-yuan", MARCH)), indirect=["old"])
def test_a_run_gives_the_figures_it_gave_then(old: OldBook, day: str) -> None:
    """And the new column says what customers earn."""
    said, before = salesplan("run", old.path, "--as-of", day, "--json"), old.said[f"run --as-of {day}"]
    assert said.code == before["exit"], said.screen
    codes = [one["code"] for one in said.document["findings"]]
    assert {*codes} ^ {*before["findings"]} <= NEW_FINDINGS
    assert codes.count("F-021") == 1
    now, then = without_sentences(old.shows()), without_sentences(before)
    for kind, keys in CHANGED.items():
        for key in keys:
            now[kind].pop(key)
            then[kind].pop(key)
    for kind in ("figures", "sums"):
        assert flat(now.pop(kind)) == near(then.pop(kind))
    assert now == then
    assert lint(old.path.read_bytes()) == []
    if old.name != "zh-yuan":  # whose orders say no margin
        margins = [row["gross_margin"] for row in Book(old.path, old.lang).rows("health")]
        assert sum(isinstance(value, float) and 0 < value < 1 for value in margins) > 30


@pytest.mark.slow
def test_undo_takes_one_old_step_back_and_leaves_the_book_its_schema(old: OldBook) -> None:
    said = salesplan("undo", old.path, "--json")
    assert said.code == 0, said.screen
    assert said.document["command"] == "undo"
    before = {key: old.said["undo"][key] for key in ("figures", "settings", "tables", "grids", "sums")}
    assert old.shows() == before
    assert b"sp_grace_days" not in _parts(old.path.read_bytes())["xl/workbook.xml"]


@pytest.mark.slow
def test_all_old_steps_can_be_undone_one_after_the_other(full: OldBook) -> None:
    said = full.said["undo to the first"]
    for _ in range(said["steps"]):
        assert salesplan("undo", full.path).code == 0
    assert full.shows()["figures"] == said["figures"]
    assert salesplan("undo", full.path).err.startswith("SP-208")


@pytest.mark.slow
def test_undo_takes_an_upgrade_back_exactly(old: OldBook) -> None:
    _upgraded(old)
    said = salesplan("undo", old.path, "--lang", "en")
    assert said.code == 0, said.screen
    assert "Upgrade book" in said.out
    after = state(old.path.read_bytes())
    left = {
        place: values
        for place, values in differences(state(old.original), after).items()
        if not re.search(r"^(操作记录|Log|_系统|_system)\.|\.print\.freeze$", place)
    }
    assert left == {}
    assert old.shows() == old.said["standing"]
    assert lint(old.path.read_bytes()) == []


@pytest.mark.slow
def test_a_run_and_the_upgrade_before_it_are_two_steps(full: OldBook) -> None:
    assert salesplan("run", full.path, "--as-of", "2026-12-31").code == 0
    upgraded = salesplan("undo", full.path, "--lang", "en")
    assert "Plan in one click" in upgraded.out
    assert b"sp_grace_days" in _parts(full.path.read_bytes())["xl/workbook.xml"]
    assert "Upgrade book" in salesplan("undo", full.path, "--lang", "en").out
    assert full.shows() == full.said["standing"]
    old_step = salesplan("undo", full.path, "--lang", "en")
    assert old_step.code == 0
    assert "Upgrade book" not in old_step.out
    before: dict[str, Any] = {
        key: full.said["undo"][key] for key in ("figures", "settings", "tables", "grids", "sums")
    }
    assert full.shows() == before


@pytest.mark.slow
def test_what_was_typed_into_what_came_is_told_when_it_goes(some: OldBook) -> None:
    _upgraded(some)
    book = Book(some.path, some.lang)
    customer = book.rows("health")[0]["customer"]
    book.type("health", customer, gross_margin=0.31)
    book.type_setting(grace_days=10)
    book.type_cell(label("imports", some.lang), 9, 2, "my note")
    said = salesplan("undo", some.path, "--dry-run", "--json")
    told = [(one["code"], one["sheet"]) for one in said.document["findings"]]
    assert told == [("F-008", label(key, some.lang)) for key in ("health", "settings", "imports")]
    assert salesplan("undo", some.path).code == 0
    assert some.shows() == some.said["standing"]
