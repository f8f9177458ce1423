"""The sheets of attainment: the distribution of next year's revenue, and scenarios side by side."""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.analysis import computed
from salesplan_xl.schema.blocks import VALUE
from salesplan_xl.schema.formulas import (
    At,
    Compare,
    Empty,
    Formula,
    If,
    IfError,
    Number,
    Setting,
    growth_on,
)
from salesplan_xl.schema.types import Column, Filled, Grid, GridCell, GridColumn, GridRow, Kind, Label, Table
from salesplan_xl.tiers import TIERS

_THIS = At("tier_targets", "total", "this_year")
_DERIVED = At("tier_targets", "total", "expected")
LEVEL_KEYS = ("derived", "guaranteed", "stretch", "company")
BIN_KEYS = tuple(f"b{number}" for number in range(1, 21))
SOURCE_KEYS = tuple(f"s{rank}" for rank in range(1, 7))

# Both blocks of figures have the same columns, so that sentences share one wide column at the right.
_AMOUNT = GridColumn("amount", Label("金额", "Amount"), Kind.MONEY, 14)
_CHANGE = GridColumn("change", Label("较今年", "Against this year"), Kind.SHARE)
_IN_WORDS = GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 56)


def _where_filled(amount: Formula, formula: Formula) -> GridCell:
    """A comparison with an amount, blank until there is one."""
    return GridCell(If(Compare(">", amount, Number(0)), formula, Empty()))


def _distribution_row(key: str, zh: str, en: str) -> GridRow:
    amount = At("outcome", key, "amount")
    change = _where_filled(amount, growth_on(amount, _THIS))
    return GridRow(
        key, Label(zh, en), (VALUE, VALUE, change, _where_filled(amount, amount - _DERIVED), VALUE)
    )


DISTRIBUTION = Grid(
    "outcome",
    Label("明年业绩会落在哪里", "Where next year may end"),
    Label("结果", "Outcome"),
    (
        GridColumn("chance", Label("达到的把握", "Chance to reach"), Kind.SHARE),
        _AMOUNT,
        _CHANGE,
        GridColumn("gap", Label("较推导", "Against derived"), Kind.MONEY, 14),
        _IN_WORDS,
    ),
    (
        _distribution_row("sure", "稳拿的数", "Safe figure"),
        _distribution_row("middle", "一半把握", "Even chance"),
        _distribution_row("stretch", "够得着的数", "Within reach"),
        _distribution_row("mean", "平均(加权)", "Mean (weighted)"),
    ),
)


def _level(key: str, zh: str, en: str) -> GridRow:
    shown: Formula = At("commitments", key, "amount")
    if key == "company":
        stated = Setting("company_target")
        shown = If(Compare(">", stated, Number(0)), stated, Empty())
    amount, safe = At("outcome_levels", key, "amount"), At("outcome", "sure", "amount")
    change, gap = growth_on(amount, _THIS), IfError(amount - safe)
    return GridRow(
        key, Label(zh, en), (VALUE, GridCell(shown), GridCell(change), _where_filled(safe, gap), VALUE)
    )


DISTRIBUTION_LEVELS = Grid(
    "outcome_levels",
    Label("各个目标有多大把握", "How sure each target is"),
    Label("目标", "Target"),
    (
        GridColumn("sureness", Label("把握度", "How sure"), Kind.SHARE),
        _AMOUNT,
        _CHANGE,
        GridColumn("gap", Label("较稳拿的数", "Against safe"), Kind.MONEY, 14),
        _IN_WORDS,
    ),
    (
        _level("derived", "推导目标", "Derived target"),
        _level("guaranteed", "保底目标", "Guaranteed target"),
        _level("stretch", "冲刺目标", "Stretch target"),
        _level("company", "公司下达目标", "Company's figure"),
    ),
)

DISTRIBUTION_SOURCES = Grid(
    "outcome_sources",
    Label("不确定来自哪里", "What makes the year uncertain"),
    Label("名次", "Rank"),
    (
        GridColumn("kind", Label("来源", "Source"), Kind.CHOICE, 12, choices.UNCERTAINTIES),
        GridColumn("spread", Label("上下波动", "Up or down"), Kind.MONEY, 14),
        GridColumn("share", Label("占总波动", "Share of the whole"), Kind.SHARE),
        GridColumn("cumulative", Label("累计", "Together"), Kind.SHARE),
        GridColumn("name", Label("客户或项目", "Customer or project"), Kind.TEXT, 56),
    ),
    tuple(GridRow(key, Label(key[1:], key[1:]), (VALUE,) * 5) for key in SOURCE_KEYS),
)

