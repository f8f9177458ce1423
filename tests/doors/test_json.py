"""``--json`` of every verb: one form, checked by its JSON Schema, whatever happens and on any console."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest

from salesplan_xl.addin import home
from salesplan_xl.bench import distribution
from salesplan_xl.catalogue import word
from salesplan_xl.catalogue.render import errors
from salesplan_xl.commands import registry
from salesplan_xl.commands.books.explain import explain
from salesplan_xl.commands.registry import Kind
from salesplan_xl.commands.steps import targets
from salesplan_xl.doors.console import bench
from salesplan_xl.doors.document import as_json, plain
from salesplan_xl.findings import Sentence
from salesplan_xl.schema.types import Filled, Label
from salesplan_xl.schema.workbook import grids, tables
from tests.addin.machines import windows
from tests.doors.answers import CHECK, answer, checked
from tests.doors.driver import ON_A_PLAN, STEPS, Book, fingerprint, salesplan
from tests.fast import fast_only

Copy = Callable[..., Book]
LANGS = ("zh", "en")
# Rows that a document lists and no table of the book holds whole: the sheet tells them in words.
LISTS = {
    "accounts": {"similar", "white_space", "account_week"},
    "yearend": {"results", "quality", "process", "accountable"},
}
# Columns of which a document tells keys or yes and no where the sheet has words.
KEYS = {
    "attributions": {"doubts", "reuse"}, "matrix": {"differs"},
    "goals": {"missing", "specific", "measurable", "actionable", "challenging", "timed"},
}  # fmt: skip
ZHANG, LI = "苏州恒锐机械有限公司", "无锡宏泰重工有限公司"


def test_the_form_is_a_json_schema_and_refuses_what_is_none_of_it() -> None:
    jsonschema.Draft202012Validator.check_schema(CHECK.schema)
    good = json.loads(salesplan("explain", "json", "--json").out)
    assert CHECK.is_valid(good)
    for key in ("schema", "command", "tables", "findings", "text"):
        assert not CHECK.is_valid({name: value for name, value in good.items() if name != key}), key
    for spoiled in (
        {"schema": 2}, {"exit_code": 5}, {"tables": {"map": [{"q1": [1]}]}}, {"changes": [{"sheet": "A"}]},
        {"error": {"code": "F-101", "sentence": "x", "values": {}}},
    ):  # fmt: skip
        assert not CHECK.is_valid(good | spoiled), spoiled


# ── steps ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(
    ("verb", "lang"), [*((verb, "zh") for verb in STEPS), ("run", "en"), ("month", "en")]
)
def test_a_step_tells_the_rows_it_writes(copy: Copy, verb: str, lang: str) -> None:
    """What the document says is what the saved book shows; ``test_verbs`` finds that a dry run says the same."""
    book = copy("planned", lang)
    book.type_setting(growth_a=0.1)
    done = answer(verb, book.path, *(("--tables",) if registry.verb(verb).summary else ()))
    assert (done["output"], done["ok"]) == (str(book.path), True)
    assert done["tables"] or done["grids"] or verb in ON_A_PLAN
    assert done["tables"].keys() - tables().keys() == LISTS.get(verb, set())
    for table in done["tables"].keys() & tables().keys():
        rows = done["tables"][table]
        assert not rows or list(rows[0]) == tables()[table].keys()
        assert _same_rows(book, table, rows), table
    for grid, rows in done["grids"].items():
        assert _same_grid(book, grid, rows), grid


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["run", "review", "yearend"])
def test_a_second_run_tells_the_same(copy: Copy, verb: str) -> None:
    """Although nothing is written any more: rows are kept, looked back on, and drawn as a page."""
    book = copy("planned")
    more = ("--tables",) if registry.verb(verb).summary else ()
    done, again = (answer(verb, book.path, *more) for _ in range(2))
    assert (done["tables"], done["grids"]) == (again["tables"], again["grids"])


def _same_rows(book: Book, table: str, rows: list[dict[str, Any]]) -> bool:
    shown = book.rows(table)
    told_by_key = KEYS.get(table, set())
    plain_keys = [
        column.key
        for column in tables()[table].columns
        if not column.choices and column.key not in told_by_key
    ]
    # Rows in which only formulas show something are no rows of ours.
    typed = [column.key for column in tables()[table].columns if column.filled is not Filled.FORMULA]
    shown = [row for row in shown if any(row[key] not in (None, "") for key in typed)]
    return len(shown) == len(rows) and all(
        _alike(row[key], cell[key]) for row, cell in zip(rows, shown, strict=True) for key in plain_keys
    )


def _same_grid(book: Book, grid: str, rows: dict[str, dict[str, Any]]) -> bool:
    shown = book.grid(grid)
    words = {column.key for column in grids()[grid].columns if column.choices}
    return all(
        _alike(value, shown[row][column])
        for row, cells in rows.items() for column, value in cells.items() if column not in words
    )  # fmt: skip


def _alike(value: Any, shown: Any) -> bool:
    if shown == "" or (isinstance(shown, str) and shown.startswith("#")):
        shown = None
    if hasattr(shown, "isoformat"):
        return value == shown.isoformat()[:10]
    if isinstance(value, float) and isinstance(shown, (int, float)):
        return math.isclose(value, shown, rel_tol=1e-9, abs_tol=1e-9)
    return bool(value == shown)


def test_list_values_are_keys_in_either_language(copy: Copy) -> None:
    """The same words for a program, whatever the book's language."""
    rows = {lang: answer("health", copy("planned", lang).path)["tables"]["health"] for lang in LANGS}
    columns = [column.key for column in tables()["health"].columns if column.choices]
    assert columns
    keys = {lang: [[row[key] for key in columns] for row in rows[lang]] for lang in LANGS}
    assert keys["zh"] == keys["en"]
    allowed = {item.key for key in columns for item in tables()["health"].column(key).choices}
    assert {value for row in keys["zh"] for value in row} <= allowed | {None}


