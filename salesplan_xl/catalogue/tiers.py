"""Sentences about ABC tiers, concentration and where the time goes."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "T-PERCENT": Entry("{share:percent}", "{share:percent}"),
    "T-PERCENT1": Entry("{share:percent1}", "{share:percent1}"),
    "T-WITHIN": Entry("{tier}类:累计占比{share},未到{line:percent}分界", "{tier}: cumulative share {share}, below the {line:percent} line"),
    "T-ON-LINE": Entry("{tier}类:累计占比{share},正好到{line:percent}分界", "{tier}: cumulative share {share}, exactly on the {line:percent} line"),
    "T-CROSSING": Entry("{tier}类:累计占比{share},正是跨过{line:percent}分界的那家,算在{tier}类内", "{tier}: cumulative share {share}; the customer that crosses the {line:percent} line stays inside"),
    "T-TIE": Entry("{tier}类:累计占比{share},和金额相同的客户一起归{tier}类", "{tier}: cumulative share {share}; customers of equal revenue share the better tier"),
    "T-BLOCK": Entry("{tier}类:累计占比{share};和它金额相同的客户,一半以上的业绩在{line:percent}分界之后,一起归{tier}类", "{tier}: cumulative share {share}; more than half of the revenue of equal customers lies past the {line:percent} line, so all are {tier}"),
    "T-LARGEST": Entry("{tier}类:第一大客户,一家就占{share}", "{tier}: the largest customer, {share} alone"),
    "T-BETWEEN": Entry("{tier}类:累计占比{share},在{from:percent}到{line:percent}之间", "{tier}: cumulative share {share}, between {from:percent} and {line:percent}"),
    "T-PAST": Entry("{tier}类:累计占比{share},已过{line:percent}分界", "{tier}: cumulative share {share}, past the {line:percent} line"),
    "T-NONE": Entry("C类:今年没有成交", "C: no revenue this year"),
    "T-RETURNS": Entry("C类:今年净退货{amount:money}", "C: net returns of {amount:money} this year"),
    "T-SIZE-A": Entry("A类:今年业绩{amount:money},达到{a:money}门槛", "A: revenue {amount:money} reaches {a:money}"),
    "T-SIZE-B": Entry("B类:今年业绩{amount:money},在{b:money}到{a:money}之间", "B: revenue {amount:money}, between {b:money} and {a:money}"),
    "T-SIZE-C": Entry("C类:今年业绩{amount:money},不到{b:money}", "C: revenue {amount:money}, below {b:money}"),
    "T-SIZE-LATE": Entry("{tier}类:今年业绩{amount:money}够A类,但习惯性延付,不评A", "{tier}: revenue {amount:money} would be A, but it habitually pays late"),
    "T-SIZE-RAISED": Entry("{tier}类:按今年业绩{amount:money}是{size}类,有明确扩产项目,上调一类", "{tier}: {size} by revenue {amount:money}, raised one tier for a clear expansion project"),
    "T-SIZE-RAISED-LATE": Entry("{tier}类:今年业绩{amount:money}达到{a:money}门槛;虽习惯性延付,但有明确扩产项目", "{tier}: revenue {amount:money} reaches {a:money}; a habitual late payer, but with a clear expansion project"),
    "T-OVERRIDE": Entry("指定为{tier}类({reason})", "Set to {tier} by hand ({reason})"),
    "T-OVERRIDE-BARE": Entry("指定为{tier}类,没写理由", "Set to {tier} by hand, no reason given"),
    "T-METHOD": Entry("系统算法为{reason}", "by the rules {reason}"),
    "T-CR1": Entry("最大一家占{share}", "The largest customer carries {share}"),
    "T-CR5": Entry("前5家占{share}", "The top 5 carry {share}"),
    "T-TOP-N": Entry("前{n:count}家贡献{share}", "The top {n:count} carry {share}"),
    "T-HHI": Entry("集中度指数{hhi:number},1表示全靠一家", "Index {hhi:number}; 1 means a single customer carries all"),
    "T-EFFECTIVE": Entry("业绩的集中程度相当于只有{effective:count}家一样大的客户", "As concentrated as {effective:count} customers of equal size"),
    "T-NO-REVENUE": Entry("今年还没有业绩,算不出占比", "No revenue this year, so no shares"),
    "T-NO-VISITS": Entry("今年没有拜访记录,看不出时间花在哪里", "No visits recorded this year, so where the time went is unknown"),
    "T-TIME": Entry("A类占时间{time_a:percent}、业绩{revenue_a:percent};B类占时间{time_b:percent}、业绩{revenue_b:percent};C类占时间{time_c:percent}、业绩{revenue_c:percent}",
                    "A takes {time_a:percent} of time and brings {revenue_a:percent} of revenue; B {time_b:percent} and {revenue_b:percent}; C {time_c:percent} and {revenue_c:percent}"),
    "T-TIME-SMALL": Entry("时间花在小客户身上了:C类占时间{time_c:percent},只带来业绩{revenue_c:percent};A类占时间{time_a:percent},贡献业绩{revenue_a:percent}",
                          "Time goes to small customers: C takes {time_c:percent} of time and brings {revenue_c:percent} of revenue; A takes {time_a:percent} and brings {revenue_a:percent}"),
}  # fmt: skip

FINDINGS = {
    "F-201": FindingEntry("“{customer}”手工指定为{tier}类,没有写理由。", "'{customer}' is set to {tier} by hand without a reason.",
                          "在“指定理由”写一句为什么,老板问起来说得清。", "Say why in 'Reason by hand', so that it can be explained."),
    "F-202": FindingEntry("时间花在小客户身上了:C类占时间{time_c:percent},只带来业绩{revenue_c:percent};A类占时间{time_a:percent}。",
                          "Time goes to small customers: C takes {time_c:percent} of time for {revenue_c:percent} of revenue; A takes {time_a:percent}.",
                          "C类改成每季度一次、同园区一起跑,省下的时间给A类和高潜力客户。", "See C once a quarter, bundled by park; give the time to A and promising customers."),
}  # fmt: skip
