"""Sentences about the day the data reach to, and about a year that is not over."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "calendar.after": Entry("数据截止日{date:date}之后还有{parts},都没有计入", "After the as-of date {date:date} there are {parts}; none of them counts"),
    "calendar.after_orders": Entry("{orders:count}笔订单共{money:money}", "{orders:count} orders of {money:money} in all"),
    "calendar.after_visits": Entry("{visits:count}次拜访", "{visits:count} visits"),
    "calendar.after_payments": Entry("{payments:count}笔回款共{paid:money}", "{payments:count} payments of {paid:money} in all"),
    "calendar.silent": Entry("数据截止日是{date:date},但最后一笔订单已过去{quiet:count}天,以前从没断过这么久,订单可能没导全", "The as-of date is {date:date}, but the last order is {quiet:count} days back, longer than the list ever paused; orders may be missing"),
}  # fmt: skip
FINDINGS = {
    "F-121": FindingEntry("{what}。", "{what}.",
                          "要算到最新数据,把参数里的数据截止日改成{newest:date};数据不全就先导入。", "To count everything, set the as-of date to {newest:date}; if data are missing, import them first."),
    "F-122": FindingEntry("没有填数据截止日,按订单清单的最后一天{date:date}算。", "No as-of date is set; it is taken from the last day of the order list, {date:date}.",
                          "不对就在参数里填数据截止日,或用 --as-of 指定。", "If that is wrong, type the as-of date on the settings sheet or give --as-of."),
    "F-124": FindingEntry("{year}年手填业绩共{typed:money},订单只有{ordered:money},是零散订单;有手填业绩的按手填,没填的才按订单。", "{year}: typed revenue adds up to {typed:money}, the orders only to {ordered:money}, a fragment; typed figures stand, orders count for customers without one.",
                          "把这一年的订单导全,就会改按订单算;订单已经全了就清空手填的数。", "Import all orders of that year and they will count; if they are complete, clear the typed figures."),
    "F-125": FindingEntry("订单清单从{month}才开始,之前的月份没有数据,不编数。", "The order list begins only in {month}; the months before it are unknown and are not invented.",
                          "有更早的订单就导进来,今年和去年才能同口径比。", "Import earlier orders if there are any, so that this year can be compared with the last."),
}  # fmt: skip