def test_a_whole_plan_gives_its_rows_only_when_asked(copy: Copy) -> None:
    book = copy("typed")
    few, whole = answer("run", book.path, "--dry-run"), answer("run", book.path, "--dry-run", "--tables")
    assert (few["tables"], few["grids"]) == (None, None)
    assert {"health", "targets", "quarters", "map"} <= whole["tables"].keys()
    assert [row["customer"] for row in whole["tables"]["targets"]][:2] == [ZHANG, LI]
    assert few["figures"] == whole["figures"] and few["findings"] == whole["findings"]
    assert few["figures"]["unit"] == "wan"
    assert 0 < few["figures"]["share_a"] < 1


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_follow_the_language_asked_for_and_rows_that_of_the_book(copy: Copy, lang: str) -> None:
    other = {"zh": "en", "en": "zh"}[lang]
    book = copy("planned", lang)
    asked, own = answer("check", book.path, "--lang", other), answer("check", book.path)
    assert [item["code"] for item in asked["findings"]] == [item["code"] for item in own["findings"]]
    assert asked["findings"][0]["sentence"] != own["findings"][0]["sentence"]
    assert asked["tables"] == own["tables"]
    assert asked["tables"]["findings"][0]["sentence"] == own["findings"][0]["sentence"]


def test_a_finding_brings_its_values(copy: Copy) -> None:
    book = copy("typed")
    book.type("customers", LI, this_year=100.0)
    (finding,) = [
        item
        for item in answer("health", book.path)["findings"]
        if item["code"] == "F-210" and item["values"]["customer"] == LI
    ]
    assert finding["severity"] == "warning"
    assert finding["values"]["last_year"] == 310.0
    assert LI in finding["sentence"]


