"""The typed cells of the starter: customers, months and settings."""

from __future__ import annotations

from salesplan_xl.schema import choices
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.starter.columns import Column
from salesplan_xl.schema.types import Kind, Label, Setting

ROLES = ("purchasing", "user", "technical", "decision")


def _role(key: str) -> Column:
    label = next(item.label for item in choices.ROLES if item.key == key)
    note = Label("认识几个人填几；打勾或写名字算一个", "How many people you know; a tick or a name counts as one")
    return Column(key, label, Kind.COUNT, 6.5, help=note, minimum=0, maximum=99)


# One row holds all that is typed of a customer: sorted, cut or pasted, it stays together.
CUSTOMERS: tuple[Column, ...] = (
    Column("name", Label("客户名称", "Customer"), Kind.TEXT, 20),
    Column("this_year", Label("今年业绩", "This year"), Kind.MONEY, 10,
           help=Label("今年全年的净成交额；还没过完就填预计的全年数", "Net revenue of the whole year; an estimate while it is not over")),
    Column("last_year", Label("去年业绩", "Last year"), Kind.MONEY, 10),
    Column("receivable", Label("应收账款", "Receivable"), Kind.MONEY, 10,
           help=Label("现在还没收回的钱", "Money not yet paid"), minimum=0),
    Column("overdue", Label("其中逾期", "Overdue of it"), Kind.MONEY, 9, minimum=0),
    *(_role(key) for key in ROLES),
    Column("need", Label("说过的需求", "Stated need"), Kind.TEXT, 15,
           help=Label("客户说过、还没有满足的需求", "What the customer said it needs and has not bought yet")),
    Column("project", Label("在谈项目", "Project"), Kind.TEXT, 13),
    Column("amount", Label("项目金额", "Project amount"), Kind.MONEY, 9, minimum=0),
    Column("chance", Label("把握", "Chance"), Kind.SHARE, 7, minimum=0, maximum=1,
           help=Label("拿下的把握；空白按参数里的“方案阶段把握”", "Chance to win; blank: Win at proposal of the settings")),
    Column("next_step", Label("下一步", "Next step"), Kind.TEXT, 15,
           help=Label("下一步做什么、什么时候，显示在作战地图上", "What comes next and when; shown on the map")),
    Column("tier", Label("分类改为", "Tier by hand"), Kind.CHOICE, 7, options=choices.TIERS),
    Column("growth", Label("增长改为", "Growth by hand"), Kind.SHARE, 7, minimum=-1, maximum=10),
    Column("loss", Label("流失改为", "Loss by hand"), Kind.SHARE, 7, minimum=0, maximum=1,
           help=Label("可能丢掉今年业绩的几成", "Share of this year's revenue that may be lost")),
    Column("loss_probability", Label("概率改为", "Probability by hand"), Kind.SHARE, 7, minimum=0, maximum=1),
)  # fmt: skip
FIGURES = tuple(column.key for column in CUSTOMERS if column.kind in (Kind.MONEY, Kind.SHARE))
SHARES = ("chance", "loss", "loss_probability")

MONTHS: tuple[Column, ...] = (
    Column("actual", Label("实际业绩", "Actual"), Kind.MONEY, 10),
    Column("visited", Label("拜访到的客户", "Visited"), Kind.COUNT, 10, minimum=0,
           help=Label("计划内的客户当月见到了几家", "Planned customers met in the month")),
    Column("due", Label("到期应收", "Due"), Kind.MONEY, 10, minimum=0),
    Column("on_time", Label("按期回款", "Paid on time"), Kind.MONEY, 10, minimum=0),
)  # fmt: skip

_BY_KEY = {setting.key: setting for setting in SETTINGS}


def _settings(*keys: str) -> tuple[Setting, ...]:
    return tuple(_BY_KEY[key] for key in keys)


# What a person decides, and below it what the methods take as given.
SHOWN = _settings(
    "plan_year", "salesperson", "money_unit", "company_target", "new_business_target", "buffer", "stretch_margin",
    "plan_basis", "quarter_weight_1", "quarter_weight_2", "quarter_weight_3", "quarter_weight_4",
    "growth_a", "growth_b", "growth_c", "visits_a", "visits_b", "visits_c", "workdays_month", "slack",
)  # fmt: skip
MORE = _settings(
    "a_line", "b_line", "top_n", "danger_decline", "warning_decline", "flat_band", "fast_growth", "warnings_for_risk",
    "big_project_share", "lost_share", "growth_fast", "growth_potential", "loss_danger", "loss_danger_probability",
    "loss_warning", "loss_warning_probability", "loss_single_contact", "loss_single_contact_probability", "win_proposal",
    "customer_step", "total_step", "row_rounding", "rounding_limit", "days_per_visit", "bundled_per_day",
    "time_share_a", "time_share_b", "time_share_c",
)  # fmt: skip
_WEIGHT_WHY = Label("四个季度按比例折算；平均分是常见的错，按自己的淡旺季改", "Used as proportions; an even split is the classic mistake: use your own season")
# Words of settings that say something else here than in a plan book.
OWN_LABELS = {f"quarter_weight_{q}": Label(f"Q{q}占比", f"Weight of Q{q}") for q in (1, 2, 3, 4)}
OWN_WHYS = {
    **{f"quarter_weight_{q}": _WEIGHT_WHY for q in (1, 2, 3, 4)},
    "money_unit": Label("全簿一个单位；改单位不会换算已经填的数", "One unit for the whole book; changing it converts nothing already typed"),
    "win_proposal": Label("项目没填把握时按它算", "Used where a project has no chance"),
    "plan_basis": Label("季度和作战地图按倒推、保底还是冲刺目标", "What quarters and map add up to"),
}
# A step or a divisor of nothing would be an error cell.
LEAST = {"customer_step": 0.01, "total_step": 0.01, "bundled_per_day": 0.1, "top_n": 1.0, "row_rounding": 0.001}
# Beyond them a customer's quarter would be less than a step.
MOST = {"customer_step": 100_000.0, "row_rounding": 0.05}
