"""The findings of key accounts."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import FindingEntry

FINDINGS = {
    "F-740": FindingEntry(
        "战略型和攻坚型一共{count:count}家,超过{cap:count}家,等于平均用力;涉及金额最少的{surplus:count}家:{names}。",
        "{count:count} accounts are must win or window, more than {cap:count}: too many are none. Least at stake: {names}.",
        "把这几家改成机会型或不打。", "Make these opportunities or let them go.",
    ),
    "F-741": FindingEntry(
        "“{customer}”没打下来谁负责?没有写。", "If '{customer}' is lost, who answers? Nobody is named.",
        "在“唯一负责人”写一个人的名字。", "Write one person's name as accountable owner.",
    ),
    "F-742": FindingEntry(
        "“{customer}”写了{count:count}个负责人({names}),等于没人负责。", "'{customer}' names {count:count} owners ({names}): nobody answers.",
        "只留一个人,其他人写进资源与授权。", "Leave one name; the others belong under what is granted.",
    ),
    "F-743": FindingEntry(
        "“{customer}”的负责人“{group}”不是一个人。", "The owner of '{customer}', '{group}', is not a person.",
        "改成一个人的名字。", "Write one person's name.",
    ),
    "F-744": FindingEntry(
        "“{customer}”是攻坚型,却没有窗口截止日。", "'{customer}' is a window account without a closing day.",
        "填窗口截止,或给项目填预计签单。", "Fill in when the window closes, or the project's sign date.",
    ),
    "F-745": FindingEntry(
        "“{customer}”的窗口{date:date}已经过了{days:count}天。", "The window of '{customer}' closed on {date:date}, {days:count} days ago.",
        "问清楚还有没有机会:有就改日期,没有就改定位。", "Find out whether it is still open: change the day, or the position.",
    ),
    "F-746": FindingEntry(
        "“{customer}”的窗口还有{days:count}天({date:date}),也许不是窗口。", "The window of '{customer}' is {days:count} days away ({date:date}): perhaps no window at all.",
        "不急的话改成机会型。", "Make it an opportunity if nothing presses.",
    ),
    "F-747": FindingEntry(
        "“{customer}”的窗口只剩{days:count}天,没有一个对准卡点的行动。", "'{customer}' has {days:count} days left and no action that counts.",
        "写一个对准卡点、一人负责、阶段内能验的行动。", "Write an action that serves the bottleneck, with one owner and a check.",
    ),
    "F-748": FindingEntry(
        "“{customer}”定为不打,没写理由。", "'{customer}' is let go of without a reason.",
        "写一句不打的理由,以后不再反复。", "Say why in a few words, so that it stays decided.",
    ),
    "F-749": FindingEntry(
        "“{customer}”定为不打,却还有{count:count}个行动没收:{actions}。", "'{customer}' is let go of, yet {count:count} actions are open: {actions}.",
        "收掉这些行动,或者改定位。", "Close these actions, or change the position.",
    ),
    "F-750": FindingEntry(
        "“{customer}”的行动“{action}”:{words}。", "'{customer}', action '{action}': {words}.",
        "先选它要解决的卡点,再补上缺的;补不上就不做。", "Pick the bottleneck it serves and fill in what is missing, or leave it.",
    ),
    "F-751": FindingEntry(
        "“{customer}”的卡点“{bottleneck}”还没有行动去碰。", "No action touches the bottleneck of '{customer}': '{bottleneck}'.",
        "围绕卡点写一个行动,四个问题都答得上。", "Write one action for it that answers all four questions.",
    ),
    "F-752": FindingEntry(
        "“{customer}”的卡点“{bottleneck}”已经{days:count}天没动。", "The bottleneck of '{customer}', '{bottleneck}', has not moved for {days:count} days.",
        "换一个突破口,或者找人来帮。", "Try another way in, or ask for help.",
    ),
    "F-753": FindingEntry(
        "“{customer}”的判断{date:date}到期:{assumption}。", "A judgement on '{customer}' is due since {date:date}: {assumption}.",
        "在“结论”里选一项,写一句教训。", "Pick a verdict and note the lesson.",
    ),
    "F-754": FindingEntry(
        "“{customer}”已经{days:count}天没人碰过。", "Nobody has touched '{customer}' for {days:count} days.",
        "这周至少联系一次。", "Get in touch this week.",
    ),
    "F-755": FindingEntry(
        "“{customer}”的负责人各处不一样:{names}。", "Different places name different owners of '{customer}': {names}.",
        "定一个人,客户清单和项目一起改。", "Settle on one, in the customer list and the projects, too.",
    ),
    "F-756": FindingEntry(
        "“{customer}”没有给资源和授权。", "Nothing is granted for '{customer}'.",
        "写清谁给了什么;没有就去要,再定行动。", "Write who grants what; ask for it before planning actions.",
    ),
    "F-757": FindingEntry(
        "有{count:count}家客户建议定位:{names}。", "{count:count} customers are proposed as key accounts: {names}.",
        "同意就在“定位”里选,不同意选“不打”。", "Pick a position to accept, 'Not pursued' to refuse.",
    ),
    "F-758": FindingEntry(
        "“{customer}”在大客户表里写了两行,第二行不算。", "'{customer}' stands twice among the key accounts; the second row is not used.",
        "并成一行。", "Make it one row.",
    ),
    "F-759": FindingEntry(
        "重点客户占金额{stake:percent},只占拜访时间{time:percent}:平均用力。", "Key accounts are {stake:percent} of the money at stake but get {time:percent} of the visit days: effort does not follow.",
        "先把重点客户的拜访排满,再排别的。", "Plan the visits to key accounts first.",
    ),
}  # fmt: skip
