"""The worksheet functions, as a user types them: the worked figures, blanks, errors, reasons."""

from __future__ import annotations

import datetime as dt
import inspect
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from addin.tools.udf_module import RESERVED
from salesplan_xl.demo import demo_tables
from salesplan_xl.doors import udf
from salesplan_xl.doors.functions.values import ERROR_NUMBERS, SHEET_ROWS, CellError
from salesplan_xl.doors.udf import (
    FUNCTIONS,
    SP_ABC,
    SP_ABC_THRESHOLD,
    SP_CAPACITY,
    SP_COMPLETION,
    SP_CONCENTRATION,
    SP_CONFIDENCE,
    SP_COVERAGE,
    SP_DSO,
    SP_HEALTH,
    SP_NEWCUSTOMERS,
    SP_ONTIME,
    SP_SPLIT,
    SP_TARGET,
    SP_VISITS,
    SP_YOY,
)
from salesplan_xl.planning.common.customer_book import build_customer_book
from salesplan_xl.planning.customers.health import diagnose
from salesplan_xl.planning.customers.tiers import concentration
from salesplan_xl.rules import Rules
from salesplan_xl.schema import choices
from salesplan_xl.templates.build import build_book

NA, VALUE = "#N/A", "#VALUE!"


def column(*values: Any) -> list[list[Any]]:
    return [[value] for value in values]


def flat(answer: Any) -> list[Any]:
    return [cell for cells in answer for cell in cells]


def only(answer: Any) -> Any:
    """The one cell of an answer."""
    ((cell,),) = answer
    return cell


# ── Tiers ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("revenues", "tiers"),
    [
        ((85, 10, 3, 2), "ABCC"),
        ((97, 2, 1), "ACC"),
        ((50, 30, 15, 5), "AABC"),
        ((60, 25, 10, 5, 0, -8), "AABCCC"),
        ((0, 0), "CC"),
    ],
)
def test_tiers_by_share_are_those_of_the_method(revenues: tuple[float, ...], tiers: str) -> None:
    assert SP_ABC(column(*revenues)) == column(*tiers)
    assert SP_ABC([list(revenues)]) == [list(tiers)]


def test_a_blank_keeps_its_place_and_counts_nowhere() -> None:
    assert SP_ABC(column(85, None, 10, "", 3, 2)) == column("A", "", "B", "", "C", "C")
    assert SP_ABC([[85, None], [10, 3]]) == [["A", ""], ["B", "C"]]
    assert SP_ABC([[None, None]]) == [["", ""]]


def test_the_lines_can_be_moved_and_the_crossing_customer_put_down() -> None:
    assert SP_ABC(column(60, 25, 10, 5), 0.5, 0.6) == column("A", "C", "C", "C")
    assert flat(SP_ABC(column(50, 31, 19), strict=True)) == ["A", "B", "C"]
    assert SP_ABC(column(1, 2), 0.9, 0.5) == SP_ABC(column(1, 2), 80) == VALUE


def test_a_tier_says_why() -> None:
    assert SP_ABC(column(62, 33, 5, None), reason=True) == column(
        "A类:累计占比62%,未到80%分界", "A类:累计占比95%,正是跨过80%分界的那家,算在A类内", "C类:累计占比100%,已过95%分界", ""
    )  # fmt: skip


def test_tiers_by_size_follow_payment_and_expansion() -> None:
    assert SP_ABC_THRESHOLD(column(100, 30, 29.9, None, 0)) == column("A", "B", "C", "", "C")
    assert SP_ABC_THRESHOLD(column(100, 100, 50), column("是", "否", None)) == column("B", "A", "B")
    assert only(SP_ABC_THRESHOLD(50, False, True)) == "A"
    assert only(SP_ABC_THRESHOLD(50, False, False, 40, 10)) == "A"
    assert only(SP_ABC_THRESHOLD(100, True, reason=True)).startswith("B类")
    assert SP_ABC_THRESHOLD(50, False, False, 30, 100) == VALUE


def test_concentration_is_that_of_the_method() -> None:
    revenues = column(85, 10, 3, 2, None)
    assert SP_CONCENTRATION(revenues, 1) == pytest.approx(0.85)
    assert SP_CONCENTRATION(revenues) == pytest.approx(1.0)
    assert SP_CONCENTRATION(revenues, measure="指数") == pytest.approx(0.85**2 + 0.01 + 0.0009 + 0.0004)
    assert SP_CONCENTRATION(column(5, 5, 5, 5), measure="effective") == pytest.approx(4)
    assert SP_CONCENTRATION(column(None, 0)) == NA
    assert SP_CONCENTRATION(column(1, 2), 0) == SP_CONCENTRATION(column(1, 2), measure="平均") == VALUE


