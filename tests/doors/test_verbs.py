"""Every verb keeps the same promises: help with examples, JSON, -o, --in-place, --dry-run, --lang, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.catalogue import word
from salesplan_xl.commands import registry
from salesplan_xl.commands.books import demo, explain
from salesplan_xl.schema.layout import column_letters
from tests.doors.answers import checked
from tests.doors.driver import ON_A_PLAN, STEPS, Book, fingerprint, salesplan

LANGS = ("zh", "en")
OTHERS = ("new", "import", "demo", "explain")
KEYS = {
    "schema", "command", "version", "ok", "exit_code", "output", "blocked", "lead", "changed", "figures", "tables", "grids",
    "findings", "changes",
}  # fmt: skip
FINDING_KEYS = {"code", "severity", "sheet", "cell", "sentence", "remedy", "values"}
# Every step in Chinese, and in English those that between them write every kind of cell.
EITHER = [
    pytest.param(verb, lang, marks=[] if verb == "run" else pytest.mark.slow)
    for verb, lang in (*((verb, "zh") for verb in STEPS), ("run", "en"), ("month", "en"), ("review", "en"))
]
MONTH = {"kpi": ("--month", "2027-03"), "month": ("--month", "2027-03")}
SILENT = ("_系统", "_system", "_撤销", "_undo", "操作记录", "Log")


def console(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own."""
    home = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, "-m", "salesplan_xl", *map(str, arguments)],
        capture_output=True, timeout=120, check=False, env={**os.environ, "PYTHONPATH": home, **environment},
    )  # fmt: skip


def cells(path: Path) -> dict[tuple[str, int, int], object]:
    """Every filled cell as shown, sheet by sheet, without the book's own records."""
    file = XlsxFile.open(path)
    return {
        (sheet.name, r, c): value
        for sheet in file.sheets if sheet.name not in SILENT
        for r, line in enumerate(file.rows(sheet.name), 1)
        for c, value in enumerate(line, 1) if value != ""
    }  # fmt: skip


def files(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


# ── help ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", LANGS)
def test_help_in_both_languages(lang: str) -> None:
    """One process tells the main help; it names every verb."""
    said = console("--help", SALESPLAN_LANG=lang, PYTHONIOENCODING="utf-8")
    text = said.stdout.decode()
    assert said.returncode == 0
    assert all(verb in text for verb in (*STEPS, *OTHERS))
    assert ("规划簿" in text) == (lang == "zh")


_ALL_HELP = """
import sys
sys.argv = ["salesplan", "--lang", {lang!r}]
from salesplan_xl.doors.cli import main
from click.testing import CliRunner
for verb in {verbs!r}:
    print("=====", verb)
    print(CliRunner().invoke(main, [*verb.split(), "--help"], terminal_width=100).output)
"""


@pytest.mark.parametrize("lang", LANGS)
def test_every_verb_has_help_with_examples(lang: str) -> None:
    verbs = (*STEPS, *OTHERS, "bench run")
    code = _ALL_HELP.format(lang=lang, verbs=verbs)
    home = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": home, "PYTHONIOENCODING": "utf-8"}
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=120, check=True, env=environment
    )
    pages = dict(page.split("\n", 1) for page in said.stdout.decode().split("===== ")[1:])
    assert list(pages) == list(verbs)
    for verb, page in pages.items():
        assert {"zh": "例子", "en": "Examples"}[lang] in page, verb
        assert page.count(f"salesplan {verb}") >= 2, verb
        assert any("一" <= character <= "鿿" for character in page) == (lang == "zh") or verb == "import", (
            verb
        )


# The verbs that look at the whole plan, and those with figures of their own.
WITH_FIGURES = ("run", "month-end", "accounts", "sprint", "reorder", "yearend")


