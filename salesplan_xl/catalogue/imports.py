"""Words that readers of files understand, and what the import says."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

# What people type where a figure is missing.
BLANK_MARKS = frozenset({"", "-", "--", "---", "—", "——", "–", "/", "\\", "无", "空", "n/a", "na", "nil", "null", "none", "nan", "nat"})
CURRENCY_MARKS = ("¥", "rmb", "cny", "人民币", "￥")
# How many 元 one of the written unit is.
MONEY_WORDS = {"元": 1.0, "块": 1.0, "千元": 1e3, "千": 1e3, "万元": 1e4, "万": 1e4, "w": 1e4, "百万": 1e6, "百万元": 1e6, "千万": 1e7, "千万元": 1e7, "亿元": 1e8, "亿": 1e8}
YEAR_MARK, MONTH_MARK, DAY_MARKS = "年", "月", "日号"
WEEKDAY_MARK = r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)"
MOMENT_MARK = r"(?:上午|下午|中午|晚上|am|pm)?"
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


# Units found in headers and titles, as 元; brackets and the words before them are cut off first.
UNIT_WORDS = {**MONEY_WORDS, "人民币元": 1.0, "人民币": 1.0, "cny": 1.0, "rmb": 1.0, "yuan": 1.0, "¥": 1.0, "rmbyuan": 1.0, "kcny": 1e3, "10kcny": 1e4, "10krmb": 1e4, "wan": 1e4}
UNIT_TITLE = r"(?:单位|unit|currency)\s*[::]?\s*(?:人民币|rmb)?\s*[::]?\s*([0-9a-z¥]+(?: cny| rmb)?|[百千万亿]*元|[万亿])"
UNIT_TAIL = r"[\s:/_-]*([百千万亿]*元|(?<=[\s:/_-])(?:cny|rmb|yuan))\s*$"
FOREIGN_WORDS = ("美元", "usd", "us$", "欧元", "eur", "港元", "港币", "hkd", "日元", "jpy", "英镑", "gbp")
BRACKETS = r"[(\[【<〔](.*?)[)\]】>〕]"

# Rows that are no data: totals, and what programs print below a list.
TOTAL_WORDS = frozenset({"合计", "总计", "小计", "累计", "本页合计", "本页小计", "总合计", "本月合计", "本年合计", "共计", "total", "totals", "grandtotal", "subtotal", "sum"})
FOOTER_WORDS = ("制表", "制单人", "审核", "打印", "导出时间", "导出人", "共计", "第1页", "preparedby", "printed", "exported", "page")

SENTENCES: dict[str, Entry] = {
    "import.unit_yuan": Entry("元", "CNY"),
    "import.unit_thousand": Entry("千元", "thousand CNY"),
    "import.unit_wan": Entry("万元", "10k CNY"),
    "import.unit_million": Entry("百万元", "million CNY"),
    "import.unit_ten_million": Entry("千万元", "10 million CNY"),
    "import.unit_yi": Entry("亿元", "100 million CNY"),
    "import.reason_empty": Entry("文件是空的", "it is empty"),
    "import.reason_folder": Entry("这是一个文件夹", "it is a folder"),
    "import.reason_binary": Entry("内容不是文字表格", "its content is not a text table"),
    "import.reason_encoding": Entry("文字编码不是UTF-8、UTF-16或GBK", "its text is neither UTF-8, UTF-16 nor GBK"),
    "import.reason_field": Entry("有一个单元格超长,可能是引号没有配对", "one cell is far too long; a quote may be unclosed"),
    "import.reason_size": Entry("超过{limit:count} MB", "it is larger than {limit:count} MB"),
    "import.reason_disk": Entry("无法打开,可能被别的程序占用或没有权限", "it cannot be opened; another program may hold it, or you may not read it"),
}  # fmt: skip
FINDINGS: dict[str, FindingEntry] = {
    "F-501": FindingEntry("《{file}》有{count:count}列没有用到:{headers}", "{count:count} columns of '{file}' were not used: {headers}", "如果其中有需要的,把表头改成规划簿里的叫法再导入", "If one is needed, rename its header as in the plan book and import again"),
    "F-502": FindingEntry("《{file}》第{row:count}行“{header}”看不懂:{value}", "'{file}' row {row:count}, '{header}' is not understood: {value}", "在源文件改正后重新导入,这一格先留空", "Correct it in the file and import again; the cell was left blank"),
    "F-503": FindingEntry("《{file}》还有{count:count}格看不懂,未逐一列出", "{count:count} more cells of '{file}' are not understood and not listed", "先改正列出的问题,再导入一次", "Correct those listed and import again"),
    "F-504": FindingEntry("《{file}》“{header}”有{count:count}行的值不在可选范围,已留空:{values}", "'{file}', '{header}': {count:count} rows hold a value that is not on the list and were left blank: {values}", "改成可选的值:{allowed}", "Use one of: {allowed}"),
    "F-505": FindingEntry("《{file}》跳过{count:count}行合计、页脚或重复表头(第{rows}行)", "{count:count} rows of '{file}' with totals, footers or repeated headers were skipped (rows {rows})", "如果其中有真实数据,请检查这几行", "Check these rows if they hold real data"),
    "F-506": FindingEntry("《{file}》的{headers}按{source}读取,已换算成{target}", "{headers} of '{file}' were read as {source} and converted to {target}", "单位若不对,导入时指定文件的金额单位", "If that is wrong, state the file's money unit when importing"),
    "F-507": FindingEntry("《{file}》没有写金额单位,按万元读取,但一半以上的数超过1万({header})", "'{file}' states no money unit and was read as 10k CNY, but most figures of '{header}' exceed 10,000", "文件若是以元为单位,请指定单位“元”后重新导入", "If the file is in CNY, state that unit and import again"),
    "F-509": FindingEntry("《{file}》的“{header}”像是外币,没有换算", "'{header}' of '{file}' looks like a foreign currency; nothing was converted", "先在源文件换算成人民币再导入", "Convert it to CNY in the file, then import again"),
    "F-508": FindingEntry("《{file}》的“{header}”当作“{meaning}”导入", "'{header}' of '{file}' was taken as '{meaning}'", "如果不对,把表头改清楚再导入", "If that is wrong, make the header clearer and import again"),
}  # fmt: skip
