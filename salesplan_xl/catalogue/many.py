"""Findings of one kind in one sentence; what has none here is said by its heaviest one and a count."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

SENTENCES = {
    "many.F-001": Entry("“{column}”里有{count:count}格读不成{kind},例如“{value}”", "{count:count} cells of '{column}' cannot be read as {kind}, such as '{value}'"),
    "many.F-002": Entry("“{column}”里有{count:count}格是文本,已按{kind}理解", "{count:count} cells of '{column}' are text and were understood as {kind}"),
    "many.F-101": Entry("{count:count}行没有客户名称,但填了别的内容", "{count:count} rows have data but no customer name"),
    "many.F-102": Entry("{count:count}行没填“{column}”,算不进去", "{count:count} rows lack '{column}' and cannot be counted"),
    "many.F-103": Entry("{count:count}行没填“{column}”", "{count:count} rows lack '{column}'"),
    "many.F-110": Entry("{count:count}行客户重复,没有使用", "{count:count} rows repeat a customer and are not used"),
    "many.F-112": Entry("{count:count}个名称不在客户清单里,例如“{customer}”", "{count:count} names are not on the customer list, such as '{customer}'"),
    "many.F-115": Entry("{count:count}家客户手填业绩和订单差得多,按订单计", "What was typed for {count:count} customers is far from their orders; the orders count"),
    "many.F-140": Entry("{count:count}行的{column}是0", "{column} is 0 in {count:count} rows"),
    "many.F-141": Entry("{count:count}行的{column}和一般的{median:money}差得太远,可能元和万元弄混了", "{column} of {count:count} rows is far from the usual {median:money}; perhaps the unit is mixed up"),
    "many.F-144": Entry("{count:count}个商机没有下一步", "{count:count} opportunities have no next step"),
    "many.F-145": Entry("{count:count}个商机的下一步已经过期", "The next step of {count:count} opportunities is past its date"),
    "many.F-146": Entry("{count:count}个商机没有负责人", "{count:count} opportunities have no owner"),
    "many.F-147": Entry("{count:count}个商机的把握不在0%到100%之间", "The probability of {count:count} opportunities is not between 0% and 100%"),
    "many.F-148": Entry("{count:count}笔订单出现了两次,日期和金额都一样", "{count:count} orders stand twice with the same date and amount"),
    "many.F-149": Entry("{count:count}家A类客户没有登记联系人", "{count:count} A customers have no contact on record"),
    "many.F-150": Entry("{count:count}家A类客户{year}年以来没有拜访记录", "{count:count} A customers have no visit on record since {year}"),
    "many.F-210": Entry("{count:count}家客户危险下滑,最大的是“{customer}”,从{last_year:money}降到{this_year:money}", "{count:count} customers fell dangerously, the largest being '{customer}', from {last_year:money} to {this_year:money}"),
    "many.F-211": Entry("{count:count}家客户在下降,原因不清楚", "{count:count} customers are down, cause unknown"),
    "many.F-213": Entry("{count:count}家A类客户是单点关系,人一换生意可能就断", "{count:count} A customers hang on a single point; a change of person may end the business"),
    "many.F-214": Entry("{count:count}家客户习惯性延付", "{count:count} customers habitually pay late"),
    "many.F-215": Entry("{count:count}家客户的质保金逾期,最多的是“{customer}”{retention_overdue:money}", "{count:count} customers owe retention money, most of all '{customer}' with {retention_overdue:money}"),
    "many.F-216": Entry("{count:count}家A类客户没有有效联系人", "{count:count} A customers have no live contact"),
    "many.F-307": Entry("{count:count}个项目过了预计签单日还没签,最大的是“{customer}”的“{project}”({amount:money})", "{count:count} projects are past their sign date, the largest being '{project}' of '{customer}' ({amount:money})"),
    "many.F-308": Entry("{count:count}个项目规划年度以后才签,不计入规划年度", "{count:count} projects are signed only after the plan year and do not count in it"),
    "many.F-441": Entry("{count:count}家客户落后于计划,最多的是“{customer}”,少{gap:money}", "{count:count} customers are behind plan, most of all '{customer}', {gap:money} short"),
    "many.F-741": Entry("{count:count}家重点客户没有写负责人", "{count:count} key accounts name no owner"),
    "many.F-744": Entry("{count:count}家攻坚型客户没有窗口截止日", "{count:count} window accounts have no closing day"),
    "many.F-750": Entry("{count:count}个行动忙而无效,例如“{customer}”的“{action}”", "{count:count} actions are busy-work as they stand, such as '{action}' for '{customer}'"),
    "many.F-751": Entry("{count:count}家重点客户的卡点还没有行动去碰", "No action touches the bottleneck of {count:count} key accounts"),
    "many.F-752": Entry("{count:count}家重点客户的卡点很久没动", "The bottleneck of {count:count} key accounts has not moved for long"),
    "many.F-753": Entry("{count:count}个判断到期", "{count:count} judgements are due"),
    "many.F-754": Entry("{count:count}家重点客户很久没人碰过", "Nobody has touched {count:count} key accounts for long"),
    "many.F-756": Entry("{count:count}家重点客户没有给资源和授权", "Nothing is granted for {count:count} key accounts"),
    "many.F-765": Entry("{count:count}个项目赢了,没写打法", "{count:count} projects were won, but no method is written down"),
    "many.F-766": Entry("{count:count}个项目丢了,原因不清楚", "{count:count} projects were lost, and nobody knows why"),
}  # fmt: skip
