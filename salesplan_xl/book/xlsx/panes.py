"""Frozen panes that split nothing: earlier versions wrote them, and Excel is reported to repair such books."""

from __future__ import annotations

import re

from salesplan_xl.book.xlsx.xmltext import attributes, edit_tags, element_pattern, set_attribute, tag_pattern

# What stands before the rows of a sheet and after its views fits into much less.
HEAD_BYTES = 16 << 10
FROZEN = frozenset({"frozen", "frozenSplit"})
_VIEW, _PANE = element_pattern("sheetView"), element_pattern("pane")
_SELECTION = tag_pattern("selection")
_RAW_PANE = re.compile(rb"<(?:[\w.-]+:)?pane(?=[\s/>])[^>]*>")


def holds_empty_pane(data: bytes) -> bool:
    """Whether the undecoded beginning of a sheet part holds a frozen pane that splits nothing."""
    return any(_is_empty(match[0].decode("utf-8", "replace")) for match in _RAW_PANE.finditer(data))


def without_empty_panes(text: str) -> str:
    """A sheet part, or what stands before its rows, with frozen panes only where something is frozen."""
    return _VIEW.sub(lambda match: _without(match[0]), text)


def _is_empty(tag: str) -> bool:
    given = attributes(tag)
    return given.get("state") in FROZEN and not any(_number(given.get(name)) for name in ("xSplit", "ySplit"))


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _without(view: str) -> str:
    """One view; of the selections, one for each pane, that of the pane in use stays."""
    match = _PANE.search(view)
    if match is None or not _is_empty(match[0]):
        return view
    active = attributes(match[0]).get("activePane", "topLeft")
    rest = view[: match.start()] + view[match.end() :]
    panes = [attributes(item[0]).get("pane", "topLeft") for item in _SELECTION.finditer(rest)]
    kept = iter([at == (panes.index(active) if active in panes else 0) for at in range(len(panes))])
    return edit_tags(rest, "selection", lambda tag: set_attribute(tag, "pane", None) if next(kept) else "")
