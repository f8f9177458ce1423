"""The analysis tables and blocks: health, targets, quarters, execution map, time."""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.formulas import (
    Compare,
    Empty,
    Formula,
    Here,
    If,
    Number,
    RowSum,
    Setting,
    growth_on,
    ratio,
)
from salesplan_xl.schema.lookups import Criterion, SumIfs, WhenFilled
from salesplan_xl.schema.types import Choice, Column, Filled, Kind, Label, Table
from salesplan_xl.tiers import PLAN_TIERS

# The rows of a block by tier: key, Chinese and English label.
TIER_ROWS = tuple((tier.key, tier.label.zh, tier.label.en) for tier in choices.TIERS)
PLAN_ROWS = tuple((tier.key, tier.label.zh, tier.label.en) for tier in choices.PLAN_TIERS)
QUARTERS = ("q1", "q2", "q3", "q4")


def computed(
    key: str, zh: str, en: str, kind: Kind, width: float = 12, options: tuple[Choice, ...] = ()
) -> Column:
    """A column that the core fills."""
    return Column(key, Label(zh, en), kind, Filled.COMPUTED, options, width=width, signed=True)


def edit(
    key: str, zh: str, en: str, kind: Kind, width: float = 12, options: tuple[Choice, ...] = ()
) -> Column:
    """A column that the core proposes and the user may change; changes survive recomputation."""
    return Column(key, Label(zh, en), kind, Filled.EDIT, options, width=width, signed=True)


def native(key: str, zh: str, en: str, kind: Kind, formula: Formula, width: float = 12) -> Column:
    """A column of native formulas."""
    return Column(key, Label(zh, en), kind, Filled.FORMULA, width=width, formula=formula, signed=True)


HEALTH = Table(
    "health",
    "tblHealth",
    Label("客户健康诊断表", "Customer health"),
    (
        computed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        computed("tier", "分类", "Tier", Kind.CHOICE, 7, choices.TIERS),
        computed("this_year", "今年业绩", "Revenue this year", Kind.MONEY, 14),
        native("yoy", "同比增长", "YoY growth", Kind.SHARE,
               If(Compare(">", Here("compared_last"), Number(0)), Here("compared_this") / Here("compared_last") - Number(1), Empty())),
        computed("receivable", "应收账款", "Receivables", Kind.MONEY, 14),
        computed("depth", "关系深度", "Relationship depth", Kind.CHOICE, 11, choices.DEPTHS),
        computed("space", "增长空间", "Growth space", Kind.CHOICE, 14, choices.SPACES),
        computed("risk", "风险", "Risk", Kind.CHOICE, 9, choices.RISKS),
        computed("potential", "潜力", "Potential", Kind.CHOICE, 9, choices.POTENTIALS),
        computed("score", "健康分", "Health score", Kind.COUNT, 9),
        computed("confidence", "依据完整度", "Confidence", Kind.SHARE, 11),
        computed("reason", "诊断说明", "Diagnosis", Kind.LONG_TEXT, 56),
        computed("last_year", "去年业绩", "Revenue last year", Kind.MONEY, 14),
        computed("stability", "业绩稳定性", "Stability", Kind.CHOICE, 12, choices.STABILITIES),
        edit("decline_cause", "下滑原因", "Cause of decline", Kind.CHOICE, 13, choices.DECLINE_CAUSES),
        computed("overdue", "逾期金额", "Overdue", Kind.MONEY, 13),
        computed("oldest_days", "最长逾期天数", "Oldest overdue days", Kind.DAYS, 13),
        native("receivable_share", "应收占业绩", "Receivables to revenue", Kind.SHARE,
               WhenFilled("receivable", ratio(Here("receivable"), Here("estimate")))),
        native("dso", "回款天数DSO", "DSO days", Kind.NUMBER,
               WhenFilled("receivable", ratio(Here("receivable") * Setting("days_in_year"), Here("estimate")))),
        computed("late_rate", "延付率", "Late rate", Kind.SHARE, 9),
        computed("payment", "付款习惯", "Payment habit", Kind.CHOICE, 13, choices.PAYMENTS),
        computed("credit", "明年账期建议", "Credit advice", Kind.CHOICE, 14, choices.CREDITS),
        computed("contacts", "有效联系人", "Live contacts", Kind.COUNT, 11),
        computed("missing_roles", "缺少的角色", "Roles missing", Kind.TEXT, 18),
        computed("white_space", "空白产品线", "Lines not sold", Kind.TEXT, 22),
        computed("stability_score", "稳定分", "Stability score", Kind.COUNT, 9),
        computed("collections_score", "回款分", "Collections score", Kind.COUNT, 9),
        computed("relationship_score", "关系分", "Relationship score", Kind.COUNT, 9),
        computed("growth_score", "空间分", "Growth score", Kind.COUNT, 9),
        computed("tier_cumulative", "累计法分类", "Tier by share", Kind.CHOICE, 11, choices.TIERS),
        computed("tier_threshold", "门槛法分类", "Tier by threshold", Kind.CHOICE, 11, choices.TIERS),
        computed("cumulative_share", "累计占比", "Cumulative share", Kind.SHARE, 10),
        computed("migration", "较去年分类", "Against last year", Kind.CHOICE, 11, choices.MIGRATIONS),
        computed("tier_reason", "分类说明", "Why this tier", Kind.LONG_TEXT, 44),
        computed("gross_margin", "毛利率", "Gross margin", Kind.SHARE, 10),
        computed("estimate", "全年估计", "Estimate of the year", Kind.MONEY, 14),
        computed("compared_this", "对比本年", "Compared this year", Kind.MONEY, 14),
        computed("compared_last", "对比去年", "Compared last year", Kind.MONEY, 14),
    ),
    identity=("customer",),
    folded=(
        "oldest_days", "receivable_share", "dso", "late_rate", "contacts", "missing_roles", "white_space",
        "stability_score", "collections_score", "relationship_score", "growth_score", "tier_cumulative",
        "tier_threshold", "cumulative_share", "migration", "tier_reason", "gross_margin", "estimate",
        "compared_this", "compared_last",
    ),
)  # fmt: skip

