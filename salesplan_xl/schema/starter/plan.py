"""The starter's targets: customers in the order of their revenue, their years and quarters in whole steps.

Years are rounded as the core rounds them (guide/quarters.md): level by level from the customer step to its tenths, first
the tiers, then their customers, by largest remainder; so equal customers add up to their tier and all of them to the
target. Quarters of a level are rounded for the level as a whole and handed down by the rounded running sum, so that rows
and columns add up exactly.
"""

from __future__ import annotations

from salesplan_xl.schema.starter.columns import Column, Figure, helper
from salesplan_xl.schema.starter.words import WORDS
from salesplan_xl.schema.types import Kind, Label
from salesplan_xl.tiers import TIERS

QUARTERS = (1, 2, 3, 4)


def _shown(key: str, fact: str, label: Label, kind: Kind, width: float) -> Column:
    return Column(key, label, kind, width, f"<{fact}>", dash=True)


_MONEY = (
    Column("base", WORDS["base"], Kind.MONEY, 10, "MAX(<net>,0)"),
    _shown("growth", "growth", Label("增长率", "Growth"), Kind.SHARE, 10),
    _shown("loss", "loss", Label("可能流失", "Loss"), Kind.SHARE, 10),
    _shown("loss_probability", "loss_probability", Label("流失概率", "Probability"), Kind.SHARE, 10),
    _shown("amount", "amount", Label("项目金额", "Project"), Kind.MONEY, 10),
    _shown("chance", "chance", Label("把握", "Chance"), Kind.SHARE, 10),
    Column("grown", WORDS["growth"], Kind.MONEY, 10, "[base]*[growth]"),
    Column("risk", WORDS["loss"], Kind.MONEY, 10, "0-[base]*[loss]*[loss_probability]"),
    Column("won", WORDS["project"], Kind.MONEY, 10, "[amount]*[chance]"),
    Column("target", WORDS["target"], Kind.MONEY, 10, "[base]*(1+[growth])-[base]*[loss]*[loss_probability]+[won]"),
)


def _quarter(number: int) -> Column:
    """A quarter: what the rounded running share of the row gains over the quarter before."""
    reached = "[y]" if number == 4 else f"[reach{number}]"
    before = f"-[reach{number - 1}]" if number > 1 else ""
    return Column(f"q{number}", Label(f"Q{number}", f"Q{number}"), Kind.MONEY, 10, f"ROUND(({reached}{before})*[step],9)")


VISIBLE: tuple[Column, ...] = (
    _shown("name", "name", Label("客户名称", "Customer"), Kind.TEXT, 20),
    _shown("tier", "tier", WORDS["tier"], Kind.CHOICE, 10),
    *_MONEY,
    Column("year", WORDS["planned"], Kind.MONEY, 10, "ROUND([y]*[step],9)"),
    *(_quarter(number) for number in QUARTERS),
)


def _reach(number: int) -> Column:
    """Steps of the row up to the end of a quarter, from the running sums of its level; never fewer than before."""
    share = f"INDEX(g_upto{number},[level]+1)/MAX(INDEX(g_units,[level]+1),1)"
    gained = f"INT([run]*{share}+0.5+1E-9)-INT(([run]-[y])*{share}+0.5+1E-9)"
    return helper(f"reach{number}", f"MAX({gained},[reach{number - 1}])" if number > 1 else gained)


def level_of(amount: str) -> str:
    """The rounding level of an amount: how many tenths of the customer step until it moves it by 1 % at most."""
    tenths = f"ROUNDUP(LOG10(s_customer_step/(s_row_rounding*ABS({amount})))-1E-9,0)"
    return f"IF(s_row_rounding*{amount}=0,0,MIN(MAX({tenths},0),b_levels))"


HELPERS: tuple[Column, ...] = (
    helper("source", 'IFERROR(MATCH([n],f_order,0),"")', silent=False),
    helper("potential", "<potential>"),
    helper("exact", "[target]*b_scale"),
    helper("level", level_of("[exact]")),
    helper("step", "INDEX(g_step,[level]+1)"),
    Column("inverse", Label("", ""), Kind.NUMBER, 9, "IFERROR(IF([exact]>0,1/[exact],0),0)", silent=False),
    helper("quota", "[exact]*INDEX(g_factor,[level]+1)/[step]"),
    helper("floor", "INT([quota]+1E-9)"),
    helper("rest", "ROUND([quota]-[floor],9)"),
    helper("place", 'COUNTIFS(t_level,[level],t_tier,[tier],t_rest,">"&[rest])'
           "+COUNTIFS([level^]:[level],[level],[tier^]:[tier],[tier],[rest^]:[rest],[rest])"),
    helper("y", "[floor]+IF([place]<=INDEX(g_missing,[level]+1,CODE([tier])-64),1,0)"),
    helper("run", "SUMIFS([y^]:[y],[level^]:[level],[level])"),
    *(_reach(number) for number in QUARTERS[:3]),
    helper("rank", 'COUNTIF(t_year,">"&[year])+COUNTIF([year^]:[year],[year])'),
)  # fmt: skip
PLAN = (*VISIBLE, *HELPERS)