def test_a_heading_is_skipped_and_a_wrong_cell_speaks_for_itself_alone() -> None:
    """One text, one error, one date: the others have their tiers as without them."""
    day = dt.datetime(2026, 5, 1)
    revenues = column("今年业绩", 85, "停用", 10, "#N/A", 3, 2, day)
    assert SP_ABC(revenues) == column("", "A", VALUE, "B", NA, "C", "C", VALUE)
    assert SP_ABC(column("今年业绩", 85, "停用"), reason=True)[2] == ["revenues的第3格不是数字"]
    assert SP_ABC_THRESHOLD(column("业绩", 100, "x")) == column("", "A", VALUE)
    assert SP_YOY(column("今年", 500, "x"), column("去年", 625, 1)) == column("", pytest.approx(-0.2), VALUE)
    assert SP_TARGET(column("今年", 500))[0] == [""]
    assert SP_NEWCUSTOMERS(column("目标", 500000), 10000)[0] == [""] * 4
    assert SP_SPLIT(column("总数", 100), [[1, 1]]) == [["", ""], [50, 50]]
    assert SP_CONCENTRATION(column("今年业绩", 85, 10, 3, 2), 1) == pytest.approx(0.85)
    assert SP_CONCENTRATION(column(85, "停用", 3), 1) == VALUE
    assert SP_CONCENTRATION(column(85, "#N/A", 3), 1) == NA
    assert SP_CONCENTRATION(column(85, "停用", 3), 1, reason=True) == "revenues的第2格不是数字"
    assert SP_CONFIDENCE(80, column("金额", 120, 300), column("把握", 0.4, 0.6)) == SP_CONFIDENCE(
        80, column(120, 300), column(0.4, 0.6)
    )
    assert SP_CONFIDENCE(80, column(120, "x"), 0.5, reason=True) == "amounts的第2格不是数字"


@pytest.mark.slow
def test_whole_columns_end_with_the_last_row_that_holds_anything() -> None:
    """As a host hands them over that does not cut them; the add-in's macros do."""
    rest = [[None]] * (SHEET_ROWS - 3)
    assert SP_YOY([["今年"], [500], [None], *rest], [["去年"], [625], [450], *rest]) == column(
        "", pytest.approx(-0.2), ""
    )
    assert SP_ABC([*column(85, 10, 5), *rest]) == column("A", "B", "C")


# ── One customer ───────────────────────────────────────────────────────────────────────────────────────


def test_growth_of_the_customers_of_the_article() -> None:
    assert flat(SP_YOY(column(500, 450), column(625, 391.3043))) == pytest.approx([-0.2, 0.15])


def test_a_new_customer_has_not_grown_endlessly() -> None:
    assert SP_YOY(column(500, 500, None), column(0, None, 5)) == column(NA, NA, "")
    assert SP_YOY(column(500, 500, None), column(0, None, 5), True) == column(
        "今年新客户,没有去年可比", "没有去年业绩,看不出涨跌", ""
    )


def test_dso_of_the_customers_of_the_article() -> None:
    assert flat(SP_DSO(column(80, 30), column(500, 450))) == pytest.approx([58.4, 24.3333], abs=1e-4)
    assert only(SP_DSO(80, 500, 360)) == pytest.approx(57.6)
    assert SP_DSO(column(80, 80), column(0, None)) == column(NA, NA)
    assert only(SP_DSO(80, 0, reason=True)) == "没有业绩,算不出回款天数"


def test_the_example_of_the_article_adds_up_to_1600() -> None:
    rows = (
        [(250, 0, 0, 0, 0, 0)] * 2
        + [(250, 0.1, 0, 0, 0, 0)] * 2
        + [(250, 0, 0.2, 1, 0, 0), (250, 0, 0, 0, 200, 0.5)]
    )
    targets = flat(SP_TARGET(*(column(*cells) for cells in zip(*rows, strict=True))))
    assert targets == pytest.approx([250, 250, 275, 275, 200, 350])
    assert sum(targets) == pytest.approx(1600)


def test_a_target_without_chances_takes_the_defaults_of_the_settings() -> None:
    assert only(SP_TARGET(100)) == 100
    assert only(SP_TARGET(100, loss=0.2)) == pytest.approx(
        100 - 100 * 0.2 * Rules().targets.loss_danger_probability
    )
    assert only(SP_TARGET(100, project=40)) == pytest.approx(100 + 40 * Rules().targets.win_quote)
    assert SP_TARGET(column(100, 100), loss=column(1.2, -0.1)) == column(VALUE, VALUE)


