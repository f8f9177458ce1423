"""The sentences of pipeline coverage, slips, late payers, reviews and resources."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    # pipeline coverage
    "support.sign": Entry("Q{quarter:count}签单的项目共{amount:money}:{projects}", "Signing in Q{quarter:count}: {amount:money}: {projects}"),
    "support.sign_more": Entry("Q{quarter:count}签单的项目共{amount:money}:{projects},另有{more:count}个", "Signing in Q{quarter:count}: {amount:money}: {projects} and {more:count} more"),
    "support.none_sign": Entry("Q{quarter:count}没有项目签单", "No project signs in Q{quarter:count}"),
    "support.paid": Entry("Q{quarter:count}回款的项目共{amount:money}:{projects}", "Paid in Q{quarter:count}: {amount:money}: {projects}"),
    "support.paid_more": Entry("Q{quarter:count}回款的项目共{amount:money}:{projects},另有{more:count}个", "Paid in Q{quarter:count}: {amount:money}: {projects} and {more:count} more"),
    "support.none_paid": Entry("Q{quarter:count}没有项目回款", "No project is paid in Q{quarter:count}"),
    "support.project": Entry("{project}{amount:money}(把握{rate:percent})", "{project} {amount:money} ({rate:percent})"),
    "support.overdue": Entry("其中{names}签单日已过或已延期,{money:money}靠不住", "of this {names} is past its sign date or put off: {money:money} is not to be relied on"),
    "support.cash": Entry("{names}要到Q{quarter:count}才回款", "{names} paid in Q{quarter:count} only"),
    "support.cash_unknown": Entry("{names}本年内回不了款或没填回款日({amount:money})", "{names} not paid within the year, or without payment date ({amount:money})"),
    # slips
    "slips.slipped": Entry("{customer}的{project}从{old:date}推到{new:date},已延期{slips:count}次", "{project} of {customer} moved from {old:date} to {new:date}, slip no. {slips:count}"),
    "slips.earlier": Entry("{customer}的{project}从{old:date}提前到{new:date}", "{project} of {customer} came forward from {old:date} to {new:date}"),
    "slips.undated": Entry("{customer}的{project}原定{old:date}签单,现在没有日期", "{project} of {customer} was to sign {old:date} and has no date now"),
    "slips.lost": Entry("{customer}的{project}丢单,少了{amount:money}", "{project} of {customer} was lost: {amount:money} less"),
    "slips.dropped": Entry("{customer}的{project}从商机储备里删掉了,少了{amount:money}", "{project} of {customer} was taken off the list: {amount:money} less"),
    "slips.won": Entry("{customer}的{project}签了,{now:money}", "{project} of {customer} was signed: {now:money}"),
    "slips.amount": Entry("{customer}的{project}金额从{amount:money}改为{now:money}", "{project} of {customer} changed from {amount:money} to {now:money}"),
    # late_ranking
    "late.to_come": Entry("{days:count}天后到期,晚付可能{rate:percent}", "due in {days:count} days, {rate:percent} likely to be late"),
    "late.today": Entry("今天到期,晚付可能{rate:percent}", "due today, {rate:percent} likely to be late"),
    "late.overdue": Entry("已逾期{days:count}天,再过{horizon:count}天还收不到的可能{rate:percent}", "{days:count} days overdue, {rate:percent} likely to be unpaid in another {horizon:count} days"),
    "late.record": Entry("它以往{count:count}笔里{late:count}笔晚付", "{late:count} of its {count:count} payments so far were late"),
    "late.no_record": Entry("没有付款记录,按全簿的情况估", "no payment record, so the whole book's is used"),
    "late.invoice": Entry("{invoice} {amount:money}({date:date}到期)", "{invoice} {amount:money} (due {date:date})"),
    "late.unnumbered": Entry("{amount:money}({date:date}到期)", "{amount:money} (due {date:date})"),
    "late.more": Entry("另有{count:count}笔", "{count:count} more"),
    "late.retention": Entry("质保金,比货款拖得久", "retention money, which takes longer"),
    "late.large": Entry("金额是它平时的{times:number}倍", "{times:number} times its usual amount"),
    # resource_conflicts (these are parts of F-460)
    "resource_conflicts.visit": Entry("{customer}{date:date}有技术拜访", "{customer}: technical visit {date:date}"),
    "resource_conflicts.project": Entry("{customer}的{what}{date:date}要推进", "{customer}: {what} moves on {date:date}"),
    "resource_conflicts.booked": Entry("{customer}订了{date:date}", "{customer}: booked {date:date}"),
}  # fmt: skip

FINDINGS = {
    "F-325": FindingEntry("Q{quarter:count}的目标算上了{project}({amount:money}),但它要到Q{signs:count}", "Q{quarter:count} counts on {project} ({amount:money}), but it comes in Q{signs:count}", "把这笔钱挪到它真正落地的季度,或另找项目支撑这个季度。", "Move the money to the quarter it comes in, or find another project for this quarter."),
    "F-326": FindingEntry("{count:count}个项目签单日已过或已延期,还算着{money:money}:{names}", "{count:count} projects are past their sign date or put off, yet still count {money:money}: {names}", "问清楚再改签单日;没把握的把日期清空或记为丢单。", "Ask, then set a new sign date; clear the date or mark it lost where there is no hope."),
    "F-327": FindingEntry("{project}的节点“{node}”晚于预计签单日{date:date}", "Milestone '{node}' of {project} lies after its sign date {date:date}", "改签单日或改节点,两个日期要对得上。", "Change the sign date or the milestone so that both agree."),
    "F-328": FindingEntry("{names}有变动,Q{quarter:count}少了{lost:money};目标{target:money}现在靠返单{repeat:money}和项目{weighted:money}({left}),还差{unsupported:money}", "{names} changed: Q{quarter:count} lost {lost:money}; its target {target:money} now rests on repeat business {repeat:money} and projects {weighted:money} ({left}), {unsupported:money} missing", "本周内定下补哪个项目;补不上就调整季度目标,别死磕一个客户。", "Decide this week which project fills the gap; else change the quarter's target."),
    "F-329": FindingEntry("{names}有变动,Q{quarter:count}少了{lost:money},再没有项目支撑;目标{target:money}只剩返单{repeat:money},还差{unsupported:money}", "{names} changed: Q{quarter:count} lost {lost:money} and no project is left; its target {target:money} rests on repeat business {repeat:money}, {unsupported:money} missing", "本周内找能提前签的项目;找不到就调整季度目标。", "Find a project that can sign earlier this week; else change the quarter's target."),
    "F-460": FindingEntry("{name}在{week:date}至{end:date}这周有{count:count}家客户要用:{reasons}", "{name} is wanted by {count:count} customers in the week {week:date} to {end:date}: {reasons}", "先保成交近、金额大的一家,另一家改期或换资源。", "Keep the nearer or larger deal; move the other or use another resource."),
    "F-461": FindingEntry("{name}{until:date}到期,{customer}的{project}预计{signs:date}才签", "{name} ends {until:date}, but {project} of {customer} is to sign {signs:date}", "赶在到期前签,或先申请延期。", "Sign before it ends, or ask for an extension."),
    "F-462": FindingEntry("{name}写着给{customer}用,但客户清单和商机里没有这个名字", "{name} is meant for {customer}, which is neither in the customer list nor among the opportunities", "核对名称。", "Check the name."),
}  # fmt: skip
