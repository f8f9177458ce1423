"""The add-in as built from today's sources, and ways to spoil it on purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from salesplan_xl.addin.build import modules
from salesplan_xl.addin.package import VBA, packed, unpacked, zipped
from salesplan_xl.addin.project import vba_project
from salesplan_xl.addin.rehearsal import Rehearsal
from salesplan_xl.addin.sources import shipped_addin, source
from salesplan_xl.addin.udf_module import UDFS
from salesplan_xl.addin.verify import Addin, _taken_apart
from salesplan_xl.addin.verify_clicks import rehearsal

Edit = tuple[str, str]


@pytest.fixture(scope="session")
def shipped() -> bytes:
    """The committed add-in."""
    return shipped_addin()


@pytest.fixture(scope="session")
def addin(shipped: bytes) -> Addin:
    """The committed add-in taken apart."""
    return _taken_apart(shipped, unpacked(shipped), UDFS)


@pytest.fixture
def session(addin: Addin) -> Rehearsal:
    """An imagined Excel with the add-in and one plain workbook."""
    return rehearsal(addin)


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
