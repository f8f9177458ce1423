"""The sentences and findings of key actions and of time."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "actions.why_win_back": Entry("业绩比去年掉了{fall:percent},先弄清丢给了谁,把丢的项目抢回来", "Down {fall:percent} on last year: find out who took it and win it back"),
    "actions.why_win_back_plain": Entry("业绩在下滑,先弄清丢给了谁,把丢的项目抢回来", "Revenue is falling: find out who took it and win it back"),
    "actions.why_win_project": Entry("手上有{money:money}的项目还没拿下,这是明年增长的来源", "Projects of {money:money} are still to be won; next year's growth comes from here"),
    "actions.why_tighten_credit": Entry("习惯性延付,继续放账就是替客户垫钱", "Pays late as a habit; more credit means lending them money"),
    "actions.why_reactivate": Entry("今年没有成交,先问清为什么停了", "No revenue this year; first ask why it stopped"),
    "actions.why_reach_decision": Entry("只认识一个人,人一换生意可能断,要够到决策层", "Only one contact: if that person leaves, business may break off; reach the decision maker"),
    "actions.why_open_lines": Entry("还有没卖进去的产品线:{lines}", "Lines not sold yet: {lines}"),
    "actions.why_open_lines_plain": Entry("还有客户用得上、没卖进去的产品线", "There are lines the customer needs and does not buy from us yet"),
    "actions.why_serve_as_a": Entry("B类里的高潜力客户,按A类的标准跟,争取升上去", "High potential among the B customers: serve it as an A so that it becomes one"),
    "actions.why_ask_referral": Entry("C类少花时间,每次联系都请他介绍一家同行", "Spend less time on C; ask for an introduction every time you talk"),
    "actions.why_maintain": Entry("没有要紧的问题,也没有大的空间,把现有关系守住", "No urgent problem and no large opening: keep the relationship as it is"),
    "actions.why_develop_new": Entry("这部分业绩要靠还没有的客户,按新客户倒推的询盘数去做", "This part must come from customers not yet won; work to the inquiries worked back"),
    "actions.step": Entry("{step}({project})", "{step} ({project})"),
    "actions.step_win_back": Entry("约技术和使用部门各见一次,问清丢单原因和还能争取的部分", "Meet engineering and the users once each; ask why it was lost and what can still be won"),
    "actions.step_win_project": Entry("给项目定下一步动作和完成时间", "Give the project a next step and a date"),
    "actions.step_tighten_credit": Entry("先和财务、主管定好明年账期,再跟客户谈", "Agree next year's terms with finance and your manager, then talk to the customer"),
    "actions.step_reactivate": Entry("打一次电话问近况和停单原因", "Call once: how are things, and why did the orders stop"),
    "actions.step_reach_decision": Entry("请现有联系人引荐技术、使用和决策的人", "Ask your contact to introduce engineering, the users and the decision maker"),
    "actions.step_open_lines": Entry("带一个同行业案例去介绍没卖过的产品线", "Bring a case from the same industry and present the lines not sold yet"),
    "actions.step_serve_as_a": Entry("按A类频次排好下个月的拜访", "Plan next month's visits at the cadence of an A customer"),
    "actions.step_ask_referral": Entry("下次联系时请他引荐一家同行", "Ask for one introduction at the next contact"),
    "actions.step_maintain": Entry("安排一次不谈业务的拜访", "Plan one visit without business talk"),
    "actions.step_develop_new": Entry("把每天要找的询盘数写进日程", "Put the day's number of inquiries in the diary"),
    "actions.why_collect": Entry("逾期{overdue:money}", "{overdue:money} is overdue"),
    "actions.also": Entry("另:{action:KEY_ACTIONS}", "also: {action:KEY_ACTIONS}"),
    "actions.and": Entry("{first};{second}", "{first}; {second}"),
    "capacity.workdays": Entry("每月按{days:number}个工作日算", "{days:number} workdays a month"),
    "capacity.calendar": Entry("按{country}日历,{year}年有{days:count}个工作日,平均每月{month:number}天", "By the calendar of {country}, {year} has {days:count} workdays, {month:number} a month"),
    "capacity.calendar_unknown": Entry("没有{country}的节假日,按周一到周五算{year}年有{days:count}个工作日,平均每月{month:number}天", "The holidays of {country} are not known; Monday to Friday {year} has {days:count} workdays, {month:number} a month"),
    "capacity.no_make_up": Entry("{year}年的调休还没公布,公布后会略有变化", "The make-up days of {year} are not published yet; the days may still shift"),
    "capacity.available": Entry("留{slack:percent}机动,能排给客户的是{days:number}天", "With {slack:percent} kept free, {days:number} days can go to customers"),
    "capacity.needed": Entry(
        "A类{a:up}次、B类{b:up}次、C类{c:up}次拜访,C类同区一天跑{bundled:number}家,共要{days:number}天",
        "A {a:up}, B {b:up} and C {c:up} visits, C bundled at {bundled:number} a day: {days:number} days in all",
    ),
    "capacity.left": Entry("拜访用{needed:number}天,还剩{days:number}天做方案、催款和找新客户", "Visits take {needed:number} days; {days:number} remain for proposals, collections and new customers"),
    "capacity.short": Entry("拜访要{needed:number}天,只有{available:number}天,差{days:number}天", "Visits need {needed:number} days, there are {available:number}: {days:number} short"),
    "capacity.rule_conflict": Entry(
        "A/B/C要{a:number}/{b:number}/{c:number}天,即{share_a:percent}/{share_b:percent}/{share_c:percent},与{rule}不符;按{rule}应是{rule_a:number}/{rule_b:number}/{rule_c:number}天",
        "A/B/C take {a:number}/{b:number}/{c:number} days, that is {share_a:percent}/{share_b:percent}/{share_c:percent}, against {rule}; the rule gives {rule_a:number}/{rule_b:number}/{rule_c:number} days",
    ),
    "capacity.rule_kept": Entry(
        "A/B/C要{a:number}/{b:number}/{c:number}天,即{share_a:percent}/{share_b:percent}/{share_c:percent},与{rule}相符",
        "A/B/C take {a:number}/{b:number}/{c:number} days, that is {share_a:percent}/{share_b:percent}/{share_c:percent}, in line with {rule}",
    ),
    "capacity.rule_none": Entry("还没有排拜访,无法与{rule}对照", "No visits are planned yet, so there is nothing to hold against {rule}"),
    "capacity.names": Entry("{names}", "{names}"),
    "capacity.names_more": Entry("{names}等{count:count}家", "{names} and others, {count:count} in all"),
}  # fmt: skip

FINDINGS = {
    "F-401": FindingEntry(
        "按现在的频次每月要拜访{needed:number}天,留出机动后只有{available:number}天,差{short:number}天",
        "The visits need {needed:number} days a month, but only {available:number} are available after slack: {short:number} short",
        "先减C类(改电话、线上或同区合并),再看B类;A类不减。",
        "Cut C first (phone, online, bundle by area), then B; leave A as it is.",
    ),
    "F-403": FindingEntry(
        "参数里填的工作日是{typed:number}天,日历上是{days:number}天,相差较多。", "The settings count with {typed:number} workdays, the calendar has {days:number}.",
        "想按实际日历排时间,就在参数表改成日历的天数;21.75和250是文章算例的数。", "To plan by the calendar, type its days on the settings sheet; 21.75 and 250 are those of the worked examples.",
    ),
    "F-402": FindingEntry(
        "拜访时间A/B/C是{share_a:percent}/{share_b:percent}/{share_c:percent},与{rule}不符",
        "Visit time by A/B/C is {share_a:percent}/{share_b:percent}/{share_c:percent}, against {rule}",
        "两个办法选一个:把C类的拜访换成电话,给A类加频次;或在参数表改时间占比。",
        "Choose one: phone C instead of visiting and visit A more; or change the time shares on the settings sheet.",
    ),
}  # fmt: skip
