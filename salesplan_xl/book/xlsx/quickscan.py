"""A quick scan of a sheet part that decides whether calamine may read it as it is.

Nearly every sheet is spelt the way Excel spells it. For those a few searches over the raw bytes prove that no
cell names an address far from where it stands (a reader that trusts it reserves memory for it), so the part
need not be decoded and parsed first. Anything unusual is left to the careful way.
"""

from __future__ import annotations

import re

from salesplan_xl.book.xlsx.refs import column_number

_ENDING = b"</worksheet>"
_FORMULA = re.compile(rb"<f[\s/>]")
_CELL_OPENED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>\s*')


def has_formulas(data: bytes) -> bool:
    """Whether a plainly spelt sheet holds any formula."""
    return _FORMULA.search(data) is not None


def formula_cells(data: bytes) -> list[tuple[int, int]] | None:
    """Row and column of every formula cell of a plainly spelt sheet; ``None`` when some cell hides its address."""
    places = []
    for formula in _FORMULA.finditer(data):
        start = data.rfind(b"<c ", 0, formula.start())
        cell = _CELL_OPENED.fullmatch(data, start, formula.start()) if start >= 0 else None
        if cell is None:
            return None
        places.append(cell.groups())
    columns = {letters: column_number(letters.decode()) for letters, _ in places}
    return [(int(row), columns[letters]) for letters, row in places]


def bounded_extent(data: bytes) -> tuple[int, int] | None:
    """An upper bound of the rows and columns a plainly spelt sheet covers; ``None`` when it is not plain.

    Plain means: UTF-8 without byte order mark, no DOCTYPE, comment, CDATA or further processing instruction,
    no namespace prefix, an address on every row and cell, no error cell, and the closing tag at the end.
    """
    if not _plainly_spelt(data):
        return None
    last = _last_row(data)
    if not last:
        return None if last is None else (0, 0)
    digits, lead = len(str(last)), int(str(last)[0])
    # Fewer digits than the last row, or as many with a leading digit that is not higher.
    shorter = rf"\d{{1,{digits - 1}}}" if digits > 1 else "(?!)"
    near = rf"(?:{shorter}|[1-{lead}]\d{{{digits - 1}}})"
    for letters, width in (("[A-Z]", 26), ("(?:[A-Z]|[AB][A-Z])", 78), ("[A-Z]{1,2}", 702)):
        if not re.search(rf'<c(?! r="{letters}{near}"|[a-z])'.encode(), data):
            return (lead + 1) * 10 ** (digits - 1), width
    return None


def _plainly_spelt(data: bytes) -> bool:
    head = data[:60]
    return (
        head[:5] == b"<?xml"
        and b'encoding="UTF-8"' in head
        and data.rstrip().endswith(_ENDING)
        and b"<sheetData" in data[:100_000]
        and not (b"!" in data and b"<!" in data)  # one byte is found many times faster than two
        and data.rfind(b"<?") == 0
        and b' t="e"' not in data
        and not re.search(rb'<row(?! r="[1-9]|B)', data)
    )


def _last_row(data: bytes) -> int | None:
    at = data.rfind(b'<row r="')
    if at < 0:
        return 0 if b"<c " not in data else None
    match = re.match(rb'<row r="([1-9]\d{0,6})"', data[at : at + 20])
    return int(match[1]) if match else None
