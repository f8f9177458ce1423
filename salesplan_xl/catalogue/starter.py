"""Words for the moment when a starter workbook is taken over into a full plan."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES: dict[str, Entry] = {
    "starter.person": Entry("{name}({role})", "{name} ({role})"),
    "starter.project": Entry("在谈项目", "Project under way"),
    "starter.odd_cell": Entry("{column}原填“{value}”", "{column} was '{value}'"),
    "starter.done": Entry("从《{file}》带过来{customers:count}家客户。接着运行 salesplan run,或点“一键规划”。", "{customers:count} customers taken over from '{file}'. Run salesplan run next, or click Plan in one click."),
}

FINDINGS: dict[str, FindingEntry] = {
    "F-560": FindingEntry("{count:count}家客户的应收没有到期日:逾期的先按{overdue:date}到期,其余先按{due:date}。", "The money owed by {count:count} customers has no due date: what is overdue was put to {overdue:date}, the rest to {due:date}.", "在应收账款表改成真实的到期日。", "Type the real due dates on the sheet of receivables."),
    "F-561": FindingEntry("{count:count}家客户有数字格不是数字,如{names};原来填的放在备注里,按空白算。", "Figures of {count:count} customers are no numbers, such as those of {names}; what was typed stands in their note and counts as blank.", "看备注,在客户清单填上数字。", "Look at the notes and type the numbers into the customer list."),
    "F-562": FindingEntry("参数“{setting}”填的“{value}”用不了,按默认值。", "The setting '{setting}' cannot be '{value}'; the default is used.", "在参数表改成能用的值。", "Correct it on the settings sheet."),
    "F-563": FindingEntry("{count:count}个在谈项目的阶段先按“方案”。", "The stage of {count:count} projects was put to Proposal.", "在商机储备表改成真实的阶段,补上预计签单日。", "Type their real stage and the expected sign date on the sheet of opportunities."),
    "F-564": FindingEntry("{count:count}行没有客户名称,没有带过来。", "{count:count} rows without a customer name were not taken over.", "在起步簿补上名称,再带一次。", "Name the customer in the starter and take it over again."),
}
