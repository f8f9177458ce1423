"""The action funnel and what a month earns."""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.analysis import computed, edit, native
from salesplan_xl.schema.blocks import MONTH_KEYS, VALUE
from salesplan_xl.schema.formulas import At, Formula, Here, IfError, Number, RoundUp, Setting, Sum, ratio
from salesplan_xl.schema.lookups import WhenFilled
from salesplan_xl.schema.types import Grid, GridCell, GridColumn, GridRow, Kind, Label, Table

STAGE_ROWS = (
    ("lead", "线索", "Leads"),
    ("need", "需求意向", "Needs"),
    ("proposal", "方案", "Proposals"),
    ("signed", "签单", "Signed"),
)
SOURCE_ROWS = (
    ("fair", "展会", "Trade fair"),
    ("referral", "转介绍", "Referral"),
    ("online", "线上", "Online"),
    ("other", "其他", "Other"),
    ("unknown", "未登记来源", "Not recorded"),
)


def _month(stage: str) -> Formula:
    return At("funnel_goal", stage, "month")


# Worked back from the goal: each stage asks for its successor divided by the rate.
_MONTHLY: dict[str, Formula] = {
    "lead": ratio(_month("need"), Setting("need_rate")),
    "need": ratio(_month("proposal"), Setting("proposal_rate")),
    "proposal": ratio(_month("signed"), Setting("sign_rate")),
    "signed": Setting("new_customers") / Number(12),
}

FUNNEL_GOAL = Grid(
    "funnel_goal",
    Label("由全年新客户目标倒推", "Worked back from the year's new customers"),
    Label("环节", "Stage"),
    (
        GridColumn("month", Label("每月(计算值)", "A month, exact"), Kind.NUMBER, 13),
        GridColumn("month_count", Label("每月(取整)", "A month, rounded up"), Kind.COUNT, 13),
        GridColumn("year", Label("全年", "Year"), Kind.NUMBER, 12),
        GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 60),
    ),
    tuple(
        GridRow(
            key, Label(zh, en),
            (
                GridCell(_MONTHLY[key]),
                GridCell(IfError(RoundUp(_month(key)))),
                GridCell(IfError(_month(key) * Number(12))),
                VALUE,
            ),
        )
        for key, zh, en in STAGE_ROWS
    ),
)  # fmt: skip

_COUNTS = ("lead_plan", "lead", "need", "proposal", "signed")


# Each step of the funnel: the stage reached, and the one it is reached from.
_STEPS = (("need", "lead"), ("proposal", "need"), ("signed", "proposal"))


def _raw(key: str) -> dict[str, GridCell]:
    """Conversion as counted, from lead to signature and step by step."""

    def share(after: str, before: str) -> GridCell:
        return GridCell(ratio(At("funnel_sources", key, after), At("funnel_sources", key, before)))

    return {"raw": share("signed", "lead"), **{f"{after}_raw": share(after, before) for after, before in _STEPS}}


def _source(key: str, zh: str, en: str) -> GridRow:
    cells = _raw(key)
    return GridRow(key, Label(zh, en), tuple(cells.get(column.key, VALUE) for column in _SOURCE_COLUMNS))


_SOURCE_COLUMNS = (
    GridColumn("lead_month", Label("每月线索计划", "Leads planned a month"), Kind.COUNT, 13),
    GridColumn("lead_plan", Label("累计线索计划", "Leads planned to date"), Kind.NUMBER, 13),
    GridColumn("lead", Label("线索", "Leads"), Kind.COUNT),
    GridColumn("need", Label("需求意向", "Needs"), Kind.COUNT),
    GridColumn("proposal", Label("方案", "Proposals"), Kind.COUNT),
    GridColumn("signed", Label("签单", "Signed"), Kind.COUNT),
    GridColumn("raw", Label("线索转化率", "Leads signed"), Kind.SHARE),
    GridColumn("rate", Label("稳健转化率", "Rate, steadied"), Kind.SHARE),
    GridColumn("low", Label("区间下限", "Low"), Kind.SHARE),
    GridColumn("high", Label("区间上限", "High"), Kind.SHARE),
    GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 60),
    GridColumn("need_raw", Label("线索→需求", "Needs per lead"), Kind.SHARE, 13),
    GridColumn("need_rate", Label("线索→需求,稳健", "Needs, steadied"), Kind.SHARE, 13),
    GridColumn("proposal_raw", Label("需求→方案", "Proposals per need"), Kind.SHARE, 13),
    GridColumn("proposal_rate", Label("需求→方案,稳健", "Proposals, steadied"), Kind.SHARE, 13),
    GridColumn("signed_raw", Label("方案→签单", "Signed per proposal"), Kind.SHARE, 13),
    GridColumn("signed_rate", Label("方案→签单,稳健", "Signed, steadied"), Kind.SHARE, 13),
    GridColumn("money_lead", Label("每条线索签单额", "Signed money per lead"), Kind.MONEY, 13),
)


