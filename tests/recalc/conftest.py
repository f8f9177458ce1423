"""The engines, started once per session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.recalc import engines


@pytest.fixture(scope="session")
def office() -> Iterator[engines.LibreOffice]:
    """LibreOffice with its own profile; without it the tests skip here and fail in CI."""
    found = engines.libreoffice()
    if found is None:
        pytest.skip("soffice is not installed")
    yield found
    shutil.rmtree(found.profile, ignore_errors=True)
    engines.libreoffice.cache_clear()
