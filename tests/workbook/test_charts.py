"""Charts look alike in Excel, LibreOffice, WPS and on paper: what a program might guess stands in the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from xlsxwriter import Workbook

from salesplan_xl.book.xlsx.explicit_charts import with_explicit_charts
from salesplan_xl.templates.build import build_book
from tests.demos import demo
from tests.doors.driver import salesplan

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
# The children of these elements in the order of the format; what is not listed here is not in our charts.
ORDER = {
    "chartSpace": ("lang", "roundedCorners", "style", "chart", "spPr", "txPr", "printSettings"),
    "chart": ("title", "autoTitleDeleted", "plotArea", "legend", "plotVisOnly", "dispBlanksAs"),
    "title": ("tx", "layout", "overlay", "spPr", "txPr"),
    "legend": ("legendPos", "legendEntry", "layout", "overlay", "spPr", "txPr"),
    "barChart": ("barDir", "grouping", "varyColors", "ser", "dLbls", "gapWidth", "overlap", "axId"),
    "lineChart": ("grouping", "varyColors", "ser", "dLbls", "marker", "axId"),
    "ser": ("idx", "order", "tx", "spPr", "invertIfNegative", "marker", "dPt", "dLbls", "cat", "val", "smooth"),
    "dLbls": (
        "numFmt", "spPr", "txPr", "dLblPos", "showLegendKey", "showVal", "showCatName", "showSerName", "showPercent",
        "showBubbleSize",
    ),
    "catAx": (
        "axId", "scaling", "delete", "axPos", "majorGridlines", "title", "numFmt", "majorTickMark", "minorTickMark",
        "tickLblPos", "spPr", "txPr", "crossAx", "crosses", "auto", "lblAlgn", "lblOffset", "noMultiLvlLbl",
    ),
    "valAx": (
        "axId", "scaling", "delete", "axPos", "majorGridlines", "title", "numFmt", "majorTickMark", "minorTickMark",
        "tickLblPos", "spPr", "txPr", "crossAx", "crosses", "crossBetween", "majorUnit",
    ),
}  # fmt: skip
LABELS = ("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize")
# Parent, child, and the only values it may have.
SAID = (
    ("dLbls", "showVal", {"1"}),
    *(("dLbls", name, {"0"}) for name in LABELS),
    ("lineChart/ser", "smooth", {"0"}),
    ("barChart/ser", "invertIfNegative", {"0"}),
    ("barChart", "varyColors", {"0"}),
    ("lineChart", "varyColors", {"0"}),
    ("title", "overlay", {"0"}),
    ("legend", "overlay", {"0"}),
    ("chart", "autoTitleDeleted", {"0"}),
    ("chart", "dispBlanksAs", {"gap"}),
    ("catAx", "delete", {"0", "1"}),
    ("valAx", "delete", {"0", "1"}),
    ("catAx", "minorTickMark", {"none"}),
    ("valAx", "minorTickMark", {"none"}),
    ("chartSpace", "roundedCorners", {"0"}),
)


def chart_roots(book: bytes) -> dict[str, ET.Element]:
    """The chart parts of a book."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        return {name: ET.fromstring(archive.read(name)) for name in names}


def elements(root: ET.Element, place: str) -> Iterator[ET.Element]:
    """Elements of a name, or the children of that name below another one."""
    parent, _, below = place.partition("/")
    for element in root.iter(C + parent):
        yield from element.findall(C + below) if below else [element]


def silent(root: ET.Element) -> list[str]:
    """What a chart leaves to be guessed, or says otherwise than agreed."""
    return [
        f"{place}/{name}"
        for place, name, values in SAID
        for element in elements(root, place)
        if [child.get("val") for child in element.findall(C + name)] not in [[value] for value in values]
    ]


def disordered(root: ET.Element) -> list[str]:
    """Elements whose children do not follow the order of the format."""
    wrong = []
    for name, order in ORDER.items():
        for element in root.iter(C + name):
            children = [child.tag.removeprefix(C) for child in element]
            if set(children) - set(order) or [order.index(item) for item in children] != sorted(
                order.index(item) for item in children
            ):
                wrong.append(f"{name}: {children}")
    return wrong


@pytest.mark.parametrize(("lang", "unit"), [("zh", "wan"), ("en", "yuan")])
def test_every_chart_of_a_book_says_all(lang: str, unit: str) -> None:
    roots = chart_roots(build_book(lang, unit))
    assert len(roots) >= 9
    assert {name: silent(root) for name, root in roots.items() if silent(root)} == {}
    assert {name: disordered(root) for name, root in roots.items() if disordered(root)} == {}


@pytest.mark.slow
def test_charts_of_the_boss_s_copy_say_all_too(tmp_path: Path) -> None:
    """The copy no longer names the program that made it, so that LibreOffice guesses as for a newer one."""
    book, copy = tmp_path / "plan.xlsx", tmp_path / "boss.xlsx"
    book.write_bytes(demo("zh"))
    assert salesplan("copy", book, "-o", copy).code == 0
    roots = chart_roots(copy.read_bytes())
    assert len(roots) >= 5
    assert {name: silent(root) + disordered(root) for name, root in roots.items()} == {
        name: [] for name in roots
    }


def plain_book() -> bytes:
    """A small book with a chart of columns and a line as XlsxWriter makes it, which leaves much unsaid."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("一")
    sheet.write_column(0, 0, [3, 1, 2])
    columns, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
    columns.add_series({"name": "<&>", "values": "=一!$A$1:$A$3", "data_labels": {"value": True}})
    line.add_series({"values": "=一!$A$1:$A$3", "smooth": True})
    columns.combine(line)
    columns.set_title({"name": "a /> b"})
    sheet.insert_chart(0, 2, columns)
    book.close()
    return stream.getvalue()


def test_only_what_is_unsaid_is_added() -> None:
    """Lines that were meant to be smooth stay so, texts stay as they are; a second time nothing changes."""
    before, after = plain_book(), with_explicit_charts(plain_book())
    (old,), (new,) = chart_roots(before).values(), chart_roots(after).values()
    assert silent(old)
    assert silent(new) == ["lineChart/ser/smooth"]
    assert "".join(new.itertext()) == "".join(old.itertext())
    assert "a /> b" in "".join(new.itertext())
    assert with_explicit_charts(after) == after == with_explicit_charts(plain_book())


def test_other_parts_keep_their_bytes_dates_and_compression() -> None:
    before, after = plain_book(), with_explicit_charts(plain_book())
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        pairs = list(zip(old.infolist(), new.infolist(), strict=True))
        for was, now in pairs:
            assert (was.filename, was.date_time, was.compress_type) == (
                now.filename,
                now.date_time,
                now.compress_type,
            )
            same = old.read(was) == new.read(now)
            assert same == (was.filename != "xl/charts/chart1.xml")
