"""The year end: sprint and deployment lists, reorder plan, segments and causes, scripts, contact results, rebates."""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.analysis import computed, edit
from salesplan_xl.schema.blocks import VALUE
from salesplan_xl.schema.types import Choice, Column, Filled, Grid, GridColumn, GridRow, Kind, Label, Table

_SENTENCE = GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 110)


def _typed(
    key: str, zh: str, en: str, kind: Kind, width: float = 12, options: tuple[Choice, ...] = ()
) -> Column:
    """A column that only the user or an import fills."""
    return Column(key, Label(zh, en), kind, Filled.USER, options, width=width)


SEASON = Grid(
    "season",
    Label("年底怎么做", "What to do at the year end"),
    Label("事项", "Matter"),
    (_SENTENCE,),
    (
        GridRow("phase", Label("现在是什么阶段", "The phase"), (VALUE,)),
        GridRow("days", Label("剩下的日子", "Days left"), (VALUE,)),
        GridRow("balance", Label("今年能到多少", "What this year comes to"), (VALUE,)),
        GridRow("results", Label("联系结果", "What contacts led to"), (VALUE,)),
        GridRow("scripts", Label("哪套话术管用", "Which script works"), (VALUE,)),
    ),
)

SPRINT = Table(
    "sprint",
    "tblSprint",
    Label("冲刺和部署名单", "Sprint and deployment"),
    (
        computed("list", "名单", "List", Kind.CHOICE, 8, choices.SEASON_LISTS),
        computed("group", "类别", "Group", Kind.CHOICE, 11, choices.SEASON_GROUPS),
        computed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        edit("include", "列入", "Include", Kind.YES_NO, 7, choices.YES_NO),
        computed("amount", "金额", "Amount", Kind.MONEY, 12),
        computed("probability", "可能性", "Chance", Kind.SHARE, 8),
        computed("value", "价值", "Value", Kind.MONEY, 12),
        computed("fits", "来得及", "Fits", Kind.YES_NO, 8, choices.YES_NO),
        computed("contact_date", "联系日期", "Contact on", Kind.DATE, 12),
        edit("script", "话术", "Script", Kind.TEXT, 16),
        edit("result", "结果", "Result", Kind.CHOICE, 9, choices.OUTREACH_RESULTS),
        edit("cause_found", "查到的原因", "Cause found", Kind.CHOICE, 11, choices.LOSS_CAUSES),
        edit("contacted_on", "实际联系日", "Contacted on", Kind.DATE, 12),
        edit("note", "备注", "Note", Kind.TEXT, 20),
        computed("reason", "为什么", "Why", Kind.LONG_TEXT, 56),
        computed("cause", "先查什么原因", "Cause to check", Kind.TEXT, 22),
        computed("countermeasure", "怎么做", "What to do", Kind.TEXT, 30),
        computed("tier", "分类", "Tier", Kind.CHOICE, 7, choices.PLAN_TIERS),
        computed("segment", "客户分群", "Segment", Kind.CHOICE, 11, choices.SEGMENTS),
        computed("r", "R", "R", Kind.COUNT, 5),
        computed("f", "F", "F", Kind.COUNT, 5),
        computed("m", "M", "M", Kind.COUNT, 5),
        computed("state", "状态", "State", Kind.CHOICE, 11, choices.REORDER_STATES),
        computed("urgency", "紧急", "Urgency", Kind.CHOICE, 8, choices.LEVELS),
        computed("line", "产品线", "Product line", Kind.TEXT, 14),
        computed("product", "产品/型号", "Product", Kind.TEXT, 16),
        computed("edited", "手工修改", "Edited by hand", Kind.TEXT, 12),
    ),
    identity=("list", "customer"),
    folded=("tier", "segment", "r", "f", "m", "state", "urgency", "line", "product", "edited"),
)

