"""The closed lists of the year-end report, and the words by which a loss reason names its factor."""

from __future__ import annotations

from salesplan_xl.schema.choice_rows import choices_of

# What a project was won by, then what it was lost by; price can be either.
FACTORS = choices_of(
    ("pain", "抓住痛点", "Met the pain", ("痛点",)),
    ("beyond", "超出预期", "Beyond expectation", ("超预期",)),
    ("timing", "时机窗口", "Right moment", ("时机", "窗口")),
    ("relation", "关系", "Relationship", ("客户关系",)),
    ("price", "价格", "Price", ("报价高", "太贵")),
    ("chain", "决策链误判", "Misjudged decision chain", ("决策链",)),
    ("speed", "响应慢", "Too slow", ("响应",)),
    ("need", "需求没懂", "Need not understood", ("没懂需求", "需求")),
    ("outside", "外部变化", "Changed outside", ("外部",)),
    ("product", "产品不符", "Product did not fit", ("产品",)),
    ("unknown", "不清楚", "Not known", ("未知", "unknown")),
)
GOAL_LEVELS = choices_of(
    ("kpi", "指标", "Figure", ("业绩目标", "kpi")),
    ("battle", "战役", "Battle", ("项目", "重点战役")),
    ("capability", "能力", "Capability", ("成长", "学习")),
)
INSIGHT_SIDES = choices_of(
    ("customer", "客户", "Customers", ("客户认知",)),
    ("strength", "长板", "Strength", ("优势",)),
    ("weakness", "短板", "Weakness", ("不足", "弱点")),
)
MAP_ZONES = choices_of(
    ("attack", "重点攻坚", "Attack", ()),
    ("develop", "培育深耕", "Develop", ()),
    ("keep", "保持维护", "Keep", ()),
)
MAP_GROUNDS = choices_of(
    ("typed", "自己填的", "Typed", ()), ("tier", "按分类", "By tier", ()), ("space", "按增长空间", "By growth space", ())
)
# The first factor that has a word in a loss reason; price stands last on purpose, it is named most easily.
LOSS_WORDS = {
    "chain": (
        "决策", "技术总监", "换人", "没见到", "反对", "关系", "老板",
        "decision", "technical director", "new buyer", "never met", "oppose", "relationship", "owner",
        "successor",
    ),
    "speed": ("响应", "太慢", "交期", "too slow", "response", "delivery", "lead time"),
    "need": ("需求", "requirement", "need"),
    "outside": (
        "预算", "战略", "取消", "缩减", "停建", "budget", "strategy", "cancel", "cut back", "stopped",
    ),
    "product": ("性能", "规格", "质量", "产品", "performance", "specification", "quality", "product", "do not make"),
    "price": ("价格", "太贵", "报价高", "price", "expensive"),
}  # fmt: skip
