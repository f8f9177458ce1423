"""Formulas as Excel shows them, spelt the way a file stores them."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Functions younger than the file format carry a prefix there, without which Excel shows #NAME?.
_YOUNG = re.compile(
    r"(?<![\w.])(?:(?P<sheet>FILTER|SORT)|ARRAYTOTEXT|BYCOL|BYROW|CHOOSECOLS|CHOOSEROWS|CONCAT|DAYS|DROP|EXPAND"
    r"|FORMULATEXT|HSTACK|IFNA|IFS|ISFORMULA|ISOWEEKNUM|MAXIFS|MINIFS|NUMBERVALUE|RANDARRAY|SEQUENCE|SHEETS?"
    r"|SORTBY|SWITCH|TAKE|TEXTAFTER|TEXTBEFORE|TEXTJOIN|TEXTSPLIT|TOCOL|TOROW|UNIQUE|VALUETOTEXT|VSTACK"
    r"|WRAPCOLS|WRAPROWS|XLOOKUP|XMATCH|XOR|CEILING\.MATH|FLOOR\.MATH|FORECAST\.LINEAR|MODE\.SNGL"
    r"|PERCENT(?:ILE|RANK)\.(?:EX|IN)C|QUARTILE\.(?:EX|IN)C|RANK\.(?:AVG|EQ)|(?:STDEV|VAR)\.[PS])(?=\()",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"""\"(?:[^"]|"")*"|'(?:[^']|'')*'(?=!)""")
_PLAIN = re.compile(r"""[^"'\[]+|["'\[]""")


def stored_formula(text: str, table: str | None) -> str:
    """A formula (no ``=``) as a file stores it; one that is stored like that already stays as it is.

    Args:
        text: as Excel shows it, such as ``[@amount]*2`` or ``XLOOKUP(…)``. Names inside LET and LAMBDA are not
            respelt.
        table: the table in which the formula stands, which Excel leaves unsaid.
    """
    out, at = "", 0
    for piece in _pieces(text):
        at += len(piece)
        if piece[0] == "[" and len(piece) > 2:
            named = bool(re.search(r"[\w.]$", out))
            outside = re.match(r"[\w']", text[at : at + 1])  # [Book.xlsx]Sheet!A1
            out += piece if outside else _reference(piece, "" if named or table is None else table)
        else:
            out += piece if piece[0] in "\"'" else _YOUNG.sub(_prefixed, piece)
    return out


def _pieces(text: str) -> Iterator[str]:
    """Quoted texts and sheet names, whole brackets, and what stands between."""
    at = 0
    while at < len(text):
        match = _QUOTED.match(text, at) or _PLAIN.match(text, at)
        end = match.end() if match else at + 1
        end = max(end, _closing(text, at)) if text[at] == "[" else end
        yield text[at:end]
        at = end


def _closing(text: str, at: int) -> int:
    """End of the brackets that open at a place, 0 when they do not; an apostrophe covers the next character."""
    depth, covered = 0, False
    for end in range(at, len(text)):
        depth += 0 if covered else (text[end] == "[") - (text[end] == "]")
        covered = text[end] == "'" and not covered
        if not depth:
            return end + 1
    return 0


def _prefixed(match: re.Match[str]) -> str:
    return f"_xlfn.{'_xlws.' if match['sheet'] else ''}{match[0].upper()}"


def _reference(brackets: str, table: str) -> str:
    inner = brackets[1:-1]
    if not inner.startswith("@"):
        return table + brackets
    columns = inner[1:]
    if not columns:
        return f"{table}[#This Row]"
    return f"{table}[[#This Row],{columns if columns[0] == '[' else f'[{columns}]'}]"
