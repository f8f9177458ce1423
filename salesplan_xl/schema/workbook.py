"""The whole workbook: its sheets in order, and look-ups by key.

``SCHEMA_VERSION`` is that of the last step in ``migrations``: books of an older one lack something.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from salesplan_xl.schema import (
    analysis,
    blocks,
    board,
    distribution,
    funnel,
    imported,
    inputs,
    key_accounts,
    outlook,
    pipeline,
    report,
    reviews,
    tracking,
    year_end,
    year_end_pages,
    year_report_page,
)
from salesplan_xl.schema.migrations import LATEST, lacking
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Filled, Grid, Label, Sheet, Table

SCHEMA_VERSION = LATEST
# Named cells of the about block on the guide sheet.
ABOUT = ("sp_schema_version", "sp_book_lang")

GROUP_COLOURS = {
    "guide": "1F4E79",
    "input": "2E75B6",
    "analysis": "548235",
    "tracking": "BF8F00",
    "accounts": "843C0C",
    "output": "7030A0",
    "control": "7F7F7F",
    "system": "7F7F7F",
}


def _input(table: Table, zh: str, en: str, lean: bool = False) -> Sheet:
    return Sheet(table.key, table.label, "input", table.label, Label(zh, en), tables=(table,), lean=lean)


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "guide", Label("向导", "Guide"), "guide",
        Label("年度销售规划簿", "Annual sales plan"),
        Label("蓝色格由您填写,白色格由系统计算;按下面九步走完就有一份能交、能用的年度规划。",
              "Blue cells are yours, white cells are computed; nine steps make a plan you can hand in and run."),
        grids=(tracking.GUIDE_STEPS,), lean=True,
    ),
    Sheet(
        "settings", Label("参数", "Settings"), "guide", Label("参数", "Settings"),
        Label("最上面的由您定;其余阈值按主题收起,都可以改;改完重新计算即可。",
              "The top ones are yours to decide; every other threshold, folded by subject, may be changed too; compute again afterwards."),
        lean=True, settings=True,
    ),
    _input(inputs.CUSTOMERS, "一行一个客户;至少填客户名称和今年、去年业绩,或导入订单明细。",
           "One row a customer; at least its name and revenue, or import the orders.", lean=True),
    _input(inputs.ORDERS, "订单和退货,一行一笔;用于计算业绩、季节性和产品线。",
           "Orders and credit notes, one row each; give revenue, seasonality and product lines.", lean=True),
    _input(inputs.RECEIVABLES, "应收款一行一笔;付清后填回款日期和金额,不要删行。",
           "One row per amount due; fill in the payment, do not delete the row."),
    _input(inputs.CONTACTS, "每个客户认识的人和角色;关系深度由此判断。",
           "The people you know at each customer; relationship depth is judged from them."),
    _input(inputs.OPPORTUNITIES, "在谈项目:金额、把握、预计签单和下一步。",
           "Projects under way: amount, probability, expected dates and next step."),
    _input(inputs.VISITS, "一行一次拜访;时间花在哪里由此看出。", "One row a visit; shows where the time went."),
    _input(inputs.ACTIONS, "一行一个行动:谁、什么时候、做到什么程度算完成;完成后填完成日期。",
           "One action a row: who, by when, what counts as done; fill in the day it was done."),
    _input(inputs.RESOURCES, "技术人员、样机、政策,以及它们用在哪些客户。",
           "Technical people, demo machines, policies, and the customers that need them."),
    Sheet(
        "health", Label("客户健康诊断表", "Customer health"), "analysis",
        Label("客户健康诊断表", "Customer health"),
        Label("谁撑起业绩、谁有风险、谁有潜力;每个结论后面都有理由。",
              "Who carries the business, who is at risk, who has potential; every verdict gives its reason."),
        grids=(blocks.TIER_OVERVIEW, blocks.CONCENTRATION), tables=(analysis.HEALTH,), lean=True,
    ),
    Sheet(
        "targets", Label("目标推导", "Targets"), "analysis", Label("目标推导", "Target derivation"),
        Label("明年目标 = 基数×(1+增长) − 基数×流失×概率 + 项目×把握;蓝色格可改,重算不覆盖。",
              "Target = base × (1 + growth) − base × loss × probability + projects × win; blue cells keep your edits."),
        tables=(analysis.TARGETS,),
    ),
    Sheet(
        "target_summary", Label("目标汇总", "Target summary"), "analysis", Label("目标汇总", "Target summary"),
        Label("同一个目标的两种看法:按客户分类、按业绩来源;再看保底、冲刺和公司目标的差距。",
              "Two views of one target, then guaranteed, stretch and the gap to the company's figure."),
        grids=(blocks.TIER_TARGETS, blocks.SOURCE_TARGETS, blocks.COMMITMENTS, outlook.OUTLOOK, blocks.NEW_BUSINESS),
    ),
    Sheet(
        "confidence", Label("把握度", "How sure"), "analysis", Label("把握度:明年的数有多稳", "How sure is next year's figure"),
        Label("客户会上下波动,项目要么成要么不成;这里回答:哪个数稳拿,哪个数要冲。",
              "Customers vary, projects come whole or not at all: which figure is safe, which must be fought for."),
        grids=(distribution.DISTRIBUTION, distribution.DISTRIBUTION_LEVELS, outlook.OUTLOOK_CHANCES, distribution.DISTRIBUTION_SOURCES, distribution.DISTRIBUTION_BINS),
        extras=("distribution",), spare=True,
    ),
    Sheet(
        "scenarios", Label("情景对比", "Scenarios"), "analysis", Label("情景对比:保守、基准、进取", "Scenarios: cautious, base, ambitious"),
        Label("蓝色格是假设,可改、可复制成自己的情景;点“把握度”重新计算。",
              "Blue cells are assumptions; change them or copy a row for your own, then compute how sure again."),
        tables=(distribution.SCENARIOS,),
    ),
    Sheet(
        "quarters", Label("季度分解", "Quarters"), "analysis", Label("季度分解", "Quarter split"),
        Label("各类客户的季度目标随作战地图变化;权重可改。缺口就是还没有着落的业绩。",
              "Quarters by tier follow the map; weights may be changed. What is not backed has no source yet."),
        grids=(blocks.QUARTER_LINES, blocks.QUARTER_COVERAGE, blocks.MONTH_SPLIT),
        tables=(analysis.QUARTER_TIERS,),
    ),
    Sheet(
        "projects", Label("项目支撑", "Project reserve"), "analysis", Label("项目支撑:每个季度靠什么", "Project reserve: what backs each quarter"),
        Label("项目延期或丢失,季度支撑立刻下降,并在下面留下记录;签单和回款分开看。",
              "A project that slips or is lost lowers its quarter at once and leaves a trace; signing and cash stand apart."),
        grids=(pipeline.PIPELINE_COVERAGE,), tables=(pipeline.TRACE,), spare=True,
    ),
    Sheet(
        "map", Label("作战地图", "Execution map"), "analysis", Label("年度规划执行表(作战地图)", "Execution map"),
        Label("每月初看它定动作,每月底看它做复盘;改季度,全年立刻跟着变。",
              "Open it at the start and the end of each month; change a quarter and the year follows at once."),
        tables=(analysis.MAP,), lean=True,
    ),
    Sheet(
        "time", Label("时间配置", "Time"), "analysis", Label("时间配置", "Time"),
        Label("按拜访频次需要多少天、有多少天、6-3-1法则给多少天。",
              "Days the cadence needs, days there are, days 6-3-1 gives."),
        grids=(blocks.CAPACITY, blocks.TIME_BY_TIER), tables=(analysis.AREAS,), spare=True,
    ),
    Sheet(
        "months", Label("月度跟踪", "Month tracking"), "tracking", Label("月度跟踪", "Month tracking"),
        Label("三个指标每月必看:目标完成率、客户覆盖率、回款及时率。",
              "Three KPIs every month: target completion, customer coverage, on-time collection."),
        grids=(tracking.KPI_BOARD,), tables=(tracking.MONTHS, tracking.TRACKING), lean=True,
    ),
    Sheet(
        "month_list", Label("本月清单", "Month list"), "tracking", Label("本月清单", "Month list"),
        Label("这个月要完成的目标、要见的人、要推的项目、要收的款。",
              "This month's targets, visits, projects and receivables."),
        tables=(tracking.MONTH_LIST,), lean=True,
    ),
    Sheet(
        "funnel", Label("行动漏斗", "Action funnel"), "tracking", Label("行动漏斗:新客户从哪里来", "Action funnel: where new customers come from"),
        Label("从全年新客户目标倒推每月要做的动作,和实际对照;蓝色格可改。",
              "The year's new customers worked back to monthly actions and compared with what was done; blue cells are yours."),
        grids=(funnel.FUNNEL_GOAL, funnel.FUNNEL_SOURCES, funnel.FUNNEL_ADVICE, funnel.BONUS), tables=(funnel.FUNNEL,),
    ),
    Sheet(
        "reviews", Label("复盘记录", "Reviews"), "tracking", Label("复盘记录", "Reviews"),
        Label("计划和完成由系统填好,您只判断原因、写下改进;以往各期一直保留。",
              "Planned and done are filled in; you judge the cause and note the correction. Earlier periods stay."),
        grids=(reviews.REVIEW_SUMMARY,), tables=(reviews.REVIEWS,),
    ),
    *key_accounts.SHEETS,
    Sheet(
        "sprint", Label("年底冲刺", "Year-end sprint"), "tracking", Label("年底冲刺和明年部署", "Year-end sprint and deployment"),
        Label("先复盘再冲刺,冲刺时同时部署明年;您只填结果一格,下没下单系统自己从订单里看。",
              "Review, then sprint, and deploy next year beside it; you fill in the result, orders are read from the orders."),
        grids=(year_end.SEASON,), tables=(year_end.SPRINT,), hidden="hidden",
    ),
    Sheet(
        "reorders", Label("返单计划", "Reorder plan"), "tracking", Label("返单计划表", "Reorder plan"),
        Label("老客户什么时候、下什么、下多少,什么时候该联系;单个客户的季度金额谁也算不准,看排序和合计。",
              "When old customers order, what and how much, and when to call; single quarterly amounts are rough, use order and total."),
        grids=(year_end.SOURCES,), tables=(year_end.REORDERS,), hidden="hidden",
    ),
    Sheet(
        "december", Label("十二月页", "December page"), "output", Label("十二月:冲刺和部署", "December: sprint and deployment"),
        year_end_pages.DECEMBER_HEAD.row_header,
        grids=(year_end_pages.DECEMBER_HEAD, year_end_pages.DECEMBER_SPRINT, year_end_pages.DECEMBER_DEPLOY),
        hidden="hidden", extras=("december",), spare=True,
    ),
    Sheet(
        "scripts", Label("话术", "Scripts"), "tracking", Label("话术", "Scripts"),
        Label("内容可改;在下面加自己的话术,场合和语言相同的优先用您的。花括号里的会换成客户的。",
              "Texts may be changed; add your own below, which win by situation and language. Braces are filled for each customer."),
        tables=(year_end.SCRIPTS,), hidden="hidden",
    ),
    Sheet(
        "messages", Label("客户话术", "Texts by customer"), "tracking", Label("给每个客户的话术", "Texts for each customer"),
        Label("名单上每个客户一段,可以复制去发;系统不会自己发。", "One text for each customer listed, to be copied; nothing is sent."),
        tables=(year_end.MESSAGES,), hidden="hidden", spare=True,
    ),
    Sheet(
        "segments", Label("客户分群", "Segments"), "tracking", Label("先分类,再找原因,再对症下药", "Classify, find the cause, then offer"),
        Label("每类客户先查什么原因、怎么做、用哪套话术;蓝色格可改。", "What to check, to do and to say for each segment; blue cells are yours."),
        tables=(year_end.SEGMENTS, year_end.CAUSES), hidden="hidden",
    ),
    Sheet(
        "outreach", Label("联系记录", "Contact record"), "tracking", Label("联系记录", "Contact record"),
        Label("在年底冲刺里填的结果会记到这里,一直保留;下单日期和金额从订单读。", "Results typed on the sprint sheet are kept here; orders are read from the order list."),
        tables=(year_end.OUTREACH,), hidden="hidden",
    ),
    Sheet(
        "year_end_data", Label("年底资料", "Year-end data"), "tracking", Label("年底资料", "Year-end data"),
        Label("我们今年的进步会写进感谢信;填返佣阶梯就知道明年要花多少钱。", "Our progress goes into letters; with rebate levels the sheet says what they cost next year."),
        tables=(year_end.PROGRESS, year_end.REBATES, year_end.REBATE_COSTS), hidden="hidden",
    ),
    Sheet(
        "survey", Label("满意度调查", "Satisfaction survey"), "output", Label("客户满意度调查", "Customer satisfaction survey"),
        Label("打印给客户,五分最满意。", "Print it for the customer; five is best."),
        grids=(year_end_pages.SURVEY,), hidden="hidden", extras=("handwriting",),
    ),
    Sheet(
        "company_plan", Label("公司年度规划", "Company plan"), "output", Label("公司年度规划:七个角度", "Company plan: seven angles"),
        Label("这是公司的年度规划清单,不是业务员的;业务员的规划在前面各页。", "This is the company's checklist, not the salesperson's plan, which stands on the sheets before."),
        grids=(year_end_pages.COMPANY_PLAN,), hidden="hidden", extras=("handwriting",),
    ),
    *year_report_page.SHEETS,
    Sheet(
        "board", Label("看板", "Dashboard"), "output", Label("看板", "Dashboard"),
        Label("图表直接取自本簿各表,改一格数,图跟着变;一屏看完,打印正好一页。",
              "Charts read this book's tables and follow every change; one screen, one printed page."),
        grids=board.BOARD_GRIDS, lean=True, extras=("charts",), spare=True,
    ),
    Sheet(
        "report", Label("汇报页", "Report"), "output", Label("年度规划汇报", "Annual plan on one page"),
        report.REPORT_HEAD.row_header, grids=report.REPORT_GRIDS, lean=True, extras=("report",), spare=True,
    ),
    Sheet(
        "findings", Label("检查结果", "Findings"), "control", Label("检查结果", "Findings"),
        Label("数据里的问题,一次列全;先改错误,再看警告。", "All problems at once; errors first, then warnings."),
        tables=(tracking.FINDINGS,), spare=True,
    ),
    Sheet(
        "log", Label("操作记录", "Log"), "control", Label("操作记录", "Log"),
        Label("什么时候、做了什么、改了什么。", "When, what, and what changed."),
        tables=(tracking.LOG,), spare=True,
    ),
    Sheet(
        "imports", Label("导入记录", "Import log"), "control", Label("导入记录", "Import log"),
        Label("什么时候、从哪个文件、导进哪张表、多少行。", "When, from which file, into which table, how many rows."),
        tables=(tracking.IMPORTS,), spare=True,
    ),
    Sheet(
        "import_form", Label("导入", "Import"), "control", Label("导入:回答问题", "Import: questions"),
        Label("每行是文件的一列或一个问题;填好对应列和回答,再点“导入数据”。也可以把别的表复制粘贴到下面的粘贴区。",
              "One row a column of the file or a question; fill in where it goes and the answer, then Import again."),
        tables=(imported.IMPORT_FORM,), hidden="hidden",
    ),
    Sheet(
        "import_setup", Label("导入设置", "Import settings"), "control", Label("导入设置", "Import settings"),
        Label("外币的汇率、写法不同的同一家客户、上次的回答;导入时照此处理。",
              "Exchange rates, spellings of one customer, earlier answers; imports follow them."),
        tables=(imported.RATES, imported.MERGED_NAMES, imported.IMPORT_ANSWERS), hidden="hidden",
    ),
    Sheet(
        "system", Label("_系统", "_system"), "system", Label("系统数据,请勿修改", "System data, do not change"),
        Label("记录上次计算的值,用来识别您的手工修改;以及撤销所需的内容。",
              "The values last computed, which tell your edits apart, and what undo needs."),
        tables=(tracking.BASELINE, pipeline.PROJECT_SNAPSHOTS, tracking.UNDO), hidden="veryHidden",
    ),
    Sheet(
        "batch_rows", Label("_导入", "_imports"), "system", Label("各批导入了哪些行,请勿修改", "Rows of each import, do not change"),
        Label("用来整批取出或更正以前的导入。", "Takes imports out again, and corrects them."),
        tables=(imported.BATCH_ROWS,), hidden="veryHidden",
    ),
    Sheet(
        "undo_rows", Label("_撤销", "_undo"), "system", Label("撤销用的行格式,请勿修改", "Looks of removed rows, do not change"),
        Label("被删除的行的格式存放在这里,撤销时放回原处。", "The format of removed rows; undo puts it back."),
        hidden="veryHidden",
    ),
)  # fmt: skip


@cache
def sheet(key: str) -> Sheet:
    """The sheet of that key."""
    return next(item for item in SHEETS if item.key == key)


@cache
def tables() -> dict[str, Table]:
    """All tables by key, in sheet order."""
    return {table.key: table for item in SHEETS for table in item.tables}


@cache
def tables_by_name() -> dict[str, Table]:
    """All tables by ListObject name."""
    return {table.name: table for table in tables().values()}


@cache
def grids() -> dict[str, Grid]:
    """All grids by key, in sheet order."""
    return {grid.key: grid for item in SHEETS for grid in item.grids}


@cache
def sheet_of(block: str) -> Sheet:
    """The sheet a table or grid stands on."""
    return next(
        item
        for item in SHEETS
        if block in {grid.key for grid in item.grids} | {table.key for table in item.tables}
    )


def blocks_of(item: Sheet) -> tuple[str, ...]:
    """Keys of the grids and tables of a sheet."""
    return (*(grid.key for grid in item.grids), *(table.key for table in item.tables))


@cache
def holds_typing(item: Sheet) -> bool:
    """Whether users type on a sheet: input columns, cells they may change, settings."""
    typed = {Filled.USER, Filled.IMPORT, Filled.EDIT}
    columns = (column for table in item.tables for column in table.columns)
    return item.settings or any(column.filled in typed for column in columns)


@cache
def spare_sheets() -> frozenset[str]:
    """Keys of the sheets a book can do without: commands fill them, and no step computes from them."""
    return frozenset(item.key for item in SHEETS if item.spare)


@cache
def named_cells(item: Sheet) -> tuple[str, ...]:
    """The named cells of a sheet: corners of its grids, its settings, its about block."""
    names = [grid.name for grid in item.grids]
    names += [setting.name for setting in SETTINGS if item.settings]
    return (*names, *(ABOUT if item is SHEETS[0] else ()))


@dataclass(frozen=True, slots=True)
class Lacking:
    """The parts a book lacks, blocks of whole sheets counted in; empty for a whole book of this schema."""

    sheets: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    columns: frozenset[tuple[str, str]] = frozenset()
    grids: frozenset[str] = frozenset()
    grid_rows: frozenset[tuple[str, str]] = frozenset()
    grid_columns: frozenset[tuple[str, str]] = frozenset()
    grid_formulas: frozenset[str] = frozenset()
    formulas: frozenset[tuple[str, str]] = frozenset()
    settings: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    @cache
    def of(cls, version: int) -> Lacking:
        """The additions that books of that schema lack."""
        step = lacking(version)
        whole = [sheet(key) for key in step.sheets]
        return cls(
            frozenset(step.sheets),
            frozenset((*step.tables, *(table.key for item in whole for table in item.tables))),
            frozenset(step.columns),
            frozenset((*step.grids, *(grid.key for item in whole for grid in item.grids))),
            frozenset(step.grid_rows),
            frozenset(step.grid_columns),
            frozenset(step.grid_formulas),
            frozenset(step.formulas),
            frozenset(step.settings),
            frozenset(step.names),
        )

    def __or__(self, other: Lacking) -> Lacking:
        parts = (field.name for field in fields(Lacking))
        return Lacking(*(getattr(self, part) | getattr(other, part) for part in parts))

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))
