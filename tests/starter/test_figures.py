"""The starter's formulas give the core's figures, in engines that know nothing of each other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from salesplan_xl.templates.starter.build import Typed, build_starter
from tests.recalc import engines
from tests.recalc.agree import error_cells, formula_cells
from tests.starter import compare
from tests.starter.books import names, random_starter
from tests.starter.compare import Starter, Values
from tests.starter.core import planned
from tests.starter.office import recalculated

ROOM = 30


def problems(book: bytes, values: Values, lang: str) -> list[str]:
    """Where an engine's starter differs from the core; month by month, too."""
    areas, core = names(book), planned(book)
    starter = Starter(areas, values, lang)
    found = compare.differences(starter, core)
    if core is not None and not found:
        months = [below(areas, values, f"month_{key}") for key in ("target", "planned")]
        found = compare.month_differences(starter, core, *months)
    return found


def below(areas: dict[str, compare.Area], values: Values, name: str) -> list[object]:
    """The twelve cells below a named header."""
    sheet, (cell,) = areas[name]
    column, row = cell.rstrip("0123456789"), int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return [values.get((sheet, f"{column}{row + at}")) for at in range(1, 13)]


def computed(book: bytes, engine: engines.Engine) -> Values:
    return engine.values(book, list(formula_cells(book)))


def errors(values: Values) -> list[object]:
    return [
        (place, value)
        for place, value in values.items()
        if isinstance(value, str) and value.startswith(("#", "unsupported"))
    ]


def test_a_starter_says_what_the_core_says() -> None:
    """Thirty rows of customers, some blank, with ties, text and ticks."""
    book = build_starter("zh", random_starter(5, ROOM), rows=ROOM)
    values = computed(book, engines.BetterOffice())
    assert problems(book, values, "zh") == []
    assert errors(values) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_random_starters_in_three_engines(lang: str, office: engines.LibreOffice) -> None:
    """Two starters in each language; ``python -m tests.starter`` looks at two hundred."""
    books = [build_starter(lang, random_starter(seed, ROOM, lang), rows=ROOM) for seed in range(2)]
    for engine in engines.in_process():
        for book in books:
            values = computed(book, engine)
            assert problems(book, values, lang) == []
            assert errors(values) == []
    for book, values in zip(books, recalculated(office, books), strict=True):
        assert problems(book, values, lang) == []
        assert errors(values) == []


@pytest.mark.slow
def test_three_hundred_customers_in_three_engines(office: engines.LibreOffice) -> None:
    book = build_starter("zh", random_starter(301, 300))
    (values,) = recalculated(office, [book])
    for seen in (values, *(computed(book, engine) for engine in engines.in_process())):
        assert problems(book, seen, "zh") == []
        assert errors(seen) == []


def shown(typed: Typed, *cells: tuple[str, str], rows: int = 8) -> list[object]:
    """What cells of a small starter show."""
    return list(engines.BetterOffice().values(build_starter("zh", typed, rows=rows), cells).values())


TIERS = [("客户诊断", f"B{row}") for row in range(12, 20)]


@pytest.mark.parametrize(
    ("revenues", "tiers"),
    [
        ((85, 10, 3, 2), "ABCC"),
        ((97, 2, 1), "ACC"),
        ((50, 30, 15, 5), "AABC"),
        ((60, 25, 10, 5, 0, -8), "AABCCC"),
        ((0, 0), "CC"),
        ((10,), "A"),
        ((0.1 + 0.2, 0.3, 0.3, 0.3), "AAAA"),
    ],
)
def test_tiers_of_the_articles(revenues: Sequence[float], tiers: str) -> None:
    """[85,10,3,2] → A B C C; the customer that crosses a line is inside, equal ones share a tier."""
    typed = Typed([{"name": f"客户{at}", "this_year": amount} for at, amount in enumerate(revenues)])
    assert "".join(str(tier or "") for tier in shown(typed, *TIERS)) == tiers


def test_the_article_comes_to_sixteen_hundred() -> None:
    """Six of 250; two grow 10 %, one may lose 20 % for certain, one has a project of 200 at 50 %: 1600."""
    rows: list[dict[str, object]] = [
        {"name": f"大客户{at}", "this_year": 250, "growth": 0.0} for at in range(6)
    ]
    rows[0]["growth"] = rows[1]["growth"] = 0.1
    rows[2] |= {"loss": 0.2, "loss_probability": 1}
    rows[3] |= {"project": "新产线", "amount": 200, "chance": 0.5}
    cells = [("目标", cell) for cell in ("B6", "C6", "D6", "E6", "F6", "N7", "N8")]
    assert shown(Typed(rows), *cells) == pytest.approx([1500, 50, -50, 100, 1600, 1440, 1760])


