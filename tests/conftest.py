"""The interpreter of a test run: what was imported stays, so the collector need not look at it again and again."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Modules, schema and catalogue are set aside; short-lived books are looked through less often than by default."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
