"""Reference shift in everything that names cells: names, formats, validations, comments, drawings.

Each function takes the text of one part (or a piece of it) and gives it back changed; none knows about zip.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from salesplan_xl.book.xlsx.layout import Layout
from salesplan_xl.book.xlsx.moves import CellMoves, Moves
from salesplan_xl.book.xlsx.xmltext import (
    attributes,
    edit_tags,
    element_pattern,
    escape_body,
    set_attribute,
    tag_pattern,
    unescape,
)

_NAME = re.compile(r"(<((?:[\w.-]+:)?)definedName(?:\s[^>]*)?>)([^<]*)(</\2definedName\s*>)")
_FORMULA_TEXT = re.compile(r"(<((?:[\w.-]+:)?(?:formula[12]?|f))(?:\s[^>]*)?>)([^<]*)(</\2\s*>)")
_SQREF_TEXT = re.compile(r"(<((?:[\w.-]+:)?sqref)\s*>)([^<]*)(</\2\s*>)")
_ROW_TEXT = re.compile(r"(<((?:[\w.-]+:)?row)\s*>)\s*([0-9]+)\s*(</\2\s*>)")
_MERGE = tag_pattern("mergeCell")
_LINKS = element_pattern("hyperlinks")
_BREAKS = element_pattern("rowBreaks")
_ANCHOR = re.compile(r"<((?:[\w.-]+:)?)from\s*>.*?</\1from\s*>(?:\s*<\1to\s*>.*?</\1to\s*>)?", re.DOTALL)
_SHAPE = re.compile(r"<v:shape(?=[\s>])[^>]*>.*?</v:shape\s*>", re.DOTALL)
_VML_ROW = re.compile(r"(<x:Row\s*>)\s*([0-9]+)\s*(</x:Row\s*>)")
_VML_ANCHOR = re.compile(r"(<x:Anchor\s*>)([^<]*)(</x:Anchor\s*>)")
# elements that vanish when no row of their range is left, with the attribute that holds the range
_RANGE_ELEMENTS = (
    ("conditionalFormatting", "sqref"), ("dataValidation", "sqref"), ("hyperlink", "ref"),
    ("mergeCell", "ref"), ("protectedRange", "sqref"), ("ignoredError", "sqref"), ("cellWatch", "r"),
)  # fmt: skip
_RANGE_TAGS = ("autoFilter", "sortState", "sortCondition")
_EXT_ELEMENTS = ("conditionalFormatting", "dataValidation", "sparkline")


def defined_names(text: str, moves: CellMoves) -> str:
    """Shift every defined name (print areas and filter ranges are names too)."""
    return _NAME.sub(lambda m: f"{m[1]}{_formula_xml(m[3], moves.formula)}{m[4]}", text)


def _formula_xml(xml: str, change: Callable[[str], str]) -> str:
    old = unescape(xml)
    new = change(old)
    return xml if new == old else escape_body(new)


def formula_texts(text: str, moves: CellMoves, own: str | None) -> str:
    """Every formula text of a part that has no range of its own (charts, sparklines, other sheets)."""
    return _FORMULA_TEXT.sub(
        lambda m: f"{m[1]}{_formula_xml(m[3], partial(moves.formula, own=own))}{m[4]}", text
    )


def tail_elsewhere(text: str, moves: CellMoves, own: str) -> str:
    """Tail of a sheet whose own rows stay: only its formulas may point to rows that moved."""
    return formula_texts(text, moves, own) if moves.mentions(text) else text


def tail(text: str, moves: Moves, own: str) -> str:
    """Everything after the rows of a sheet whose rows moved."""
    text = ranges_of_tail(text, moves, own)
    layout = moves.of(own)
    if layout is not None:
        text = _BREAKS.sub(lambda m: _moved_breaks(m[0], layout.previous_row), text)
        text = anchors(text, layout)
    return text


def ranges_of_tail(text: str, moves: CellMoves, own: str) -> str:
    """Formats, validations, links, merges and filters after the rows of a sheet whose cells moved."""
    for name in _EXT_ELEMENTS:
        text = element_pattern(name).sub(partial(_extended, moves=moves, own=own), text)
    for name, attribute in _RANGE_ELEMENTS:
        text = element_pattern(name).sub(partial(_ranged, name=attribute, moves=moves, own=own), text)
    for name in _RANGE_TAGS:
        text = edit_tags(text, name, partial(_range_tag, moves=moves, own=own))
    return _counted(_LINKS.sub(lambda m: m[0] if m[3] and "<" in m[3] else "", text))


def _range_tag(tag: str, moves: CellMoves, own: str) -> str:
    ref = attributes(tag).get("ref", "")
    return set_attribute(tag, "ref", moves.area(ref, own) or ref) if ref else tag


def _ranged(match: re.Match[str], name: str, moves: CellMoves, own: str) -> str:
    """One element with a range attribute and perhaps formulas written for the range's first cell."""
    xml, cut = match[0], match[0].index(">") + 1
    old = attributes(xml[:cut]).get(name)
    if old is None:
        return xml
    new = moves.ranges(old, own, grow=name == "sqref")  # a link of a body's only cell stays in that cell
    if new is None or (name == "ref" and match[0].startswith("<") and _is_single_merge(match[0], new)):
        return ""
    shift = moves.shift_of(old, own)
    body = _FORMULA_TEXT.sub(
        lambda m: f"{m[1]}{_formula_xml(m[3], partial(moves.anchored, own=own, shift=shift))}{m[4]}",
        xml[cut:],
    )
    return set_attribute(xml[:cut], name, new) + body


def _is_single_merge(xml: str, ref: str) -> bool:
    return ":" not in ref and bool(_MERGE.match(xml))


