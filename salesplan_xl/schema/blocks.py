"""The fixed blocks of the analysis sheets: structure, concentration, summaries, quarters, months, time."""

from __future__ import annotations

import functools
import operator

from salesplan_xl.schema.analysis import PLAN_ROWS, QUARTERS, TIER_ROWS
from salesplan_xl.schema.formulas import (
    At,
    Compare,
    Empty,
    Extreme,
    Formula,
    If,
    IfError,
    Number,
    Round,
    RoundUp,
    Setting,
    Sum,
    growth_on,
    ratio,
)
from salesplan_xl.schema.lookups import Criterion, Shown, SumIfs, total
from salesplan_xl.schema.types import Grid, GridCell, GridColumn, GridRow, Kind, Label
from salesplan_xl.tiers import LAST, NEW, PLAN_TIERS

MONTH_KEYS = tuple(f"m{month}" for month in range(1, 13))


def _row(key: str, zh: str, en: str, *cells: GridCell | Formula | None, total_row: bool = False) -> GridRow:
    """A grid row; a bare formula stands for a formula cell."""
    made = tuple(GridCell(cell) if isinstance(cell, Formula) else cell for cell in cells)
    return GridRow(key, Label(zh, en), made, total_row)


def _down(grid: str, column: str, rows: tuple[tuple[str, str, str], ...] = PLAN_ROWS) -> Formula:
    """The sum of a grid column over its tier rows."""
    return Sum(tuple(At(grid, key, column) for key, _, _ in rows))


VALUE = GridCell()

TIER_OVERVIEW = Grid(
    "tier_overview",
    Label("客户结构:业绩与时间", "Customer structure: revenue and time"),
    Label("分类", "Tier"),
    (
        GridColumn("customers", Label("客户数", "Customers"), Kind.COUNT),
        GridColumn("revenue", Label("今年业绩", "Revenue this year"), Kind.MONEY, 14),
        GridColumn("revenue_share", Label("业绩占比", "Share of revenue"), Kind.SHARE),
        GridColumn("visits", Label("拜访次数", "Visits made"), Kind.COUNT),
        GridColumn("days", Label("拜访天数", "Visit days"), Kind.NUMBER),
        GridColumn("time_share", Label("时间占比", "Share of time"), Kind.SHARE),
        GridColumn("high_risk", Label("高风险客户", "High risk"), Kind.COUNT),
        GridColumn("high_potential", Label("高潜力客户", "High potential"), Kind.COUNT),
    ),
    (
        *(
            _row(
                key, zh, en,
                SumIfs((Criterion("health", "tier", choice=key),)),
                SumIfs((Criterion("health", "tier", choice=key),), "health", "estimate"),
                ratio(At("tier_overview", key, "revenue"), At("tier_overview", "total", "revenue")),
                VALUE,
                VALUE,
                ratio(At("tier_overview", key, "days"), At("tier_overview", "total", "days")),
                SumIfs((Criterion("health", "tier", choice=key), Criterion("health", "risk", choice="high"))),
                SumIfs((Criterion("health", "tier", choice=key), Criterion("health", "potential", choice="high"))),
            )
            for key, zh, en in TIER_ROWS
        ),
        _row(
            "total", "合计", "Total",
            *(
                Sum(tuple(At("tier_overview", key, column) for key, _, _ in TIER_ROWS))
                for column in ("customers", "revenue", "revenue_share", "visits", "days", "time_share", "high_risk", "high_potential")
            ),
            total_row=True,
        ),
    ),
)  # fmt: skip

