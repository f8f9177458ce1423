"""Books made once a test run and taken by every worker: whichever asks first makes them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir


def folder() -> Path | None:
    """The folder of this run that all workers see; none where one process runs the tests alone and remembers."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    return Path(gettempdir(), f"salesplan-{run}") if run else None


def shared(name: str, make: Callable[[], bytes]) -> bytes:
    """The book of that name; two workers that ask at once both make it, and either will do."""
    home = folder()
    if home is None:
        return make()
    path = home / name
    if not path.exists():
        home.mkdir(exist_ok=True)
        aside = path.with_name(f"{name}.{os.getpid()}")
        aside.write_bytes(make())
        aside.replace(path)
    return path.read_bytes()
