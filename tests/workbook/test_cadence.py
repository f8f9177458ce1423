"""A cadence on the execution map reads 每月2次 or 每季1次, while its cell stays the number that is computed with."""

from __future__ import annotations

import io

import openpyxl
import pytest

from salesplan_xl.templates.build import build_book

NAMES = {"zh": "作战地图", "en": "Execution map"}
SHOWN = {
    "zh": (
        (2, '"每月"0"次"'), (1, '"每月"0"次"'), (1 / 3, '"每季1次"'), (0.33, '"每季1次"'), (0.5, '"每2个月1次"'),
        (1 / 12, '"每年1次"'), (0, '"不拜访"'), (1.5, None), (0.4, None),
    ),
    "en": ((2, '0" a month"'), (1 / 3, '"1 a quarter"'), (1 / 6, '"1 in half a year"'), (0, '"none"')),
}  # fmt: skip


def shown(rules: list[tuple[str, str]], visits: float) -> str | None:
    """The format of the first rule that a number of visits satisfies, as a spreadsheet judges it."""
    for formula, code in rules:
        test = formula.split(",", 1)[1].removesuffix(")").replace("$H26", "x")
        python = test.replace("ABS(", "abs(").replace("ROUND(", "round(").replace("x=0", "x==0")
        if eval(python, {"abs": abs, "round": round, "x": visits}):
            return code
    return None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_cadence_is_said_in_words(lang: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(build_book(lang)))[NAMES[lang]]
    rules = [
        (rule.formula[0], rule.dxf.numFmt.formatCode)
        for area in sheet.conditional_formatting
        for rule in sorted(area.rules, key=lambda rule: rule.priority)
        if rule.dxf and rule.dxf.numFmt
    ]
    cell = rules[0][0].split("ISNUMBER(")[1].split(")")[0]
    rules = [(formula.replace(cell, "$H26"), code) for formula, code in rules]
    assert len(rules) == 8
    assert [shown(rules, visits) for visits, _ in SHOWN[lang]] == [code for _, code in SHOWN[lang]]