SOURCES = Grid(
    "year_sources",
    Label("明年目标:三个来源", "Next year by three sources"),
    Label("来源", "Source"),
    (
        GridColumn("amount", Label("按返单计划", "By the reorder plan"), Kind.MONEY, 14),
        GridColumn("tier", Label("按分类增长", "By tier growth"), Kind.MONEY, 14),
        GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 90),
    ),
    tuple(
        GridRow(key, Label(zh, en), (VALUE,) * 3, total=key == "total")
        for key, zh, en in (
            ("repeat", "老客户返单", "Old customers"),
            ("project", "在谈重点项目", "Projects"),
            ("new", "新客户", "New customers"),
            ("total", "合计", "Total"),
            ("difference", "差别最大的客户", "Largest differences"),
            ("company", "公司下达", "Company's figure"),
            ("gap", "差额", "Gap"),
            ("inquiries", "新客户要多少询盘", "Inquiries for new customers"),
        )
    ),
)

REORDERS = Table(
    "reorders",
    "tblReorders",
    Label("返单计划", "Reorder plan"),
    (
        computed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        computed("line", "产品线", "Product line", Kind.TEXT, 14),
        computed("product", "产品/型号", "Product", Kind.TEXT, 16),
        computed("state", "状态", "State", Kind.CHOICE, 11, choices.REORDER_STATES),
        computed("urgency", "紧急", "Urgency", Kind.CHOICE, 8, choices.LEVELS),
        edit("contact_date", "联系日期", "Contact on", Kind.DATE, 12),
        computed("date_from", "最早可能", "Earliest", Kind.DATE, 12),
        computed("expected_date", "预计下单", "Expected", Kind.DATE, 12),
        computed("date_to", "最晚可能", "Latest", Kind.DATE, 12),
        edit("expected_amount", "明年预计金额", "Amount next year", Kind.MONEY, 14),
        computed("expected_quantity", "明年预计数量", "Quantity next year", Kind.NUMBER, 12),
        computed("unit", "单位", "Unit", Kind.TEXT, 7),
        computed("probability", "91天内下单", "Order within 91 days", Kind.SHARE, 10),
        computed("trend_label", "买多买少", "Trend", Kind.CHOICE, 9, choices.TRENDS),
        computed("reason", "为什么", "Why", Kind.LONG_TEXT, 56),
        computed("expected_orders", "明年预计单数", "Orders next year", Kind.NUMBER, 11),
        computed("last12", "近12个月金额", "Last 12 months", Kind.MONEY, 13),
        computed("trend", "增减", "Change", Kind.SHARE, 9),
        computed("orders", "下单日数", "Order days", Kind.COUNT, 9),
        computed("gap", "下单间隔(天)", "Gap, days", Kind.NUMBER, 10),
        computed("last_order", "最后一单", "Last order", Kind.DATE, 12),
        computed("elapsed", "已过天数", "Days since", Kind.DAYS, 9),
        computed("ratio", "已过几个间隔", "Gaps since", Kind.NUMBER, 10),
        computed("alive", "还在合作", "Still a customer", Kind.SHARE, 9),
        computed("edited", "手工修改", "Edited by hand", Kind.TEXT, 12),
    ),
    identity=("customer", "line"),
    folded=(
        "expected_orders", "last12", "trend", "orders", "gap", "last_order", "elapsed", "ratio", "alive",
        "edited",
    ),
)

SCRIPTS = Table(
    "scripts",
    "tblScripts",
    Label("话术", "Scripts"),
    (
        computed("script", "编号", "Key", Kind.TEXT, 14),
        computed("situation", "场合", "Situation", Kind.CHOICE, 15, choices.SITUATIONS),
        computed("language", "语言", "Language", Kind.CHOICE, 8, choices.BOOK_LANGS),
        computed("title", "名称", "Title", Kind.TEXT, 18),
        edit("text", "内容", "Text", Kind.LONG_TEXT, 90),
        computed("contacted", "联系", "Contacted", Kind.COUNT, 9),
        computed("answered", "有回音", "Answered", Kind.COUNT, 9),
        computed("ordered", "下单", "Ordered", Kind.COUNT, 9),
        computed("rate", "成单率", "Rate", Kind.SHARE, 9),
        computed("reason", "说明", "In words", Kind.LONG_TEXT, 40),
    ),
    identity=("title", "language"),
)

