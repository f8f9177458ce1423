"""The native formulas: what Excel is told, and what it will show."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.schema import choices, settings
from salesplan_xl.schema.evaluate import Evaluation, empty_frame, formula_cells
from salesplan_xl.schema.formulas import (
    At,
    Cells,
    Compare,
    Empty,
    Extreme,
    Formula,
    Here,
    If,
    IfError,
    Number,
    RoundUp,
    RowSum,
    Setting,
    Sum,
    Whole,
    ratio,
)
from salesplan_xl.schema.layout import BookNames, choice_label, column_letters, quote_sheet
from salesplan_xl.schema.workbook import sheet, tables

ZH, EN = BookNames("zh", "wan"), BookNames("en", "yuan")


def targets_book(**columns: list[object]) -> Evaluation:
    """A target table of as many rows as given; everything else is empty."""
    rows = len(next(iter(columns.values())))
    frame = empty_frame("targets", rows)
    for key, values in columns.items():
        frame[key] = values
    frames = {key: empty_frame(key) for key in tables()}
    return Evaluation(frames | {"targets": frame}, {"buffer": 0.1, "company_target": None})


def shown(formula: Formula, book: Evaluation, rows: int) -> list[object]:
    """What the cells of a formula show in the rows of the target table."""
    from salesplan_xl.schema.evaluate import _RowScope

    return formula.value(_RowScope(book, "targets")).to_list(rows)


def test_a_difference_of_mere_rounding_is_nothing() -> None:
    """As Excel shows it: 0.1 + 0.2 - 0.3 is 0 there and no tiny rest; a real difference stays."""
    book = targets_book(base=[0.1 + 0.2, 0.3 + 1e-9], growth=[0.3, 0.3])
    assert shown(Here("base") - Here("growth"), book, 2) == [0.0, pytest.approx(1e-9)]


def test_a_customers_target_is_base_growth_loss_and_project() -> None:
    """S0: 250 growing 10 % is 275; 250 losing 20 % for sure is 200; a 200 project at 50 % adds 100."""
    book = targets_book(
        base=[250.0, 250.0, 250.0], growth=[0.1, np.nan, np.nan], loss=[np.nan, 0.2, np.nan],
        loss_probability=[np.nan, 1.0, np.nan], project=[np.nan, np.nan, 200.0],
        win_probability=[np.nan, np.nan, 0.5], this_year=[250.0, 250.0, 0.0],
    )  # fmt: skip
    assert book.table_column("targets", "expected") == pytest.approx([275.0, 200.0, 350.0])
    assert book.table_column("targets", "change")[:2] == pytest.approx([0.1, -0.2])
    assert book.table_column("targets", "change")[2] == ""


def test_the_text_of_a_formula_follows_language_and_unit() -> None:
    expected = tables()["targets"].column("expected").formula
    assert expected is not None
    assert expected.text(ZH, "targets").startswith("tblTargets[[#This Row],[返单部分（万元）]]+")
    assert "Expected projects CNY" in expected.text(EN, "targets")


def test_brackets_stand_where_arithmetic_needs_them() -> None:
    a, b, c = Setting("a"), Setting("b"), Setting("c")
    texts = {(a + b) * c: "(sp_a+sp_b)*sp_c", a - (b - c): "sp_a-(sp_b-sp_c)", a / (b * c): "sp_a/(sp_b*sp_c)",
             a + (b - c): "sp_a+sp_b-sp_c", a - b * c: "sp_a-sp_b*sp_c"}  # fmt: skip
    assert [formula.text(ZH, "targets") for formula in texts] == list(texts.values())


def test_only_nought_one_twelve_and_a_hundred_may_stand_in_a_formula() -> None:
    with pytest.raises(ValueError, match="365"):
        Number(365)


def test_a_bare_expression_has_neither_text_nor_value() -> None:
    with pytest.raises(NotImplementedError):
        Formula().text(ZH, "targets")
    with pytest.raises(NotImplementedError):
        Formula().value(targets_book(base=[1.0]))  # type: ignore[arg-type]


def test_dividing_by_nothing_is_an_error_or_shown_as_nothing() -> None:
    book = targets_book(base=[1.0, 2.0], this_year=[0.0, 4.0])
    plain = Here("base") / Here("this_year")
    assert shown(plain, book, 2) == ["#DIV/0!", 0.5]
    assert shown(ratio(Here("base"), Here("this_year")), book, 2) == ["", 0.5]
    assert shown(IfError(plain, plain), book, 2) == ["#DIV/0!", 0.5]


def test_counting_on_with_an_empty_text_is_an_error_in_excel() -> None:
    book = targets_book(base=[1.0])
    assert shown(Empty() + Number(1), book, 1) == ["#DIV/0!"]
    assert shown(Sum((Empty(), Number(1))), book, 1) == [1.0]
    assert Empty().text(ZH, "targets") == '""'


@pytest.mark.parametrize(("operator", "truth"), [(">", 0), ("<", 1), (">=", 0), ("<=", 1), ("=", 0)])
def test_comparisons(operator: str, truth: int) -> None:
    book = targets_book(base=[1.0], this_year=[2.0])
    condition = Compare(operator, Here("base"), Here("this_year"))
    assert shown(condition, book, 1) == [truth]
    assert f"]]{operator}tblTargets" in condition.text(ZH, "targets")


def test_text_is_more_than_any_number_in_a_comparison() -> None:
    assert shown(Compare(">", Empty(), Number(100)), targets_book(base=[1.0]), 1) == [1.0]


def test_if_takes_one_side_only() -> None:
    book = targets_book(base=[1.0, -1.0])
    formula = If(Compare(">", Here("base"), Number(0)), Here("base"), Number(1) / Number(0))
    assert shown(formula, book, 2) == [1.0, "#DIV/0!"]


def test_more_and_less_of_two_and_rounding_up() -> None:
    book = targets_book(base=[2.0, -3.0])
    assert shown(Extreme("MAX", Here("base"), Number(0)), book, 2) == [2.0, 0.0]
    assert shown(Extreme("MIN", Here("base"), Number(0)), book, 2) == [0.0, -3.0]
    orders = targets_book(base=[0.1 + 0.2, 50.0, 50.000000001])
    assert shown(RoundUp(Here("base") * Number(100)), orders, 3)[:2] == [30.0, 5000.0]


def test_sums_of_a_column_and_of_a_row() -> None:
    book = targets_book(base=[1.0, 2.5, np.nan], growth=[1.0, 0.0, 0.0], loss=[1.0, 0.0, 0.0])
    assert shown(Sum((Whole("targets", "base"), Number(100))), book, 1) == [103.5]
    assert shown(RowSum("base", "loss", ("growth",)), book, 3) == [3.0, 2.5, 0.0]


def test_a_setting_or_cell_that_is_blank_counts_as_nothing() -> None:
    book = targets_book(base=[1.0])
    assert shown(Setting("company_target"), book, 1) == [0.0]
    assert shown(Setting("buffer"), book, 1) == [0.1]
    assert shown(At("commitments", "derived", "sentence"), book, 1) == [0.0]


def test_a_date_counts_as_its_day_number_and_a_word_as_nothing() -> None:
    frames = {key: empty_frame(key) for key in tables()}
    book = Evaluation(frames, {"as_of": dt.date(2026, 12, 31), "plan_basis": "derived"})
    assert book.setting("as_of").number == 46387
    assert book.setting("plan_basis").number == 0


def test_a_text_column_shows_its_words_and_is_no_number() -> None:
    book = targets_book(customer=["甲公司", None], base=[1.0, 2.0])
    assert book.table_column("targets", "customer") == ["甲公司", ""]
    assert shown(Sum((Whole("targets", "customer"),)), book, 1) == [0.0]


def test_month_rows_are_matched_by_number() -> None:
    """Numbers in criteria compare as numbers, texts as texts."""
    book = targets_book(base=[1.0, 2.0])
    assert book.keys("targets", "base").tolist() == [1.0, 2.0]
    assert book.keys("targets", "customer").tolist() == [None, None]


def test_a_number_typed_over_a_formula_is_counted_with() -> None:
    """Three customers of 100; the second target is typed as 500: the book's total is 700."""
    frames = {key: empty_frame(key) for key in tables()}
    frame = empty_frame("targets", 3)
    frame["base"], frame["tier"] = [100.0] * 3, ["A", "A", "B"]
    book = Evaluation(frames | {"targets": frame}, {}, overrides={("targets", "expected"): {1: 500.0}})
    assert book.table_column("targets", "expected") == [100.0, 500.0, 100.0]
    assert book.grid_cell("tier_targets", "A", "expected") == pytest.approx(600.0)
    assert book.grid_cell("tier_targets", "total", "expected") == pytest.approx(700.0)


