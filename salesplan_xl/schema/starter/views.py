"""The lists that the starter shows: the diagnosis, the execution map and the months, and the sentence on top of each."""

from __future__ import annotations

from salesplan_xl.schema.starter.columns import PRINTED, ROWS, Column, Figure, helper
from salesplan_xl.schema.starter.plan import level_of
from salesplan_xl.schema.starter.words import WORDS
from salesplan_xl.schema.types import Kind, Label
from salesplan_xl.tiers import LAST, TIERS


def _fact(key: str, fact: str, label: Label, kind: Kind, width: float) -> Column:
    return Column(key, label, kind, width, f"<{fact}>")


# ── diagnosis: the article's seven columns first ──────────────────────────────────────────────────────────────────────
DIAGNOSIS: tuple[Column, ...] = (
    _fact("shown_name", "name", Label("客户名称", "Customer"), Kind.TEXT, 20),
    _fact("shown_tier", "tier", WORDS["tier"], Kind.CHOICE, 10),
    _fact("shown_net", "net", WORDS["revenue"], Kind.MONEY, 11),
    Column("shown_rate", Label("同比增长", "Growth"), Kind.SHARE, 10, "IF(ISNUMBER(<rate>),<rate>,<stab>)"),
    _fact("shown_receivable", "receivable", Label("应收账款", "Receivable"), Kind.MONEY, 11),
    _fact("shown_depth", "depth", Label("关系深度", "Relationship"), Kind.CHOICE, 13),
    _fact("shown_space", "space", Label("增长空间", "Growth space"), Kind.CHOICE, 14),
    _fact("shown_flag", "flag", Label("标记", "Flag"), Kind.CHOICE, 14),
    _fact("shown_why", "why", Label("一句话", "In a sentence"), Kind.LONG_TEXT, 90),
)  # fmt: skip
DIAGNOSIS_HELPERS = (helper("source", 'IFERROR(MATCH([n],f_order,0),"")', silent=False),)

DIAGNOSIS_COLUMNS = ("count", "revenue", "share", "risk", "potential")


def diagnosis_summary(top: int) -> list[Figure]:
    """The tiers with their share, and concentration beside them."""
    tiers = [
        figure
        for at, tier in enumerate(TIERS)
        for figure in (
            Figure("", top + at, 1, Kind.COUNT, f'COUNTIF(f_tier,"{tier}")'),
            Figure("", top + at, 2, Kind.MONEY, f'SUMIFS(f_net,f_tier,"{tier}",f_net,">0")'),
            Figure("", top + at, 3, Kind.SHARE, f'IF(b_total>0,@{top + at},2/b_total,"")'),
            Figure("", top + at, 4, Kind.COUNT, f'COUNTIFS(f_tier,"{tier}",f_risk,1)'),
            Figure("", top + at, 5, Kind.COUNT, f'COUNTIFS(f_tier,"{tier}",f_potential,1)'),
        )
    ]
    total = [
        Figure("b_customers", top + 3, 1, Kind.COUNT, f"SUM(@{top},1:@{top + 2},1)"),
        Figure("b_total", top + 3, 2, Kind.MONEY, 'SUMIFS(f_net,f_net,">0")'),
        Figure("", top + 3, 3, Kind.SHARE, 'IF(b_total>0,1,"")'),
        Figure("b_risks", top + 3, 4, Kind.COUNT, f"SUM(@{top},4:@{top + 2},4)"),
        Figure("b_potentials", top + 3, 5, Kind.COUNT, f"SUM(@{top},5:@{top + 2},5)"),
    ]
    spread = [
        Figure("b_cr1", top, 7, Kind.SHARE, 'IF(b_total>0,MAX(f_net)/b_total,"")'),
        Figure("b_cr5", top + 1, 7, Kind.SHARE, _top("5")),
        Figure("b_topn", top + 2, 7, Kind.SHARE, _top("s_top_n")),
        Figure("b_effective", top + 3, 7, Kind.NUMBER, 'IF(b_total>0,b_total^2/SUM(f_square),"")'),
    ]
    return tiers + total + spread


