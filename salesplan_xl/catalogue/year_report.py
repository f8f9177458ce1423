"""The sentences of the year-end report."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

_DOUBTS = (
    ("no_decision", "决策层没有一个认识的人", "nobody known among those who decide"),
    ("opposed", "技术或决策的人反对", "somebody technical or deciding opposed us"),
    ("silent", "丢单前30天没去过", "nobody went there in the 30 days before"),
    ("only_relation", "只是关系好吗?", "was it the relationship alone?"),
)
_LACKS = (
    ("specific", "不具体", "not specific"),
    ("measurable", "没有衡量值", "no measure"),
    ("actionable", "没有第一步", "no first step"),
    ("challenging", "没有挑战", "not challenging"),
    ("timed", "没有期限", "no date in the plan year"),
)
_CAPABILITIES = (
    ("chain", "决策链与高层沟通", "Decision chains and talking to those who decide"),
    ("speed", "报价与响应", "Quoting and answering fast"),
    ("need", "需求调研", "Finding out what is needed"),
    ("price", "价值量化与谈判", "Putting a figure on value, and negotiating"),
    ("product", "产品工艺", "Product and process knowledge"),
    ("outside", "行业研究", "Knowing the industry"),
)
_ZONES = (
    ("attack", "增长目标、联合方案、高层会面", "growth targets, joint solutions, meetings of those who decide",
     "技术支持、样机、专家优先", "engineers, demo machines and experts first"),
    ("develop", "新需求、空白产品线、应用案例", "new needs, lines not bought yet, cases",
     "样机按计划,专家按项目", "demo machines by plan, experts by project"),
    ("keep", "交付、服务、返单提醒", "delivery, service, reminders to reorder",
     "线上服务、标准报价", "service online, standard quotations"),
)  # fmt: skip

SENTENCES = {
    "template.chart.year_revenue": Entry("销售额:目标、今年、去年", "Revenue: target, this year, last year"),
    "template.chart.year_months": Entry("每月业绩:今年和去年", "Months: this year and last year"),
    "template.chart.year_losses": Entry("丢单金额:丢在哪", "Lost money: what decided"),
    # Results.
    "year.words": Entry("{parts}", "{parts}"),
    "year.no_target": Entry("没填今年目标(参数)", "no target of the year stated (settings)"),
    "year.gone": Entry("工作日已过{gone:percent}", "{gone:percent} of the workdays are gone"),
    "year.typed_last": Entry("去年有手填的全年数", "some of last year's figures are typed and whole"),
    "year.no_last": Entry("没有去年的数", "nothing known of last year"),
    "year.dso": Entry("应收 ÷ 全年业绩 × 天数", "receivables ÷ revenue of the year × days"),
    "year.no_dso": Entry("没有应收或业绩", "no receivables or no revenue"),
    "year.no_collection_rate": Entry("今年没有到期的应收", "nothing fell due this year"),
    "year.no_on_time_rate": Entry("今年没有到期的应收", "nothing fell due this year"),
    "year.no_margin_rate": Entry("没有填毛利率", "no margin is stated"),
    "year.no_gross_profit": Entry("没有填毛利率", "no margin is stated"),
    "year.margin_coverage": Entry("只知道{share:percent}销售额的毛利率", "the margin is known for {share:percent} of the revenue"),
    # Was it bought?
    "year.collections_unknown": Entry("两年的到期应收不全,看不出", "not enough fell due in both years to tell"),
    "year.margin_unknown": Entry("两年订单的毛利率不全,看不出", "margins of both years' orders are not known well enough"),
    "year.discount_unknown": Entry("两年订单的毛利率不全,看不出", "margins of both years' orders are not known well enough"),
    "year.overdue_growth_unknown": Entry("没有应收资料或没有增长,看不出", "no receivables or no growth to tell by"),
    "year.collections_flagged": Entry("回款率从{last:percent1}到{value:percent1},少收{points:percent1}", "collected {value:percent1} instead of {last:percent1}: {points:percent1} less"),
    "year.collections_plain": Entry("回款率{value:percent1},去年{last:percent1}", "collected {value:percent1}, last year {last:percent1}"),
    "year.margin_flagged": Entry("毛利率从{last:percent1}到{value:percent1},低{points:percent1}", "margin {value:percent1} instead of {last:percent1}: {points:percent1} lower"),
    "year.margin_plain": Entry("毛利率{value:percent1},去年{last:percent1}", "margin {value:percent1}, last year {last:percent1}"),
    "year.discount_flagged": Entry("同样的货卖便宜了,毛利率因此{value:percent1}", "the same goods were sold cheaper: {value:percent1} of margin"),
    "year.discount_plain": Entry("同样的货价格变化对毛利率影响{value:percent1}", "price changes of the same goods moved the margin by {value:percent1}"),
    "year.overdue_growth_flagged": Entry("增长的{value:percent}来自有逾期的客户", "{value:percent} of the growth comes from customers in arrears"),
    "year.overdue_growth_plain": Entry("增长里{value:percent}来自有逾期的客户", "{value:percent} of the growth comes from customers in arrears"),
    "year.word_collections": Entry("回款", "collections"),
    "year.word_margin": Entry("毛利", "margin"),
    "year.word_discount": Entry("让利", "discounts"),
    "year.word_overdue_growth": Entry("赊账", "credit"),
    "year.bought": Entry("这个增长有一部分是拿{with}换的", "Some of this growth was paid for with {with}"),
    "year.clean": Entry("增长是干净的", "The growth is clean"),
    "year.cannot_judge": Entry("数据不够,判断不了", "Not enough data to judge"),
    "year.no_growth": Entry("没有增长,不问", "No growth, so it is not asked"),
    "year.flag_yes": Entry("是", "yes"),
    "year.flag_no": Entry("否", "no"),
    # The work behind it.
    "year.no_new": Entry("没有更早的订单或业绩,看不出谁是新的", "nothing known from before the year: nobody can tell who is new"),
    "year.no_closed": Entry("今年没有赢单或丢单", "no project was won or lost"),
    # Battles and causes.
    "year.battle_won": Entry("{year}年Q{quarter},拿下{project}{amount}", "Q{quarter} {year}: won {project}, {amount}"),
    "year.battle_lost": Entry("{year}年Q{quarter},丢了{project}{amount}", "Q{quarter} {year}: lost {project}, {amount}"),
    "year.battle_won_timed": Entry("{year}年Q{quarter},历时{days:count}天,拜访{visits:count}次,拿下{project}{amount}", "Q{quarter} {year}, {days:n day|days}, {visits:n visit|visits}: won {project}, {amount}"),
    "year.battle_lost_timed": Entry("{year}年Q{quarter},历时{days:count}天,拜访{visits:count}次,丢了{project}{amount}", "Q{quarter} {year}, {days:n day|days}, {visits:n visit|visits}: lost {project}, {amount}"),
    **{f"year.doubt_{key}": Entry(zh, en) for key, zh, en in _DOUBTS},
    "year.count": Entry("{count:count}单,{amount:money}", "{count:n project|projects}, {amount:money}"),
    "year.count_share": Entry("{count:count}单,{amount:money},占{share:percent}", "{count:n project|projects}, {amount:money}, {share:percent}"),
    "year.few_cases": Entry("{count:count}单,{amount:money};样本少,不下结论", "{count:n project|projects}, {amount:money}; too few for a conclusion"),
    # What was learnt.
    "year.cases": Entry("赢{won:count}单,丢{lost:count}单,样本少", "{won:count} won, {lost:count} lost: few cases"),
    "year.concern": Entry("{what}({count:count})", "{what} ({count:count})"),
    "year.concerns_won": Entry("赢下的客户在意{names}", "customers won care about {names}"),
    "year.concerns_lost": Entry("丢掉的客户在意{names}", "customers lost care about {names}"),
    "year.win_new": Entry("新客户项目赢{won:count}/{count:count}({rate:percent})", "at new customers {won:count} of {count:count} won ({rate:percent})"),
    "year.win_existing": Entry("老客户项目赢{won:count}/{count:count}({rate:percent})", "at existing customers {won:count} of {count:count} won ({rate:percent})"),
    "year.lost_stage": Entry("丢单{lost:count}个,其中{count:count}个丢在{stage:STAGES}", "{count:count} of {lost:count} losses at {stage:STAGES}"),
    "year.judged": Entry("{count:count}个判断:判断错了{judgement:count},执行没到位{execution:count},外部变化{outside:count}", "{count:n judgement|judgements}: {judgement:count} wrong, {execution:count} not carried out, {outside:count} changed outside"),
    # Next year.
    "year.goal_revenue": Entry("销售额", "Revenue"),
    "year.goal_collections": Entry("回款", "Collections"),
    "year.goal_gross_profit": Entry("毛利", "Gross profit"),
    "year.goal_new_customers": Entry("新客户", "New customers"),
    "year.goal_battle": Entry("Q{quarter}拿下{customer}{project}", "Q{quarter}: win {project} at {customer}"),
    "year.goal_window": Entry("{date:date}窗口关闭前拿下{customer}", "Win {customer} before its window closes on {date:date}"),
    "year.derived_revenue": Entry("{parts}", "{parts}"),
    "year.part_repeat": Entry("返单{repeat:money}", "repeat business {repeat:money}"),
    "year.part_potential": Entry("{count:count}家高潜力{potential:money}", "{count:n customer|customers} with high potential {potential:money}"),
    "year.part_project": Entry("{projects:count}个项目按把握{project:money}", "{projects:n project|projects} at their chance {project:money}"),
    "year.part_new": Entry("新客户{new:money}", "new customers {new:money}"),
    "year.derived_collections": Entry("目标{goal:money} × 今年回款率{rate:percent1} + 逾期{overdue:money}", "goal {goal:money} × collected {rate:percent1} + overdue {overdue:money}"),
    "year.derived_gross_profit": Entry("目标{goal:money} × 毛利率{rate:percent1}", "goal {goal:money} × margin {rate:percent1}"),
    "year.derived_new_customers": Entry("新业务{new:money} ÷ 首单{first:money}", "new business {new:money} ÷ first order {first:money}"),
    "year.derived_funnel": Entry("行动漏斗的全年目标{goal:number}家", "the funnel's goal of {goal:number} a year"),
    "year.derived_capability": Entry("今年丢了{count:count}单,{amount:money}", "{count:n project|projects} lost this year, {amount:money}"),
    **{f"year.capability_{key}": Entry(zh, en) for key, zh, en in _CAPABILITIES},
    **{f"year.lacks_{key}": Entry(zh, en) for key, zh, en in _LACKS},
    "year.request": Entry("涉及{stake:money},多拿{expected:money},毛利{gross:money},花{cost:money},{ratio:number}倍,净得{net:money}", "{stake:money} at stake, {expected:money} more, gross {gross:money}, cost {cost:money}: {ratio:number} times, net {net:money}"),
    "year.request_no_cost": Entry("涉及{stake:money},多拿{expected:money},毛利{gross:money};没写花多少", "{stake:money} at stake, {expected:money} more, gross {gross:money}; no cost stated"),
    "year.request_no_margin": Entry("涉及{stake:money},多拿{expected:money};毛利率不全,算不出赚多少", "{stake:money} at stake, {expected:money} more; margins are not known well enough for the profit"),
    "year.request_nobody": Entry("没写用于哪个客户或项目,算不出回报", "names no customer or project with an open project: no return can be worked out"),
    # The customer map.
    "year.higher_than_tier": Entry("{tier}类,但影响力{influence:LEVELS}、潜力{potential:LEVELS}:{zone:MAP_ZONES}", "tier {tier}, but influence {influence:LEVELS} and potential {potential:LEVELS}: {zone:MAP_ZONES}"),
    "year.lower_than_tier": Entry("{tier}类,可影响力{influence:LEVELS}、潜力{potential:LEVELS}:{zone:MAP_ZONES}", "tier {tier}, yet influence {influence:LEVELS} and potential {potential:LEVELS}: {zone:MAP_ZONES}"),
    "year.map_cell": Entry("{count:count}家:{names}", "{count:count}: {names}"),
    "year.map_more": Entry("{count:count}家:{names}等", "{count:count}: {names} and others"),
    **{f"year.zone_{key}": Entry(zh, en) for key, zh, en, _, _ in _ZONES},
    **{f"year.zone_{key}_resources": Entry(zh, en) for key, _, _, zh, en in _ZONES},
    # The head of the page.
    "year.head_state": Entry("{year}年全年", "the whole of {year}"),
    "year.head_result": Entry("{year}年销售额{revenue:money}", "revenue {year}: {revenue:money}"),
    "year.head_completion": Entry("完成目标{target:money}的{completion:percent1}", "{completion:percent1} of the target of {target:money}"),
    "year.head_growth": Entry("比去年{growth:percent1}", "{growth:percent1} on last year"),
    "year.head_next": Entry("明年{goal:money}:{derivation}", "next year {goal:money}: {derivation}"),
    "year.head_blanks": Entry("还有{blanks:count}处要写", "{blanks:n place|places} still to write"),
    "year.head_written": Entry("都写好了", "all written"),
}  # fmt: skip
FINDINGS = {
    "F-765": FindingEntry(
        "“{customer}”的“{project}”赢了,没写打法。", "'{project}' at '{customer}' was won, but no method is written down.",
        "写一句能再用的打法,系统会指出还能用在哪些客户。", "Write the method in a sentence; the book says where else it may serve.",
    ),
    "F-766": FindingEntry(
        "“{customer}”的“{project}”丢了,原因不清楚。", "'{project}' at '{customer}' was lost, and nobody knows why.",
        "打电话问清楚,在“归因”里选一项。", "Call and ask, then pick a factor.",
    ),
    "F-767": FindingEntry(
        "“{customer}”的“{project}”说是丢在价格,真的是价格吗?{doubts}。", "'{project}' at '{customer}' is put down to price. Was it really? {doubts}.",
        "想一想价格背后的原因,归因可以改。", "Think about what stood behind the price; the factor may be changed.",
    ),
    "F-768": FindingEntry(
        "目标“{goal}”还不合格:{missing}。", "The goal '{goal}' is not good enough yet: {missing}.",
        "补上缺的,让别人也能核对。", "Fill in what is missing, so that others can check it.",
    ),
    "F-770": FindingEntry(
        "要的“{item}”没说清回报:没写用于哪个有在谈项目的客户或项目。", "'{item}' is asked for without a return: it names no customer or project under way.",
        "在“用于谁”写客户或项目的名字。", "Name customers or projects under 'For whom'.",
    ),
    "F-771": FindingEntry(
        "要的“{item}”没写花多少。", "'{item}' is asked for without its cost.",
        "写上花多少,老板才好比较。", "State the cost, so that it can be compared.",
    ),
    "F-772": FindingEntry(
        "{count:count}个赢单或丢单的项目没有日期(例如“{customer}”),没有算进今年。", "{count:n project|projects} won or lost without a date (such as at '{customer}'), counted in no year.",
        "在预计签单里写上签单或丢单的日期。", "Write the day it was signed or lost under the expected sign date.",
    ),
}  # fmt: skip
