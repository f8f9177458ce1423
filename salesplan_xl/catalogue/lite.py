"""Texts in the code of a book for xlwings Lite."""

from __future__ import annotations

from salesplan_xl.catalogue.entry import Entry

SENTENCES = {
    "LITE-TITLE": Entry("销售规划:xlwings Lite里的按钮。", "SalesPlan: the buttons for xlwings Lite."),
    "LITE-SAME": Entry("每个按钮执行的命令与SalesPlan加载宏和命令行相同,算法都在salesplan-xl里,改这里不会改变它。", "Each button runs the same command as the SalesPlan add-in and the command line; the methods live in salesplan-xl."),
    "LITE-UNDO": Entry("Lite里不能撤销:先复制一份再算。说明见 salesplan explain lite。", "There is no undo in Lite: keep a copy before you compute. More: salesplan explain lite."),
    "LITE-MONTH": Entry("跟踪的月份,如2027-03;不填就用参数表里的月份。", "Month to track, such as 2027-03; blank takes the month of the settings sheet."),
}  # fmt: skip