def test_a_cell_without_formula_shows_its_result() -> None:
    frames = {key: empty_frame(key) for key in tables()}
    book = Evaluation(frames, {}, {("concentration", "cr1", "value"): 0.17})
    assert book.grid_cell("concentration", "cr1", "value") == 0.17
    assert book.grid_cell("concentration", "cr5", "value") is None
    assert book.grid_cell("concentration", "time_sentence", "value") is None


def formula_columns() -> list[tuple[str, str, Formula]]:
    """All formula columns of the book: (table key, column key, formula)."""
    return [
        (table.key, column.key, column.formula)
        for table in tables().values()
        for column in table.columns
        if column.formula is not None
    ]


def test_every_formula_has_text_in_both_languages() -> None:
    columns, cells = formula_columns(), formula_cells()
    assert len(columns) > 20
    assert len(cells) > 100
    for names in (ZH, EN):
        assert all(formula.text(names, table) for table, _, formula in columns)
        assert all(formula.text(names, key[0]) for key, formula in cells.items())


def test_cells_share_one_value_over_all_rows() -> None:
    assert Cells.of(5.0).to_list(3) == [5.0, 5.0, 5.0]
    assert Cells.text(["a"]).to_list(2) == ["a", "a"]


def test_blank_columns_have_the_dtypes_a_port_delivers() -> None:
    frame = empty_frame("orders", 2)
    assert str(frame["date"].dtype) == "datetime64[ns]"
    assert str(frame["amount"].dtype) == "float64"
    assert frame["customer"].tolist() == [None, None]
    assert isinstance(frame, pd.DataFrame)


def test_labels_keys_and_addresses() -> None:
    assert choice_label(choices.TIERS, "A").of("zh") == "A"
    with pytest.raises(KeyError, match="Z"):
        choice_label(choices.TIERS, "Z")
    with pytest.raises(KeyError, match="targets has no column colour"):
        tables()["targets"].column("colour")
    assert [column_letters(number) for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]
    assert quote_sheet("Q1's") == "'Q1''s'"
    assert sheet("map").label.of("en") == "Execution map"


def test_defaults_in_yuan_are_ten_thousand_times_those_in_wan() -> None:
    """A customers buy for 100万 and more: 1,000,000 in a book in yuan; shares and blanks stay."""
    found = {setting.key: setting for setting in settings.SETTINGS}
    assert settings.default(found["a_threshold"], "wan") == 100.0
    assert settings.default(found["a_threshold"], "yuan") == 1_000_000.0
    assert settings.default(found["a_line"], "yuan") == 0.8
    assert settings.default(found["company_target"], "yuan") is None
    assert settings.rules({"money_unit": "yuan"}).tiers.a_threshold == 1_000_000.0
    assert settings.rules({"a_line": 0.7}).tiers.a_line == 0.7