def _total(column: str) -> GridCell | None:
    if column in ("lead_month", *_COUNTS):
        return GridCell(Sum(tuple(At("funnel_sources", key, column) for key, _, _ in SOURCE_ROWS)))
    return _raw("total").get(column, VALUE)


FUNNEL_SOURCES = Grid(
    "funnel_sources",
    Label("各来源的线索与转化(本年累计)", "Leads and conversion by source, year to date"),
    Label("来源", "Source"),
    _SOURCE_COLUMNS,
    (
        *(_source(*row) for row in SOURCE_ROWS),
        GridRow("total", Label("合计", "Total"), tuple(_total(column.key) for column in _SOURCE_COLUMNS), total=True),
    ),
)  # fmt: skip

FUNNEL_ADVICE = Grid(
    "funnel_advice",
    Label("结论", "What follows"),
    Label("问题", "Question"),
    (GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 90),),
    (
        GridRow("goal", Label("目标是否一致", "One goal or two"), (VALUE,)),
        GridRow("move", Label("精力往哪里挪", "Where to move effort"), (VALUE,)),
        GridRow("rates", Label("按实际转化率要多少线索", "Leads needed at the rates seen"), (VALUE,)),
    ),
)

_BONUS_SUMS = ("action", "commission", "over", "total")


def _bonus_month(key: str) -> GridRow:
    cells = {"proposals": GridCell(edit=True)}
    label = Label(f"{key[1:]}月", f"Month {key[1:]}")
    return GridRow(key, label, tuple(cells.get(column.key, VALUE) for column in _BONUS_COLUMNS))


_BONUS_COLUMNS = (
    GridColumn("proposals", Label("提交方案", "Proposals"), Kind.COUNT),
    GridColumn("revenue", Label("当月业绩", "Month's revenue"), Kind.MONEY, 13),
    GridColumn("target", Label("月目标", "Month target"), Kind.MONEY, 13),
    GridColumn("action", Label("方案奖(元)", "Action bonus, CNY"), Kind.NUMBER, 13),
    GridColumn("rate", Label("提成比例", "Commission rate"), Kind.SHARE),
    GridColumn("commission", Label("提成", "Commission"), Kind.MONEY, 12),
    GridColumn("over", Label("超额奖", "Extra bonus"), Kind.MONEY, 12),
    GridColumn("total", Label("合计(元)", "Total, CNY"), Kind.NUMBER, 13),
    GridColumn("sentence", Label("怎么算的", "How it came about"), Kind.LONG_TEXT, 64),
)

BONUS = Grid(
    "bonus",
    Label("激励(提交方案可改)", "Bonus (proposals may be changed)"),
    Label("月份", "Month"),
    _BONUS_COLUMNS,
    (
        *(_bonus_month(key) for key in MONTH_KEYS),
        GridRow(
            "year", Label("全年", "Year"),
            tuple(
                GridCell(Sum(tuple(At("bonus", key, column.key) for key in MONTH_KEYS)))
                if column.key in _BONUS_SUMS
                else None
                for column in _BONUS_COLUMNS
            ),
            total=True,
        ),
    ),
)  # fmt: skip

# Figures first, so that they share the narrow columns of the blocks above and the texts stand together.
FUNNEL = Table(
    "funnel",
    "tblFunnel",
    Label("行动漏斗", "Action funnel"),
    (
        computed("stage", "销售环节", "Stage", Kind.CHOICE, 12, choices.FUNNEL_STAGES),
        computed("goal", "月目标", "Goal a month", Kind.NUMBER, 10),
        computed("month_actual", "本月实际", "This month", Kind.COUNT, 10),
        computed("planned", "累计计划", "Planned to date", Kind.NUMBER, 11),
        computed("actual", "累计实际", "Actual to date", Kind.COUNT, 11),
        native("gap", "累计差额", "Gap to date", Kind.NUMBER, WhenFilled("actual", Here("actual") - Here("planned")), 11),
        native("completion", "完成率", "Completion", Kind.SHARE, ratio(Here("actual"), Here("planned")), 10),
        computed("plan_rate", "计划转化率", "Planned rate", Kind.SHARE, 11),
        computed("rate", "稳健转化率", "Rate, steadied", Kind.SHARE, 11),
        edit("owner", "责任人", "Responsible", Kind.TEXT, 12),
        edit("due", "时间节点", "When", Kind.TEXT, 13),
        edit("result", "结果目标", "Result goal", Kind.TEXT, 22),
        edit("actions", "动作目标", "Action goal", Kind.TEXT, 36),
        edit("acceptance", "验收标准", "Acceptance", Kind.TEXT, 28),
    ),
    identity=("stage",),
    fixed_rows=tuple(key for key, _, _ in STAGE_ROWS),
)  # fmt: skip