# ── the other verbs ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", fast_only(LANGS, "zh"))
def test_books_made_and_filled(lang: str, tmp_path: Path) -> None:
    made = answer("new", "plan.xlsx", "--year", 2027, "--lang", lang)
    assert (made["output"], made["tables"]) == ("plan.xlsx", {})
    orders = tmp_path / "orders.csv"
    orders.write_text("Order date,Customer,Amount (10k CNY)\n2026-05-05,Harbour Ltd,30\n", encoding="utf-8")
    dry = answer("import", "plan.xlsx", "--orders", orders, "--dry-run")
    done = answer("import", "plan.xlsx", "--orders", orders)
    assert dry["tables"] == done["tables"]
    (order,) = done["tables"]["orders"]
    assert (order["date"], order["customer"], order["amount"]) == ("2026-05-05", "Harbour Ltd", 30.0)
    assert [row["name"] for row in done["tables"]["customers"]] == ["Harbour Ltd"]


@pytest.mark.parametrize("lang", fast_only(LANGS, "zh"))
def test_undo_tells_the_rows_as_they_stand_afterwards(copy: Copy, lang: str) -> None:
    book = copy("planned", lang)
    before = answer("targets", book.path, "--dry-run")["tables"]["targets"]
    book.type_setting(growth_a=0.2)
    assert answer("targets", book.path)["tables"]["targets"] != before
    present = fingerprint(book.path)
    dry = answer("undo", book.path, "--dry-run")
    assert fingerprint(book.path) == present
    done = answer("undo", book.path)
    assert dry["tables"] == done["tables"]
    assert dry["changes"] == done["changes"]
    assert _same_rows(book, "targets", done["tables"]["targets"])
    assert (dry["output"], done["output"]) == (None, str(book.path))


@pytest.mark.parametrize("lang", LANGS)
def test_submit_tells_what_is_kept(copy: Copy, lang: str) -> None:
    book = copy("planned", lang)
    dry, done = answer("submit", book.path, "--dry-run"), answer("submit", book.path)
    assert dry["grids"] == done["grids"]
    assert done["grids"]["report_submitted"]["derived"]["submitted"] > 0


@pytest.mark.slow
def test_handed_on_and_brought_back(team: Book) -> None:
    book = team
    copied = answer("copy", book.path, "-o", "boss.xlsx", "--owner", "李娜")
    assert (copied["output"], bool(copied["sheets"]), bool(copied["removed"])) == ("boss.xlsx", True, True)
    sent = answer("send", book.path, "--to", "wang@gongsi.cn", "--no-pdf")
    assert [Path(name).suffix for name in sent["files"]] == [".xlsx", ".eml"]
    assert Path(sent["output"]).is_dir()
    split = answer("split", book.path, "-o", "reps")
    assert (split["output"], split["figures"]["books"]) == ("reps", 3)
    li = Book(next(Path(name) for name in split["figures"]["files"] if "李娜" in name))
    li.type("map", LI, key_action="老板亲自上门")
    dry = answer("merge", book.path, li.path, "--dry-run")
    merged = answer("merge", book.path, li.path, "-o", "merged.xlsx")
    assert (dry["output"], merged["output"]) == (None, "merged.xlsx")
    for document in (dry, merged):
        (row,) = [row for row in document["tables"]["map"] if row["customer"] == LI]
        assert row["key_action"] == "老板亲自上门"
    summed = answer("rollup", *split["figures"]["files"], "-o", "team.xlsx", "--lang", "en")
    assert (summed["output"], summed["figures"]["books"]) == ("team.xlsx", 3)


@pytest.mark.slow
def test_a_pdf(copy: Copy) -> None:
    document = answer("pdf", copy("planned").path, "-o", "plan.pdf")
    assert (document["output"], document["sheets"]) == ("plan.pdf", ["看板", "汇报页"])


@pytest.mark.parametrize("lang", LANGS)
def test_a_guide_page(lang: str) -> None:
    document = answer("explain", "split", "--lang", lang)
    assert document["page"] == "team"
    assert document["text"] == explain("team", lang), "as it is written, in Markdown"


