"""Texts of the one-page report: its head, risks, chances, requests, and the state of a plan handed in."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "report.empty": Entry("还没有规划", "No plan yet"),
    "report.empty.say": Entry(
        "填好客户清单,点“一键规划”,这一页就写好了;打印或存成PDF交给领导。",
        "Fill in the customer list and run the plan: this page writes itself, ready to print or send.",
    ),
    "report.say.sure": Entry("保底{guaranteed:money}(把握{guaranteed_sureness:percent}),冲刺{stretch:money}(把握{stretch_sureness:percent}),推导{target:money}", "Guaranteed {guaranteed:money} ({guaranteed_sureness:percent} sure), stretch {stretch:money} ({stretch_sureness:percent}), derived {target:money}"),
    "report.say.plain": Entry("保底{guaranteed:money},冲刺{stretch:money},推导{target:money}", "Guaranteed {guaranteed:money}, stretch {stretch:money}, derived {target:money}"),
    "report.say.sources": Entry("老客户返单占{repeat:percent},在谈项目{project:percent},新客户{new:percent}", "repeat business {repeat:percent}, projects {project:percent}, new customers {new:percent}"),
    "report.say.gap": Entry("还有{unsupported:money}没有着落,最缺的是{worst}", "{unsupported:money} not backed yet, most of it in {worst}"),
    "report.say.backed": Entry("四个季度都有着落", "all four quarters are backed"),
    "report.risk.customer_lost": Entry("去年{last:money},今年一单没有,已经丢了", "{last:money} last year, nothing this year: lost"),
    "report.risk.decline": Entry("业绩从{last:money}掉到{this:money},可能再丢{stake:money}(概率{chance:percent})", "fell from {last:money} to {this:money}; {stake:money} more may go (chance {chance:percent})"),
    "report.risk.single": Entry("只认识一个人,人一换可能丢{stake:money}(概率{chance:percent})", "one contact only; {stake:money} may go with that person (chance {chance:percent})"),
    "report.risk.loss": Entry("可能流失{stake:money}(概率{chance:percent})", "{stake:money} may be lost (chance {chance:percent})"),
    "report.risk.overdue": Entry("逾期未回款{money:money},{count:count}笔,最久{days:count}天", "{money:money} overdue in {count:count} invoices, the oldest {days:count} days"),
    "report.risk.late_project": Entry("项目“{project}”原定{date:date}签单,至今未签", "project '{project}' should have signed by {date:date}"),
    "report.risk.slipped": Entry("项目“{project}”从{old:date}推到{new:date},已延期{slips:count}次", "project '{project}' moved from {old:date} to {new:date}, {slips:count} slips so far"),
    "report.risk.undated": Entry("项目“{project}”没了签单日期", "project '{project}' lost its sign date"),
    "report.risk.lost": Entry("项目“{project}”丢单", "project '{project}' was lost"),
    "report.risk.dropped": Entry("项目“{project}”移出了清单", "project '{project}' was taken off the list"),
    "report.chance.project": Entry("项目“{project}”:{stage:STAGES}阶段,把握{chance:percent},预计{date:date}签单", "project '{project}': {stage:STAGES}, {chance:percent} sure, expected to sign {date:date}"),
    "report.chance.undated": Entry("项目“{project}”:{stage:STAGES}阶段,把握{chance:percent},签单日期未定", "project '{project}': {stage:STAGES}, {chance:percent} sure, no date yet"),
    "report.chance.step": Entry("下一步:{step}", "next: {step}"),
    "report.chance.lines": Entry("潜力大,明年可多做{growth:money};还没买过{lines}", "high potential, {growth:money} more next year; has not bought {lines} yet"),
    "report.chance.growth": Entry("潜力大,明年可多做{growth:money}", "high potential, {growth:money} more next year"),
    "report.ask.gap": Entry("Q{quarter:count}目标{target:money},还有{gap:money}没有着落:请支持新项目、样机或政策来补", "Q{quarter:count}: of {target:money}, {gap:money} has no source; projects, machines or policy are needed"),
    "report.ask.clash": Entry("{week:date}那一周{customers}都要用:请协调先后,或加一份", "{customers} want it in the week of {week:date}: settle the order, or provide another"),
    "submit.head": Entry("{year}年规划 · {who} · 数据截至{as_of:date} · {state}", "Plan {year} · {who} · data as of {as_of:date} · {state}"),
    "submit.head_changed": Entry("{year}年规划 · {who} · 数据截至{as_of:date} · {state},之后有改动", "Plan {year} · {who} · data as of {as_of:date} · {state}, changed since"),
    "submit.nobody": Entry("未署名", "no name"),
    "submit.state.plain": Entry("{state:PLAN_STATES}", "{state:PLAN_STATES}"),
    "submit.state.dated": Entry("{state:PLAN_STATES} {date:date}", "{state:PLAN_STATES} {date:date}"),
    "submit.total.derived": Entry("推导目标{then:money}→{now:money}", "derived target {then:money} → {now:money}"),
    "submit.total.guaranteed": Entry("保底目标{then:money}→{now:money}", "guaranteed target {then:money} → {now:money}"),
    "submit.total.stretch": Entry("冲刺目标{then:money}→{now:money}", "stretch target {then:money} → {now:money}"),
    "submit.total.q1": Entry("Q1 {then:money}→{now:money}", "Q1 {then:money} → {now:money}"),
    "submit.total.q2": Entry("Q2 {then:money}→{now:money}", "Q2 {then:money} → {now:money}"),
    "submit.total.q3": Entry("Q3 {then:money}→{now:money}", "Q3 {then:money} → {now:money}"),
    "submit.total.q4": Entry("Q4 {then:money}→{now:money}", "Q4 {then:money} → {now:money}"),
}  # fmt: skip

FINDINGS = {
    "F-730": FindingEntry(
        "规划{state:PLAN_STATES}之后,{count:count}个总数变了:{totals}。",
        "Since the plan was {state:PLAN_STATES}, {count:count} totals changed: {totals}.",
        "确实要改就重新提交并告诉领导;不是有意的,撤销上一步或改回原数。",
        "If the change is meant, submit again and say so; otherwise undo it or type the former figure.",
    ),
    "F-731": FindingEntry(
        "规划{state:PLAN_STATES}之后,总数没变,但分到客户或季度的数变了。",
        "Since the plan was {state:PLAN_STATES}, figures of customers or their quarters changed, though no total did.",
        "确实要改就重新提交;不是有意的,撤销上一步或改回原数。",
        "If the change is meant, submit again; otherwise undo it or type the former figures.",
    ),
    "F-732": FindingEntry(
        "规划状态写着“{state:PLAN_STATES}”,但没有记下当时的数,之后改了也看不出来。",
        "The plan's state says '{state:PLAN_STATES}', but its figures were not kept: later changes would go unseen.",
        "用“提交”来改状态,不要在参数表里直接改。",
        "Change the state with 'Submit', not by hand on the settings sheet.",
    ),
    "F-733": FindingEntry(
        "还没有目标,没有什么可以提交。", "There are no targets yet, nothing can be submitted.",
        "先点“一键规划”,看过目标和季度再提交。", "Run the plan first, look at targets and quarters, then submit.",
    ),
    "F-734": FindingEntry(
        "提交之后数字有改动,不能直接批准。", "Figures changed after submission, so the plan cannot be approved as it is.",
        "请先重新提交,看过新的数再批准;或把数改回提交时的样子。",
        "Submit it again and look at the new figures first, or restore those that were submitted.",
    ),
}  # fmt: skip
