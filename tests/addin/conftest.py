"""The add-in as built from today's sources, and ways to spoil it on purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from addin.tools.build import modules
from addin.tools.macro_runner import MacroRunner
from addin.tools.package import VBA, packed
from addin.tools.project import vba_project
from addin.tools.sources import source
from addin.tools.taken_apart import Addin
from addin.tools.verify import taken_apart
from addin.tools.verify_clicks import loaded
from salesplan_xl.addin.package import unpacked, zipped
from salesplan_xl.addin.shipped import shipped_addin

Edit = tuple[str, str]


@pytest.fixture(scope="session")
def shipped() -> bytes:
    """The committed add-in."""
    return shipped_addin()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home folder of a fake computer."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def addin(shipped: bytes) -> Addin:
    """The committed add-in taken apart."""
    return taken_apart(shipped)


@pytest.fixture
def session(addin: Addin) -> MacroRunner:
    """An imagined Excel with the add-in and one plain workbook."""
    return loaded(addin)


def replaced(text: str, edit: Edit) -> str:
    assert text.count(edit[0]) == 1, f"{edit[0]!r} stands {text.count(edit[0])} times"
    return text.replace(*edit)


@pytest.fixture(scope="session")
def spoiled(shipped: bytes) -> Callable[..., bytes]:
    """Builds the add-in with one mistake: in a macro, in the ribbon or in a part of the file."""

    def build(
        macros: Mapping[str, Edit] = {}, ribbon: Edit | None = None, parts: Mapping[str, Edit] = {}
    ) -> bytes:
        project = unpacked(shipped)[VBA]
        if macros:
            texts = modules()
            project = vba_project(
                texts | {name: replaced(texts[name], edit) for name, edit in macros.items()}
            )
        tab = source("ribbon/customUI14.xml")
        data = packed(project, replaced(tab, ribbon) if ribbon else tab)
        changed = {
            name: replaced(unpacked(data)[name].decode(), edit).encode() for name, edit in parts.items()
        }
        return zipped(unpacked(data) | changed)

    return build
