"""Sheet properties, everything around the cells: views, widths, formats, validations, links, print set-up."""

from __future__ import annotations

import re
from collections.abc import Callable

from salesplan_xl.book.sanitize.formulas import Formulas, Home
from salesplan_xl.book.sanitize.sheet import Notes
from salesplan_xl.book.sanitize.spans import Frame
from salesplan_xl.book.sanitize.xmlsafe import (
    MAIN,
    RELATIONS,
    Element,
    child,
    children,
    local,
    number,
    plain_attributes,
    tag,
    written,
)
from salesplan_xl.book.xlsx.model import MAX_COL, MAX_ROW
from salesplan_xl.book.xlsx.refs import Area, letters, parse_area, parse_cell, parse_reference, translate

_LINKS = ("http://", "https://", "mailto:")
_PICTURE = re.compile(r"&G")
Relate = Callable[[str, str], str]


class SheetProperties:
    """Writes the elements around the rows of one sheet.

    Args:
        root: the sheet without its rows.
        frame: what stays of it.
        formulas: judges formulas.
        notes: takes what went.
        relate: gives the id of a new outside relationship (type, target).
    """

    def __init__(self, root: Element, frame: Frame, formulas: Formulas, notes: Notes, relate: Relate) -> None:
        self.root, self.frame, self.formulas = root, frame, formulas
        self.notes, self.relate = notes, relate

    # ── before the rows ──────────────────────────────────────────────────────────────────────────────

    def head(self, first: bool, last_row: int, last_col: int) -> str:
        """Everything before the rows; ``first`` is the sheet that opens in front."""
        dimension = tag("dimension", {"ref": Area(1, 1, last_row, last_col).text})
        return "".join([self._properties(), dimension, self._view(first), self._defaults(), self._columns()])

    def _properties(self) -> str:
        properties = child(self.root, "sheetPr")
        if properties is None:
            return ""
        colour, page = child(properties, "tabColor"), child(properties, "pageSetUpPr")
        body = (written(colour) if colour is not None else "") + (
            tag("pageSetUpPr", plain_attributes(page, "fitToPage")) if page is not None else ""
        )
        return tag("sheetPr", {}, body) if body else ""

    def _view(self, first: bool) -> str:
        views = child(self.root, "sheetViews")
        view = child(views, "sheetView") if views is not None else None
        names = (
            "showGridLines",
            "showRowColHeaders",
            "showZeros",
            "rightToLeft",
            "zoomScale",
            "zoomScaleNormal",
        )
        kept = plain_attributes(view, *names) if view is not None else {}
        kept |= {"tabSelected": "1"} if first else {}
        pane = child(view, "pane") if view is not None else None
        body = self._pane(pane) if pane is not None else None
        return tag("sheetViews", {}, tag("sheetView", kept | {"workbookViewId": "0"}, body))

    def _pane(self, pane: Element) -> str | None:
        """Frozen headers stay in front of the rows and columns they belong to."""
        if pane.get("state") not in ("frozen", "frozenSplit"):
            return None
        corner = parse_cell(pane.get("topLeftCell", "")) or (1, 1)
        split = {"xSplit": self.frame.cols, "ySplit": self.frame.rows}
        kept: dict[str, str] = {}
        for name, line in split.items():
            count = int(number(pane.get(name)) or 0)
            left = line.next(count + 1) - 1
            kept |= {name: str(left)} if left > 0 else {}
        if not kept:
            return None
        row, col = self.frame.rows.next(corner[0]), self.frame.cols.next(corner[1])
        side = {2: "bottomRight"}.get(len(kept), "bottomLeft" if "ySplit" in kept else "topRight")
        top = {"topLeftCell": f"{letters(col)}{row}", "activePane": side, "state": "frozen"}
        return tag("pane", kept | top)

    def _defaults(self) -> str:
        defaults = child(self.root, "sheetFormatPr")
        names = ("baseColWidth", "defaultColWidth", "defaultRowHeight", "customHeight")
        kept = plain_attributes(defaults, *names) if defaults is not None else {}
        return tag("sheetFormatPr", {"defaultRowHeight": "15"} | kept)

    def _columns(self) -> str:
        listed = child(self.root, "cols")
        out = []
        for column in children(listed, "col") if listed is not None else []:
            run = self.frame.cols.shrunk(_count(column, "min"), min(_count(column, "max"), MAX_COL))
            if run is not None:
                kept = plain_attributes(column, "width", "style", "bestFit", "customWidth")
                out.append(tag("col", {"min": str(run[0]), "max": str(run[1])} | kept))
        return tag("cols", {}, "".join(out)) if out else ""

    # ── after the rows ───────────────────────────────────────────────────────────────────────────────

    def tail(self, drawing: str, tables: list[str]) -> str:
        """Everything after the rows.

        Args:
            drawing: id of the drawing's relationship, or empty.
            tables: ids of the tables' relationships.
        """
        parts = [self._filter(), self._merges(), self._formats(), self._validations(), self._hyperlinks()]
        parts += [self._print(), self._breaks("rowBreaks"), self._breaks("colBreaks")]
        if drawing:
            parts.append(tag("drawing", {"r:id": drawing}))
        if tables:
            listed = "".join(tag("tablePart", {"r:id": ident}) for ident in tables)
            parts.append(tag("tableParts", {"count": str(len(tables))}, listed))
        return "".join(parts)

    def _filter(self) -> str:
        """A filter keeps its buttons; what it hid is gone, so its criteria go too."""
        element = child(self.root, "autoFilter")
        area = parse_area(element.get("ref", "")) if element is not None else None
        left = self.frame.shrunk(area) if area else None
        return tag("autoFilter", {"ref": left.text}) if left else ""

    def _merges(self) -> str:
        listed = child(self.root, "mergeCells")
        out = []
        for merge in children(listed, "mergeCell") if listed is not None else []:
            area = parse_area(merge.get("ref", ""))
            left = self.frame.shrunk(area) if area else None
            if left and ":" in left.text:
                out.append(tag("mergeCell", {"ref": left.text}))
        return tag("mergeCells", {"count": str(len(out))}, "".join(out)) if out else ""

    def _ranges(self, text: str) -> str:
        areas = [parse_area(part) for part in text.split()]
        left = [self.frame.shrunk(area) for area in areas if area]
        return " ".join(area.text for area in left if area)

    def _first_cell(self, text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """The cell that formulas of a range are written for, and the first one that stays."""
        areas = [area for part in text.split() if (area := parse_area(part))]
        if not areas:
            return None
        row = min(area.row1 for area in areas)
        col = min(area.col1 for area in areas)
        for area in areas:
            first_row = self.frame.rows.first_kept(area.row1, area.row2)
            first_col = self.frame.cols.first_kept(area.col1, area.col2)
            if first_row and first_col:
                return (row, col), (first_row, first_col)
        return None

    def _formula(self, text: str, ranges: str) -> str | None:
        """A formula written for a range as it reads in the copy; None when it has to go."""
        places = self._first_cell(ranges)
        if places is None:
            return None
        (row, col), (new_row, new_col) = places
        moved = translate(text, new_row - row, new_col - col)
        return self.formulas.kept(moved, Home(self.frame.name, new_row, new_col, relative=True))

    def _formats(self) -> str:
        out = []
        for block in children(self.root, "conditionalFormatting"):
            ranges = self._ranges(block.get("sqref", ""))
            rules = (
                [self._rule(rule, block.get("sqref", "")) for rule in children(block, "cfRule")]
                if ranges
                else []
            )
            if any(rules):
                out.append(tag("conditionalFormatting", {"sqref": ranges}, "".join(rules)))
        return "".join(out)

    def _rule(self, rule: Element, ranges: str) -> str:
        """A format rule; empty when its formula reads what is gone."""
        if self.formulas.redaction.first_in(rule.get("text", "")):
            self.notes.add("rules", self.frame.name)
            return ""
        for place in [*children(rule, "formula"), *(c for c in rule.iter() if local(c) == "cfvo")]:
            is_value = local(place) == "cfvo"
            text = (place.get("val") if is_value else place.text) or ""
            if is_value and place.get("type") != "formula":
                continue
            new = self._formula(text, ranges)
            if new is None:
                self.notes.add("rules", self.frame.name)
                return ""
            if is_value:
                place.set("val", new)
            else:
                place.text = new
        return written(rule)

    def _validations(self) -> str:
        element = child(self.root, "dataValidations")
        listed = (
            [self._validation(rule) for rule in children(element, "dataValidation")]
            if element is not None
            else []
        )
        out = [xml for xml in listed if xml]
        return tag("dataValidations", {"count": str(len(out))}, "".join(out)) if out else ""

    def _validation(self, rule: Element) -> str:
        ranges = self._ranges(rule.get("sqref", ""))
        texts = " ".join([*rule.attrib.values(), *(part.text or "" for part in rule)])
        if not ranges:
            return ""
        if self.formulas.redaction.first_in(texts):
            self.notes.add("rules", self.frame.name)
            return ""
        for part in rule:
            new = self._formula(part.text or "", rule.get("sqref", "")) if part.text else ""
            if new is None:
                self.notes.add("rules", self.frame.name)
                return ""
            part.text = new
        rule.set("sqref", ranges)
        return written(rule)

    def _hyperlinks(self) -> str:
        listed = child(self.root, "hyperlinks")
        out = [self._hyperlink(link) for link in children(listed, "hyperlink")] if listed is not None else []
        return tag("hyperlinks", {}, "".join(out)) if any(out) else ""

    def _hyperlink(self, link: Element) -> str:
        area = parse_area(link.get("ref", ""))
        left = self.frame.shrunk(area) if area else None
        if left is None:
            return ""
        shown = {"ref": left.text} | plain_attributes(link, "display", "tooltip")
        target, inside = link.get(f"{{{RELATIONS}}}id", ""), link.get("location", "")
        if self.formulas.redaction.first_in(" ".join([*link.attrib.values(), target])):
            place = None
        elif target:
            place = {"r:id": self.relate("hyperlink", target)} if target.lower().startswith(_LINKS) else None
        else:
            place = self._place(inside)
        if place is None:
            self.notes.add("links", self.frame.name)
            return ""
        return tag("hyperlink", shown | place)

    def _place(self, inside: str) -> dict[str, str] | None:
        """A link within the book, where it leads to in the copy."""
        ref = parse_reference(inside)
        if ref is None:
            return None
        new = self.formulas.reference(inside, Home(self.frame.name, 1, 1), set())
        return {"location": new} if new else None

    def _print(self) -> str:
        plain = ("printOptions", "pageMargins")
        out = [written(element) for name in plain if (element := child(self.root, name)) is not None]
        if (page := child(self.root, "pageSetup")) is not None:
            names = (
                "paperSize", "scale", "firstPageNumber", "fitToWidth", "fitToHeight", "pageOrder", "orientation",
                "blackAndWhite", "draft", "useFirstPageNumber",
            )  # fmt: skip
            out.append(tag("pageSetup", plain_attributes(page, *names)))
        if (lines := child(self.root, "headerFooter")) is not None:
            for line in lines:
                line.text = _PICTURE.sub("", self.formulas.redaction.without(line.text or ""))
            out.append(written(lines))
        return "".join(out)

    def _breaks(self, name: str) -> str:
        listed = child(self.root, name)
        line, last = (self.frame.rows, MAX_COL) if name == "rowBreaks" else (self.frame.cols, MAX_ROW)
        at = (
            sorted({line.next(_count(element, "id") + 1) - 1 for element in listed})
            if listed is not None
            else []
        )
        at = [position for position in at if position > 0]
        brk = "".join(tag("brk", {"id": str(position), "max": str(last - 1), "man": "1"}) for position in at)
        count = str(len(at))
        return tag(name, {"count": count, "manualBreakCount": count}, brk) if at else ""


def _count(element: Element, name: str) -> int:
    text = element.get(name, "")
    return int(text) if text.isdigit() else 0


def sheet_open() -> str:
    """The start tag of a worksheet."""
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'


def hidden_runs(root: Element) -> list[tuple[int, int]]:
    """Runs of columns that are hidden or have no width."""
    listed = child(root, "cols")
    return [
        (_count(column, "min"), min(_count(column, "max"), MAX_COL))
        for column in (children(listed, "col") if listed is not None else [])
        if column.get("hidden") in ("1", "true") or number(column.get("width")) == 0
    ]
