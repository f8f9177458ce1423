"""The starter's six sheets: names, titles, introductions, and the rows at which their lists begin (0-based)."""

from __future__ import annotations

from dataclasses import dataclass

from salesplan_xl.schema.types import Label


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, title and introduction, its group (colour), and the header row of its list."""

    label: Label
    title: Label
    intro: Label
    group: str
    header: int

    @property
    def first(self) -> int:
        """The first row of the list."""
        return self.header + 1


CUSTOMERS = Sheet(
    Label("客户填写", "Customers"), Label("年度销售规划·起步簿", "Annual sales plan: starter"),
    Label("浅蓝色的格由您填，一家客户一行；其余五张表自己算。怎么用见「参数」。",
          "Light blue cells are yours, one customer a row; the other five sheets compute by themselves. How to use it: see Settings."),
    "input", 4,
)
DIAGNOSIS = Sheet(
    Label("客户诊断", "Diagnosis"), Label("第一问：您的客户，真的盘清楚了吗？", "Question 1: do you really know your customers?"),
    Label("按今年业绩从大到小；分类按累计占比，界线在「参数」。", "Largest revenue first; tiers by cumulative share, their lines stand in Settings."),
    "analysis", 10,
)
TARGETS = Sheet(
    Label("目标", "Targets"), Label("第二问：明年的目标，怎么定才不是拍脑袋？", "Question 2: where will next year's figure come from?"),
    Label("目标＝今年基数＋增长＋流失风险＋项目；四个季度加起来正好是全年。", "Target = base + growth + risk of loss + projects; the quarters add up to the year exactly."),
    "analysis", 11,
)
MAP = Sheet(
    Label("作战地图", "Map"), Label("第三问：时间和资源，往哪里投？", "Question 3: where do time and resources go?"),
    Label("年度作战地图，目标大的排在前面。", "The execution map, the largest target first."),
    "analysis", 11,
)
MONTHS = Sheet(
    Label("月度跟踪", "Months"), Label("月度跟踪：三个关键指标", "Months: the three KPIs"),
    Label("每月在浅蓝色的格填四个数；没到期的款就空着。", "Four figures a month in the light blue cells; leave blank what is not due."),
    "tracking", 4,
)
SETTINGS = Sheet(
    Label("参数", "Settings"), Label("参数与用法", "Settings and how to use the book"),
    Label("浅蓝色的格可以改；清空就用默认值。", "Light blue cells may be changed; a cleared one takes the default."),
    "guide", 3,
)
# The cell that says this file is a starter; it holds the language.
MARK = "sp_starter"
