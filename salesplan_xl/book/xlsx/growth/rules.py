"""Data validations and conditional formats of one sheet, put on cells of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from salesplan_xl.book.xlsx.refs import Area, parse_area
from salesplan_xl.book.xlsx.xmltext import attributes, edit_tags, element_pattern, set_attribute, tag_pattern

# What may follow the rows of a worksheet, in the order the format demands.
_ORDER = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing", "drawingHF", "legacyDrawing", "legacyDrawingHF",
    "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_FORMATS, _VALIDATION = element_pattern("conditionalFormatting"), element_pattern("dataValidation")
_RULE, _TAG = tag_pattern("cfRule"), re.compile(r"<(/?)((?:[\w.-]+:)?)([\w.-]+)[^>]*?(/?)>")
_LIST = element_pattern("dataValidations")
Place = Callable[[Area], Area | None]
Number = Callable[[str], str]


def rules_on(tail: str, place: Place, rule_format: Number) -> Iterator[tuple[str, str]]:
    """Rules of a sheet as they stand on another one.

    Args:
        tail: what follows the rows of the sheet they come from.
        place: where cells of a range stand on the other sheet; ``None`` for cells that do not come along.
        rule_format: number of a rule's format there.

    Yields:
        the element's name and text.
    """
    for name, pattern in (("conditionalFormatting", _FORMATS), ("dataValidation", _VALIDATION)):
        for match in pattern.finditer(tail):
            cut = match[0].index(">") + 1
            ranges = attributes(match[0][:cut]).get("sqref", "").split()
            places = [place(area) for text in ranges if (area := parse_area(text))]
            there = " ".join(area.text for area in places if area)
            if there:
                xml = set_attribute(match[0][:cut], "sqref", there) + match[0][cut:]
                yield name, edit_tags(xml, "cfRule", lambda tag: _renumbered(tag, "dxfId", rule_format))


def _renumbered(tag: str, name: str, number: Number) -> str:
    given = attributes(tag).get(name)
    return tag if given is None else set_attribute(tag, name, number(given))


def with_rules(tail: str, rules: list[tuple[str, str]], prefix: str) -> str:
    """The tail of a sheet with more rules; those that were there come first."""
    last = max((int(attributes(match[0]).get("priority", "0")) for match in _RULE.finditer(tail)), default=0)
    for name, xml in rules:
        spelt = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", xml)
        if name == "conditionalFormatting":
            last += 1
            after = edit_tags(spelt, "cfRule", lambda tag, at=str(last): set_attribute(tag, "priority", at))  # type: ignore[misc]
            tail = placed(tail, name, after, prefix)
        else:
            tail = _with_validation(tail, spelt, prefix)
    return tail


def _with_validation(tail: str, xml: str, prefix: str) -> str:
    match = _LIST.search(tail)
    if match is None:
        return placed(
            tail,
            "dataValidations",
            f'<{prefix}dataValidations count="1">{xml}</{prefix}dataValidations>',
            prefix,
        )
    count = len(_VALIDATION.findall(match[3] or "")) + 1
    tag = set_attribute(f"<{match[1]}dataValidations{match[2]}>", "count", str(count))
    whole = f"{tag}{match[3] or ''}{xml}</{match[1]}dataValidations>"
    return tail[: match.start()] + whole + tail[match.end() :]


def placed(tail: str, name: str, xml: str, prefix: str) -> str:
    """The tail of a sheet with one more element where the format wants it."""
    later = frozenset(_ORDER[_ORDER.index(name) + 1 :])
    depth = 0
    for match in _TAG.finditer(tail):
        if match[1]:
            depth -= 1
        elif depth == 0 and match[2] == prefix and match[3] in later:
            return tail[: match.start()] + xml + tail[match.start() :]
        elif not match[4]:
            depth += 1
        if depth < 0:
            return tail[: match.start()] + xml + tail[match.start() :]
    return tail + xml
