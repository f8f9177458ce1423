"""ABC tiers: the worked figures of guide/tiers.md, and the customer book they stand on."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.catalogue import finding_remedy, finding_sentence, render
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Severity
from salesplan_xl.planning.common.customer_book import (
    CustomerBook,
    build_customer_book,
    net_amounts,
    normal_name,
)
from salesplan_xl.planning.customers.tiers import (
    TierResult,
    assign_tiers,
    concentration,
    cumulative_tiers,
    threshold_tiers,
    tier_overview,
)
from salesplan_xl.rules import CalendarRules, TierRules
from salesplan_xl.schema import inputs
from salesplan_xl.schema.types import NUMERIC, Kind, Table

CALENDAR = CalendarRules(plan_year=2027, as_of=dt.date(2026, 12, 31))


def table(declared: Table, *rows: dict[str, Any]) -> pd.DataFrame:
    """Rows as the port delivers them: every column, blanks as NaN, NaT or None."""
    frame = pd.DataFrame(index=range(len(rows)))
    for column in declared.columns:
        values = [row.get(column.key) for row in rows]
        if column.kind in NUMERIC:
            frame[column.key] = pd.Series(values, dtype="float64")
        elif column.kind is Kind.DATE:
            frame[column.key] = pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[ns]")
        else:
            frame[column.key] = pd.Series(values, dtype="object")
    return frame


def customers(*rows: dict[str, Any]) -> pd.DataFrame:
    return table(inputs.CUSTOMERS, *rows)


def orders(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Orders as (date, customer, amount); a fourth item is the kind."""
    keys = ("date", "customer", "amount", "kind", "line")
    return table(inputs.ORDERS, *(dict(zip(keys, row, strict=False)) for row in rows))


def build(listed: pd.DataFrame, ordered: pd.DataFrame | None = None) -> CustomerBook:
    return build_customer_book(listed, orders() if ordered is None else ordered, CALENDAR)


def revenues(*amounts: float, last: tuple[float, ...] = ()) -> CustomerBook:
    """A book of customers 甲0, 甲1 … with typed revenue."""
    lasts = last or (1.0,) * len(amounts)
    return build(
        customers(
            *(
                {"name": f"甲{at}", "this_year": amount, "last_year": before}
                for at, (amount, before) in enumerate(zip(amounts, lasts, strict=True))
            )
        )
    )


def letters(amounts: list[float], **settings: Any) -> str:
    revenue = pd.Series(amounts, dtype=float)
    names = pd.Series([f"客户{at}" for at in range(len(amounts))])
    return " ".join(cumulative_tiers(revenue, names, TierRules(**settings))["tier"])


def codes(book: CustomerBook | TierResult) -> list[str]:
    for finding in book.findings:
        for lang in ("zh", "en"):
            assert "{" not in finding_sentence(finding, lang) + finding_remedy(finding, lang)
    return [finding.code for finding in book.findings]


def assigned(book: CustomerBook, rules: TierRules | None = None, **flags: list[bool]) -> TierResult:
    size = len(book.frame)
    habitual = pd.Series(flags.get("habitual", [False] * size))
    expansion = pd.Series(flags.get("expansion", [False] * size))
    return assign_tiers(book.frame, habitual, expansion, rules or TierRules())


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([85, 10, 3, 2], "A B C C"),
        ([97, 2, 1], "A C C"),
        ([50, 30, 15, 5], "A A B C"),
        ([60, 25, 10, 5, 0, -8], "A A B C C C"),
        ([0, 0], "C C"),
        ([7], "A"),
        ([0.5, 0.3, 0.15, 0.05], "A A B C"),
    ],
)
def test_cumulative_method_of_the_method_page(amounts: list[float], expected: str) -> None:
    assert letters(amounts) == expected


def test_the_customer_that_crosses_a_line_can_be_put_into_the_worse_tier() -> None:
    assert letters([50, 35, 10, 5]) == "A A B C"
    assert letters([50, 35, 10, 5], crossing_customer="worse") == "A B B C"


@pytest.mark.parametrize("crossing", ["better", "worse"])
def test_a_largest_customer_of_85_percent_is_a_either_way(crossing: str) -> None:
    assert letters([85, 15], crossing_customer=crossing).startswith("A")
    assert letters([3], crossing_customer=crossing) == "A"


