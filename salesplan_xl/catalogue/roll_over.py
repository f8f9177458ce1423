"""Texts of rolling over: what came from last year's book, and what stayed there."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "roll.from": Entry("《{file}》(规划年度{before})接着做{year}年,旧簿没有动。", "'{file}' (plan year {before}) goes on as {year}; the old book is untouched."),
    "roll.came": Entry("带过来:{parts}。", "Came over: {parts}."),
    "roll.also": Entry("还有:{parts}。", "And: {parts}."),
    "roll.stayed": Entry("留在旧簿:{parts}。", "Stayed in the old book: {parts}."),
    "roll.rows": Entry("{table}{count:count}行", "{table} {count:count}"),
    "roll.settings": Entry("改过的参数{count:count}项({names})", "{count:n setting|settings} you changed ({names})"),
    "roll.target": Entry("今年目标{amount:money}({origin})", "this year's target {amount:money} ({origin})"),
    "roll.company": Entry("公司下达", "the company's figure"),
    "roll.map": Entry("作战地图合计", "sum of the execution map"),
    "roll.columns": Entry("自己加的列({names})", "your own columns ({names})"),
    "roll.imports": Entry("{count:count}批导入的记忆", "the memory of {count:n import|imports}"),
    "roll.stayed.orders": Entry("{year}年以前的订单{count:count}行", "{count:n order line|order lines} before {year}"),
    "roll.stayed.receivables": Entry("{year}年以前已结清的应收{count:count}笔", "{count:n receivable|receivables} settled before {year}"),
    "roll.stayed.visits": Entry("{year}年以前的拜访{count:count}次", "{count:n visit|visits} before {year}"),
    "roll.stayed.opportunities": Entry("{year}年以前签下或丢掉的项目{count:count}个", "{count:n project|projects} won or lost before {year}"),
    "roll.stayed.actions": Entry("做完的行动{count:count}条", "{count:n action|actions} done"),
    "roll.goals": Entry("{year}年自己的目标({names})", "goals of {year} itself ({names})"),
    "roll.computed": Entry("算出来的表和在上面手工改的数、复盘、撤销记录", "computed tables with what you changed in them, reviews, undo"),
    "roll.sheets": Entry("自己加的工作表({names})", "your own sheets ({names})"),
    "roll.beside": Entry("算出来的表旁边自己加的列和备注({names})", "your columns and notes beside computed tables ({names})"),
    "roll.comments": Entry("{count:count}行上的批注", "comments on {count:n row|rows}"),
    "C-ROLL-ASK": Entry("打开的《{file}》是规划簿。新的一本从它接着做吗?\n“是”:客户、联系人、未结的项目、三年订单、参数等带过来,规划年度加一;打开的这本不动。\n“否”:新建空白的一本。", "'{file}', which is open, is a plan book. Carry on from it?\nYes: customers, contacts, open projects, three years of orders, settings and more go over, for the next plan year; the open book stays as it is.\nNo: an empty book."),
}  # fmt: skip

FINDINGS = {
    "F-022": FindingEntry(
        "《{file}》里有{count:count}个单元格读不出,没有带过来:{cells}。", "{count:n cell|cells} of '{file}' could not be read and stayed behind: {cells}.",
        "在旧簿里改好后再做一遍,或在新簿里补填。", "Correct them in the old book and make the new one again, or fill them in there.",
    ),
}  # fmt: skip

ERRORS = {
    "SP-360": Entry("《{file}》是{found}的规划簿,从它接着做的新簿也是,不能改成{asked}。请去掉 --lang、--unit 和 --currency。", "'{file}' is kept in {found} and so is the book made from it, not in {asked}. Leave out --lang, --unit and --currency."),
    "SP-361": Entry("《{file}》的规划年度是{found}年,接着做的新簿要更晚的年度(到{known}年为止),不能是{year}年。请改 --year。", "'{file}' plans {found}; the book made from it needs a later year, {known} at the latest, not {year}. Change --year."),
    "SP-362": Entry("新规划簿不能存到《{file}》自己身上,旧簿要留着。请换个名字。", "The new book cannot be saved over '{file}' itself, which is to be kept. Choose another name."),
}  # fmt: skip
