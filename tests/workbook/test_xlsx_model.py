"""Random table changes against a plain list model, read back with openpyxl."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsx_lint import lint

from salesplan_xl.book.xlsx import XlsxFile

BODY_TOP, WIDTH = 4, 3
Row = list[object]


def make_book(rows: int, below: int, totals: bool) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("数据")
    body = [[f"r{i}", i, f"note {i}"] for i in range(rows)]
    columns = [{"header": h} for h in ("名称", "数", "备注")]
    bottom = BODY_TOP - 1 + rows - 1 + totals
    sheet.add_table(
        BODY_TOP - 2, 0, bottom, WIDTH - 1,
        {"name": "tblA", "columns": columns, "data": body, "total_row": totals},
    )  # fmt: skip
    for i in range(below):
        sheet.write(bottom + 2 + i, 0, f"below {i}")
    sheet.write(0, 0, "top")
    first, last = BODY_TOP, BODY_TOP + rows - 1
    other = book.add_worksheet("Other")
    other.write_formula(0, 0, f"=SUM('数据'!B{first}:B{last})")
    other.write_formula(1, 0, f"='数据'!A{bottom + 3}")
    book.close()
    return out.getvalue()


@dataclass
class Model:
    body: list[Row]
    below: list[str]
    totals: bool
    writes: dict[tuple[int, int], object] = field(default_factory=dict)

    def resize(self, keep: list[int], added: int) -> None:
        blanks = added if keep or added else 1
        self.body = [self.body[i] for i in keep] + [[None] * WIDTH for _ in range(blanks)]

    def cells(self) -> dict[tuple[int, int], object]:
        out: dict[tuple[int, int], object] = {(1, 1): "top"}
        for i, row in enumerate(self.body):
            out |= {(BODY_TOP + i, c + 1): v for c, v in enumerate(row)}
        end = BODY_TOP + len(self.body) - 1 + self.totals
        out |= {(end + 2 + i, 1): text for i, text in enumerate(self.below)}
        out |= self.writes
        return {place: value for place, value in out.items() if value is not None}


value = st.one_of(st.none(), st.integers(-5, 5), st.sampled_from(["x", "=A1", "<&>", " y "]))


@st.composite
def scripts(
    draw: st.DrawFn,
) -> tuple[int, int, bool, list[tuple[list[int], int]], list[tuple[int, int, object]]]:
    rows, below, totals = draw(st.integers(1, 6)), draw(st.integers(0, 3)), draw(st.booleans())
    height, resizes = rows, []
    for _ in range(draw(st.integers(0, 3))):
        keep = sorted(draw(st.sets(st.integers(0, height - 1))))
        added = draw(st.integers(0, 4))
        resizes.append((keep, added))
        height = max(1, len(keep) + added)
    row, col = st.integers(0, height - 1), st.integers(0, WIDTH - 1)
    return rows, below, totals, resizes, draw(st.lists(st.tuples(row, col, value), max_size=6))


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scripts())
def test_any_sequence_of_changes_equals_the_plain_model(
    script: tuple[int, int, bool, list[tuple[list[int], int]], list[tuple[int, int, object]]],
) -> None:
    rows, below, totals, resizes, writes = script
    book = XlsxFile.from_bytes(make_book(rows, below, totals))
    body: list[Row] = [[f"r{i}", i, f"note {i}"] for i in range(rows)]
    model = Model(body, [f"below {i}" for i in range(below)], totals)
    for keep, added in resizes:
        book.resize_table("tblA", keep, added)
        model.resize(keep, added)
    for row, col, content in writes:
        place = (BODY_TOP + row, col + 1)
        book.set_cells("数据", {place: content})  # type: ignore[dict-item]
        model.writes[place] = content
    data = book.to_bytes()
    loaded = openpyxl.load_workbook(io.BytesIO(data))
    sheet = loaded["数据"]
    shown = {
        (c.row, c.column): c.value
        for line in sheet.iter_rows() for c in line
        if c.value is not None and c.row != BODY_TOP - 1
    }  # fmt: skip
    assert shown == model.cells()
    last = BODY_TOP + len(model.body) - 1
    assert sheet.tables["tblA"].ref == f"A{BODY_TOP - 1}:C{last + totals}"
    assert book.tables["tblA"].last_row == last
    total = loaded["Other"]["A1"].value
    if rows > 1:
        assert total == f"=SUM('数据'!B{BODY_TOP}:B{last})"
    assert loaded["Other"]["A2"].value == f"='数据'!A{last + totals + 2}"
    assert lint(data) == []
