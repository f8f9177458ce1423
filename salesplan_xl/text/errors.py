"""The sentences of the errors: problem, place, cause, what to do."""

from __future__ import annotations

from salesplan_xl.text.entry import Entry

ERRORS = {
    "SP-201": Entry("无法分解目标:没有一个大于0的权重({where})。请至少填一个正的权重。", "The target cannot be split: no weight is above 0 ({where}). Enter at least one positive weight."),
    "SP-202": Entry("无法分解目标:权重有负数({where})。请改为0或正数。", "The target cannot be split: a weight is negative ({where}). Use 0 or more."),
    "SP-203": Entry("客户清单还没有客户,算不出规划。请先填写客户清单或导入订单。", "The customer list is empty, so there is nothing to plan. Fill it in or import orders first."),
    "SP-205": Entry("月份“{month}”看不懂。请写成2027-03这样的形式。", "Month '{month}' is not understood. Write it like 2027-03."),
    "SP-206": Entry("没有叫“{method}”的方法说明。可选:{known}。", "There is no guide page '{method}'. Choose from: {known}."),
    "SP-207": Entry("分解总额{total:money}不是取整步长{step:money}的整数倍,无法既取整又加得平。请调整取整步长。", "The total {total:money} is no multiple of the step {step:money}, so it cannot be both rounded and tied. Change the step."),
    "SP-210": Entry("导入文件《{file}》没有一列能对应到“{table}”。看到的表头:{headers}。请确认选对了文件。", "No column of '{file}' fits '{table}'. Headers seen: {headers}. Check that it is the right file."),
    "SP-211": Entry("导入文件《{file}》缺少必需的列:{columns}。请补上后再导入。", "'{file}' lacks required columns: {columns}. Add them and import again."),
    "SP-212": Entry("没有指定要导入的文件。请至少给出一个,例如 --orders 订单.csv。", "No file to import was named. Give at least one, for example --orders orders.csv."),
    "SP-213": Entry("导入文件《{file}》读不懂:{reason}。请另存为UTF-8的CSV或xlsx再试。", "'{file}' cannot be read: {reason}. Save it as UTF-8 CSV or xlsx and try again."),
    "SP-220": Entry("数据里有{count:count}个必须先改的错误,文件未改动。改好后再运行,或加 --despite-errors 先算其余部分。", "The data has {count:count} errors that must be put right first; the file is unchanged. Correct them, or use --despite-errors to compute the rest."),
    "SP-301": Entry("《{file}》不是Excel工作簿(.xlsx)。请选择规划簿文件;旧的.xls请先在Excel里另存为.xlsx。文件未改动。", "'{file}' is not an Excel workbook (.xlsx). Choose a plan book; save an old .xls as .xlsx first. The file is unchanged."),
    "SP-302": Entry("《{file}》设有打开密码,无法读取。请先在Excel里去掉密码。文件未改动。", "'{file}' is protected by a password and cannot be read. Remove the password in Excel first. The file is unchanged."),
    "SP-303": Entry("《{file}》已损坏({part}),无法读取。请用Excel打开并修复,或使用备份。文件未改动。", "'{file}' is damaged ({part}) and cannot be read. Repair it in Excel or use the backup. The file is unchanged."),
    "SP-304": Entry("《{file}》看起来不安全({reason}),没有打开。请确认它的来源。", "'{file}' looks unsafe ({reason}) and was not opened. Check where it came from."),
    "SP-305": Entry("无法保存《{file}》:文件正在Excel中打开。请先关闭它,或换个名字另存。原文件未改动。", "'{file}' cannot be saved: it is open in Excel. Close it, or save under another name. The original is unchanged."),
    "SP-306": Entry("无法保存《{file}》:没有写入权限或文件是只读的。请换个位置或名字另存。原文件未改动。", "'{file}' cannot be saved: it is read-only or you may not write there. Save elsewhere. The original is unchanged."),
    "SP-307": Entry("《{file}》太大({limit}),超出可处理范围。请把订单明细放在簿外再导入汇总。", "'{file}' is too large ({limit}). Keep the order lines outside the book and import them."),
    "SP-308": Entry("无法保存《{file}》:{reason}。请检查磁盘空间后再试。原文件未改动。", "'{file}' cannot be saved: {reason}. Check the disk and try again. The original is unchanged."),
    "SP-309": Entry("找不到文件《{file}》。请检查路径和文件名。", "File '{file}' was not found. Check the path and name."),
    "SP-310": Entry("《{file}》不是SalesPlan规划簿:{missing}。请用“salesplan new”新建一本,或打开正确的文件。文件未改动。", "'{file}' is not a SalesPlan book: {missing}. Make one with 'salesplan new' or open the right file. The file is unchanged."),
    "SP-311": Entry("工作表“{sheet}”的表格“{table}”表头不对:缺少“{columns}”。请把表头改回原来的文字。文件未改动。", "Table '{table}' on sheet '{sheet}' lacks the header '{columns}'. Change the header back. The file is unchanged."),
    "SP-312": Entry("工作表“{sheet}”的单元格{cell}写不进这个值:{reason}。文件未改动。", "Cell {cell} on sheet '{sheet}' cannot take the value: {reason}. The file is unchanged."),
    "SP-313": Entry("工作表“{sheet}”的单元格{cell}属于一个数组公式,不能单独改写。请先取消该数组公式。文件未改动。", "Cell {cell} on sheet '{sheet}' belongs to an array formula and cannot be changed alone. Remove that formula first. The file is unchanged."),
    "SP-314": Entry("《{file}》由更新的版本制作(结构{found},本程序支持到{known})。请升级SalesPlan。文件未改动。", "'{file}' was made by a newer version (schema {found}, this program knows {known}). Upgrade SalesPlan. The file is unchanged."),
    "SP-315": Entry("《{file}》已经存在。请换个名字,或加 --overwrite 覆盖它。", "'{file}' exists already. Choose another name, or add --overwrite."),
    "SP-316": Entry("表格“{table}”不见了(应在工作表“{sheet}”)。请从备份恢复,或新建一本再导入数据。文件未改动。", "Table '{table}' is missing (it belongs on sheet '{sheet}'). Restore the backup, or make a new book and import. The file is unchanged."),
    "SP-901": Entry("程序内部出错,文件未改动。详细记录在:{log}。请把它发给开发者。", "An internal error occurred; the file is unchanged. Details are in {log}; please send it to the developers."),
}  # fmt: skip
