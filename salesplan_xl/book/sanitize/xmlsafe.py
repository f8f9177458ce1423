"""XML read into a tree and written again with known names only.

Whatever stands in a foreign namespace (revision ids, extensions of one program, markup compatibility) and every
extension list stays behind, because only the vocabularies named here are ever written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from salesplan_xl.book.xlsx.xmltext import escape, escape_body

Element = ET.Element
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACES = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
XML = "http://www.w3.org/XML/1998/namespace"
PREFIXES = {MAIN: "", RELATIONS: "r:", CHART: "c:", DRAWING: "a:", PLACES: "xdr:"}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STRICT = re.compile(r"http://purl\.oclc\.org/ooxml/(spreadsheetml|drawingml|officeDocument)/(\w+)")
_FAMILIES = {
    "spreadsheetml": "spreadsheetml/2006",
    "drawingml": "drawingml/2006",
    "officeDocument": "officeDocument/2006",
}
_NO_TEXT = ("extLst", "AlternateContent")


def parsed(text: str) -> Element:
    """The tree of a part that ``xmltext.clean`` has passed; the strict vocabulary becomes the usual one."""
    usual = _STRICT.sub(lambda m: f"http://schemas.openxmlformats.org/{_FAMILIES[m[1]]}/{m[2]}", text)
    return ET.fromstring(usual.encode("utf-8"))  # noqa: S314 - checked, no DOCTYPE


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def space(name: str) -> str:
    """The namespace of an element or attribute name; empty for none."""
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def children(element: Element, name: str) -> list[Element]:
    """Direct children of that local name."""
    return [child for child in element if local(child) == name]


def child(element: Element, name: str) -> Element | None:
    """The first direct child of that local name."""
    return next(iter(children(element, name)), None)


def plain_attributes(element: Element, *names: str) -> dict[str, str]:
    """Those attributes of an element that are named, in that order."""
    return {name: element.attrib[name] for name in names if name in element.attrib}


def number(text: str | None) -> float | None:
    """An attribute as a number; None when it is none."""
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) else None


def tag(name: str, attributes: Mapping[str, str], content: str | None = None) -> str:
    """One element written out; empty when ``content`` is ``None``."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}/>" if content is None else f"<{name}{written}>{content}</{name}>"


def written(element: Element) -> str:
    """An element with all its known descendants; empty text when it is not of a known vocabulary."""
    prefix = PREFIXES.get(space(element.tag))
    if prefix is None or local(element) in _NO_TEXT:
        return ""
    body = escape_body(element.text or "") + "".join(
        written(child) + (escape_body(child.tail or "") if child.tail and child.tail.strip() else "")
        for child in element
    )
    return tag(prefix + local(element), _own_attributes(element), body or None)


def _own_attributes(element: Element) -> dict[str, str]:
    """Attributes without a namespace, and ``xml:space``; ids of relationships are written by who knows them."""
    kept = {name: value for name, value in element.attrib.items() if not name.startswith("{")}
    if (space_mode := element.get(f"{{{XML}}}space")) is not None:
        kept["xml:space"] = space_mode
    return kept
