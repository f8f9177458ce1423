"""One declaration a verb: a verb of the test's own is found in every door, and no door keeps a list of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from addin.tools import ribbon_drawing, verify_clicks, verify_ribbon
from addin.tools.from_verbs import ribbon_xml, with_lists
from addin.tools.sources import source
from salesplan_xl.catalogue.entry import Entry
from salesplan_xl.catalogue.render import sentences
from salesplan_xl.commands import registry
from salesplan_xl.commands.books.explain import explain, pages
from salesplan_xl.commands.books.import_rows import ROW_KEYS
from salesplan_xl.commands.books.new import lite_buttons
from salesplan_xl.commands.engine.result_sheet import result_sheet
from salesplan_xl.commands.registry import Button, Kind, Verb
from salesplan_xl.doors import lite, ribbon
from salesplan_xl.doors.cli import command_line
from salesplan_xl.doors.console.options import IMPORTS
from salesplan_xl.doors.console.verbs import OPTIONS, _place
from salesplan_xl.errors import PlanInputError
from salesplan_xl.schema.workbook import SHEETS, sheet
from salesplan_xl.templates.lite import main_py
from tests.doors.driver import STEPS, Book, salesplan
from tests.fast import fast_only
from tests.live.books import hexed
from tests.live.engine import running

# A step that notes on the findings sheet which month it was handed.
FAKE = Verb(
    "fake", Kind.STEP, "fake_step:stage", "month_list", "kpi", month=True, opens_month=True, full=True,
    resets=frozenset({"month_list"}), button=Button("execution", 9, "Spelling", "FK", asks="month"), lite=True,
)  # fmt: skip
NAME, HELP = ("试一试", "Fake"), ("一条试验命令。", "A verb on trial.")


@pytest.fixture
def handed() -> list[tuple[str, frozenset[str]]]:
    """What the step was handed each time: the month and what it is to forget."""
    return []


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, handed: list[tuple[str, frozenset[str]]]) -> Iterator[Verb]:
    """A verb as somebody writes a new one: its command, its row, its words."""
    command = ModuleType("fake_step")

    def stage(plan: Any) -> None:
        handed.append((str(plan.book.settings["current_month"]), plan.reset))
        plan.book.put("month_list", plan.month_list, ordered=True)

    command.stage = stage  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "fake_step", command)
    monkeypatch.setitem(sentences(), "C-NAME-FAKE", Entry(*NAME))
    monkeypatch.setitem(sentences(), "H-FAKE", Entry(*HELP))
    with registry.added(FAKE):
        yield FAKE


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_a_verb_of_the_command_line(
    copy: Callable[..., Book], handed: list[tuple[str, frozenset[str]]], lang: str
) -> None:
    book = copy("planned", lang)
    done = salesplan("fake", book.path, "--month", "2027-03", "--reset", "--json")
    assert done.code == 0, done.screen
    assert (done.document["command"], list(done.document["tables"])) == ("fake", ["month_list", "findings"])
    assert handed == [("2027-03", frozenset({"month_list"}))]
    assert book.setting("current_month") == "2027-03"
    assert book.setting("as_of") is None, "it stands at the beginning of its month and moves no as-of day"
    assert book.rows("log")[-1]["command"] == NAME[lang == "en"]
    undone = salesplan("undo", book.path)
    assert undone.code == 0
    assert NAME[lang == "en"] in undone.out


@pytest.mark.usefixtures("fake")
def test_its_help_has_its_options_and_examples() -> None:
    said = salesplan("fake", "--help")
    assert any(text in said.out for text in HELP)
    assert all(name in said.out for name in ("--month", "--as-of", "--reset", "--dry-run", "--json"))
    assert "salesplan fake plan.xlsx --month 2027-03 -o new.xlsx --json" in said.out
    assert "fake" in salesplan("--help").out


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_result_has_a_sheet_and_its_page_explains_it(lang: str) -> None:
    assert result_sheet("fake", lang) == sheet("month_list").label.of(lang)
    assert explain("fake", lang) == explain("kpi", lang)


def test_a_page_of_its_own_is_a_page_of_the_guide() -> None:
    with registry.added(Verb("fake", Kind.STEP, page="fake")):
        assert "fake" in pages()
        with pytest.raises(PlanInputError, match="fake"):
            explain("astrology", "en")
    assert "fake" not in pages()


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_a_button_of_a_lite_book(
    copy: Callable[..., Book], handed: list[tuple[str, frozenset[str]]], lang: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    code = main_py(lang, lite_buttons())
    assert f'@script(name="{NAME[lang == "en"]}")\ndef sp_fake(book: xw.Book, month: str = ""):' in code
    with running() as excel:
        opened = excel.open(copy("planned", lang).path.read_bytes())
        excel.lite = True
        lite.press("fake", opened, "2027-04", lang=lang)
        assert opened.sheets.active.name == sheet("month_list").label.of(lang)
    assert handed == [("2027-04", frozenset())]
    assert NAME[lang == "en"] in capsys.readouterr().out


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("lang", fast_only(("zh", "en"), "en"))
def test_it_is_a_button_of_the_ribbon(
    copy: Callable[..., Book], handed: list[tuple[str, frozenset[str]]], lang: str
) -> None:
    with running() as excel:
        opened = excel.open(copy("planned", lang).path.read_bytes())
        ribbon.press("fake", hexed("2027-05"), lang)
        assert excel.alerts == []
        assert opened.sheets.active.name == sheet("month_list").label.of(lang)
        assert NAME[lang == "en"] in str(excel.status_bar)
    assert handed == [("2027-05", frozenset())]


@pytest.mark.usefixtures("fake")
def test_the_checks_of_the_add_in_ask_for_its_button() -> None:
    """The ribbon and the macros are written with it; the shipped file lacks it, and that is a fault."""
    assert "fake" in verify_ribbon.actions()
    assert "fake" not in verify_ribbon.always_enabled() | verify_clicks.bookless()
    assert verify_clicks.asks("fake") == "month"
    button = ribbon_xml().partition('<button id="sp_fake"')[2].partition("/>")[0]
    assert 'tag="fake" size="normal" imageMso="Spelling" keytip="FK"' in button
    assert "GetEnabled" in button
    assert 'Case "month-start", "month-end", "kpi", "month", "review", "fake"' in with_lists(
        source("vba/SalesPlanActions.bas")
    )
    assert 'Case "new", "help", "about"' in with_lists(source("vba/SalesPlanActions.bas"))


def test_a_button_without_a_drawing_of_its_own_is_drawn_all_the_same(fake: Verb, monkeypatch: Any) -> None:
    texts = ribbon_drawing.ribbon_texts() | {"sp_fake": {"label": ["试一试", "Fake"]}}
    monkeypatch.setattr(ribbon_drawing, "ribbon_texts", lambda: texts)
    assert ">Fake</text>" in ribbon_drawing.ribbon_drawing("en")


def test_afterwards_it_is_gone(fake: Verb) -> None:
    assert registry.find("fake") == fake
    with pytest.raises(ValueError, match="twice"), registry.added(fake):
        pass
    assert [verb.key for verb in registry.verbs()].count("fake") == 1


def test_no_verb_stays_behind() -> None:
    assert registry.find("fake") is None
    assert salesplan("fake", "plan.xlsx").code == 2
    with pytest.raises(KeyError):
        registry.verb("fake")


# ── the rows themselves ─────────────────────────────────────────────────────────────────────────────


def test_the_files_made_from_the_verbs_are_those_that_are_kept() -> None:
    assert ribbon_xml() == source("ribbon/customUI14.xml")


def test_every_row_names_what_there_is() -> None:
    sheets = {page.key for page in SHEETS}
    for verb in registry.verbs():
        assert verb.sheet in sheets | {""}, verb.key
        assert verb.page in {*pages(), ""}, verb.key
        if verb.kind is Kind.STEP:
            assert callable(verb.stage_function()), verb.key
            assert verb.sheet and verb.page and verb.button, verb.key
        if verb.button:
            assert verb.label in sentences() or verb.key in ("new", "help", "about"), verb.key


def test_every_verb_has_its_options_and_a_function_at_the_console() -> None:
    buttons = {verb.key for verb in registry.verbs() if verb.kind is Kind.BUTTON}
    assert {verb.key for verb in registry.verbs()} == {*STEPS} | buttons | OPTIONS.keys()
    for verb in registry.verbs():
        if verb.key in OPTIONS:
            module, function = _place(verb)
            assert callable(getattr(import_module(f"salesplan_xl.doors.console.{module}"), function)), (
                verb.key
            )


def test_resets_are_blocks_whose_edits_are_kept() -> None:
    known = {block.key for page in SHEETS for block in (*page.tables, *page.grids)}
    for verb in registry.verbs():
        assert verb.resets <= known, verb.key


def test_a_word_of_two_verbs_is_a_group() -> None:
    line = command_line(registry.verbs())
    assert sorted(line.commands["bench"].commands) == [
        "import",
        "late",
        "outcome",
        "reorder",
        "run",
        "season",
    ]  # type: ignore[attr-defined]
    with registry.added(Verb("tiers deep", Kind.BOOK)), pytest.raises(TypeError, match="tiers"):
        command_line(registry.verbs())


def test_the_files_an_import_takes_are_those_it_can_merge() -> None:
    assert set(IMPORTS.values()) == set(ROW_KEYS)


def test_every_button_the_ribbon_knows_does_something() -> None:
    assert {*ribbon.WITHOUT_STEP, *ribbon.ON_BOOK, *STEPS} == {verb.key for verb in registry.buttons()}
    assert {button.command for button in lite_buttons()} == {*STEPS, "import"}
