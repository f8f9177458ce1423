"""Short texts packed as bytes of one width mean what they mean as Python texts, and a long file is read as a short one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.book.importing import packed
from salesplan_xl.book.importing.coded import Coded
from salesplan_xl.book.importing.figures import POINT, read_figures
from salesplan_xl.errors import PlanInputError
from tests.importing.exports import ALDER, BIRCH, CEDAR, net, read, write

WORDS = st.sampled_from(
    ["", " ", "\u3000", "\u00a0", "12", "-3.50", "1_0", "nan", "inf", "１２", ALDER, "苏州恒锐"]
)
HEADER = "Date,Order No,Customer,Amount"


def pack(texts: list[str]) -> packed.Packed:
    width = packed.width_for(texts)
    return np.array([text.encode() for text in texts], dtype=f"S{width}")


def unpacked_column(texts: list[str]) -> Coded:
    return Coded(np.array(texts, dtype=object))


# ── columns ─────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_packed_or_not_a_column_says_the_same(texts: list[str]) -> None:
    column, plain = Coded(pack(texts)), unpacked_column(texts)
    assert list(column) == list(plain) == texts
    assert [column[at] for at in range(len(texts))] == texts
    assert list(column[1::2]) == texts[1::2]
    assert column.filled.tolist() == plain.filled.tolist()
    assert [column.holds(text) for text in (ALDER, "12", "")] == [
        plain.holds(text) for text in (ALDER, "12", "")
    ]
    assert column.all_differ == plain.all_differ == (len(set(texts)) == len(texts))
    assert (column.counts(), column.distinct) == (plain.counts(), plain.distinct)
    assert column.below(1).distinct == plain.below(1).distinct


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_packed_or_not_figures_are_the_same(texts: list[str]) -> None:
    column, plain = read_figures(Coded(pack(texts)), POINT), read_figures(unpacked_column(texts), POINT)
    np.testing.assert_array_equal(column.numbers, plain.numbers)
    assert column.bad == plain.bad


@pytest.mark.parametrize("text", ["1_0", "nan", "inf", "-inf", "1e999", "12 €", "1,250", " "])
def test_what_is_no_plain_figure_is_left_to_the_careful_reader(text: str) -> None:
    assert packed.plain_figures(pack(["12.5", text])) is None


def test_plain_figures_are_read_to_the_last_digit() -> None:
    texts = ["0.1", "79.19", "-1e5", "+7", "007", "", "123456789.123456789"]
    read_at_once = packed.plain_figures(pack(texts))
    assert read_at_once is not None
    np.testing.assert_array_equal(read_at_once, [float(text or "nan") for text in texts])


def test_texts_that_come_to_the_same_number_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its multiplier the number of a text is its last eight letters alone."""
    monkeypatch.setattr(packed, "_MULTIPLIER", np.uint64(0))
    texts = ["north 1 12345678", "south 1 12345678", "north 1 12345678", "south 1 87654321"]
    codes, every = packed.factorized(pack(texts))
    assert (codes.tolist(), every) == ([0, 1, 0, 2], [texts[0], texts[1], texts[3]])


def test_a_column_without_rows() -> None:
    column = Coded(pack(["Amount"])).below(1)
    assert (list(column), column.distinct, column.filled.tolist(), column.all_differ) == ([], [], [], True)
    assert len(read_figures(column, POINT).numbers) == 0


@pytest.mark.parametrize(
    ("longest", "width"), [("", 8), ("1234567", 8), ("12345678", 16), ("苏州恒锐机械", 24), ("x" * 64, 0)]
)
def test_a_width_leaves_room_behind_the_longest_text(longest: str, width: int) -> None:
    assert packed.width_for(["", longest]) == width


# ── files ───────────────────────────────────────────────────────────────────────────────────────────


def orders(count: int, changed: dict[int, str] | None = None) -> str:
    rows = [
        f"2026-01-{at % 28 + 1:02},S{at:05},{(ALDER, BIRCH)[at % 2]},{at % 90 + 10}" for at in range(count)
    ]
    for at, row in (changed or {}).items():
        rows[at] = row
    return "\n".join([HEADER, *rows]) + "\n"


def test_a_cell_longer_than_all_others_of_a_long_file_is_read_whole(tmp_path: Path) -> None:
    """No row that shows how long the cells are has it: it stands deep in the file, alone."""
    name = f"{CEDAR} - formerly {ALDER} and {BIRCH}"
    result = read(write(tmp_path, orders(3000, {1501: f"2026-02-03,S-of-the-old-system-01501,{name},77"})))
    assert net(result) == sum(at % 90 + 10 for at in range(3000)) - (1501 % 90 + 10) + 77
    row = result.frame.iloc[1501]
    assert (row["customer"], row["order_no"]) == (name, "S-of-the-old-system-01501")
    assert set(result.frame["customer"]) == {ALDER, BIRCH, name}


def test_a_total_and_a_bad_figure_deep_in_a_long_file(tmp_path: Path) -> None:
    text = orders(3000, {1500: ",,Total,99", 2000: f"2026-02-03,S02000,{ALDER},about ten"})
    result = read(write(tmp_path, text))
    assert len(result.frame) == 2999
    unread = [finding.values for finding in result.findings if finding.code == "F-502"]
    assert [(values["row"], values["value"]) for values in unread] == [(2002, "about ten")]


def test_order_numbers_keep_their_zeros_and_days_may_have_a_blank_before(tmp_path: Path) -> None:
    text = orders(1200).replace("S0", "0").replace("2026-01-05", " 2026-01-05")
    frame = read(write(tmp_path, text)).frame
    assert frame["order_no"].tolist()[:2] == ["00000", "00001"]
    assert str(frame["date"].iloc[4].date()) == "2026-01-05"


def test_a_file_of_line_breaks_behind_its_mark_has_no_columns(tmp_path: Path) -> None:
    with pytest.raises(PlanInputError) as caught:
        read(write(tmp_path, b"\xef\xbb\xbf\n\r\n"))
    assert caught.value.code == "SP-210"
