"""The interpreter of a test run: what was imported stays, so the collector need not look at it again and again."""

from __future__ import annotations

import gc
import os
import shutil

import pytest

from tests import shared


def pytest_collection_finish() -> None:
    """Modules, schema and catalogue are set aside; short-lived books are looked through less often than by default."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """The process that hands out the tests knows the run by the name its workers are given."""
    os.environ["PYTEST_XDIST_TESTRUNUID"] = node.workerinput["testrunuid"]  # type: ignore[attr-defined]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The workers are done with the books they shared."""
    home = shared.folder()
    if home is not None and not hasattr(session.config, "workerinput"):
        shutil.rmtree(home, ignore_errors=True)
