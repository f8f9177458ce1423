"""The one-page report: every figure refers to the cell it comes from; names and reasons are written by the command.

Left the figures, right five risks, five chances and what is asked for. The columns behind the page hold the names
and the places they link to; the block below holds what was submitted.
"""

from __future__ import annotations

from salesplan_xl.schema.analysis import PLAN_ROWS, QUARTERS
from salesplan_xl.schema.blocks import VALUE
from salesplan_xl.schema.formulas import At, Compare, Empty, Formula, If, Number, Setting, Sum
from salesplan_xl.schema.key_accounts import REPORT_ACCOUNTS
from salesplan_xl.schema.lookups import NamedLink, Shown
from salesplan_xl.schema.types import Grid, GridCell, GridColumn, GridRow, Kind, Label
from salesplan_xl.tiers import NEW

# Columns (1-based): figures from A, what is named from H; K is the last one printed.
LEFT, RIGHT, LAST_COLUMN = 1, 8, 11
HEAD_ROW, FIRST_ROW = 2, 6
RANKS = ("r1", "r2", "r3", "r4", "r5")
PROPOSALS, OWN = ("p1", "p2", "p3", "p4"), ("o1", "o2", "o3")


def _money(key: str, zh: str, en: str) -> GridColumn:
    return GridColumn(key, Label(zh, en), Kind.MONEY, 12)


def _share(key: str, zh: str, en: str) -> GridColumn:
    return GridColumn(key, Label(zh, en), Kind.SHARE, 12)


REPORT_HEAD = Grid(
    "report_head",
    Label("汇报页", "Report"),
    Label("两分钟看完:数字有多稳、从哪里来、靠什么、怕什么、要什么;每个数都连着它的出处。",
          "Two minutes: how sure, from where, backed by what, risks, chances, requests; figures refer to their cells."),
    (GridColumn("text", Label("", ""), Kind.LONG_TEXT, 12),),
    (
        GridRow("state", Label("状态", "State"), (VALUE,)),
        GridRow("say", Label("一句话", "In a sentence"), (VALUE,)),
    ),
    place=(HEAD_ROW, LEFT),
)  # fmt: skip


def _figure(key: str, zh: str, en: str) -> GridRow:
    amount: Formula = At("commitments", key, "amount")
    change = At("commitments", key, "change")
    chance, now = Shown(At("outlook", key, "planned")), Shown(At("outlook", key, "now"))
    if key == "company":
        stated = Compare(">", Setting("company_target"), Number(0))
        cells: tuple[Formula, ...] = (
            If(stated, amount, Empty()), If(stated, change, Empty()), chance, now
        )  # fmt: skip
    else:
        cells = (amount, change, chance, now)
    return GridRow(key, Label(zh, en), tuple(GridCell(cell) for cell in cells))


REPORT_FIGURE = Grid(
    "report_figure",
    Label("1 明年做多少,有多大把握", "1 Next year's figure and how sure it is"),
    Label("目标", "Target"),
    (
        _money("amount", "金额", "Amount"),
        _share("change", "较今年", "On this year"),
        _share("sureness", "计划时把握", "At planning"),
        _share("now", "现在把握", "Sure now"),
    ),
    (
        _figure("guaranteed", "保底目标", "Guaranteed"),
        _figure("derived", "推导目标", "Derived"),
        _figure("stretch", "冲刺目标", "Stretch"),
        _figure("company", "公司下达", "Company's"),
    ),
    place=(FIRST_ROW, LEFT),
)


def _source(key: str, zh: str, en: str) -> GridRow:
    """One tier: repeat business, projects, and for new customers what is to be found."""
    cell = {column: At("tier_targets", key, column) for column in ("repeat", "project", "expected", "share")}
    new = key == NEW
    return GridRow(
        key, Label(zh, en),
        (
            None if new else GridCell(cell["repeat"]),
            GridCell(cell["project"]),
            GridCell(cell["repeat"]) if new else None,
            GridCell(cell["expected"]),
            GridCell(cell["share"]),
        ),
    )  # fmt: skip


_SOURCES = ("repeat", "project", "new", "total")
REPORT_SOURCES = Grid(
    "report_sources",
    Label("2 数从哪里来:三个来源 × 客户分类", "2 Where it comes from: three sources, by tier"),
    Label("分类", "Tier"),
    (
        _money("repeat", "老客户返单", "Repeat"),
        _money("project", "在谈项目", "Projects"),
        _money("new", "新客户", "New"),
        _money("expected", "合计", "Total"),
        _share("share", "占比", "Share"),
    ),
    (
        *(_source(key, f"{zh}类" if key != NEW else zh, f"Tier {en}" if key != NEW else "New customers")
          for key, zh, en in PLAN_ROWS),
        GridRow("total", Label("合计", "Total"), (
            *(GridCell(At("source_targets", key, "amount")) for key in _SOURCES),
            GridCell(At("tier_targets", "total", "share")),
        ), total=True),
        GridRow("share", Label("占比", "Share"), (
            *(GridCell(At("source_targets", key, "share"), Kind.SHARE) for key in _SOURCES), None,
        )),
    ),
    place=(FIRST_ROW + 7, LEFT),
)  # fmt: skip


def _quarter(key: str, zh: str, en: str) -> GridRow:
    rows = ("target", "repeat", "weighted", "unsupported")
    actual: Formula = At("board_quarters", f"a{key[1]}", "actual") if key != "year" else Sum(
        tuple(At("board_quarters", f"a{quarter[1]}", "actual") for quarter in QUARTERS)
    )  # fmt: skip
    cells = (*(GridCell(At("quarter_support", row, key)) for row in rows), GridCell(actual))
    return GridRow(key, Label(zh, en), cells, total=key == "year")