def test_health_is_that_of_the_health_table() -> None:
    """The demo book's own table: its figures into the function, its score, risk and stability out."""
    tables, rules = demo_tables("rep").tables, Rules()
    book = build_customer_book(tables["customers"], tables["orders"], rules.calendar)
    frame = diagnose(book, tables, {}, rules).frame
    # The table knows who was an A last year, the function only who is one now.
    frame = frame[(frame["tier"] == "A") | ~frame["migration"].isin(["down", "lost"])]
    assert len(frame) > 45
    roles = [4 - (len(missing.values) if missing else 0) for missing in frame["missing_roles"]]
    people = frame["contacts"].where(frame["depth"].ne("none") | frame["missing_roles"].notna())
    keys = ("this_year", "last_year", "tier", "receivable", "overdue", "oldest_days", "late_rate", "payment")
    figures = [column(*_plain(frame[key])) for key in keys]
    more = [column(*_plain(people)), column(*roles), column(*_plain(frame["space"]))]
    scores = flat(SP_HEALTH(*figures, *more))
    assert scores == _plain(frame["score"])
    assert flat(SP_HEALTH(*figures, *more, show="依据")) == pytest.approx(_plain(frame["confidence"]))
    risks = {item.key: item.label.zh for item in choices.RISKS}
    labels = {item.key: item.label.zh for item in choices.STABILITIES}
    assert flat(SP_HEALTH(*figures, *more, show="风险")) == [risks[key] for key in frame["risk"]]
    assert flat(SP_HEALTH(*figures, *more, show="稳定性")) == [labels[key] for key in frame["stability"]]
    assert len(set(scores)) > 10


def _plain(values: Any) -> list[Any]:
    """Cells: None where the table is blank."""
    return [None if value is None or value != value else value for value in values.tolist()]


def test_what_is_not_known_of_a_customer_costs_confidence_not_score() -> None:
    assert only(SP_HEALTH(420, 380)) == only(SP_HEALTH(420, 380, "A"))
    assert only(SP_HEALTH(420, 380, show="confidence")) == pytest.approx(0.3)
    assert only(SP_HEALTH(420)) == only(SP_HEALTH(420, show="稳定性")) == NA
    assert only(SP_HEALTH(420, None, "#REF!")) == "#REF!"
    assert SP_YOY([], 1) == VALUE
    assert only(SP_HEALTH(60, 100, "A", show="风险")) == "高风险"
    assert only(SP_HEALTH(60, 100, "B", show="风险")) == "—"
    assert only(SP_HEALTH(60, 100, "A", 50, 20, 30, None, "临时性拖延", 1, 1, reason=True)) == (
        "业绩同比下降40%,危险；逾期20,最长30天；认识1人、1种角色,单点脆弱"
    )
    assert SP_HEALTH(column(1, 1, 1, None), 1, column("Z", None, None, "A"), payment=column(None, "常常", None, None), roles=column(None, None, 5, None)) == column(VALUE, VALUE, VALUE, "")  # fmt: skip


# ── Splitting ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_quarters_of_the_article() -> None:
    assert SP_SPLIT(1800, [[4, 4.5, 5, 4.5]], 10) == [[400, 450, 500, 450]]
    rows = SP_SPLIT(column(550, 500), [[120, 130, 150, 150]], 1)
    assert rows[0] == [120, 130, 150, 150]
    assert [sum(cells) for cells in rows] == [550, 500]
    assert SP_SPLIT([[550, 500]], column(120, 130, 150, 150)) == [
        list(cells) for cells in zip(*rows, strict=True)
    ]


def test_without_weights_the_parts_are_equal() -> None:
    assert SP_SPLIT(1000) == [[250, 250, 250, 250]]
    assert SP_SPLIT(1000, None, 1, 12) == [[84, 84, 84, 84, 83, 83, 83, 83, 83, 83, 83, 83]]


def test_a_weight_left_blank_gets_nothing_and_stays_blank() -> None:
    assert SP_SPLIT(100, column(1, None, 3)) == column(25, "", 75)
    assert SP_SPLIT(column(100, None), [[1, 3]]) == [[25, 75], ["", ""]]