TARGETS = Table(
    "targets",
    "tblTargets",
    Label("目标推导", "Target derivation"),
    (
        computed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        computed("tier", "分类", "Tier", Kind.CHOICE, 9, choices.PLAN_TIERS),
        computed("this_year", "今年业绩", "Revenue this year", Kind.MONEY, 14),
        edit("base", "基数", "Base", Kind.MONEY, 13),
        edit("growth", "自然增长", "Growth", Kind.SHARE, 10),
        edit("loss", "可能流失", "Loss", Kind.SHARE, 10),
        edit("loss_probability", "流失概率", "Loss probability", Kind.SHARE, 10),
        edit("project", "新项目金额", "Projects", Kind.MONEY, 13),
        edit("win_probability", "拿下概率", "Win probability", Kind.SHARE, 10),
        native("churn", "流失影响", "Expected loss", Kind.MONEY,
               Here("base") * Here("loss") * Here("loss_probability"), 13),
        native("repeat", "返单部分", "Repeat business", Kind.MONEY,
               Here("base") * (Number(1) + Here("growth")) - Here("churn"), 13),
        native("project_expected", "项目部分", "Expected projects", Kind.MONEY,
               Here("project") * Here("win_probability"), 13),
        native("expected", "明年目标", "Target next year", Kind.MONEY,
               Here("repeat") + Here("project_expected"), 14),
        native("change", "较今年", "Against this year", Kind.SHARE,
               growth_on(Here("expected"), Here("this_year")), 10),
        computed("edited", "手工修改", "Edited by hand", Kind.TEXT, 16),
        computed("reason", "推导说明", "How derived", Kind.LONG_TEXT, 60),
    ),
    identity=("customer",),
    folded=("churn", "repeat", "project_expected"),
)  # fmt: skip

MAP = Table(
    "map",
    "tblMap",
    Label("年度规划执行表", "Execution map"),
    (
        computed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        computed("tier", "分类", "Tier", Kind.CHOICE, 9, choices.PLAN_TIERS),
        native("target", "年度目标", "Year target", Kind.MONEY, RowSum("q1", "q4", ("q2", "q3")), 14),
        edit("q1", "Q1目标", "Q1 target", Kind.MONEY, 12),
        edit("q2", "Q2目标", "Q2 target", Kind.MONEY, 12),
        edit("q3", "Q3目标", "Q3 target", Kind.MONEY, 12),
        edit("q4", "Q4目标", "Q4 target", Kind.MONEY, 12),
        edit("visits", "拜访频次", "Visits a month", Kind.NUMBER, 13),
        edit("key_action", "关键动作", "Key action", Kind.TEXT, 24),
        edit("owner", "负责人", "Owner", Kind.TEXT, 10),
        edit("next_action", "下一步", "Next action", Kind.TEXT, 28),
        edit("due", "完成时间", "Due date", Kind.DATE, 12),
        computed("derived", "推导值", "Derived", Kind.MONEY, 12),
        native("gap", "与推导差", "Against derived", Kind.MONEY, Here("target") - Here("derived"), 12),
        computed("region", "区域/园区", "Region or park", Kind.TEXT, 14),
        computed("edited", "手工修改", "Edited by hand", Kind.TEXT, 16),
        computed("reason", "分解与动作说明", "Why this split and action", Kind.LONG_TEXT, 56),
    ),
    identity=("customer",),
    folded=("derived", "gap", "region", "edited", "reason"),
)  # fmt: skip


QUARTER_TIERS = Table(
    "quarters",
    "tblQuarters",
    Label("季度分解", "Quarter split"),
    (
        computed("tier", "分类", "Tier", Kind.CHOICE, 12, choices.PLAN_TIERS),
        edit("w1", "Q1权重", "Q1 weight", Kind.SHARE, 11),
        edit("w2", "Q2权重", "Q2 weight", Kind.SHARE, 11),
        edit("w3", "Q3权重", "Q3 weight", Kind.SHARE, 11),
        edit("w4", "Q4权重", "Q4 weight", Kind.SHARE, 11),
        *(
            native(q, f"{q.upper()}目标", f"{q.upper()} target", Kind.MONEY,
                   SumIfs((Criterion("map", "tier", here="tier"),), "map", q), 13)
            for q in QUARTERS
        ),
        native("year", "全年目标", "Year target", Kind.MONEY, RowSum("q1", "q4", ("q2", "q3")), 14),
        computed("reason", "权重依据", "Where the weights come from", Kind.LONG_TEXT, 50),
    ),
    identity=("tier",),
    fixed_rows=PLAN_TIERS,
)  # fmt: skip

AREAS = Table(
    "areas",
    "tblAreas",
    Label("C类合并拜访", "C customers bundled by area"),
    (
        computed("region", "区域/园区", "Region or park", Kind.TEXT, 20),
        computed("customers", "C类客户数", "C customers", Kind.COUNT, 11),
        computed("visits", "月拜访次数", "Visits a month", Kind.NUMBER, 12),
        computed("days", "合并后天数", "Days bundled", Kind.NUMBER, 12),
        computed("names", "客户", "Customers", Kind.LONG_TEXT, 60),
    ),
    identity=("region",),
)