REPORT_QUARTERS = Grid(
    "report_quarters",
    Label("3 每个季度靠什么", "3 What backs each quarter"),
    Label("季度", "Quarter"),
    (
        _money("target", "目标", "Target"),
        _money("repeat", "返单", "Repeat"),
        _money("weighted", "项目折算", "Projects"),
        _money("unsupported", "没有着落", "Not backed"),
        _money("actual", "已完成", "Actual"),
    ),
    (*(_quarter(q, q.upper(), q.upper()) for q in QUARTERS), _quarter("year", "全年", "Year")),
    place=(FIRST_ROW + 16, LEFT),
)


def _kpi(key: str, zh: str, en: str) -> GridRow:
    cell = {column: At("kpi_board", key, column) for column in ("month", "change", "quarter", "year")}
    return GridRow(
        key, Label(zh, en),
        (
            GridCell(Shown(cell["month"])),
            GridCell(Shown(cell["change"], cell["change"] * Number(100))),
            GridCell(Shown(cell["quarter"])),
            GridCell(Shown(cell["year"])),
        ),
    )  # fmt: skip


REPORT_KPIS = Grid(
    "report_kpis",
    Label("4 三个指标", "4 Three KPIs"),
    Label("指标", "KPI"),
    (
        _share("month", "本月", "This month"),
        GridColumn("change", Label("较上月", "On last month"), Kind.SHARE, 12),
        _share("quarter", "本季", "This quarter"),
        _share("year", "本年累计", "Year to date"),
    ),
    (
        _kpi("completion", "目标完成率", "Completion"),
        _kpi("coverage", "客户覆盖率", "Coverage"),
        _kpi("on_time_rate", "回款及时率", "On time"),
    ),
    place=(FIRST_ROW + 24, LEFT),
)

_NAMED_COLUMNS = (
    GridColumn("name", Label("谁", "Who"), Kind.TEXT, 24),
    GridColumn("amount", Label("金额", "Amount"), Kind.MONEY, 12),
    GridColumn("why", Label("为什么", "Why"), Kind.LONG_TEXT, 72),
    GridColumn("key", Label("名称", "Name"), Kind.TEXT, 14),
    GridColumn("place", Label("出处", "Where"), Kind.TEXT, 24),
)


def _named(grid: str, row: str, zh: str, en: str) -> GridRow:
    link = NamedLink(At(grid, row, "key"), At(grid, row, "place"))
    return GridRow(row, Label(zh, en), (GridCell(link), VALUE, VALUE, VALUE, VALUE))


def _list(key: str, label: Label, zh: str, en: str, top: int) -> Grid:
    rows = tuple(_named(key, row, f"{zh}{row[1]}", f"{en} {row[1]}") for row in RANKS)
    return Grid(key, label, Label("名次", "Rank"), _NAMED_COLUMNS, rows, place=(top, RIGHT))


REPORT_RISKS = _list("report_risks", Label("5 五个风险", "5 Five risks"), "风险", "Risk", FIRST_ROW)
REPORT_CHANCES = _list(
    "report_chances", Label("6 五个机会", "6 Five chances"), "机会", "Chance", FIRST_ROW + 8
)

_EDIT = GridCell(edit=True)
REPORT_ASKS = Grid(
    "report_asks",
    Label("7 需要的支持(蓝色格您自己写,重算不会动)", "7 What is asked for (blue cells are yours and stay)"),
    Label("事项", "Item"),
    (
        GridColumn("name", Label("什么", "What"), Kind.TEXT, 24),
        GridColumn("amount", Label("涉及金额", "Amount"), Kind.MONEY, 12),
        GridColumn("why", Label("请怎么支持", "What would help"), Kind.LONG_TEXT, 72),
        *_NAMED_COLUMNS[3:],
    ),
    (
        *(_named("report_asks", row, f"建议{row[1]}", f"Proposed {row[1]}") for row in PROPOSALS),
        *(
            GridRow(row, Label(f"补充{row[1]}", f"Own {row[1]}"), (_EDIT, _EDIT, _EDIT, None, None))
            for row in OWN
        ),
    ),
    place=(FIRST_ROW + 16, RIGHT),
)


def _now(key: str) -> Formula:
    """A total as the book has it now."""
    return At("quarter_support", "target", key) if key in QUARTERS else At("commitments", key, "amount")


def _submitted(key: str, zh: str, en: str) -> GridRow:
    then = At("report_submitted", key, "submitted")
    return GridRow(key, Label(zh, en), (VALUE, GridCell(_now(key)), GridCell(Shown(then, _now(key) - then))))


REPORT_SUBMITTED = Grid(
    "report_submitted",
    Label("提交时的数与现在的数(不打印)", "Figures as submitted and now (not printed)"),
    Label("总数", "Total"),
    (
        _money("submitted", "提交时", "Submitted"),
        _money("now", "现在", "Now"),
        _money("difference", "差", "Difference"),
    ),
    (
        _submitted("derived", "推导目标", "Derived target"),
        _submitted("guaranteed", "保底目标", "Guaranteed target"),
        _submitted("stretch", "冲刺目标", "Stretch target"),
        *(_submitted(q, f"{q.upper()}目标", f"{q.upper()} target") for q in QUARTERS),
    ),
)

REPORT_GRIDS = (
    REPORT_HEAD, REPORT_FIGURE, REPORT_SOURCES, REPORT_QUARTERS, REPORT_KPIS, REPORT_ACCOUNTS, REPORT_RISKS,
    REPORT_CHANCES, REPORT_ASKS, REPORT_SUBMITTED,
)  # fmt: skip
