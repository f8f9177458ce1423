"""Charts that every program draws alike: what some take for true where it is not said is said.

Labels show the value alone, lines are not smoothed, titles and legends lie over nothing, gaps stay gaps, axes have no
ticks. The rule works on the elements of either XML library, for the charts of books and of Word reports alike.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PREFIXES = {
    "c": CHART,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PART = re.compile(r"xl/charts/chart\d+\.xml")
_DRAWN = (
    "ser",
    "dLbls",
    "gapWidth",
    "overlap",
    "serLines",
    "dropLines",
    "hiLowLines",
    "upDownBars",
    "marker",
    "axId",
)
_FORMATS = ("spPr", "txPr", "extLst")
_LABELS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
_AFTER_LABELS = ("separator", "showLeaderLines", "leaderLines", "extLst")
_AFTER_TICKS = ("tickLblPos", "spPr", "txPr", "crossAx")
# Where (from parent to child), element, its value, and those that follow it by the schema.
_SAID: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("chartSpace", "roundedCorners", "0", ("style", "clrMapOvr", "pivotSource", "protection", "chart")),
    ("chart", "autoTitleDeleted", "0", ("pivotFmts", "view3D", "plotArea")),
    ("chart", "dispBlanksAs", "gap", ("extLst",)),
    ("title", "overlay", "0", _FORMATS),
    ("legend", "overlay", "0", _FORMATS),
    ("barChart", "varyColors", "0", _DRAWN),
    ("lineChart", "varyColors", "0", _DRAWN),
    ("barChart/ser", "invertIfNegative", "0", ("pictureOptions", "dPt", "dLbls", "trendline", "errBars", "cat", "val")),
    ("lineChart/ser", "smooth", "0", ("extLst",)),
    *(
        (axis, name, value, after)
        for axis in ("catAx", "valAx")
        for name, value, after in (
            ("delete", "0", ("axPos",)),
            ("majorTickMark", "none", ("minorTickMark", *_AFTER_TICKS)),
            ("minorTickMark", "none", _AFTER_TICKS),
        )
    ),
    ("catAx", "noMultiLvlLbl", "0", ("extLst",)),
    *(("dLbls", name, "0", (*_LABELS[at:], *_AFTER_LABELS)) for at, name in enumerate(_LABELS, 1)),
)  # fmt: skip

for _prefix, _space in _PREFIXES.items():
    ET.register_namespace(_prefix, _space)


def with_explicit_charts(book: bytes) -> bytes:
    """A new workbook whose chart parts say all; its other parts, their order, dates and compression stay."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, _explicit_part(content) if _PART.fullmatch(entry.filename) else content)
    return out.getvalue()


def _explicit_part(xml: bytes) -> bytes:
    root = ET.fromstring(xml)  # noqa: S314 - our own part, just written
    say_all(root)
    # Inside texts and attributes > is escaped.
    return (_HEAD + ET.tostring(root, encoding="unicode").replace(" />", "/>")).encode()


def say_all(root: Any) -> None:
    """Put what readers would otherwise guess into the tree of a chart part."""
    for place, name, value, after in _SAID:
        parent, _, below = place.partition("/")
        for element in list(root.iter(_c(parent))):
            for owner in element.findall(_c(below)) if below else (element,):
                _say(owner, name, value, after)


def _c(name: str) -> str:
    return f"{{{CHART}}}{name}"


def _say(parent: Any, name: str, value: str, after: Sequence[str]) -> None:
    """Put an element before those that follow it by the schema, unless it is there."""
    if parent.find(_c(name)) is not None:
        return
    followers = {_c(follower) for follower in after}
    at = next((at for at, child in enumerate(parent) if child.tag in followers), len(parent))
    parent.insert(at, parent.makeelement(_c(name), {"val": value}))
