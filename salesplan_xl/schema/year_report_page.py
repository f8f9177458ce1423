"""The page of the year-end report: its head, the dashboard, and the customer map; figures that charts draw stand beside.

Two pages upright: the dashboard with its charts first, then the tables of ``year_report``.
"""

from __future__ import annotations

from salesplan_xl.schema import choices, year_report
from salesplan_xl.schema.blocks import VALUE
from salesplan_xl.schema.types import Grid, GridCell, GridColumn, GridRow, Kind, Label, Sheet

# Places (1-based): printed are the first eight columns; what charts draw and further figures stand right of all tables.
LEFT, BESIDE, LAST_COLUMN = 1, 18, 8
_HEAD, _RESULTS, _QUALITY, _PROCESS = 2, 9, 18, 25
CHART_ROW, CHART_ROWS = 36, 15
MAP_ROW = 5
_SHARE, _COUNT, _DAYS = (GridCell(None, kind) for kind in (Kind.SHARE, Kind.COUNT, Kind.NUMBER))


def _say(key: str = "say", zh: str = "说明", en: str = "In words") -> GridColumn:
    return GridColumn(key, Label(zh, en), Kind.LONG_TEXT, 34)


# A blank column over which the words at its left flow.
_ROOM = GridColumn("room", Label("", ""), Kind.TEXT, 34)


def _figure(key: str, zh: str, en: str, kind: Kind = Kind.MONEY) -> GridColumn:
    return GridColumn(key, Label(zh, en), kind, 12)


YEAR_HEAD = Grid(
    "year_head",
    Label("年终总结", "Year report"),
    Label("数字本簿都有,您只写几句:仗怎么打的、赢在哪丢在哪、学到什么、明年要什么。",
          "The book has the figures; you write a few sentences: how it was fought, what decided, what was learnt, what is asked for."),
    (GridColumn("text", Label("", ""), Kind.LONG_TEXT, 12),),
    tuple(
        GridRow(key, Label(zh, en), (VALUE,))
        for key, zh, en in (
            ("state", "数到哪天", "Data up to"), ("result", "今年", "This year"), ("bought", "增长", "Growth"),
            ("next", "明年", "Next year"), ("blanks", "还要写", "To write"),
        )
    ),
    place=(_HEAD, LEFT),
)  # fmt: skip


def _result(key: str, zh: str, en: str, cell: GridCell = VALUE) -> GridRow:
    target = (VALUE, _SHARE) if key == "revenue" else (None, None)
    return GridRow(key, Label(zh, en), (VALUE, None, cell, *target, cell, _SHARE))


YEAR_RESULTS = Grid(
    "year_results",
    Label("1 结果", "1 Results"),
    Label("指标", "Figure"),
    (
        _say(), _ROOM, _figure("value", "实际", "Actual"), _figure("target", "目标", "Target"),
        _figure("completion", "完成率", "Completion", Kind.SHARE), _figure("last", "去年", "Last year"),
        _figure("change", "增减", "Change", Kind.SHARE),
    ),
    (
        _result("revenue", "销售额", "Revenue"),
        _result("collection_rate", "回款率", "Collected", _SHARE),
        _result("on_time_rate", "回款及时率", "On time", _SHARE),
        _result("dso", "账期DSO(天)", "DSO, days", _DAYS),
        _result("gross_profit", "毛利", "Gross profit"),
        _result("margin_rate", "毛利率", "Gross margin", _SHARE),
    ),
    place=(_RESULTS, LEFT),
)  # fmt: skip

YEAR_QUALITY = Grid(
    "year_quality",
    Label("2 增长是不是换来的", "2 Was it bought?"),
    Label("信号", "Sign"),
    (
        _say(), _ROOM, _figure("value", "今年", "This year", Kind.SHARE), _figure("last", "去年", "Last year", Kind.SHARE),
        _figure("change", "增减", "Change", Kind.SHARE), GridColumn("flagged", Label("要注意", "Flagged"), Kind.TEXT, 11),
    ),
    tuple(
        GridRow(key, Label(zh, en), (VALUE, None, VALUE, VALUE, VALUE, VALUE))
        for key, zh, en in (
            ("collections", "回款", "Collections"), ("margin", "毛利", "Margin"), ("discount", "让利", "Discount"),
            ("overdue_growth", "赊账", "On credit"),
        )
    ),
    place=(_QUALITY, LEFT),
)  # fmt: skip


def _step(key: str, zh: str, en: str, cell: GridCell = VALUE) -> GridRow:
    return GridRow(key, Label(zh, en), (VALUE, None, cell, cell))


YEAR_PROCESS = Grid(
    "year_process",
    Label("3 过程", "3 The work behind it"),
    Label("指标", "Figure"),
    (_say(), _ROOM, _figure("value", "今年", "This year"), _figure("last", "去年", "Last year")),
    (
        _step("new_customers", "新客户", "New customers", _COUNT),
        _step("first_order_average", "首单金额", "First order"),
        _step("repeat_rate", "复购率", "Bought again", _SHARE),
        _step("average_order", "客单价", "Average order"),
        _step("win_rate", "赢单率", "Win rate", _SHARE),
        _step("won_count", "赢单数", "Won", _COUNT),
        _step("won_amount", "赢单金额", "Won, money"),
        _step("lost_count", "丢单数", "Lost", _COUNT),
        _step("lost_amount", "丢单金额", "Lost, money"),
    ),
    place=(_PROCESS, LEFT),
)

