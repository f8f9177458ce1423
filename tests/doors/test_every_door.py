"""Every verb through each of its doors: the console, its button on the ribbon, its button in a Lite book.

The verbs are those of the registry: a new one is asked for here as soon as it is declared, and one that is no step
needs a line of its own in ``LINES``. What the results are is told by the tests of each verb; here, that each door
leads to them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from salesplan_xl import __version__
from salesplan_xl.addin import home
from salesplan_xl.bench import distribution, importing, measure, season
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.catalogue import word
from salesplan_xl.commands import registry
from salesplan_xl.commands.books.new import lite_buttons
from salesplan_xl.commands.registry import Kind, Verb
from salesplan_xl.doors import ribbon
from salesplan_xl.doors.console import bench
from salesplan_xl.schema.workbook import sheet, tables
from salesplan_xl.templates.lite import main_py
from tests.addin.machines import windows
from tests.doors.answers import answer
from tests.doors.driver import ON_A_PLAN, Book
from tests.live.books import hexed
from tests.live.engine import Excel, objects, running
from tests.workbook.xlsx_lint import lint

Copy = Callable[..., Book]
MUSEUM = Path(__file__).parents[1] / "museum" / "v1" / "zh-yuan.xlsx"
ORDERS = "Order date,Customer,Amount (10k CNY)\n2026-05-05,Harbour Ltd,30\n"
BUYERS = "customer,date,amount\n" + "\n".join(
    f"K{at % 7},2025-{month:02d}-{1 + at},100"
    for at in range(20)
    for month in range(1 + at % 5, 13, 1 + at % 3)
)
SLOW = ("bench run", "demo", "merge", "pdf", "upgrade")


@dataclass(frozen=True)
class Line:
    """How a verb that is no step is typed: after which others, and what its answer must bring."""

    arguments: tuple[object, ...]
    brings: str
    before: tuple[tuple[object, ...], ...] = ()


_SPLIT = ("split", "plan.xlsx", "-o", "reps")
LINES = {
    "new": Line(("made.xlsx", "--year", 2027), "output"),
    "upgrade": Line(("old.xlsx",), "changes"),
    "restore": Line(("plan.xlsx", "看板"), "changes"),
    "undo": Line(("plan.xlsx",), "changes"),
    "import": Line(("plan.xlsx", "--orders", "orders.csv"), "tables"),
    "imports": Line(("plan.xlsx",), "batches", (("import", "plan.xlsx", "--orders", "orders.csv"),)),
    "demo": Line(("--lang", "en", "-o", "demo.xlsx"), "figures"),
    "explain": Line(("tiers",), "text"),
    "completion": Line(("bash",), "script"),
    "bench import": Line(("--repeat", 1), "csv_ratio"),
    "bench late": Line(("--size", "rep"), "auc"),
    "bench outcome": Line((), "books"),
    "bench season": Line((), "books"),
    "bench reorder": Line(("--data", "buyers.csv", "--horizon", 30), "models"),
    "letters": Line(
        ("plan.xlsx", "--customer", "Harbour Ltd", "-o", "letters"),
        "files",
        (("import", "plan.xlsx", "--orders", "orders.csv"),),
    ),
    "bench run": Line(("--size", "rep", "--repeat", 1), "seconds"),
    "addin install": Line((), "written"),
    "addin uninstall": Line((), "removed", (("addin install",),)),
    "addin doctor": Line((), "checks", (("addin install",),)),
    "copy": Line(("plan.xlsx", "-o", "boss.xlsx"), "output"),
    "pdf": Line(("plan.xlsx", "-o", "plan.pdf"), "output"),
    "send": Line(("plan.xlsx", "--to", "wang@gongsi.cn", "--no-pdf"), "files"),
    "split": Line(_SPLIT[1:], "output"),
    "merge": Line(("plan.xlsx", "reps/plan-王敏.xlsx", "-o", "merged.xlsx"), "output", (_SPLIT,)),
    "rollup": Line(("plan.xlsx", "-o", "team.xlsx"), "output"),
    "submit": Line(("plan.xlsx",), "grids"),
}


def _books() -> dict[Path, bytes]:
    """Every workbook below the folder worked in, backups aside: those hold what a book was before."""
    return {path: path.read_bytes() for path in Path().rglob("*.xls?") if ".bak" not in path.name}


def _without_dashboard(path: Path) -> None:
    """The user has deleted a sheet."""
    file = openpyxl.load_workbook(path)
    del file["看板"]
    file.save(path)


def _typed(*, steps: bool) -> list[object]:
    verbs = (
        verb
        for verb in registry.verbs()
        if verb.kind is not Kind.BUTTON and (verb.kind is Kind.STEP) == steps
    )
    return [
        pytest.param(verb, id=verb.key, marks=[pytest.mark.slow] if verb.key in SLOW else [])
        for verb in verbs
    ]


def _ids(verbs: tuple[Verb, ...]) -> list[object]:
    return [pytest.param(verb, id=verb.key) for verb in verbs]


# ── the console ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", _typed(steps=True))
def test_a_step_at_the_console(copy: Copy, verb: Verb) -> None:
    book = copy("planned" if verb.key in ON_A_PLAN else "typed")
    month = ("--month", "2027-03") if verb.asks_month else ()
    done = answer(verb.key, book.path, *month, *(("--tables",) if verb.summary else ()))
    assert done["output"] == str(book.path)
    assert done["changes"]
    assert done["tables"] or done["grids"] or verb.key in ON_A_PLAN
    assert lint(book.path.read_bytes()) == []
    assert book.rows("log")[-1]["command"] == word(verb.label, "zh")


@pytest.mark.parametrize("verb", _typed(steps=False))
def test_another_verb_at_the_console(
    copy: Copy, verb: Verb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = LINES[verb.key]
    machine = windows(tmp_path / "王 敏")
    monkeypatch.setattr(home, "this_system", lambda: machine)
    _few_to_measure(monkeypatch)
    book = copy("planned")
    if verb.key == "restore":
        _without_dashboard(book.path)
    shutil.copy(MUSEUM, "old.xlsx")
    Path("orders.csv").write_text(ORDERS, encoding="utf-8")
    Path("buyers.csv").write_text(BUYERS, encoding="utf-8")
    for command, *arguments in line.before:
        answer(str(command), *arguments)
    before = _books()
    done = answer(verb.key, *line.arguments)
    assert done[line.brings], done
    assert [
        (path, lint(data)) for path, data in _books().items() if data != before.get(path) and lint(data)
    ] == []
    assert done["output"] is None or Path(done["output"]).exists()


def _few_to_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Benchmarks on a handful of books and rows: here only that they are reached."""
    few = partial(distribution.distribution_checks, 2, 1000)
    monkeypatch.setattr(bench.distribution, "distribution_checks", few)
    monkeypatch.setattr(season, "BOOKS", 2)
    monkeypatch.setattr(measure, "_median", lambda *_: 1.0)
    monkeypatch.setattr(importing, "CSV_ROWS", 400)
    monkeypatch.setattr(importing, "XLSX_ROWS", 200)


