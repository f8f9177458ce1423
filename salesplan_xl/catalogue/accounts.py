"""The sentences of key accounts."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

_STUCK = (
    ("opposed", "{name}反对", "{name} opposes"),
    ("missing", "没有人", "nobody there"),
    ("cold", "{name}断了联系", "no contact with {name}"),
    ("unknown", "{name}态度不明", "{name}'s attitude is unknown"),
    ("neutral", "{name}还没表态", "{name} has not taken sides"),
)
_QUESTIONS = (
    ("serves", "没对准卡点", "does not serve the bottleneck"),
    ("owned", "没有一个人负责", "nobody alone is responsible"),
    ("equipped", "没有资源授权", "no resources or authority"),
    ("checkable", "阶段内验不了", "cannot be checked within the stage"),
)

SENTENCES = {
    # If it is lost, who?
    "accounts.answer": Entry("没打下来,{name}负责", "If lost, {name} answers"),
    "accounts.answer_several": Entry("写了{count:count}个人,等于没人负责", "{count:count} names: nobody answers"),
    "accounts.answer_group": Entry("“{group}”不是一个人,没人负责", "'{group}' is not a person: nobody answers"),
    "accounts.answer_nobody": Entry("没人负责", "Nobody answers"),
    # The decision chain.
    "accounts.all_with_us": Entry("四层都支持", "All four layers are with us"),
    **{f"accounts.stuck_{state}": Entry(f"卡在{{layer:ROLES}}层:{zh}", f"Stuck at {{layer:ROLES}}: {en}") for state, zh, en in _STUCK},
    "accounts.heat": Entry("{name} {state:LAYER_STATES}", "{name} {state:LAYER_STATES}"),
    "accounts.heat_nobody": Entry("{state:LAYER_STATES}", "{state:LAYER_STATES}"),
    # The four questions.
    **{f"accounts.lacks_{key}": Entry(zh, en) for key, zh, en in _QUESTIONS},
    "accounts.gate_hits": Entry("对准要害", "Hits the point"),
    "accounts.gate_patch": Entry("补一问就行:{missing}", "One answer short: {missing}"),
    "accounts.gate_busy": Entry("忙而无效,别急着做:{missing}", "Busy-work as it stands: {missing}"),
    "accounts.means": Entry("{name}:{more}", "{name}: {more}"),
    "accounts.means_plain": Entry("{name}在资源储备里", "{name} is on the resource list"),
    # Judgements.
    "accounts.assumption": Entry("做到“{acceptance}”,卡点“{bottleneck}”就松动", "Once '{acceptance}' is done, the bottleneck '{bottleneck}' gives way"),
    "accounts.because_judgement": Entry("{date:date}做完了,卡点还是“{bottleneck}”", "done on {date:date}, yet the bottleneck is still '{bottleneck}'"),
    "accounts.because_held": Entry("{date:date}做完了,卡点已经变了", "done on {date:date}, and the bottleneck has moved"),
    "accounts.because_execution": Entry("原定{date:date}完成,还没做完", "due {date:date}, not done"),
    "accounts.because_outside": Entry("原定{date:date}完成,没做成是客户原因", "due {date:date}, not done because of the customer"),
    # Seen before, what else.
    "accounts.same_bottleneck": Entry("同卡点", "same bottleneck"),
    "accounts.same_industry": Entry("同行业", "same industry"),
    "accounts.same_stage": Entry("同阶段", "same stage"),
    "accounts.case_project": Entry("{verdict:RESULTS}", "{verdict:RESULTS}"),
    "accounts.case_judgement": Entry("{verdict:JUDGEMENT_VERDICTS}", "{verdict:JUDGEMENT_VERDICTS}"),
    "accounts.seen_before": Entry("{customer}({matched}):{verdict},{lesson}", "{customer} ({matched}): {verdict}, {lesson}"),
    "accounts.seen_before_plain": Entry("{customer}({matched}):{verdict}", "{customer} ({matched}): {verdict}"),
    "accounts.cross": Entry("{similar:count}家同类客户里{buyers:count}家买{line},多做约{potential:money}", "{buyers:count} of {similar:count} similar customers buy {line}: about {potential:money} more"),
    # Why a position is proposed.
    "accounts.propose_share": Entry("A类,占今年业绩{share:percent}", "tier A, {share:percent} of this year's revenue"),
    "accounts.propose_influence": Entry("影响力和采购潜力都高", "high influence and high potential"),
    "accounts.propose_project": Entry("窗口期内有{amount:money}的项目要签", "a project of {amount:money} signs within the window"),
    "accounts.propose_potential": Entry("采购潜力高,条件还没成熟", "high potential, not ripe yet"),
    # The head of the page.
    "accounts.head_focus": Entry("{accounts:count}家大客户里重点打{focus:count}家(上限{cap:count}家),涉及金额{stake:money}", "{focus:count} of {accounts:count} key accounts are fought for (at most {cap:count}); {stake:money} at stake"),
    "accounts.head_fill": Entry("本周大客户:还差{cells:count}格", "this week: {cells:count} cells to fill"),
    "accounts.head_filled": Entry("本周大客户:都填好了", "this week: all filled in"),
    "accounts.head_effort": Entry("重点客户占金额{stake:percent}、占拜访时间{time:percent}", "they are {stake:percent} of the money at stake and get {time:percent} of the visit days"),
    "accounts.head_effort_none": Entry("重点客户占金额{stake:percent},近一年没有拜访记录", "they are {stake:percent} of the money at stake; no visits on record for a year"),
    "accounts.head_nothing": Entry("还没有定位;在表里选一项定位就开始", "no position is set yet; pick one in the table to begin"),
    "accounts.orders_only": Entry("只接单,不主动跑", "Take orders, no visits"),
    "accounts.released": Entry("放弃{count:count}家,一年腾出{hours:number}小时,够{visits:every month}给重点客户多跑{visits:pieces}次", "letting go of {count:count} frees {hours:number} hours a year: {visits:pieces} more visits {visits:every month} to key accounts"),
    "accounts.released_nothing": Entry("放弃{count:count}家,近一年没人去过,腾不出时间", "letting go of {count:count} frees no time: nobody visited them within a year"),
    "accounts.released_none": Entry("还没有放弃任何一家", "nobody is let go of yet"),
    "accounts.head_oldest": Entry("{customer}的“{bottleneck}”已经{days:count}天没动", "'{bottleneck}' at {customer} has not moved for {days:count} days"),
    "accounts.head_moving": Entry("没有卡点停着不动", "no bottleneck stands still"),
    "accounts.longest": Entry("最久没动:{bottleneck},{days:count}天", "longest unmoved: {bottleneck}, {days:count} days"),
    # The week.
    "accounts.week_judgement": Entry("{date:date}到期,对不对选一下:{assumption}", "due {date:date}, was it so: {assumption}"),
    "accounts.week_unmoved": Entry("{days:count}天没动:{bottleneck}", "{days:count} days unmoved: {bottleneck}"),
    "accounts.week_busy": Entry("{action}:{missing}", "{action}: {missing}"),
    "accounts.week_window": Entry("窗口还剩{days:count}天({date:date}),还没有对准卡点的行动", "{days:count} days left ({date:date}), no action that counts yet"),
    # The grid of lines.
    "accounts.line_amount": Entry("{state:LINE_STATES}{amount:money}", "{state:LINE_STATES} {amount:money}"),
    "accounts.line_state": Entry("{state:LINE_STATES}", "{state:LINE_STATES}"),
    "accounts.line_potential": Entry("可做约{potential:money}", "about {potential:money}"),
    # Month list.
    "list.account_judgement": Entry("判断{date:date}到期:{assumption}", "judgement due {date:date}: {assumption}"),
    "list.account_verify": Entry("{date:date}验证:{action}", "verify {action} on {date:date}"),
    "list.account_window": Entry("窗口还剩{days:count}天({date:date}截止)", "{days:count} days until the window closes ({date:date})"),
    "list.account_window_over": Entry("窗口{date:date}已过", "the window closed on {date:date}"),
}  # fmt: skip
