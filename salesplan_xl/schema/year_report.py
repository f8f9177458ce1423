"""The tables of the year-end report: battles, causes, what was learnt, goals, requests, the customer map.

They stand one below the other on one page, so their columns share its widths: two wide ones for words, the rest narrow;
what stands right of the eighth column is not printed.
"""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.analysis import computed
from salesplan_xl.schema.types import Choice, Column, Filled, Kind, Label, Table

WORDS = 34


def _typed(
    key: str, zh: str, en: str, kind: Kind, width: float, *, options: tuple[Choice, ...] = (), edit: bool = False,
    required: bool = False, help: Label | None = None,  # noqa: A002 - as in Column
) -> Column:  # fmt: skip
    """A column that the user or an import fills; ``edit`` where the book proposes something."""
    filled = Filled.EDIT if edit else Filled.USER
    return Column(key, Label(zh, en), kind, filled, options, required=required, width=width, help=help)


BATTLES = Table(
    "battles",
    "tblBattles",
    Label("今年的仗", "Battles of the year"),
    (
        _typed("customer", "客户名称", "Customer", Kind.TEXT, 18),
        computed("say", "事实", "Facts", Kind.LONG_TEXT, WORDS),
        _typed("how", "怎么打的", "How it was fought", Kind.LONG_TEXT, WORDS,
               help=Label("写一句:关键是哪一步", "One sentence: which step decided it")),
        _typed("project", "项目", "Project", Kind.TEXT, 14),
        computed("result", "结果", "Result", Kind.CHOICE, 11, choices.RESULTS),
        computed("amount", "金额", "Amount", Kind.MONEY, 11),
        computed("quarter", "季度", "Quarter", Kind.COUNT, 11),
        computed("days", "历时", "Days", Kind.DAYS, 14),
        computed("visits", "拜访", "Visits", Kind.COUNT, 9),
    ),
    identity=("customer", "project"),
    start_rows=3,
)  # fmt: skip

ATTRIBUTION_COUNTS = Table(
    "attribution_counts",
    "tblAttributionCounts",
    Label("赢在哪、丢在哪", "What decided"),
    (
        computed("factor", "归因", "Factor", Kind.CHOICE, 18, choices.FACTORS),
        computed("say", "说明", "In words", Kind.LONG_TEXT, WORDS),
        computed("lessons", "打法和教训", "Methods and lessons", Kind.LONG_TEXT, WORDS),
        computed("result", "结果", "Result", Kind.CHOICE, 14, choices.RESULTS),
        computed("count", "单数", "Projects", Kind.COUNT, 11),
        computed("amount", "金额", "Amount", Kind.MONEY, 11),
        computed("share", "占比", "Share", Kind.SHARE, 11),
    ),
    identity=("result", "factor"),
)

INSIGHTS = Table(
    "insights",
    "tblInsights",
    Label("认知", "What was learnt"),
    (
        _typed("key", "维度", "Side", Kind.CHOICE, 18, options=choices.INSIGHT_SIDES),
        computed("evidence", "依据", "Evidence", Kind.LONG_TEXT, WORDS),
        _typed("answer", "写一句", "In a sentence", Kind.LONG_TEXT, WORDS,
               help=Label("客户为什么买、哪里强、哪里弱,各写一句", "Why customers buy, where strong, where weak: one sentence each")),
    ),
    identity=("key",),
    fixed_rows=tuple(choice.key for choice in choices.INSIGHT_SIDES),
)  # fmt: skip

GOALS = Table(
    "goals",
    "tblGoals",
    Label("明年三级目标", "Next year on three levels"),
    (
        _typed("level", "级别", "Level", Kind.CHOICE, 18, options=choices.GOAL_LEVELS),
        _typed("goal", "目标", "Goal", Kind.LONG_TEXT, WORDS, help=Label("自己的目标在下面加一行", "Add a row for a goal of your own")),
        _typed("first_step", "第一步", "First step", Kind.LONG_TEXT, WORDS, edit=True),
        _typed("subject", "对象", "About", Kind.LONG_TEXT, 14, edit=True,
               help=Label("战役写客户或项目;能力写哪本书、哪门课、哪个证、跟谁学", "A battle: customer or project; a capability: book, course, certificate, mentor")),
        _typed("measure", "衡量值", "Measure", Kind.NUMBER, 11, edit=True),
        _typed("due", "完成日期", "Due date", Kind.DATE, 11, edit=True),
        computed("baseline", "今年", "This year", Kind.NUMBER, 11),
        computed("missing", "缺什么", "Missing", Kind.LONG_TEXT, 14),
        computed("derivation", "推导", "Derivation", Kind.LONG_TEXT, 56),
        computed("key", "编号", "Key", Kind.TEXT, 12),
        *(
            computed(key, zh, en, Kind.YES_NO, 9, choices.YES_NO)
            for key, zh, en in (
                ("specific", "具体", "Specific"), ("measurable", "可衡量", "Measurable"),
                ("actionable", "可行动", "Actionable"), ("challenging", "有挑战", "Challenging"), ("timed", "有期限", "Timed"),
            )
        ),
    ),
    identity=("level", "goal"),
)  # fmt: skip