MESSAGES = Table(
    "messages",
    "tblMessages",
    Label("客户话术", "Texts by customer"),
    (
        computed("list", "名单", "List", Kind.CHOICE, 8, choices.SEASON_LISTS),
        computed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        computed("contact", "联系人", "Contact", Kind.TEXT, 12),
        computed("script", "话术", "Script", Kind.TEXT, 16),
        computed("text", "可以直接发的内容", "Text to send", Kind.LONG_TEXT, 100),
    ),
    identity=("list", "customer"),
)

SEGMENTS = Table(
    "segments",
    "tblSegments",
    Label("客户分群", "Segments"),
    (
        computed("segment", "客户分群", "Segment", Kind.CHOICE, 14, choices.SEGMENTS),
        edit("cause", "先查什么原因", "Cause to check first", Kind.TEXT, 36),
        edit("countermeasure", "对策", "Countermeasure", Kind.TEXT, 46),
        edit("script", "话术", "Script", Kind.TEXT, 18),
    ),
    identity=("segment",),
    fixed_rows=tuple(choice.key for choice in choices.SEGMENTS),
)

CAUSES = Table(
    "causes",
    "tblCauses",
    Label("流失原因和对策", "Causes of loss"),
    (
        computed("cause", "原因", "Cause", Kind.CHOICE, 14, choices.LOSS_CAUSES),
        edit("countermeasure", "对策", "Countermeasure", Kind.TEXT, 46),
        edit("script", "话术", "Script", Kind.TEXT, 18),
        computed("count", "本季几家", "This season", Kind.COUNT, 9),
    ),
    identity=("cause",),
    fixed_rows=tuple(choice.key for choice in choices.LOSS_CAUSES),
)

OUTREACH = Table(
    "outreach",
    "tblOutreach",
    Label("联系记录", "Contact record"),
    (
        computed("season", "年底", "Season", Kind.COUNT, 8),
        _typed("date", "日期", "Date", Kind.DATE, 12),
        _typed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        _typed("list", "名单", "List", Kind.CHOICE, 8, choices.SEASON_LISTS),
        _typed("script", "话术", "Script", Kind.TEXT, 16),
        _typed("result", "结果", "Result", Kind.CHOICE, 9, choices.OUTREACH_RESULTS),
        _typed("cause", "原因", "Cause", Kind.CHOICE, 11, choices.LOSS_CAUSES),
        _typed("note", "备注", "Note", Kind.TEXT, 26),
        computed("order_date", "下单日期", "Ordered on", Kind.DATE, 12),
        computed("order_amount", "下单金额", "Order amount", Kind.MONEY, 13),
    ),
    identity=("date", "customer", "script"),
)

REBATES = Table(
    "rebates",
    "tblRebates",
    Label("返佣阶梯", "Rebates"),
    (
        _typed("from_amount", "年采购额从", "From amount a year", Kind.MONEY, 20),
        _typed("rate", "返佣比例", "Rate", Kind.SHARE, 12),
    ),
    start_rows=8,
)

REBATE_COSTS = Table(
    "rebate_costs",
    "tblRebateCosts",
    Label("返佣要花多少钱(按返单计划)", "What rebates cost, by the reorder plan"),
    (
        computed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        computed("amount", "明年预计金额", "Amount next year", Kind.MONEY, 14),
        computed("rate", "返佣比例", "Rate", Kind.SHARE, 10),
        computed("cost", "返佣金额", "Cost", Kind.MONEY, 13),
    ),
    identity=("customer",),
)

PROGRESS = Table(
    "progress",
    "tblProgress",
    Label("我们的进步(写进感谢信)", "What we achieved (for letters)"),
    (
        _typed("what", "做到了什么", "What", Kind.TEXT, 34),
        _typed("figure", "数字", "Figure", Kind.TEXT, 20),
        _typed("since", "从什么时候起", "Since", Kind.DATE, 14),
    ),
    start_rows=12,
)