@pytest.mark.parametrize("crossing", ["better", "worse"])
@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([250.0] * 6 + [25.0] * 12 + [2.0] * 50, " ".join("A" * 6 + "B" * 12 + "C" * 50)),
        ([60, 20, 20], "A A A"),
        ([70, 10, 10, 10], "A B B B"),
        ([33, 33, 34], "A A A"),
        ([40, 30, 10, 10, 10], "A A B B B"),
    ],
)
def test_equal_customers_have_one_tier_the_better_if_half_their_money_lies_before_the_line(
    amounts: list[float], expected: str, crossing: str
) -> None:
    """Of 60 + 2 × 20 the block runs from 60 % to 100 %, its middle on the line of 80 %; of 70 + 3 × 10 it is 85 %."""
    assert letters(amounts, crossing_customer=crossing) == expected


def test_a_single_customer_is_inside_if_it_starts_before_the_line() -> None:
    """14.9 starts at 79.9 %, 5 at 94.8 %, 0.2 at 99.8 %."""
    assert letters([79.9, 0.2, 14.9, 5]) == "A C A B"


def test_net_returns_are_outside_the_denominator_and_have_no_share() -> None:
    table = cumulative_tiers(pd.Series([60.0, 40.0, -8.0, np.nan]), pd.Series(list("甲乙丙丁")), TierRules())
    assert table["cumulative_share"].tolist()[:2] == pytest.approx([0.6, 1.0])
    assert table["cumulative_share"].isna().tolist() == [False, False, True, True]
    assert table["tier"].tolist() == ["A", "A", "C", "C"]


def test_threshold_boundaries_belong_to_the_better_tier() -> None:
    never = pd.Series([False] * 4)
    tiers = threshold_tiers(pd.Series([100.0, 99.9, 30.0, 29.9]), never, never, TierRules())
    assert " ".join(tiers) == "A B B C"


def test_threshold_method_late_payer_is_b_and_expansion_raises_one_tier() -> None:
    revenue = pd.Series([400.0, 400.0, 50.0, 20.0, 0.0])
    late = pd.Series([True, True, False, False, False])
    expansion = pd.Series([False, True, True, True, True])
    assert " ".join(threshold_tiers(revenue, late, expansion, TierRules())) == "B A A B C"
    off = TierRules(late_payer_blocks_a=False, expansion_raises_tier=False)
    assert " ".join(threshold_tiers(revenue, late, expansion, off)) == "A A B C C"


def test_concentration_of_the_first_article_six_customers_carry_79_percent() -> None:
    """Golden 0.7c: 1500 of 1900 with six A customers of 250, twelve B of 25, fifty C of 2."""
    measured = concentration(pd.Series([250.0] * 6 + [25.0] * 12 + [2.0] * 50), TierRules())
    assert measured.top_n == 6
    assert measured.top_share * 100 == pytest.approx(78.9474, abs=1e-4)
    assert measured.cr1 == pytest.approx(250 / 1900)
    assert measured.cr5 == pytest.approx(1250 / 1900)
    assert measured.effective * measured.hhi == pytest.approx(1)


def test_concentration_of_equal_customers_and_of_none() -> None:
    assert concentration(pd.Series([5.0] * 4), TierRules()).effective == pytest.approx(4)
    empty = concentration(pd.Series([0.0, -3.0]), TierRules())
    assert empty.top_n == 0
    assert math.isnan(empty.cr1) and math.isnan(empty.hhi)


def test_every_tier_says_why_in_words() -> None:
    result = assigned(revenues(62, 25, 5, 3, 5, 0, -8))
    words = [render(reason, "zh") for reason in result.frame["tier_reason"]]
    assert words == [
        "A类:累计占比62%,未到80%分界",
        "A类:累计占比87%,正是跨过80%分界的那家,算在A类内",
        "B类:累计占比92%,在80%到95%之间",
        "C类:累计占比100%,已过95%分界",
        "B类:累计占比97%,正是跨过95%分界的那家,算在B类内",
        "C类:今年没有成交",
        "C类:今年净退货8",
    ]
    assert render(result.frame["tier_reason"][0], "en") == "A: cumulative share 62%, below the 80% line"