YEAR_BARS = Grid(
    "year_bars",
    Label("目标、今年、去年(画图用,不打印)", "Target, this year, last year (for the chart, not printed)"),
    Label("年份", "Year"),
    (_figure("amount", "销售额", "Revenue"),),
    tuple(
        GridRow(key, Label(zh, en), (VALUE,))
        for key, zh, en in (("target", "目标", "Target"), ("this", "今年", "This year"), ("last", "去年", "Last year"))
    ),
    place=(_HEAD, BESIDE),
)

YEAR_MONTHS = Grid(
    "year_months",
    Label("每月业绩(画图用,不打印)", "Months (for the chart, not printed)"),
    Label("月份", "Month"),
    (_figure("this", "今年", "This year"), _figure("last", "去年", "Last year")),
    tuple(GridRow(f"m{month}", Label(f"{month}月", str(month)), (VALUE, VALUE)) for month in range(1, 13)),
    place=(_RESULTS, BESIDE),
)

LOSS_FACTORS = ("chain", "speed", "need", "outside", "product", "price", "unknown")
YEAR_LOSSES = Grid(
    "year_losses",
    Label("丢单金额按归因(画图用,不打印)", "Lost money by factor (for the chart, not printed)"),
    Label("归因", "Factor"),
    (_figure("amount", "丢单金额", "Lost"),),
    tuple(
        GridRow(item.key, item.label, (VALUE,)) for item in choices.FACTORS if item.key in LOSS_FACTORS
    ),
    place=(_RESULTS + 15, BESIDE),
)

YEAR_MORE = Grid(
    "year_more",
    Label("其余数字(不打印)", "Further figures (not printed)"),
    Label("数字", "Figure"),
    (_figure("value", "数值", "Value"),),
    tuple(
        GridRow(key, Label(zh, en), (cell,))
        for key, zh, en, cell in (
            ("year", "总结哪一年", "Year reported", _COUNT), ("overdue", "逾期金额", "Overdue", VALUE),
            ("margin_coverage", "知道毛利率的销售额占比", "Margin known for", _SHARE),
            ("rate_effect", "让利影响", "Rate effect", _SHARE), ("mix_effect", "产品结构影响", "Mix effect", _SHARE),
            ("growth_money", "各客户增长合计", "Growth of customers that grew", VALUE),
            ("overdue_growth_share", "其中有逾期的客户", "Of it in arrears", _SHARE),
            ("first_order_total", "新客户首单合计", "First orders in all", VALUE),
            ("goal_revenue", "明年目标", "Goal of next year", VALUE),
            ("reusable_methods", "能再用的打法", "Methods to use again", _COUNT),
            ("blanks", "还要写几处", "To write", _COUNT),
        )
    ),
    place=(_RESULTS + 31, BESIDE),
)  # fmt: skip


def _place(key: str, zh: str, en: str) -> GridColumn:
    return GridColumn(key, Label(zh, en), Kind.LONG_TEXT, 40)


CUSTOMER_MAP = Grid(
    "customer_map",
    Label("影响力 × 采购潜力", "Influence by potential"),
    Label("影响力", "Influence"),
    tuple(_place(level.key, f"潜力{level.label.zh}", f"Potential {level.label.en.lower()}") for level in choices.LEVELS),
    tuple(
        GridRow(level.key, Label(f"影响力{level.label.zh}", f"Influence {level.label.en.lower()}"), (VALUE,) * 3)
        for level in choices.LEVELS
    ),
    place=(MAP_ROW, LEFT),
)

YEAR_GRIDS = (YEAR_HEAD, YEAR_RESULTS, YEAR_QUALITY, YEAR_PROCESS, YEAR_BARS, YEAR_MONTHS, YEAR_LOSSES, YEAR_MORE)
SHEETS = (
    Sheet(
        "year_report", Label("年终总结", "Year report"), "output", Label("年终总结", "Year report"),
        YEAR_HEAD.row_header, grids=YEAR_GRIDS,
        tables=(
            year_report.BATTLES, year_report.ATTRIBUTION_COUNTS, year_report.INSIGHTS, year_report.GOALS,
            year_report.REQUESTS, year_report.ZONES, year_report.ATTRIBUTIONS,
        ),
        hidden="hidden", extras=("year_report",),
    ),
    Sheet(
        "customer_map", Label("客户地图", "Customer map"), "output", Label("客户地图", "Customer map"),
        Label("影响力高、潜力高的重点攻坚,中间的培育深耕,其余保持维护;影响力和采购潜力可在客户清单里填。",
              "High influence and potential: attack; between: develop; the rest: keep. Both may be typed in the customer list."),
        grids=(CUSTOMER_MAP,), tables=(year_report.MATRIX,), hidden="hidden", spare=True, extras=("customer_map",),
    ),
)  # fmt: skip