def _top(count: str) -> str:
    """Share of the largest customers; those that share the last place count as far as they are needed."""
    last = f"LARGE(f_net,MIN({count},b_buyers))"
    sums = f'SUMIFS(f_net,f_net,">"&{last})+(MIN({count},b_buyers)-COUNTIF(f_net,">"&{last}))*{last}'
    return f'IF(b_total>0,({sums})/b_total,"")'


DIAGNOSIS_SINGLES: tuple[tuple[str, str], ...] = (
    ("b_buyers", 'COUNTIF(f_net,">0")'),
    ("b_last_total", 'SUMIFS(f_last,f_last,">0")'),
    ("b_last_known", "SUM(f_typed_last)"),
    ("b_cent", "0.5/10^b_digits"),
)
DIAGNOSIS_HEAD = (
    "IF(b_customers=0,«head.none»,IF(b_total<=0,«head.no_revenue»,"
    '«head.top»&MIN(s_top_n,b_buyers)&«head.carry»&TEXT(b_topn,"0%")&«head.largest»&TEXT(b_cr1,"0%")'
    '&«head.equal»&TEXT(b_effective,"0.0")&«head.equal_end»)&«head.risk»&b_risks&«head.potential»&b_potentials&«head.end»)'
)

# ── targets ───────────────────────────────────────────────────────────────────────────────────────────────────────────
TARGET_COLUMNS = ("base", "growth", "loss", "project", "target", "planned", "Q1", "Q2", "Q3", "Q4")


def target_levels(top: int) -> list[Figure]:
    """Derived, guaranteed, stretch and the company's figure."""
    texts = (
        ("", "b_derived"),
        ("b_guaranteed", "b_derived*(1-s_buffer)"),
        ("b_stretch", "b_derived*(1+s_stretch_margin)"),
        ("", 'IF(s_company_target>0,s_company_target,"")'),
    )
    return [Figure(name, top + at, 13, Kind.MONEY, text) for at, (name, text) in enumerate(texts)]


TARGET_HEAD = (
    "IF(b_customers=0,«head.none»,«head.derived»&⟦b_derived⟧&«head.guaranteed»&⟦b_guaranteed⟧&«head.stretch»&⟦b_stretch⟧"
    "&IF(s_company_target>0,IF(s_company_target-b_derived>b_cent,«head.company_short»&⟦s_company_target-b_derived⟧,«head.company_met»),"
    '«head.company_none»)&IF(b_guaranteed<SUM(f_net)-b_cent,«head.below»&⟦SUM(f_net)⟧,""))'
)

# ── execution map: the largest target first ───────────────────────────────────────────────────────────────────────────
def _target(key: str, label: Label, kind: Kind, width: float) -> Column:
    return Column(f"m_{key}", label, kind, width, f"INDEX(t_{key},[row])")


def _by_customer(fact: str) -> str:
    return f"INDEX(f_{fact},INDEX(t_source,[row]))"


_VISITS = (
    "IF([calls]<=0,«visit.none»,IF([calls]>=1,«visit.month»&ROUND([calls],1)&«visit.month_end»,"
    "«visit.quarter»&ROUND([calls]*3,1)&«visit.quarter_end»))"
)
MAP: tuple[Column, ...] = (
    _target("name", Label("客户名称", "Customer"), Kind.TEXT, 20),
    _target("tier", WORDS["tier"], Kind.CHOICE, 10),
    _target("year", Label("年度目标", "Year"), Kind.MONEY, 10),
    *(_target(f"q{q}", Label(f"Q{q}", f"Q{q}"), Kind.MONEY, 10) for q in (1, 2, 3, 4)),
    Column("m_visits", Label("拜访频次", "Visits"), Kind.CHOICE, 12, _VISITS),
    Column("m_action", Label("关键动作", "Key action"), Kind.TEXT, 24, _by_customer("action")),
    Column("m_next", Label("下一步", "Next step"), Kind.TEXT, 28,
           'IFERROR(TRIM(INDEX(in_next_step,INDEX(t_source,[row])+1)&""),"")'),
)  # fmt: skip
MAP_HELPERS = (
    helper("row", 'IFERROR(MATCH([n],t_rank,0),"")', silent=False),
    helper("calls", _by_customer("visits")),
)
MAP_COLUMNS = ("count", "planned", "Q1", "Q2", "Q3", "Q4", "visits", "days", "rule")


