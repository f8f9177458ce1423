"""Quotes in a text of which every line is a row: sound ones cost nothing, others go to the careful reader."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.book.importing.line_cells import LineCells, plain_lines
from tests.importing.exports import ALDER, BIRCH, codes, net, read, write

CELLS = st.sampled_from(["", "12", ALDER, "Möller, Söhne", 'a 3" pipe', '"', ",", "a,b,,c"])


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8), st.booleans())
def test_lines_have_the_cells_that_were_written(rows: list[list[str]], all_quoted: bool) -> None:
    stream = io.StringIO()
    csv.writer(
        stream, quoting=csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL, lineterminator="\n"
    ).writerows(rows)
    lines = plain_lines(stream.getvalue().encode(), ",")
    assert lines is not None
    cells = LineCells(lines, ",")
    assert [list(row) for row in cells] == rows
    assert cells.widths.tolist() == list(map(len, rows))


@pytest.mark.parametrize(
    "text",
    [
        'a,"b\nc",d\n',  # a break within a cell
        'a,b" c,d\n',  # a quote within a cell that has none around it
        'a,"b" c,d\n',
        'a, "b",c\n',
        'a,"b,c\n',
        '"a","b\n"c","d\n',
        'a,"b""\n"c,d"\n',
    ],
)
def test_quotes_that_may_join_lines_go_to_the_careful_reader(text: str) -> None:
    assert plain_lines(text.encode(), ",") is None


@pytest.mark.parametrize(
    "text", ['"a","b"', '"","x"\r\n"y",""\r\n', '"""a""",b\n', '","\n', '""\n""\n', 'a,"é,""é"""\n']
)
def test_sound_quotes_keep_a_line_a_row(text: str) -> None:
    lines = plain_lines(text.encode(), ",")
    assert lines is not None
    assert LineCells(lines, ",").widths.tolist() == [len(row) for row in csv.reader(io.StringIO(text))]


def test_an_export_with_quotes_around_every_cell_is_read_like_one_without(tmp_path: Path) -> None:
    rows = [
        [f"2026-01-{at % 28 + 1:02}", f"S{at:05}", (ALDER, BIRCH)[at % 2], str(at % 90)] for at in range(1500)
    ]
    rows = [["Date", "Order No", "Customer", "Amount"], *rows]
    plain = read(write(tmp_path, "\n".join(map(",".join, rows)) + "\n"))
    quoted = read(write(tmp_path, "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n"))
    assert quoted.frame.equals(plain.frame)
    assert (net(quoted), codes(quoted)) == (net(plain), codes(plain))
