"""The closed lists of the workbook: keys used in code, labels shown in cells, words imports understand."""

from __future__ import annotations

from salesplan_xl import tiers
from salesplan_xl.money import HOME, currency_of, scale_of
from salesplan_xl.schema import year_report_choices
from salesplan_xl.schema.choice_rows import choices_of
from salesplan_xl.schema.types import Label


def unit_label(unit: str) -> Label:
    """The words for a money unit; ``yuan USD`` is told by its code.

    Raises:
        StopIteration: there is no such scale.
    """
    label = next(item.label for item in MONEY_UNITS if item.key == scale_of(unit))
    currency = currency_of(unit)
    if currency == HOME:
        return label
    return Label(label.zh.replace("元", currency), label.en.replace(HOME, currency))


def unit_word(unit: str) -> Label | None:
    """The words for a money unit, ``None`` for a word that is none."""
    return unit_label(unit) if scale_of(unit) in {item.key for item in MONEY_UNITS} else None


TIERS = choices_of(*((tier, tier, tier, (f"{tier}类", f"{tier}级", tier.lower())) for tier in tiers.TIERS))
PLAN_TIERS = (*TIERS, *choices_of((tiers.NEW, "新客户", "New", ("新",))))
LEVELS = choices_of(
    ("high", "高", "High", ("大", "强", "h")),
    ("medium", "中", "Medium", ("一般", "m")),
    ("low", "低", "Low", ("小", "弱", "l")),
)
ATTITUDES = choices_of(
    ("support", "支持", "Supports us", ("赞成", "友好")),
    ("neutral", "中立", "Neutral", ("一般",)),
    ("oppose", "反对", "Opposes us", ("抵触",)),
)
ROLES = choices_of(
    ("purchasing", "采购", "Purchasing", ("采购者", "采购部", "buyer")),
    ("user", "使用", "User", ("使用者", "使用部门", "生产", "设备")),
    ("technical", "技术", "Technical", ("技术把关", "技术部", "工艺", "engineering")),
    ("decision", "决策", "Decision", ("决策人", "老板", "总经理", "decision maker")),
    ("other", "其他", "Other", ("财务", "仓库")),
)
ORDER_KINDS = choices_of(
    ("order", "订单", "Order", ("销售", "正常", "出库", "sale")),
    ("credit", "退货", "Credit note", ("红字", "冲减", "退款", "credit", "return")),
    ("project", "项目", "Project", ("工程", "项目订单", "project order")),
)
TYPED_REVENUE = choices_of(
    ("whole", "全年数", "Whole year", ("全年",)),
    ("to_date", "截至数据截止日", "To date", ("截至目前", "年初至今", "ytd")),
)
RECEIVABLE_KINDS = choices_of(
    ("advance", "预付款", "Advance", ("预付", "首付款", "定金")),
    ("progress", "进度款", "Progress", ("货款", "发货款", "验收款", "到货款")),
    ("retention", "质保金", "Retention", ("质保", "尾款", "保证金")),
)
PURPOSES = choices_of(
    ("sales", "销售", "Sales", ("业务", "商务", "谈判")),
    ("technical", "技术", "Technical", ("技术交流", "服务", "售后")),
    ("non_sales", "非销售性", "Non-sales", ("关系维护", "维护", "回访")),
)
STAGES = choices_of(
    ("lead", "线索", "Lead", ("意向",)),
    ("need", "需求", "Need", ("需求对接", "需求确认", "技术交流")),
    ("proposal", "方案", "Proposal", ("方案制定", "方案提交")),
    ("quote", "报价", "Quote", ("已报价",)),
    ("negotiation", "谈判", "Negotiation", ("价格谈判", "合同谈判", "商务谈判")),
    ("signed", "签单", "Signed", ("已签", "签约", "赢单", "won")),
    ("paid", "回款", "Paid", ("已回款",)),
    ("reorder", "复购", "Reorder", ()),
)
RESULTS = choices_of(
    ("won", "赢单", "Won", ("成交", "签单")),
    ("lost", "丢单", "Lost", ("失败", "输单")),
    ("postponed", "延期", "Postponed", ("暂停", "推迟")),
)
LEAD_SOURCES = choices_of(
    ("existing", "老客户", "Existing", ("复购", "返单")),
    ("fair", "展会", "Trade fair", ("展览",)),
    ("referral", "转介绍", "Referral", ("介绍",)),
    ("online", "线上", "Online", ("网络", "平台")),
    ("other", "其他", "Other", ()),
)
RESOURCE_KINDS = choices_of(
    ("technical", "技术支持", "Technical support", ("技术",)),
    ("demo", "样机演示", "Demo machine", ("样机", "演示", "样板工程")),
    ("policy", "政策优惠", "Policy or rebate", ("政策", "优惠", "返点")),
)
STABILITIES = choices_of(
    ("danger", "危险下滑", "Dangerous decline", ()),
    ("warning", "下滑", "Decline", ()),
    ("flat", "持平", "Flat", ()),
    ("normal", "小幅波动", "Slight change", ()),
    ("growth", "增长", "Growth", ()),
    ("fast", "高速增长", "Fast growth", ()),
    ("new", "新客户", "New customer", ()),
    ("inactive", "无成交", "No revenue", ()),
    ("returns", "净退货", "Net returns", ()),
)
DECLINE_CAUSES = choices_of(
    ("own_business", "客户自身业务", "Customer's own business", ()),
    ("share_lost", "份额被抢", "Share lost to a competitor", ()),
    ("unknown", "不清楚", "Unknown", ()),
)
PAYMENTS = choices_of(
    ("normal", "正常", "Normal", ()),
    ("temporary", "临时性拖延", "Temporary delay", ()),
    ("habitual", "习惯性延付", "Habitual late payer", ()),
)
CREDITS = choices_of(
    ("normal", "正常", "Normal", ()),
    ("tighten", "收紧", "Tighten", ()),
    ("prepay", "先款后货", "Cash before delivery", ()),
)
DEPTHS = choices_of(
    ("none", "无联系人", "No contact", ()),
    ("single", "单点", "Single point", ("单点脆弱",)),
    ("several", "多点", "Several points", ()),
    ("full", "全覆盖", "Full coverage", ()),
)
SPACES = choices_of(
    ("project", "有新项目", "New project", ()),
    ("white_space", "有空白产品线", "Lines not sold yet", ()),
    ("need", "有新需求", "Stated need", ()),
    ("full", "已充分", "Used up", ()),
    ("unknown", "未了解", "Not known", ()),
)
MIGRATIONS = choices_of(
    ("new", "新增", "New", ()),
    ("up", "上升", "Up", ()),
    ("same", "不变", "Same", ()),
    ("down", "下降", "Down", ()),
    ("lost", "流失", "Lost", ()),
    ("none", "未成交", "Never bought", ()),
)
RISKS = choices_of(("high", "高风险", "High risk", ()), ("low", "—", "—", ()))
POTENTIALS = choices_of(("high", "高潜力", "High potential", ()), ("low", "—", "—", ()))
KEY_ACTIONS = choices_of(
    ("win_back", "挽回流失项目", "Win back the lost project", ()),
    ("win_project", "拿下新项目", "Win the new project", ()),
    ("tighten_credit", "收紧账期", "Tighten credit terms", ()),
    ("reach_decision", "补决策层关系", "Reach the decision maker", ()),
    ("open_lines", "推进空白产品线", "Open lines not sold yet", ()),
    ("serve_as_a", "按A类标准服务", "Serve as an A customer", ()),
    ("maintain", "维护现有关系", "Maintain the relationship", ()),
    ("ask_referral", "要转介绍", "Ask for a referral", ()),
    ("reactivate", "唤醒老客户", "Reactivate", ()),
    ("develop_new", "开发新客户", "Develop new customers", ()),
)
LIST_KINDS = choices_of(
    ("customer", "客户", "Customer", ()),
    ("target", "目标", "Target", ()),
    ("visit", "拜访", "Visit", ()),
    ("action", "关键动作", "Key action", ()),
    ("opportunity", "商机", "Opportunity", ()),
    ("receivable", "回款", "Receivable", ()),
    ("care", "非销售性拜访", "Non-sales visit", ()),
    ("node", "项目节点", "Project node", ()),
    ("change", "项目变动", "Project moved", ()),
)
SEVERITIES = choices_of(
    ("error", "错误", "Error", ()),
    ("warning", "警告", "Warning", ()),
    ("note", "提示", "Note", ()),
)
YES_NO = choices_of(
    ("yes", "是", "Yes", ("有", "y", "true", "1", "√", "✓")),
    ("no", "否", "No", ("无", "没有", "n", "false", "0")),
)
TIER_METHODS = choices_of(
    ("cumulative", "累计占比", "Cumulative share", ()), ("threshold", "金额门槛", "Threshold", ())
)
CROSSINGS = choices_of(
    ("better", "归上一类", "Better tier", ()), ("worse", "归下一类", "Worse tier", ())
)
QUARTER_METHODS = choices_of(
    ("history", "历史季节性", "History", ()),
    ("manual", "手工权重", "Manual weights", ()),
    ("equal", "平均", "Equal", ()),
    ("pipeline", "项目节点", "Project nodes", ()),
)
PROJECT_TIMINGS = choices_of(("sign", "按签单", "When signed", ()), ("paid", "按回款", "When paid", ()))
PLAN_BASES = choices_of(
    ("derived", "推导目标", "Derived target", ()),
    ("guaranteed", "保底目标", "Guaranteed target", ()),
    ("stretch", "冲刺目标", "Stretch target", ()),
)
PLAN_LOCKS = choices_of(
    ("year", "计划年开始后锁定", "Once the plan year has begun", ()),
    ("now", "现在锁定", "Now", ()),
    ("never", "不锁定", "Never", ()),
    ("once", "解锁再推一次", "Open for one run", ()),
)
CADENCES = choices_of(
    ("s0", "A每月2次/B每月1次/C每季1次", "A 2 a month / B 1 a month / C 1 a quarter", ()),
    ("s1", "A每月1次+季度复盘/B每两周", "A monthly + quarterly review / B every two weeks", ()),
    ("own", "自定义", "Own figures", ()),
)
ON_TIME_BASES = choices_of(("due", "本月到期", "Due in the month", ()), ("open", "全部应收", "All open", ()))
MONEY_UNITS = choices_of(
    ("wan", "万元", "10k CNY", ()), ("yuan", "元", "CNY", ()), ("thousand", "千元", "thousand CNY", ()),
    ("million", "百万元", "million CNY", ()),
)  # fmt: skip
AMOUNT_TAXES = choices_of(("without", "不含税", "Without tax", ()), ("with", "含税", "With tax", ()))
RATE_READINGS = choices_of(
    ("point", "加百分点", "Percentage points", ()), ("relative", "按比例上浮", "Per cent of the rate", ())
)
OVER_READINGS = choices_of(
    ("inclusive", "达到即算", "Reached is enough", ()), ("strict", "超过才算", "Only above", ())
)
OVER_BASES = choices_of(
    ("month", "当月全部业绩", "The whole month", ()), ("excess", "超出目标部分", "What is above target", ())
)
OVER_PAYS = choices_of(("both", "两项都发", "Both", ()), ("instead", "只发超额奖", "The extra bonus alone", ()))
FUNNEL_STAGES = choices_of(
    ("lead", "线索", "Lead", ()),
    ("need", "需求意向", "Need", ()),
    ("proposal", "方案", "Proposal", ()),
    ("signed", "签单", "Signed", ()),
)
TRACE_KINDS = choices_of(
    ("slipped", "延期", "Slipped", ()),
    ("earlier", "提前", "Earlier", ()),
    ("undated", "日期取消", "Date gone", ()),
    ("lost", "丢单", "Lost", ()),
    ("dropped", "移出清单", "Taken off the list", ()),
    ("won", "赢单", "Won", ()),
    ("amount", "金额变动", "Amount changed", ()),
)
UNCERTAINTIES = choices_of(
    ("market", "行情", "Market", ()),
    ("customer", "客户", "Customer", ()),
    ("new", "新客户", "New customers", ()),
    ("project", "项目", "Project", ()),
)
REVIEW_SCOPES = choices_of(("week", "周复盘", "Week", ()), ("month", "月复盘", "Month", ()))
REVIEW_SIDES = choices_of(
    ("visit", "拜访", "Visits", ()),
    ("step", "项目下一步", "Next steps", ()),
    ("action", "行动", "Actions", ()),
    ("receivable", "回款", "Receivables", ()),
    ("care", "非销售性拜访", "Non-sales visits", ()),
    ("figures", "数字", "Figures", ()),
    ("customers", "客户", "Customers", ()),
    ("actions", "动作", "Own actions", ()),
    ("account", "大客户", "Key accounts", ()),
)
DEVIATION_CAUSES = choices_of(
    ("customer", "客户原因", "The customer", ("客户",)), ("own", "自身原因", "Myself", ("自己", "自身"))
)
JUDGEMENTS = choices_of(
    ("judgement", "判断有误", "Wrong judgement", ()), ("execution", "执行不力", "Weak execution", ())
)
PLAN_STATES = choices_of(
    ("draft", "草稿", "Draft", ()),
    ("submitted", "已提交", "Submitted", ("提交",)),
    ("approved", "已批准", "Approved", ("批准",)),
)
STEP_STATES = choices_of(
    ("empty", "空", "Empty", ()),
    ("filled", "已填", "Filled", ()),
    ("computed", "已计算", "Computed", ()),
    ("problem", "有问题", "Needs attention", ()),
)
POSITIONS = choices_of(
    ("strategic", "战略型", "Must win", ("战略", "strategic")),
    ("window", "攻坚型", "Window", ("攻坚", "窗口型")),
    ("chance", "机会型", "Opportunity", ("机会", "chance")),
    ("dropped", "不打", "Not pursued", ("放弃", "dropped")),
)
BOTTLENECK_SOURCES = choices_of(
    ("typed", "自己填的", "Typed", ()), ("project", "在谈项目", "Project", ()), ("chain", "决策链", "Decision chain", ())
)
LAYER_STATES = choices_of(
    ("opposed", "反对", "opposed", ()),
    ("missing", "没有人", "nobody", ()),
    ("cold", "断联", "cold", ()),
    ("unknown", "不明", "unknown", ()),
    ("neutral", "中立", "neutral", ()),
    ("won", "支持", "with us", ()),
)
GATE_VERDICTS = choices_of(
    ("hits", "对准要害", "Hits the point", ()), ("patch", "补一问", "One answer short", ()), ("busy", "忙而无效", "Busy-work", ())
)
JUDGEMENT_VERDICTS = choices_of(
    ("held", "成立", "Held", ("对了", "held")),
    ("judgement", "判断错了", "Wrong judgement", ("判断有误", "wrong")),
    ("execution", "执行没到位", "Not carried out", ("执行不力", "execution")),
    ("outside", "外部变化", "Changed outside", ("客户原因", "outside")),
)
JUDGEMENT_STATES = choices_of(
    ("later", "还没到", "Not yet", ()), ("due", "该判断", "Due", ()), ("closed", "已判断", "Judged", ())
)
JUDGEMENT_SOURCES = choices_of(("action", "行动", "Action", ()), ("own", "自己写的", "Own", ()))
LINE_STATES = choices_of(
    ("bought", "已买", "Buys", ()),
    ("open", "在谈", "Open", ()),
    ("lost", "丢单", "Lost", ()),
    ("needed", "需要", "Needs", ()),
    ("lapsed", "曾买", "Bought once", ()),
)
WEEK_KINDS = choices_of(
    ("judgement", "该判断", "Judge", ()),
    ("unmoved", "卡点没动", "Not moved", ()),
    ("busy", "忙而无效", "Busy-work", ()),
    ("window", "窗口临近", "Window near", ()),
)
SEASON_LISTS = choices_of(("sprint", "冲刺", "Sprint", ()), ("deploy", "部署", "Deployment", ("明年部署",)))
SEASON_GROUPS = choices_of(
    ("not_reordered", "未返单", "Not reordered", ()),
    ("win_back", "流失待唤醒", "Win back", ()),
    ("close_soon", "快成交项目", "Closing soon", ()),
    ("vip", "VIP大客户", "VIP", ()),
    ("key_project", "重点项目", "Key project", ()),
    ("steady", "稳定返单", "Steady", ()),
)
SEGMENTS = choices_of(
    ("champion", "核心客户", "Champion", ()),
    ("steady", "稳定客户", "Steady", ()),
    ("big_rare", "大单少单", "Big and rare", ()),
    ("new_small", "新客小单", "New and small", ()),
    ("key_due", "重点待返单", "Key due", ()),
    ("small_due", "一般待返单", "Small due", ()),
    ("key_lost", "重点流失", "Key lost", ()),
    ("small_lost", "一般流失", "Small lost", ()),
)
REORDER_STATES = choices_of(
    ("on_track", "正常", "On track", ()),
    ("due_soon", "快到期", "Due soon", ()),
    ("overdue", "该下单未下", "Overdue", ()),
    ("churned", "流失", "Lost", ()),
    ("not_predictable", "看不出节奏", "No rhythm yet", ()),
)
TRENDS = choices_of(
    ("less", "买少了", "Less", ()),
    ("more", "买多了", "More", ()),
    ("new", "新买", "New", ()),
    ("stopped", "停买", "Stopped", ()),
    ("same", "持平", "Same", ()),
)
OUTREACH_RESULTS = choices_of(
    ("none", "没回", "No answer", ("未回", "无回复", "没回复")),
    ("answered", "已回复", "Answered", ("回复", "有回复")),
    ("refused", "已拒绝", "Refused", ("拒绝",)),
    ("ordered", "已下单", "Ordered", ("下单", "成交")),
)
LOSS_CAUSES = choices_of(
    ("price", "价格", "Price", ("太贵",)),
    ("quality", "质量", "Quality", ()),
    ("delivery", "交期", "Delivery", ()),
    ("service", "服务", "Service", ()),
    ("contact_left", "换人", "Contact left", ("联系人离职", "采购换人")),
    ("project_stopped", "项目停", "Project stopped", ("项目停了",)),
    ("competitor", "被竞品替代", "Lost to a competitor", ("被抢", "竞品", "换了供应商")),
    ("no_need", "需求没了", "No need any more", ("没需求",)),
    ("other", "其他", "Other", ()),
)
SITUATIONS = choices_of(
    ("promo", "年底促销", "Year-end offer", ()),
    ("schedule", "排产紧张", "Production filling up", ()),
    ("wake", "唤醒", "Wake up", ()),
    ("call", "电话问原因", "Ask by phone", ()),
    ("wake_price", "唤醒:价格", "Wake up: price", ()),
    ("wake_quality", "唤醒:质量", "Wake up: quality", ()),
    ("wake_delivery", "唤醒:交期", "Wake up: delivery", ()),
    ("wake_contact", "唤醒:换人", "Wake up: new contact", ()),
    ("close", "项目逼单", "Close the project", ()),
    ("reorder_plan", "返单计划沟通", "Talk over the reorder plan", ()),
    ("framework", "框架协议", "Framework agreement", ()),
    ("thanks", "感谢信", "Thank-you letter", ()),
    ("survey", "满意度", "Satisfaction", ()),
)
BOOK_LANGS = choices_of(("zh", "中文", "Chinese", ("cn", "汉语")), ("en", "英文", "English", ("英语",)))
REPEAT_BASES = choices_of(("tier", "分类增长", "Tier growth", ()), ("reorder", "返单计划", "Reorder plan", ()))
FACTORS = year_report_choices.FACTORS
GOAL_LEVELS = year_report_choices.GOAL_LEVELS
INSIGHT_SIDES = year_report_choices.INSIGHT_SIDES
MAP_GROUNDS = year_report_choices.MAP_GROUNDS
MAP_ZONES = year_report_choices.MAP_ZONES
