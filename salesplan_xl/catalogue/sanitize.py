"""The sentences of the clean copy: what was left out, and why one is refused."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

# Headers of columns that tell what goods cost us, also those the user added; matched, never shown.
MARGIN_WORDS = (
    "毛利",
    "成本",
    "进价",
    "底价",
    "净利",
    "margin",
    "cost price",
    "unit cost",
    "cost of",
    "gross profit",
)

SENTENCES = {
    "clean.other": Entry("其他客户", "another customer"),
    "clean.preset.boss": Entry("老板", "boss"),
    "clean.preset.team": Entry("团队", "team"),
    "clean.preset.customer": Entry("客户", "customer"),
    "clean.saved": Entry("副本已存到 {path},共{sheets:count}张表;原簿没有改动。", "The copy is in {path}, {sheets:count} sheets; the book itself is unchanged."),
    "clean.removed": Entry("下面这些没有带进副本:", "Not in the copy:"),
    "clean.nothing": Entry("没有什么需要去掉。", "There was nothing to leave out."),
    "clean.where": Entry("{what}({where})", "{what} ({where})"),
    "clean.more": Entry("{where},另有{count:count}处", "{where} and {count:count} more"),
    "clean.owner": Entry("只留{name}的{kept:count}家客户,其余{gone:count}家的行都删了,数字按留下的客户重算过;公司目标和新客户目标是全队的,不带。", "Only the {kept:count} customers of {name}; the rows of the other {gone:count} are gone and the figures were computed again for those that stay. The company's and new-business targets belong to the whole team and are left out."),
    "clean.customer": Entry("只留“{name}”自己的行。", "Only the rows of {name} itself."),
    "clean.uncomputed": Entry("有{count:count}个公式没有存过结果,在副本里是空格。请先用Excel打开规划簿、保存,再出副本。", "{count:count} formulas never had a result and are blank in the copy. Open the book in Excel, save it and copy again."),
    # what was left out
    "clean.kind.own_cells": Entry("自己写在表外的格{count:count}个", "{count:count} cells written beside the tables"),
    "clean.kind.charts": Entry("图{count:count}张,因为它用到了副本里没有的数", "{count:count} charts that show what the copy does not hold"),
    "clean.kind.columns": Entry("不给外人看的列{count:count}个", "{count:count} columns not meant for this reader"),
    "clean.kind.comments": Entry("批注和批注人{count:count}处", "comments and their authors, {count:count}"),
    "clean.kind.company": Entry("公司和经理名{count:count}处", "company and manager names, {count:count}"),
    "clean.kind.connections": Entry("数据连接{count:count}处", "data connections, {count:count}"),
    "clean.kind.controls": Entry("控件和嵌入对象{count:count}个", "controls and embedded objects, {count:count}"),
    "clean.kind.creator": Entry("作者姓名{count:count}处", "author's name, {count:count}"),
    "clean.kind.custom_properties": Entry("自定义属性{count:count}处", "custom properties, {count:count}"),
    "clean.kind.custom_xml": Entry("公司标签和附加数据{count:count}处", "company labels and attached data, {count:count}"),
    "clean.kind.external_links": Entry("到别的文件的链接和它们的缓存{count:count}处", "links to other files and what was remembered of them, {count:count}"),
    "clean.kind.formulas": Entry("公式{count:count}个改成了数值,因为它用到了副本里没有的格", "{count:count} formulas became values because they read cells the copy does not hold"),
    "clean.kind.hidden_columns": Entry("隐藏的列{count:count}处", "hidden columns, {count:count}"),
    "clean.kind.hidden_names": Entry("隐藏的名称{count:count}个", "hidden names, {count:count}"),
    "clean.kind.hidden_rows": Entry("隐藏或筛掉的行{count:count}行", "hidden or filtered rows, {count:count}"),
    "clean.kind.hidden_sheets": Entry("隐藏的工作表{count:count}张", "hidden sheets, {count:count}"),
    "clean.kind.ids": Entry("修订编号{count:count}处", "revision ids, {count:count}"),
    "clean.kind.links": Entry("到本机文件或副本外的链接{count:count}处", "links to local files or out of the copy, {count:count}"),
    "clean.kind.macros": Entry("宏{count:count}处", "macros, {count:count}"),
    "clean.kind.modified_by": Entry("最后保存人姓名{count:count}处", "name of who saved last, {count:count}"),
    "clean.kind.names": Entry("失效的或带说明的名称{count:count}个", "names that are broken or carry a note, {count:count}"),
    "clean.kind.other_rows": Entry("别的客户的行{count:count}行", "rows of other customers, {count:count}"),
    "clean.kind.parts": Entry("用途不明的部件{count:count}个", "parts of unknown purpose, {count:count}"),
    "clean.kind.path": Entry("本机路径和占用人{count:count}处", "paths on this computer and who reserved the file, {count:count}"),
    "clean.kind.pictures": Entry("图片和图形{count:count}个", "pictures and shapes, {count:count}"),
    "clean.kind.pivots": Entry("透视表、切片器和它们的缓存{count:count}处", "pivot tables, slicers and what they remember, {count:count}"),
    "clean.kind.printer": Entry("打印机设置{count:count}处", "printer settings, {count:count}"),
    "clean.kind.properties": Entry("文件属性{count:count}处", "file properties, {count:count}"),
    "clean.kind.records": Entry("系统记录(撤销、日志、检查、参数){count:count}处", "the book's own records (undo, log, findings, settings), {count:count}"),
    "clean.kind.revisions": Entry("修订记录{count:count}处", "revision history, {count:count}"),
    "clean.kind.rules": Entry("用到副本外的格的条件格式和下拉{count:count}处", "formats and lists that read cells outside the copy, {count:count}"),
    "clean.kind.sheets": Entry("没有选的工作表{count:count}张", "sheets that were not chosen, {count:count}"),
    "clean.kind.signatures": Entry("数字签名{count:count}个", "digital signatures, {count:count}"),
    "clean.kind.thumbnails": Entry("缩略图{count:count}张", "preview pictures, {count:count}"),
    "clean.kind.unused_texts": Entry("看不见但还留在文件里的文字{count:count}条", "texts no cell shows that were still in the file, {count:count}"),
    "clean.kind.views": Entry("筛选条件、个人视图和保护密码{count:count}处", "filter criteria, personal views and passwords, {count:count}"),
    "clean.kind.web_extensions": Entry("网页加载项{count:count}处", "web add-ins, {count:count}"),
    "clean.kind.words": Entry("提到别的客户的文字{count:count}处,客户名已盖住", "texts that name other customers, {count:count}; the names are covered"),
    "clean.kind.extensions": Entry("程序的附加标记{count:count}处", "marks of other programs, {count:count}"),
    "clean.kind.calculation": Entry("计算顺序{count:count}处", "the order of computation, {count:count}"),
}  # fmt: skip

ERRORS = {
    "SP-320": Entry("没有给出副本:检查发现里面还留着{what}({where})。请把这本簿发给开发者;什么都没写出。", "The copy was not handed over: it still holds {what} ({where}). Please send the book to the developers; nothing was written."),
    "SP-321": Entry("《{file}》没有可以出副本的工作表:{sheets}。可选:{known}。", "'{file}' has no sheet to copy: {sheets}. Choose from: {known}."),
    "SP-322": Entry("客户清单里没有负责人“{name}”。可选:{known}。", "No customer has the owner '{name}'. Choose from: {known}."),
    "SP-323": Entry("《{file}》里没有客户“{name}”。请照客户清单的写法填。", "'{file}' has no customer '{name}'. Write the name as in the customer list."),
    "SP-324": Entry("工作表“{sheets}”里可能有别的客户的数,只给一部分客户时不能带。请去掉它再出副本。", "Sheet '{sheets}' may show other customers' figures and cannot be in a copy for some customers only. Leave it out."),
    "SP-325": Entry("不清楚副本给谁看:{options}。给一家客户请用 --customer,给一位负责人请用 --owner,两个只能选一个。", "It is not clear who the copy is for: {options}. Use --customer for one customer or --owner for one salesperson, not both."),
}  # fmt: skip
