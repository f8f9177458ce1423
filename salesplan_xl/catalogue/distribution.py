"""The sentences and findings of the revenue distribution and the scenarios."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "outcomes.answer": Entry("{figure:money}有{chance:percent}的把握做到", "{figure:money} is {chance:percent} sure"),
    "outcomes.answer_certain": Entry("{figure:money}几乎十拿九稳,少有例外", "{figure:money} is as good as certain"),
    "outcomes.answer_hopeless": Entry("{figure:money}按现在的客户和项目几乎做不到", "{figure:money} is all but out of reach with the customers and projects at hand"),
    "outcomes.point": Entry("没有不确定的客户和项目,就是{amount:money}", "Nothing is uncertain: it will be {amount:money}"),
    "outcomes.sure": Entry("有{chance:percent}的把握做得到;保底定在这里或更低才算稳", "{chance:percent} sure; a guaranteed target belongs here or lower"),
    "outcomes.middle": Entry("一半的机会够得着,一半的机会够不着", "as likely to be reached as not"),
    "outcomes.stretch": Entry("有{chance:percent}的机会够得着;冲刺定得更高就没人当真", "a {chance:percent} chance; set the stretch higher and nobody takes it seriously"),
    "outcomes.mean": Entry("好年坏年摊平的数,不是稳拿的数", "good and bad years evened out; not a figure to count on"),
    "outcomes.lumpy": Entry(
        "大单要么全有要么全无:加权{mean:money}里,有{sure:percent}把握的只有{guaranteed:money}",
        "big deals come whole or not at all: of the weighted {mean:money} only {guaranteed:money} is {sure:percent} sure",
    ),
    "outcomes.source_market": Entry("行情好坏,各家一起涨跌", "a good or bad year for all customers"),
    "outcomes.source_new": Entry("还没有的新客户", "customers not yet won"),
    "outcomes.source_project": Entry("{customer}的“{project}”", "'{project}' of {customer}"),
    "outcomes.source_project_unnamed": Entry("{customer}的项目", "the projects of {customer}"),
    "template.chart.distribution": Entry("明年业绩会落在哪里", "Where next year may end"),
    "outcomes.cautious": Entry("保守", "Cautious"),
    "outcomes.base": Entry("基准", "Base"),
    "outcomes.ambitious": Entry("进取", "Ambitious"),
    "outcomes.as_planned": Entry("就是现在的推导", "the plan as derived"),
    "outcomes.growth_more": Entry("每个客户多增长{points:number}个百分点", "every customer grows {points:number} points more"),
    "outcomes.growth_less": Entry("每个客户少增长{points:number}个百分点", "every customer grows {points:number} points less"),
    "outcomes.loss_factor_up": Entry("流失的份额放大到{factor:number}倍", "losses are {factor:number} times as large"),
    "outcomes.loss_factor_down": Entry("流失的份额减少{change:percent}", "losses are {change:percent} smaller"),
    "outcomes.loss_chance_factor_up": Entry("流失概率提高到{factor:number}倍", "losses are {factor:number} times as likely"),
    "outcomes.loss_chance_factor_down": Entry("流失概率降低{change:percent}", "losses are {change:percent} less likely"),
    "outcomes.win_factor_up": Entry("拿下项目的概率提高{change:percent}(最高95%)", "projects are {change:percent} more likely to be won (95 % at most)"),
    "outcomes.win_factor_down": Entry("拿下项目的概率降低{change:percent}(已签的不变)", "projects are {change:percent} less likely to be won (signed ones stay)"),
    "outcomes.new_factor_up": Entry("新客户业绩多{change:percent}", "{change:percent} more new business"),
    "outcomes.new_factor_down": Entry("新客户业绩少{change:percent}", "{change:percent} less new business"),
    "outcomes.spread_factor_up": Entry("客户业绩波动放大到{factor:number}倍", "customers vary {factor:number} times as much"),
    "outcomes.spread_factor_down": Entry("客户业绩波动减少{change:percent}", "customers vary {change:percent} less"),
}  # fmt: skip

FINDINGS = {
    "F-341": FindingEntry(
        "公司下达{company:money}只有{sureness:percent}的把握,有{sure:percent}把握的是{figure:money}",
        "The company's {company:money} is only {sureness:percent} sure; what is {sure:percent} sure is {figure:money}",
        "带着差额去谈资源:要补哪些项目、哪些新客户,补上后再看把握度。",
        "Take the gap to the talk about resources: which projects and new customers would close it, then look again.",
    ),
    "F-342": FindingEntry(
        "保底{guaranteed:money}只有{sureness:percent}的把握,够不上{sure:percent};有{sure:percent}把握的是{figure:money}",
        "The guaranteed {guaranteed:money} is only {sureness:percent} sure, less than {sure:percent}; {figure:money} would be",
        "把保底调到{figure:money}左右,或先把最不确定的客户和项目落实。",
        "Lower it to about {figure:money}, or firm up the most uncertain customers and projects first.",
    ),
    "F-344": FindingEntry(
        "情景“{name}”的“{column}”是{value:number},倍数不能小于0,先按0算",
        "'{column}' of scenario '{name}' is {value:number}; a factor cannot be below 0, so 0 is used for now",
        "改成0或更大的数;不想改这一项就留空或填1。",
        "Enter 0 or more; leave it blank or enter 1 to change nothing.",
    ),
    "F-343": FindingEntry(
        "冲刺{stretch:money}几乎没有机会;{chance:percent}机会能冲到的是{figure:money}",
        "The stretch target {stretch:money} is all but out of reach; {figure:money} has a {chance:percent} chance",
        "把冲刺定在努力一把够得着的地方,太远就没人当真。",
        "Set a stretch that an effort can reach; too far away and nobody takes it seriously.",
    ),
}  # fmt: skip