DISTRIBUTION_BINS = Grid(
    "outcome_bins",
    Label("分布(图的数据)", "Distribution (data of the chart)"),
    Label("区间", "Band"),
    (
        GridColumn("low", Label("从", "From"), Kind.MONEY, 13),
        GridColumn("high", Label("到", "To"), Kind.MONEY, 13),
        GridColumn("probability", Label("落在这段的可能", "Chance of this band"), Kind.SHARE),
        GridColumn("at_least", Label("至少做到“从”的把握", "Chance to reach 'From'"), Kind.SHARE, 14),
    ),
    tuple(GridRow(key, Label(key[1:], key[1:]), (VALUE, VALUE, VALUE, VALUE)) for key in BIN_KEYS),
)


def _assumed(key: str, zh: str, en: str, kind: Kind, help_zh: str, help_en: str) -> Column:
    lowest = -1.0 if kind is Kind.SHARE else 0.0
    label, words = Label(zh, en), Label(help_zh, help_en)
    return Column(key, label, kind, Filled.USER, width=9, help=words, minimum=lowest, signed=lowest < 0)


SCENARIOS = Table(
    "scenarios",
    "tblScenarios",
    Label("情景对比", "Scenarios"),
    (
        Column("name", Label("情景", "Scenario"), Kind.TEXT, Filled.USER, width=14,
               help=Label("复制一行改名字和假设,就是您自己的情景", "Copy a row, change its name and assumptions: your own scenario")),
        _assumed("growth_points", "增长加减", "Growth plus or minus", Kind.SHARE,
                 "每个客户的自然增长加减几个百分点", "Points added to every customer's growth"),
        _assumed("loss_chance_factor", "流失概率倍数", "Loss probability times", Kind.NUMBER,
                 "流失概率乘以几倍", "Times every loss probability"),
        _assumed("loss_factor", "流失份额倍数", "Loss share times", Kind.NUMBER,
                 "可能流失的份额乘以几倍", "Times every loss share"),
        _assumed("win_factor", "项目把握倍数", "Win probability times", Kind.NUMBER,
                 "未签项目的把握乘以几倍,最高95%", "Times the chance of open projects, 95 % at most"),
        _assumed("new_factor", "新客户倍数", "New business times", Kind.NUMBER,
                 "新客户业绩乘以几倍", "Times the new business"),
        _assumed("spread_factor", "波动倍数", "Spread times", Kind.NUMBER,
                 "各类客户的波动乘以几倍", "Times the spread of all tiers"),
        computed("total", "加权合计", "Weighted total", Kind.MONEY, 13),
        computed("sure", "稳拿的数", "Safe figure", Kind.MONEY, 13),
        computed("middle", "一半把握", "Even chance", Kind.MONEY, 13),
        computed("stretch", "够得着的数", "Within reach", Kind.MONEY, 13),
        computed("guaranteed_chance", "保底把握", "Guaranteed: how sure", Kind.SHARE, 12),
        computed("stretch_chance", "冲刺把握", "Stretch: how sure", Kind.SHARE, 9),
        computed("company_chance", "公司目标把握", "Company's figure: how sure", Kind.SHARE, 10),
        computed("differs", "与规划的不同", "What differs from the plan", Kind.LONG_TEXT, 36),
        computed("repeat", "返单部分", "Repeat business", Kind.MONEY, 13),
        computed("project", "项目部分", "Projects", Kind.MONEY, 13),
        computed("new", "新客户部分", "New customers", Kind.MONEY, 13),
        *(computed(f"tier_{tier.lower()}", f"{tier}类", f"Tier {tier}", Kind.MONEY, 12) for tier in TIERS),
    ),
    identity=("name",),
    folded=("repeat", "project", "new", "tier_a", "tier_b", "tier_c"),
    start_rows=3,
)  # fmt: skip