@pytest.mark.parametrize("lang", LANGS)
def test_the_add_in(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = windows(tmp_path / "王 敏")
    monkeypatch.setattr(home, "this_system", lambda: machine)
    installed = answer("addin install", "--lang", lang)
    assert Path(installed["output"]).exists()
    assert str(installed["output"]) in installed["written"]
    assert not installed["before"]
    assert answer("addin install", "--lang", lang)["written"] == []
    checks = salesplan("addin", "doctor", "--lang", lang, "--json").document
    CHECK.validate(checks)
    assert {check["check"] for check in checks["checks"]} > {"excel", "python"}
    assert answer("addin uninstall", "--lang", lang)["removed"]


@pytest.mark.slow
def test_measurements(monkeypatch: pytest.MonkeyPatch) -> None:
    few = partial(distribution.distribution_checks, books=3, draws=20_000)
    monkeypatch.setattr(bench.distribution, "distribution_checks", few)
    assert all(0 < item["largest"] < 0.02 for item in answer("bench outcome")["books"])
    late = answer("bench late", "--size", "rep")
    assert 0.5 < late["auc"] <= 1
    lines = salesplan("bench", "late", "--size", "rep").out
    assert lines.startswith(f"rep: {late['invoices']} invoices, {late['late']} late; AUC {late['auc']:.3f}")


@pytest.mark.slow
def test_measured_speed() -> None:
    document = answer("bench run", "--size", "rep", "--repeat", 1)
    assert document["rows"]["customers"] == 60
    assert document["seconds"]["run"] > document["seconds"]["limit"] > 0


def test_every_verb_can_be_asked_for_json() -> None:
    for verb in registry.verbs():
        if verb.kind is not Kind.BUTTON:
            assert "--json" in salesplan(*verb.key.split(), "--help").out, verb.key


# ── when it does not go well ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", fast_only(LANGS, "zh"))
def test_errors_in_the_data_keep_a_verb_from_writing(copy: Copy, lang: str) -> None:
    book = copy("planned", lang)
    book.type("customers", LI, this_year="一百二")
    before = fingerprint(book.path)
    said = salesplan("run", book.path, "--json")
    document = checked(said, "run", 1)
    assert (document["blocked"], document["ok"], document["output"], said.err) == (True, False, None, "")
    assert "F-001" in [item["code"] for item in document["findings"] if item["severity"] == "error"]
    assert fingerprint(book.path) == before
    for verb in ("tiers", "check"):
        answer(verb, book.path, "--dry-run", code=1)
    assert answer("submit", copy("typed", lang, "bare.xlsx").path, code=1)["blocked"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("command", "arguments", "code", "exit_code"),
    [
        ("run", ("missing.xlsx",), "SP-309", 3),
        ("undo", ("plan.xlsx",), "SP-208", 1),
        ("kpi", ("plan.xlsx", "--month", "March"), "SP-205", 1),
        ("import", ("plan.xlsx",), "SP-212", 1),
        ("new", ("plan.xlsx",), "SP-315", 3),
        ("explain", ("astrology",), "SP-206", 1),
        ("split", ("missing.xlsx",), "SP-309", 3),
        ("rollup", ("missing.xlsx", "-o", "team.xlsx"), "SP-342", 3),
        ("addin install", (), "SP-410", 4),
    ],
)
def test_a_refusal_is_a_document_as_well(
    copy: Copy, monkeypatch: pytest.MonkeyPatch, lang: str, command: str, arguments: tuple[str, ...], code: str,
    exit_code: int,
) -> None:  # fmt: skip
    """The document on standard output, the one sentence where it always stands, both in the same language."""
    copy("typed", lang)
    monkeypatch.setattr(home.sys, "platform", "linux")
    document = answer(command, *arguments, code=exit_code)
    said = salesplan(*command.split(), *arguments, "--json")
    assert document["error"]["code"] == code
    assert said.err == document["error"]["sentence"] + "\n"
    assert document["error"]["sentence"].startswith(code)
    assert salesplan(*command.split(), *arguments).out == ""


def test_a_refusal_speaks_the_language_of_the_book(copy: Copy) -> None:
    for lang in LANGS:
        document = answer("undo", copy("typed", lang).path, code=1)
        assert document["error"]["sentence"] == f"SP-208 {_error('SP-208', lang)}"
    document = answer("undo", copy("typed", "en").path, "--lang", "zh", code=1)
    assert document["error"]["sentence"] == f"SP-208 {_error('SP-208', 'zh')}"


def _error(code: str, lang: str) -> str:
    return str(getattr(errors()[code], lang))


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("run", "run"),
        ("runn plan.xlsx", None),
        ("run plan.xlsx --nonsense", "run"),
        ("run plan.xlsx -o x.xlsx --in-place", "run"),
        ("new x.xlsx --year abc", "new"),
        ("bench run --size huge", "bench run"),
        ("bench nothing", None),
        ("", None),
    ],
)
def test_a_mistyped_line_is_a_document_as_well(copy: Copy, line: str, command: str | None) -> None:
    copy("typed")
    said = salesplan(*line.split(), "--json")
    document = checked(said, command, 2)
    assert document["error"]["code"] == "usage"
    assert document["error"]["sentence"] in said.err