def test_every_line_is_of_a_verb() -> None:
    assert {
        verb.key for verb in registry.verbs() if verb.kind not in (Kind.STEP, Kind.BUTTON)
    } == LINES.keys()


# ── the ribbon ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def excel(copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Excel]:
    """Excel with a computed book that is saved on disk; it prints a sheet of paper."""

    def to_pdf(_: objects.Book, path: str, quality: str) -> None:
        Path(path).write_bytes(b"%PDF-1.7 from Excel\n%%EOF\n")

    monkeypatch.setattr(objects.Book, "to_pdf", to_pdf, raising=False)
    book = copy("planned", "en")
    with running() as started:
        started.open(book.path.read_bytes(), book.path.name, fullname=str(book.path))
        yield started


# What the buttons do that write nothing into the open book.
SHOWS: dict[str, Callable[[Excel, Path], bool]] = {
    "new": lambda excel, made: xw.books.active.name == made.name and made.exists(),
    "send": lambda excel, made: any(made.parent.glob("*/*.eml")) and any(made.parent.glob("*/*.pdf")),
    "letters": lambda excel, made: "--customer" in excel.alerts[-1].prompt,
    "year-word": lambda excel, made: len(list(made.parent.glob("Year-report-*.docx"))) == 1,
    "help": lambda excel, made: xw.books.active.sheets.active.name == sheet("guide").label.of("en"),
    "about": lambda excel, made: __version__ in excel.alerts[-1].prompt,
}


@pytest.mark.parametrize("verb", _ids(registry.buttons()))
def test_a_button_of_the_ribbon(excel: Excel, verb: Verb, tmp_path: Path) -> None:
    """The sheet that shows the result comes to the front, and the status bar says how much changed."""
    assert verb.button
    made, orders = tmp_path / "made.xlsx", tmp_path / "orders.csv"
    orders.write_text(ORDERS, encoding="utf-8")
    given = {"": "", "month": "2027-05", "path": str(made), "files": str(orders)}
    ribbon.press(verb.key, hexed(given[verb.button.asks]), "en")
    assert not any(alert.mode == "critical" for alert in excel.alerts), excel.alerts
    if verb.key in SHOWS:
        assert SHOWS[verb.key](excel, made)
        return
    said = (
        r"Undone: 'Plan in one click' of .+"
        if verb.key == "undo"
        else rf"{word(verb.label, 'en')} done: [\d,]+ cells changed"
    )
    assert re.fullmatch(said, str(excel.status_bar))
    if verb.sheet:
        assert xw.books.active.sheets.active.name == sheet(verb.sheet).label.of("en")


# ── xlwings Lite ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", _ids(registry.lite_buttons()))
def test_a_button_of_a_lite_book(
    copy: Copy, verb: Verb, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The function of the book's own script, as xlwings Lite calls it."""
    monkeypatch.setattr(xw, "script", lambda name: lambda function: function, raising=False)
    script: dict[str, Callable[..., None]] = {}
    exec(compile(main_py("zh", lite_buttons()), "main.py", "exec"), script)
    with running() as started:
        file = copy("planned" if verb.key in ON_A_PLAN else "typed")
        book = started.open(file.path.read_bytes())
        if verb.key == "import":
            _paste_orders(file, book)
        started.lite = True
        script[f"sp_{verb.key.replace('-', '_')}"](book, *(("2027-05",) if verb.asks_month else ()))
        assert started.alerts == []
        assert book.sheets.active.name == sheet(verb.sheet).label.of("zh")
    assert re.match(rf"{word(verb.label, 'zh')}完成:[1-9][\d,]*个单元格有变化\n", capsys.readouterr().out)


def _paste_orders(file: Book, book: xw.Book) -> None:
    """The user pastes orders two rows below the table of the sheet 导入."""
    form = XlsxFile.open(file.path).tables[tables()["import_form"].name]
    book.sheets[form.sheet].range((form.last_row + 3, 1)).value = [
        line.split(",") for line in ORDERS.splitlines()
    ]
