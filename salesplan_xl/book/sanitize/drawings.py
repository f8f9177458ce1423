"""Drawings of the copy: the charts of a sheet and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from salesplan_xl.book.sanitize.redaction import Redaction
from salesplan_xl.book.sanitize.spans import Frame
from salesplan_xl.book.sanitize.xmlsafe import (
    CHART,
    DRAWING,
    HEAD,
    PLACES,
    RELATIONS,
    Element,
    child,
    local,
    plain_attributes,
    tag,
    written,
)

_FRAME = (
    '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>{named}<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
    '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
    f'<a:graphic><a:graphicData uri="{CHART}"><c:chart r:id="rId{{number}}"/></a:graphicData></a:graphic>'
    "</xdr:graphicFrame><xdr:clientData/>"
)


class DrawingWriter:
    """Writes the drawing of one sheet: its charts and nothing else.

    Args:
        frame: what stays of the sheet.
        charts: chart parts by relationship id, as they read in the copy; None for one that goes.
        redaction: names that may occur nowhere.
    """

    def __init__(self, frame: Frame, charts: Mapping[str, str | None], redaction: Redaction) -> None:
        self.frame, self.charts, self.redaction = frame, charts, redaction
        self.kept: list[str] = []
        self.pictures = 0

    def part(self, root: Element) -> str:
        """The whole part; ``kept`` lists the relationship ids of the charts in it, in the order of their new ids."""
        body = "".join(self._anchor(anchor) for anchor in root if local(anchor).endswith("Anchor"))
        self.pictures += sum(local(item) == "AlternateContent" for item in root)
        spaces = f'xmlns:xdr="{PLACES}" xmlns:a="{DRAWING}" xmlns:r="{RELATIONS}" xmlns:c="{CHART}"'
        return f"{HEAD}<xdr:wsDr {spaces}>{body}</xdr:wsDr>"

    def _anchor(self, anchor: Element) -> str:
        framed = child(anchor, "graphicFrame")
        link = (
            next((chart for chart in framed.iter(f"{{{CHART}}}chart")), None) if framed is not None else None
        )
        if link is None or framed is None:
            self.pictures += 1
            return ""
        source = link.get(f"{{{RELATIONS}}}id", "")
        if self.charts.get(source) is None or self._anchor_lost(anchor):
            return ""
        self.kept.append(source)
        number = len(self.kept)
        places = "".join(written(place) for place in anchor if local(place) in ("pos", "from", "to", "ext"))
        description = next(
            (element.get("descr", "") for element in framed.iter() if local(element) == "cNvPr"), ""
        )
        named = {
            "id": str(number + 1),
            "name": f"Chart {number}",
            "descr": self.redaction.without(description),
        }
        frame = _FRAME.format(named=tag("xdr:cNvPr", named), number=number)
        return tag(f"xdr:{local(anchor)}", plain_attributes(anchor, "editAs"), places + frame)

    def _anchor_lost(self, anchor: Element) -> bool:
        """Move the corners to rows and columns that stay; whether the chart stood on hidden ones alone."""
        start, end = child(anchor, "from"), child(anchor, "to")
        if start is None:
            return False
        for name, line in (("row", self.frame.rows), ("col", self.frame.cols)):
            first = _whole(start, name) + 1
            last = _whole(end, name) + 1 if end is not None else first
            if line.first_kept(first, last) is None:
                return True
            for corner in (start, end):
                if corner is not None:
                    _set(corner, name, line.next(_whole(corner, name) + 1) - 1)
        return False


def _whole(corner: Element, name: str) -> int:
    element = child(corner, name)
    text = (element.text or "").strip() if element is not None else ""
    return int(text) if text.isdigit() else 0


def _set(corner: Element, name: str, value: int) -> None:
    element = child(corner, name)
    if element is not None:
        element.text = str(value)