def test_a_split_that_cannot_be_is_an_error() -> None:
    assert SP_SPLIT(100, [[1, -1]]) == SP_SPLIT(100, [[1, "x"]]) == SP_SPLIT(100, [[1, 1]], -1) == VALUE
    assert SP_SPLIT(100, [[0, 0]]) == [[VALUE, VALUE]]
    assert SP_SPLIT(100, [[0, 0]], reason=True)[0][0].startswith("SP-201")
    assert SP_SPLIT(100, [[1, 1, 1]], 1, 4) == VALUE
    assert SP_SPLIT([[1, 2], [3, 4]], [[1, 1]]) == VALUE
    assert SP_SPLIT(column(1, "x"), [[1, 1]], reason=True) == [[1, 0], ["total要填数字"] * 2]
    assert SP_SPLIT(1e300) == [[VALUE] * 4]


# ── KPIs, time, new business ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("function", "part", "whole", "rate", "why"),
    [
        (SP_COMPLETION, 350, 600, 0.58333, "没有定目标"),
        (SP_COVERAGE, 3, 5, 0.6, "没有计划拜访的客户"),
        (SP_ONTIME, 8, 10, 0.8, "没有到期的款"),
    ],
)
def test_a_kpi_without_its_base_is_not_zero_percent(
    function: Any, part: float, whole: float, rate: float, why: str
) -> None:
    assert only(function(part, whole)) == pytest.approx(rate, abs=1e-5)
    assert function(column(part, part, None), column(0, None, whole)) == column(NA, NA, "")
    assert function(column(part, part), column(0, whole), True)[0] == [why]
    assert isinstance(only(function(part, whole, True)), float)


def test_visits_and_days_of_the_article() -> None:
    tiers, customers = column("A", "B类", "c"), column(6, 12, 50)
    assert flat(SP_VISITS(tiers, "月", customers)) == pytest.approx([12, 12, 16.6667], abs=1e-4)
    assert flat(SP_VISITS(tiers, "days", customers)) == pytest.approx([6, 6, 5.5556], abs=1e-4)
    assert flat(SP_VISITS(tiers, "年")) == pytest.approx([24, 12, 4])
    assert only(SP_VISITS("B", potential="是")) == 2
    assert SP_VISITS(column("A", None, "D", 1)) == column(2, "", VALUE, VALUE)
    assert only(SP_VISITS("A", "周")) == VALUE


def test_capacity_of_the_article() -> None:
    assert only(SP_CAPACITY()) == pytest.approx(17.4)
    assert flat(SP_CAPACITY(21.75, tier=[["A", "B", "C"]])) == pytest.approx([10.44, 5.22, 1.74])
    assert flat(SP_CAPACITY(column(20, 22), 0.5, 2)) == pytest.approx([20, 22])
    assert only(SP_CAPACITY(21.75, 1.5)) == only(SP_CAPACITY(-1)) == VALUE


def test_new_business_of_the_article() -> None:
    assert SP_NEWCUSTOMERS(500_000, 10_000) == [[50, 500, 2, 42]]
    assert SP_NEWCUSTOMERS(500_000, 10_000, exact=True)[0][3] == pytest.approx(41.6667, abs=1e-4)
    assert SP_NEWCUSTOMERS(column(50, None), 1) == [[50, 500, 2, 42], ["", "", "", ""]]
    assert SP_NEWCUSTOMERS([[50, 100]], 1) == [[50, 100], [500, 1000], [2, 4], [42, 84]]


def test_new_business_stops_at_the_step_that_is_missing() -> None:
    assert SP_NEWCUSTOMERS(50, 0) == [[NA] * 4]
    assert SP_NEWCUSTOMERS(50, 1, 0) == [[50, NA, NA, NA]]
    assert SP_NEWCUSTOMERS(50, 1, 0.1, 0, reason=True) == [[50, 500, "工作日是0,推不出每天几个", 42]]


# ── What holds for all of them ─────────────────────────────────────────────────────────────────────────


def test_one_cell_or_row_or_column_stretches_like_excels_own_arithmetic() -> None:
    assert SP_COMPLETION(column(1, 2), [[2, 4]]) == [[0.5, 0.25], [1.0, 0.5]]
    assert SP_COMPLETION([[1, 2, 3]], 4) == [[0.25, 0.5, 0.75]]
    assert SP_COMPLETION(column(1, 2, 3), column(1, 2)) == VALUE
    assert SP_COMPLETION(column(1, 2, 3), column(1, 2), True) == "几个区域大小不一致,请选一样长的"