def test_a_share_just_below_a_line_is_not_rounded_onto_it() -> None:
    words = render(assigned(revenues(79.6, 20.4)).frame["tier_reason"][0], "zh")
    assert words == "A类:累计占比79.6%,未到80%分界"
    assert "正好到80%分界" in render(assigned(revenues(80, 20)).frame["tier_reason"][0], "zh")


def test_reasons_of_ties_and_of_the_largest_customer_under_the_worse_rule() -> None:
    tied = assigned(revenues(60, 20, 20)).frame["tier_reason"]
    assert render(tied[2], "zh") == "A类:累计占比100%,和金额相同的客户一起归A类"
    beyond = assigned(revenues(70, 10, 10, 10)).frame["tier_reason"]
    assert render(beyond[1], "zh") == (
        "B类:累计占比80%;和它金额相同的客户,一半以上的业绩在80%分界之后,一起归B类"
    )
    worse = assigned(revenues(85, 15), TierRules(crossing_customer="worse")).frame["tier_reason"]
    assert render(worse[0], "zh") == "A类:第一大客户,一家就占85%"
    tied = assigned(revenues(50, 50), TierRules(crossing_customer="worse")).frame["tier_reason"]
    assert render(tied[1], "zh") == "A类:累计占比100%,和金额相同的客户一起归A类"


def test_threshold_reasons_name_the_threshold_and_the_condition() -> None:
    result = assigned(
        revenues(120, 50, 10, 150, 160, 40, 0),
        TierRules(tier_method="threshold"),
        habitual=[False, False, False, True, True, False, False],
        expansion=[False, False, False, False, True, True, False],
    )
    assert result.frame["tier"].tolist() == ["A", "B", "C", "B", "A", "A", "C"]
    assert [render(reason, "zh") for reason in result.frame["tier_reason"]] == [
        "A类:今年业绩120,达到100门槛",
        "B类:今年业绩50,在30到100之间",
        "C类:今年业绩10,不到30",
        "B类:今年业绩150够A类,但习惯性延付,不评A",
        "A类:今年业绩160达到100门槛;虽习惯性延付,但有明确扩产项目",
        "A类:按今年业绩40是B类,有明确扩产项目,上调一类",
        "C类:今年没有成交",
    ]


def test_an_override_wins_and_asks_for_a_reason() -> None:
    book = build(
        customers(
            {"name": "甲", "this_year": 90, "tier_override": "B", "override_reason": "明年停产"},
            {"name": "乙", "this_year": 10, "tier_override": "A"},
        )
    )
    result = assigned(book)
    assert result.frame["tier"].tolist() == ["B", "A"]
    assert result.frame["tier_cumulative"].tolist() == ["A", "B"]
    assert [(found.code, found.place.row) for found in result.findings] == [("F-201", 1)]
    assert render(result.frame["tier_reason"][0], "zh").startswith("指定为B类(明年停产)；系统算法为A类")
    assert "没写理由" in render(result.frame["tier_reason"][1], "zh")
    assert codes(result) == ["F-201"]


def test_migration_against_last_year() -> None:
    book = revenues(60, 25, 10, 5, 0, 0, last=(50, 3, 30, 0, 17, 0))
    assert assigned(book).frame["migration"].tolist() == ["same", "up", "down", "new", "lost", "none"]
    by_size = assigned(book, TierRules(tier_method="threshold", a_threshold=40, b_threshold=20))
    assert by_size.frame["migration"].tolist() == ["same", "up", "down", "new", "lost", "none"]


def test_migration_is_blank_when_last_year_is_unknown() -> None:
    book = build(customers({"name": "甲", "this_year": 5}))
    assert assigned(book).frame["migration"].tolist() == [None]


def visits(*groups: tuple[str, int, float | None]) -> pd.DataFrame:
    rows = [
        {"date": "2026-03-02", "customer": name, "days": days}
        for name, count, days in groups
        for _ in range(count)
    ]
    return table(inputs.VISITS, *rows, {"date": "2025-03-02", "customer": "大客户", "days": 9})


