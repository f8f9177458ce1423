"""The dashboard: cards and heat table on the page, below it the fixed blocks from which its charts are drawn.

The blocks are native formulas of a fixed size: charts follow edits without Python, and their ranges never change.
"""

from __future__ import annotations

from salesplan_xl.schema.analysis import QUARTERS, TIER_ROWS
from salesplan_xl.schema.blocks import VALUE
from salesplan_xl.schema.formulas import (
    At,
    Compare,
    Extreme,
    Formula,
    If,
    IfError,
    Number,
    Setting,
    Sum,
    ratio,
)
from salesplan_xl.schema.lookups import Against, Blank, Criterion, Shown, SumIfs, SumOfName
from salesplan_xl.schema.types import Grid, GridCell, GridColumn, GridRow, Kind, Label

# Rows of the page (1-based): cards, two bands of charts, heat table; the blocks follow below the printed page.
CARDS_ROW, FIRST_CHARTS_ROW, CHART_ROWS, SECOND_CHARTS_ROW, HEAT_ROW = 5, 10, 12, 23, 37
LAST_ROW, LAST_COLUMN = HEAT_ROW + 3, 9
KPIS = ("completion", "coverage", "on_time_rate")
CARD_WIDTH, LABEL_WIDTH = 19, 16


def _card(key: str, zh: str, en: str, kind: Kind = Kind.MONEY) -> GridColumn:
    return GridColumn(key, Label(zh, en), kind, CARD_WIDTH)


def _level(row: str) -> tuple[Formula, Formula]:
    """A target, and how sure it was at planning."""
    return At("commitments", row, "amount"), Shown(At("outlook", row, "planned"))


def _kpi(key: str) -> tuple[Formula, Formula]:
    """The month's figure, and its change on the month before in percentage points."""
    change = At("kpi_board", key, "change")
    return Shown(At("kpi_board", key, "month")), Shown(change, change * Number(100))


_UNSUPPORTED = At("quarter_support", "unsupported", "year")
_CARDS: tuple[tuple[GridColumn, tuple[Formula, Formula]], ...] = (
    (_card("this_year", "今年业绩", "This year"),
     (At("tier_targets", "total", "this_year"), Shown(At("concentration", "top_n", "value")))),
    (_card("derived", "明年推导目标", "Derived target"),
     (At("commitments", "derived", "amount"), Shown(At("commitments", "derived", "change")))),
    (_card("guaranteed", "保底目标", "Guaranteed"), _level("guaranteed")),
    (_card("stretch", "冲刺目标", "Stretch"), _level("stretch")),
    (_card("unsupported", "季度无支撑缺口", "Not backed"),
     (_UNSUPPORTED, ratio(_UNSUPPORTED, At("quarter_support", "target", "year")))),
    (_card("completion", "目标完成率", "Target completion", Kind.SHARE), _kpi("completion")),
    (_card("coverage", "客户覆盖率", "Customer coverage", Kind.SHARE), _kpi("coverage")),
    (_card("on_time_rate", "回款及时率", "On-time collection", Kind.SHARE), _kpi("on_time_rate")),
)  # fmt: skip

BOARD_HEADLINE = Grid(
    "headline",
    Label("一眼看清", "At a glance"),
    Label("指标", "Figure"),
    tuple(column for column, _ in _CARDS),
    (
        GridRow("value", Label("数值", "Value"), tuple(GridCell(value) for _, (value, _) in _CARDS)),
        GridRow(
            "note", Label("对照", "Against"), tuple(GridCell(note, Kind.SHARE) for _, (_, note) in _CARDS)
        ),
        GridRow("say", Label("一句话", "In a sentence"), (GridCell(kind=Kind.LONG_TEXT), *(None,) * 7)),
    ),
    place=(CARDS_ROW, 1),
)

