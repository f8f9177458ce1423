"""Findings about the cells of a book, and the words the book itself uses."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "B-NEW-BUSINESS": Entry("(新客户开发)", "(new business)"),
    "B-EARLIER-NOTES": Entry("以前的备注(这些行已不在上表)", "Earlier notes (their rows are no longer in the table above)"),
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
    "F-021": FindingEntry(
        "本簿是旧版本做的,已从结构{found}升级到{known},新增:{what}。", "The book was made by an older version and was brought up from schema {found} to {known}; new: {what}.",
        "您的内容都没动;不想要可以撤销,原文件有备份。", "Nothing of yours was touched; undo takes it back, and the old file is kept as a backup.",
    ),
    "F-010": FindingEntry(
        "参数“{setting}”不见了(行或名称被删),已放回,用的是上次计算时的值{value}。",
        "Setting '{setting}' was missing (its row or name was deleted); it is back with {value}, its value at the last run.",
        "值不对就在参数表改,再运行一次。", "If that is not the value you want, change it on the settings sheet and run again.",
    ),
    "F-011": FindingEntry(
        "参数“{setting}”不见了(行或名称被删),已放回;本簿没记下它以前的值,现在用默认值{value}。",
        "Setting '{setting}' was missing (its row or name was deleted); it is back with the default {value}: what it was before is not on record.",
        "您改过它的话,请在参数表填回原来的值,再运行一次。", "If you had changed it, enter your value on the settings sheet and run again.",
    ),
    "F-012": FindingEntry(
        "单元格名称{name}({what})不见了,已重新命名;格里的值没有动。",
        "The cell name {name} ({what}) was missing and is back; the value in its cell was not touched.",
        "看一眼这一格对不对;不对就撤销。", "Have a look at the cell; undo takes it back.",
    ),
    "F-013": FindingEntry(
        "工作表“{sheet}”不见了,已放回。", "Sheet '{sheet}' was missing and is back.",
        "它的内容由计算重新填写;不想要可以撤销。", "Commands fill it again; undo takes it back.",
    ),
    "F-014": FindingEntry(
        "工作表“{sheet}”不见了,按您的要求放回了一张空表;原来填的内容已随它丢失。",
        "Sheet '{sheet}' was missing and is back empty, as you asked; what had been entered there is lost.",
        "内容还要的话,从备份里取回。", "If you need it, take it from the backup.",
    ),
    "F-015": FindingEntry(
        "工作表“{sheet}”不见了,已放回空表:上次算出的值和撤销记录都没了,现有的数都当作您填的。",
        "Sheet '{sheet}' was missing and is back empty: values last computed and undo records are gone; all figures now count as yours.",
        "想让系统重新计算,运行时加 --reset(会忘掉您的修改),或从备份恢复。", "To have them computed again run with --reset (it forgets your edits), or restore the backup.",
    ),
    "F-016": FindingEntry(
        "“{column}”的表头被改成了“{header}”,已按位置认出并改回;列里的值没有动。",
        "The header of '{column}' had been changed to '{header}'; it was told by its place and changed back, no value was touched.",
        "如果“{header}”其实是您自己的列,请撤销,再把它移到表的最右边。", "If '{header}' is a column of your own, undo, and move it to the right of the table.",
    ),
    "F-017": FindingEntry(
        "表格“{table}”的“{column}”一列不见了,按您的要求放回了空列;原来填的内容已丢失。",
        "Column '{column}' of '{table}' was missing and is back empty, as you asked; what had been entered there is lost.",
        "内容还要的话,从备份里取回。", "If you need it, take it from the backup.",
    ),
    "F-018": FindingEntry(
        "表格“{table}”的“{column}”一列不见了,已放回,用的是上次算出的值;您在这一列的修改已丢失。",
        "Column '{column}' of '{table}' was missing and is back with the values last computed; your changes in it are lost.",
        "要紧的修改请再填一次,或撤销后从备份恢复。", "Enter again what matters, or undo and restore the backup.",
    ),
    "F-019": FindingEntry(
        "表格“{table}”的“{column}”一列不见了,已放回,由计算重新填写。",
        "Column '{column}' of '{table}' was missing and is back; commands fill it again.",
        "运行一键规划就会填好;不想要可以撤销。", "Plan in one click fills it; undo takes it back.",
    ),
    "F-020": FindingEntry(
        "本簿没有工作表“{sheets}”(已删除),相应内容没有填写。", "The book does without the sheets {sheets} (deleted); they are not filled.",
        '想要回来,运行 salesplan restore "{file}" 并写上表名,或点它们自己的按钮。', 'To have one back run salesplan restore "{file}" with its name, or click its own button.',
    ),
    "F-023": FindingEntry(
        "紧挨着“{table}”下面有{count:count}行(从第{row}行起)在表格之外,没有算进去。",
        "{count:n row|rows} right below '{table}' (from row {row}) stand outside the table and were not counted.",
        "把表格右下角往下拖,包住这几行,再运行一次。", "Drag the lower right corner of the table over them and run again.",
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
