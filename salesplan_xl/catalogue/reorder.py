"""Sentences of the reorder plan, of its three-source target and of its measurement."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

_DATES = "{date_from:date}到{date_to:date}之间", "between {date_from:date} and {date_to:date}"

SENTENCES = {
    "reorder.on_track": Entry(f"下过{{orders:count}}单,平时约{{gap:count}}天一单,离上一单{{elapsed:count}}天,大约在{_DATES[0]}下单", f"{{orders:count}} orders, about one in {{gap:count}} days, the last {{elapsed:count}} days ago; next one {_DATES[1]}"),
    "reorder.due_soon": Entry(f"下过{{orders:count}}单,平时约{{gap:count}}天一单,已过{{elapsed:count}}天,快到了:{_DATES[0]}", f"{{orders:count}} orders, about one in {{gap:count}} days, {{elapsed:count}} days gone: due soon, {_DATES[1]}"),
    "reorder.overdue": Entry(f"平时约{{gap:count}}天一单,这次已过{{elapsed:count}}天,本该在{{expected_date:date}}前后下单;还会下的话{_DATES[0]}", f"about one order in {{gap:count}} days, now {{elapsed:count}} days gone; it was due around {{expected_date:date}} and, if it still comes, comes {_DATES[1]}"),
    "reorder.churned": Entry("最后一单在{elapsed:count}天前,平时约{gap:count}天一单,已过{ratio:number}个周期", "the last order was {elapsed:count} days ago, usually one in {gap:count} days: {ratio:number} cycles gone"),
    "reorder.churned_one": Entry("只下过1单,已过{elapsed:count}天,全簿一般{gap:count}天一单", "a single order {elapsed:count} days ago, while the book's customers order every {gap:count} days"),
    "reorder.not_predictable": Entry("还看不出节奏;按全簿一般间隔{gap:count}天先回访", "no rhythm shows yet; call back by the book's usual gap of {gap:count} days"),
    "reorder.not_predictable_one": Entry("只下过1单,还看不出节奏;按全簿一般间隔{gap:count}天先回访", "a single order, no rhythm shows yet; call back by the book's usual gap of {gap:count} days"),
    "reorder.now": Entry("现在就联系", "contact now"),
    "reorder.less": Entry("比上一个同样长的时间少买{drop:percent},要问原因", "{drop:percent} less than in the same time before; ask why"),
    "reorder.stopped": Entry("以前买,最近不买了", "bought before, not any more"),
    "reorder.more": Entry("比上一个同样长的时间多买{trend:percent}", "{trend:percent} more than in the same time before"),
    "reorder.edited": Entry("这一行您改过,按您的", "you edited this row, your figures stand"),
    "source.repeat": Entry("{count:count}家老客户;单个客户的季度金额会差60–110%,看合计(±15–30%)和排序", "{count:count} old customers; a single quarter is off by 60–110 %, use total (± 15–30 %) and order"),
    "source.difference": Entry("返单/分类:{names}", "reorders / tier: {names}"),
    "source.no_difference": Entry("两种算法一样", "both ways give the same"),
    "source.customer": Entry("{customer} {reorder:money}/{tier:money}", "{customer} {reorder:money} / {tier:money}"),
    "source.project": Entry("明年签单的在谈项目按把握折算,已签的全算;老客户的复购不再算一遍", "projects that sign next year at their chance, signed ones in full; reorders of old customers are not counted again"),
    "source.new": Entry("参数里填的新客户目标", "the new-customer goal of the settings"),
    "source.total": Entry("用的是{basis:REPEAT_BASES}(参数“老客户目标依据”)", "in use: {basis:REPEAT_BASES} (setting 'Basis of repeat business')"),
    "source.company": Entry("公司下达的数", "the company's figure"),
    "source.no_company": Entry("公司还没有下达目标", "the company has stated no figure"),
    "source.gap": Entry("合计减公司下达", "the total less the company's figure"),
    "source.inquiries": Entry("{orders:up}个新订单 → {inquiries:up}个询盘 → {per_day:every workday}{per_day:pieces}个", "{orders:up} new orders → {inquiries:up} inquiries → {per_day:pieces} {per_day:every workday}"),
    "source.no_inquiries": Entry("没有填新客户目标,或不知道一单平均多少钱", "no goal for new customers, or the average order is not known"),
    "source.cost": Entry("询盘要花{cost:money},每个新订单{each:money}", "the inquiries cost {cost:money}, {each:money} per new order"),
    "source.profit": Entry("新客户业绩留下毛利{profit:money}", "new business leaves a margin of {profit:money}"),
    "source.basis": Entry("按返单计划,明年{base:money};流失和行情已算在里面", "by the reorder plan {base:money} next year; losses and the market are in it"),
    "reorder.rebate_total": Entry("合计", "Total"),
}  # fmt: skip

FINDINGS = {
    "F-784": FindingEntry("{customer}各产品线改成合计{lines:money},客户合计又改成{total:money},两个对不上,按客户合计。", "{customer}: the lines were edited to {lines:money}, the total to {total:money}; they differ, the total counts.",
                          "只改产品线或只改合计,另一个清空就会自动跟上。", "Edit either the lines or the total and clear the other; it follows."),
    "F-785": FindingEntry("{count:count}个老客户本该下单还没下,一年约{money:money}。", "{count:count} old customers are overdue, about {money:money} a year.",
                          "先打这些电话,看返单计划里状态是“该下单未下”的行。", "Call these first: the rows of the reorder plan in state Overdue."),
}  # fmt: skip