def health(**revenue_and_tier: tuple[float, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"customer": name, "estimate": float(amount), "tier": tier}
            for name, (amount, tier) in revenue_and_tier.items()
        ]
    )


def test_time_that_goes_to_small_customers_is_said_plainly() -> None:
    """C takes 55 % of the time for 5 % of revenue, as in the first article."""
    view = tier_overview(
        health(大客户=(95, "A"), 小客户=(5, "C")),
        visits(("大客户", 9, None), ("小客户", 11, None), ("外人", 3, 1.0)),
        CalendarRules(),
        0.5,
    )
    assert view.grid["A", "visits"] == 9
    assert view.grid["C", "days"] == pytest.approx(5.5)
    assert view.grid["B", "days"] == 0
    assert [found.code for found in view.findings] == ["F-202"]
    words = render(view.concentration_grid["time_sentence", "sentence"], "zh")  # type: ignore[arg-type]
    assert words == "时间花在小客户身上了:C类占时间55%,只带来业绩5%;A类占时间45%,贡献业绩95%"
    assert finding_sentence(view.findings[0], "zh").startswith("时间花在小客户身上了:C类占时间55%")


def test_time_where_it_belongs_is_no_warning() -> None:
    view = tier_overview(
        health(大客户=(95, "A"), 小客户=(5, "C")),
        visits(("大客户", 1, 6.0), ("小客户", 1, None)),
        CalendarRules(),
        0.5,
    )
    assert view.findings == ()
    words = render(view.concentration_grid["time_sentence", "sentence"], "zh")  # type: ignore[arg-type]
    assert words.startswith("A类占时间92%、业绩95%")
    assert render(view.concentration_grid["top_n", "sentence"], "zh") == "前2家贡献100%"  # type: ignore[arg-type]
    assert view.concentration_grid["cr1", "value"] == pytest.approx(0.95)