# ── steps on a book ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(("verb", "lang"), EITHER)
def test_out_leaves_the_input_as_it_was_and_twice_changes_nothing(
    copy: Callable[..., Book], tmp_path: Path, verb: str, lang: str
) -> None:
    """-o writes another file and no backup; the JSON names it; the log has a line for the work.

    The second time there is nothing to write: not one cell, not one byte, no backup, no log line.
    """
    book = copy("planned" if verb in ON_A_PLAN else "typed", lang)
    before, logged = fingerprint(book.path), [row["command"] for row in book.rows("log")]
    said = salesplan(verb, book.path, *MONTH.get(verb, ()), "-o", "new.xlsx", "--json")
    assert said.code == 0, said.screen
    assert set(said.document) == KEYS
    assert said.document["command"] == verb
    assert said.document["output"] == "new.xlsx"
    assert said.document["blocked"] is False
    assert all(set(finding) == FINDING_KEYS for finding in said.document["findings"])
    assert bool(said.document["figures"]) == (verb in WITH_FIGURES)
    assert fingerprint(book.path) == before
    assert files(tmp_path) == {"plan.xlsx", "new.xlsx"}
    new = Book(tmp_path / "new.xlsx", lang)
    assert [row["command"] for row in new.rows("log")] == [*logged, word(f"C-NAME-{verb.upper()}", lang)]
    made = fingerprint(new.path)
    again = salesplan(verb, new.path, *MONTH.get(verb, ()), "--json")
    assert (again.code, again.document["changed"], again.document["changes"]) == (0, 0, [])
    assert fingerprint(new.path) == made
    assert files(tmp_path) == {"plan.xlsx", "new.xlsx"}


@pytest.mark.slow
@pytest.mark.parametrize("verb", STEPS)
def test_a_dry_run_lists_exactly_what_then_changes(
    copy: Callable[..., Book], tmp_path: Path, verb: str
) -> None:
    book = copy("planned")
    book.type_setting(
        growth_a=0.1, visits_a=3.0, cadence="自定义", current_month="2027-02", as_of="2027-02-28"
    )
    book.delete_row("customers", "常州明照新能源")
    before, present = fingerprint(book.path), cells(book.path)
    more = (*MONTH.get(verb, ()), *(("--tables",) if registry.verb(verb).summary else ()), "--json")
    dry = salesplan(verb, book.path, "--dry-run", *more)
    assert dry.code in (0, 1)
    assert dry.document["output"] is None
    assert fingerprint(book.path) == before
    assert files(tmp_path) == {"plan.xlsx"}
    done = salesplan(verb, book.path, *more)
    for key in ("changes", "changed", "tables", "grids"):
        assert done.document[key] == dry.document[key], key
    after = cells(book.path)
    listed = {(item["sheet"], item["cell"]): item["new"] for item in dry.document["changes"]}
    assert len(listed) == dry.document["changed"]
    stray = [place for place in _moved(present, after) if (place[0], _address(place)) not in listed]
    # Rows that move up because others went away show other customers, but are no change of a cell.
    assert all(
        place[0]
        in (
            "客户健康诊断表",
            "目标推导",
            "作战地图",
            "月度跟踪",
            "本月清单",
            "时间配置",
            "检查结果",
            "看板",
            "年终总结",
            "客户地图",
        )
        for place in stray
    )
    wrong = [(place, new) for place, new in listed.items() if not _shows(after, place, new)]
    assert not wrong


def _moved(
    before: dict[tuple[str, int, int], object], after: dict[tuple[str, int, int], object]
) -> list[tuple[str, int, int]]:
    return [place for place in before.keys() | after.keys() if before.get(place) != after.get(place)]


def _address(place: tuple[str, int, int]) -> str:
    return f"{column_letters(place[2])}{place[1]}"


def _shows(after: dict[tuple[str, int, int], object], place: tuple[str, str], new: object) -> bool:
    letters, row = coordinate_from_string(place[1])
    shown = after.get((place[0], row, column_index_from_string(letters)))
    if hasattr(shown, "isoformat"):
        return str(new).startswith(shown.isoformat()[:10])
    if isinstance(new, (int, float)) and isinstance(shown, (int, float)):
        return abs(new - shown) < 1e-9
    return (shown or None) == (new or None)


