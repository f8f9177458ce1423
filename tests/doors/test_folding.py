"""Findings on the console and in message boxes: one line a kind, the weightiest first, at most ten."""

from __future__ import annotations

import pytest

from salesplan_xl.catalogue.render import findings, sentences
from salesplan_xl.doors import show
from salesplan_xl.findings import Finding, Place, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def orphan(row: int) -> Finding:
    """An opportunity without an owner."""
    values = {"customer": f"客户{row}", "project": f"项目{row}"}
    return Finding("F-146", WARNING, values, Place("opportunities", row, "owner", "商机储备", f"E{row + 5}"))


def fallen(name: str, before: float, now: float) -> Finding:
    """A customer in dangerous decline."""
    values = {"customer": name, "last_year": before, "this_year": now, "drop": 1 - now / before}
    return Finding("F-210", WARNING, values, Place("health", 0, "stability", "客户健康诊断表", "N26"))


def test_168_opportunities_without_an_owner_are_one_line() -> None:
    """20 stand in the sheet, a count stands for the other 148."""
    rest = Finding("F-199", WARNING, {"count": 148, "code": "F-146"}, Place("opportunities", None, "owner"))
    listed = [*map(orphan, range(20)), rest]
    lines = list(show.finding_lines(listed, "zh"))
    assert lines == [
        "检查结果:0个错误,21个警告,0个提示",
        "  [警告] F-146 168个商机没有负责人(商机储备!E5、E6、E7、…)。指定一个负责人。",
    ]
    english = list(show.finding_lines(listed, "en"))
    assert english[1].strip().startswith("[Warning] F-146 168 opportunities have no owner (")


def test_the_largest_customer_speaks_for_all_and_money_goes_first() -> None:
    late = Finding(
        "F-145", NOTE, {"customer": "丙", "project": "线", "value": None}, Place("opportunities", 1)
    )
    shown = list(show.finding_lines([late, orphan(1), fallen("小", 10, 5), fallen("大", 300, 200)], "zh"))
    assert [line.split()[1] for line in shown[1:]] == ["F-210", "F-146", "F-145"]
    assert "2家客户危险下滑,最大的是“大”,从300降到200" in shown[1]
    assert "客户1" in shown[2], "one of a kind keeps its own sentence"


def test_an_error_goes_before_all_money() -> None:
    blank = Finding("F-101", ERROR, {}, Place("customers", 3, "name", "客户清单", "A8"))
    back = Finding("F-013", WARNING, {"sheet": "看板"})
    shown = list(show.finding_lines([fallen("大", 300, 200), back, blank], "zh"))
    assert [line.split()[1] for line in shown[1:]] == ["F-101", "F-013", "F-210"]


def test_two_columns_are_two_kinds() -> None:
    cells = [
        Finding("F-103", WARNING, {"column": name}, Place("opportunities", row, name, "商机储备", f"C{row}"))
        for name in ("阶段", "来源")
        for row in (1, 2)
    ]
    assert [line.split("(")[0].split()[-1] for line in show.finding_lines(cells, "zh")][1:] == [
        "2行没填“阶段”",
        "2行没填“来源”",
    ]


def test_a_kind_without_a_text_of_its_own_is_counted() -> None:
    assert "many.F-460" not in sentences()
    values = {"name": "样机", "week": None, "end": None, "count": 2, "reasons": "甲、乙"}
    shown = list(show.finding_lines([Finding("F-460", WARNING, values)] * 3, "zh"))
    assert len(shown) == 2
    assert "(这样的共3处)" in shown[1]


@pytest.mark.parametrize(("limit", "more"), [(10, "……还有2类3处"), (5, "……还有7类8处")])
def test_no_more_lines_than_there_is_room_for(limit: int, more: str) -> None:
    kinds = [Finding("F-103", NOTE, {"column": str(at)}, Place("orders", None, str(at))) for at in range(12)]
    shown = list(show.finding_lines([*kinds, kinds[-1]], "zh", limit))
    assert len(shown) == limit + 2
    assert shown[-1].strip() == more


def test_every_text_of_a_kind_belongs_to_a_finding_and_names_only_its_values() -> None:
    codes = [code.removeprefix("many.") for code in sentences() if code.startswith("many.")]
    assert codes
    for code in codes:
        entry, single = sentences()[f"many.{code}"], findings()[code]
        for text, own in ((entry.zh, single.zh), (entry.en, single.en)):
            assert "{count:count}" in text
            names = {part.split("}")[0].split(":")[0] for part in text.split("{")[1:]}
            assert names - {"count"} <= {part.split("}")[0].split(":")[0] for part in own.split("{")[1:]}
