"""The choice of cases for the fast loop (``pytest -m "not slow"``): one of each kind, the others with the whole suite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def fast_only(cases: Iterable[Any], *fast: Any) -> list[Any]:
    """The cases of a parametrized test, all but the fast ones marked as slow."""
    return [case if case in fast else pytest.param(case, marks=pytest.mark.slow) for case in cases]
