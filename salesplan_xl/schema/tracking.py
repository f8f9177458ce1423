"""The tracking, output and control tables: months, month list, dashboard, findings, log, guide steps."""

from __future__ import annotations

from salesplan_xl.schema import choices, inputs, key_accounts, year_report
from salesplan_xl.schema.analysis import computed, edit, native
from salesplan_xl.schema.blocks import MONTH_KEYS, VALUE
from salesplan_xl.schema.formulas import Here, Number, ratio
from salesplan_xl.schema.lookups import Criterion, Link, Pick, SumIfs, WhenFilled
from salesplan_xl.schema.types import Choice, Grid, GridColumn, GridRow, Kind, Label, Table
from salesplan_xl.tiers import TIERS

# Tables that files can be imported into.
IMPORTABLE = (*inputs.INPUTS, key_accounts.KEY_ACCOUNTS, key_accounts.JUDGEMENTS, *year_report.IMPORTED)
IMPORTED_TABLES = tuple(Choice(table.key, table.label) for table in IMPORTABLE)


def _to_date(column: str) -> SumIfs:
    """Year to date: the sum over the months up to this row's."""
    return SumIfs((Criterion("months", "month", here="month", operator="<="),), "months", column)


MONTHS = Table(
    "months",
    "tblMonths",
    Label("月度跟踪", "Month tracking"),
    (
        computed("month", "月份", "Month", Kind.COUNT, 8),
        native("target", "月目标", "Month target", Kind.MONEY, Pick("month_split", MONTH_KEYS, "target", "month"), 13),
        computed("actual", "实际业绩", "Actual revenue", Kind.MONEY, 13),
        native("completion", "目标完成率", "Target completion", Kind.SHARE,
               WhenFilled("actual", ratio(Here("actual"), Here("target") * (Number(1) - Here("left"))))),
        computed("planned", "计划拜访客户", "Customers planned", Kind.COUNT, 13),
        computed("visited", "实际拜访客户", "Customers visited", Kind.COUNT, 13),
        native("coverage", "客户覆盖率", "Customer coverage", Kind.SHARE, ratio(Here("visited"), Here("planned"))),
        computed("due", "到期应收", "Receivables due", Kind.MONEY, 13),
        computed("on_time", "按期回款", "Paid on time", Kind.MONEY, 13),
        native("on_time_rate", "回款及时率", "On-time collection", Kind.SHARE, ratio(Here("on_time"), Here("due"))),
        native("target_to_date", "累计目标", "Target to date", Kind.MONEY,
               _to_date("target") - Here("target") * Here("left"), 13),
        native("actual_to_date", "累计业绩", "Actual to date", Kind.MONEY,
               WhenFilled("actual", _to_date("actual")), 13),
        native("completion_to_date", "累计完成率", "Completion to date", Kind.SHARE,
               WhenFilled("actual", ratio(Here("actual_to_date"), Here("target_to_date")))),
        computed("needed", "后续每月需要", "Needed a month from here", Kind.MONEY, 14),
        computed("projection", "全年预测", "Year projection", Kind.MONEY, 14),
        computed("sentence", "本月判断", "In words", Kind.LONG_TEXT, 50),
        computed("left", "未过份额", "Part left", Kind.SHARE, 9),
    ),
    identity=("month",),
    fixed_rows=tuple(str(month) for month in range(1, 13)),
)  # fmt: skip

TRACKING = Table(
    "tracking",
    "tblTracking",
    Label("客户进度", "Customer progress"),
    (
        computed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        computed("tier", "分类", "Tier", Kind.CHOICE, 9, choices.PLAN_TIERS),
        computed("target", "本月目标", "Month target", Kind.MONEY, 13),
        computed("actual", "本月业绩", "Month actual", Kind.MONEY, 13),
        native("completion", "本月完成率", "Month completion", Kind.SHARE, ratio(Here("actual"), Here("target"))),
        computed("target_to_date", "累计目标", "Target to date", Kind.MONEY, 13),
        computed("actual_to_date", "累计业绩", "Actual to date", Kind.MONEY, 13),
        native("gap", "累计差额", "Gap to date", Kind.MONEY, Here("actual_to_date") - Here("target_to_date"), 13),
        computed("planned", "计划拜访", "Visits planned", Kind.NUMBER, 11),
        computed("visited", "实际拜访", "Visits made", Kind.COUNT, 11),
        computed("due", "到期应收", "Receivables due", Kind.MONEY, 13),
        computed("on_time", "按期回款", "Paid on time", Kind.MONEY, 13),
        computed("sentence", "说明", "In words", Kind.LONG_TEXT, 40),
    ),
    identity=("customer",),
)  # fmt: skip

KPI_ROWS = (
    ("completion", "目标完成率", "Target completion"),
    ("coverage", "客户覆盖率", "Customer coverage"),
    ("on_time_rate", "回款及时率", "On-time collection"),
)

KPI_BOARD = Grid(
    "kpi_board",
    Label("三个关键指标", "Three KPIs"),
    Label("指标", "KPI"),
    (
        GridColumn("month", Label("本月", "This month"), Kind.SHARE),
        GridColumn("previous", Label("上月", "Last month"), Kind.SHARE),
        GridColumn("change", Label("变化", "Change"), Kind.SHARE),
        GridColumn("quarter", Label("本季", "This quarter"), Kind.SHARE),
        GridColumn("year", Label("本年累计", "Year to date"), Kind.SHARE),
        *(GridColumn(tier, Label(f"{tier}类", f"Tier {tier}"), Kind.SHARE) for tier in TIERS),
        GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 50),
    ),
    tuple(GridRow(key, Label(zh, en), (VALUE,) * (6 + len(TIERS))) for key, zh, en in KPI_ROWS),
)

