"""A quick look at a sheet part that decides whether calamine may read it as it is.

Nearly every sheet is spelt the way Excel spells it. For those a few searches over the raw bytes prove that no
cell names an address far from where it stands (a reader that trusts it reserves memory for it), so the part
need not be decoded and parsed first. Anything unusual is left to the careful way.
"""

from __future__ import annotations

import re

_ENDING = b"</worksheet>"


def bounded_extent(data: bytes) -> tuple[int, int] | None:
    """An upper bound of the rows and columns a plainly spelt sheet covers; ``None`` when it is not plain.

    Plain means: UTF-8 without byte order mark, no DOCTYPE, comment, CDATA or further processing instruction,
    no namespace prefix, an address on every row and cell, no error cell, and the closing tag at the end.
    """
    if not _plainly_spelt(data):
        return None
    last = _last_row(data)
    if last is None:
        return None
    if last == 0:
        return 0, 0
    digits, lead = len(str(last)), int(str(last)[0])
    rows = 10**digits if lead == 9 else (lead + 1) * 10 ** (digits - 1)
    beyond = rf"\d{{{digits + 1}}}" + (rf"|[{lead + 1}-9]\d{{{digits - 1}}}" if lead < 9 else "")
    if re.search(rf'<c r="(?:[A-Z]{{3}}|[A-Z]*(?:{beyond})|[^A-Z])'.encode(), data):
        return None
    return rows, _widest(data)


def _plainly_spelt(data: bytes) -> bool:
    return (
        data[:5] == b"<?xml"
        and data.rstrip().endswith(_ENDING)
        and b"<sheetData" in data
        and b"<!" not in data
        and data.count(b"<?") == 1
        and b' t="e"' not in data
        and b"<row>" not in data
        and b"<c>" not in data
        and data.count(b"<c ") == data.count(b'<c r="')
        and data.count(b"<row ") == data.count(b'<row r="')
        and b"encoding" in data[:60]
        and b"UTF-8" in data[:60].upper()
    )


def _last_row(data: bytes) -> int | None:
    at = data.rfind(b'<row r="')
    if at < 0:
        return 0 if b"<c " not in data else None
    found = re.match(rb'<row r="([1-9]\d{0,6})"', data[at : at + 20])
    return int(found[1]) if found else None


def _widest(data: bytes) -> int:
    """A bound: 26 for one letter, 78 up to BZ, 702 for any two letters."""
    if not re.search(rb'<c r="[A-Z]{2}', data):
        return 26
    return 702 if re.search(rb'<c r="[C-Z][A-Z]', data) else 78
