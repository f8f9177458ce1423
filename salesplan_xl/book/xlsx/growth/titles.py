"""The list of sheets that the file's properties repeat."""

from __future__ import annotations

import re

from salesplan_xl.book.xlsx.growth.package import Package
from salesplan_xl.book.xlsx.xmltext import element_pattern, escape_body, set_attribute

_TITLES, _PAIRS = element_pattern("TitlesOfParts"), element_pattern("HeadingPairs")
_TEXT, _COUNT = element_pattern("lpstr"), element_pattern("i4")
_ENDING = "extended-properties+xml"


def retitled(book: Package, at: int, name: str | None) -> None:
    """A sheet came to that position of the list, or went from it (``None``); a list in other form stays."""
    for part in book.structure.parts_of_type(_ENDING):
        text = book.text(part)
        titles, pairs = _TITLES.search(text), _PAIRS.search(text)
        count = _COUNT.search(pairs[0]) if pairs else None
        listed = list(_TEXT.finditer(titles[0])) if titles else []
        if (
            titles is None
            or pairs is None
            or count is None
            or len(listed) < int(count[3] or 0)
            or at > int(count[3] or 0)
        ):
            continue
        by = -1 if name is None else 1
        sheets = f"{pairs[0][: count.start(3)]}{int(count[3] or 0) + by}{pairs[0][count.end(3) :]}"
        text = text.replace(titles[0], _sized(_listed(titles[0], listed, at, name), by)).replace(
            pairs[0], sheets
        )
        book.put(part, text)


def _listed(titles: str, listed: list[re.Match[str]], at: int, name: str | None) -> str:
    if name is None:
        return titles[: listed[at].start()] + titles[listed[at].end() :]
    p, cut = listed[0][1], listed[at].start() if at < len(listed) else listed[-1].end()
    return f"{titles[:cut]}<{p}lpstr>{escape_body(name)}</{p}lpstr>{titles[cut:]}"


def _sized(titles: str, by: int) -> str:
    match = re.search(r"<(?:[\w.-]+:)?vector[^>]*>", titles)
    size = re.search(r'\ssize="(\d+)"', match[0]) if match else None
    if match is None or size is None:
        return titles
    tag = set_attribute(match[0], "size", str(int(size[1]) + by))
    return titles[: match.start()] + tag + titles[match.end() :]
