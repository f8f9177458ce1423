"""Where the add-in's text sources and the built file are, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

ADDIN = "SalesPlan.xlam"
_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1] / "addin"
_INSTALLED = _PACKAGE / "files"


def folder() -> Path:
    """The folder that holds ``SalesPlan.xlam``, ``ribbon/`` and ``vba/``.

    A wheel carries them inside the package; a checkout has them beside it.
    """
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def shipped_addin() -> bytes:
    """The add-in as it was shipped, not yet pointed at a Python."""
    return (folder() / ADDIN).read_bytes()


def source(name: str) -> str:
    """A text source by its path below the folder, such as ``vba/SalesPlanRibbon.bas``; lines end in LF."""
    return (folder() / name).read_text(encoding="utf-8")


def macro(name: str) -> str:
    """A hand-written macro module by name, with or without VB attributes, whatever its file ending."""
    (found,) = (folder() / "vba").glob(f"{name}.*")
    return found.read_text(encoding="ascii")
