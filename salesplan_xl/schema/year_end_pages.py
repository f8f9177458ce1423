"""The printed pages of the year end: December on one page, the survey, the company's checklist."""

from __future__ import annotations

from salesplan_xl.schema.blocks import VALUE
from salesplan_xl.schema.types import Grid, GridColumn, GridRow, Kind, Label

# Rows of each list that the December page holds.
PAGE_ROWS = tuple(f"r{number}" for number in range(1, 31))
LEFT, RIGHT, HEAD_ROW, FIRST_ROW = 1, 9, 2, 7
LAST_COLUMN, LAST_ROW = 14, FIRST_ROW + len(PAGE_ROWS)


def _column(key: str, zh: str, en: str, kind: Kind) -> GridColumn:
    return GridColumn(key, Label(zh, en), kind, 12)


DECEMBER_HEAD = Grid(
    "december_head",
    Label("十二月页", "December page"),
    Label("左边冲刺:来得及联系的;右边部署:明年的订单今年准备。打印一张A4,做完一家勾一家。",
          "Left: who can still be contacted; right: next year's orders prepared now. One A4; tick off each."),
    (GridColumn("text", Label("", ""), Kind.LONG_TEXT, 12),),
    (
        GridRow("days", Label("日子", "Days"), (VALUE,)),
        GridRow("balance", Label("今年", "Year"), (VALUE,)),
        GridRow("more", Label("其余", "Rest"), (VALUE,)),
    ),
    place=(HEAD_ROW, LEFT),
)  # fmt: skip


def _rows(count: int) -> tuple[GridRow, ...]:
    return tuple(
        GridRow(key, Label(str(number), str(number)), (VALUE,) * count) for number, key in enumerate(PAGE_ROWS, 1)
    )


DECEMBER_SPRINT = Grid(
    "december_sprint",
    Label("冲刺:今年还能成交", "Sprint: orders of this year"),
    Label("序号", "No"),
    (
        _column("customer", "客户名称", "Customer", Kind.TEXT),
        _column("group", "类别", "Group", Kind.TEXT),
        _column("value", "价值", "Value", Kind.MONEY),
        _column("due", "联系日期", "Contact on", Kind.TEXT),
        _column("script", "话术", "Script", Kind.TEXT),
        _column("result", "结果", "Result", Kind.TEXT),
    ),
    _rows(6),
    place=(FIRST_ROW, LEFT),
)

DECEMBER_DEPLOY = Grid(
    "december_deploy",
    Label("部署:明年的订单", "Deployment: orders of next year"),
    Label("序号", "No"),
    (
        _column("customer", "客户名称", "Customer", Kind.TEXT),
        _column("group", "类别", "Group", Kind.TEXT),
        _column("amount", "明年金额", "Next year", Kind.MONEY),
        _column("due", "联系日期", "Contact on", Kind.TEXT),
        _column("result", "结果", "Result", Kind.TEXT),
    ),
    _rows(5),
    place=(FIRST_ROW, RIGHT),
)

_QUESTIONS = (
    ("q1", "产品质量是否稳定", "Is the quality of our products steady?"),
    ("q2", "交货是否准时", "Do we deliver on time?"),
    ("q3", "价格和付款条件是否合理", "Are prices and terms fair?"),
    ("q4", "业务员回复是否及时、说得清楚", "Does our salesperson answer promptly and clearly?"),
    ("q5", "技术支持和售后是否解决问题", "Do technical support and service solve problems?"),
    ("q6", "明年的采购量会增加、持平还是减少", "Will you buy more, the same or less next year?"),
    ("q7", "我们最应该改进的一件事是什么", "What is the one thing we should improve?"),
    ("q8", "愿意把我们介绍给同行吗", "Would you recommend us to others?"),
)

SURVEY = Grid(
    "survey",
    Label("八个问题", "Eight questions"),
    Label("问题", "Question"),
    (
        *(GridColumn(f"s{score}", Label(f"{score}分", f"{score}"), Kind.TEXT, 7) for score in range(5, 0, -1)),
        GridColumn("words", Label("想说的话", "In your words"), Kind.TEXT, 60),
    ),
    tuple(GridRow(key, Label(zh, en), (VALUE,) * 6) for key, zh, en in _QUESTIONS),
)

_ANGLES = (
    ("finance", "财务风险:现金够几个月?应收谁最久?", "Financial risk: cash for how long? oldest receivables?"),
    ("cost", "运营成本与利润:哪几项成本在涨?哪些单不赚钱?", "Costs and profit: what rises? what earns nothing?"),
    ("sales", "业绩、客户、产品、渠道:靠谁、靠什么?", "Sales, customers, products, channels: what carries us?"),
    ("traffic", "流量运营:线索从哪里来,一条多少钱?", "Leads: from where, at what cost?"),
    ("brand", "品牌价值与竞争策略:客户为什么选我们?", "Brand and competition: why do customers choose us?"),
    ("process", "业务流程:哪一步最慢、最容易错?", "Processes: which step is slowest or fails most?"),
    ("people", "人才团队与管理:缺谁、谁会走、谁能带人?", "People: who is missing, who may leave, who can lead?"),
)

COMPANY_PLAN = Grid(
    "company_plan",
    Label("七个角度", "Seven angles"),
    Label("角度", "Angle"),
    (
        GridColumn("finding", Label("现状和数字", "Where we stand"), Kind.TEXT, 46),
        GridColumn("decision", Label("决定", "Decision"), Kind.TEXT, 46),
        GridColumn("who", Label("谁", "Who"), Kind.TEXT, 12),
        GridColumn("when", Label("什么时候", "When"), Kind.TEXT, 14),
    ),
    tuple(GridRow(key, Label(zh, en), (VALUE,) * 4) for key, zh, en in _ANGLES),
)
