"""Random starters of every kind that salespeople fill in, and their cells by defined name."""

from __future__ import annotations

import math
import random
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries

from salesplan_xl.schema.starter import inputs, sheets
from salesplan_xl.templates.starter.build import Typed

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_AREA = re.compile(r"'?([^'!]+)'?!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")
SHEETS = (sheets.CUSTOMERS, sheets.DIAGNOSIS, sheets.TARGETS, sheets.MAP, sheets.MONTHS, sheets.SETTINGS)
BASES = {
    "zh": ("推导目标", "保底目标", "冲刺目标"),
    "en": ("Derived target", "Guaranteed target", "Stretch target"),
}
UNITS = {"zh": {"wan": "万元", "yuan": "元"}, "en": {"wan": "10k CNY", "yuan": "CNY"}}


class Area(NamedTuple):
    """A named range: its sheet and its cells from top left to bottom right."""

    sheet: str
    cells: tuple[str, ...]


def names(book: bytes) -> Mapping[str, Area]:
    """The defined names of a book."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        root = etree.fromstring(archive.read("xl/workbook.xml"))
    found = {}
    for item in root.iter(f"{_NS}definedName"):
        if match := _AREA.fullmatch(item.text or ""):
            left, top, right, bottom = range_boundaries(match[2].replace("$", ""))
            cells = tuple(
                f"{get_column_letter(column)}{row}"
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            )
            found[str(item.get("name"))] = Area(match[1], cells)
    return found


def random_starter(seed: int, most: int, lang: str = "zh") -> Typed:
    """A starter with up to so many customers: ties, cents, binary dust, returns, blank rows, text and ticks."""
    draw = random.Random(seed)
    unit = "yuan" if draw.random() < 0.2 else "wan"
    count = seed + 1 if seed < 3 else draw.randint(min(4, most), most)
    rows = [
        _row(draw, seed % 5, at, unit) if draw.random() > 0.06 or count < 4 else {} for at in range(count)
    ]
    return Typed(rows, _settings(draw, unit, lang), _months(draw))


def _amount(draw: random.Random, kind: int, unit: str) -> float:
    amount = (
        lambda: draw.choice([0, 10, 10, 25, 250, -8]),
        lambda: round(math.exp(draw.gauss(2, 1.6)), 2),
        lambda: draw.choice([0.1, 0.2, 0.3, 0.1 + 0.2, 0.7, 1.1, 3.3]),
        lambda: round(math.exp(draw.gauss(3, 1.5)), 6),
        lambda: draw.choice([draw.randint(-50, 500), draw.randint(1, 5), 0]),
    )[kind]()
    return round(amount * 10_000, 2) if unit == "yuan" else amount


def _row(draw: random.Random, kind: int, at: int, unit: str) -> dict[str, object]:
    """One customer; equal ones stand in the order of their names, in which the core breaks ties."""
    amount = _amount(draw, kind, unit)
    scale = 10_000 if unit == "yuan" else 1
    row: dict[str, object] = {
        "name": f"客户{at + 1:03d}{draw.choice(['', '', '', '*?', ' 有限公司'])}",
        "this_year": amount,
    }
    if draw.random() < 0.8:
        choices = [
            0,
            amount,
            amount / 0.7,
            amount / 1.5,
            amount * 2,
            amount * draw.uniform(0.5, 1.5),
            -3 * scale,
        ]
        row["last_year"] = round(draw.choice(choices), 2 if unit == "yuan" else 6)
    if draw.random() < 0.5:
        row["receivable"] = round(abs(amount) * draw.random(), 2)
        if draw.random() < 0.6:
            row["overdue"] = draw.choice([0, row["receivable"], round(float(str(row["receivable"])) / 2, 2)])
    for role in inputs.ROLES:
        if draw.random() < 0.5:
            row[role] = draw.choice([0, 1, 1, 2, "√", "王经理", "无"])
    if draw.random() < 0.25:
        row["need"] = draw.choice(["自动化", "备件", "无", "None"])
    if draw.random() < 0.25:
        row |= {
            "project": "新线",
            "amount": draw.choice([20, 100, round(abs(amount) / 2 / scale, 2), 37.5]) * scale,
        }
        if draw.random() < 0.7:
            row["chance"] = draw.choice([0.1, 0.5, 0.8, 1])
    for key in ("growth", "loss", "loss_probability"):
        if draw.random() < 0.1:
            row[key] = draw.choice([0, 0.1, 0.25])
    if draw.random() < 0.06:
        row["tier"] = draw.choice("ABC")
    if draw.random() < 0.03:
        row["this_year"] = draw.choice([None, "待定", "1,200"])
    return {key: value for key, value in row.items() if value is not None}


def _settings(draw: random.Random, unit: str, lang: str) -> dict[str, object]:
    scale = 10_000 if unit == "yuan" else 1
    settings: dict[str, object] = {
        "top_n": draw.choice([3, 6, 10]),
        "buffer": draw.choice([0, 0.1, 0.2]),
        "plan_year": 2027,
    }
    if unit != "wan":
        settings["money_unit"] = UNITS[lang][unit]
    if draw.random() < 0.3:
        settings["customer_step"] = draw.choice([0.1, 5, 10]) * scale
    if draw.random() < 0.4:
        settings["plan_basis"] = draw.choice(BASES[lang])
    if draw.random() < 0.6:
        settings |= {
            f"quarter_weight_{quarter}": draw.choice([20, 22, 25, 28, 30]) for quarter in (1, 2, 3, 4)
        }
    if draw.random() < 0.5:
        settings["new_business_target"] = draw.choice([50, 123.45]) * scale
    if draw.random() < 0.3:
        settings |= {
            "visits_a": draw.choice([3, 2]),
            "visits_b": draw.choice([1.5, 0.5]),
            "visits_c": draw.choice([0.2, 0.5]),
        }
    if draw.random() < 0.3:
        settings |= {"danger_decline": -0.4, "warning_decline": -0.2, "fast_growth": 0.4}
    if draw.random() < 0.1:
        settings["row_rounding"] = draw.choice([0.001, 0.002, 0.05])
    return settings


def _months(draw: random.Random) -> dict[tuple[int, str], float]:
    keys = [column.key for column in inputs.MONTHS]
    return {
        (month, key): draw.choice([0, 20, 35.5])
        for month in range(draw.randint(0, 12))
        for key in keys
        if draw.random() < 0.8
    }
