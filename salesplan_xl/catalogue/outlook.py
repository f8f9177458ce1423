"""Texts of the running year: the plan fixed, its forecast, the gap and what closes it, what a boss reads first."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "lead.to_date": Entry("累计完成{ytd_actual:money},累计目标{ytd_target:money}({ytd_completion:percent})", "{ytd_actual:money} to date against a target to date of {ytd_target:money} ({ytd_completion:percent})"),
    "lead.to_date_plain": Entry("累计完成{ytd_actual:money}", "{ytd_actual:money} to date"),
    "lead.forecast": Entry("全年预测{forecast_year:money},保底{guaranteed:money},推导{target:money}", "the year is forecast at {forecast_year:money}, guaranteed {guaranteed:money}, derived {target:money}"),
    "lead.chance": Entry("保底现在有{chance_guaranteed_now:percent}把握(计划时{guaranteed_sureness:percent}),冲刺{chance_stretch_now:percent}(计划时{stretch_sureness:percent})", "guaranteed is {chance_guaranteed_now:percent} sure now ({guaranteed_sureness:percent} at planning), stretch {chance_stretch_now:percent} ({stretch_sureness:percent})"),
    "lead.no_chance": Entry("把握还没算", "how sure it is has not been computed"),
    "lead.gap": Entry("离保底还差{gap_to_guaranteed:money},剩下每月要做{needed_per_month:money},每个工作日{needed_per_workday:money}", "{gap_to_guaranteed:money} short of guaranteed: {needed_per_month:money} a month from here, {needed_per_workday:money} a workday"),
    "lead.no_gap": Entry("照预测保底能做到", "by the forecast guaranteed is reached"),
    "lead.closing": Entry("补缺口靠:{ways}", "what closes it: {ways}"),
    "lead.ytd_coverage": Entry("客户覆盖率{ytd_coverage:percent}", "customer coverage {ytd_coverage:percent}"),
    "lead.ytd_on_time": Entry("回款及时率{ytd_on_time:percent}", "on-time collection {ytd_on_time:percent}"),
    "lead.result": Entry("全年完成{ytd_actual:money},目标{ytd_target:money},完成率{ytd_completion:percent}", "the year closed at {ytd_actual:money} of {ytd_target:money}: {ytd_completion:percent}"),
    "lead.result_plain": Entry("全年完成{ytd_actual:money}", "the year closed at {ytd_actual:money}"),
    "lead.said": Entry("各月说的全年预测:{parts}", "forecasts as said: {parts}"),
    "lead.said_month": Entry("{month:count}月{money:money}", "month {month:count} {money:money}"),
    "lead.fixed": Entry("目标已锁定:{target:money}({date:date});要改:salesplan unlock", "Targets fixed: {target:money} ({date:date}); to change them: salesplan unlock"),
    "lead.fixed_on": Entry("目标锁定于{date:date}", "targets fixed on {date:date}"),
    "lead.both": Entry("{first};{second}", "{first}; {second}"),
    "map.last_tier": Entry("{tier}类{count:count}家排在最后,合计{amount:money}(Q1–Q4:{q1:money}、{q2:money}、{q3:money}、{q4:money})", "the {count:count} {tier} customers stand last, {amount:money} together (Q1–Q4: {q1:money}, {q2:money}, {q3:money}, {q4:money})"),
    "lead.unlocked": Entry("目标已解锁:下次“一键规划”按今天的数据重新推导", "Targets open again: the next run derives them anew from today's data"),
    "lead.month": Entry("{month}清单共{count:count}条:{parts}", "The list of {month} has {count:count} rows: {parts}"),
    "lead.month_part": Entry("{kind:LIST_KINDS}{count:count}", "{kind:LIST_KINDS} {count:count}"),
    "lead.month_money": Entry("{kind:LIST_KINDS}{count:count}({money:money})", "{kind:LIST_KINDS} {count:count} ({money:money})"),
    "lead.month_day": Entry("清单从{first:date}算起,数据截至{as_of:date}", "the list begins on {first:date}, the data reach to {as_of:date}"),
    "outlook.close_project": Entry("{customer}“{project}”签下+{money:money}(累计{sum:money}/{gap:money})", "'{project}' of {customer} signed: +{money:money} ({sum:money} of {gap:money})"),
    "outlook.close_overdue": Entry("{customer}“{project}”过了日期还没签+{money:money}(累计{sum:money}/{gap:money})", "'{project}' of {customer}, past its date: +{money:money} ({sum:money} of {gap:money})"),
    "outlook.close_behind": Entry("{customer}补上落后的+{money:money}(累计{sum:money}/{gap:money})", "{customer} catching up: +{money:money} ({sum:money} of {gap:money})"),
    "outlook.close_stopped": Entry("{customer}停了,恢复下单+{money:money}(累计{sum:money}/{gap:money})", "{customer} has stopped, ordering again: +{money:money} ({sum:money} of {gap:money})"),
    "outlook.close_orders": Entry("其余{money:money}要新订单{orders:up}个(每个{average:money}),{day:every workday}{day:pieces}个", "the other {money:money} takes {orders:up} new orders of {average:money}, {day:pieces} {day:every workday}"),
    "outlook.close_orders_now": Entry("其余{money:money}要新订单{orders:up}个(每个{average:money})", "the other {money:money} takes {orders:up} new orders of {average:money}"),
    "outlook.per_workday": Entry("还剩{months:count}个月、{days:count}个工作日,每个工作日{day:money}", "{months:count} months and {days:count} workdays left: {day:money} a workday"),
    "months.running": Entry("进行中({days:count}/{all:count}个工作日)", "running ({days:count} of {all:count} workdays)"),
    "months.so_far": Entry("本月到今天{actual:money},全月目标{target:money}", "{actual:money} so far this month, {target:money} is its target"),
}  # fmt: skip

FINDINGS = {
    "F-333": FindingEntry(
        "还没有目标可以锁定或解锁。", "There are no targets yet to fix or to open.",
        "先点“一键规划”,看过目标和季度再锁定。", "Run the plan, look at targets and quarters, then lock it.",
    ),
}  # fmt: skip