def test_overview_without_visits_or_revenue_says_so() -> None:
    quiet = tier_overview(health(大客户=(95, "A")), visits(), CalendarRules(), 0.5)
    assert "没有拜访记录" in render(quiet.concentration_grid["time_sentence", "sentence"], "zh")  # type: ignore[arg-type]
    poor = tier_overview(health(大客户=(0, "C")), visits(("大客户", 1, 1.0)), CalendarRules(), 0.5)
    assert poor.concentration_grid["hhi", "value"] is None
    for key in ("cr1", "time_sentence"):
        assert "算不出占比" in render(poor.concentration_grid[key, "sentence"], "zh")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华达机械有限公司", "华达机械"),
        ("华达机械(集团)股份有限公司", "华达 机械集团"),
        ("华达机械有限责任公司", "华达机械公司"),
        ("ABC Tools Co., Ltd.", "abc tools"),
        ("A-B-C Tools GmbH", "ＡＢＣ Tools"),
        ("华达机械(旧)", "华达机械"),
    ],
)
def test_two_spellings_of_one_customer(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华达机械(上海)", "华达机械(北京)"),
        ("Marco", "Mar"),
        ("公司", "集团"),
        ("华达机械上海分公司", "华达机械"),
    ],
)
def test_two_different_customers(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


def test_orders_give_the_revenue_and_a_credit_note_is_negative_whatever_its_sign() -> None:
    lines = orders(
        ("2026-01-05", "甲", 100, "order"),
        ("2026-02-05", "甲", 20, "credit"),
        ("2026-03-05", "甲", -10, "credit"),
        ("2025-03-05", "甲", 50, None),
    )
    assert net_amounts(lines).tolist() == [100, -20, -10, 50]
    book = build(customers({"name": "甲"}, {"name": "乙", "this_year": 0}), lines)
    assert book.frame["this_year"].tolist() == [70, 0]
    assert book.frame["last_year"].tolist() == [50, 0]
    assert book.frame["orders_this_year"].tolist() == [1, 0]
    assert book.frame["from_orders"].tolist() == [True, True]
    assert codes(book) == ["F-119"]


def test_a_year_without_orders_keeps_the_typed_figure() -> None:
    book = build(
        customers({"name": "甲", "this_year": 80, "last_year": 60}), orders(("2026-01-05", "甲", 80))
    )
    assert book.frame["last_year"].tolist() == [60]
    assert codes(book) == ["F-118"]


def test_a_typed_figure_that_orders_contradict() -> None:
    listed = customers(*({"name": name, "this_year": 100, "last_year": 1} for name in "甲乙丙"))
    lines = orders(
        *(
            (f"2026-0{at}-05", name, amount)
            for at, (name, amount) in enumerate([("甲", 101), ("乙", 105), ("丙", 111)], start=1)
        ),
        *(("2025-01-05", name, 1) for name in "甲乙丙"),
    )
    book = build(listed, lines)
    assert [(found.code, found.severity, found.place.row) for found in book.findings] == [
        ("F-115", Severity.WARNING, 2),
        ("F-114", Severity.NOTE, 1),
    ]
    assert finding_sentence(book.findings[0], "zh") == "“丙”2026年手填业绩100,订单合计111,差得多;按订单计。"
    assert book.frame["this_year"].tolist() == [101, 105, 111]


def test_doubled_and_alike_customers() -> None:
    book = build(
        customers(
            {"name": "华达机械", "this_year": 5, "last_year": 1},
            {"name": "华达机械", "this_year": 9},
            {"name": "华达机械有限公司", "this_year": 1},
            {"name": None, "this_year": 3},
        )
    )
    assert book.frame["this_year"].tolist() == [5, 1]
    assert book.frame["row"].tolist() == [0, 2]
    assert [(found.code, found.severity, found.place.row) for found in book.findings] == [
        ("F-110", Severity.ERROR, 1),
        ("F-111", Severity.WARNING, 2),
    ]
    assert finding_sentence(book.findings[1], "zh") == "华达机械、华达机械有限公司写法很像,可能是同一家客户。"


def test_customers_that_only_orders_know_join_the_book() -> None:
    lines = orders(
        ("2026-01-05", "华达机械有限公司", 8),
        ("2026-01-06", "新客", 2),
        ("2026-01-07", "新客", 1),
        ("2025-01-07", "新客", 1),
    )
    book = build(customers({"name": "华达机械"}), lines)
    assert book.frame["name"].tolist() == ["华达机械", "华达机械有限公司", "新客"]
    assert book.frame["row"].tolist() == [0, -1, -1]
    assert book.frame["this_year"].tolist() == [0, 8, 3]
    assert book.frame["industry"].tolist() == [None, None, None]
    assert codes(book) == ["F-113", "F-112"]
    assert book.findings[1].values["count"] == 3


def test_order_lines_that_cannot_count_are_reported() -> None:
    lines = orders(
        ("2026-01-05", "甲", 8),
        ("1926-01-05", "甲", 8),
        ("2028-01-05", "甲", 8),
        ("2026-01-05", "甲", None),
        ("2025-01-01", "甲", 1),
    )  # type: ignore[arg-type]
    book = build(customers({"name": "甲"}), lines)
    assert [(found.code, found.place.row) for found in book.findings] == [
        ("F-120", 1),
        ("F-120", 2),
    ]
    assert book.frame["this_year"].tolist() == [8]
    codes(book)


def test_a_year_without_any_data_is_an_error_this_year_and_a_warning_last_year() -> None:
    book = build(customers({"name": "甲"}))
    assert [(found.code, found.severity) for found in book.findings] == [
        ("F-116", Severity.ERROR),
        ("F-117", Severity.WARNING),
    ]
    assert book.frame["this_year"].tolist() == [0]
    assert book.frame["last_year"].isna().all()
    codes(book)


def test_no_customer_at_all_stops_the_plan() -> None:
    with pytest.raises(PlanInputError, match="SP-203"):
        build(customers())


def test_orders_alone_make_a_book() -> None:
    book = build(customers(), orders(("2026-01-05", "甲", 8)))
    assert book.frame["name"].tolist() == ["甲"]


def test_many_findings_of_a_kind_are_summed_up() -> None:
    book = build(customers(*({"name": "甲", "this_year": 1, "last_year": 1} for _ in range(30))))
    assert codes(book) == ["F-110"] * 20 + ["F-199"]
    assert book.findings[-1].values == {"count": 9, "code": "F-110"}
    assert book.findings[-1].severity is Severity.ERROR
