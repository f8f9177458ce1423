"""The sentences of the data checks; columns are named from the schema, so a label stands in one place only."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry
from salesplan_xl.schema.inputs import INPUTS

SENTENCES = {
    f"label.{table.key}.{column.key}": Entry(column.label.zh, column.label.en)
    for table in INPUTS
    for column in table.columns
}

FINDINGS = {
    "F-101": FindingEntry(
        "这一行没有客户名称,但填了别的内容。", "This row has data but no customer name.",
        "补上客户名称,或把整行清空。", "Enter the customer name, or clear the row.",
    ),
    "F-102": FindingEntry(
        "“{column}”没填,这一行算不进去。", "'{column}' is blank, so this row cannot be counted.",
        "补上“{column}”,或把整行清空。", "Enter '{column}', or clear the row.",
    ),
    "F-103": FindingEntry(
        "“{column}”没填。", "'{column}' is blank.", "尽量补上“{column}”。", "Enter '{column}' if you can.",
    ),
    "F-140": FindingEntry(
        "“{customer}”的{column}是0。", "{column} of '{customer}' is 0.",
        "填上实际金额;不需要的行请清空。", "Enter the amount; clear the row if it is not needed.",
    ),
    "F-141": FindingEntry(
        "“{customer}”的{column}是{value:money},一般只有{median:money}左右,可能元和万元弄混了。",
        "{column} of '{customer}' is {value:money} where {median:money} is usual; perhaps the unit is mixed up.",
        "核对单位:整本规划簿只用参数表里的一个金额单位。", "Check the unit: the whole book uses the one on the settings sheet.",
    ),
    "F-142": FindingEntry(
        "“{customer}”的{column}是{value:date},不合常理。", "{column} of '{customer}' is {value:date}, which is implausible.",
        "核对年份,改成正确的日期。", "Check the year and correct the date.",
    ),
    "F-143": FindingEntry(
        "“{customer}”的{column}是{value:date},还没到这一天。", "{column} of '{customer}' is {value:date}, a day still to come.",
        "这里只记已经发生的事:改日期,或在参数表更新数据截止日。", "Only what has happened belongs here: correct the date, or move the as-of date on the settings sheet.",
    ),
    "F-144": FindingEntry(
        "“{customer}”的商机“{project}”没有下一步。", "Opportunity '{project}' of '{customer}' has no next step.",
        "定一个下一步动作和完成时间;没有下一步的商机多半会拖黄。", "Set the next step and its date; without one most opportunities fade.",
    ),
    "F-145": FindingEntry(
        "“{customer}”的商机“{project}”下一步{value:date}已经过期。", "The next step of '{project}' at '{customer}' was due {value:date}.",
        "做完了就更新下一步,没做就改时间并说明原因。", "If it is done, enter the next one; if not, set a new date and say why.",
    ),
    "F-146": FindingEntry(
        "“{customer}”的商机“{project}”没有负责人。", "Opportunity '{project}' of '{customer}' has no owner.",
        "指定一个负责人。", "Name one owner.",
    ),
    "F-147": FindingEntry(
        "“{customer}”的商机“{project}”把握填了{value:percent},不在0%到100%之间。", "The probability of '{project}' at '{customer}' is {value:percent}, not between 0% and 100%.",
        "填0%到100%之间的把握,或留空按阶段取默认值。", "Enter 0% to 100%, or leave it blank for the default of its stage.",
    ),
    "F-148": FindingEntry(
        "“{customer}”的订单{value}出现了两次,日期和金额{amount:money}都一样。", "Order {value} of '{customer}' stands twice with the same date and amount {amount:money}.",
        "如果重复导入了,删掉一行;确实是两笔就不用管。", "Delete one if it was imported twice; leave it if these are two orders.",
    ),
    "F-149": FindingEntry(
        "A类客户“{customer}”没有登记联系人。", "A customer '{customer}' has no contact on record.",
        "至少登记采购、使用、技术、决策四个角色里认识的人。", "Record the people you know in purchasing, use, technical and decision roles.",
    ),
    "F-150": FindingEntry(
        "A类客户“{customer}”{year}年以来没有拜访记录。", "A customer '{customer}' has no visit on record since {year}.",
        "去过的请补进拜访记录;没去的尽快安排。", "Record the visits that were made; if there were none, plan one soon.",
    ),
    "F-151": FindingEntry(
        "A类分界{a:percent}不小于B类分界{b:percent},分不出B类。", "The A line {a:percent} is not below the B line {b:percent}, so there is no tier B.",
        "在参数表把A类分界改小,例如80%和95%。", "Lower the A line on the settings sheet, for example 80% and 95%.",
    ),
    "F-152": FindingEntry(
        "A类金额门槛{a:money}不大于B类门槛{b:money},分不出B类。", "The A threshold {a:money} is not above the B threshold {b:money}, so there is no tier B.",
        "在参数表把A类门槛改大。", "Raise the A threshold on the settings sheet.",
    ),
    "F-153": FindingEntry(
        "健康分的四个权重加起来是0,算不出健康分。", "The four weights of the health score add up to 0.",
        "在参数表至少填一个大于0的权重。", "Enter at least one weight above 0 on the settings sheet.",
    ),
    "F-154": FindingEntry(
        "选了手工权重,但四个季度的权重都是0。", "Manual weights are chosen, but all four quarter weights are 0.",
        "在参数表填季度权重,或换一种权重方法。", "Enter quarter weights on the settings sheet, or choose another method.",
    ),
    "F-155": FindingEntry(
        "危险下滑线{danger:percent}比警告下滑线{warning:percent}还宽松。", "The danger line {danger:percent} is milder than the warning line {warning:percent}.",
        "危险线应该跌得更多,例如-30%和-10%。", "The danger line should be the deeper fall, for example -30% and -10%.",
    ),
    "F-156": FindingEntry(
        "A、B、C的时间占比加起来是{sum:percent},不是100%。", "The time shares of A, B and C add up to {sum:percent}, not 100%.",
        "在参数表改成合计100%,例如60%、30%、10%。", "Make them add up to 100% on the settings sheet, for example 60%, 30%, 10%.",
    ),
    "F-157": FindingEntry(
        "规划年度是{year},数据截止日却是{date:date},对不上。", "The plan year is {year} but the as-of date is {date:date}.",
        "截止日应在规划年度或它的前一年,请在参数表改正。", "The as-of date belongs in the plan year or the year before; correct it on the settings sheet.",
    ),
    "F-158": FindingEntry(
        "自定保底目标{guaranteed:money}高于自定冲刺目标{stretch:money}。", "The guaranteed target {guaranteed:money} is above the stretch target {stretch:money}.",
        "保底应低于冲刺,请在参数表改正。", "The guaranteed target should be the lower one; correct it on the settings sheet.",
    ),
    "F-159": FindingEntry(
        "跟踪月份“{month}”看不懂。", "The tracked month '{month}' is not understood.",
        "在参数表写成2027-03这样的形式。", "Write it like 2027-03 on the settings sheet.",
    ),
}  # fmt: skip