def map_summary(top: int) -> list[Figure]:
    """Each tier's customers, plan, visits, days needed and what the 6-3-1 rule gives; the total below."""
    figures = []
    for at, tier in enumerate(TIERS):
        row = top + at
        days = f"@{row},7/s_bundled_per_day" if tier == LAST else f"@{row},7*s_days_per_visit"
        texts = (
            f'COUNTIF(t_tier,"{tier}")', *_plan_sums(tier), f'SUMIFS(f_visits,f_tier,"{tier}")', days,
            f"b_available*s_time_share_{tier.lower()}",
        )  # fmt: skip
        figures += [Figure("", row, 1 + column, _map_kind(column), text) for column, text in enumerate(texts)]
    figures += [Figure("", top + 3, 2 + at, Kind.MONEY, f"b_new_{key}") for at, key in enumerate(_PLAN_KEYS)]
    figures += [
        Figure(_MAP_NAMES.get(column, ""), top + 4, 1 + column, _map_kind(column),
               f"SUM(@{top},{1 + column}:@{top + 3},{1 + column})" if column != 8 else "b_available")
        for column in range(9)
    ]  # fmt: skip
    return figures


_PLAN_KEYS = ("year", "q1", "q2", "q3", "q4")
_MAP_NAMES = {7: "b_needed"}


def _plan_sums(tier: str) -> list[str]:
    return [f'SUMIFS(t_{key},t_tier,"{tier}")' for key in _PLAN_KEYS]


def _map_kind(column: int) -> Kind:
    return Kind.COUNT if column == 0 else Kind.MONEY if column <= 5 else Kind.NUMBER


MAP_SINGLES = (("b_available", "s_workdays_month*(1-s_slack)"),)


def map_head(top: int) -> str:
    """Whether the days suffice, and how they fall to the tiers; their days stand in rows from ``top`` on."""
    shares = '&"/"&'.join(f'TEXT(@{top + at},8/b_needed,"0%")' for at in range(3))
    return (
        "IF(b_customers=0,«head.none»,IF(b_needed>b_available+1E-9,«head.short»,«head.fits»)"
        '&TEXT(b_needed,"0.0")&«head.days_of»&TEXT(b_available,"0.0")&«head.days_end»'
        f'&IF(b_needed>0,«head.time»&{shares},""))'
    )


# ── months ────────────────────────────────────────────────────────────────────────────────────────────────────────────
MONTH_COLUMNS: tuple[Column, ...] = (
    Column("month", Label("月份", "Month"), Kind.COUNT, 8),
    Column("target", Label("月目标", "Target"), Kind.MONEY, 10),
    Column("actual", Label("实际业绩", "Actual"), Kind.MONEY, 10),
    Column("completion", Label("目标完成率", "Completion"), Kind.SHARE, 10),
    Column("planned", Label("计划拜访客户", "Planned"), Kind.COUNT, 11),
    Column("visited", Label("拜访到的客户", "Visited"), Kind.COUNT, 11),
    Column("coverage", Label("客户覆盖率", "Coverage"), Kind.SHARE, 10),
    Column("due", Label("到期应收", "Due"), Kind.MONEY, 10),
    Column("on_time", Label("按期回款", "Paid on time"), Kind.MONEY, 10),
    Column("on_time_rate", Label("回款及时率", "On time"), Kind.SHARE, 10),
    Column("target_to_date", Label("累计目标", "Target to date"), Kind.MONEY, 10),
    Column("actual_to_date", Label("累计业绩", "Actual to date"), Kind.MONEY, 10),
    Column("completion_to_date", Label("累计完成率", "To date"), Kind.SHARE, 10),
)
_RATIO = 'IF(AND(ISNUMBER([{top}]),N([{bottom}])>0),[{top}]/[{bottom}],"")'
MONTH_FORMULAS: dict[str, str] = {
    "target": "ROUND({months},9)",
    "completion": _RATIO.format(top="actual", bottom="target"),
    "coverage": _RATIO.format(top="visited", bottom="planned"),
    "on_time_rate": _RATIO.format(top="on_time", bottom="due"),
    "target_to_date": 'IF(ISNUMBER([actual]),SUM([target^]:[target]),"")',
    "actual_to_date": 'IF(ISNUMBER([actual]),SUM([actual^]:[actual]),"")',
    "completion_to_date": _RATIO.format(top="actual_to_date", bottom="target_to_date"),
}
# The year: rates over the months that are typed.
YEAR_FORMULAS: dict[str, str] = {
    "target": "SUM([target:])",
    "actual": 'IF(COUNT([actual:])=0,"",SUM([actual:]))',
    "completion": 'IF(SUMPRODUCT(ISNUMBER([actual:])*[target:])>0,SUM([actual:])/SUMPRODUCT(ISNUMBER([actual:])*[target:]),"")',
    "planned": "SUM([planned:])",
    "visited": 'IF(COUNT([visited:])=0,"",SUM([visited:]))',
    "coverage": 'IF(SUMPRODUCT(ISNUMBER([visited:])*[planned:])>0,SUM([visited:])/SUMPRODUCT(ISNUMBER([visited:])*[planned:]),"")',
    "due": 'IF(COUNT([due:])=0,"",SUM([due:]))',
    "on_time": 'IF(COUNT([on_time:])=0,"",SUM([on_time:]))',
    "on_time_rate": 'IF(SUMPRODUCT(--ISNUMBER([on_time:]),[due:])>0,SUM([on_time:])/SUMPRODUCT(--ISNUMBER([on_time:]),[due:]),"")',
}
def month_head(rate: str, target: str, actual: str) -> str:
    """The sentence that says how far the year has come; arguments are cells of the year."""
    left = f"{target}-{actual}"
    each = f"«head.each»&⟦({left})/(12-COUNT([actual:]))⟧"
    return (
        f'IF(COUNT([actual:])=0,«head.months»,«head.done»&IF(ISNUMBER({rate}),TEXT({rate},"0%"),"–")'
        f'&IF({left}>b_cent,«head.left»&⟦{left}⟧&IF(COUNT([actual:])<12,{each},""),«head.reached»))'
    )