CONCENTRATION = Grid(
    "concentration",
    Label("集中度", "Concentration"),
    Label("指标", "Measure"),
    (
        GridColumn("value", Label("数值", "Value"), Kind.NUMBER),
        GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 60),
    ),
    (
        GridRow("cr1", Label("第一大客户占比", "Largest customer"), (GridCell(kind=Kind.SHARE), VALUE)),
        GridRow("cr5", Label("前5家占比", "Top 5"), (GridCell(kind=Kind.SHARE), VALUE)),
        GridRow("top_n", Label("前N家占比", "Top N"), (GridCell(kind=Kind.SHARE), VALUE)),
        GridRow("hhi", Label("集中度指数HHI", "HHI"), (GridCell(kind=Kind.NUMBER), VALUE)),
        GridRow("effective", Label("等效客户数", "Effective number"), (GridCell(kind=Kind.NUMBER), VALUE)),
        GridRow("time_sentence", Label("时间与业绩", "Time against revenue"), (None, VALUE)),
    ),
)

TIER_TARGETS = Grid(
    "tier_targets",
    Label("按客户分类", "By tier"),
    Label("分类", "Tier"),
    (
        GridColumn("customers", Label("客户数", "Customers"), Kind.COUNT),
        GridColumn("this_year", Label("今年业绩", "Revenue this year"), Kind.MONEY, 14),
        GridColumn("repeat", Label("返单部分", "Repeat business"), Kind.MONEY, 14),
        GridColumn("project", Label("项目部分", "Projects"), Kind.MONEY, 14),
        GridColumn("expected", Label("明年目标", "Target next year"), Kind.MONEY, 14),
        GridColumn("change", Label("较今年", "Against this year"), Kind.SHARE),
        GridColumn("share", Label("占比", "Share"), Kind.SHARE),
    ),
    (
        *(
            _row(
                key, zh, en,
                None if key == NEW else SumIfs((Criterion("targets", "tier", choice=key),)),
                *(
                    SumIfs((Criterion("targets", "tier", choice=key),), "targets", column)
                    for column in ("this_year", "repeat", "project_expected", "expected")
                ),
                growth_on(At("tier_targets", key, "expected"), At("tier_targets", key, "this_year")),
                ratio(At("tier_targets", key, "expected"), At("tier_targets", "total", "expected")),
            )
            for key, zh, en in PLAN_ROWS
        ),
        _row(
            "total", "合计", "Total",
            _down("tier_targets", "customers", TIER_ROWS),
            *(_down("tier_targets", column) for column in ("this_year", "repeat", "project", "expected")),
            growth_on(At("tier_targets", "total", "expected"), At("tier_targets", "total", "this_year")),
            ratio(At("tier_targets", "total", "expected"), At("tier_targets", "total", "expected")),
            total_row=True,
        ),
    ),
)  # fmt: skip

SOURCE_TARGETS = Grid(
    "source_targets",
    Label("按业绩来源", "By source"),
    Label("来源", "Source"),
    (
        GridColumn("amount", Label("金额", "Amount"), Kind.MONEY, 14),
        GridColumn("share", Label("占比", "Share"), Kind.SHARE),
    ),
    (
        _row("repeat", "老客户返单", "Repeat business",
             _down("tier_targets", "repeat", TIER_ROWS),
             ratio(At("source_targets", "repeat", "amount"), At("source_targets", "total", "amount"))),
        _row("project", "在谈重点项目", "Projects under way",
             _down("tier_targets", "project"),
             ratio(At("source_targets", "project", "amount"), At("source_targets", "total", "amount"))),
        _row("new", "新客户新流量", "New customers",
             At("tier_targets", NEW, "repeat"),
             ratio(At("source_targets", "new", "amount"), At("source_targets", "total", "amount"))),
        _row("total", "合计", "Total",
             Sum(tuple(At("source_targets", key, "amount") for key in ("repeat", "project", "new"))),
             ratio(At("source_targets", "total", "amount"), At("source_targets", "total", "amount")), total_row=True),
        _row("check", "两种口径之差(应为0)", "Difference of the two views (0)",
             At("source_targets", "total", "amount") - At("tier_targets", "total", "expected"), None),
    ),
)  # fmt: skip


