"""Three exports of different systems, as a rep of a Chinese and of an American firm gets them, and their right sums."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import openpyxl


@dataclass(frozen=True)
class Exports:
    """Files of a rep.

    Args:
        files: their paths.
        orders, owed, open_projects: right sums, in the money of the files.
        customers: names of all customers.
        options: what answers the questions at the console.
        answers: part of a question → what is picked on the sheet.
    """

    files: tuple[Path, ...]
    orders: float
    owed: float
    open_projects: float
    customers: frozenset[str]
    options: tuple[str, ...]
    answers: dict[str, str]


PUMPS, VALVES, SEALS, GEARS = (
    "无锡宏泰泵业有限公司",
    "苏州恒锐阀门有限公司",
    "常州明照密封件厂",
    "昆山新友齿轮有限公司",
)
U8 = (
    ("2026-01-05", "XSD-001", PUMPS, "离心泵", "2", "60000.00", "120000.00", "已审核"), ("2026-03-17", "XSD-002", VALVES, "离心泵", "1", "58000.00", "58000.00", "已审核"),
    ("2026-06-30", "XSD-003", PUMPS, "配件", "10", "1200.00", "12000.00", "已审核"), ("2026-07-08", "XSD-004", SEALS, "配件", "5", "1200.00", "6000.00", "已关闭"),
    ("2026-09-12", "XSD-005", VALVES, "离心泵", "-1", "58000.00", "-58000.00", "已审核"), ("2026-11-21", "XSD-006", GEARS, "离心泵", "3", "59000.00", "177000.00", "已审核"),
)  # fmt: skip
KINGDEE = (
    f"单据编号,往来单位,业务日期,到期日,应收金额,已核销金额,未核销金额\nAR-1,{PUMPS},2026-09-01,2026-11-30,120000.00,120000.00,0.00\n"
    f"AR-2,{VALVES},2026-10-01,2026-12-31,58000.00,8000.00,50000.00\nAR-3,{GEARS},2026-11-21,2027-02-20,177000.00,0.00,177000.00\n"
    "合计,,,,355000.00,128000.00,227000.00\n"
)
DEALS_ZH: list[list[object]] = [
    ["商机名称", "客户名称", "商机金额", "销售阶段", "预计成交日期", "赢率(%)", "负责人", "生命状态"],
    ["二期水泵", PUMPS, 300_000, "方案报价", dt.datetime(2027, 3, 31), 50, "李敏", "正常"],
    ["阀组改造", VALVES, 80_000, "需求确认", dt.datetime(2027, 5, 31), 30, "李敏", "正常"],
    ["老线备件", SEALS, 20_000, "赢单", dt.datetime(2026, 10, 8), 100, "李敏", "正常"],
    ["重复录入", VALVES, 80_000, "需求确认", dt.datetime(2027, 5, 31), 30, "李敏", "作废"],
]  # fmt: skip


def chinese(folder: Path) -> Exports:
    """用友U8 orders (a page that calls itself .xls), 金蝶 receivables (GBK), 纷享销客 projects (xlsx)."""
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in U8)
    head = "".join(f"<th>{text}</th>" for text in ("单据日期", "单据编号", "客户", "存货名称", "数量", "无税单价", "无税金额", "单据状态"))  # fmt: skip
    page = (
        f"<html><meta charset=gb2312><table><tr><td colspan=8>销售订单列表</td></tr><tr>{head}</tr>{rows}"
        "<tr><td>合计</td><td></td><td></td><td></td><td>20</td><td></td><td>315000.00</td><td></td></tr></table></html>"
    )
    (folder / "销售订单列表.xls").write_bytes(page.encode("gb18030"))
    (folder / "应收单.csv").write_bytes(KINGDEE.encode("gb18030"))
    book = openpyxl.Workbook()
    for row in DEALS_ZH:
        book.active.append(row)
    book.save(folder / "商机.xlsx")
    files = tuple(folder / name for name in ("销售订单列表.xls", "应收单.csv", "商机.xlsx"))
    names = frozenset({PUMPS, VALVES, GEARS})
    return Exports(files, 309_000, 227_000, 380_000, names, ("--unit", "元"), {"[unit": "元"})


QUICKBOOKS = (
    'Sales by Customer Detail,,,,,,,\n"January - December 2026",,,,,,,\n,,,,,,,\nDate,Transaction Type,Num,Customer,Product/Service,Qty,Sales Price,Amount\n'
    '01/05/2026,Invoice,1001,Alder Pump Works,Pump,2,"6,000.00","12,000.00"\n03/28/2026,Invoice,1002,Birch Valve Co,Pump,1,"5,800.00","5,800.00"\n'
    '06/30/2026,Credit Memo,1003,Birch Valve Co,Pump,-1,"5,800.00","-5,800.00"\n11/21/2026,Invoice,1004,Cedar Motion Ltd,Pump,3,"5,900.00","17,700.00"\nTOTAL,,,,,,,"29,700.00"\n'
)
XERO = (
    "*ContactName,*InvoiceNumber,*InvoiceDate,*DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,Status\n"
    "Alder Pump Works,INV-1,03/11/2026,03/12/2026,12000.00,12000.00,0.00,Paid\nBirch Valve Co,INV-2,05/11/2026,05/12/2026,5800.00,800.00,5000.00,Awaiting Payment\n"
    "Cedar Motion Ltd,INV-3,07/11/2026,07/12/2026,400.00,0.00,400.00,Voided\n"
)
SALESFORCE = (
    '"Opportunity Name","Account Name","Stage","Amount","Probability (%)","Close Date","Opportunity Owner"\n"Line two","Alder Pump Works","Proposal/Price Quote","30000.00","50","3/31/2027","Pat Lee"\n'
    '"Retrofit","Birch Valve Co","Needs Analysis","8000.00","30","5/31/2027","Pat Lee"\n"Spares","Cedar Motion Ltd","Closed Won","2000.00","100","10/8/2026","Pat Lee"\n\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
)


def american(folder: Path) -> Exports:
    """QuickBooks sales, Xero invoices whose days may be read either way, a Salesforce report."""
    texts = {
        "sales by customer detail.csv": QUICKBOOKS,
        "invoices.csv": XERO,
        "report1700000000000.csv": SALESFORCE,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    names = frozenset({"Alder Pump Works", "Birch Valve Co", "Cedar Motion Ltd"})
    files = tuple(folder / name for name in texts)
    return Exports(
        files, 29_700, 5_000, 38_000, names, ("--dates", "dmy"), {"[dates": "day/month/year", "[unit": "yuan"}
    )


SYSTEMS = {"zh": chinese, "en": american}
