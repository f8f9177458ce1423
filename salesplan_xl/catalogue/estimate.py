"""Sentences about this year before its end."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

SENTENCES = {
    "estimate.label": Entry("截至{date:date},今年未结束:实际{to_date:money},估全年{estimate:money},同期{sign}{growth:percent}", "As of {date:date}, this year is not finished: {to_date:money} actual, about {estimate:money} for the year, {sign}{growth:percent} on the same months"),
    "estimate.label_plain": Entry("截至{date:date},今年未结束:实际{to_date:money},估全年{estimate:money}", "As of {date:date}, this year is not finished: {to_date:money} actual, about {estimate:money} for the year"),
    "estimate.usual": Entry("到{date:date}有{to_date:money},{months}按近12个月还有{rest:money}", "{to_date:money} up to {date:date}, {months} by the last twelve {rest:money} more"),
    "estimate.short": Entry("到{date:date}有{to_date:money},订单不满12个月,{months}按已有月份平均还有{rest:money}", "{to_date:money} up to {date:date}; the orders cover less than twelve months, {months} by their average {rest:money} more"),
    "estimate.new": Entry("到{date:date}有{to_date:money},今年新客户,{months}按成交以来的平均还有{rest:money}", "{to_date:money} up to {date:date}; new this year, {months} by the average since the first order {rest:money} more"),
    "estimate.seldom": Entry("到{date:date}有{to_date:money},下单少、谈不上月节奏,按近一年的数估,还有{rest:money}", "{to_date:money} up to {date:date}; too few orders for a monthly pace, the last year is taken, {rest:money} more"),
    "estimate.stopped": Entry("到{date:date}有{to_date:money},早过了平时的下单间隔,今年不再估", "{to_date:money} up to {date:date}; silent far beyond its usual gap, nothing more is expected this year"),
    "estimate.typed": Entry("今年业绩是手填的{to_date:money}", "this year's revenue is typed, {to_date:money}"),
    "estimate.months": Entry("{first:count}–{last:count}月", "months {first:count}–{last:count}"),
    "estimate.month": Entry("{last:count}月", "month {last:count}"),
    "estimate.projects": Entry("其中一次性项目{projects:money}", "of it one-off projects {projects:money}"),
    "estimate.to_sign": Entry("今年还可能签{names}共{amount:money},没有算进来", "{names} of {amount:money} may still be signed this year and are not counted"),
    "T-YOY-BY-ESTIMATE": Entry("同比按全年估计和去年比", "growth compares the estimate of the year with last year"),
}  # fmt: skip
