"""Small changes in the workbook part and the two lists around it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from salesplan_xl.book.xlsx.model import VISIBLE
from salesplan_xl.book.xlsx.xmltext import attributes, edit_tags, set_attribute, tag_pattern
from salesplan_xl.schema.layout import CALCULATION_ENGINE

_CALC, _SHEET = tag_pattern("calcPr"), tag_pattern("sheet")
_BEFORE_CALC = ("definedNames", "externalReferences", "functionGroups", "sheets")


def ask_recalculation(text: str) -> str:
    """Excel computes every formula when it opens the book."""
    if _CALC.search(text):
        return edit_tags(text, "calcPr", lambda tag: set_attribute(tag, "fullCalcOnLoad", "1"))
    for name in _BEFORE_CALC:
        match = re.search(rf"</((?:[\w.-]+:)?){name}\s*>|<((?:[\w.-]+:)?){name}(?:\s[^>]*)?/>", text)
        if match:
            prefix = match[1] or match[2] or ""
            return f'{text[: match.end()]}<{prefix}calcPr fullCalcOnLoad="1"/>{text[match.end() :]}'
    return text


def settle(text: str) -> str:
    """Excel computes nothing when it opens the book: all is computed as its present engine would."""

    def computed(tag: str) -> str:
        engine = attributes(tag).get("calcId", "0")
        newer = engine.isdigit() and int(engine) > CALCULATION_ENGINE
        tag = tag if newer else set_attribute(tag, "calcId", str(CALCULATION_ENGINE))
        return set_attribute(tag, "fullCalcOnLoad", None)

    return edit_tags(ask_recalculation(text), "calcPr", computed)


def set_states(text: str, states: Mapping[str, str]) -> str:
    """Sheets shown and hidden; the active tab moves off a hidden sheet."""

    def with_state(tag: str) -> str:
        state = states.get(attributes(tag).get("name", ""))
        if state is None:
            return tag
        return set_attribute(tag, "state", None if state == VISIBLE else state)

    return _active_tab_visible(edit_tags(text, "sheet", with_state))


def visible_tabs(text: str) -> list[bool]:
    """Visibility of the sheets, in order."""
    return [attributes(m[0]).get("state", VISIBLE) == VISIBLE for m in _SHEET.finditer(text)]


def _active_tab_visible(text: str) -> str:
    shown = visible_tabs(text)

    def on_visible(tag: str) -> str:
        active = attributes(tag).get("activeTab", "0")
        if (active.isdigit() and int(active) < len(shown) and shown[int(active)]) or True not in shown:
            return tag
        return set_attribute(tag, "activeTab", str(shown.index(True)))

    return edit_tags(text, "workbookView", on_visible)


def drop_selection(head: str) -> str:
    """Head of a sheet that is hidden: it must not stay selected, or Excel edits it with the visible one."""
    return edit_tags(head, "sheetView", lambda tag: set_attribute(tag, "tabSelected", None))


def drop_relationships(text: str, kind: str) -> str:
    """A relationship list without the relationships of one kind."""

    def kept(tag: str) -> str:
        return "" if attributes(tag).get("Type", "").endswith("/" + kind) else tag

    return edit_tags(text, "Relationship", kept)


def drop_override(text: str, part: str) -> str:
    """The content type list without one part."""

    def kept(tag: str) -> str:
        name = attributes(tag).get("PartName", "").replace("\\", "/").lstrip("/")
        return "" if name.lower() == part.replace("\\", "/").lower() else tag

    return edit_tags(text, "Override", kept)
