"""Texts of an empty workbook: guide, about block, input messages, chart titles."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

SENTENCES = {
    # Guide: what to do in each step.
    "template.step.settings": Entry(
        "先定规划年度、数据截止日和销售姓名,其余参数都有默认值,不必先改。",
        "Set the plan year, the as-of date and your name; the rest has defaults you can keep.",
    ),
    "template.step.customers": Entry(
        "一行一个客户,填名称、今年和去年业绩就能开始;有现成表格可以直接导入。",
        "One row a customer: name, revenue this year and last are enough to start, or import a list.",
    ),
    "template.step.records": Entry(
        "有什么导什么。记录越全,诊断越准;没有的先空着,不影响往下走。",
        "Import what you have. More records make better verdicts; leave the rest blank and go on.",
    ),
    "template.step.check": Entry(
        "把重名、错日期、对不上的金额一次列全;先改错误,再看警告。",
        "Lists double names, bad dates and figures that do not agree; fix errors first, then read warnings.",
    ),
    "template.step.tiers": Entry(
        "分出A、B、C,看清谁撑起业绩、谁有风险、谁有潜力,时间花对了没有。",
        "A, B and C: who carries the business, who is at risk, who has potential, and where your time went.",
    ),
    "template.step.targets": Entry(
        "一个客户一个客户推出明年目标;不认同的数直接改蓝色格,重算不会覆盖。",
        "Next year's target, customer by customer; change a blue cell where you know better, it stays.",
    ),
    "template.step.quarters": Entry(
        "按自己的淡旺季和项目节点分到季度、月份,看清哪个季度还没有着落。",
        "Split by your own season and project dates, down to months; see which quarter has no source yet.",
    ),
    "template.step.map": Entry(
        "每个客户:目标、拜访频次、关键动作、负责人、完成时间。打印出来就能交。",
        "For each customer: target, visits, key action, owner, date. Print it and hand it in.",
    ),
    "template.step.months": Entry(
        "月初看本月清单,月底看三个指标,差了多少、差在哪里,下月怎么补。",
        "The list at the start of a month, three KPIs at its end: how far off, why, and what to do next.",
    ),
    # Guide: colours and about.
    "template.colours": Entry("颜色说明", "Colours"),
    "template.colour.input": Entry("您填写", "Yours"),
    "template.colour.input.word": Entry("蓝色", "Blue"),
    "template.colour.input.why": Entry(
        "手工填写或导入;计算给出建议值的蓝色格可以改,改过的不会被覆盖。",
        "Typed or imported; where a value is proposed you may change it, and your change is kept.",
    ),
    "template.colour.computed": Entry("系统计算", "Computed"),
    "template.colour.computed.word": Entry("白色", "White"),
    "template.colour.computed.why": Entry(
        "公式或计算结果,旁边都有理由;不用动它。", "Formulas and results, each with its reason; leave them."
    ),
    "template.colour.warn": Entry("要留意", "Look closer"),
    "template.colour.warn.word": Entry("黄色", "Amber"),
    "template.colour.warn.why": Entry(
        "偏离计划或习惯性延付,本月要过问。", "Off plan or a habitual late payer: ask about it this month."
    ),
    "template.colour.bad": Entry("要处理", "Act now"),
    "template.colour.bad.word": Entry("红色", "Red"),
    "template.colour.bad.why": Entry(
        "高风险、危险下滑、没有着落的业绩或数据错误。",
        "High risk, a dangerous decline, revenue without a source, or an error in the data.",
    ),
    "template.colour.good": Entry("机会", "Chance"),
    "template.colour.good.word": Entry("绿色", "Green"),
    "template.colour.good.why": Entry(
        "高潜力客户,值得多花时间。", "High potential: worth more of your time."
    ),
    "template.more": Entry("本簿还能做什么(这些表先收着:点对应的按钮或导入数据后自己出现,也可以在任一表名上右键“取消隐藏”)", "What else this book can do (these sheets wait: they appear with their button or with data; or right-click any sheet name, Unhide)"),
    "template.about": Entry("关于本簿", "About this book"),
    "template.about.made_with": Entry("制作工具", "Made with"),
    "template.about.made_with.why": Entry(
        "不含宏,Excel、WPS 都能打开、打印和重算;数据只在本机。",
        "No macros; opens, prints and recalculates in Excel and WPS. Your data stays on this computer.",
    ),
    "template.about.schema_version": Entry("结构版本", "Schema number"),
    "template.about.schema_version.why": Entry(
        "升级时据此识别旧簿;请勿修改。", "Tells an older book apart when upgrading; please leave it."
    ),
    "template.about.book_lang": Entry("语言", "Language"),
    "template.about.book_lang.why": Entry("中文簿", "English book"),
    "template.about.undo": Entry("怎样撤销", "How to undo"),
    "template.about.undo.why": Entry(
        "点“撤销上一步”(或 salesplan undo),可逐步退回最近20步;手工输入照常用 Ctrl+Z。命令行保存时还在旁边留一份“.bak.xlsx”。",
        "Click ‘Undo’ (or salesplan undo) to go back step by step, up to 20. Ctrl+Z undoes typing. The command line also keeps a “.bak.xlsx”.",
    ),
    # Settings sheet.
    "template.settings.name": Entry("参数", "Setting"),
    "template.settings.value": Entry("值", "Value"),
    "template.settings.unit": Entry("单位", "Unit"),
    "template.settings.default": Entry("默认", "Default"),
    "template.settings.folded": Entry("{count}项,点左边的加号展开", "{count} settings; the plus on the left opens them"),
    "template.settings.why": Entry("为什么", "Why"),
    # Input messages.
    "template.check.free": Entry("可以从清单里选,也可以自己写。", "Pick one from the list, or write your own."),
    "template.check.title": Entry("请检查输入", "Please check"),
    "template.check.list": Entry("请从下拉列表中选择:{labels}。", "Please choose from the list: {labels}."),
    "template.check.list.long": Entry("请从下拉列表中选择。", "Please choose from the list."),
    "template.check.date": Entry("请填日期,如 2027-03-31。", "Please enter a date such as 2027-03-31."),
    "template.check.share": Entry(
        "请填百分数,如 30% 或 0.3({low} 到 {high})。",
        "Please enter a percentage such as 30% or 0.3 ({low} to {high}).",
    ),
    "template.check.between": Entry(
        "请填 {low} 到 {high} 之间的数。", "Please enter a number from {low} to {high}."
    ),
    "template.check.least": Entry("请填不小于 {low} 的数。", "Please enter a number of at least {low}."),
    "template.check.number": Entry(
        "请填数字,不带单位和文字。", "Please enter a number without unit or words."
    ),
    "template.check.month": Entry("写成 2027-03 的样子。", "Written like 2027-03."),
    # Printed pages and charts.
    "template.page": Entry("第 &P 页,共 &N 页", "Page &P of &N"),
    # Between the two parts stands the number.
    "template.cadence.month": Entry("每月|次", "| a month"),
    "template.cadence.two_months": Entry("每2个月1次", "1 in 2 months"),
    "template.cadence.quarter": Entry("每季1次", "1 a quarter"),
    "template.cadence.quarter_twice": Entry("每季2次", "2 a quarter"),
    "template.cadence.four_months": Entry("每4个月1次", "1 in 4 months"),
    "template.cadence.half_year": Entry("每半年1次", "1 in half a year"),
    "template.cadence.year": Entry("每年1次", "1 a year"),
    "template.cadence.none": Entry("不拜访", "none"),
    "template.chart.quarters": Entry("季度目标与支撑", "Quarter target and what backs it"),
    "template.chart.tiers": Entry("业绩占比与时间占比", "Share of revenue and share of time"),
    "template.chart.pareto": Entry(
        "前12家客户:业绩与累计占比", "Top 12 customers: revenue and cumulative share"
    ),
}
