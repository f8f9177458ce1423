"""Texts of the dashboard."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

SENTENCES = {
    "template.chart.months": Entry("月度计划、实际与预计", "Monthly plan, actual and projection"),
    "template.chart.ageing": Entry("应收账龄", "Receivables by age"),
    "board.empty": Entry(
        "还没有数据:在“客户清单”填客户名称和今年、去年业绩(或导入),再点“一键规划”,图表自己会出来。",
        "No data yet: fill in the customer list (name, revenue this year and last) or import it, then run the plan.",
    ),
    "board.empty.pareto": Entry("客户排名:先填客户清单", "Customers: fill in the customer list first"),
    "board.empty.quarters": Entry("季度支撑:先做目标和季度分解", "Quarters: derive targets first"),
    "board.empty.tiers": Entry("业绩与时间:先记拜访", "Revenue and time: record visits first"),
    "board.empty.months": Entry("月度:先做季度分解,再每月导入订单", "Months: split the targets, then import each month's orders"),
    "board.empty.ageing": Entry("应收账龄:先填应收账款", "Receivables: fill in the receivables first"),
    "board.forecast": Entry(
        "全年预测{forecast_year:money},保底{guaranteed:money}现在有{chance_guaranteed_now:percent}把握",
        "the year is forecast at {forecast_year:money}, guaranteed {guaranteed:money} is {chance_guaranteed_now:percent} sure now",
    ),
    "board.month": Entry("指标看{month},对照上月", "KPIs of {month} against the month before"),
    "board.no_month": Entry("年度还没开始,三个指标先空着", "the year has not begun; the three KPIs stay blank"),
    "board.title.pareto": Entry("谁撑起业绩:前12家客户与累计占比({unit:MONEY_UNITS})", "Who carries the business: top 12, {unit:MONEY_UNITS}"),
    "board.title.quarters": Entry("每季靠什么:支撑、实际对目标({unit:MONEY_UNITS})", "Backing and actual against target, {unit:MONEY_UNITS}"),
    "board.title.tiers": Entry("业绩占比与时间占比", "Share of revenue and time"),
    "board.title.months": Entry("月度:计划、实际、按现在的速度预计({unit:MONEY_UNITS})", "Months: plan, actual, projection at this pace, {unit:MONEY_UNITS}"),
    "board.title.ageing": Entry("应收账龄:未收多少,拖了多久({unit:MONEY_UNITS})", "Receivables: how much is open, how long, {unit:MONEY_UNITS}"),
}  # fmt: skip
