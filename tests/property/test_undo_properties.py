"""Undo is exact after any sequence of commands, and careful after any edit; see ``undo_sequences``."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from salesplan_xl.book.plan_book.checksums import agree, digest
from tests.property.undo_sequences import Action, Do, Edit, Import, Undo, play, sequences

CALM = list(HealthCheck)
COLUMN = st.lists(st.one_of(st.none(), st.text(max_size=3), st.floats(-1e9, 1e9), st.booleans()), max_size=8)


@pytest.mark.slow
@settings(max_examples=4, deadline=None, derandomize=True, database=None, suppress_health_check=CALM)
@given(sequences(("file",), 6))
@example(
    [Do("run", "file"), Edit("blue", 3, 4), Do("targets", "file", reset=True), Undo("file"), Undo("file")]
)
@example([Edit("text", 1, 4), Do("run", "file"), Do("run", "file", reset=True)])
@example([Edit("words", 0, 0), Edit("number", 0, 1), Do("run", "file")])
@example(
    [Do("run", "file"), Edit("leaver", 1, 0), Edit("colour", 2, 1), Edit("note", 2, 1), Do("run", "file")]
)
@example([Import("file", (("orders", 9, 5), ("customers", 0, 7))), Edit("appended", 0, 1), Undo("file")])
def test_any_sequence_in_a_file(actions: list[Action]) -> None:
    play(actions)


@pytest.mark.slow
@settings(max_examples=2, deadline=None, derandomize=True, database=None, suppress_health_check=CALM)
@given(sequences(("excel", "file"), 5))
@example([Do("run", "excel"), Edit("leaver", 1, 0), Do("run", "file"), Undo("excel"), Edit("blue", 1, 2)])
@example([Do("run", "file"), Do("kpi", "excel", "2027-06"), Undo("file"), Undo("excel"), Undo("excel")])
def test_any_sequence_in_excel(actions: list[Action]) -> None:
    play(actions)


@given(COLUMN)
def test_a_program_that_saves_fifteen_digits_changes_nothing(column: list[object]) -> None:
    saved = [float(f"{value:.15g}") if isinstance(value, float) else value for value in column]
    assert agree(digest(column), digest(saved))


@given(st.lists(st.integers(-10_000_000, 10_000_000), min_size=2, max_size=800), st.data())
def test_any_other_number_and_any_other_order_is_seen(cents: list[int], data: st.DataObject) -> None:
    column = [number / 100 for number in cents]
    at = data.draw(st.integers(0, len(column) - 1))
    typed = [*column[:at], column[at] + 0.01, *column[at + 1 :]]
    assert not agree(digest(column), digest(typed))
    turned = column[::-1]
    assert agree(digest(column), digest(turned)) == (turned == column)
    assert not agree(digest([*column, "a"]), digest([*column, "b"]))


@given(st.lists(st.integers(-10_000_000, 10_000_000), min_size=1, max_size=50))
def test_whole_numbers_have_the_check_sums_of_the_numbers_a_file_gives_back(numbers: list[int]) -> None:
    assert digest(numbers) == digest([float(number) for number in numbers])
