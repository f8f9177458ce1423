"""The sheet `Project reserve`: pipeline coverage of each quarter, what moved, and what the book remembers of its projects."""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.analysis import QUARTERS, computed
from salesplan_xl.schema.blocks import VALUE
from salesplan_xl.schema.formulas import At, Formula, Sum
from salesplan_xl.schema.types import Grid, GridCell, GridColumn, GridRow, Kind, Label, Table

_BACKING = (
    ("target", "target"),
    ("repeat", "repeat"),
    ("registered", "signed"),
    ("signed", None),
    ("weighted", "weighted"),
    ("overdue", None),
    ("unsupported", "unsupported"),
    ("cash", None),
)


def _quarter(quarter: str) -> GridRow:
    cells = tuple(GridCell(At("quarter_support", row, quarter) if row else None) for _, row in _BACKING)
    return GridRow(quarter, Label(quarter.upper(), quarter.upper()), (*cells, VALUE))


def _year(column: str) -> Formula:
    return Sum(tuple(At("backing", quarter, column) for quarter in QUARTERS))


PIPELINE_COVERAGE = Grid(
    "backing",
    Label("每个季度的项目支撑", "What stands behind each quarter"),
    Label("季度", "Quarter"),
    (
        GridColumn("target", Label("目标", "Target"), Kind.MONEY, 13),
        GridColumn("repeat", Label("老客户返单", "Repeat business"), Kind.MONEY, 13),
        GridColumn("registered", Label("项目签单额", "Projects to sign"), Kind.MONEY, 13),
        GridColumn("signed", Label("其中已签", "Signed already"), Kind.MONEY, 13),
        GridColumn("weighted", Label("按把握折算", "Weighted"), Kind.MONEY, 13),
        GridColumn("overdue", Label("过期未签", "Past their date"), Kind.MONEY, 13),
        GridColumn("unsupported", Label("无支撑缺口", "Not backed"), Kind.MONEY, 13),
        GridColumn("cash", Label("项目回款", "Project cash in"), Kind.MONEY, 13),
        GridColumn("why", Label("说明", "In words"), Kind.LONG_TEXT, 116),
    ),
    (
        *(_quarter(quarter) for quarter in QUARTERS),
        GridRow("year", Label("全年", "Year"), (*(GridCell(_year(key)) for key, _ in _BACKING), None), total=True),
        GridRow("later", Label("年后或日期未定的回款", "Paid later or undated"), (*(None,) * 7, VALUE, None)),
    ),
)  # fmt: skip

TRACE = Table(
    "trace",
    "tblProjectTrace",
    Label("项目变动记录", "How projects moved"),
    (
        computed("seen_on", "发现日期", "Seen on", Kind.DATE, 12),
        computed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        computed("project", "项目", "Project", Kind.TEXT, 24),
        computed("kind", "变动", "What happened", Kind.CHOICE, 12, choices.TRACE_KINDS),
        computed("old_date", "原签单日期", "Old sign date", Kind.DATE, 12),
        computed("new_date", "新签单日期", "New sign date", Kind.DATE, 12),
        computed("old_quarter", "原季度", "Old quarter", Kind.COUNT, 9),
        computed("new_quarter", "新季度", "New quarter", Kind.COUNT, 9),
        computed("slips", "延期次数", "Slips", Kind.COUNT, 9),
        computed("why", "说明", "In words", Kind.LONG_TEXT, 56),
        computed("old_amount", "原金额", "Old amount", Kind.MONEY, 13),
        computed("new_amount", "新金额", "New amount", Kind.MONEY, 13),
    ),
    identity=("seen_on", "customer", "project", "kind"),
)

PROJECT_SNAPSHOTS = Table(
    "seen",
    "tblSeen",
    Label("项目底稿", "Projects as last seen"),
    (
        computed("look", "时点", "Look", Kind.TEXT, 8),
        computed("seen_on", "日期", "Date", Kind.DATE, 12),
        computed("customer", "客户名称", "Customer", Kind.TEXT, 20),
        computed("project", "项目", "Project", Kind.TEXT, 20),
        computed("stage", "阶段", "Stage", Kind.CHOICE, 10, choices.STAGES),
        computed("amount", "预计金额", "Amount", Kind.MONEY, 12),
        computed("probability", "把握", "Probability", Kind.SHARE, 9),
        computed("sign_date", "预计签单", "Expected sign date", Kind.DATE, 12),
        computed("pay_date", "预计回款", "Expected payment date", Kind.DATE, 12),
        computed("next_step", "下一步", "Next step", Kind.TEXT, 20),
        computed("next_date", "完成时间", "Next step due", Kind.DATE, 12),
        computed("slips", "延期次数", "Slips", Kind.COUNT, 9),
        computed("result", "结果", "Result", Kind.CHOICE, 9, choices.RESULTS),
        computed("source", "线索来源", "Lead source", Kind.CHOICE, 10, choices.LEAD_SOURCES),
        computed("opened", "登记日期", "Opened on", Kind.DATE, 12),
    ),
)
