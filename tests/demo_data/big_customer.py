"""A book of four customers, one of which carries 85 percent."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from salesplan_xl.catalogue.demo import SALESPERSON
from salesplan_xl.demo import DemoBook, shaped
from salesplan_xl.schema import inputs

BIG_CUSTOMERS = {
    "zh": ("苏州大成装备有限公司", "无锡小河机械有限公司", "常州一方五金有限公司", "昆山三合模具有限公司"),
    "en": (
        "Suzhou Dacheng Equipment Co., Ltd.",
        "Wuxi Xiaohe Machinery Co., Ltd.",
        "Changzhou Yifang Hardware Co., Ltd.",
        "Kunshan Sanhe Mould Co., Ltd.",
    ),
}


def one_big_customer(lang: str = "zh", plan_year: int = 2027) -> DemoBook:
    """Four customers of 85, 10, 3 and 2 万元 this year, the first far above the 80 % line."""
    names = BIG_CUSTOMERS[lang]
    owner = SALESPERSON["rep"].of(lang)
    made = {
        "customers": pd.DataFrame({"code": ["0001", "0002", "0003", "0004"], "name": names, "owner": owner})
    }
    rows = [
        (dt.date(year, month, 15), f"SO{year}{nth}{month:02d}", name, total * share / 4)
        for year, share in ((plan_year - 2, 0.9), (plan_year - 1, 1.0))
        for nth, (name, total) in enumerate(zip(names, (85.0, 10.0, 3.0, 2.0), strict=True))
        for month in (2, 5, 8, 11)
    ]
    made["orders"] = pd.DataFrame(rows, columns=["date", "order_no", "customer", "amount"]).assign(
        kind="order"
    )
    tables = {table.key: shaped(made.get(table.key, pd.DataFrame()), table) for table in inputs.INPUTS}
    settings: dict[str, object] = {
        "money_unit": "wan", "plan_year": plan_year, "as_of": dt.date(plan_year - 1, 12, 31),
        "current_month": f"{plan_year}-03", "salesperson": owner,
    }  # fmt: skip
    return DemoBook(tables, settings)
