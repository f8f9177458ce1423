"""The sentences and findings of the quarter split."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry, FindingEntry

SENTENCES = {
    "quarters.where_settings": Entry("参数表的四个季度手工权重", "the four manual weights on the settings sheet"),
    "quarters.where_tier": Entry("季度分解表{tier:PLAN_TIERS}类的季度权重", "the quarter weights of tier {tier:PLAN_TIERS} in the quarter split"),
    "quarters.manual": Entry("按参数表手工权重:{w1:percent1}/{w2:percent1}/{w3:percent1}/{w4:percent1}", "Manual weights of the settings: {w1:percent1}/{w2:percent1}/{w3:percent1}/{w4:percent1}"),
    "quarters.equal": Entry("四个季度平均分,没有考虑淡旺季", "Split evenly, with no regard to the season"),
    "quarters.pipeline": Entry("返单部分平均分,项目按节点落到季度", "Repeat business evenly, projects by their dates"),
    "quarters.typed": Entry("您手工填的权重:{w1:percent1}/{w2:percent1}/{w3:percent1}/{w4:percent1}", "Weights you typed: {w1:percent1}/{w2:percent1}/{w3:percent1}/{w4:percent1}"),
    "quarters.typed_tier": Entry("季度按您给{tier:PLAN_TIERS}类填的权重分", "Quarters follow the weights you typed for tier {tier:PLAN_TIERS}"),
    "quarters.no_history": Entry("没有往年订单,只能先平均分;导入订单后会按自己的淡旺季分", "No past orders, so split evenly for now; with orders imported your own season is used"),
    "quarters.history": Entry(
        "按{customers:count}家客户往年订单的淡旺季(全簿{years:count}年):{w1:percent1}/{w2:percent1}/{w3:percent1}/{w4:percent1}",
        "From the past orders of {customers:count} customers ({years:count} years in the book): {w1:percent1}/{w2:percent1}/{w3:percent1}/{w4:percent1}",
    ),
    "quarters.history_book": Entry(
        "这类客户没有往年订单,借用全簿{years:count}年的淡旺季:{w1:percent1}/{w2:percent1}/{w3:percent1}/{w4:percent1}",
        "No past orders in this tier, so the whole book's season of {years:count} years: {w1:percent1}/{w2:percent1}/{w3:percent1}/{w4:percent1}",
    ),
    "quarters.own": Entry("季度按它自己{years:count}年的订单节奏,并向全簿靠拢", "Quarters follow its own orders of {years:count} years, drawn toward the book"),
    "quarters.own_none": Entry("它没有往年订单,季度按全簿的淡旺季", "It has no past orders, so quarters follow the whole book's season"),
    "quarters.node": Entry("项目“{project}”的{money:money}计入Q{quarter:count}", "{money:money} of project '{project}' falls in Q{quarter:count}"),
    "quarters.fixed": Entry("目标已锁定,季度数保持定稿时的数", "Targets are fixed; the quarters stay as they were planned"),
    "quarters.basis_derived": Entry("推导目标", "derived target"),
    "quarters.basis_guaranteed": Entry("保底目标", "guaranteed target"),
    "quarters.basis_stretch": Entry("冲刺目标", "stretch target"),
    "quarters.edited": Entry("手工改过{names}", "changed by hand: {names}"),
    "quarters.unedited": Entry("目标推导改过,地图还没跟着算", "the targets were changed and the map has not followed"),
    "quarters.above": Entry("多{gap:money}", "{gap:money} more"),
    "quarters.below": Entry("少{gap:money}", "{gap:money} less"),
    "quarters.map_total": Entry("作战地图合计{map:money}({basis}{target:money})", "map adds up to {map:money} ({basis} {target:money})"),
    "quarters.node_undated": Entry("项目“{project}”没有规划年度内的日期,{money:money}先按季度权重分", "Project '{project}' has no date in the plan year; its {money:money} follows the weights"),
}  # fmt: skip

FINDINGS = {
    "F-320": FindingEntry(
        "四个季度权重一样,等于把全年平均分",
        "All four quarters have the same weight: the year is split evenly",
        "淡季会硬冲、旺季没目标。改用“历史季节性”,或按淡旺季填四个不同的权重。",
        "Slow quarters get too much and strong ones too little. Use 'History', or type weights that follow your season.",
    ),
    "F-321": FindingEntry(
        "没有往年订单可学,四个季度暂时平均分",
        "There are no past orders to learn from; the quarters are split evenly for now",
        "导入过去一到三年的订单,或改用手工权重。",
        "Import the orders of the last one to three years, or use manual weights.",
    ),
    "F-322": FindingEntry(
        "Q{quarter:count}目标{target:money}里有{gap:money}({share:percent})没有返单也没有项目支撑",
        "{gap:money} ({share:percent}) of the Q{quarter:count} target {target:money} is backed by neither repeat business nor a project",
        "给这个季度补项目:提前签单日、找新项目或新客户;补不上就把目标挪到有支撑的季度。",
        "Find projects for this quarter: sign earlier, look for new projects or customers; else move the target to a backed quarter.",
    ),
    "F-330": FindingEntry(
        "目标已锁定:目标推导和作战地图的季度数保持不变,只更新支撑、指标和清单",
        "Targets are fixed: derivation and quarters stay as they are; pipeline coverage, KPIs and lists follow the data",
        "要重新推导,把参数“目标锁定”改为“不锁定”再计算。",
        "To derive them anew set 'Targets are fixed' to 'Never' and compute again.",
    ),
    "F-331": FindingEntry(
        "作战地图合计{map:money},和{basis}{target:money}对不上,{side}({who})",
        "The execution map adds up to {map:money}, {side} than the {basis} of {target:money} ({who})",
        "有意为之就不用管;要回到推导值,清空作战地图里改过的季度格再计算。目标已锁定时先解锁。",
        "Leave it if meant so; to go back clear the quarter cells changed in the map and compute again. Unlock first where targets are fixed.",
    ),
    "F-323": FindingEntry(
        "{count:count}个项目(共{amount:money})没有规划年度内的日期,算不到任何季度的支撑里:{names}",
        "{count:count} projects ({amount:money} in all) have no date in the plan year and back no quarter: {names}",
        "在商机储备里填上预计签单日(按回款计时还要填预计回款日)。",
        "Enter the expected sign date in the opportunity list (and the payment date when projects count when paid).",
    ),
}  # fmt: skip