@pytest.mark.parametrize("flags", [(), ("--in-place",)])
def test_in_place_keeps_a_backup(copy: Callable[..., Book], tmp_path: Path, flags: tuple[str, ...]) -> None:
    book = copy("typed")
    before = fingerprint(book.path)
    assert salesplan("run", book.path, *flags).code == 0
    assert fingerprint(tmp_path / "plan.bak.xlsx") == before != fingerprint(book.path)
    assert files(tmp_path) == {"plan.xlsx", "plan.bak.xlsx"}


@pytest.mark.slow
def test_out_with_nothing_to_change_still_gives_the_file(copy: Callable[..., Book], tmp_path: Path) -> None:
    book = copy("planned")
    said = salesplan("run", book.path, "-o", "same.xlsx", "--json")
    assert said.document["changed"] == 0
    assert fingerprint(tmp_path / "same.xlsx") == fingerprint(book.path)


@pytest.mark.slow
def test_messages_follow_the_book_unless_told_otherwise(copy: Callable[..., Book]) -> None:
    assert "年销售规划" in salesplan("run", copy("typed", "zh").path).out
    assert "Sales plan 2027" in salesplan("run", copy("typed", "en").path).out
    assert "Sales plan 2027" in salesplan("run", copy("typed", "zh").path, "--lang", "en").out
    assert "年销售规划" in salesplan("run", copy("typed", "en").path, "--lang", "zh").out


@pytest.mark.parametrize(
    ("lang", "asked", "word"),
    [
        ("zh", None, "客户清单还没有客户"),
        ("en", None, "customer list is empty"),
        ("zh", "en", "customer list is empty"),
        ("en", "zh", "客户清单还没有客户"),
    ],
)
def test_errors_follow_the_book_too(
    copy: Callable[..., Book], lang: str, asked: str | None, word: str
) -> None:
    said = salesplan("run", copy("empty", lang).path, *(("--lang", asked) if asked else ()))
    assert said.code == 1
    assert word in said.err


@pytest.mark.slow
def test_the_book_speaks_its_own_language_whatever_the_console_speaks(copy: Callable[..., Book]) -> None:
    book = copy("typed", "en")
    assert salesplan("run", book.path, "--lang", "zh").code == 0
    texts = [str(value) for key, value in cells(book.path).items()]
    customers = {row["name"] for row in book.rows("customers")}
    chinese = [
        text
        for text in texts
        if any("一" <= character <= "鿿" for character in text)
        and not any(name in text or text in name for name in customers)
    ]
    assert set(chinese) <= {"王敏", "苏州园区", "无锡新区", "常州", "南通", "宁波", "嘉兴", "湖州"}


# ── lean books ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_a_lean_book_shows_a_sheet_when_it_is_needed(
    copy: Callable[..., Book], tmp_path: Path, lang: str
) -> None:
    """Receivables and the import log appear with the import, the targets with their command, nothing else."""
    book = copy("lean", lang)
    dues, targets = {"zh": ("应收账款", "目标推导"), "en": ("Receivables", "Targets")}[lang]
    log = {"zh": "导入记录", "en": "Import log"}[lang]
    hidden = _hidden(book)
    assert hidden >= {dues, targets, log}
    orders, receivables = tmp_path / "orders.csv", tmp_path / "dues.csv"
    orders.write_text("Order date,Customer,Amount (10k CNY)\n2026-05-05,Harbour Ltd,30\n", encoding="utf-8")
    receivables.write_text(
        "Customer,Due date,Amount (10k CNY)\nHarbour Ltd,2026-08-05,30\n", encoding="utf-8"
    )
    assert salesplan("import", book.path, "--orders", orders).code == 0
    assert _hidden(book) == hidden - {log}
    assert salesplan("import", book.path, "--receivables", receivables).code == 0
    assert _hidden(book) == hidden - {log, dues}
    assert salesplan("targets", book.path).code == 0
    assert _hidden(book) == hidden - {log, dues, targets}


