"""Books of version 1 as files: they open, are brought up, run and are undone, and nothing of their users' is lost."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from salesplan_xl.schema.migrations import STEPS
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.workbook import SCHEMA_VERSION
from tests.doors.driver import Book, salesplan
from tests.museum.conftest import OldBook
from tests.museum.museum_digests import without_sentences
from tests.museum.museum_places import HEALTH_COLUMNS, health_sheet, import_log, moved, settings_sheet
from tests.workbook.book_state import differences, state
from tests.workbook.xlsx_lint import lint


def _upgraded(old: OldBook) -> bytes:
    said = salesplan("upgrade", old.path)
    assert said.code == 0, said.screen
    return old.path.read_bytes()


def _setting_rows(data: bytes) -> list[int]:
    """The rows that came in the settings, upwards: the settings, and the headings of groups wholly new."""
    names, new = state(data)[""]["names"], STEPS[0].settings
    rows = [int(names[f"sp_{key}"].rpartition("$")[2]) for key in new]
    groups = [
        [setting.key for setting in group] for _, group in groupby(SETTINGS, lambda setting: setting.group)
    ]
    for group in groups:
        if set(group) <= set(new):
            rows.append(rows[new.index(group[0])] - 1)
    return sorted(rows)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
def test_a_dry_run_tells_what_comes_and_changes_nothing(old: OldBook) -> None:
    said = salesplan("upgrade", old.path, "--dry-run", "--json", "--lang", "en")
    assert said.code == 0, said.screen
    assert [one["code"] for one in said.document["findings"]] == ["F-009"]
    assert {one["sheet"] for one in said.document["changes"]} == {
        settings_sheet(old.lang), health_sheet(old.lang), import_log(old.lang),
    }  # fmt: skip
    assert "from schema 1 to" in said.document["findings"][0]["sentence"]
    assert old.path.read_bytes() == old.original
    assert [entry.name for entry in old.path.parent.iterdir()] == ["plan.xlsx"]


def test_an_upgrade_says_what_came_and_keeps_a_backup(old: OldBook) -> None:
    said = salesplan("upgrade", old.path, "--lang", "en")
    assert "F-009" in said.out
    assert "Import log" in said.out
    assert old.path.with_name("plan.bak.xlsx").read_bytes() == old.original
    again = salesplan("upgrade", old.path, "--lang", "en")
    assert (again.code, "Nothing to change" in again.out) == (0, True)


@pytest.mark.slow
def test_a_book_brought_up_is_well_built_and_shows_what_it_showed(old: OldBook, tmp_path: Path) -> None:
    data = _upgraded(old)
    assert lint(data) == []
    assert OpenXmlValidator().validate(old.path).errors == []
    assert old.shows() == old.said["standing"]
    book = openpyxl.load_workbook(old.path)
    ((sheet, cell),) = book.defined_names["sp_schema_version"].destinations
    assert book[sheet][cell.replace("$", "")].value == SCHEMA_VERSION


@pytest.mark.slow
def test_nothing_of_the_users_moves_but_aside_for_what_comes(old: OldBook) -> None:
    data = _upgraded(old)
    rows = _setting_rows(data)
    found = differences(moved(state(old.original), old.lang, rows), state(data))
    lines, names = "|".join(map(str, rows)), "|".join(STEPS[0].settings)
    settings, health, new = settings_sheet(old.lang), health_sheet(old.lang), import_log(old.lang)
    letters = openpyxl.utils.get_column_letter(HEALTH_COLUMNS + 1)
    allowed = (
        rf"{settings}\.cells\.[A-E]({lines})$", rf"{settings}\.heights\.({lines})$", rf"{settings}\.validations\.",
        rf"{health}\.cells\.{letters}\d+$", rf"{health}\.tables\.tblHealth$", rf"{health}\.widths\.{letters}$",
        rf"{new}\.", rf"\.names\.sp_({names})$", r"\.order\.$", rf"\.sheets\.{new}$", r"\.parts\.",
        r"(_系统|_system|复盘记录|Reviews|时间配置|Time)\.print\.freeze$",  # panes that froze nothing
        r"(_系统|_system|操作记录|Log|向导|Guide)\.(cells|tables|heights)\.",
    )  # fmt: skip
    strange = {
        place: values for place, values in found.items() if not any(re.match(rule, place) for rule in allowed)
    }
    assert strange == {}
    gained = [place for place in found if f"{settings}.validations" in place]
    assert len(gained) == len(STEPS[0].settings), gained
    order, before = found[".order."][1], found[".order."][0]
    assert [name for name in order if name != new] == before
    assert order.index(new) == order.index("操作记录" if old.lang == "zh" else "Log") + 1


@pytest.mark.slow
def test_parts_the_upgrade_has_no_business_with_keep_every_byte(old: OldBook) -> None:
    before, after = _parts(old.original), _parts(_upgraded(old))
    book = openpyxl.load_workbook(BytesIO(old.original))
    touched = {
        "zh": ("向导", "参数", "客户健康诊断表", "操作记录", "_系统"),
        "en": ("Guide", "Settings", "Customer health", "Log", "_system"),
    }[old.lang]
    panes = {"zh": ("时间配置", "复盘记录", "_系统"), "en": ("Time", "Reviews", "_system")}[old.lang]
    targets = dict(zip(book.sheetnames, _sheet_parts(before), strict=True))
    changed = {name for name in before if name in after and before[name] != after[name]}
    tables = {name for name in changed if name.startswith("xl/tables/")}
    charts = {name for name in changed if name.startswith("xl/charts/")}
    assert changed - tables - charts <= {
        *(targets[name] for name in (*touched, *panes)), "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml", "docProps/app.xml", "xl/styles.xml",
    }  # fmt: skip
    names = {re.search(r'displayName="(\w+)"', after[name].decode())[1] for name in tables}  # type: ignore[index]
    assert names <= {"tblHealth", "tblLog", "tblUndo"}
    assert charts == set()
    assert before.keys() - after.keys() <= {"xl/calcChain.xml"}


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


@pytest.mark.parametrize("day", ["2026-12-31", "2027-03-31"])
def test_a_run_gives_the_figures_it_gave_then(old: OldBook, day: str) -> None:
    said, before = salesplan("run", old.path, "--as-of", day, "--json"), old.said[f"run --as-of {day}"]
    assert said.code == before["exit"], said.screen
    codes = [one["code"] for one in said.document["findings"]]
    assert sorted({*codes} - {"F-009"}) == before["findings"]
    assert codes.count("F-009") == 1
    now, then = without_sentences(old.shows()), without_sentences(before)
    assert now["tables"].pop("findings")[0] == then["tables"].pop("findings")[0] + 1
    steps = (now["grids"].pop("steps"), then["grids"].pop("steps"))  # the ninth counts the findings
    assert steps[0][0] == steps[1][0]
    assert now == then
    assert lint(old.path.read_bytes()) == []


@pytest.mark.slow
def test_the_new_column_says_what_customers_earn(some: OldBook) -> None:
    assert salesplan("run", some.path, "--as-of", "2026-12-31").code == 0
    book = Book(some.path, some.lang)
    margins = [row["gross_margin"] for row in book.rows("health")]
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
def test_all_old_steps_can_be_undone_one_after_the_other(some: OldBook) -> None:
    said = some.said["undo to the first"]
    for _ in range(said["steps"]):
        assert salesplan("undo", some.path).code == 0
    assert some.shows()["figures"] == said["figures"]
    assert salesplan("undo", some.path).err.startswith("SP-208")


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
def test_a_run_and_the_upgrade_before_it_are_two_steps(some: OldBook) -> None:
    assert salesplan("run", some.path, "--as-of", "2026-12-31").code == 0
    upgraded = salesplan("undo", some.path, "--lang", "en")
    assert "Plan in one click" in upgraded.out
    assert b"sp_grace_days" in _parts(some.path.read_bytes())["xl/workbook.xml"]
    assert "Upgrade book" in salesplan("undo", some.path, "--lang", "en").out
    assert some.shows() == some.said["standing"]
    old_step = salesplan("undo", some.path, "--lang", "en")
    assert old_step.code == 0
    assert "Upgrade book" not in old_step.out
    before: dict[str, Any] = {
        key: some.said["undo"][key] for key in ("figures", "settings", "tables", "grids", "sums")
    }
    assert some.shows() == before


@pytest.mark.slow
def test_what_was_typed_into_what_came_is_told_when_it_goes(some: OldBook) -> None:
    _upgraded(some)
    book = Book(some.path, some.lang)
    customer = book.rows("health")[0]["customer"]
    book.type("health", customer, gross_margin=0.31)
    book.type_setting(grace_days=10)
    book.type_cell(import_log(some.lang), 9, 2, "my note")
    said = salesplan("undo", some.path, "--dry-run", "--json")
    told = [(one["code"], one["sheet"]) for one in said.document["findings"]]
    assert told == [
        ("F-008", health_sheet(some.lang)),
        ("F-008", settings_sheet(some.lang)),
        ("F-008", import_log(some.lang)),
    ]
    assert salesplan("undo", some.path).code == 0
    assert some.shows() == some.said["standing"]