MONTH_LIST = Table(
    "month_list",
    "tblMonthList",
    Label("本月清单", "Month list"),
    (
        computed("kind", "类别", "Kind", Kind.CHOICE, 14, choices.LIST_KINDS),
        computed("customer", "客户名称", "Customer", Kind.TEXT, 24),
        computed("what", "做什么", "What", Kind.TEXT, 36),
        computed("amount", "金额", "Amount", Kind.MONEY, 13),
        computed("due", "时间", "Due", Kind.DATE, 12),
        computed("why", "为什么", "Why", Kind.LONG_TEXT, 56),
        edit("done", "完成", "Done", Kind.YES_NO, 9, choices.YES_NO),
    ),
    identity=("kind", "customer", "what"),
)

FINDINGS = Table(
    "findings",
    "tblFindings",
    Label("检查结果", "Findings"),
    (
        computed("code", "编号", "Code", Kind.TEXT, 9),
        computed("severity", "级别", "Severity", Kind.CHOICE, 9, choices.SEVERITIES),
        computed("sheet", "工作表", "Sheet", Kind.TEXT, 16),
        computed("cell", "单元格", "Cell", Kind.TEXT, 10),
        native("link", "跳转", "Go to", Kind.TEXT, Link("sheet", "cell"), 10),
        computed("sentence", "问题", "What is wrong", Kind.LONG_TEXT, 64),
        computed("remedy", "怎么办", "What to do", Kind.LONG_TEXT, 56),
    ),
    identity=("code", "sheet", "cell", "sentence"),
)

LOG = Table(
    "log",
    "tblLog",
    Label("操作记录", "Log"),
    (
        computed("when", "时间", "When", Kind.TEXT, 18),
        computed("command", "操作", "Command", Kind.TEXT, 16),
        computed("changed", "改动", "What changed", Kind.LONG_TEXT, 70),
        computed("undo_id", "撤销编号", "Undo id", Kind.ID, 12),
    ),
    identity=("when", "command", "changed", "undo_id"),
)

IMPORTS = Table(
    "imports",
    "tblImports",
    Label("导入记录", "Import log"),
    (
        computed("batch", "批次", "Batch", Kind.ID, 9),
        computed("when", "时间", "When", Kind.TEXT, 18),
        computed("table", "导入到", "Into", Kind.CHOICE, 14, IMPORTED_TABLES),
        computed("file", "文件", "File", Kind.TEXT, 36),
        computed("rows", "文件行数", "Rows in the file", Kind.COUNT, 11),
        computed("added", "新增", "Added", Kind.COUNT, 9),
        computed("updated", "更新", "Updated", Kind.COUNT, 9),
        computed("amount", "金额合计", "Amount", Kind.MONEY, 14),
        computed("first_day", "最早日期", "First day", Kind.DATE),
        computed("last_day", "最晚日期", "Last day", Kind.DATE),
        computed("options", "选项", "Options", Kind.TEXT, 24),
    ),
    identity=("batch",),
)

BASELINE = Table(
    "baseline",
    "tblBaseline",
    Label("计算底稿", "Computed values"),
    (
        computed("table", "表", "Table", Kind.TEXT, 14),
        computed("row", "行", "Row", Kind.TEXT, 30),
        computed("values", "值", "Values", Kind.TEXT, 60),
    ),
)

UNDO = Table(
    "undo",
    "tblUndo",
    Label("撤销数据", "Undo data"),
    (
        computed("undo_id", "撤销编号", "Undo id", Kind.ID, 12),
        computed("when", "时间", "When", Kind.TEXT, 18),
        computed("command", "操作", "Command", Kind.TEXT, 16),
        computed("stash", "行格式", "Row looks", Kind.TEXT, 12),
        computed("part", "段", "Part", Kind.COUNT, 8),
        computed("data", "内容", "Data", Kind.TEXT, 60),
    ),
    identity=("undo_id", "part"),
)

STEPS = (
    ("settings", "1 设定年份、单位和参数", "1 Set year, unit and thresholds"),
    ("customers", "2 填客户清单(或导入)", "2 Fill or import the customer list"),
    (
        "records",
        "3 导入订单、应收、联系人、商机、拜访",
        "3 Import orders, receivables, contacts, opportunities, visits",
    ),
    ("check", "4 检查数据", "4 Check the data"),
    ("tiers", "5 ABC分级与健康诊断", "5 Tiers and health"),
    ("targets", "6 目标推导", "6 Derive targets"),
    ("quarters", "7 季度分解", "7 Split into quarters"),
    ("map", "8 作战地图与时间配置", "8 Execution map and time"),
    ("months", "9 每月:清单、KPI、复盘", "9 Each month: list, KPIs, review"),
)

GUIDE_STEPS = Grid(
    "steps",
    Label("九步走", "Nine steps"),
    Label("步骤", "Step"),
    (
        GridColumn("state", Label("状态", "State"), Kind.CHOICE, 11, choices.STEP_STATES),
        GridColumn("sentence", Label("说明", "In words"), Kind.LONG_TEXT, 70),
    ),
    tuple(GridRow(key, Label(zh, en), (VALUE, VALUE)) for key, zh, en in STEPS),
)
