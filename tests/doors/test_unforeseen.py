"""What nobody foresaw: one sentence, exit 70, a log for the developers; and consoles that cannot show everything."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan_xl.commands.steps import targets
from salesplan_xl.doors import crash
from tests.doors.driver import Book, fingerprint, salesplan


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("a bug\nwith two lines")

    monkeypatch.setattr(targets, "stage", fail)


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the log goes; made with the first one."""
    folder = tmp_path / "state"
    monkeypatch.setattr(crash, "log_folder", lambda: folder)
    return folder


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("flags", [(), ("--json",), ("--dry-run",)])
def test_a_bug_is_one_sentence_and_a_log(
    copy: Callable[..., Book], logs: Path, flags: tuple[str, ...]
) -> None:
    book = copy("typed")
    before = fingerprint(book.path)
    said = salesplan("run", book.path, *flags)
    assert said.code == 70
    assert said.out == "" or said.document["error"]["code"] == "SP-901"
    assert bool(said.out) == ("--json" in flags)
    assert said.err.startswith("SP-901 ")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert fingerprint(book.path) == before
    (log,) = logs.iterdir()
    assert str(log) in said.err
    text = log.read_text(encoding="utf-8")
    assert "\nRuntimeError\n" in text
    assert re.search(r"^  test_unforeseen\.py:\d+ broken\.<locals>\.fail$", text, re.MULTILINE)
    assert re.search(r"^  salesplan_xl/commands/engine/runner\.py:\d+ execute$", text, re.MULTILINE)


@pytest.mark.usefixtures("broken")
def test_a_bug_without_a_place_for_the_log(copy: Callable[..., Book], logs: Path) -> None:
    """A folder that cannot be made: the sentence comes all the same."""
    logs.write_text("in the way", encoding="utf-8")
    said = salesplan("run", copy("typed").path)
    assert said.code == 70
    assert "SP-901" in said.err
    assert "Traceback" not in said.err


def test_the_log_says_where_and_nothing_of_what(
    copy: Callable[..., Book], logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No customer, amount, file name or user name: neither of the error itself nor of what caused it."""

    def fail(_: object) -> None:
        try:
            float("苏州恒锐机械有限公司 420.75")
        except ValueError as error:
            raise KeyError("昆山金桥电子", 13_579) from error

    monkeypatch.setattr(targets, "stage", fail)
    said = salesplan("run", copy("typed", name="恒锐 2027.xlsx").path)
    assert said.code == 70
    text = (logs / "salesplan-error.log").read_text(encoding="utf-8")
    for secret in ("恒锐", "420", "金桥", "13", str(Path.home()), str(logs.parent)):
        assert secret not in re.sub(r":\d+ |Python \S+", "", text)
    assert text.index("\nValueError\n") < text.index("\nKeyError\n")


@pytest.mark.usefixtures("broken")
def test_the_log_is_the_users_alone_and_goes_through_no_link(copy: Callable[..., Book], logs: Path) -> None:
    book = copy("typed")
    victim = logs.parent / "letter.txt"
    victim.write_text("dear", encoding="utf-8")
    logs.mkdir()
    (logs / "salesplan-error.log").symlink_to(victim)
    assert salesplan("run", book.path).code == 70
    log = logs / "salesplan-error.log"
    assert not log.is_symlink() and stat.S_IMODE(log.stat().st_mode) == 0o600
    assert victim.read_text(encoding="utf-8") == "dear"
    assert [path.name for path in logs.iterdir()] == [log.name]


@pytest.mark.parametrize(
    ("system", "variable", "folder"),
    [
        ("linux", "XDG_STATE_HOME", "given/salesplan"),
        ("linux", "", ".local/state/salesplan"),
        ("darwin", "", "Library/Logs/SalesPlan"),
        ("win32", "LOCALAPPDATA", "given/SalesPlan"),
    ],
)
def test_each_system_has_its_place_for_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, variable: str, folder: str
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(crash.sys, "platform", system)
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "given"))
    assert crash.log_folder() == tmp_path / folder


def test_a_user_who_stops_the_work(copy: Callable[..., Book], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(targets, "stage", stop)
    book = copy("typed")
    before = fingerprint(book.path)
    assert salesplan("run", book.path).code == 130
    assert fingerprint(book.path) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "encoding"),
    [("zh", "cp936"), ("zh", "cp1252"), ("zh", "ascii"), ("zh", "utf-8"), ("en", "cp936"), ("en", "cp1252")],
)
def test_any_console(copy: Callable[..., Book], encoding: str, lang: str) -> None:
    """Chinese names on a Western console, emoji on a Chinese one: never a crash; ASCII is readable everywhere."""
    book = copy("typed", lang)
    book.type_rows("customers", [{"name": "发财😀公司 é", "this_year": 99.0, "last_year": 400.0}])
    said = _console(encoding, "run", book.path, "--lang", lang)
    assert said.returncode == 0, said.stderr
    assert b"2027" in said.stdout
    assert b"Traceback" not in said.stderr
    if encoding != "ascii" and (lang, encoding) != ("zh", "cp1252"):
        word = {"zh": "年销售规划", "en": "Sales plan"}[lang]
        assert word in said.stdout.decode(encoding)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp936", "cp1252"])
def test_errors_and_help_on_any_console(encoding: str) -> None:
    said = _console(encoding, "run", "没有这个文件😀.xlsx", "--lang", "zh")
    assert said.returncode == 3
    assert said.stderr.startswith(b"SP-309")
    for arguments in (
        ("--help", "--lang", "zh"),
        ("explain", "tiers", "--lang", "zh"),
        ("import", "--help", "--lang=en"),
    ):
        answer = _console(encoding, *arguments)
        assert b"Traceback" not in answer.stderr
        assert answer.returncode in (0, 2)


def _console(encoding: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "salesplan_xl", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, env=environment)