def _stated(setting: str, otherwise: Formula) -> Formula:
    """The user's own figure where one is stated, else the derived one."""
    return If(Compare(">", Setting(setting), Number(0)), Setting(setting), otherwise)


_DERIVED = At("tier_targets", "total", "expected")
_THIS = At("tier_targets", "total", "this_year")


def sureness_holds(key: str) -> Formula:
    """Whether the amount of a commitment is still the one its sureness was worked out for, to a hundredth."""
    amount, basis = (Round(At("commitments", key, part) * Number(100)) for part in ("amount", "basis"))
    return Compare("=", amount, basis)


def _commitment(key: str, zh: str, en: str, amount: Formula) -> GridRow:
    cell, basis = At("commitments", key, "amount"), At("commitments", key, "basis")
    changed = Shown(basis, If(sureness_holds(key), Empty(), cell - basis))
    return _row(
        key, zh, en, amount, growth_on(cell, _THIS), cell - _DERIVED, GridCell(kind=Kind.SHARE), VALUE,
        VALUE, changed,
    )  # fmt: skip


COMMITMENTS = Grid(
    "commitments",
    Label("保底与冲刺", "Guaranteed and stretch"),
    Label("目标", "Target"),
    (
        GridColumn("amount", Label("金额", "Amount"), Kind.MONEY, 14),
        GridColumn("change", Label("较今年", "Against this year"), Kind.SHARE),
        GridColumn("against_derived", Label("较推导", "Against derived"), Kind.MONEY, 14),
        GridColumn("sureness", Label("把握度", "How sure"), Kind.SHARE),
        GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 60),
        GridColumn("basis", Label("算把握度时的金额", "Amount when computed"), Kind.MONEY, 16),
        GridColumn("changed", Label("之后改动(把握度要重算)", "Changed since: compute again"), Kind.MONEY, 16),
    ),
    (
        _commitment("derived", "推导目标", "Derived target", _DERIVED),
        _commitment("guaranteed", "保底目标", "Guaranteed target",
                    _stated("guaranteed_target", _DERIVED * (Number(1) - Setting("buffer")))),
        _commitment("stretch", "冲刺目标", "Stretch target",
                    _stated("stretch_target", _DERIVED * (Number(1) + Setting("stretch_margin")))),
        _commitment("company", "公司下达目标", "Company's figure",
                    If(Compare(">", Setting("company_target"), Number(0)), Setting("company_target"), _DERIVED)),
    ),
)  # fmt: skip

NEW_BUSINESS = Grid(
    "new_business",
    Label("新客户倒推", "New business worked back"),
    Label("步骤", "Step"),
    (
        GridColumn("exact", Label("计算值", "Exact"), Kind.NUMBER, 14),
        GridColumn("count", Label("取整", "Rounded up"), Kind.COUNT),
    ),
    (
        _row("average_found", "订单明细的平均订单", "Average order in the list", GridCell(kind=Kind.MONEY), None),
        _row("average", "采用的平均订单", "Average order used",
             GridCell(_stated("average_order", At("new_business", "average_found", "exact")), Kind.MONEY), None),
        _row("orders", "需要的新订单数", "New orders needed",
             ratio(Setting("new_business_target"), At("new_business", "average", "exact")),
             IfError(RoundUp(At("new_business", "orders", "exact")))),
        _row("inquiries", "需要的询盘数", "Inquiries needed",
             ratio(At("new_business", "orders", "exact"), Setting("inquiry_conversion")),
             IfError(RoundUp(At("new_business", "inquiries", "exact")))),
        _row("per_day", "每个工作日", "Per workday",
             ratio(At("new_business", "inquiries", "exact"), Setting("workdays_year")),
             IfError(RoundUp(At("new_business", "per_day", "exact")))),
        _row("per_month", "每月", "Per month",
             ratio(At("new_business", "inquiries", "exact"), Number(12)),
             IfError(RoundUp(At("new_business", "per_month", "exact")))),
    ),
)  # fmt: skip

