"""Findings about the cells of a book, and the words the book itself uses."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "B-NEW-BUSINESS": Entry("(新客户开发)", "(new business)"),
}

FINDINGS = {
    "F-001": FindingEntry(
        "“{column}”里的“{value}”读不成{kind}。",
        "'{value}' in '{column}' cannot be read as {kind}.",
        "改成规范的数字、日期或列表里的选项;现在按空白处理。",
        "Enter a plain number, date or list value; it counts as blank until then.",
    ),
    "F-002": FindingEntry(
        "“{column}”里的“{value}”是文本,已按{kind}理解。",
        "'{value}' in '{column}' is text and was understood as {kind}.",
        "建议改成真正的数字或日期格式,免得在Excel里求和时漏掉。",
        "Turn it into a real number or date, or Excel's sums will skip it.",
    ),
    "F-003": FindingEntry(
        "参数“{setting}”的值“{value}”不能用,已按默认值{default}计算。",
        "Setting '{setting}' cannot be '{value}'; its default {default} was used.",
        "在参数表改正这个值。",
        "Correct it on the settings sheet.",
    ),
    "F-004": FindingEntry(
        "“{table}”里的“{row}”不在客户清单,因为有您的修改所以保留。",
        "'{row}' in '{table}' is not in the customer list; it stays because you edited it.",
        "把客户加回客户清单,或删掉这一行。",
        "Add the customer to the list again, or delete the row.",
    ),
    "F-007": FindingEntry(
        "“{column}”里的公式被手工数字{value:money}盖住了,不再随其他格变化。",
        "The formula in '{column}' was overridden with {value:money} and no longer follows other cells.",
        "数字先保留;想恢复公式就清空这一格再运行。目标请改季度或推导里的蓝色格。",
        "The number is kept; clear the cell and run again to get the formula back. Change targets in blue cells.",
    ),
    "F-008": FindingEntry(
        "撤销“{command}”时,您后来在这里填的{value}随那一步新增的行一起去掉了。",
        "Undoing '{command}' removed the row in which you had entered {value} since.",
        "还需要它的话,重新运行那一步再填一次。",
        "If you still need it, run that step again and enter it once more.",
    ),
    "F-009": FindingEntry(
        "客户改名:“{old}”→“{new}”(编码相同);旧名下的订单、应收、拜访和项目都算它的。", "Customer renamed: '{old}' → '{new}' (same code); orders, receivables, visits and projects under the old name count for it.",
        "不是同一家就给新客户换个编码。", "If they are two customers, give the new one a code of its own.",
    ),
    "F-010": FindingEntry(
        "本簿是旧版本做的,已从结构{found}升级到{known},新增:{what}。", "The book was made by an older version and was brought up from schema {found} to {known}; new: {what}.",
        "您的内容都没动;不想要可以撤销,原文件有备份。", "Nothing of yours was touched; undo takes it back, and the old file is kept as a backup.",
    ),
    "F-006": FindingEntry(
        "另有{count:count}处同类问题未逐条列出({code})。",
        "{count:count} more of the same kind ({code}).",
        "先改列出的,再检查一次。",
        "Correct those listed, then check again.",
    ),
}

KINDS = {
    "text": Entry("文字", "text"),
    "long_text": Entry("文字", "text"),
    "id": Entry("编号", "a number or code"),
    "money": Entry("金额", "an amount"),
    "share": Entry("百分比", "a percentage"),
    "count": Entry("整数", "a whole number"),
    "number": Entry("数字", "a number"),
    "days": Entry("天数", "a number of days"),
    "date": Entry("日期", "a date"),
    "choice": Entry("列表里的选项", "a value of the list"),
    "yes_no": Entry("是或否", "yes or no"),
    "month": Entry("月份", "a month"),
}
SENTENCES |= {f"B-KIND-{key}": entry for key, entry in KINDS.items()}
