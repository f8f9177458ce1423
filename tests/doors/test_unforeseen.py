"""What nobody foresaw: one sentence, exit 70, a log for the developers; and consoles that cannot show everything."""

from __future__ import annotations

import os
import shutil
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
    """Where temporary files, and so the log, go."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(crash.tempfile, "tempdir", str(folder))
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
    assert "RuntimeError: a bug" in text
    assert "Traceback" in text


@pytest.mark.usefixtures("broken")
def test_a_bug_without_a_place_for_the_log(copy: Callable[..., Book], logs: Path) -> None:
    """A full or missing temporary folder: the sentence comes all the same."""
    shutil.rmtree(logs)
    said = salesplan("run", copy("typed").path)
    assert said.code == 70
    assert "SP-901" in said.err
    assert "Traceback" not in said.err


@pytest.mark.usefixtures("broken")
def test_the_log_takes_any_text(
    copy: Callable[..., Book], logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A half of an emoji cannot be written as UTF-8; the second failure must not hide the first."""

    def fail(_: object) -> None:
        raise RuntimeError("half a face \ud83d")

    monkeypatch.setattr(targets, "stage", fail)
    said = salesplan("run", copy("typed").path)
    assert said.code == 70
    assert (logs / "salesplan-error.log").exists()


def test_a_user_who_stops_the_work(copy: Callable[..., Book], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(targets, "stage", stop)
    book = copy("typed")
    before = fingerprint(book.path)
    assert salesplan("run", book.path).code == 130
    assert fingerprint(book.path) == before


@pytest.mark.parametrize("encoding", ["cp936", "cp1252", "ascii", "utf-8"])
@pytest.mark.parametrize("lang", ["zh", "en"])
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