_QUARTER_COLUMNS = tuple(GridColumn(q, Label(q.upper(), q.upper()), Kind.MONEY, 13) for q in QUARTERS)
_YEAR_COLUMN = GridColumn("year", Label("全年", "Year"), Kind.MONEY, 14)


def _across(grid: str, row: str) -> Formula:
    return Sum(tuple(At(grid, row, q) for q in QUARTERS))


QUARTER_LINES = Grid(
    "quarter_lines",
    Label("三个目标的季度节奏", "The quarters of each target"),
    Label("目标", "Target"),
    (*_QUARTER_COLUMNS, _YEAR_COLUMN),
    tuple(
        _row(key, zh, en, VALUE, VALUE, VALUE, VALUE, _across("quarter_lines", key))
        for key, zh, en in (
            ("derived", "推导目标", "Derived target"),
            ("guaranteed", "保底目标", "Guaranteed target"),
            ("stretch", "冲刺目标", "Stretch target"),
        )
    ),
)

QUARTER_COVERAGE = Grid(
    "quarter_support",
    Label("每个季度靠什么支撑", "What backs each quarter"),
    Label("项目", "Item"),
    (*_QUARTER_COLUMNS, _YEAR_COLUMN),
    (
        _row("target", "作战地图目标", "Target in the map",
             *(total("quarters", q) for q in QUARTERS), _across("quarter_support", "target")),
        _row("repeat", "老客户返单", "Repeat business", VALUE, VALUE, VALUE, VALUE, _across("quarter_support", "repeat")),
        _row("signed", "项目按节点金额", "Projects by node, full", VALUE, VALUE, VALUE, VALUE, _across("quarter_support", "signed")),
        _row("weighted", "项目按把握折算", "Projects, weighted", VALUE, VALUE, VALUE, VALUE, _across("quarter_support", "weighted")),
        _row("unsupported", "无支撑缺口", "Not backed",
             *(
                 Extreme("MAX", At("quarter_support", "target", q) - At("quarter_support", "repeat", q) - At("quarter_support", "weighted", q), Number(0))
                 for q in QUARTERS
             ),
             _across("quarter_support", "unsupported"), total_row=True),
    ),
)  # fmt: skip