def _spread(values: str, count: int, units: str, prefix: str) -> list[tuple[str, str]]:
    """Columns of a largest remainder: whole parts, rests and the parts that add up to ``units``; ``#`` is a number."""
    numbers = range(1, count + 1)
    whole = "+".join(f"[{prefix}w{at}]" for at in numbers)
    columns = [(f"{prefix}w{at}", f"INT({values.replace('#', str(at))}+1E-9)") for at in numbers]
    columns += [(f"{prefix}r{at}", f"ROUND({values.replace('#', str(at))}-[{prefix}w{at}],9)") for at in numbers]
    for at in numbers:
        larger = f'COUNTIF([{prefix}r1]:[{prefix}r{count}],">"&[{prefix}r{at}])'
        equal = f"COUNTIF([{prefix}r1]:[{prefix}r{at}],[{prefix}r{at}])"
        columns.append((f"{prefix}{at}", f"[{prefix}w{at}]+IF({larger}+{equal}<={units}-({whole}),1,0)"))
    return columns


def _level_columns() -> tuple[tuple[str, str], ...]:
    """The rounding levels: one row a level, ``[^key]`` is the level above (0 in the first)."""
    of_level = "t_level,[lv]"
    sums = [
        (f"v{at}", f'SUMIFS(t_exact,{of_level},t_tier,"{tier}")*[factor]/[step]') for at, tier in enumerate(TIERS, 1)
    ]
    wanted = [(f"want{q}", f"[units]*[step]*INDEX(b_weights,{q})+[^off{q}]") for q in QUARTERS]
    used = [(f"use{q}", f"([want{q}]-[^off{q}]*(1-[fine]))/[step]") for q in QUARTERS]
    return (
        ("step", "MAX(s_customer_step/10^[lv],MIN(s_customer_step,0.01))"),
        ("money", f"SUMIFS(t_exact,{of_level})+IF(b_new_level=[lv],b_new_exact,0)"),
        ("nothing", f'COUNTIFS({of_level},t_exact,"<=0")+IF(AND(b_new_level=[lv],b_new_exact<=0),1,0)'),
        ("inverse", "MAX(SUMPRODUCT(MAX((t_level=[lv])*t_inverse)),IF(AND(b_new_level=[lv],b_new_exact>0),1/MAX(b_new_exact,1E-9),0))"),
        ("room", "IF([nothing]=0,MAX(s_row_rounding-[step]*[inverse],0)*[money],0)"),
        ("carried", "[^carried]+[^money]-[^units]*[^step]"),
        ("taken", "MIN(MAX([carried],-[room]),[room])"),
        ("factor", "IF(AND([taken]<>0,[money]<>0),([money]+[taken])/[money],1)"),
        ("units", "INT(([money]+[taken])/[step]+0.5+1E-9)"),
        *sums,
        ("v4", "IF(b_new_level=[lv],b_new_exact,0)*[factor]/[step]"),
        *_spread("[v#]", 4, "[units]", "u"),
        *((f"missing{at}", f'[u{at}]-SUMIFS(t_floor,{of_level},t_tier,"{tier}")') for at, tier in enumerate(TIERS, 1)),
        *wanted,
        ("fine", "IF(MIN([want1]:[want4])>=0,1,0)"),
        *used,
        *_spread("[use#]", 4, "[units]", "c"),
        *((f"off{q}", f"[want{q}]-[c{q}]*[step]") for q in QUARTERS),
        *((f"upto{q}", "+".join(f"[c{at}]" for at in range(1, q + 1))) for q in QUARTERS[:3]),
    )  # fmt: skip


