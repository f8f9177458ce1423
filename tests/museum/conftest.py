"""Old books to work with, each a copy of its own."""

from __future__ import annotations

import copy
import json
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from salesplan_xl.doors import cli
from tests.doors.driver import salesplan
from tests.fast import fast_only
from tests.museum.museum_digests import shown
from tests.shared import shared

FOLDER = Path(__file__).parent / "v1"
BOOKS = ("zh-full", "en-full", "zh-lean", "en-lean", "zh-yuan")
# Both languages, a full and a lean one, and one kept in yuan; the others differ from these in words only.
DIFFERENT = ("zh-full", "en-lean", "zh-yuan")


@cache
def expected() -> dict[str, Any]:
    """What the books showed in their own time."""
    found: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return found


@cache
def _upgraded(name: str) -> bytes:
    return shared(f"upgraded-{name}.xlsx", lambda: _brought_up(name))


def _brought_up(name: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(FOLDER / f"{name}.xlsx", folder))
        said = salesplan("upgrade", path)
        assert said.code == 0, said.screen
        return path.read_bytes()


@dataclass(frozen=True)
class OldBook:
    """A copy of a book of version 1, and what is said of it."""

    name: str
    path: Path

    @property
    def said(self) -> dict[str, Any]:
        """Its part of ``expected.json``, to be changed at will."""
        found: dict[str, Any] = copy.deepcopy(expected()["books"][f"{self.name}.xlsx"])
        return found

    @property
    def lang(self) -> str:
        """Its language."""
        return str(expected()["books"][f"{self.name}.xlsx"]["lang"])

    @property
    def original(self) -> bytes:
        """The file as its user left it."""
        return (FOLDER / f"{self.name}.xlsx").read_bytes()

    def upgrade(self) -> None:
        """The same book brought up by ``salesplan upgrade``."""
        self.path.write_bytes(_upgraded(self.name))

    def shows(self, path: Path | None = None) -> dict[str, Any]:
        """What the book shows now, as far as its own schema goes."""
        shows = shown(path or self.path, self.lang, self.said["unit"], expected()["schema"])
        asked = self.said["standing"]["figures"]
        return shows | {"figures": {key: shows["figures"][key] for key in asked}}


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "LANG", "en")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(params=fast_only(BOOKS, "zh-yuan"))
def every(request: pytest.FixtureRequest, tmp_path: Path) -> OldBook:
    """Each of the old books."""
    return _copied(request.param, tmp_path)


@pytest.fixture(params=fast_only(DIFFERENT, "zh-yuan"))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> OldBook:
    """Those that differ in more than words."""
    return _copied(request.param, tmp_path)


def _copied(name: str, folder: Path) -> OldBook:
    return OldBook(name, Path(shutil.copy(FOLDER / f"{name}.xlsx", folder / "plan.xlsx")))


@pytest.fixture(params=fast_only(("zh-full", "en-lean"), "en-lean"))
def some(request: pytest.FixtureRequest, tmp_path: Path) -> OldBook:
    """A full and a lean one."""
    return _copied(request.param, tmp_path)


@pytest.fixture
def full(tmp_path: Path) -> OldBook:
    """A full one."""
    return _copied("zh-full", tmp_path)