def test_equal_customers_add_up() -> None:
    """Six of 225 at +10 %, less the buffer: 222.75 each, and 1336.5 for all; rounded alike they would be 1338."""
    rows = [{"name": f"客户{at}", "this_year": 225, "growth": 0.1} for at in range(6)]
    typed = Typed(rows, {"plan_basis": "保底目标", "total_step": 1})
    years = shown(typed, *(("目标", f"M{row}") for row in range(13, 19)), ("目标", "G10"))
    assert sorted(map(float, map(str, years))) == [222, 223, 223, 223, 223, 223, 1337]


def test_quarters_of_eighteen_hundred() -> None:
    """1805 in proportion to 400/450/500/450: steps of ten, the five over in the largest."""
    weights = {f"quarter_weight_{quarter}": part for quarter, part in enumerate((400, 450, 500, 450), 1)}
    typed = Typed([{"name": "客户", "this_year": 1805, "growth": 0.0}], weights)
    assert shown(typed, *(("目标", f"{column}10") for column in "HIJK")) == [400, 450, 505, 450]


def test_visits_and_days_of_the_article() -> None:
    """Six A, fifty C: 12 visits and 6 days, 16.67 visits and 5.56 days; 17.4 days are 10.44/5.22/1.74."""
    rows = [{"name": f"大客户{at}", "this_year": 250} for at in range(6)]
    rows += [{"name": f"小客户{at}", "this_year": 0.1} for at in range(50)]
    cells = [("作战地图", cell) for cell in ("H6", "I6", "H8", "I8", "J6", "J7", "J8", "J10")]
    wanted = [12, 6, 50 / 3, 50 / 9, 10.44, 5.22, 1.74, 17.4]
    assert shown(Typed(rows), *cells, rows=56) == pytest.approx(wanted)


def test_nothing_due_is_no_rate() -> None:
    typed = Typed(
        [{"name": "客户", "this_year": 1200}],
        months={
            (0, "actual"): 90,
            (0, "visited"): 1,
            (0, "due"): 0,
            (0, "on_time"): 0,
            (1, "due"): 50,
            (1, "on_time"): 40,
        },
    )
    cells = [("月度跟踪", cell) for cell in ("D6", "G6", "J6", "J7", "D7", "J18")]
    target = 1200 * 1.05 / 12
    assert shown(typed, *cells) == [pytest.approx(90 / target, rel=0.02), 1.0, "", 0.8, "", 0.8]


# ── what people do to a sheet ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_broken_settings_give_no_error_cell(office: engines.LibreOffice) -> None:
    """Every setting blank, 0, or text."""
    from salesplan_xl.schema.starter.inputs import MORE, SHOWN

    keys = [setting.key for setting in (*SHOWN, *MORE)]
    customers = random_starter(7, 12).customers
    books = [
        build_starter("zh", Typed(customers, dict.fromkeys(keys, value)), rows=12)
        for value in (None, 0, "待定")
    ]
    for seen in (*recalculated(office, books), *(computed(book, engines.BetterOffice()) for book in books)):
        assert errors(seen) == []


def test_what_is_wrong_with_a_row_is_said() -> None:
    rows: list[dict[str, object]] = [
        {"this_year": 5},
        {"name": "甲", "this_year": 5},
        {"name": " 甲 ", "this_year": 5},
        {"name": "乙*", "this_year": "1,200"},
        {"name": "丙", "this_year": 5, "loss": 20},
        {"name": "丁", "this_year": 5, "receivable": 2, "overdue": 3},
        {"name": "戊", "this_year": 5, "tier": "D"},
        {"name": "己*", "this_year": 5},
    ]
    cells = [("客户填写", f"S{row}") for row in range(6, 14)]
    assert shown(Typed(rows), *cells) == [
        "缺客户名称，没算进去", "客户名称重复", "客户名称重复", "有数字格不是数字，按0算", "比例要在0%到100%之间", "逾期比应收还多",
        "分类只能填A、B、C", "",
    ]  # fmt: skip


def test_an_empty_starter_is_silent() -> None:
    """No error, no zero, no word in three hundred rows; the headlines say where to begin."""
    book = build_starter("zh", rows=ROOM)
    values = computed(book, engines.BetterOffice())
    assert errors(values) == [] == error_cells(book)
    lists = {"客户诊断": 11, "目标": 12, "作战地图": 12}
    loud = [
        place
        for place, value in values.items()
        if value
        and _row(place[1]) > lists.get(place[0], 9999)
        and len(place[1].rstrip("0123456789")) == 1
        and place[1] < "R"
    ]
    assert loud == []
    assert "从这里开始" in str(values["客户填写", "A3"])
    assert str(values["目标", "A3"]).startswith("还没有客户")


def _row(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