HEAT_COLUMNS = (
    ("danger", "业绩危险下滑", "Dangerous decline", "stability", "danger"),
    ("warning", "业绩下滑", "Decline", "stability", "warning"),
    ("habitual", "习惯性延付", "Habitual late payer", "payment", "habitual"),
    ("single", "只认识一个人", "Single contact", "depth", "single"),
    ("none", "没有联系人", "No contact", "depth", "none"),
    ("growth", "业绩增长", "Growth", "stability", "growth"),
    ("fast", "高速增长", "Fast growth", "stability", "fast"),
    ("potential", "高潜力", "High potential", "potential", "high"),
)
PROBLEMS = ("danger", "warning", "habitual", "single", "none")

BOARD_HEAT = Grid(
    "board_heat",
    Label("分类×健康:各类客户里有几家(左五列要处理,右三列是机会)",
          "Tier × health: how many customers of each tier (five columns to act on, three chances)"),
    Label("分类", "Tier"),
    tuple(GridColumn(key, Label(zh, en), Kind.COUNT, CARD_WIDTH) for key, zh, en, _, _ in HEAT_COLUMNS),
    tuple(
        GridRow(
            tier, Label(f"{zh}类", f"Tier {en}"),
            tuple(
                GridCell(SumIfs((Criterion("health", "tier", choice=tier), Criterion("health", column, choice=key))))
                for _, _, _, column, key in HEAT_COLUMNS
            ),
        )
        for tier, zh, en in TIER_ROWS
    ),
    place=(HEAT_ROW, 1),
)  # fmt: skip

CHARTS = ("pareto", "quarters", "tiers", "months", "ageing")

BOARD_TITLES = Grid(
    "board_titles",
    Label("以下是图表的数据,不打印", "Below: the data of the charts, not printed"),
    Label("图表", "Chart"),
    (GridColumn("title", Label("标题", "Title"), Kind.LONG_TEXT, CARD_WIDTH),),
    (
        GridRow("pareto", Label("客户排名", "Customers"), (VALUE,)),
        GridRow("quarters", Label("季度", "Quarters"), (VALUE,)),
        GridRow("tiers", Label("业绩与时间", "Revenue, time"), (VALUE,)),
        GridRow("months", Label("月度", "Months"), (VALUE,)),
        GridRow("ageing", Label("账龄", "Ageing"), (VALUE,)),
    ),
)

PARETO_ROWS = tuple(f"p{rank}" for rank in range(1, 13))
_TOTAL = At("tier_overview", "total", "revenue")


def _pareto_row(rank: int) -> GridRow:
    key, name = f"p{rank}", At("board_pareto", f"p{rank}", "customer")
    sums = tuple(SumOfName("health", "customer", name, "tier", tier, "estimate") for tier, _, _ in TIER_ROWS)
    own: Formula = Sum(tuple(At("board_pareto", key, tier) for tier, _, _ in TIER_ROWS))
    share: Formula = IfError(own / _TOTAL, Number(0))
    if rank > 1:
        share = At("board_pareto", f"p{rank - 1}", "cumulative") + share
    formulas = (*(GridCell(item) for item in sums), GridCell(share))
    return GridRow(key, Label(str(rank), str(rank)), (VALUE, *formulas, VALUE))


BOARD_PARETO = Grid(
    "board_pareto",
    Label("前12家客户", "Top 12 customers"),
    Label("名次", "Rank"),
    (
        GridColumn("customer", Label("客户名称", "Customer"), Kind.TEXT, CARD_WIDTH),
        *(_card(key, f"{zh}类", f"Tier {en}") for key, zh, en in TIER_ROWS),
        GridColumn("cumulative", Label("累计占比", "Cumulative share"), Kind.SHARE, CARD_WIDTH),
        GridColumn("short", Label("简称", "Short name"), Kind.TEXT, CARD_WIDTH),
    ),
    tuple(_pareto_row(rank) for rank in range(1, 13)),
)


