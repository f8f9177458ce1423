"""Builds ``SalesPlan.xlam`` from text, on any system, without Excel: same sources, same bytes."""

from __future__ import annotations

from pathlib import Path

from salesplan_xl.addin.from_verbs import ribbon_xml, with_lists
from salesplan_xl.addin.labels import LANGUAGES, labels_module
from salesplan_xl.addin.package import BOOK_CODE_NAME, SHEET_CODE_NAME, packed, with_interpreter
from salesplan_xl.addin.project import vba_project
from salesplan_xl.addin.ribbon_drawing import ribbon_drawing
from salesplan_xl.addin.sources import ADDIN, macro, shipped_addin
from salesplan_xl.addin.udf_module import UDFS, udf_module
from salesplan_xl.addin.xlwings_module import xlwings_modules

__all__ = [
    "build_addin",
    "built_files",
    "generated",
    "modules",
    "shipped_addin",
    "stale_files",
    "with_interpreter",
    "write_all",
]

WRITTEN = ("SalesPlanRibbon", "SalesPlanActions", "SalesPlanMessages")
LABELS, FUNCTIONS = "SalesPlanLabels", "SalesPlanFunctions"


def generated(functions: str = UDFS) -> dict[str, str]:
    """The macro modules made from other sources, by name."""
    return {LABELS: labels_module(), FUNCTIONS: udf_module(functions)}


def modules(functions: str = UDFS) -> dict[str, str]:
    """Every macro module of the add-in by name, documents first."""
    documents = {BOOK_CODE_NAME: macro(BOOK_CODE_NAME), SHEET_CODE_NAME: ""}
    written = {name: with_lists(macro(name)) for name in WRITTEN}
    return documents | written | generated(functions) | xlwings_modules()


def build_addin(functions: str = UDFS) -> bytes:
    """The add-in file.

    Args:
        functions: the Python module whose decorated functions become worksheet functions.

    Raises:
        RuntimeError: xlwings or pyOpenVBA are not the versions it is built against.
    """
    return packed(vba_project(modules(functions)), ribbon_xml())


def built_files() -> dict[str, bytes]:
    """Every committed file that is made from others, by its path below the add-in folder."""
    texts = {f"vba/generated/{name}.bas": text for name, text in generated().items()}
    texts["ribbon/customUI14.xml"] = ribbon_xml()
    texts |= {f"ribbon/ribbon-{lang}.svg": ribbon_drawing(lang) for lang in LANGUAGES}
    return {name: text.encode() for name, text in texts.items()} | {ADDIN: build_addin()}


def write_all(folder: Path) -> list[Path]:
    """Write every built file; returns what was written."""
    written = []
    for name, data in built_files().items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        written.append(target)
    return written


def stale_files(folder: Path) -> list[str]:
    """The built files of a folder that differ from what their sources give, or are missing."""
    return [
        name
        for name, data in built_files().items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != data
    ]