def _extended(match: re.Match[str], moves: CellMoves, own: str) -> str:
    """An x14 element: its range is a child text ``xm:sqref``."""
    xml = match[0]
    place = _SQREF_TEXT.search(xml)
    if place is None:
        return xml
    new, shift = moves.ranges(place[3], own), moves.shift_of(place[3], own)
    if new is None:
        return ""
    change = partial(moves.anchored, own=own, shift=shift)
    if re.match(r"<(?:[\w.-]+:)?sparkline[\s>]", xml):
        change = partial(moves.formula, own=own)
    xml = _FORMULA_TEXT.sub(lambda m: f"{m[1]}{_formula_xml(m[3], change)}{m[4]}", xml)
    return _SQREF_TEXT.sub(lambda m: f"{m[1]}{new}{m[4]}", xml)


def _counted(text: str) -> str:
    """Lists that lost members: counts corrected, empty lists gone."""
    for name, member in (("mergeCells", "mergeCell"), ("dataValidations", "dataValidation")):
        pattern = tag_pattern(member)
        text = element_pattern(name).sub(partial(_list_counted, member=pattern), text)
    return text


def _list_counted(match: re.Match[str], member: re.Pattern[str]) -> str:
    count = len(member.findall(match[3] or ""))
    if not count:
        return "" if "disablePrompts" not in match[2] else match[0]
    cut = match[0].index(">") + 1
    return set_attribute(match[0][:cut], "count", str(count)) + match[0][cut:]


def _moved_breaks(xml: str, moved: Callable[[int], int]) -> str:
    def moved_break(tag: str) -> str:
        at = attributes(tag).get("id", "")
        return set_attribute(tag, "id", str(max(1, moved(int(at))))) if at.isdigit() else tag

    return edit_tags(xml, "brk", moved_break)


def anchors(text: str, layout: Layout) -> str:
    """Drawing anchors keep their size and go with the row they start on."""
    return _ANCHOR.sub(lambda m: _moved_anchor(m[0], layout), text)


def _moved_anchor(xml: str, layout: Layout) -> str:
    rows = [int(m[3]) for m in _ROW_TEXT.finditer(xml)]
    if not rows or rows[0] >= 1 << 21:
        return xml
    shift = layout.next_row(rows[0] + 1) - 1 - rows[0]
    return _ROW_TEXT.sub(lambda m: f"{m[1]}{max(0, int(m[3]) + shift)}{m[4]}", xml) if shift else xml


def comments(text: str, moves: CellMoves, own: str) -> str:
    """Comment parts, old and threaded: notes go with their cell, and vanish with it."""
    for name in ("comment", "threadedComment"):
        text = element_pattern(name).sub(lambda m: _comment(m[0], moves, own), text)
    return text


def _comment(xml: str, moves: CellMoves, own: str) -> str:
    cut = xml.index(">") + 1
    ref = attributes(xml[:cut]).get("ref", "")
    new = moves.cell(ref, own)
    return "" if new is None else set_attribute(xml[:cut], "ref", new) + xml[cut:]


def legacy_drawing(text: str, layout: Layout) -> str:
    """VML part: the boxes of comments and form controls."""
    return _SHAPE.sub(lambda m: _shape(m[0], layout), text)


def _shape(xml: str, layout: Layout) -> str:
    place = _VML_ROW.search(xml)
    if place is not None:
        row = layout.new_row(int(place[2]) + 1)
        if row is None:
            return ""
        shift = row - 1 - int(place[2])
        xml = _VML_ROW.sub(lambda m: f"{m[1]}{row - 1}{m[3]}", xml)
        return _VML_ANCHOR.sub(lambda m: f"{m[1]}{_box(m[2], shift)}{m[3]}", xml)
    return _VML_ANCHOR.sub(lambda m: f"{m[1]}{_box(m[2], _box_shift(m[2], layout))}{m[3]}", xml)


def _box_shift(box: str, layout: Layout) -> int:
    parts = box.split(",")
    if len(parts) != 8 or not parts[2].strip().isdigit():
        return 0
    top = int(parts[2])
    return layout.next_row(top + 1) - 1 - top


def _box(box: str, shift: int) -> str:
    parts = box.split(",")
    if len(parts) != 8 or not shift or not (parts[2].strip().isdigit() and parts[6].strip().isdigit()):
        return box
    top, bottom = int(parts[2]), int(parts[6])
    parts[2], parts[6] = f" {max(0, top + shift)}", f" {max(0, bottom + shift)}"
    return ",".join(parts)


def pivot_place(text: str, moves: CellMoves, own: str) -> str:
    """Pivot table part: where the pivot stands on its sheet."""
    return edit_tags(text, "location", partial(_range_tag, moves=moves, own=own))


def pivot_source(text: str, moves: CellMoves) -> str:
    """Pivot cache part: the range a pivot reads."""

    def moved_source(tag: str) -> str:
        a = attributes(tag)
        return _range_tag(tag, moves, a["sheet"]) if "sheet" in a else tag

    return edit_tags(text, "worksheetSource", moved_source)


def table(text: str, moves: CellMoves, own: str) -> str:
    """Table part: its range, filter, sorting and column formulas shifted."""
    for name in ("table", *_RANGE_TAGS):
        text = edit_tags(text, name, partial(_range_tag, moves=moves, own=own))
    pattern = re.compile(
        r"(<((?:[\w.-]+:)?(?:calculatedColumnFormula|totalsRowFormula))(?:\s[^>]*)?>)([^<]*)(</\2\s*>)"
    )
    return pattern.sub(lambda m: f"{m[1]}{_formula_xml(m[3], partial(moves.formula, own=own))}{m[4]}", text)