def _quarter_rows(quarter: str) -> tuple[GridRow, GridRow]:
    """The rows of a quarter: its pipeline coverage, and beside it the revenue that came."""
    first = (int(quarter[1]) - 1) * 3 + 1
    target = GridCell(At("quarter_support", "target", quarter))
    coverage = tuple(
        GridCell(At("quarter_support", row, quarter)) for row in ("repeat", "weighted", "unsupported")
    )
    came = Sum(tuple(At("board_months", f"m{month}", "actual") for month in range(first, first + 3)))
    name = quarter.upper()
    return (
        GridRow(quarter, Label(name, name), (target, *coverage, None)),
        GridRow(f"a{quarter[1]}", Label("实际", "actual"), (target, None, None, None, GridCell(came))),
    )


BOARD_QUARTERS = Grid(
    "board_quarters",
    Label("季度目标、支撑与实际", "Quarter target, backing and actual"),
    Label("季度", "Quarter"),
    (
        _card("target", "目标", "Target"),
        _card("repeat", "返单", "Repeat"),
        _card("weighted", "项目折算", "Projects weighted"),
        _card("unsupported", "缺口", "Not backed"),
        _card("actual", "实际", "Actual"),
    ),
    tuple(row for quarter in QUARTERS for row in _quarter_rows(quarter)),
)

BOARD_TIERS = Grid(
    "board_tiers",
    Label("业绩占比与时间占比", "Share of revenue and of time"),
    Label("分类", "Tier"),
    (
        GridColumn("revenue", Label("业绩占比", "Share of revenue"), Kind.SHARE, CARD_WIDTH),
        GridColumn("time", Label("时间占比", "Share of time"), Kind.SHARE, CARD_WIDTH),
    ),
    tuple(
        GridRow(
            key, Label(f"{zh}类", f"Tier {en}"),
            (GridCell(At("tier_overview", key, "revenue_share")), GridCell(At("tier_overview", key, "time_share"))),
        )
        for key, zh, en in TIER_ROWS
    ),
)  # fmt: skip

_TRACKED = At("board_pace", "tracked", "value")
_DONE, _LEFT = At("board_pace", "done", "value"), At("board_pace", "left", "value")
_PROJECTION, _PACE = At("board_pace", "projection", "value"), At("board_pace", "pace", "value")


def _months(operator: str, cell: Formula, column: str) -> Formula:
    return SumIfs((Against("months", "month", operator, cell),), "months", column)


BOARD_PACE = Grid(
    "board_pace",
    Label("全年预测摊到剩下的月份", "The year's projection over the months left"),
    Label("项目", "Item"),
    (_card("value", "数值", "Value"),),
    (
        GridRow("tracked", Label("跟踪到几月", "Tracked up to"), (GridCell(kind=Kind.COUNT),)),
        GridRow("done", Label("累计实际", "Actual to date"), (GridCell(_months("<=", _TRACKED, "actual")),)),
        GridRow("left", Label("剩余目标", "Target left"), (GridCell(_months(">", _TRACKED, "target")),)),
        GridRow("projection", Label("全年预测", "Projection"), (GridCell(_months("", _TRACKED, "projection")),)),
        GridRow(
            "pace", Label("预测÷目标", "Of target"),
            (GridCell(IfError(Extreme("MAX", _PROJECTION - _DONE, Number(0)) / _LEFT, Number(0)), Kind.SHARE),),
        ),
    ),
)  # fmt: skip

_MONTH_WORDS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _month_row(month: int) -> GridRow:
    key = f"m{month}"
    number, target = At("board_months", key, "month"), At("board_months", key, "target")
    return GridRow(
        key, Label(f"{month}月", _MONTH_WORDS[month - 1]),
        (
            VALUE,
            GridCell(_months("", number, "target")),
            GridCell(_months("", number, "actual")),
            GridCell(If(Compare(">", number, _TRACKED), target * _PACE, Number(0))),
        ),
    )  # fmt: skip


BOARD_MONTHS = Grid(
    "board_months",
    Label("月度计划与实际", "Months: plan and actual"),
    Label("月份", "Month"),
    (
        GridColumn("month", Label("月", "No."), Kind.COUNT, CARD_WIDTH),
        _card("target", "计划", "Plan"),
        _card("actual", "实际", "Actual"),
        _card("projected", "预计", "Projected"),
    ),
    tuple(_month_row(month) for month in range(1, 13)),
)