def test_an_error_cell_stays_the_error_it_is() -> None:
    assert SP_COMPLETION(column("#DIV/0!", 1), column(1, "#REF!")) == column("#DIV/0!", "#REF!")
    assert SP_ABC(column(1, "#NAME?")) == column("A", "#NAME?")


@pytest.mark.parametrize(
    "wrong", ["甲", True, "12", float("inf"), float("nan"), [[1, 2], [3, 4]], -2146826243, b"x"]
)
@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_whatever_is_typed_gives_a_figure_a_word_or_an_error(name: str, wrong: Any) -> None:
    """Asked behind the last safety net: only the errors we mean are raised, none by accident."""
    count = len(inspect.signature(FUNCTIONS[name]).parameters)
    for at in range(count - 1):
        arguments: list[Any] = [1.0] * (count - 1) + [False]
        arguments[at] = wrong
        try:
            answer = FUNCTIONS[name].__wrapped__(*arguments)
        except CellError as problem:
            answer = problem.mark
        for cell in flat(answer) if isinstance(answer, list) else [answer]:
            assert isinstance(cell, (int, float)) or cell in ("", "A", "B", "C", *ERROR_NUMBERS)
            assert cell == cell


def test_our_own_mistake_is_an_error_in_a_cell_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("salesplan_xl.doors.functions.plan.completion", lambda actual, target: {}["nothing"])
    assert SP_COMPLETION(1, 2) == VALUE


def test_reasons_speak_english_where_the_machine_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESPLAN_LANG", "en")
    assert only(SP_COMPLETION(1, 0, True)) == "no target"
    assert only(SP_HEALTH(60, 100, "A", show="risk")) == "High risk"


def test_no_answer_is_ever_a_formula() -> None:
    """Text handed in never comes back; a reason names the argument, not what was typed."""
    bomb = '=HYPERLINK("http://x")'
    for name, function in FUNCTIONS.items():
        count = len(inspect.signature(function).parameters) - 1
        for at in range(count):
            arguments: list[Any] = [1.0] * count
            arguments[at] = [[bomb]]
            answer = function(*arguments, True)
            assert "HYPERLINK" not in str(answer), name


def test_every_function_and_argument_is_helped_in_few_words() -> None:
    """Excel shows at most 255 characters; the names of arguments stay out of VBA's way."""
    assert len(FUNCTIONS) == 20
    for name, function in FUNCTIONS.items():
        assert name.startswith("SP_") and 5 < len(function.__doc__) <= 60
        arguments = list(inspect.signature(function).parameters)
        assert arguments[-1] == "reason"
        for argument in arguments:
            assert argument.lower() not in RESERVED
            assert 2 <= len(udf.argument_help(name, argument)) <= 40


WITHOUT_PANDAS = """
import sys
sys.modules["pandas"] = None  # xlwings takes pandas when it is there; we must not need it
from salesplan_xl.doors.udf import FUNCTIONS
from tests.generated.function_pages import EXAMPLES
for name, (formula, arguments) in EXAMPLES.items():
    answer = FUNCTIONS[name](*arguments, reason=False)
    assert "#VALUE!" not in str(answer), (name, answer)
    FUNCTIONS[name](*arguments, reason=True)
assert set(EXAMPLES) == set(FUNCTIONS)
print(sys.modules["pandas"])
"""


def test_no_function_needs_pandas() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PANDAS], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert (done.stdout.strip(), done.stderr) == ("None", "")


def test_the_shipped_books_never_need_the_add_in() -> None:
    """No formula of a template calls a worksheet function of ours."""
    for lang in ("zh", "en"):
        with zipfile.ZipFile(BytesIO(build_book(lang, "wan", False))) as parts:
            text = "".join(
                parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith(".xml")
            )
        assert "<f>" in text and "SP_" not in text


def test_the_table_path_and_the_function_agree_on_a_whole_book() -> None:
    tables, rules = demo_tables("rep").tables, Rules()
    book = build_customer_book(tables["customers"], tables["orders"], rules.calendar)
    frame = diagnose(book, tables, {}, rules).frame
    revenue = column(*frame["this_year"].tolist())
    assert flat(SP_ABC(revenue)) == frame["tier_cumulative"].tolist()
    assert flat(SP_ABC([["今年业绩"], *revenue]))[1:] == frame["tier_cumulative"].tolist()
    assert SP_CONCENTRATION(revenue) == concentration(frame["this_year"], rules.tiers).top_share
    assert (
        SP_CONCENTRATION([["今年业绩"], *revenue]) == concentration(frame["this_year"], rules.tiers).top_share
    )
