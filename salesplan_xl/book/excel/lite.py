"""The port over a workbook open in xlwings Lite, where Python runs in the add-in's browser, not beside Excel.

Lite hands a script the whole book as it stood when the script started and carries out what the script wrote
after it has ended. So everything is read before anything is written, and nothing is read back. Formulas, looks
and protection cannot be asked for: declared formula columns are taken to hold their formulas, cells that do not
change are never written again, and steps cannot be recorded for undo.
"""

from __future__ import annotations

import datetime as dt
import re

from salesplan_xl.book.excel.errors import translated_errors
from salesplan_xl.book.excel.index import Index, find_one_by_one
from salesplan_xl.book.excel.live import Cells, LivePort
from salesplan_xl.book.excel.values import FormulaText, to_excel
from salesplan_xl.book.excel.writing import Box, exact_boxes
from salesplan_xl.book.port import RowFormats, Writes
from salesplan_xl.money import BOOK_UNITS, HOME, unit_key
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.types import LANGUAGES, Filled
from salesplan_xl.schema.workbook import tables_by_name

_CODE = re.compile(r"[A-Z]{3}")


class LitePort(LivePort):
    """A plan book that is open in xlwings Lite; good for one command.

    Args:
        book: the ``xlwings.Book`` that Lite gives to a script.

    Raises:
        HostError: SP-404 Lite refuses something.
    """

    keeps_undo = False
    # Lite carries out changes of structure only after the script has ended, and cannot copy sheets of another book.
    grows = False
    extends_tables = True
    _alone = True
    # From the first write on: a script that fails then must fail aloud, or half its writes would be carried out.
    handing_over = False

    def comments(self, table: str) -> frozenset[int]:  # noqa: ARG002
        """None that could be seen."""
        return frozenset()

    def row_formats(self, table: str) -> RowFormats:  # noqa: ARG002
        """Bound: rows cannot be copied to other places."""
        return RowFormats(bound=True)

    def formula_cells(self, table: str) -> set[tuple[int, int]]:
        """The body cells of the declared formula columns: (0-based row, 0-based column)."""
        place = self._places.tables[table]
        headers = _formula_headers(table, frozenset(_CODE.findall(" ".join(map(str, place.columns)))))
        columns = [index for index, header in enumerate(place.columns) if header in headers]
        return {(row, index) for row in range(place.rows) for index in columns}

    def formulas(self, sheet: str, row: int, col: int, rows: int, cols: int) -> dict[tuple[int, int], str]:  # noqa: ARG002
        """None: Lite does not show formulas."""
        return {}

    def apply(self, writes: Writes) -> None:
        """Hand all changes to Lite, which carries them out after the script has ended.

        Raises:
            HostError: SP-403, SP-404; the script must then fail, so that Lite drops what it was handed.
        """
        self.handing_over = True
        self._change(writes)

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _places(self) -> Index:
        if self._index is None:
            with translated_errors(self.title):
                self._index = find_one_by_one(self._book)
        return self._index

    def _read(self, sheet: str, box: Box) -> list[list[object]]:
        # Raw values would be those of the browser: dates as text.
        with translated_errors(self.title):
            target = self._batch.sheet(sheet).range(box.address)
            rows = target.options(ndim=2, err_to_str=True).value
        return [[_plain(value) for value in row] for row in rows]

    def _put(self, sheet: str, cells: Cells) -> None:
        page = self._batch.sheet(sheet)
        formulas = {spot: content for spot, content in cells.items() if isinstance(content, FormulaText)}
        values = {spot: content for spot, content in cells.items() if spot not in formulas}
        with translated_errors(self.title, sheet):
            for box in exact_boxes(values):
                rows = [[to_excel(values[spot]) for spot in row] for row in box.cells()]
                page.range(box.address).raw_value = rows
            for box in exact_boxes(formulas):
                texts = [[str(formulas[spot]) for spot in row] for row in box.cells()]
                page.range(box.address).formula = texts


def _formula_headers(name: str, currencies: frozenset[str]) -> frozenset[str]:
    """Headers of the formula columns of a table, in any language and unit."""
    declared = tables_by_name().get(name)
    if declared is None:
        return frozenset()
    units = [unit_key(scale, code) for scale in BOOK_UNITS for code in {HOME, *currencies}]
    books = [BookNames(lang, unit) for lang in LANGUAGES for unit in units]
    return frozenset(
        book.header(declared.key, key) for book in books for key in declared.keys(Filled.FORMULA)
    )


def _plain(value: object) -> object:
    """A value as a file would give it: whole numbers arrive from the browser without a point."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    return None if value == "" else value
