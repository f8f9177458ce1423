"""Texts of the commands and the command line."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "C-STEP-READ": Entry("读取数据", "Reading the data"),
    "C-STEP-CUSTOMERS": Entry("汇总客户业绩", "Adding up revenue by customer"),
    "C-STEP-HEALTH": Entry("ABC分级与健康诊断", "Tiers and health"),
    "C-STEP-TARGETS": Entry("推导目标", "Deriving targets"),
    "C-STEP-QUARTERS": Entry("分解季度", "Splitting into quarters"),
    "C-STEP-MAP": Entry("生成作战地图", "Filling the execution map"),
    "C-STEP-MONTHS": Entry("计算月度KPI", "Computing the KPIs"),
    "C-STEP-CONFIDENCE": Entry("计算把握度", "Working out how sure the figures are"),
    "C-SPRINT": Entry("剩{workdays_left:count}个工作日,能联系{contacts_possible:count}家;冲刺名单{sprint_rows:count}家,可能带来{sprint_value:money};部署名单{deploy_rows:count}家,明年{deploy_amount:money}", "{workdays_left:count} workdays left for {contacts_possible:count} contacts; {sprint_rows:count} to sprint, worth {sprint_value:money}; {deploy_rows:count} to deploy, {deploy_amount:money} next year"),
    "C-SPRINT-YEAR": Entry("今年到{as_of}实际{this_year_to_date:money},去年同期{same_period_last_year:money},估全年{year_outlook:money}", "{this_year_to_date:money} this year up to {as_of}, {same_period_last_year:money} on the same days of last year, about {year_outlook:money} for the year"),
    "C-REORDER": Entry("明年:老客户返单{repeat:money} + 在谈项目{project:money} + 新客户{new_business:money} = {total:money}", "Next year: old customers {repeat:money} + projects {project:money} + new customers {new_business:money} = {total:money}"),
    "C-STEP-REORDER": Entry("预测返单", "Forecasting reorders"),
    "C-STEP-WRITE": Entry("写入工作簿", "Writing the book"),
    "C-STEP-BUILD": Entry("生成工作簿", "Making the book"),
    "C-SAVED": Entry("已保存:{path}({count:count}个单元格有变化)", "Saved: {path} ({count:count} cells changed)"),
    "C-UNDONE": Entry("已撤销{when}的“{command}”", "Undone: '{command}' of {when}"),
    "C-PRODUCT": Entry("销售规划", "SalesPlan"),
    "C-PLAN-BOOK": Entry("规划簿", "The plan book"),
    "C-DONE": Entry("{command}完成:{count:count}个单元格有变化", "{command} done: {count:count} cells changed"),
    "C-NOT-DONE": Entry("{command}没有执行,簿未改动", "{command} was not carried out; the book is unchanged"),
    "C-BLOCKED": Entry("数据里有{count:count}个必须先改的错误,簿未改动。改好后再点一次;点“检查数据”可列出全部。", "The data has {count:count} errors that must be put right first; the book is unchanged. Correct them and click again; 'Check data' lists them all."),
    "C-HELP": Entry("当前打开的不是规划簿。点“新建规划簿”新建一本,按向导表的九步填写;已有规划簿请先打开它。", "The open workbook is no plan book. Click 'New plan book' and follow the nine steps of its guide sheet, or open your plan book."),
    "C-ABOUT": Entry("SalesPlan {version}\nPython {python} · xlwings {xlwings}\n一切都在本机计算,不上传任何数据。", "SalesPlan {version}\nPython {python} · xlwings {xlwings}\nEverything is computed on this machine; nothing is uploaded."),
    "C-UNCHANGED": Entry("没有变化:{path}已是最新", "Nothing to change: {path} is up to date"),
    "C-DRY": Entry("试运行:将有{count:count}个单元格变化,文件未改动", "Dry run: {count:count} cells would change; the file is untouched"),
    "C-CHANGE": Entry("{sheet}!{cell}:{old} → {new}", "{sheet}!{cell}: {old} → {new}"),
    "C-MORE": Entry("……还有{count:count}处", "… and {count:count} more"),
    "C-FINDINGS": Entry("检查结果:{errors:count}个错误,{warnings:count}个警告,{notes:count}个提示", "Findings: {errors:count} errors, {warnings:count} warnings, {notes:count} notes"),
    "C-STOP": Entry("。", "."),
    "C-FINDING": Entry("[{severity:SEVERITIES}] {code} {where}{sentence}{remedy}", "[{severity:SEVERITIES}] {code} {where}{sentence} {remedy}"),
    "C-BATCH": Entry("{batch} {when} {table} {file}:{rows:count}行,合计{amount:money}(新增{added:count},更新{updated:count})", "{batch} {when} {table} {file}: {rows:n row|rows}, sum {amount:money} ({added:count} added, {updated:count} updated)"),
    "C-NO-BATCH": Entry("还没有导入过文件", "Nothing has been imported yet"),
    "C-TITLE": Entry("{plan_year}年销售规划(金额单位:{unit:MONEY_UNITS})", "Sales plan {plan_year} (money in {unit:MONEY_UNITS})"),
    "C-TIERS": Entry("客户:{customers:count}家,A类{customers_a:count}家占业绩{share_a:percent},B类{customers_b:count}家占{share_b:percent},C类{customers_c:count}家占{share_c:percent}", "Customers: {customers:count}; A {customers_a:count} with {share_a:percent} of revenue, B {customers_b:count} with {share_b:percent}, C {customers_c:count} with {share_c:percent}"),
    "C-CONCENTRATION": Entry("集中度:前{top_n:count}家贡献{top_n_share:percent};时间花在A/B/C上{time_a:percent}/{time_b:percent}/{time_c:percent}", "Concentration: the top {top_n:count} bring {top_n_share:percent}; time goes to A/B/C {time_a:percent}/{time_b:percent}/{time_c:percent}"),
    "C-TARGET": Entry("目标:今年{this_year:money},明年推导{target:money}(A {target_a:money} + B {target_b:money} + C {target_c:money} + 新客户{target_new:money});保底{guaranteed:money}({guaranteed_sureness:percent}把握),冲刺{stretch:money}({stretch_sureness:percent}把握)", "Target: this year {this_year:money}, derived {target:money} (A {target_a:money} + B {target_b:money} + C {target_c:money} + new {target_new:money}); guaranteed {guaranteed:money} ({guaranteed_sureness:percent} sure), stretch {stretch:money} ({stretch_sureness:percent} sure)"),
    "C-QUARTERS": Entry("季度:Q1 {q1:money},Q2 {q2:money},Q3 {q3:money},Q4 {q4:money};还没有支撑的{unsupported:money}", "Quarters: Q1 {q1:money}, Q2 {q2:money}, Q3 {q3:money}, Q4 {q4:money}; not backed yet {unsupported:money}"),
    "C-TIME": Entry("时间:每月拜访需要{days_needed:number}天,可用{days_available:number}天", "Time: visits need {days_needed:number} days a month, {days_available:number} are available"),
    "C-KPI": Entry("{month}指标:目标完成率{completion:percent},客户覆盖率{coverage:percent},回款及时率{on_time_rate:percent}", "KPIs of {month}: target completion {completion:percent}, customer coverage {coverage:percent}, on-time collection {on_time_rate:percent}"),
    "C-BOARD-TIERS": Entry("A类{customers_a:count}家占{share_a:percent}", "A: {customers_a:count} customers, {share_a:percent}"),
    "C-BOARD-CONCENTRATION": Entry("前{top_n:count}家贡献{top_n_share:percent},A类只分到{time_a:percent}的时间", "the top {top_n:count} bring {top_n_share:percent}; A gets {time_a:percent} of the time"),
    "C-OPEN": Entry("打开看看:{path}", "Open it: {path}"),
}  # fmt: skip

FINDINGS = {
    "F-590": FindingEntry("《{file}》导入“{table}”{rows:count}行{what};客户{customers:count}家(新{new:count}家);新增{added:count}行,更新{updated:count}行,已有{same:count}行,去掉{removed:count}行。", "'{file}' into '{table}': {rows:n row|rows}{what}; {customers:n customer|customers} ({new:count} new); {added:n row|rows} added, {updated:count} updated, {same:count} there already, {removed:count} taken out.", "核对行数和合计是否与来源一致。", "Compare rows and sum with the source."),
    "F-591": FindingEntry("订单或应收里的{count:count}家客户不在客户清单,已自动加入,如{names}。", "Added to the customer list, as orders or receivables name them: {count:n customer|customers}, such as {names}.", "补全他们的行业、区域和负责人。", "Fill in their industry, region and owner."),
    "F-592": FindingEntry("有{count:count}对客户名很相似,可能是同一家:{names}。", "Names that look alike and may be the same company: {count:n pair|pairs}, {names}.", "没有自动合并;若是同一家,请统一成一个名字。", "Nothing was merged; if they are the same company, use one name."),
    "F-594": FindingEntry("第{batch}批(《{file}》,{table})已取出:{count:count}行;导入后改过的{changed:count}行没有动。", "Batch {batch} ('{file}', {table}) taken out: {count:n row|rows}; {changed:count} changed since then stay.", "点“撤销”可以放回去;自动加进客户清单的客户还在。", "Undo puts it back; customers added to the list stay."),
    "F-595": FindingEntry("《{file}》以前导入过,但这次的行大多不同;两次的行都在。", "'{file}' was imported before with mostly other rows; the rows of both stand.", "若是同一份表的更正,用 salesplan imports 取出以前那一批。", "If it corrects the earlier list, take that batch out with salesplan imports."),
    "F-593": FindingEntry("有{count:count}个客户名按客户编码认定为规划簿里的客户:{names}。", "Customers told by their code: {count:n name|names}, {names}.", "若不对,改正客户编码。", "If that is wrong, correct the customer code."),
}  # fmt: skip