def _month_part(month: int, tier: str) -> Formula:
    """A tier's month: what its rounded share of the quarter gains on the months before, the last what is left."""
    first = (month - 1) // 3 * 3 + 1
    share = Sum(tuple(At("month_split", f"m{at}", "share") for at in range(first, month + 1)))
    quarter, step = At("month_split", QUARTERS[(month - 1) // 3], tier), At("month_split", "step", tier)
    before = [At("month_split", f"m{at}", tier) for at in range(first, month)]
    if month % 3 == 0:
        return functools.reduce(operator.sub, before, quarter * share)
    rounded = functools.reduce(operator.sub, before, Round(quarter * share / step) * step)
    # Until a step has been worked out nothing is rounded.
    return IfError(rounded, quarter * At("month_split", f"m{month}", "share"))


def _month_row(month: int) -> GridRow:
    key = f"m{month}"
    tiers = tuple(_month_part(month, tier) for tier in PLAN_TIERS)
    everything = Sum(tuple(At("month_split", key, tier) for tier in PLAN_TIERS))
    return _row(key, f"{month}月", f"Month {month}", GridCell(edit=True), *tiers, everything)


def _split_quarter(number: int) -> GridRow:
    """The target of each tier that the months of a quarter split."""
    key = QUARTERS[number - 1]
    tiers = tuple(SumIfs((Criterion("quarters", "tier", choice=tier),), "quarters", key) for tier in PLAN_TIERS)
    everything = Sum(tuple(At("month_split", key, tier) for tier in PLAN_TIERS))
    return _row(key, f"Q{number}待分", f"Q{number} to split", None, *tiers, everything)


MONTH_SPLIT = Grid(
    "month_split",
    Label("分解到月", "By month"),
    Label("月份", "Month"),
    (
        GridColumn("share", Label("占本季", "Share of quarter"), Kind.SHARE),
        *(GridColumn(key, Label(zh, en), Kind.MONEY, 13) for key, zh, en in PLAN_ROWS),
        GridColumn("target", Label("月目标", "Month target"), Kind.MONEY, 14),
    ),
    (
        *(_month_row(month) for month in range(1, 13)),
        _row("total", "全年", "Year", None,
             *(
                 Sum(tuple(At("month_split", month, key) for month in MONTH_KEYS))
                 for key in (*PLAN_TIERS, "target")
             ),
             total_row=True),
        *(_split_quarter(number) for number in range(1, 5)),
        _row("step", "取整到", "Rounded to", None, *(VALUE for _ in PLAN_TIERS), None),
    ),
)  # fmt: skip

TIME_BY_TIER = Grid(
    "time_by_tier",
    Label("每月时间:需要与6-3-1", "Time a month: needed and 6-3-1"),
    Label("分类", "Tier"),
    (
        GridColumn("customers", Label("客户数", "Customers"), Kind.COUNT),
        GridColumn("visits", Label("月拜访次数", "Visits a month"), Kind.NUMBER),
        GridColumn("days_single", Label("逐家拜访天数", "Days, one by one"), Kind.NUMBER, 13),
        GridColumn("days", Label("需要天数", "Days needed"), Kind.NUMBER),
        GridColumn("share", Label("时间占比", "Share of time"), Kind.SHARE),
        GridColumn("rule_share", Label("6-3-1占比", "6-3-1 share"), Kind.SHARE),
        GridColumn("rule_days", Label("6-3-1天数", "6-3-1 days"), Kind.NUMBER),
        GridColumn("difference", Label("需要减6-3-1", "Needed minus 6-3-1"), Kind.NUMBER, 13),
    ),
    (
        *(
            _row(
                key, zh, en,
                SumIfs((Criterion("map", "tier", choice=key),)),
                SumIfs((Criterion("map", "tier", choice=key),), "map", "visits"),
                At("time_by_tier", key, "visits") * Setting("days_per_visit"),
                At("time_by_tier", key, "visits") / Setting("bundled_per_day")
                if key == LAST
                else At("time_by_tier", key, "days_single"),
                ratio(At("time_by_tier", key, "days"), At("time_by_tier", "total", "days")),
                Setting(f"time_share_{key.lower()}"),
                At("capacity", "available", "value") * At("time_by_tier", key, "rule_share"),
                At("time_by_tier", key, "days") - At("time_by_tier", key, "rule_days"),
            )
            for key, zh, en in TIER_ROWS
        ),
        _row(
            "total", "合计", "Total",
            *(
                Sum(tuple(At("time_by_tier", key, column) for key, _, _ in TIER_ROWS))
                for column in ("customers", "visits", "days_single", "days", "share", "rule_share", "rule_days", "difference")
            ),
            total_row=True,
        ),
    ),
)  # fmt: skip

CAPACITY = Grid(
    "capacity",
    Label("每月可用时间", "Time available a month"),
    Label("项目", "Item"),
    (
        GridColumn("value", Label("天", "Days"), Kind.NUMBER),
        GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 60),
    ),
    (
        _row("workdays", "每月工作日", "Workdays a month", Setting("workdays_month") * Setting("people"), VALUE),
        _row("available", "留出机动后可用", "Available after slack",
             At("capacity", "workdays", "value") * (Number(1) - Setting("slack")), VALUE),
        _row("needed", "拜访需要", "Needed for visits", At("time_by_tier", "total", "days"), VALUE),
        _row("left", "剩余", "Left",
             At("capacity", "available", "value") - At("capacity", "needed", "value"), VALUE, total_row=True),
        _row("rule", "与6-3-1对照", "Against 6-3-1", None, VALUE),
    ),
)  # fmt: skip
