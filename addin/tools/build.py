"""Builds ``SalesPlan.xlam`` from text, on any system, without Excel: same sources, same bytes."""

from __future__ import annotations

from addin.tools.from_verbs import ribbon_xml, with_lists
from addin.tools.labels import LANGUAGES, labels_module
from addin.tools.package import BOOK_CODE_NAME, packed
from addin.tools.project import vba_project
from addin.tools.ribbon_drawing import ribbon_drawing
from addin.tools.sources import macro
from addin.tools.udf_module import UDFS, udf_module
from addin.tools.xlwings_module import xlwings_modules
from salesplan_xl.addin.home import ADDIN
from salesplan_xl.addin.package import SHEET_CODE_NAME

WRITTEN = ("SalesPlanRibbon", "SalesPlanActions", "SalesPlanMessages", "SalesPlanSteps")
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
