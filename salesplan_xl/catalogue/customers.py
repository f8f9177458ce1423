"""Sentences about the customer list, the orders and the receivables as typed or imported."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import FindingEntry

FINDINGS = {
    "F-110": FindingEntry("客户“{customer}”重复了,这一行没有使用。", "Customer '{customer}' is listed twice; this row is not used.",
                          "把两行合并成一行,删掉多余的。", "Merge the two rows and delete this one."),
    "F-111": FindingEntry("{names}写法很像,可能是同一家客户。", "{names} are spelled alike; they may be one customer.",
                          "是同一家就统一名称,连同订单和应收一起改;不是同一家就不用管。", "If they are one, use one name here, in orders and in receivables; if not, leave it."),
    "F-112": FindingEntry("客户“{customer}”不在客户清单里(出现{count:count}次)。", "'{customer}' is not on the customer list ({count:count} rows).",
                          "在客户清单补上这家客户,或改正名称。", "Add it to the customer list or correct the name."),
    "F-113": FindingEntry("客户“{customer}”不在客户清单里(出现{count:count}次),和“{alike}”很像。", "'{customer}' is not on the customer list ({count:count} rows) but looks like '{alike}'.",
                          "是同一家就把名称改成“{alike}”,否则在客户清单补上。", "If they are one, rename it to '{alike}'; if not, add it to the list."),
    "F-114": FindingEntry("“{customer}”{year}年手填业绩{typed:money},订单合计{computed:money},略有出入;按订单计。", "'{customer}' {year}: typed {typed:money}, orders say {computed:money}; the orders count.",
                          "一般不用改;想对上就核对退货和跨年订单。", "Usually fine; to reconcile, check returns and orders across the year end."),
    "F-115": FindingEntry("“{customer}”{year}年手填业绩{typed:money},订单合计{computed:money},差得多;按订单计。", "'{customer}' {year}: typed {typed:money} but orders say {computed:money}; the orders count.",
                          "核对订单是否导全、金额单位是否一致。", "Check that all orders were imported and in the same money unit."),
    "F-116": FindingEntry("{year}年没有任何业绩数据。", "There is no revenue at all for {year}.",
                          "填写客户清单的今年业绩或导入订单;年份不对就改参数里的规划年度。", "Type this year's revenue or import orders; if the year is wrong, change the plan year."),
    "F-117": FindingEntry("{year}年没有任何业绩数据,算不出同比,也看不出谁在下滑。", "There is no revenue for {year}, so growth and decline cannot be seen.",
                          "补上客户清单的去年业绩,或导入去年的订单。", "Type last year's revenue or import last year's orders."),
    "F-118": FindingEntry("订单里没有{year}年的记录,这一年用客户清单手填的业绩。", "The orders hold nothing of {year}; the typed revenue is used for it.",
                          "有{year}年订单的话也导进来,两年口径才一致。", "Import the {year} orders too, so that both years are counted alike."),
    "F-119": FindingEntry("有{count:count}笔退货写的是正数,已按减项计算。", "{count:count} credit notes carry a plus sign; they were subtracted.",
                          "不用改;如果其实是订单,请把类型改成订单。", "Nothing to do; if one is really an order, change its kind."),
    "F-120": FindingEntry("订单日期{date:date}不合常理,这笔没有计入近三年业绩。", "Order date {date:date} is implausible; the order counts in none of the three years.",
                          "改正日期。", "Correct the date."),
    "F-130": FindingEntry("“{customer}”的应收{invoice}回款{paid:money},多于应收{amount:money};多出部分没有算。", "'{customer}' {invoice}: {paid:money} paid on {amount:money} due; the excess was ignored.",
                          "核对金额;多收的款请另记预付款。", "Check the amounts; book an excess as an advance."),
    "F-131": FindingEntry("有{count:count}笔应收填了回款日期没填金额,按全额付清算。", "{count:count} receivables have a payment date but no amount; taken as paid in full.",
                          "只付了一部分的,请补上回款金额。", "Where only part was paid, type the amount."),
    "F-132": FindingEntry("“{customer}”的应收{invoice}填了回款{paid:money}没填日期,看不出付得准不准时。", "'{customer}' {invoice}: {paid:money} paid, but no date, so it cannot be judged on time or late.",
                          "补上回款日期。", "Type the payment date."),
    "F-199": FindingEntry("还有{count:count}处同样的问题({code}),没有逐条列出。", "{count:count} more of the same kind ({code}) are not listed one by one.",
                          "先处理已列出的,再检查一次。", "Deal with those listed, then check again."),
}  # fmt: skip
