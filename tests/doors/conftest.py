"""Books to work with: each made once a test run, copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from salesplan_xl.doors import cli
from salesplan_xl.doors.console import progress
from tests.doors.driver import Book, salesplan
from tests.shared import shared

CUSTOMERS = (
    # name, region, this year, last year
    ("苏州恒锐机械有限公司", "苏州园区", 420.0, 380.0),
    ("无锡宏泰重工有限公司", "无锡新区", 300.0, 310.0),
    ("常州明照新能源", "常州", 205.0, 293.0),
    ("昆山金桥电子", "苏州园区", 90.0, 55.0),
    ("南通远海船舶", "南通", 60.0, 60.0),
    ("宁波正杰工程机械", "宁波", 30.0, 32.0),
    ("嘉兴小微五金", "嘉兴", 12.0, 12.0),
    ("湖州春风泵业", "湖州", 8.0, 0.0),
)


@pytest.fixture(scope="session", autouse=True)
def _quiet() -> Iterator[None]:
    """The console never speaks of progress: a busy machine must not change what a test reads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress, "PATIENCE", 3600.0)
        yield


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in its own folder; before a book is open the console speaks English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "LANG", "en")
    monkeypatch.delenv("SALESPLAN_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("XDG_STATE_HOME", f"{tmp_path}-state")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Books by kind and language, made on first use: ``empty``, ``lean``, ``typed`` (inputs), ``planned`` (run), ``team``."""
    folder = tmp_path_factory.mktemp("shelf")

    def made(kind: str, lang: str) -> Path:
        path = folder / f"{kind}-{lang}.xlsx"
        if not path.exists():
            path.write_bytes(shared(f"shelf-{path.name}", lambda: _made(kind, path, lang)))
        return path

    def _made(kind: str, path: Path, lang: str) -> bytes:
        _MAKE[kind](path, lang, made)
        return path.read_bytes()

    return made


@pytest.fixture
def copy(shelf: Callable[[str, str], Path], tmp_path: Path) -> Callable[..., Book]:
    """A fresh copy of a shelf book in the test's folder."""

    def take(kind: str, lang: str = "zh", name: str = "plan.xlsx") -> Book:
        return Book(Path(shutil.copy(shelf(kind, lang), tmp_path / name)), lang)

    return take


@pytest.fixture
def team(copy: Callable[..., Book]) -> Book:
    """A computed book whose two largest customers belong to two salespeople."""
    return copy("team")


def _empty(path: Path, lang: str, _: Callable[[str, str], Path]) -> None:
    assert salesplan("new", path, "--year", 2027, "--lang", lang, "--full").code == 0


def _lean(path: Path, lang: str, _: Callable[[str, str], Path]) -> None:
    assert salesplan("new", path, "--year", 2027, "--lang", lang).code == 0


def _typed(path: Path, lang: str, made: Callable[[str, str], Path]) -> None:
    shutil.copy(made("empty", lang), path)
    rows = [
        {"name": name, "region": region, "this_year": this, "last_year": last, "owner": "王敏"}
        for name, region, this, last in CUSTOMERS
    ]
    Book(path, lang).type_rows("customers", rows)


def _planned(path: Path, lang: str, made: Callable[[str, str], Path]) -> None:
    shutil.copy(made("typed", lang), path)
    said = salesplan("run", path)
    assert said.code == 0, said.screen
    path.with_name(f"{path.stem}.bak.xlsx").unlink(missing_ok=True)


def _team(path: Path, lang: str, made: Callable[[str, str], Path]) -> None:
    shutil.copy(made("typed", lang), path)
    for (name, *_), owner in zip(CUSTOMERS, ("张伟", "李娜"), strict=False):
        Book(path, lang).type("customers", name, owner=owner)
    assert salesplan("run", path).code == 0
    path.with_name(f"{path.stem}.bak.xlsx").unlink(missing_ok=True)


_MAKE = {"empty": _empty, "lean": _lean, "typed": _typed, "planned": _planned, "team": _team}
