"""The words of the generated reference pages: headings, introductions, names of kinds and fillers."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

SENTENCES = {
    "R-GENERATED": Entry("由程序里的声明生成,与软件一致。", "Generated from the program's own declarations, so it matches the software."),
    # Findings.
    "R-CHECK": Entry("检查结果一览", "All findings"),
    "R-CHECK-INTRO": Entry(
        "每条写明问题和怎么办;“…”处是您簿里的名字和数字。错误会让数字算错,先改;警告要您拿主意;提示只是告知。控制台和提示框里同类的合成一行,最多十行,金额大的在前;「检查结果」表里一条不少。",
        "Each says what is wrong and what to do; “…” stands for a name or figure of your book. Errors make figures wrong: correct them first. Warnings want a decision. Notes only inform. Console and message boxes show those of one kind as one line, at most ten, by money; the sheet Findings holds each.",
    ),
    "R-REMEDY": Entry("怎么办:{remedy}", "What to do: {remedy}"),
    "R-F-0": Entry("读表和手工修改", "Reading the book, and your edits"),
    "R-F-1": Entry("输入的数据", "Input data"),
    "R-F-2": Entry("分级与健康", "Tiers and health"),
    "R-F-3": Entry("目标与季度", "Targets and quarters"),
    "R-F-4": Entry("作战地图、时间和月度", "Map, time and months"),
    "R-F-5": Entry("导入", "Import"),
    "R-F-7": Entry("团队、汇报与提交", "Team, report and submission"),
    # Errors.
    "R-ERRORS": Entry("错误代码一览", "All error codes"),
    "R-ERRORS-INTRO": Entry(
        "出错时文件不会被改动。退出码:SP-2xx为1,SP-3xx为3,SP-4xx为4,SP-9xx为70;参数写错为2。",
        "An error leaves the file unchanged. Exit codes: 1 for SP-2xx, 3 for SP-3xx, 4 for SP-4xx, 70 for SP-9xx; 2 for a mistyped command.",
    ),
    "R-SP-2": Entry("给的内容算不出规划", "The plan cannot be computed from what was given"),
    "R-SP-3": Entry("文件打不开或存不下", "The file cannot be read or saved"),
    "R-SP-4": Entry("Excel或电脑的问题", "Excel or the computer is in the way"),
    "R-SP-9": Entry("程序的问题", "The program's own fault"),
    # Settings.
    "R-SETTINGS": Entry("参数一览", "All settings"),
    "R-SETTINGS-INTRO": Entry(
        "都在「参数」表,改完重新计算。清空一格就回到默认值。金额默认值按万元写,元簿自动乘一万。括号里是单元格名称,公式里可以直接用。",
        "All stand on the `Settings` sheet; compute again after a change. A blank cell takes its default. Money defaults are in 10k CNY; a book in CNY multiplies them. In brackets the name of the cell, for your own formulas.",
    ),
    "R-BLANK": Entry("空白", "blank"),
    "R-OPTIONS": Entry("可选:{options}", "One of: {options}"),
    # Workbook reference.
    "R-TABLES": Entry("工作簿一览", "Workbook reference"),
    "R-TABLES-INTRO": Entry(
        "每张工作表上的表格和块。键是代码和JSON里的名字;“建议值可改”的格子,您改过的重算不覆盖。",
        "The tables and blocks of every sheet. Keys are the names in code and JSON; where a value is “proposed”, your change survives recomputation.",
    ),
    "R-TABLE": Entry("表格 {label}({name})", "Table {label} ({name})"),
    "R-GRID": Entry("块 {label}({name})", "Block {label} ({name})"),
    "R-GRID-ROWS": Entry("行:{rows}", "Rows: {rows}"),
    "R-GRID-COLUMNS": Entry("列:{columns}", "Columns: {columns}"),
    "R-GRID-EDITS": Entry("可改的列:{columns}", "You may change: {columns}"),
    "R-HEADERS": Entry("导入认得的词", "Words that imports understand"),
    "R-HEADERS-INTRO": Entry(
        "表头按整词对照,大小写、空格、标点、括号、金额单位、币种和含税字样都不影响;繁体与简体一样。越靠前越优先。",
        "Headers are compared as whole words; case, spaces, punctuation, brackets, units, currencies and words for tax do not matter. The first words go before the later ones.",
    ),
    "R-HEADERS-OTHER": Entry("认得、但不是这张表要的列", "Known, but none of this table's columns"),
    "R-HEADERS-ANY": Entry("每张表都认的列", "Columns of every table"),
    "R-HEADERS-VALUES": Entry("格子里的词", "Words in cells"),
    "R-LISTS": Entry("下拉选项:", "List values:"),
    "R-IDENTITY": Entry("一行由这些列认出:{columns}", "A row is known by: {columns}"),
    "R-REQUIRED": Entry("带*的列必填。", "Columns with * are required."),
    "R-HIDDEN": Entry("隐藏,系统用。", "Hidden; for the program."),
    "R-NO-TABLE": Entry("参数逐条见 `salesplan explain settings`。", "Every setting: `salesplan explain settings`."),
    "R-COL-KEY": Entry("键", "Key"),
    "R-COL-HEADER": Entry("表头", "Header"),
    "R-COL-FILLED": Entry("谁填", "Filled by"),
    "R-COL-KIND": Entry("类型", "Kind"),
    "R-FILLED-user": Entry("您/导入", "you or import"),
    "R-FILLED-import": Entry("导入", "import"),
    "R-FILLED-computed": Entry("计算", "computed"),
    "R-FILLED-edit": Entry("建议值可改", "proposed"),
    "R-FILLED-formula": Entry("公式", "formula"),
    "R-KIND-text": Entry("文字", "text"),
    "R-KIND-long_text": Entry("说明", "words"),
    "R-KIND-id": Entry("编号", "id"),
    "R-KIND-money": Entry("金额", "money"),
    "R-KIND-share": Entry("百分比", "percent"),
    "R-KIND-count": Entry("整数", "whole number"),
    "R-KIND-number": Entry("数字", "number"),
    "R-KIND-days": Entry("天数", "days"),
    "R-KIND-date": Entry("日期", "date"),
    "R-KIND-choice": Entry("下拉", "list"),
    "R-KIND-yes_no": Entry("是/否", "yes/no"),
    "R-KIND-month": Entry("月份", "month"),
    # Command line.
    "R-CLI": Entry("命令行一览", "Command line reference"),
    "R-CLI-INTRO": Entry(
        "不写 -o 就直接更新原文件,并先留备份;--dry-run 只看会改什么。退出码:0正常,1数据有错误,2命令写错,3文件问题,4环境问题,70程序问题。",
        "Without -o the book itself is updated and a backup kept; --dry-run only shows what would change. Exit codes: 0 fine, 1 errors in the data, 2 mistyped command, 3 file trouble, 4 computer trouble, 70 our fault.",
    ),
    "R-CLI-HELP": Entry("显示帮助", "show help"),
    "R-CLI-DEFAULT": Entry("默认{value}", "default {value}"),
    # Worksheet functions.
    "R-FUNCTIONS": Entry("工作表函数一览", "Worksheet functions"),
    "R-FUNCTIONS-INTRO": Entry(
        "装了加载项(Windows版Excel)后,任何工作簿的格子里都能用。算法和规划簿是同一套,默认值就是参数表的默认值。规划簿本身不用这些函数,没装加载项也照常打开。",
        "With the add-in (Excel on Windows) they work in any cell of any workbook, by the same methods as the plan book; defaults are those of its settings sheet. The plan book itself never uses them and opens without the add-in.",
    ),
    "R-FUNCTIONS-RULES": Entry("都一样的规矩", "What holds for all of them"),
    "R-FUNCTIONS-RULE-1": Entry("参数选区域,结果就铺成同样大小的区域。没有动态数组的Excel(2019及以前):先选好输出区域,输完公式按Ctrl+Shift+Enter。", "Give ranges, get a range of the same shape. In an Excel without dynamic arrays (2019 and older) select the output cells first and press Ctrl+Shift+Enter."),
    "R-FUNCTIONS-RULE-2": Entry("方括号里的参数可以不填。", "Arguments in brackets may be left out."),
    "R-FUNCTIONS-RULE-3": Entry("第一个参数的空格,结果在同一位置也是空的。", "A blank in the first argument gives a blank in the same place."),
    "R-FUNCTIONS-RULE-4": Entry("#N/A:没有结果可说,如没有目标、没有到期、新客户没有同比。不是0%。", "#N/A: there is nothing to say: no target, nothing due, a new customer's growth. It is not 0%."),
    "R-FUNCTIONS-RULE-5": Entry("#VALUE!:参数用不了,如该填数字的填了文字、权重为负、没有这个分类。", "#VALUE!: an argument cannot be used: text for a number, a negative weight, no such tier."),
    "R-FUNCTIONS-RULE-6": Entry("最后一个参数reason填TRUE:#N/A和#VALUE!换成一句原因;SP_ABC、SP_ABC_THRESHOLD和SP_HEALTH写出理由。", "With TRUE for the last argument, reason, #N/A and #VALUE! become one sentence; SP_ABC, SP_ABC_THRESHOLD and SP_HEALTH say why."),
    "R-FUNCTIONS-RULE-7": Entry("选区里可以带表头:开头那格文字跳过,结果也空着。别的格不是数字,就由那一格自己报#VALUE!(reason填TRUE会写明第几格),不连累整列;错误值照样是那个错误。日期不是数字。整列(如B:B)只算到用过的最后一行。", "A range may include its heading: text in the first cell is skipped and its result is blank. Another cell that is no number says #VALUE! itself (with reason TRUE, which cell it is) and leaves the others alone; an error stays that error. A date is no number. A whole column (B:B) ends with the last row in use."),
    "R-FUNCTIONS-RULE-8": Entry("一列结果写一个公式:在第一格写 =SP_YOY(C2:C61,D2:D61),结果自己铺满60格,只问Python一次。一格一个公式要问60次,慢得多。", "One formula for a whole column of results: =SP_YOY(C2:C61,D2:D61) in the first cell spills over 60 cells and asks Python once. A formula in every cell asks 60 times and is far slower."),
}  # fmt: skip