# Days past due from which a band begins; further ahead than 400 days nothing can have been invoiced yet.
AGEING_DAYS = (("d0", -400), ("d1", 1), ("d31", 31), ("d61", 61), ("d91", 91))
_AGEING_LABELS = (("未到期", "Not due"), ("1–30天", "1–30 days"), ("31–60天", "31–60 days"),
                  ("61–90天", "61–90 days"), ("90天以上", "Over 90 days"))  # fmt: skip


def _owed(column: str, until: Formula, *conditions: Against | Blank) -> Formula:
    """Money of the receivables due by a day; whole sheet columns keep three conditions short enough to read."""
    due = Against("receivables", "due", "<=", until, whole=True)
    return SumIfs((due, *conditions), "receivables", column, whole=True)


# The as-of day that was typed, else the one in use.
_AS_OF = If(Compare(">", Setting("as_of"), Number(0)), Setting("as_of"), Setting("as_of_used"))


def _ageing_row(index: int) -> GridRow:
    key = AGEING_DAYS[index][0]
    until = At("board_ageing", key, "until")
    cell = {
        name: At("board_ageing", key, name) for name in ("billed", "paid", "later", "settled", "open_from")
    }
    as_of = At("board_ageing", "d1", "until") + Number(1)
    later = Against("receivables", "paid_date", ">", as_of, whole=True)
    by_now = Against("receivables", "paid_date", "<=", as_of, whole=True)
    left = cell["billed"] - cell["paid"] + cell["later"] - cell["settled"]
    older = At("board_ageing", AGEING_DAYS[index + 1][0], "open_from") if index < 4 else None
    return GridRow(
        key, Label(*_AGEING_LABELS[index]),
        (
            VALUE,
            GridCell(_AS_OF - At("board_ageing", key, "days")),
            GridCell(_owed("amount", until)),
            GridCell(_owed("paid_amount", until)),
            GridCell(_owed("paid_amount", until, later)),
            GridCell(_owed("amount", until, by_now, Blank("receivables", "paid_amount", whole=True))),
            GridCell(left),
            GridCell(cell["open_from"] - older if older else cell["open_from"]),
        ),
    )  # fmt: skip


BOARD_AGEING = Grid(
    "board_ageing",
    Label("应收账龄", "Receivables by age"),
    Label("账龄", "Age"),
    (
        GridColumn("days", Label("逾期天数从", "Days overdue from"), Kind.NUMBER, CARD_WIDTH),
        GridColumn("until", Label("到期日序号不晚于", "Due by (day number)"), Kind.COUNT, CARD_WIDTH),
        _card("billed", "应收", "Due"),
        _card("paid", "回款金额", "Paid"),
        _card("later", "其中截止日后", "Paid later"),
        _card("settled", "付清未填金额", "Paid in full"),
        _card("open_from", "未收合计", "Open, and older"),
        _card("open", "未收", "Open"),
    ),
    tuple(_ageing_row(index) for index in range(5)),
)

# What never changes in the blocks, and what stands there until the first run (sentences by code).
FIXED_CELLS: dict[tuple[str, str, str], object] = {
    **{("board_ageing", key, "days"): days for key, days in AGEING_DAYS},
    **{("board_months", f"m{month}", "month"): month for month in range(1, 13)},
}
FIRST_CELLS: dict[tuple[str, str, str], object] = {
    ("headline", "say", "this_year"): "board.empty",
    # A blank cell behind ">" would be a text to SUMIFS.
    ("board_pace", "tracked", "value"): 0,
    **{("board_titles", chart, "title"): f"board.empty.{chart}" for chart in CHARTS},
    ("report_head", "state", "text"): "report.empty",
    ("report_head", "say", "text"): "report.empty.say",
}

BOARD_GRIDS = (
    BOARD_HEADLINE, BOARD_HEAT, BOARD_TITLES, BOARD_QUARTERS, BOARD_TIERS, BOARD_PARETO, BOARD_PACE,
    BOARD_MONTHS, BOARD_AGEING,
)  # fmt: skip