def _hidden(book: Book) -> set[str]:
    return {sheet.name for sheet in XlsxFile.open(book.path).sheets if sheet.state == "hidden"}


# ── new, demo, explain ──────────────────────────────────────────────────────────────────────────────


def test_new_never_replaces_a_book_unasked(copy: Callable[..., Book], tmp_path: Path) -> None:
    book = copy("planned")
    before = fingerprint(book.path)
    said = salesplan("new", book.path)
    assert (said.code, "SP-315" in said.err) == (3, True)
    assert fingerprint(book.path) == before
    assert salesplan("new", book.path, "--overwrite").code == 0
    assert fingerprint(tmp_path / "plan.bak.xlsx") == before


@pytest.mark.slow
def test_new_in_yuan_for_a_year(tmp_path: Path) -> None:
    said = salesplan("new", "yuan.xlsx", "--year", 2030, "--unit", "yuan", "--lang", "zh", "--json")
    assert (said.document["command"], said.document["output"]) == ("new", "yuan.xlsx")
    book = Book(tmp_path / "yuan.xlsx", "zh", "yuan")
    assert (book.setting("plan_year"), book.setting("money_unit"), book.setting("a_threshold")) == (
        2030,
        "元",
        1_000_000,
    )
    assert book.setting("as_of") is None


@pytest.mark.slow
def test_two_demos_stand_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo never touches a file that is there, and shows what it made; as JSON its figures, no rows unless asked.

    Made once and saved twice: that it comes out the same every time is told in ``packaging/test_generated``.
    """
    made = cache(partial(demo.demo_book, report=lambda _: None))
    monkeypatch.setattr(demo, "demo_book", lambda lang, size, _: made(lang, size))
    first, second = salesplan("demo", "--lang", "zh"), salesplan("demo", "--lang", "zh", "--json")
    assert first.code == 0
    document = checked(second, "demo")
    assert files(tmp_path) == {"SalesPlan-演示.xlsx", "SalesPlan-演示-v2.xlsx"}
    assert str(tmp_path / "SalesPlan-演示.xlsx") in first.out
    assert (document["figures"]["customers"], document["tables"]) == (60, None)
    assert set(document) == KEYS
    assert fingerprint(tmp_path / "SalesPlan-演示.xlsx") == fingerprint(tmp_path / "SalesPlan-演示-v2.xlsx")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", explain.pages())
def test_explain_shows_every_page(page: str, lang: str) -> None:
    said = salesplan("explain", page, "--lang", lang)
    assert said.code == 0
    assert explain.title(page, lang).startswith(said.out.splitlines()[0])


# ── exit codes ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--version",), 0),
        (("--help",), 0),
        (("run",), 2),
        (("runn", "plan.xlsx"), 2),
        (("run", "plan.xlsx", "--nonsense"), 2),
        (("run", "plan.xlsx", "-o", "x.xlsx", "--in-place"), 2),
        (("new", "x.xlsx", "--year", "abc"), 2),
        (("new", "x.xlsx", "--demo", "huge"), 2),
        (("run", "plan.xlsx", "--lang", "fr"), 2),
        (("run", "missing.xlsx"), 3),
        (("explain", "astrology"), 1),
        (("kpi", "plan.xlsx", "--month", "March"), 1),
        (("import", "plan.xlsx"), 1),
    ],
)
def test_exit_codes(copy: Callable[..., Book], tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    book = copy("planned")
    before = fingerprint(book.path)
    said = salesplan(*arguments)
    assert said.code == code, said.screen
    assert "Traceback" not in said.screen
    assert fingerprint(book.path) == before
    assert files(tmp_path) == {"plan.xlsx"}
