"""Makes the clean copy of a workbook: chooses, writes every part anew, and lists what stayed behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from salesplan_xl.book.sanitize import styles
from salesplan_xl.book.sanitize.charts import ChartWriter
from salesplan_xl.book.sanitize.drawings import DrawingWriter
from salesplan_xl.book.sanitize.formulas import Formulas
from salesplan_xl.book.sanitize.frames import Frames
from salesplan_xl.book.sanitize.package import Part, packed
from salesplan_xl.book.sanitize.redaction import Redaction
from salesplan_xl.book.sanitize.scan import leaks
from salesplan_xl.book.sanitize.sheet import Cells, Notes
from salesplan_xl.book.sanitize.sheet_properties import SheetProperties, sheet_open
from salesplan_xl.book.sanitize.source import Source
from salesplan_xl.book.sanitize.strings import Strings
from salesplan_xl.book.sanitize.tables import TableWriter
from salesplan_xl.book.sanitize.xmlsafe import HEAD, MAIN, RELATIONS, parsed, tag
from salesplan_xl.book.xlsx.structure import Sheet
from salesplan_xl.book.xlsx.xmltext import escape_body
from salesplan_xl.schema.layout import CALCULATION_ENGINE

WORKBOOK = "xl/workbook.xml"
# The order of computation and programs' own marks: in every file, and reported to nobody.
UNREPORTED = frozenset({"calculation", "extensions", "unused_texts"})


@dataclass(frozen=True)
class Removed:
    """One kind of thing that is not in the copy: how many there were, and where."""

    kind: str
    count: int
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class CleanCopy:
    """A finished copy.

    Args:
        data: the file.
        removed: what the book had and the copy has not.
        formulas: how many formulas stayed.
        uncomputed: formulas that had to become values but showed none, by sheet: blank ones, or never computed.
    """

    data: bytes
    removed: tuple[Removed, ...]
    formulas: int
    uncomputed: dict[str, int]


def clean_copy(
    data: bytes,
    sheets: Sequence[str],
    *,
    file: str = "book.xlsx",
    without: Mapping[str, Collection[str]] | None = None,
    redaction: Redaction | None = None,
    strict: bool = False,
) -> CleanCopy:
    """A macro-free workbook with some sheets of another one and nothing else of it.

    Args:
        data: any .xlsx or .xlsm file. What its formulas show is taken as right.
        sheets: names of the worksheets to keep, in the order of the copy; hidden ones too (they are shown in it).
        file: name of the source, for error sentences.
        without: columns to leave out: table name → headers.
        redaction: names that may occur nowhere in the copy; a text that holds one loses it.
        strict: charts that read sheets left out go instead of keeping their figures.

    Raises:
        WorkbookError: SP-301 … SP-307 the source cannot be read; SP-321 no such sheet, or none chosen.
    """
    source = Source(data, file)
    frames = Frames(source, sheets, without or {}, redaction or Redaction())
    return _Writer(source, frames, redaction or Redaction(), strict).copy()


class _Writer:
    """Writes one copy."""

    def __init__(self, source: Source, frames: Frames, redaction: Redaction, strict: bool) -> None:
        self.source, self.frames, self.redaction = source, frames, redaction
        self.notes, self.parts = Notes(), dict[str, Part]()
        kept = {sheet.info.name: frames.of(sheet.info.name) for sheet in frames.kept}
        self.formulas = Formulas(kept, source.tables, source.names, redaction)
        self.strings = Strings.of(source.structure, redaction)
        self.charts = ChartWriter(
            self.formulas, frames.find, source.read, source.last_row, source.sheet_names, source.base_1904, strict
        )  # fmt: skip
        self.kept_formulas = 0

    def copy(self) -> CleanCopy:
        """All parts, packed; and what went."""
        book = self.parts[WORKBOOK] = Part("workbook", "")
        readers = [self._cells(sheet) for sheet in self.frames.kept]
        covered = {cells.name: len(cells.frame.changed) for cells in readers}
        self._mark_emptied(readers)
        for number, (sheet, cells) in enumerate(zip(self.frames.kept, readers, strict=True), 1):
            self._sheet(sheet, number, cells)
            self.notes.add("words", cells.name, covered[cells.name])
            book.link("worksheet", f"xl/worksheets/sheet{number}.xml")
        self._shared_parts(book)
        book.text = self._workbook()
        return CleanCopy(packed(self.parts), self._removed(), self.kept_formulas, dict(self.notes.uncomputed))

    def _mark_emptied(self, readers: list[Cells]) -> None:
        """Whatever reads a cell that turns empty becomes a value, and so on until nothing more does."""
        while sum(cells.mark_emptied() for cells in readers):
            pass
        self.formulas.used.clear()

    def _shared_parts(self, book: Part) -> None:
        texts = {
            "theme": ("xl/theme/theme1.xml", styles.theme(self.source.related("theme"))),
            "styles": ("xl/styles.xml", styles.styles(self.source.related("styles"), self.redaction)),
            "sharedStrings": ("xl/sharedStrings.xml", self.strings.part() if len(self.strings) else None),
        }
        for kind, (name, text) in texts.items():
            if text is not None:
                self.parts[name] = Part(kind, text)
                book.link(kind, name)

    # ── one sheet ────────────────────────────────────────────────────────────────────────────────────

    def _cells(self, sheet: Sheet) -> Cells:
        name = sheet.info.name
        xml, tables = self.source.xml(name), self.source.tables_on(name)
        return Cells(sheet, xml, self.frames.of(name), self.formulas, self.strings, tables, self.notes)

    def _sheet(self, sheet: Sheet, number: int, cells: Cells) -> None:
        part = self.parts[f"xl/worksheets/sheet{number}.xml"] = Part("worksheet", "")
        frame = self.frames.of(sheet.info.name)
        rows = "".join(cells.rows())
        self.kept_formulas += len(cells.stayed)
        root = self.source.without_rows(sheet)
        outside = partial(part.link, outside=True)
        properties = SheetProperties(root, frame, self.formulas, self.notes, outside)
        drawing = self._drawing(sheet, part)
        ids = [part.link("table", target) for target in self._tables(sheet, cells)]
        head = properties.head(number == 1, cells.last_row, cells.last_col)
        body = f"<sheetData>{rows}</sheetData>" if rows else "<sheetData/>"
        part.text = f"{HEAD}{sheet_open()}{head}{body}{properties.tail(drawing, ids)}</worksheet>"

    def _tables(self, sheet: Sheet, cells: Cells) -> list[str]:
        names = []
        for table in self.source.table_parts(sheet.info.name):
            root = parsed(self.source.text(table.part))
            frame = self.frames.of(sheet.info.name)
            number = sum(part.kind == "table" for part in self.parts.values()) + 1
            text = TableWriter(root, table.info, frame, self.formulas, cells.stayed).part(number)
            if text is not None:
                names.append(f"xl/tables/table{number}.xml")
                self.parts[names[-1]] = Part("table", text)
        return names

    def _drawing(self, sheet: Sheet, part: Part) -> str:
        """The id of the sheet's drawing; empty when it has no chart left."""
        drawings = sheet.parts("drawing")
        if not drawings:
            return ""
        links = {
            relation.id: relation.part
            for relation in self.source.structure.relations_of(drawings[0])
            if relation.kind == "chart"
        }
        charts = {key: self.charts.part(self.source.text(target)) for key, target in links.items()}
        writer = DrawingWriter(self.frames.of(sheet.info.name), charts, self.redaction)
        text = writer.part(parsed(self.source.text(drawings[0])))
        self.notes.add("pictures", sheet.info.name, writer.pictures)
        self.notes.add("charts", sheet.info.name, len(links) - len(writer.kept))
        if not writer.kept:
            return ""
        number = sum(other.kind == "drawing" for other in self.parts.values()) + 1
        drawing = self.parts[f"xl/drawings/drawing{number}.xml"] = Part("drawing", text)
        for key in writer.kept:
            drawing.link("chart", self._chart(charts[key] or ""))
        return part.link("drawing", f"xl/drawings/drawing{number}.xml")

    def _chart(self, text: str) -> str:
        number = sum(part.kind == "chart" for part in self.parts.values()) + 1
        name = f"xl/charts/chart{number}.xml"
        self.parts[name] = Part("chart", text)
        return name

    # ── the workbook ─────────────────────────────────────────────────────────────────────────────────

    def _workbook(self) -> str:
        sheets = "".join(
            tag("sheet", {"name": sheet.info.name, "sheetId": str(number), "r:id": f"rId{number}"})
            for number, sheet in enumerate(self.frames.kept, 1)
        )
        names = self._names()
        calendar = {"date1904": "1"} if self.source.base_1904 else {}
        # A formula without a value must be computed by whoever opens the copy; all others show theirs.
        compute = {"fullCalcOnLoad": "1"} if self.notes.no_value else {}
        body = tag("workbookPr", calendar) + tag("bookViews", {}, tag("workbookView", {"activeTab": "0"}))
        body += tag("sheets", {}, sheets) + (tag("definedNames", {}, names) if names else "")
        body += tag("calcPr", {"calcId": str(CALCULATION_ENGINE)} | compute)
        return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{body}</workbook>'

    def _names(self) -> str:
        out = []
        for printed in self.source.print_names:
            sheet = (
                self.source.sheet_names[printed.sheet] if printed.sheet < len(self.source.sheet_names) else ""
            )
            at = [kept.info.name for kept in self.frames.kept]
            text = self._print_range(printed.text, sheet) if sheet in at else ""
            if text:
                out.append((printed.name, at.index(sheet), text))
        used = [
            (self.source.spelling[key], -1, self.formulas.name_text(key) or "") for key in self.formulas.used
        ]
        return "".join(
            tag(
                "definedName",
                {"name": name} | ({"localSheetId": str(at)} if at >= 0 else {}),
                escape_body(text),
            )
            for name, at, text in sorted([*out, *used], key=lambda item: (item[0].casefold(), item[1]))
        )

    def _print_range(self, text: str, sheet: str) -> str:
        """A print range made of the parts that are left of it."""
        parts = (self.frames.print_part(part, sheet) for part in self.source.union(text))
        return ",".join(part for part in parts if part)

    def _removed(self) -> tuple[Removed, ...]:
        """Leaks of the source and what was left out of it, by the names of the book: sheets and names, no parts."""
        counts = dict[str, Counter[str]]()
        for leak in leaks(self.source.data, file=self.source.file):
            if leak.kind not in UNREPORTED:
                counts.setdefault(leak.kind, Counter())[self._place(leak.where)] += leak.count
        counts |= self.notes.counts
        counts["sheets"] = Counter(sheet.info.name for sheet in self.frames.left_out)
        counts["columns"] = Counter(self.frames.left_columns)
        counts["unused_texts"] = Counter({"": self.strings.unused})
        removed = (
            Removed(kind, at.total(), tuple(place for place in at if place)) for kind, at in counts.items()
        )
        return tuple(sorted((item for item in removed if item.count), key=lambda item: item.kind))

    def _place(self, where: str) -> str:
        """The sheet a part belongs to; nothing for parts the user never sees."""
        sheets = {sheet.part: sheet.info.name for sheet in self.source.structure.sheets}
        return sheets.get(where, "" if "/" in where else where)
