"""The sentences and findings of the target derivation."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "targets.base": Entry("以今年{base:money}为基数", "Starts from this year's {base:money}"),
    "targets.base_estimate": Entry("今年没过完,以全年估计{base:money}为基数({parts})", "This year is not over; starts from its estimate of {base:money} ({parts})"),
    "targets.base_none": Entry("今年没有成交,基数为0", "No revenue this year, so the base is 0"),
    "targets.base_returns": Entry("今年净退货{this_year:money},基数为0", "Net returns of {this_year:money} this year, so the base is 0"),
    "targets.base_new": Entry("计划从还没有的客户那里做{base:money}", "{base:money} is to come from customers not yet won"),
    "targets.base_new_none": Entry("还没有定新客户业绩目标,可在参数表填写", "No new-business target is set yet; enter it on the settings sheet"),
    "targets.growth": Entry("自然增长{growth:percent1},多{money:money}", "grows {growth:percent1}, adding {money:money}"),
    "targets.shrink": Entry("预计自然减少{growth:percent1},少{money:money}", "shrinks {growth:percent1}, less {money:money}"),
    "targets.no_growth": Entry("不计自然增长", "no growth counted"),
    "targets.loss_danger": Entry("业绩危险下滑,可能再丢{loss:percent},按{probability:percent}的机会扣{money:money}", "in dangerous decline: {loss:percent} may go, at {probability:percent} that takes off {money:money}"),
    "targets.loss_warning": Entry("业绩在下滑,可能再丢{loss:percent},按{probability:percent}的机会扣{money:money}", "declining: {loss:percent} may go, at {probability:percent} that takes off {money:money}"),
    "targets.loss_single": Entry("只认识一个人,人一换可能丢{loss:percent},按{probability:percent}的机会扣{money:money}", "only one contact: {loss:percent} may go if that person leaves, at {probability:percent} that takes off {money:money}"),
    "targets.project": Entry("项目“{names}”{amount:money},按{probability:percent}的把握计{money:money}", "project '{names}' of {amount:money} counts {money:money} at {probability:percent}"),
    "targets.projects": Entry("{count:count}个项目({names})共{amount:money},平均{probability:percent}的把握,计{money:money}", "{count:count} projects ({names}) of {amount:money} count {money:money} at {probability:percent} on average"),
    "targets.derived": Entry(
        "{derived:money} = 老客户返单{repeat:money} + 在谈项目{project:money} + 新客户{new:money};今年是{this_year:money}",
        "{derived:money} = repeat business {repeat:money} + projects {project:money} + new customers {new:money}; this year was {this_year:money}",
    ),
    "targets.guaranteed": Entry("推导目标{derived:money}留{share:percent1}余地,定{amount:money}", "The derived {derived:money} less a buffer of {share:percent1} gives {amount:money}"),
    "targets.guaranteed_own": Entry("您自定{amount:money},比推导目标{derived:money}留了{share:percent1}余地", "Your own figure {amount:money}, {share:percent1} below the derived {derived:money}"),
    "targets.guaranteed_own_above": Entry("您自定{amount:money},比推导目标{derived:money}还高{over:percent1},没有留余地", "Your own figure {amount:money} is {over:percent1} above the derived {derived:money}: no buffer is left"),
    "targets.guaranteed_below": Entry("这比今年实际{this_year:money}少{gap:money},报上去之前先想好理由", "it is {gap:money} below this year's {this_year:money}, so have the reason ready before you report it"),
    "targets.stretch": Entry("推导目标上浮{share:percent1},努力一把冲到{amount:money}", "{share:percent1} above the derived target: {amount:money} to reach for"),
    "targets.stretch_own": Entry("您自定{amount:money},比推导目标多{share:percent1}", "Your own figure {amount:money}, {share:percent1} above the derived target"),
    "targets.both": Entry("{first};{second}", "{first}; {second}"),
    "targets.company_none": Entry("参数表没有填公司下达目标,这里先按推导目标显示", "No company figure is entered; the derived target is shown instead"),
    "targets.company_reached": Entry("公司下达{company:money},自下而上推导{derived:money}够得着,富余{gap:money}", "The company asks {company:money}; the bottom-up {derived:money} covers it with {gap:money} to spare"),
    "targets.company_gap": Entry("公司下达{company:money},自下而上只有{derived:money},还差{gap:money}", "The company asks {company:money}, bottom-up there is {derived:money}: {gap:money} is missing"),
    "targets.company_gap_ways": Entry("公司下达{company:money},自下而上只有{derived:money},还差{gap:money}。补上的办法:{ways}", "The company asks {company:money}, bottom-up there is {derived:money}: {gap:money} is missing. What could close it: {ways}"),
    "targets.close_customers": Entry("先在高潜力客户{names}身上多要", "ask more of the high-potential customers {names}"),
    "targets.close_orders": Entry("再签{orders:count}个新订单(每单约{average:money})", "sign {orders:count} more orders (about {average:money} each)"),
}  # fmt: skip

FINDINGS = {
    "F-301": FindingEntry(
        "保底目标{guaranteed:money}比今年实际{this_year:money}还低{share:percent1};做到今年的水平本来就有{chance:percent}的把握",
        "The guaranteed target {guaranteed:money} is {share:percent1} below this year's {this_year:money}, which itself is {chance:percent} sure",
        "想清楚少的是哪几家客户、为什么;说不清就调小“保底留余地”或自定保底目标。",
        "Know which customers the missing part is and why; if you cannot say, lower the buffer or state your own guaranteed target.",
    ),
    "F-302": FindingEntry(
        "公司下达{company:money},自下而上只有{derived:money},还差{gap:money}({share:percent1})",
        "The company asks {company:money}, bottom-up there is {derived:money}: {gap:money} ({share:percent1}) is missing",
        "看“保底与冲刺”里的补缺办法,把差额落到具体客户、项目或新订单上。",
        "See what could close it under 'Guaranteed and stretch' and put the gap on named customers, projects or new orders.",
    ),
    "F-303": FindingEntry(
        "“{customer}”的比例或概率{value:percent}不在0%到100%之间",
        "The share or probability {value:percent} of '{customer}' is not between 0 % and 100 %",
        "改成0%到100%之间的数,例如一半的把握写50%。",
        "Enter a figure from 0 % to 100 %, such as 50 % for an even chance.",
    ),
    "F-309": FindingEntry(
        "“{customer}”的自然增长{value:percent}比减少100%还多。", "The growth {value:percent} of '{customer}' takes off more than all.",
        "改成-100%或更大的数;整家流失写在“可能流失”里。", "Type −100% or more; put a customer that may go under 'Loss'.",
    ),
    "F-304": FindingEntry(
        "“{customer}”的商机把握{value:percent}不在0%到100%之间,先按边界值计算",
        "The chance {value:percent} of the opportunity at '{customer}' is not between 0 % and 100 %; the limit is used for now",
        "改成0%到100%之间的数;拿不准就留空,系统按阶段取值。",
        "Enter a figure from 0 % to 100 %, or leave it blank to use the default of its stage.",
    ),
    "F-305": FindingEntry(
        "保底目标{guaranteed:money}比冲刺目标{stretch:money}还高",
        "The guaranteed target {guaranteed:money} is above the stretch target {stretch:money}",
        "检查参数表里自定的保底和冲刺目标,冲刺应当更高。",
        "Check your own guaranteed and stretch targets on the settings sheet; stretch should be higher.",
    ),
    "F-306": FindingEntry(
        "推导目标合计为{derived:money},没有可分解的目标",
        "The derived targets add up to {derived:money}; there is nothing to split",
        "填写今年业绩、导入订单,或登记在谈项目和新客户目标。",
        "Fill in this year's revenue, import orders, or enter projects and a new-business target.",
    ),
    "F-307": FindingEntry(
        "“{customer}”的项目“{project}”({amount:money})预计{date:date}签单,日期已过还没签",
        "Project '{project}' of '{customer}' ({amount:money}) was to be signed on {date:date}; the date has passed",
        "问清进展,改预计签单日;已经签了或丢了就更新阶段和结果。",
        "Ask where it stands and move the date; if it is signed or lost, update stage and result.",
    ),
    "F-308": FindingEntry(
        "“{customer}”的项目“{project}”({amount:money})要到{date:date}才签,不计入规划年度",
        "Project '{project}' of '{customer}' ({amount:money}) is signed only on {date:date} and does not count in the plan year",
        "如果能提前到规划年度内签,改预计签单日;否则不用处理。",
        "If it can be signed within the plan year, change its date; otherwise nothing is needed.",
    ),
}  # fmt: skip
