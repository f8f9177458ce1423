"""Charts of the copy: they show what its cells show, and hold no other cached points.

A series that reads cells of the copy keeps its reference and gets fresh cached points. One that reads another sheet
keeps the figures it shows, as plain figures. A chart that shows what the reader may not see goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import SubElement

from salesplan_xl.book.sanitize.formulas import Formulas
from salesplan_xl.book.sanitize.spans import Frame, overlaps
from salesplan_xl.book.sanitize.xmlsafe import (
    CHART,
    DRAWING,
    HEAD,
    RELATIONS,
    Element,
    child,
    local,
    parsed,
    written,
)
from salesplan_xl.book.xlsx.charts import ChartEditor
from salesplan_xl.book.xlsx.model import CellValue
from salesplan_xl.book.xlsx.moves import Moves
from salesplan_xl.book.xlsx.refs import Reference, letters, parse_reference

_GONE = frozenset(
    (
        "externalData", "userShapes", "printSettings", "pivotSource", "pivotFmts", "protection", "blipFill",
        "extLst", "AlternateContent",
    )
)  # fmt: skip
_SOURCES = ("numRef", "strRef", "multiLvlStrRef")
_PART = re.compile(r"(?:'(?:[^']|'')*'|[^,'])+")
ReadCell = Callable[[str, int, int], CellValue]


class _Refused(Exception):
    """The chart shows what must not be seen."""


class ChartWriter:
    """Writes chart parts.

    Args:
        formulas: judges references; its frames are the sheets that stay.
        frame_of: what may be seen of any sheet, also of one that goes; None for an unknown one.
        read: value of a cell of the source.
        last_row: last used row of a sheet of the source.
        sheets: names of all sheets of the source.
        base_1904: the workbook's calendar.
        strict: a chart that reads a sheet that goes is dropped (its figures may be other people's).
    """

    def __init__(
        self, formulas: Formulas, frame_of: Callable[[str], Frame | None], read: ReadCell,
        last_row: Callable[[str], int], sheets: list[str], base_1904: bool, strict: bool,
    ) -> None:  # fmt: skip
        self.formulas, self.frame_of, self.strict = formulas, frame_of, strict
        self._read = read
        none = Moves({})
        kept = [frame.name for frame in formulas.frames.values()]
        self._before = ChartEditor(none, sheets, read, last_row, base_1904)
        self._after = ChartEditor(none, kept, self._shown, last_row, base_1904)

    def _shown(self, sheet: str, row: int, col: int) -> CellValue:
        """The value a cell of the copy shows."""
        frame = self.formulas.frames[sheet.casefold()]
        value = self._read(sheet, frame.rows.old(row), frame.cols.old(col))
        return self.formulas.redaction.without(value) if isinstance(value, str) else value

    def part(self, text: str) -> str | None:
        """The chart as it reads in the copy (from the part after ``xmltext.clean``); None when it has to go."""
        root = parsed(self._before.text(text))
        sources = list(_sources(root))
        try:
            outside = [self._moved(source) for source, _, _ in sources]
        except _Refused:
            return None
        body = self._after.text(written(root))
        texts = [body, *("".join(paragraph.itertext()) for paragraph in root.iter(f"{{{DRAWING}}}p"))]
        if not body or any(map(self.formulas.redaction.first_in, texts)) or (self.strict and any(outside)):
            return None
        if any(outside):  # programs draw a chart of cells or one of figures, not both in one
            root = parsed(_spaced(body))
            for source, parent, owner in list(_sources(root)):
                _as_literal(source, parent, owner)
            body = written(root)
        return HEAD + _spaced(body)

    def _moved(self, source: Element) -> bool:
        """Rewrite one source; whether it reads a sheet that goes (and stays as it is)."""
        formula = child(source, "f")
        text = ((formula.text if formula is not None else "") or "").strip()
        parts = _PART.findall(text[1:-1] if text.startswith("(") and text.endswith(")") else text)
        refs = [self._visible(part) for part in parts]
        outside = [ref for ref in refs if (ref.sheet or "").casefold() not in self.formulas.frames]
        if formula is None or not refs or (outside and len(refs) > 1):
            raise _Refused
        joined = ",".join(ref.text for ref in refs)
        formula.text = f"({joined})" if len(refs) > 1 else joined
        return bool(outside)

    def _visible(self, part: str) -> Reference:
        """A range as it reads in the copy; as it is where its sheet goes but all of it may be seen."""
        ref = parse_reference(part)
        frame = self.frame_of(ref.sheet) if ref is not None and ref.sheet is not None else None
        if ref is None or frame is None or any(overlaps(ref.area, emptied) for emptied in frame.emptied):
            raise _Refused
        if frame.name.casefold() not in self.formulas.frames:
            if not frame.intact(ref.area):
                raise _Refused
            return ref
        return _shrunk(ref, frame)


def _sources(element: Element, owner: Element | None = None) -> Iterator[tuple[Element, Element, Element]]:
    """Every source of figures or text with its parent and the parent's parent; what must not stay is taken out."""
    for item in list(element):
        if local(item) in _GONE:
            element.remove(item)
        elif local(item) in _SOURCES:
            yield item, element, element if owner is None else owner
        else:
            yield from _sources(item, element)


def _spaced(body: str) -> str:
    spaces = f' xmlns:c="{CHART}" xmlns:a="{DRAWING}" xmlns:r="{RELATIONS}"'
    return body.replace("<c:chartSpace", f"<c:chartSpace{spaces}", 1)


def _shrunk(ref: Reference, frame: Frame) -> Reference:
    """The range without rows and columns that were hidden: a chart did not show them either."""
    left = frame.shrunk(ref.area)
    if left is None:
        raise _Refused
    moved = replace(ref, row1=left.row1, row2=left.row2)
    if not ref.col1:
        return moved
    return replace(moved, col1=f"${letters(left.col1)}", col2=f"${letters(left.col2)}")


def _as_literal(source: Element, parent: Element, owner: Element) -> None:
    """Replace a source by the figures or text it shows."""
    at, name = list(parent).index(source), local(source)
    memory = next((part for part in source if local(part).endswith("Cache")), None)
    parent.remove(source)
    if memory is None:
        return
    if local(parent) == "tx":
        parent.insert(at, _text_element(_first_text(memory), in_title=local(owner) == "title"))
        return
    literal = Element(f"{{{CHART}}}{'numLit' if name == 'numRef' else 'strLit'}")
    if (level := child(memory, "lvl")) is not None:  # the innermost of several levels of labels
        literal.extend([item for item in memory if local(item) == "ptCount"])
        memory = level
    literal.extend(list(memory))
    parent.insert(at, literal)


def _first_text(memory: Element) -> str:
    point = child(memory, "pt")
    value = child(point, "v") if point is not None else None
    return (value.text or "") if value is not None else ""


def _text_element(text: str, in_title: bool) -> Element:
    """A series is named by a plain text, a title by a paragraph."""
    if not in_title:
        plain = Element(f"{{{CHART}}}v")
        plain.text = text
        return plain
    rich = Element(f"{{{CHART}}}rich")
    SubElement(rich, f"{{{DRAWING}}}bodyPr")
    run = SubElement(SubElement(rich, f"{{{DRAWING}}}p"), f"{{{DRAWING}}}r")
    SubElement(run, f"{{{DRAWING}}}t").text = text
    return rich
