"""The 参数 sheet: every threshold as a named cell, with unit, default and one line why.

Defaults come from the rules records of the planning core; here stand only the words, the bounds and the kind.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from salesplan_xl.money import BOOK_UNITS, WAN
from salesplan_xl.rules import Rules
from salesplan_xl.schema import choices
from salesplan_xl.schema.types import Choice, Kind, Label, Setting, SettingValue

MONEY = Label("book", "book")
SHARE = Label("%", "%")
_GROUPS = {
    "general": Label("基本", "General"),
    "calendar": Label("基本", "General"),
    "tiers": Label("ABC分级", "ABC tiers"),
    "health": Label("健康诊断", "Health"),
    "estimates": Label("目标推导", "Targets"),
    "targets": Label("目标推导", "Targets"),
    "quarters": Label("季度分解", "Quarters"),
    "capacity": Label("时间配置", "Time"),
    "months": Label("月度跟踪", "Months"),
    "late": Label("月度跟踪", "Months"),
    "distribution": Label("把握度", "How sure"),
    "funnel": Label("新客户漏斗", "New customers"),
    "rates": Label("新客户漏斗", "New customers"),
    "incentives": Label("激励", "Bonus"),
    "accounts": Label("大客户", "Key accounts"),
    "season": Label("年底", "Year end"),
    "reorder": Label("年底", "Year end"),
    "year_report": Label("年终总结", "Year report"),
    "resources": Label("资源", "Resources"),
    "checks": Label("数据检查", "Checks"),
    "imports": Label("导入", "Import"),
}
_NONE = Label("", "")
_DAYS = Label("天", "days")
_TIMES = Label("次/月", "a month")
_PIECES = Label("个", "pieces")
_POINTS = Label("分", "points")
_X = Label("倍", "times")
_MONTHS = Label("个月", "months")
_YEARS = Label("年", "years")
_YUAN = Label("元", "CNY")
_DEFAULTS = Rules()


def _setting(
    record: str,
    key: str,
    kind: Kind,
    zh: str,
    en: str,
    why_zh: str,
    why_en: str,
    unit: Label = _NONE,
    options: tuple[Choice, ...] = (),
    minimum: float | None = None,
    maximum: float | None = None,
) -> Setting:
    default = getattr(getattr(_DEFAULTS, record), key)
    if kind is Kind.SHARE:
        unit = SHARE
    if kind is Kind.MONEY:
        unit, minimum = MONEY, 0
    return Setting(
        key, _GROUPS[record], Label(zh, en), kind, default, unit, Label(why_zh, why_en), record, options, minimum, maximum
    )


GENERAL = (
    Setting("money_unit", _GROUPS["general"], Label("金额单位", "Money unit"), Kind.CHOICE, "wan", _NONE,
            Label("整本规划簿只用一个金额单位,新建时确定", "One unit for the whole book, fixed when it is made"), "money", choices.MONEY_UNITS),
    Setting("currency", _GROUPS["general"], Label("币种", "Currency"), Kind.TEXT, "CNY", _NONE,
            Label("整本规划簿只用一个币种(ISO代码),新建时确定;别的币种导入时按汇率换算", "One currency for the whole book (ISO code), fixed when it is made; others are converted when imported"), "money"),
    Setting("salesperson", _GROUPS["general"], Label("销售姓名", "Salesperson"), Kind.TEXT, None, _NONE,
            Label("打印和汇报时的署名", "Shown on printed pages and in the report"), "general"),
    Setting("plan_state", _GROUPS["general"], Label("规划状态", "Plan state"), Kind.CHOICE, "draft", _NONE,
            Label("点“提交”时自动写入;提交后数字有改动会提示", "Written when the plan is submitted; later changes are pointed out"), "general", choices.PLAN_STATES),
    Setting("submitted_on", _GROUPS["general"], Label("提交日期", "Submitted on"), Kind.DATE, None, _NONE,
            Label("提交或批准的那一天", "The day it was submitted or approved"), "general"),
    Setting("plan_fixed_on", _GROUPS["general"], Label("目标锁定日", "Targets fixed on"), Kind.DATE, None, _NONE,
            Label("锁定目标的那一天,自动写入;空白就是还没锁定", "Written when the targets are fixed; blank while they are not"), "general"),
    Setting("figures_mark", _GROUPS["general"], Label("数字校验码", "Mark of the figures"), Kind.TEXT, None, _NONE,
            Label("提交时按每个目标和季度数算出,请勿改", "Worked out over every target and quarter when submitted; leave it"), "general"),
)  # fmt: skip

SETTINGS: tuple[Setting, ...] = (
    *GENERAL,
    _setting("calendar", "plan_year", Kind.COUNT, "规划年度", "Plan year", "要做计划的那一年,“今年”指它的前一年", "The year being planned; 'this year' is the one before", minimum=2000, maximum=2100),
    Setting("as_of", _GROUPS["calendar"], Label("数据截止日", "As-of date"), Kind.DATE, None, _NONE,
            Label("数据到这一天为止;空白时按今年最后一天,订单更晚或早已断档时按最后一笔订单", "Data count up to this day; blank: the last day of this year, or the last order where it is later or the list fell silent"), "calendar"),
    Setting("as_of_used", _GROUPS["calendar"], Label("实际采用的截止日", "As-of date in use"), Kind.DATE, None, _NONE,
            Label("计算时自动写入;没填数据截止日时看这里", "Written when the plan is computed; look here where no as-of date is set"), "general"),
    _setting("calendar", "fiscal_start", Kind.COUNT, "年度起始月", "Year begins in month", "经营年度从几月开始;4表示每年4月到次年3月", "The month a business year begins in; 4: April to March", minimum=1, maximum=12),
    _setting("calendar", "workday_country", Kind.TEXT, "工作日国家", "Country of the workdays", "按哪国的法定假日算工作日,如CN、DE、US;认不出就按周一到周五", "Whose holidays are no workdays, such as CN, DE, US; unknown: Monday to Friday"),
    _setting("calendar", "typed_revenue", Kind.CHOICE, "手填今年业绩口径", "Typed revenue of this year", "年内手填的今年业绩是全年数,还是截至数据截止日的数", "Whether revenue typed during the year is that of the whole year or to date", options=choices.TYPED_REVENUE),
    _setting("calendar", "silent_order_days", Kind.COUNT, "判断断档的最少下单日", "Order days to judge a silence", "下单日太少看不出订单清单有没有断档", "With fewer order days nobody can say whether the list fell silent", _DAYS, minimum=2, maximum=1000),
    _setting("calendar", "silent_days", Kind.COUNT, "断档天数", "Days of silence", "最后一笔订单离年末至少这么多天才算断档", "The last order must be so many days before the end of the year", _DAYS, minimum=1, maximum=366),
    _setting("calendar", "fragment_share", Kind.SHARE, "订单完整线", "Orders count from", "订单达到手填业绩的一半才代替手填数,不到只算零散订单", "Orders replace typed revenue from half of the typed total on; less is a fragment", minimum=0, maximum=1),
    _setting("calendar", "days_in_year", Kind.COUNT, "一年天数", "Days in a year", "回款天数DSO = 应收 ÷ 业绩 × 天数", "DSO = receivables ÷ revenue × days", _DAYS, minimum=1, maximum=366),
    _setting("tiers", "tier_method", Kind.CHOICE, "分级方法", "Tier method", "累计占比看贡献,金额门槛看体量", "Share looks at contribution, threshold at size", options=choices.TIER_METHODS),
    _setting("tiers", "crossing_customer", Kind.CHOICE, "跨线客户", "Crossing customer", "恰好跨过80%或95%线的客户归哪一类", "Which tier takes the customer that crosses a line", options=choices.CROSSINGS),
    _setting("tiers", "a_line", Kind.SHARE, "A类分界", "A line", "累计贡献80%业绩的是A类", "A carries the first 80 % of revenue", minimum=0, maximum=1),
    _setting("tiers", "b_line", Kind.SHARE, "B类分界", "B line", "再往下15%的是B类", "B carries the next 15 %", minimum=0, maximum=1),
    _setting("tiers", "a_threshold", Kind.MONEY, "A类金额门槛", "A threshold", "年采购100万以上", "1 million CNY a year and more"),
    _setting("tiers", "b_threshold", Kind.MONEY, "B类金额门槛", "B threshold", "年采购30万到100万", "300 thousand to 1 million CNY a year"),
    _setting("tiers", "late_payer_blocks_a", Kind.YES_NO, "延付客户不评A", "Late payer is never A", "门槛法:付款不及时的不能仅凭金额评A", "Threshold method: size alone does not make a late payer A", options=choices.YES_NO),
    _setting("tiers", "expansion_raises_tier", Kind.YES_NO, "扩产项目升一类", "Expansion raises a tier", "门槛法:有明确扩产项目的上调一类", "Threshold method: a clear expansion project raises one tier", options=choices.YES_NO),
    _setting("tiers", "top_n", Kind.COUNT, "集中度看前几家", "Top N", "“前6家贡献78%”里的6", "The 6 in 'the top 6 carry 78 %'", minimum=1, maximum=100),
    _setting("health", "danger_decline", Kind.SHARE, "危险下滑线", "Danger decline", "A类同比下降30%是危险信号", "An A customer down 30 % is a danger sign", minimum=-1, maximum=0),
    _setting("health", "warning_decline", Kind.SHARE, "警告下滑线", "Warning decline", "A类从下降10%起就要关注", "Watch an A customer from −10 % on", minimum=-1, maximum=0),
    _setting("health", "flat_band", Kind.SHARE, "持平范围", "Flat band", "上下5%以内算持平", "Within 5 % either way counts as flat", minimum=0, maximum=1),
    _setting("health", "fast_growth", Kind.SHARE, "高速增长线", "Fast growth", "增长50%说明客户在快速扩张", "Growth of 50 % says the customer expands", minimum=0),
    _setting("health", "contact_days", Kind.COUNT, "联系人有效期", "Contact live for", "超过这个天数没联系的人不算有效联系人", "A contact not reached for longer does not count", _DAYS, minimum=1, maximum=3650),
    _setting("health", "habitual_min_invoices", Kind.COUNT, "判断习惯的最少笔数", "Invoices to judge a habit", "结清笔数太少不下“习惯性”结论", "Too few settled invoices make no habit", minimum=1, maximum=1000),
    _setting("health", "habitual_late_rate", Kind.SHARE, "习惯性延付线", "Habitual late rate", "一半以上的款都晚付", "Half of the payments come late", minimum=0, maximum=1),
    _setting("health", "late_prior_weight", Kind.NUMBER, "延付率先验笔数", "Late-rate prior", "笔数少的客户向全簿平均靠拢", "Few invoices: lean towards the book's rate", minimum=0, maximum=100),
    _setting("health", "retention_days", Kind.COUNT, "质保金逾期线", "Retention overdue", "质保金拖一年还没给", "Retention money a year overdue", _DAYS, minimum=1, maximum=3650),
    _setting("health", "habitual_progress_late", Kind.COUNT, "晚付进度款笔数", "Progress payments late", "质保金拖过逾期线,又有这么多笔进度款晚付,也算习惯性延付", "With retention money overdue, so many progress payments late are a habit", _PIECES, minimum=1, maximum=1000),
    _setting("health", "habitual_progress_share", Kind.SHARE, "晚付进度款占比", "Share of progress payments late", "晚付的还要占到进度款的一半", "And they must be half of the progress payments", minimum=0, maximum=1),
    _setting("health", "abandoned_invoices", Kind.COUNT, "拖着不付的笔数", "Invoices left unpaid", "有两笔拖过90天、一年里一分没付,也算习惯性延付", "Two invoices long overdue and nothing paid for a year are a habit", _PIECES, minimum=1, maximum=1000),
    _setting("health", "abandoned_days", Kind.COUNT, "拖着不付的天数", "Left unpaid for", "逾期超过这么久才算拖着不付", "An invoice overdue for longer counts as left unpaid", _DAYS, minimum=1, maximum=3650),
    _setting("health", "abandoned_silence", Kind.COUNT, "没有付款的天数", "Nothing paid for", "这么久一分没付", "So long without any payment", _DAYS, minimum=1, maximum=3650),
    _setting("health", "big_project_share", Kind.SHARE, "大项目占比", "Big project share", "新项目达到今年业绩一半算高潜力", "A project of half this year's revenue is high potential", minimum=0),
    _setting("health", "weight_stability", Kind.SHARE, "稳定性权重", "Weight of stability", "健康分四项权重之一", "One of four weights of the health score", minimum=0, maximum=1),
    _setting("health", "weight_collections", Kind.SHARE, "回款权重", "Weight of collections", "健康分四项权重之一", "One of four weights of the health score", minimum=0, maximum=1),
    _setting("health", "weight_relationship", Kind.SHARE, "关系权重", "Weight of relationship", "健康分四项权重之一", "One of four weights of the health score", minimum=0, maximum=1),
    _setting("health", "weight_growth", Kind.SHARE, "空间权重", "Weight of growth space", "健康分四项权重之一", "One of four weights of the health score", minimum=0, maximum=1),
    _setting("health", "prepay_days", Kind.COUNT, "先款后货线", "Cash first after", "习惯性延付又欠这么久,明年先款后货", "A habitual late payer owing longer pays before delivery", _DAYS, minimum=1, maximum=3650),
    _setting("health", "tighten_days", Kind.COUNT, "收紧账期线", "Tighten terms after", "临时拖延超过这么久,收紧账期", "A temporary delay longer than this tightens terms", _DAYS, minimum=1, maximum=3650),
    _setting("health", "not_issued_days", Kind.COUNT, "未开票天数", "Not invoiced yet", "到期日还有这么远的,当作还没开票", "What is due further ahead is taken as not invoiced yet", _DAYS, minimum=1, maximum=3650),
    _setting("health", "warnings_for_risk", Kind.COUNT, "A类几个警告算高风险", "Warnings that make a risk", "A类客户同时有两个警告就是高风险", "Two warnings at once make an A customer a high risk", minimum=1, maximum=5),
    _setting("health", "lost_share", Kind.SHARE, "值得挽回的占比", "Worth winning back", "去年占全簿业绩5%以上的客户丢了,先去挽回", "A lost customer with so much of last year's revenue is won back first", minimum=0, maximum=1),
    _setting("health", "late_points", Kind.NUMBER, "延付扣分", "Points for paying late", "款款都晚付,回款分扣这么多", "Taken off collections when every payment is late", _POINTS, minimum=0, maximum=100),
    _setting("health", "overdue_points", Kind.NUMBER, "逾期扣分", "Points for money overdue", "应收全部逾期,回款分扣这么多", "Taken off collections when all that is open is overdue", _POINTS, minimum=0, maximum=100),
    _setting("health", "age_points", Kind.NUMBER, "久拖扣分", "Points for old debts", "最老一笔拖到质保金逾期线,回款分扣这么多", "Taken off collections when the oldest debt is a year old", _POINTS, minimum=0, maximum=100),
    _setting("health", "points_danger", Kind.NUMBER, "危险下滑得分", "Points at the danger line", "稳定性:恰好在危险下滑线", "Stability: exactly on the danger line", _POINTS, minimum=0, maximum=100),
    _setting("health", "points_warning", Kind.NUMBER, "警告下滑得分", "Points at the warning line", "稳定性:恰好在警告下滑线", "Stability: exactly on the warning line", _POINTS, minimum=0, maximum=100),
    _setting("health", "points_flat", Kind.NUMBER, "持平得分", "Points without change", "稳定性:与去年一样", "Stability: the same as last year", _POINTS, minimum=0, maximum=100),
    _setting("health", "points_project", Kind.NUMBER, "有项目得分", "Points for a project", "空间:有在谈的新项目", "Growth space: a new project under way", _POINTS, minimum=0, maximum=100),
    _setting("health", "points_white_space", Kind.NUMBER, "有空白产品线得分", "Points for lines not sold", "空间:还有没卖进去的产品线", "Growth space: lines not sold yet", _POINTS, minimum=0, maximum=100),
    _setting("health", "points_need", Kind.NUMBER, "有新需求得分", "Points for a stated need", "空间:只听说有需求", "Growth space: a need is stated", _POINTS, minimum=0, maximum=100),
    _setting("health", "points_full", Kind.NUMBER, "已充分得分", "Points when used up", "空间:能卖的都卖了", "Growth space: all is sold already", _POINTS, minimum=0, maximum=100),
    _setting("estimates", "project_order_share", Kind.SHARE, "项目订单线", "Order of a project", "签了项目之后,订单达到项目金额四分之一就算项目的,不算平时的节奏", "After a project is signed, an order of a quarter of its amount belongs to it and is no monthly pace", minimum=0, maximum=1),
    _setting("estimates", "stopped_order_days", Kind.COUNT, "停买:至少下单日", "Stopped: order days", "下过至少四天单的客户才看得出停没停", "Fewer order days cannot tell whether a customer stopped", _DAYS, minimum=2, maximum=1000),
    _setting("estimates", "stopped_days", Kind.COUNT, "停买:超过天数", "Stopped: days of silence", "超过60天没下单,并且超过自己平时间隔的三倍,算停买", "Silent for more than 60 days and three of its own gaps: stopped", _DAYS, minimum=1, maximum=1000),
    _setting("estimates", "stopped_gaps", Kind.NUMBER, "停买:超过几个间隔", "Stopped: own gaps", "和客户自己的下单节奏比", "Held against the customer's own rhythm", _PIECES, minimum=1, maximum=100),
    _setting("estimates", "seldom_order_days", Kind.COUNT, "有节奏的最少下单日", "Order days of a pace", "十二个月里下单不到四天的客户谈不上月节奏", "With fewer order days in twelve months a customer has no monthly pace", _DAYS, minimum=1, maximum=1000),
    _setting("targets", "growth_a", Kind.SHARE, "A类自然增长", "Growth of A", "守住基本盘,增长从项目来", "Hold the base, grow by projects", minimum=-1),
    _setting("targets", "growth_b", Kind.SHARE, "B类自然增长", "Growth of B", "维持型B类的默认增长", "Default for B customers that are maintained", minimum=-1),
    _setting("targets", "growth_c", Kind.SHARE, "C类自然增长", "Growth of C", "C类不求增长,求省时间", "C need not grow but cost less time", minimum=-1),
    _setting("targets", "growth_fast", Kind.SHARE, "高速增长客户", "Growth of fast growers", "去年大涨的客户明年按谨慎增长计", "A careful figure after a jump", minimum=-1),
    _setting("targets", "growth_potential", Kind.SHARE, "高潜力B/C增长", "Growth of high potential", "集中火力的潜力股", "Where effort is focused", minimum=-1),
    _setting("targets", "loss_danger", Kind.SHARE, "危险客户可能流失", "Loss when in danger", "危险下滑客户可能再丢的份额", "Share that may be lost", minimum=0, maximum=1),
    _setting("targets", "loss_danger_probability", Kind.SHARE, "危险客户流失概率", "Probability in danger", "没查清原因前按一半计", "One half until the cause is known", minimum=0, maximum=1),
    _setting("targets", "loss_warning", Kind.SHARE, "下滑客户可能流失", "Loss when declining", "一般下滑客户可能丢的份额", "Share that may be lost", minimum=0, maximum=1),
    _setting("targets", "loss_warning_probability", Kind.SHARE, "下滑客户流失概率", "Probability when declining", "一般下滑按一半计", "One half", minimum=0, maximum=1),
    _setting("targets", "loss_single_contact", Kind.SHARE, "单点客户可能流失", "Loss when single point", "只认识一个人,人一换生意可能断", "One contact only: business may break off", minimum=0, maximum=1),
    _setting("targets", "loss_single_contact_probability", Kind.SHARE, "单点客户流失概率", "Probability when single point", "一年内换人的粗略机会", "A rough chance of a change in a year", minimum=0, maximum=1),
    _setting("targets", "win_lead", Kind.SHARE, "线索阶段把握", "Win at lead", "商机没填把握时按阶段取值", "Used where an opportunity has no probability", minimum=0, maximum=1),
    _setting("targets", "win_need", Kind.SHARE, "需求阶段把握", "Win at need", "商机没填把握时按阶段取值", "Used where an opportunity has no probability", minimum=0, maximum=1),
    _setting("targets", "win_proposal", Kind.SHARE, "方案阶段把握", "Win at proposal", "商机没填把握时按阶段取值", "Used where an opportunity has no probability", minimum=0, maximum=1),
    _setting("targets", "win_quote", Kind.SHARE, "报价阶段把握", "Win at quote", "商机没填把握时按阶段取值", "Used where an opportunity has no probability", minimum=0, maximum=1),
    _setting("targets", "win_negotiation", Kind.SHARE, "谈判阶段把握", "Win at negotiation", "商机没填把握时按阶段取值", "Used where an opportunity has no probability", minimum=0, maximum=1),
    _setting("targets", "buffer", Kind.SHARE, "保底留余地", "Buffer", "算出2000定1800;原文写20%,数字其实是10%", "2000 becomes 1800; the article says 20 % but its figures are 10 %", minimum=0, maximum=1),
    _setting("targets", "stretch_margin", Kind.SHARE, "冲刺上浮", "Stretch margin", "推导2000、冲刺2200,上浮10%", "2000 derived, 2200 stretch: 10 % up", minimum=0),
    _setting("targets", "guaranteed_target", Kind.MONEY, "自定保底目标", "Own guaranteed target", "空白时按推导目标留余地计算", "Blank: derived target less the buffer"),
    _setting("targets", "stretch_target", Kind.MONEY, "自定冲刺目标", "Own stretch target", "空白时按推导目标上浮计算", "Blank: derived target plus the margin"),
    _setting("targets", "company_target", Kind.MONEY, "公司下达目标", "Company's figure", "与自下而上的推导对照", "Stands beside the bottom-up sum"),
    _setting("targets", "new_business_target", Kind.MONEY, "新客户业绩目标", "New business target", "老客户和在谈项目之外要新开发的", "To come from customers you do not have yet"),
    _setting("targets", "average_order", Kind.MONEY, "平均订单金额", "Average order", "空白时按订单明细计算", "Blank: computed from the orders"),
    _setting("targets", "inquiry_conversion", Kind.SHARE, "询盘转化率", "Inquiry conversion", "平均10个询盘成1单", "One order from ten inquiries", minimum=0, maximum=1),
    _setting("targets", "workdays_year", Kind.COUNT, "一年工作日", "Workdays a year", "把目标落到每个工作日", "Brings the target down to a workday", _DAYS, minimum=1, maximum=366),
    _setting("quarters", "quarter_method", Kind.CHOICE, "季度权重方法", "Quarter method", "按自己历史的季节性,比平均分更准", "Your own seasonality beats an even split", options=choices.QUARTER_METHODS),
    *(_setting("quarters", f"quarter_weight_{q}", Kind.NUMBER, f"Q{q}手工权重", f"Q{q} manual weight", "方法选“手工权重”时使用,按比例折算", "Used with manual weights, as proportions", minimum=0) for q in (1, 2, 3, 4)),
    _setting("quarters", "project_timing", Kind.CHOICE, "项目计入季度", "Project counts", "项目放在签单季度还是回款季度", "In the quarter it is signed or paid", options=choices.PROJECT_TIMINGS),
    _setting("quarters", "plan_basis", Kind.CHOICE, "作战地图按哪个目标", "Map follows", "客户行加总到推导、保底还是冲刺目标", "What the customer rows add up to", options=choices.PLAN_BASES),
    _setting("quarters", "plan_lock", Kind.CHOICE, "目标锁定", "Targets are fixed", "锁定后重算不改目标和作战地图的季度数,只更新支撑、指标和清单", "Once fixed, targets and quarters stay; pipeline coverage, KPIs and lists follow the data", options=choices.PLAN_LOCKS),
    _setting("quarters", "total_step", Kind.MONEY, "总目标取整", "Rounding of totals", "总目标的季度数取整到10", "Quarters of the total are multiples of it"),
    _setting("quarters", "customer_step", Kind.MONEY, "客户目标取整", "Rounding of customers", "客户的季度数取整到1", "Quarters of a customer are multiples of it"),
    _setting("quarters", "unbacked_share", Kind.SHARE, "季度缺口线", "Unbacked quarter", "季度里没有着落的超过三成就提醒", "A quarter of which more than this is backed by nothing is warned of", minimum=0, maximum=1),
    _setting("quarters", "least_gap", Kind.SHARE, "值得开口的缺口", "Gap worth asking for", "缺口不到季度的1%,不向上级提请", "A smaller part of the quarter is not asked help for", minimum=0, maximum=1),
    _setting("quarters", "rounding_limit", Kind.SHARE, "取整最多挪动", "Most that rounding moves", "总目标取整挪动一个季度超过1%就改用小的取整", "Where rounding of totals would move a quarter by more, the smaller step is used", minimum=0, maximum=1),
    _setting("quarters", "row_rounding", Kind.SHARE, "一行取整最多差", "Rounding of a row", "客户、产品的季度数取整,全年不挪动超过1%", "Rounding the quarters of a row moves its year by no more", minimum=0, maximum=1),
    _setting("quarters", "map_gap", Kind.SHARE, "地图与目标差异线", "Map and target apart", "作战地图合计与目标差0.5%以上就提醒", "A larger difference between map and target is pointed out", minimum=0, maximum=1),
    _setting("quarters", "season_years", Kind.COUNT, "季节性看几年", "Years for the season", "最近三年的订单", "The last three years of orders", _YEARS, minimum=1, maximum=10),
    _setting("quarters", "one_year_weight", Kind.SHARE, "一年历史信几成", "Weight of one year", "只有一年历史的客户,季节性信一半", "A customer with one year behind it is believed by half", minimum=0, maximum=1),
    _setting("capacity", "cadence", Kind.CHOICE, "拜访频次方案", "Cadence preset", "两套常用频次,或在下面自定", "Two common presets, or your own below", options=choices.CADENCES),
    _setting("capacity", "visits_a", Kind.NUMBER, "A类每月拜访", "Visits to A", "A类每月至少2次", "A at least twice a month", _TIMES, minimum=0, maximum=31),
    _setting("capacity", "visits_b", Kind.NUMBER, "B类每月拜访", "Visits to B", "B类每月1次", "B once a month", _TIMES, minimum=0, maximum=31),
    _setting("capacity", "visits_c", Kind.NUMBER, "C类每月拜访", "Visits to C", "C类每季度1次,即每月三分之一次", "C once a quarter, a third of a visit a month", _TIMES, minimum=0, maximum=31),
    _setting("capacity", "potential_b_as_a", Kind.YES_NO, "高潜力B按A拜访", "High-potential B as A", "把潜力股当A类来服务", "Serve the promising ones as A", options=choices.YES_NO),
    _setting("capacity", "days_per_visit", Kind.NUMBER, "每次拜访用时", "Days per visit", "按每次半天算", "Half a day each", _DAYS, minimum=0, maximum=10),
    _setting("capacity", "bundled_per_day", Kind.NUMBER, "C类一天跑几家", "C customers a day", "同一园区一天跑3家", "Three in one park in a day", minimum=0.1, maximum=20),
    _setting("capacity", "workdays_month", Kind.NUMBER, "每月工作日", "Workdays a month", "法定月均计薪天数21.75", "Statutory monthly average 21.75", _DAYS, minimum=1, maximum=31),
    _setting("capacity", "people", Kind.COUNT, "本簿销售人数", "Salespeople in this book", "团队共用一本簿时,可用时间按人数计", "A book shared by a team has the time of all of them", minimum=1, maximum=10_000),
    _setting("capacity", "slack", Kind.SHARE, "机动时间", "Slack", "给自己留20%的机动时间", "Keep 20 % free", minimum=0, maximum=1),
    _setting("capacity", "time_share_a", Kind.SHARE, "A类时间占比", "Time for A", "6-3-1法则的6", "The 6 of 6-3-1", minimum=0, maximum=1),
    _setting("capacity", "time_share_b", Kind.SHARE, "B类时间占比", "Time for B", "6-3-1法则的3", "The 3 of 6-3-1", minimum=0, maximum=1),
    _setting("capacity", "time_share_c", Kind.SHARE, "C类时间占比", "Time for C", "6-3-1法则的1", "The 1 of 6-3-1", minimum=0, maximum=1),
    _setting("capacity", "rule_tolerance", Kind.SHARE, "6-3-1容差", "Tolerance of 6-3-1", "时间占比差5个点以上才算不符", "Shares of time further than this from the rule contradict it", minimum=0, maximum=1),
    _setting("capacity", "workday_gap", Kind.SHARE, "工作日差异线", "Workdays pointed out", "手填的工作日与日历相差3%以上就提示", "Typed workdays further than this from the calendar are pointed out", minimum=0, maximum=1),
    _setting("months", "current_month", Kind.MONTH, "跟踪月份", "Month tracked", "月度跟踪和本月清单看哪个月,如2027-03", "The month of tracking and list, such as 2027-03"),
    _setting("months", "on_time_base", Kind.CHOICE, "及时率分母", "On-time base", "按本月到期款计,或按全部应收计", "Due in the month, or all open", options=choices.ON_TIME_BASES),
    _setting("months", "grace_days", Kind.COUNT, "宽限天数", "Days of grace", "到期后这几天内付清仍算及时;0表示到期日当天为限", "Paid within so many days after the due date still counts as on time", _DAYS, minimum=0, maximum=90),
    _setting("months", "plan_months", Kind.NUMBER, "计划抵几个月", "Months the plan speaks for", "全年预测里,计划和这么多个月的实际一样有份量", "In the forecast of the year the plan counts as much as so many months of experience", _MONTHS, minimum=0.1, maximum=60),
    _setting("months", "quote_silence_days", Kind.COUNT, "报价无回音天数", "Quote silence", "报价后超过30天没动静要提醒", "Remind when a quote is silent for 30 days", _DAYS, minimum=1, maximum=365),
    _setting("months", "behind_line", Kind.SHARE, "落后提醒线", "Behind plan", "累计落后计划一成以上就提醒", "Further behind the plan to date is a finding", minimum=0, maximum=1),
    _setting("months", "project_change_line", Kind.SHARE, "项目变动提醒线", "Project change told", "项目变动不到全年1%不说", "Projects that moved the year by less are not mentioned", minimum=0, maximum=1),
    _setting("months", "kpi_change", Kind.SHARE, "指标变动提醒线", "KPI change told", "变动不到半个点当作持平", "Less than half a point counts as unchanged", minimum=0, maximum=1),
    _setting("months", "listed_targets", Kind.COUNT, "清单列几个目标", "Targets on the list", "A类和高潜力全列,不足30个再补", "All A and high potential, topped up to 30", minimum=0, maximum=60),
    _setting("months", "small_target", Kind.SHARE, "小客户不单列", "Too small for a row", "月目标不到全月1%、又不欠款的C类不单独成行", "A C customer with a smaller share of the month that owes nothing gets no row of its own", minimum=0, maximum=1),
    _setting("months", "worst_customers", Kind.COUNT, "复盘几个落后客户", "Customers reviewed", "月复盘列出落后最多的几个", "The month's review names those furthest behind", minimum=0, maximum=20),
    _setting("late", "prior_invoices", Kind.NUMBER, "晚付先验笔数", "Late-payment prior", "预测谁会晚付时,笔数少的客户向全簿靠拢", "Few invoices: the forecast leans towards the book", minimum=0, maximum=100),
    _setting("late", "horizon_days", Kind.COUNT, "逾期款预测天数", "Overdue outlook", "已逾期的款,再过这些天还没付的可能", "Chance that overdue money is unpaid after so many days more", _DAYS, minimum=1, maximum=365),
    _setting("late", "large_times", Kind.NUMBER, "大额款倍数", "Large invoice", "是这家平常金额两倍的款,单独提一句", "So many times the customer's usual amount is mentioned", _X, minimum=1, maximum=100),
    _setting("distribution", "sd_a", Kind.SHARE, "A类业绩波动", "Spread of A", "A类客户一年业绩上下波动的幅度", "How far an A customer's year varies", minimum=0, maximum=3),
    _setting("distribution", "sd_b", Kind.SHARE, "B类业绩波动", "Spread of B", "B类比A类波动大", "B varies more than A", minimum=0, maximum=3),
    _setting("distribution", "sd_c", Kind.SHARE, "C类业绩波动", "Spread of C", "C类波动最大,但金额小", "C varies most, but is small", minimum=0, maximum=3),
    _setting("distribution", "sd_new", Kind.SHARE, "新客户业绩波动", "Spread of new business", "还没有的客户最难料", "Customers one does not have yet are hardest to foresee", minimum=0, maximum=3),
    _setting("distribution", "correlation", Kind.NUMBER, "同涨同跌程度", "Common ups and downs", "0各自涨跌,1全部同涨同跌;行情好坏大家一起受影响", "0 each for itself, 1 all together", minimum=0, maximum=1),
    _setting("distribution", "sure_chance", Kind.SHARE, "保底的把握", "Guaranteed: how sure", "八成把握能做到的数才叫保底", "Reached in four of five years", minimum=0.01, maximum=0.99),
    _setting("distribution", "stretch_chance", Kind.SHARE, "冲刺的把握", "Stretch: how sure", "两成把握够得着的数是冲刺", "Reached in one of five years", minimum=0.01, maximum=0.99),
    _setting("distribution", "highest_chance", Kind.SHARE, "情景最高把握", "Highest chance in a scenario", "情景再乐观,没签的项目也不当成板上钉钉", "No scenario makes an open project certain", minimum=0, maximum=1),
    _setting("distribution", "company_chance", Kind.SHARE, "公司目标存疑线", "Company's figure doubted", "公司目标的把握不到一半就提醒", "Less than even is pointed out", minimum=0, maximum=1),
    _setting("distribution", "hopeless_chance", Kind.SHARE, "够不着线", "Out of reach", "把握低于它说几乎够不着,高于1减它说几乎肯定", "Less is as good as out of reach, the same on the other side certain", minimum=0, maximum=0.5),
    _setting("distribution", "lumpy_share", Kind.SHARE, "大项目说明线", "Big deals: part of the spread", "项目占波动一半以上,才说全有或全无", "Projects must make so much of the spread to be mentioned", minimum=0, maximum=1),
    _setting("distribution", "lumpy_gap", Kind.SHARE, "大项目差距线", "Big deals: gap to the mean", "保底比平均低15%以上,才说全有或全无", "And part the sure figure from the mean by so much", minimum=0, maximum=1),
    _setting("funnel", "new_customers", Kind.NUMBER, "全年新客户目标", "New customers a year", "行动漏斗由它倒推", "The funnel is worked back from it", _PIECES, minimum=0),
    _setting("funnel", "monthly_signed", Kind.NUMBER, "口头承诺每月签约", "Promised a month", "有人说过每月签几个时填,与全年目标核对", "Compared with the year's goal where somebody promised it", _PIECES, minimum=0),
    _setting("funnel", "need_rate", Kind.SHARE, "线索到需求", "Lead to need", "30条线索里10个有意向", "10 of 30 leads have a need", minimum=0, maximum=1),
    _setting("funnel", "proposal_rate", Kind.SHARE, "需求到方案", "Need to proposal", "10个意向里5个出方案", "5 of 10 needs get a proposal", minimum=0, maximum=1),
    _setting("funnel", "sign_rate", Kind.SHARE, "方案到签单", "Proposal to signature", "5个方案签1到2个,按四分之一计", "1 to 2 of 5 sign; one quarter", minimum=0, maximum=1),
    _setting("funnel", "lead_fair", Kind.NUMBER, "展会线索比重", "Leads from fairs", "每月30条线索里展会20条,按比例折算", "20 of 30 leads; used as a proportion", minimum=0),
    _setting("funnel", "lead_referral", Kind.NUMBER, "转介绍线索比重", "Leads from referrals", "老客户转介绍5条", "5 of 30", minimum=0),
    _setting("funnel", "lead_online", Kind.NUMBER, "线上线索比重", "Leads online", "线上5条", "5 of 30", minimum=0),
    _setting("funnel", "lead_other", Kind.NUMBER, "其他线索比重", "Other leads", "其他来源", "Other sources", minimum=0),
    _setting("funnel", "calls_per_need", Kind.NUMBER, "每个意向的电话", "Calls per need", "找到一个意向平均要打几个电话", "Calls it takes to find a need", minimum=0),
    _setting("funnel", "visits_per_need", Kind.NUMBER, "每个意向的拜访", "Visits per need", "确认一个意向平均要拜访几次", "Visits it takes to confirm a need", minimum=0),
    _setting("rates", "least_leads", Kind.COUNT, "比较来源的最少线索", "Leads to compare sources", "线索太少的来源不下结论", "Too few leads show nothing", minimum=1),
    _setting("rates", "move_sureness", Kind.SHARE, "调整投入的把握", "Sure enough to move effort", "有这么大把握一个来源更好,才建议调整", "How sure one source must be better before effort moves", minimum=0.5, maximum=0.999),
    _setting("rates", "move_share", Kind.SHARE, "建议调整的比例", "Part to move", "从弱的来源挪走多少", "How much of the weaker source to move", minimum=0, maximum=1),
    _setting("rates", "ripening_days", Kind.COUNT, "线索成熟天数", "Days a lead needs", "太新的线索还来不及签,转化率先不算它", "Younger leads have had no time to sign and do not count yet", _DAYS, minimum=0, maximum=1000),
    _setting("incentives", "action_goal", Kind.COUNT, "方案奖起点", "Proposals for the bonus", "一个月提交5个方案起奖", "Five proposals a month", _PIECES, minimum=1),
    _setting("incentives", "action_bonus", Kind.NUMBER, "方案奖", "Bonus for the goal", "达到起点奖500元", "500 CNY at the goal", _YUAN, minimum=0),
    _setting("incentives", "action_extra", Kind.NUMBER, "每多一个方案", "Each further proposal", "每多一个再奖200元", "200 CNY each", _YUAN, minimum=0),
    _setting("incentives", "base_rate", Kind.SHARE, "基本提成", "Commission", "当月业绩的基本提成比例;没有填0", "Basic commission on the month; 0 if there is none", minimum=0, maximum=1),
    _setting("incentives", "rate_step", Kind.SHARE, "达标加提", "Step when reached", "月目标完成后提成加1个点", "One point more when the month is reached", minimum=0, maximum=1),
    _setting("incentives", "rate_reading", Kind.CHOICE, "加提的算法", "How the step is read", "加1个百分点,还是提成上浮1%", "Points, or per cent of the rate", options=choices.RATE_READINGS),
    _setting("incentives", "over_line", Kind.SHARE, "超额线", "Line of the extra bonus", "超过目标20%起发超额奖", "From 20 % above target", minimum=0),
    _setting("incentives", "over_reading", Kind.CHOICE, "恰好到超额线", "Exactly on the line", "正好120%算不算", "Whether exactly 120 % counts", options=choices.OVER_READINGS),
    _setting("incentives", "over_bonus", Kind.SHARE, "超额奖比例", "Extra bonus", "当月业绩的5%", "5 % of the month", minimum=0, maximum=1),
    _setting("incentives", "over_base", Kind.CHOICE, "超额奖基数", "Extra bonus on", "按全部业绩,还是只按超出部分", "The whole month, or what is above target", options=choices.OVER_BASES),
    _setting("incentives", "over_pays", Kind.CHOICE, "达标加提与超额奖", "Step and extra bonus", "两项都发,还是只发超额奖", "Both, or the extra bonus alone", options=choices.OVER_PAYS),
    _setting("accounts", "focus_cap", Kind.COUNT, "重点客户上限", "Key accounts at most", "打得太多等于平均用力;战略型和攻坚型合计", "Too many are none; must win and window together", _PIECES, minimum=1, maximum=100),
    _setting("accounts", "window_days", Kind.COUNT, "窗口期天数", "Window within", "半年后还在的机会不算窗口", "What is still there in half a year is no window", _DAYS, minimum=1, maximum=3650),
    _setting("accounts", "window_alarm_days", Kind.COUNT, "窗口警报天数", "Window alarm", "窗口只剩这么久,却没有对准卡点的行动,就提醒", "So near a close, an action that counts is wanted", _DAYS, minimum=0, maximum=365),
    _setting("accounts", "stage_days", Kind.COUNT, "阶段天数", "Length of a stage", "行动要在一个阶段内看出效果,不等到年底", "An action is to show its effect within a stage, not at the end of the year", _DAYS, minimum=1, maximum=365),
    _setting("accounts", "stale_days", Kind.COUNT, "卡点不动提醒线", "Bottleneck unmoved", "卡点三周没动就要换办法", "Unmoved for three weeks: try another way", _DAYS, minimum=1, maximum=365),
    _setting("accounts", "quiet_days", Kind.COUNT, "没动静提醒线", "Account quiet", "两周没人碰过的大客户要提醒", "A key account nobody touched for two weeks", _DAYS, minimum=1, maximum=365),
    _setting("accounts", "strategic_share", Kind.SHARE, "建议战略型占比", "Proposed must win from", "A类且占今年业绩一成以上,建议战略型", "A customers with a tenth of this year's revenue", minimum=0, maximum=1),
    _setting("accounts", "window_share", Kind.SHARE, "建议攻坚型占比", "Proposed window from", "窗口期内要签的项目占今年业绩5%以上,建议攻坚型", "A project signing within the window worth so much of this year's revenue", minimum=0, maximum=1),
    _setting("accounts", "hours_per_day", Kind.NUMBER, "一天几小时", "Hours a day", "放弃的客户一年腾出多少小时", "What letting go frees in a year", minimum=1, maximum=24),
    _setting("accounts", "similar_least", Kind.COUNT, "同类客户最少几家", "Similar customers at least", "同类客户太少看不出规律", "Too few similar customers show nothing", _PIECES, minimum=1, maximum=1000),
    _setting("accounts", "cross_share", Kind.SHARE, "交叉销售线", "Cross-sell from", "一半以上的同类客户都买,才建议", "Suggested where half of the similar customers buy it", minimum=0, maximum=1),
    _setting("season", "review_from", Kind.TEXT, "复盘从", "Review from", "11月中旬先复盘,再冲刺;写月-日", "Review in mid-November, before the sprint; month-day"),
    _setting("season", "sprint_from", Kind.TEXT, "冲刺从", "Sprint from", "12月冲刺,同时部署明年", "Sprint in December, with deployment beside it"),
    _setting("season", "plan_from", Kind.TEXT, "规划从", "Plan from", "12月底再复盘,定明年", "Review again at the end of December and plan next year"),
    _setting("season", "plan_until", Kind.TEXT, "规划到", "Plan until", "规划年的1月底收尾", "Closed by the end of January of the plan year"),
    _setting("season", "sprint_end", Kind.DATE, "冲刺截止日", "Last day of the sprint", "空白按今年最后一天", "Blank: the last day of this year"),
    _setting("season", "contacts_per_day", Kind.NUMBER, "每天联系几家", "Contacts a day", "一个工作日能认真联系几家客户", "Customers one can contact properly on a workday", _PIECES, minimum=0.1, maximum=500),
    _setting("season", "winback_months", Kind.COUNT, "唤醒看多少个月", "Win back within", "最后一单比这更早的流失客户不再打", "Lost customers whose last order is older are not called", _MONTHS, minimum=1, maximum=240),
    _setting("season", "not_ordered_share", Kind.SHARE, "本轮还没返单", "Not ordered in this cycle", "离上一单不到半个间隔算刚下过单", "Less than half a gap after the last order counts as just ordered", minimum=0, maximum=1),
    _setting("season", "soon_chance", Kind.SHARE, "快成交的把握", "Chance of closing soon", "自己估的把握到一半,也算年底能成交", "With such a chance of its own a project may close whatever its stage", minimum=0, maximum=1),
    _setting("season", "steady_orders", Kind.COUNT, "稳定返单最少几单", "Steady from orders", "下单日太少谈不上稳定", "Too few order days show no steadiness", _PIECES, minimum=2, maximum=100),
    _setting("season", "steady_variation", Kind.NUMBER, "稳定返单波动上限", "Steady up to variation", "间隔的标准差不超过平均间隔的六成", "Spread of the gaps at most so much of their mean", _X, minimum=0, maximum=5),
    _setting("season", "key_project_amount", Kind.MONEY, "重点项目金额", "Key project from", "空白按B类金额门槛", "Blank: the threshold of tier B"),
    _setting("season", "this_year_target", Kind.MONEY, "今年目标", "Target of this year", "填了就告诉您照名单做完离目标还差多少", "Stated: says what is missing once the list is done"),
    _setting("season", "rfm_months", Kind.COUNT, "客户分群看多少个月", "Segments from months", "次数和金额看最近36个月", "Frequency and money of the last 36 months", _MONTHS, minimum=1, maximum=240),
    _setting("season", "outcome_days", Kind.COUNT, "联系后几天内下单算数", "Order within days", "联系之后60天内的第一单算这次联系的结果", "The first order within so many days is the outcome of a contact", _DAYS, minimum=1, maximum=730),
    _setting("season", "hopeless_contacts", Kind.COUNT, "无效话术线", "Script without effect", "用了10次一单没成的话术要点名", "A script used so often without an order is named", _PIECES, minimum=1, maximum=1000),
    _setting("season", "inquiry_cost", Kind.MONEY, "一个询盘的成本", "Cost of an inquiry", "管理者看:新客户要花多少钱", "For managers: what new customers cost"),
    _setting("season", "new_margin", Kind.SHARE, "新客户毛利率", "Margin of new business", "管理者看:新客户业绩能留下多少", "For managers: what new business leaves", minimum=0, maximum=1),
    _setting("season", "repeat_basis", Kind.CHOICE, "老客户目标依据", "Basis of repeat business", "老客户明年按分类增长推,还是按返单计划;不重复计算", "Old customers by tier growth or by the reorder plan; nothing is counted twice", options=choices.REPEAT_BASES),
    _setting("reorder", "default_gap", Kind.NUMBER, "默认下单间隔", "Usual gap", "全簿没有一个客户下过两次单时用", "Used where no customer has ordered twice", _DAYS, minimum=1, maximum=3650),
    _setting("reorder", "lost_ratio", Kind.NUMBER, "流失线", "Lost from", "超过自己平时间隔的三倍没下单,算流失", "Silent for more than three of its own gaps: lost", _X, minimum=1, maximum=100),
    _setting("reorder", "lost_one_order_gaps", Kind.NUMBER, "单次客户流失:几个间隔", "One order: lost from gaps", "只下过一单的,看全簿一般间隔", "A customer of one order is held against the gap of the book", _X, minimum=1, maximum=100),
    _setting("reorder", "lost_one_order_days", Kind.COUNT, "单次客户流失:至少几天", "One order: lost from days", "不到半年不算流失", "Not lost within half a year", _DAYS, minimum=1, maximum=3650),
    _setting("reorder", "overdue_days", Kind.COUNT, "该下单未下:过几天", "Overdue after days", "过了预计日7天还没下单", "Seven days after the order was expected", _DAYS, minimum=0, maximum=365),
    _setting("reorder", "overdue_share", Kind.SHARE, "该下单未下:过间隔几成", "Overdue after share of gap", "间隔长的客户多等四分之一个间隔", "Customers with long gaps get a quarter of it", minimum=0, maximum=5),
    _setting("reorder", "due_soon_days", Kind.COUNT, "快到期天数", "Due soon within", "30天内该下单的叫快到期", "Expected within 30 days: due soon", _DAYS, minimum=0, maximum=365),
    _setting("reorder", "lead_days", Kind.COUNT, "提前联系天数", "Contact ahead by", "比最早可能下单日提前三周联系,最多提前半个间隔", "Three weeks before the earliest likely order, half a gap at most", _DAYS, minimum=0, maximum=365),
    _setting("reorder", "market_growth", Kind.SHARE, "市场增长率", "Market growth", "行情明年涨跌多少,加在返单金额上", "What the market adds to reorders next year", minimum=-1, maximum=5),
    _setting("reorder", "odd_order", Kind.NUMBER, "异常大单倍数", "Odd order from", "超过平时10倍的单按10倍算,不外推", "An order beyond ten times the usual counts as ten times", _X, minimum=1, maximum=1000),
    _setting("reorder", "trend_drop", Kind.SHARE, "买少了", "Buying less from", "比去年同期少三成以上", "Down by 30 % on the same days", minimum=-1, maximum=0),
    _setting("reorder", "trend_rise", Kind.SHARE, "买多了", "Buying more from", "比去年同期多一半以上", "Up by half on the same days", minimum=0, maximum=100),
    _setting("reorder", "trend_orders", Kind.COUNT, "判断买少了的最少单数", "Orders to judge by", "以前下单太少看不出少没少", "Too few orders before show no less", _PIECES, minimum=1, maximum=100),
    _setting("year_report", "collections_drop", Kind.SHARE, "回款率下降线", "Collections down by", "回款率比去年低5个点,增长有一部分是赊出来的", "Collected five points less than last year: some of the growth is on credit", minimum=0, maximum=1),
    _setting("year_report", "margin_drop", Kind.SHARE, "毛利率下降线", "Margin down by", "毛利率比去年低2个点,增长有一部分是毛利换的", "Margin two points lower than last year: some of the growth was paid for", minimum=0, maximum=1),
    _setting("year_report", "discount_drop", Kind.SHARE, "让利线", "Discount from", "同样的货便宜卖,毛利率因此低了1个点", "The same goods sold cheaper cost one point of margin", minimum=0, maximum=1),
    _setting("year_report", "overdue_growth_share", Kind.SHARE, "赊账增长线", "Growth on credit from", "增长的一半以上来自有逾期的客户", "Half of the growth comes from customers in arrears", minimum=0, maximum=1),
    _setting("year_report", "margin_known", Kind.SHARE, "毛利率可比线", "Margin known for", "知道毛利率的销售额不到八成就不比", "Compared where the margin of so much of the revenue is known", minimum=0, maximum=1),
    _setting("year_report", "least_cases", Kind.COUNT, "下结论最少几单", "Cases for a conclusion", "不到5单只报数,不算占比", "Fewer closed projects are counted, not judged", _PIECES, minimum=1, maximum=1000),
    _setting("year_report", "unvisited_days", Kind.COUNT, "丢单前几天没去过", "Nobody there for", "丢单前30天没去过,先别说是价格", "Nobody went there in the 30 days before a loss", _DAYS, minimum=1, maximum=366),
    _setting("year_report", "request_uplift", Kind.SHARE, "要的支持提高把握", "A request raises chances by", "没写提高多少时按10个点算", "Taken where a request does not say", minimum=0, maximum=1),
    _setting("resources", "weeks_ahead", Kind.COUNT, "资源冲突看几周", "Weeks to look ahead", "提前多少周看样机和技术人员是否撞期", "How far ahead clashes are looked for", minimum=1, maximum=104),
    _setting("resources", "customers_a_week", Kind.COUNT, "一周可服务客户", "Customers a week", "一台样机或一名技术人员一周能服务几家", "What one machine or engineer can serve in a week", minimum=1, maximum=50),
    _setting("checks", "small_difference", Kind.SHARE, "业绩差异提示线", "Difference noted", "手填业绩与订单差1%以上给提示", "Typed revenue and orders differ by more: a note", minimum=0, maximum=1),
    _setting("checks", "large_difference", Kind.SHARE, "业绩差异警告线", "Difference warned of", "差10%以上给警告", "Typed revenue and orders differ by more: a warning", minimum=0, maximum=1),
    _setting("checks", "odd_factor", Kind.NUMBER, "异常金额倍数", "Odd amount", "比中间值大一千倍,多半是元和万元弄混了", "A thousand times the median is most likely another unit", _X, minimum=2),
    _setting("imports", "chance_high", Kind.SHARE, "把握“高”", "Chance: high", "商机的赢率写高、中、低时的换算", "Used where a project's chance is a word", minimum=0, maximum=1),
    _setting("imports", "chance_medium", Kind.SHARE, "把握“中”", "Chance: medium", "商机的赢率写高、中、低时的换算", "Used where a project's chance is a word", minimum=0, maximum=1),
    _setting("imports", "chance_low", Kind.SHARE, "把握“低”", "Chance: low", "商机的赢率写高、中、低时的换算", "Used where a project's chance is a word", minimum=0, maximum=1),
    _setting("imports", "price_difference", Kind.SHARE, "数量乘单价的差异", "Quantity times price", "与金额差1%以上给提示,以金额为准", "A larger difference from the amount is told; the amount counts", minimum=0, maximum=1),
    _setting("imports", "alike_names", Kind.SHARE, "名字多像算疑似", "Names that look alike", "相似到这个程度的两个客户名提示可能是同一家", "Two customer names at least this alike are proposed as one", minimum=0.5, maximum=1),
    _setting("imports", "amount_tax", Kind.CHOICE, "含税不含税取哪个", "Amount with or without tax", "文件两列都有时取哪一列", "Which column is taken where a file has both", options=choices.AMOUNT_TAXES),
)  # fmt: skip


def default(setting: Setting, unit: str) -> SettingValue:
    """The default in the book's money unit (``wan`` or ``yuan``)."""
    if setting.kind is Kind.MONEY and isinstance(setting.default, float):
        return BOOK_UNITS[unit].of(setting.default, WAN)
    return setting.default


def rules(values: Mapping[str, SettingValue]) -> Rules:
    """The rules records of a book from its settings; a missing or blank setting keeps its default."""
    unit = str(values.get("money_unit") or "wan")
    filled: dict[str, dict[str, Any]] = {}
    for setting in SETTINGS:
        if setting.record != "general":
            value = values.get(setting.key)
            filled.setdefault(setting.record, {})[setting.key] = default(setting, unit) if value is None else value
    fresh = Rules()
    made = Rules(
        **{
            record.name: dataclasses.replace(getattr(fresh, record.name), **filled[record.name])
            for record in dataclasses.fields(Rules)
        }
    )
    # A blank as-of day is the last of this year, until the data have their say (``planning/common/as_of.py``).
    as_of = filled["calendar"]["as_of"] or made.calendar.this_year_end
    return dataclasses.replace(made, calendar=dataclasses.replace(made.calendar, as_of=as_of))
