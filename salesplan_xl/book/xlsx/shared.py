"""Formula elements of a worksheet: shared ones expanded, array ones guarded, texts rewritten."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from salesplan_xl.book.xlsx.refs import Area, column_number, parse_area, translate
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.xmltext import attributes, escape_body, set_attribute, unescape


@dataclass(frozen=True)
class FormulaCell:
    """One ``<f>`` element: where it stands, its attributes and text."""

    row: int
    col: int
    attrs: dict[str, str]
    text: str


def formula_pattern(prefix: str) -> re.Pattern[str]:
    """``<f>`` elements: 1 attributes, 2 text or None."""
    return re.compile(rf"<{prefix}f(?=[\s/>])([^>]*?)(?:/>|>([^<]*)</{prefix}f\s*>)")


def formula_cells(
    sheet: SheetXml, first: int = 1, last: int = 1 << 30, word: str = ""
) -> Iterator[FormulaCell]:
    """Every formula cell of the rows first … last; only rows that hold ``word`` are opened."""
    mark = f"<{sheet.prefix}f"
    usual = re.compile(
        rf'<{sheet.prefix}c r="([A-Z]{{1,3}})[0-9]+"[^>]*(?<!/)>\s*{formula_pattern(sheet.prefix).pattern}'
    )
    for at in range(sheet.position(first), sheet.position(last + 1)):
        xml = sheet.xml_at(at)
        if mark in xml and word in xml:
            formulas = usual.findall(xml)
            if len(formulas) == len(re.findall(rf"{mark}[\s/>]", xml)):
                for letter, attrs, text in formulas:
                    yield FormulaCell(
                        sheet.numbers[at], column_number(letter), attributes(attrs), unescape(text)
                    )
            else:
                yield from _odd_cells(sheet, at)


def _odd_cells(sheet: SheetXml, at: int) -> Iterator[FormulaCell]:
    """Formula cells of a row whose cells are spelt in an unusual way."""
    pattern = formula_pattern(sheet.prefix)
    for cell in sheet.cells(sheet.xml_at(at)):
        match = pattern.search(cell.inner) if cell.inner else None
        if match:
            yield FormulaCell(sheet.numbers[at], cell.col, attributes(match[1]), unescape(match[2] or ""))


def expanded_texts(
    sheet: SheetXml, first_row: int, last_row: int, first_col: int, last_col: int
) -> dict[tuple[int, int], str]:
    """Formula texts of a rectangle by row and column, see ``XlsxFile.formulas``."""
    groups = masters(sheet)
    out = {}
    for cell in formula_cells(sheet, first_row, last_row):
        master = groups.get(cell.attrs.get("si", "")) if cell.attrs.get("t") == "shared" else None
        if not first_col <= cell.col <= last_col:
            continue
        text = cell.text
        if not text and master:
            text = translate(master.text, cell.row - master.row, cell.col - master.col)
        out[cell.row, cell.col] = f"{{={text}}}" if cell.attrs.get("t") == "array" else text
    return out


def masters(sheet: SheetXml) -> dict[str, FormulaCell]:
    """Masters of shared formulas by their group number."""
    if f"<{sheet.prefix}f" not in sheet.data or "shared" not in sheet.data:
        return {}
    shared = (c for c in formula_cells(sheet, word="shared") if c.attrs.get("t") == "shared" and c.text)
    return {cell.attrs.get("si", ""): cell for cell in shared}


def guarded_areas(sheet: SheetXml) -> list[Area]:
    """Areas of array formulas and data tables: Excel refuses to change a part of them."""
    if f"<{sheet.prefix}f" not in sheet.data:
        return []
    words = [word for word in ("array", "dataTable") if word in sheet.data]
    cells = [c for word in words for c in formula_cells(sheet, word=word) if c.attrs.get("t") == word]
    areas = (parse_area(cell.attrs.get("ref", "")) for cell in cells)
    return [area for area in areas if area]


def expand(sheet: SheetXml, text: str) -> str:
    """The whole part with every shared formula written out in its own cell."""
    groups = masters(sheet)
    if not groups:
        return text
    p, formula = sheet.prefix, formula_pattern(sheet.prefix)
    out = [sheet.data[: sheet.starts[0]]]
    for at in range(len(sheet)):
        xml = sheet.xml_at(at)
        out.append(_expanded_row(sheet, xml, sheet.numbers[at], groups, formula) if "shared" in xml else xml)
    return f"{sheet.head}{sheet.open_tag}{''.join(out)}</{p}sheetData>{sheet.tail}"


def _expanded_row(
    sheet: SheetXml, xml: str, row: int, groups: dict[str, FormulaCell], formula: re.Pattern[str]
) -> str:
    cut = xml.index(">") + 1
    out, last = [xml[:cut]], cut
    for cell in sheet.cells(xml):
        start = xml.index(cell.xml, last)
        new = formula.sub(
            partial(_plain, row=row, col=cell.col, groups=groups, prefix=sheet.prefix), cell.xml
        )
        out += [xml[last:start], new]
        last = start + len(cell.xml)
    return "".join([*out, xml[last:]])


def _plain(match: re.Match[str], row: int, col: int, groups: dict[str, FormulaCell], prefix: str) -> str:
    attrs = attributes(match[1])
    master = groups.get(attrs.get("si", ""))
    if attrs.get("t") != "shared" or master is None:
        return match[0]
    text = unescape(match[2]) if match[2] else translate(master.text, row - master.row, col - master.col)
    return f"<{prefix}f>{escape_body(text)}</{prefix}f>"


def rewrite(data: str, prefix: str, change: Callable[[str], str], area: Callable[[str], str]) -> str:
    """Every formula text run through ``change``, every ``ref`` attribute through ``area``."""

    def rewritten(match: re.Match[str]) -> str:
        attrs = match[1]
        ref = re.search(r"""\sref\s*=\s*["']([^"']*)["']""", attrs)
        head = set_attribute(f"<{prefix}f{attrs}>", "ref", area(ref[1])) if ref else f"<{prefix}f{attrs}>"
        if match[2] is None:
            return head[:-1] + "/>"
        old = unescape(match[2])
        new = change(old)
        return f"{head}{match[2] if new == old else escape_body(new)}</{prefix}f>"

    return formula_pattern(prefix).sub(rewritten, data)


def formula_texts(xml: SheetXml) -> Counter[str]:
    """The number of times that each formula stands on a sheet; shared ones and arrays count as blank text."""
    elements = Counter(formula_pattern(xml.prefix).findall(xml.data))
    counted: Counter[str] = Counter()
    for (attrs, text), number in elements.items():
        counted["" if re.search(r"\st\s*=", attrs) else unescape(text)] += number
    return counted