@pytest.mark.parametrize("lang", LANGS)
def test_a_bug_is_a_document_as_well(copy: Copy, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("half a face \ud83d")

    monkeypatch.setattr(targets, "stage", fail)
    said = salesplan("targets", copy("typed", lang).path, "--json")
    document = checked(said, "targets", 70)
    assert document["error"]["code"] == "SP-901"
    assert "Traceback" not in said.screen


# ── any console ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp936", "cp1252", "ascii", "utf-16"])
def test_utf_8_on_any_console_and_in_any_file(copy: Copy, encoding: str) -> None:
    """Emoji, Chinese and half a name: the bytes are UTF-8, whatever the console shows."""
    book = copy("typed")
    book.type_rows("customers", [{"name": "发财😀公司 é", "this_year": 99.0, "last_year": 400.0}])
    documents = []
    for arguments, code in ((("tiers", book.path, "--dry-run"), 0), (("run", "没有😀\udc80.xlsx"), 3)):
        done = _console(encoding, *arguments, "--json")
        assert done.returncode == code, done.stderr
        documents.append(json.loads(done.stdout.decode("utf-8")))
        CHECK.validate(documents[-1])
    assert "发财😀公司 é" in [row["customer"] for row in documents[0]["tables"]["health"]]


def _console(encoding: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "salesplan_xl", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, env=environment)


# ── values ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (None, None), (True, True), (np.bool_(True), True), (np.int64(3), 3), (np.float64(0.285), 0.285),
        (math.nan, None), (math.inf, None), (pd.NaT, None), (pd.Timestamp("2027-03-31"), "2027-03-31"),
        (pd.Timestamp("2027-03-31 09:30").to_pydatetime(), "2027-03-31T09:30:00"), (Path("a") / "b", str(Path("a") / "b")),
        (Label("客户", "Customer"), "Customer"), (("x", 1), ["x", 1]), ({"a": {2: math.nan}}, {"a": {"2": None}}),
        (Sentence("C-NAME-RUN"), word("C-NAME-RUN", "en")),
        ((Sentence("C-NAME-RUN"), Sentence("C-NAME-UNDO")), ["Plan in one click", "Undo"]), (Kind.STEP, "step"),
    ],
)  # fmt: skip
def test_values_become_plain(value: object, wanted: object) -> None:
    result = plain(value, "en")
    assert result == wanted
    assert type(result) is type(wanted)
    as_json({"value": result})


def test_what_is_no_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        as_json({"value": math.nan})