REQUESTS = Table(
    "requests",
    "tblRequests",
    Label("要什么支持,换来什么", "What is asked for, and what it returns"),
    (
        _typed("item", "要什么", "What", Kind.TEXT, 18),
        computed("say", "回报", "Return", Kind.LONG_TEXT, WORDS),
        _typed("for_whom", "用于谁", "For whom", Kind.LONG_TEXT, WORDS,
               help=Label("写客户或项目的名字,几个用、分开", "Names of customers or projects, with semicolons between them")),
        _typed("cost", "花多少", "Cost", Kind.MONEY, 14),
        _typed("uplift", "把握提高", "Better odds", Kind.SHARE, 11,
               help=Label("空白按参数里的10个点", "Blank: the ten points of the settings")),
        _typed("needed_by", "何时要", "Needed by", Kind.DATE, 11),
        computed("expected", "多拿", "More revenue", Kind.MONEY, 11),
        computed("net", "净得", "Net", Kind.MONEY, 14),
        computed("stake", "涉及金额", "At stake", Kind.MONEY, 12),
        computed("gross", "多赚毛利", "Gross profit", Kind.MONEY, 12),
        computed("ratio", "回报倍数", "Times its cost", Kind.NUMBER, 10),
    ),
    identity=("item",),
    start_rows=3,
)  # fmt: skip

ZONES = Table(
    "zones",
    "tblZones",
    Label("客户分区", "Customer zones"),
    (
        computed("zone", "分区", "Zone", Kind.CHOICE, 18, choices.MAP_ZONES),
        computed("content", "沟通内容", "What to talk about", Kind.LONG_TEXT, WORDS),
        _typed("resources", "资源", "Resources", Kind.LONG_TEXT, WORDS, edit=True),
        computed("count", "客户数", "Customers", Kind.COUNT, 14),
        computed("revenue", "今年业绩", "Revenue", Kind.MONEY, 11),
        computed("cadence", "每月拜访", "Visits a month", Kind.NUMBER, 11),
    ),
    identity=("zone",),
    fixed_rows=tuple(choice.key for choice in choices.MAP_ZONES),
)

ATTRIBUTIONS = Table(
    "attributions",
    "tblAttributions",
    Label("每一单的归因", "Why each project was won or lost"),
    (
        _typed("customer", "客户名称", "Customer", Kind.TEXT, 18),
        _typed("why", "为什么", "Why", Kind.LONG_TEXT, WORDS),
        _typed("method", "打法或教训", "Method or lesson", Kind.LONG_TEXT, WORDS,
               help=Label("赢单写能再用的打法,丢单写教训", "Won: the method to use again; lost: the lesson")),
        _typed("project", "项目", "Project", Kind.TEXT, 14),
        computed("result", "结果", "Result", Kind.CHOICE, 11, choices.RESULTS),
        computed("amount", "金额", "Amount", Kind.MONEY, 11),
        _typed("factor", "归因", "Factor", Kind.CHOICE, 11, options=choices.FACTORS, edit=True),
        computed("proposed", "建议归因", "Proposed", Kind.CHOICE, 14, choices.FACTORS),
        computed("doubts", "追问", "Doubts", Kind.LONG_TEXT, 44),
        computed("reuse", "还能用在", "May serve at", Kind.TEXT, 34),
    ),
    identity=("customer", "project"),
)  # fmt: skip

MATRIX = Table(
    "matrix",
    "tblMatrix",
    Label("每个客户在哪一区", "Where each customer stands"),
    (
        computed("customer", "客户名称", "Customer", Kind.TEXT, 26),
        computed("zone", "分区", "Zone", Kind.CHOICE, 24, choices.MAP_ZONES),
        computed("influence", "影响力", "Influence", Kind.CHOICE, 24, choices.LEVELS),
        computed("potential", "采购潜力", "Potential", Kind.CHOICE, 24, choices.LEVELS),
        computed("revenue", "今年业绩", "Revenue this year", Kind.MONEY, 13),
        computed("tier", "分类", "Tier", Kind.CHOICE, 8, choices.TIERS),
        computed("differs", "与分类不同", "Differs", Kind.YES_NO, 11, choices.YES_NO),
        computed("why", "为什么不同", "Why it differs", Kind.LONG_TEXT, 44),
        computed("influence_from", "影响力来自", "Influence from", Kind.CHOICE, 14, choices.MAP_GROUNDS),
        computed("potential_from", "潜力来自", "Potential from", Kind.CHOICE, 14, choices.MAP_GROUNDS),
        computed("points", "分数", "Points", Kind.COUNT, 8),
    ),
    identity=("customer",),
)

# Tables of the report that files can be imported into.
IMPORTED = (BATTLES, ATTRIBUTIONS, INSIGHTS, GOALS, REQUESTS)
