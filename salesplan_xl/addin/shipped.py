"""The built add-in that comes with this version."""

from __future__ import annotations

from pathlib import Path

from salesplan_xl.addin.home import ADDIN

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1] / "addin"
_INSTALLED = _PACKAGE / "files"


def shipped_addin() -> bytes:
    """The add-in as it was shipped, not yet pointed at a Python.

    A wheel carries it inside the package; a checkout has it in ``addin/``.
    """
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return (folder / ADDIN).read_bytes()
