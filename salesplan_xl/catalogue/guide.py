"""The sentences beside the nine steps."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

SENTENCES = {
    "steps.settings": Entry("默认参数可以直接用;确认规划年度、金额单位和数据截止日", "The defaults work as they are; check plan year, money unit and as-of date"),
    "steps.problem": Entry("有{count:count}处错误要先改,见检查结果", "{count:n error|errors} to put right first, see the findings"),
    "steps.customers": Entry("已有{count:count}家客户", "{count:count} customers"),
    "steps.customers_empty": Entry("从这里开始:填客户名称和今年、去年业绩,或导入订单", "Start here: enter customers with revenue of this and last year, or import orders"),
    "steps.customers_from_orders": Entry("客户清单是空的,可以用{count:count}笔订单里的客户先算", "The list is empty; the customers in {count:count} orders can be used"),
    "steps.records": Entry("五类记录都有,共{count:count}条", "All five kinds are there, {count:count} rows"),
    "steps.records_some": Entry("已有{count:count}条;还缺:{missing}", "{count:count} rows; still missing: {missing}"),
    "steps.records_empty": Entry("还没有记录;有多少导多少,缺的只是少一些判断", "No records yet; import what you have, what is missing only costs some diagnoses"),
    "steps.need_orders": Entry("订单(看季节性)", "orders (seasonality)"),
    "steps.need_receivables": Entry("应收(看回款)", "receivables (collections)"),
    "steps.need_contacts": Entry("联系人(看关系)", "contacts (relationship)"),
    "steps.need_opportunities": Entry("商机(看新项目)", "opportunities (new projects)"),
    "steps.need_visits": Entry("拜访(看时间和覆盖率)", "visits (time and coverage)"),
    "steps.fill_first": Entry("先填客户清单或导入订单", "Fill in the customer list or import orders first"),
    "steps.check_errors": Entry("{errors:count}个错误要先改,{warnings:count}个警告", "{errors:count} errors to put right, {warnings:count} warnings"),
    "steps.check_warnings": Entry("没有错误,{warnings:count}个警告请过目", "No errors; {warnings:count} warnings to look at"),
    "steps.check_clean": Entry("没有发现问题", "Nothing found"),
    "steps.tiers": Entry("已诊断{count:count}家客户", "{count:count} customers diagnosed"),
    "steps.targets": Entry("已推导{count:count}行目标;可改的格子改了不会被覆盖", "{count:count} targets derived; what you edit is kept"),
    "steps.quarters": Entry("已分到季度和月", "Split into quarters and months"),
    "steps.map": Entry("作战地图已有{count:count}行;关键动作、负责人、时间可以改", "{count:count} rows in the map; action, owner and date may be edited"),
    "steps.months": Entry("已跟踪到参数表里的月份;每月改跟踪月份再算一次", "Tracked up to the month on the settings sheet; move it on each month and compute again"),
    "steps.wait_for": Entry("先做“{step}”", "First: {step}"),
    "steps.ready": Entry("数据已就绪,可以计算", "Ready to compute"),
    "steps.name_tiers": Entry("ABC分级与健康诊断", "tiers and health"),
    "steps.name_targets": Entry("目标推导", "targets"),
    "steps.name_quarters": Entry("季度分解", "quarters"),
    "steps.name_map": Entry("作战地图", "execution map"),
}  # fmt: skip
