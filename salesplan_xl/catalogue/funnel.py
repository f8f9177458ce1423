"""The sentences of the action funnel and of what a month earns."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    # funnel: action table
    "funnel.goal_lead": Entry("每月找到{count:count}条有效线索", "{count:count} real leads a month"),
    "funnel.goal_need": Entry("每月对接{count:count}家有需求的客户", "{count:count} customers with a need a month"),
    "funnel.goal_proposal": Entry("每月交{count:count}份方案", "{count:count} proposals a month"),
    "funnel.goal_signed": Entry("{exact:every month}签{exact:pieces}家新客户", "new customers: {exact:pieces} signed {exact:every month}"),
    "funnel.find_fair": Entry("跑一场展会,带回{count:count}条线索", "one trade fair: {count:count} leads"),
    "funnel.find_referral": Entry("请老客户引荐{count:count}家", "{count:count} introductions from customers"),
    "funnel.find_online": Entry("线上平台找{count:count}条", "{count:count} leads online"),
    "funnel.find_other": Entry("其他途径找{count:count}条", "{count:count} leads elsewhere"),
    "funnel.call": Entry("联系{count:count}条线索,筛出{needs:count}家", "contact {count:count} leads to find {needs:count}"),
    "funnel.visit": Entry("重点的{count:count}家上门问清需求", "visit the {count:count} best and write the need down"),
    "funnel.propose": Entry("和技术一起做{count:count}份方案", "{count:count} proposals together with engineering"),
    "funnel.confirm": Entry("和客户逐条确认,最多改两轮", "agree the details with the customer, two rounds at most"),
    "funnel.negotiate": Entry("合同细节每周推一次", "move the contract forward every week"),
    "funnel.approval": Entry("帮客户准备内部审批要的材料", "supply what the customer's own approval needs"),
    "funnel.owner_team": Entry("销售团队", "Sales team"),
    "funnel.owner_manager": Entry("负责销售", "The rep in charge"),
    "funnel.owner_technical": Entry("销售+技术", "Sales and engineering"),
    "funnel.accept_lead": Entry("有公司名、采购负责人和需求方向", "company, buyer and direction of the need are known"),
    "funnel.accept_need": Entry("需求表写完,客户确认过", "the need is written down and confirmed by the customer"),
    "funnel.accept_proposal": Entry("过了客户的技术评审", "passed the customer's technical review"),
    "funnel.accept_signed": Entry("合同签完", "contract signed"),
    "funnel.due_day": Entry("每月{day:count}日前", "by the {day:count}th"),
    "funnel.due_end": Entry("每月最后一天", "last day of the month"),
    # funnel sheet: the goal worked back
    "funnel.rate_lead": Entry("线索里约{rate:percent}真有需求", "about {rate:percent} of leads have a need"),
    "funnel.rate_need": Entry("有需求的里约{rate:percent}能走到方案", "about {rate:percent} of needs get a proposal"),
    "funnel.rate_proposal": Entry("方案里约{rate:percent}能签下来", "about {rate:percent} of proposals are signed"),
    "funnel.goal_year": Entry("全年{goal:number}家,平均到12个月", "{goal:number} in the year, over 12 months"),
    "funnel.no_goal": Entry("还没定全年新客户目标;在「参数设置」填上,各环节就推出来了", "No goal of new customers yet; enter it on the settings sheet and every stage follows"),
    "funnel.no_rate": Entry("这一步的转化率是0,往前推不出来;先在「参数设置」填上", "The rate of this step is 0, so nothing can be worked back; enter it on the settings sheet"),
    # funnel sheet: sources
    "funnel.leads_reached": Entry("线索计划{planned:up}条,到手{actual:count}条,够了", "{actual:count} of {planned:up} planned leads: enough"),
    "funnel.leads_missed": Entry("线索计划{planned:up}条,到手{actual:count}条,差{gap:up}条", "{actual:count} of {planned:up} planned leads: {gap:up} short"),
    "funnel.leads_unplanned": Entry("没排线索计划,到手{actual:number}条", "{actual:number} found, none planned"),
    "funnel.source_unknown": Entry("这{count:count}条没写来源,在「商机储备」的「线索来源」里补上", "{count:count} leads without a source; choose it in Opportunities, column Lead source"),
    "funnel.source_young": Entry("登记都不到{days:count}天,还看不出转化", "all younger than {days:count} days: too early to judge conversion"),
    "funnel.source_few": Entry("满{days:count}天的才{cases:count}条、签{signed:count}家,转化率还不能当真", "older than {days:count} days: only {cases:count}, {signed:count} signed; the rate proves nothing yet"),
    "funnel.source_unrecorded": Entry("另有{count:count}家没登记线索就下了单,只算签单", "{count:count} more ordered without a recorded lead: signed, but not in conversion"),
    "funnel.not_begun": Entry("规划年度还没开始,先看每月计划", "The plan year has not begun; the monthly plan is what counts now"),
    # funnel sheet: what follows
    "funnel.two_goals": Entry("每月签{month:number}家,一年是{year:number}家,不是{goal:number}家;{goal:number}家只要{needed:every month}{needed:pieces}家、{goal_leads:count}条线索,{year:number}家要{leads:count}条,定一个", "{month:number} a month is {year:number} a year, not {goal:number}; {goal:number} needs {needed:pieces} {needed:every month} and {goal_leads:count} leads, {year:number} needs {leads:count} leads: choose one"),
    "funnel.one_goal": Entry("每月承诺的和全年{goal:number}家是一个数({needed:every month}{needed:pieces}家)", "The month promised and the {goal:number} of the year agree ({needed:pieces} {needed:every month})"),
    "funnel.nothing_promised": Entry("全年{goal:number}家,就是{needed:every month}{needed:pieces}家;会上另说过每月签几家的,填进设置「口头承诺每月签约」核对", "{goal:number} a year is {needed:pieces} {needed:every month}; where another monthly figure was promised, enter it in the setting Promised a month"),
    "funnel.rates_planned": Entry("还没有能算转化率的线索,先按计划转化率{rate:percent1}:每月{plan:count}条", "No leads to judge conversion by yet; at the planned {rate:percent1} it takes {plan:count} leads a month"),
    "funnel.rates_few": Entry("满{days:count}天的线索才{cases:count}条,先按计划转化率{rate:percent1}:每月{plan:count}条", "Only {cases:count} leads are older than {days:count} days; at the planned {rate:percent1} it takes {plan:count} leads a month"),
    "funnel.rates_seen": Entry("照现在的转化率(线索到签单{rate:percent1}),全年{goal:number}家每月要{leads:count}条线索,计划是{plan:count}条", "At the rates seen ({rate:percent1} from lead to signature) {goal:number} a year needs {leads:count} leads a month; {plan:count} are planned"),
    "funnel.goal_met": Entry("已签{signed:number}家,全年{goal:number}家到手了", "{signed:number} signed: the goal of {goal:number} is reached"),
    "funnel.goal_missed": Entry("全年签了{signed:number}家,差{left:up}家", "{signed:number} signed in the year, {left:up} short"),
    "funnel.goal_left": Entry("已签{signed:number}家,剩下{months:count}个月还要{left:up}家,每月{leads:count}条线索", "{signed:number} signed; the {months:count} months left must bring {left:up} more, {leads:count} leads a month"),
    # funnel: actual against plan (the row names source and stage)
    "funnel.reached": Entry("计划{planned:number},实际{actual:number},达到", "{actual:number} of {planned:number} planned: reached"),
    "funnel.missed": Entry("计划{planned:number},实际{actual:number},差{gap:number}", "{actual:number} of {planned:number} planned: {gap:number} short"),
    "funnel.unplanned": Entry("没有计划,实际{actual:number}", "{actual:number} without a plan"),
    # funnel_rates: where to move effort
    "funnel.move": Entry(
        "{best:LEAD_SOURCES}{best_cases:count}条线索签了{best_signed:count}家({best_raw:percent}),{worst:LEAD_SOURCES}{worst_cases:count}条签{worst_signed:count}家({worst_raw:percent});每月把{leads:count}条的功夫从{worst:LEAD_SOURCES}挪到{best:LEAD_SOURCES},一年约多签{gain:count}家(把握{sure:percent})",
        "{best:LEAD_SOURCES}: {best_signed:count} of {best_cases:count} leads signed ({best_raw:percent}); {worst:LEAD_SOURCES}: {worst_signed:count} of {worst_cases:count} ({worst_raw:percent}). Move {leads:count} leads a month from {worst:LEAD_SOURCES} to {best:LEAD_SOURCES}: about {gain:count} more new customers a year ({sure:percent} sure)",
    ),
    "funnel.step_need": Entry("线索→需求", "from lead to need"),
    "funnel.step_proposal": Entry("需求→方案", "from need to proposal"),
    "funnel.step_signed": Entry("方案→签单", "from proposal to signature"),
    "funnel.stage_differs": Entry(
        "各来源差在{step}:{best:LEAD_SOURCES}{best_cases:count}条过了{best_reached:count}条({best_raw:percent}),{worst:LEAD_SOURCES}{worst_cases:count}条过{worst_reached:count}条({worst_raw:percent}),把握{sure:percent};这一步照{best:LEAD_SOURCES}的做法来",
        "the sources differ in the step {step}: {best:LEAD_SOURCES} {best_reached:count} of {best_cases:count} ({best_raw:percent}), {worst:LEAD_SOURCES} {worst_reached:count} of {worst_cases:count} ({worst_raw:percent}), {sure:percent} sure; do there as with {best:LEAD_SOURCES}",
    ),
    "funnel.stage_luck": Entry(
        "各环节里差得最多的是{step}:{best:LEAD_SOURCES}{best_raw:percent},{worst:LEAD_SOURCES}{worst_raw:percent},还可能是运气(把握{sure:percent})",
        "the sources differ most in the step {step}: {best:LEAD_SOURCES} {best_raw:percent}, {worst:LEAD_SOURCES} {worst_raw:percent}; that may still be luck ({sure:percent} sure)",
    ),
    "funnel.nothing_to_move": Entry("{worst:LEAD_SOURCES}转化最低({worst_raw:percent}),但计划里没排多少线索,不用挪", "{worst:LEAD_SOURCES} converts least ({worst_raw:percent}), but hardly any leads are planned there: nothing to move"),
    "funnel.not_sure": Entry("{best:LEAD_SOURCES}{best_raw:percent}、{worst:LEAD_SOURCES}{worst_raw:percent},差别还可能是运气(把握{sure:percent}),先不动", "{best:LEAD_SOURCES} {best_raw:percent}, {worst:LEAD_SOURCES} {worst_raw:percent}: that may still be luck ({sure:percent} sure), so nothing moves yet"),
    "funnel.too_few": Entry("至少两个来源各有{least:count}条满{days:count}天的线索,才好比高低", "Two sources with at least {least:count} leads older than {days:count} days are needed before comparing"),
    "funnel.no_leads": Entry("还没登记线索:来一条就在「商机储备」记一行,选上「线索来源」,才看得出哪种办法有效", "No leads recorded yet: note each in Opportunities with its lead source, and it will show which way works"),
    "funnel.no_sources": Entry("{count:count}条线索都没写来源,看不出哪种办法有效;在「商机储备」补上「线索来源」就行", "None of {count:count} leads has a source, so nothing shows which way works; fill in the lead source in Opportunities"),
    "funnel.small": Entry("{source:LEAD_SOURCES}只有{cases:count}条线索、签{signed:count}家,看着是{raw:percent},不能当真(按{rate:percent}估);再做{more:count}条再说", "{source:LEAD_SOURCES}: only {cases:count} leads, {signed:count} signed; {raw:percent} proves nothing yet (taken as {rate:percent}); try {more:count} more first"),
    # incentives
    "incentives.action_missed": Entry("交了{count:count}份方案,差{missing:count}份到{goal:count}份,没有动作奖", "{count:count} proposals, {missing:count} short of {goal:count}: no action bonus"),
    "incentives.action_unknown": Entry("没记交了几份方案,在「提交方案」填上就算", "Proposals were not noted; enter them and the bonus follows"),
    "incentives.action_reached": Entry("交了{count:count}份方案,达到{goal:count}份,动作奖{bonus:money}元", "{count:count} proposals reach {goal:count}: action bonus {bonus:money} yuan"),
    "incentives.action_more": Entry("交了{count:count}份方案:达到{goal:count}份{first:money}元,多{more:count}份每份{extra:money}元,共{bonus:money}元", "{count:count} proposals: {first:money} yuan for {goal:count}, {extra:money} for each of {more:count} more: {bonus:money} yuan"),
    "incentives.no_target": Entry("本月没有目标,只按{rate:percent1}提成", "No target this month: commission at {rate:percent1} only"),
    "incentives.missed": Entry("完成{revenue:money},离目标{target:money}差{gap:money},提成仍按{rate:percent1}", "{revenue:money} is {gap:money} short of {target:money}: commission stays at {rate:percent1}"),
    "incentives.no_target_plain": Entry("本月没有目标,没有结果奖", "No target this month, so no result bonus"),
    "incentives.missed_plain": Entry("完成{revenue:money},离目标{target:money}差{gap:money},没有结果奖", "{revenue:money} is {gap:money} short of {target:money}: no result bonus"),
    "incentives.reached_plain": Entry("达成目标{target:money},提成按{rate:percent1}", "Target {target:money} reached: commission at {rate:percent1}"),
    "incentives.reached_point": Entry("达成目标{target:money},提成加{step:percent1}(按百分点),为{rate:percent1}", "Target {target:money} reached: commission up by {step:percent1} (points) to {rate:percent1}"),
    "incentives.reached_relative": Entry("达成目标{target:money},提成在原来基础上多{step:percent1}(按比例),为{rate:percent1}", "Target {target:money} reached: commission up by {step:percent1} of itself to {rate:percent1}"),
    "incentives.over_month": Entry("完成{completion:percent},过了{line:money},再奖全月业绩{revenue:money}的{share:percent},{over:money}", "{completion:percent} done, past {line:money}: {share:percent} of the whole month's {revenue:money}, {over:money}"),
    "incentives.over_excess": Entry("完成{completion:percent},过了{line:money},再奖超出目标部分的{share:percent},{over:money}", "{completion:percent} done, past {line:money}: {share:percent} of what is above target, {over:money}"),
    "incentives.instead": Entry("拿了超额奖,不再加提成", "the extra bonus is paid instead of the better rate"),
    "incentives.on_the_line_inclusive": Entry("正好在线上,按“达到即算”发", "exactly on the line, which counts by the setting"),
    "incentives.on_the_line_strict": Entry("正好在线上,按“超过才算”不发", "exactly on the line, which does not count by the setting"),
}  # fmt: skip

FINDINGS = {
    "F-450": FindingEntry("每月签{month:number}家,一年就是{year:number}家,和年度目标{goal:number}家对不上({goal:number}家只要{needed:every month}{needed:pieces}家)", "{month:number} a month is {year:number} a year, not the goal of {goal:number} (which needs {needed:pieces} {needed:every month})", "定一个:按{goal:number}家每月要{goal_leads:count}条线索,按{year:number}家要{leads:count}条。", "Choose one: {goal:number} a year needs {goal_leads:count} leads a month, {year:number} needs {leads:count}."),
    "F-451": FindingEntry("每月签{month:number}家,一年只有{year:number}家,到不了年度目标{goal:number}家(每月要{needed:number}家)", "{month:number} a month is only {year:number} a year, short of the goal of {goal:number} ({needed:pieces} {needed:every month})", "把要求提到{needed:every month}{needed:pieces}家,每月{goal_leads:count}条线索;或降低年度目标。", "Ask for {needed:pieces} {needed:every month} with {goal_leads:count} leads, or lower the year's goal."),
    "F-452": FindingEntry("{count:count}家新客户或意向客户没有线索来源:{names}", "{count:count} new customers or prospects have no lead source: {names}", "补上线索来源,否则看不出哪种办法有效。", "Enter the lead source, or nobody sees which way works."),
    "F-453": FindingEntry("{count:count}家新客户下单前没有商机也没有拜访记录:{names};只算签单,不算转化率", "{count:count} new customers ordered without any opportunity or visit before: {names}; they count as signed but not in conversion", "以后线索一来就记一行,转化率才准。", "Enter leads as they come, so that conversion is right."),
}  # fmt: skip