def month_part(quarter: str, step: str, month: int) -> str:
    """A month of a quarter: what the rounded running third gains; the last takes the rest."""
    upto = [f"INT(ROUND({quarter}*{third}/3/{step},9)+0.5)*{step}" for third in (1, 2)]
    return (upto[0], f"{upto[1]}-{upto[0]}", f"{quarter}-{upto[1]}")[month % 3]


def month_step(year: str) -> str:
    """The step that a row of that year has."""
    return f"INDEX(g_step,{level_of(year)}+1)"


# Customers by how often they are visited: a group is asked in turn when its visits are further apart than a month.
VISIT_GROUPS: tuple[tuple[str, str, str], ...] = (
    ("a", 'COUNTIF(f_tier,"A")', "s_visits_a"),
    ("b", 'COUNTIFS(f_tier,"B",f_potential,0)+IF(b_every_b=b_every_p,COUNTIFS(f_tier,"B",f_potential,1),0)', "s_visits_b"),
    ("p", 'IF(b_every_b=b_every_p,0,COUNTIFS(f_tier,"B",f_potential,1))', "MAX(s_visits_a,s_visits_b)"),
    ("c", 'COUNTIF(f_tier,"C")', "s_visits_c"),
)
LOW_RATE = "AND(ISNUMBER({cell}),{cell}<0.8)"


def every(visits: str) -> str:
    """Every how many months a customer is visited: 0 never, 1 each month."""
    return f"IF({visits}<=0,0,IF({visits}>=1,1,MIN(MAX(ROUND(1/{visits}-1E-9,0),1),12)))"


def planned_in(month: int) -> str:
    """Customers to be visited in a month (0-based)."""
    return "+".join(
        f"IF(b_every_{key}=0,0,INT((b_group_{key}-MOD({month},MAX(b_every_{key},1))+b_every_{key}-1)/MAX(b_every_{key},1)))"
        for key, _, _ in VISIT_GROUPS
    )


PRINT_NOTE = f'IF(b_customers>{PRINTED},«head.print»&{PRINTED}&«head.print_end»,"")'
INPUT_HEAD = (
    f'IF(b_customers+b_to_check=0,«head.start»,«head.filled»&b_customers&"/{ROWS} "&«head.customers»'
    "&IF(b_to_check>0,«head.to_check»&b_to_check,«head.all_right»))"
)
