"""The text sources of the add-in: ribbon, labels and hand-written macros."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]


def source(name: str) -> str:
    """A text source by its path below ``addin``, such as ``vba/SalesPlanRibbon.bas``; lines end in LF."""
    return (FOLDER / name).read_text(encoding="utf-8")


def macro(name: str) -> str:
    """A hand-written macro module by name, with or without VB attributes, whatever its file ending."""
    (path,) = (FOLDER / "vba").glob(f"{name}.*")
    return path.read_text(encoding="ascii")
