"""Promises R10 and R21: the numbers a phone preview shows are those a recalculation gives."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from salesplan_xl.templates.build import build_book
from tests.fast import fast_only
from tests.recalc import agree, engines

BOOKS = {
    "zh": ("zh", "wan", False),
    "en": ("en", "wan", False),
    "zh-lean": ("zh", "wan", True),
    "en-yuan": ("en", "yuan", False),
}
# Figures that make the formulas of an otherwise empty book say something.
SETTINGS = {"company_target": 1800.0, "new_business_target": 300.0, "average_order": 12.5, "slack": 0.25}


@pytest.fixture(scope="module", params=fast_only(BOOKS, "zh", "en-yuan"))
def book(request: pytest.FixtureRequest) -> bytes:
    lang, unit, lean = BOOKS[request.param]
    return build_book(lang, unit, lean)


@pytest.mark.parametrize("engine", engines.in_process(), ids=lambda engine: engine.name)
def test_an_empty_book_shows_what_an_engine_computes(book: bytes, engine: engines.Engine) -> None:
    assert not agree.disagreements(book, engine)


@pytest.mark.slow
def test_empty_books_show_what_libreoffice_computes(office: engines.LibreOffice) -> None:
    """One of either language, of them a lean one and one in yuan, and one with figures."""
    books = {name: build_book(*BOOKS[name]) for name in ("zh-lean", "en-yuan")}
    books["given"] = build_book("en", settings=SETTINGS)
    assert agree.office_disagreements(books, office) == []


def test_no_formula_of_an_empty_book_is_an_error(book: bytes) -> None:
    assert not agree.error_cells(book)
    assert len(agree.formula_cells(book)) > 300


def test_settings_given_at_birth_reach_the_formulas(tmp_path: Path) -> None:
    """300 of new business at 12.5 an order are 24 orders; the company's figure stands in the summary."""
    path = tmp_path / "given.xlsx"
    path.write_bytes(build_book("en", settings=SETTINGS))
    agree.assert_agrees(path, engines.in_process())
    shown = agree.formula_cells(path.read_bytes()).values()
    assert {24.0, 1800.0} <= {value for value in shown if isinstance(value, (int, float))}


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines.in_process(), ids=lambda engine: engine.name)
def test_a_wrong_cached_value_is_found(engine: engines.Engine) -> None:
    """The first cached zero of the target summary is made a 5: exactly that cell is reported."""
    wrong = _with_wrong_value(build_book("en"))
    assert len(agree.disagreements(wrong, engine)) == 1


def test_an_engine_that_echoes_the_cache_shows_only_the_sentinel() -> None:
    cached = agree.formula_cells(engines.stale(build_book("en")))
    assert set(cached.values()) == {engines.SENTINEL}


def test_ci_does_not_skip_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines.shutil, "which", lambda _: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(RuntimeError, match="soffice"):
        engines.libreoffice.__wrapped__()


def _with_wrong_value(book: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as source, zipfile.ZipFile(out, "w") as target:
        done = False
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet") and b"<v>0.0</v>" in data and not done:
                data, done = re.sub(rb"(</f>)<v>0\.0</v>", rb"\1<v>5</v>", data, count=1), True
            target.writestr(name, data)
    return out.getvalue()
