"""Tables stay tables: their part written anew for the rows and columns that stay."""

from __future__ import annotations

from collections.abc import Mapping

from salesplan_xl.book.sanitize.formulas import Formulas, Home
from salesplan_xl.book.sanitize.sheet import TOTALS
from salesplan_xl.book.sanitize.spans import Frame
from salesplan_xl.book.sanitize.xmlsafe import HEAD, MAIN, Element, child, children, plain_attributes, tag
from salesplan_xl.book.xlsx.model import TableInfo
from salesplan_xl.book.xlsx.refs import Area
from salesplan_xl.book.xlsx.xmltext import escape_body


class TableWriter:
    """Writes one table part.

    Args:
        root: the table as it was.
        info: where it stood.
        frame: what stays of its sheet.
        formulas: judges formulas.
        stayed: formulas of the sheet that stayed, by their old place.
    """

    def __init__(
        self, root: Element, info: TableInfo, frame: Frame, formulas: Formulas,
        stayed: Mapping[tuple[int, int], str],
    ) -> None:  # fmt: skip
        self.root, self.info, self.frame, self.formulas, self.stayed = root, info, frame, formulas, stayed
        self.total_row = info.last_row + 1
        self.has_totals = info.has_totals and frame.rows.new(self.total_row) is not None

    def part(self, number: int) -> str | None:
        """The whole part; None when nothing of the table is left."""
        info, redaction = self.info, self.formulas.redaction
        last = self.total_row if self.has_totals else info.last_row
        area = self.frame.shrunk(Area(info.header_row, info.first_col, last, info.last_col))
        columns = self._columns()
        if area is None or not columns:
            return None
        name = redaction.without(info.name)
        a = {"xmlns": MAIN, "id": str(number), "name": name, "displayName": name, "ref": area.text}
        a |= {"totalsRowCount": "1"} if self.has_totals else {"totalsRowShown": "0"}
        a |= plain_attributes(self.root, "headerRowCount")
        end = area.row2 - self.has_totals
        filtered = Area(area.row1, area.col1, end, area.col2).text
        has_filter = child(self.root, "autoFilter") is not None
        style = child(self.root, "tableStyleInfo")
        body = tag("autoFilter", {"ref": filtered}) if has_filter else ""
        body += tag("tableColumns", {"count": str(len(columns))}, "".join(columns))
        if style is not None:
            names = ("name", "showFirstColumn", "showLastColumn", "showRowStripes", "showColumnStripes")
            body += tag("tableStyleInfo", plain_attributes(style, *names))
        return HEAD + tag("table", a, body)

    def _columns(self) -> list[str]:
        listed = child(self.root, "tableColumns")
        present = children(listed, "tableColumn") if listed is not None else []
        kept = [
            (col, column)
            for col, column in enumerate(present, self.info.first_col)
            if self.frame.cols.new(col) is not None
        ]
        return [self._column(column, col, number) for number, (col, column) in enumerate(kept, 1)]

    def _column(self, column: Element, col: int, number: int) -> str:
        redaction = self.formulas.redaction
        a = {"id": str(number), "name": redaction.without(column.get("name", ""))}
        body = self._column_formula(column, col)
        if self.has_totals:
            total = self.stayed.get((self.total_row, col))
            if column.get("totalsRowFunction") and total is not None:
                a |= plain_attributes(column, "totalsRowFunction")
                if column.get("totalsRowFunction") == "custom":
                    body += tag("totalsRowFormula", {}, escape_body(total))
            elif column.get("totalsRowLabel"):
                a["totalsRowLabel"] = redaction.without(column.get("totalsRowLabel", ""))
        a |= plain_attributes(column, "headerRowDxfId", "dataDxfId", "totalsRowDxfId")
        return tag("tableColumn", a, body or None)

    def _column_formula(self, column: Element, col: int) -> str:
        """The formula of new rows stays where the rows of the copy still have it."""
        formula = child(column, "calculatedColumnFormula")
        rows = range(self.info.first_row, self.info.last_row + 1)
        kept = [row for row in rows if self.frame.rows.new(row) is not None]
        if formula is None or not formula.text or not all((row, col) in self.stayed for row in kept):
            return ""
        new = self.formulas.kept(formula.text, Home(self.info.sheet, kept[0], col), TOTALS) if kept else None
        return tag("calculatedColumnFormula", {}, escape_body(new)) if new else ""