LEVEL_COLUMNS = _level_columns()
# Levels and quarters stand above the helpers of the rows; names of level columns that rows look up.
LEVEL_NAMES = ("step", "factor", "units", "upto1", "upto2", "upto3")
# What a total has beyond whole steps goes to the first of the largest quarters.
_LARGEST = "IF(COUNTIF([weight>1]:[weight],[weight])=1,b_planned-b_total_steps*s_total_step,0)"
_STEPS = "s_total_step/s_customer_step"
WEIGHT_LINES: tuple[tuple[str, str], ...] = (
    ("weight", "IF(b_weight_sum>0,s_quarter_weight_#/b_weight_sum,0.25)"),
    ("w", "INT(b_total_steps*[weight]+1E-9)"),
    ("r", "ROUND(b_total_steps*[weight]-[w],9)"),
    ("extra", 'IF(COUNTIF([r>1]:[r>4],">"&[r])+COUNTIF([r>1]:[r],[r])<=b_total_steps-SUM([w>1]:[w>4]),1,0)'),
    ("part", f"([w]+[extra])*s_total_step+IF([weight]=MAX([weight>1]:[weight>4]),{_LARGEST},0)"),
    ("fits", "IF(AND([weight]>0,ABS([part]-b_exact*[weight])<=s_rounding_limit*b_exact*[weight]),1,0)"),
    ("used", "IF(AND(b_stepped=1,SUM([fits>1]:[fits>4])=4),[part]/b_planned,[weight])"),
)  # fmt: skip


def _new_reach(upto: str) -> str:
    """Steps of the new customers up to the end of a quarter: they are the last of their level."""
    units = "INDEX(g_units,b_new_level+1)"
    return f"{upto}-INT(({units}-b_new_y)*{upto}/MAX({units},1)+0.5+1E-9)"


SINGLES: tuple[tuple[str, str], ...] = (
    ("b_derived", "SUM(t_target)+s_new_business_target"),
    ("b_level", "IF(s_plan_basis=2,b_derived*(1-s_buffer),IF(s_plan_basis=3,b_derived*(1+s_stretch_margin),b_derived))"),
    ("b_scale", "IF(b_derived>0,b_level/b_derived,0)"),
    ("b_levels", "MAX(ROUNDUP(LOG10(s_customer_step/0.01)-1E-9,0),0)"),
    ("b_new_exact", "s_new_business_target*b_scale"),
    ("b_new_level", level_of("b_new_exact")),
    ("b_new_y", "INDEX(g_u4,b_new_level+1)"),
    ("b_new_step", "INDEX(g_step,b_new_level+1)"),
    ("b_exact", "SUM(t_exact)+b_new_exact"),
    ("b_planned", "ROUND(SUMPRODUCT(g_units,g_step),9)"),
    ("b_weight_sum", "s_quarter_weight_1+s_quarter_weight_2+s_quarter_weight_3+s_quarter_weight_4"),
    ("b_total_steps", "INT(b_planned/s_total_step+1E-9)"),
    ("b_stepped", f"IF(AND(b_planned>0,{_STEPS}>1,ABS({_STEPS}-ROUND({_STEPS},0))<1E-9),1,0)"),
    *((f"b_new_reach{q}", _new_reach(f"INDEX(g_upto{q},b_new_level+1)")) for q in QUARTERS[:3]),
)  # fmt: skip


def _new_quarter(number: int) -> str:
    """The quarter of the new customers."""
    reached = "b_new_y" if number == 4 else f"b_new_reach{number}"
    before = f"-b_new_reach{number - 1}" if number > 1 else ""
    return f"ROUND(({reached}{before})*b_new_step,9)"


def summary(top: int) -> list[Figure]:
    """Tier by source and quarter, with the total; rows from ``top`` (0-based) on, columns from 1 on."""
    keys = ("base", "grown", "risk", "won", "target", "year", "q1", "q2", "q3", "q4")
    rows = [
        Figure("", top + at, 1 + column, Kind.MONEY, f'SUMIFS(t_{key},t_tier,"{tier}")')
        for at, tier in enumerate(TIERS)
        for column, key in enumerate(keys)
    ]
    new = ("s_new_business_target", "ROUND(b_new_y*b_new_step,9)", *map(_new_quarter, QUARTERS))
    names = ("", "b_new_year", *(f"b_new_q{q}" for q in QUARTERS))
    rows += [
        Figure(name, top + 3, column, Kind.MONEY, text)
        for column, (name, text) in enumerate(zip(names, new, strict=True), 5)
    ]
    totals = [
        Figure("", top + 4, 1 + column, Kind.MONEY, f"SUM(@{top},{1 + column}:@{top + 3},{1 + column})")
        for column in range(len(keys))
    ]
    return rows + totals


