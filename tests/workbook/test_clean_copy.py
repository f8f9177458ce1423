"""The copy for the boss, the team, a customer: what is in it, that it is right, and that nothing else is."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openxml_audit import OpenXmlValidator
from xlsx_lint import lint as repair_lint

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.sanitize import CleanCopy, clean_copy, leaks
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.book.xlsx.refs import letters
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.undo import undo
from salesplan_xl.commands.handover import copy as copying
from salesplan_xl.commands.handover.copy import CopyOptions, copy_book, save_copy
from salesplan_xl.errors import WorkbookError
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.schema.clean_copy import PRESETS
from salesplan_xl.schema.workbook import SHEETS
from tests.hostile.leaky_books import PERSON, comment, edited, parts, threaded
from tests.recalc.agree import disagreements, formula_cells
from tests.recalc.engines import available, in_process

NOW = dt.datetime(2027, 3, 1)
OURS, THEIRS = "李晓燕", "赵大海"
PROSPECT = "盐城新潮海工筹建处"


def filled(port: FilePort) -> FilePort:
    """The demo company, its customers in two hands; a note of ours names one of theirs."""
    book = PlanBook(port)
    frame = book.frame("customers").copy()
    frame["owner"] = [THEIRS if row % 3 else OURS for row in range(len(frame))]
    frame.loc[frame.index[0], "note"] = f"照{frame['name'].iloc[1]}的做法跟进"
    whose = dict(zip(frame["name"], frame["owner"], strict=True))
    projects = book.frame("opportunities").copy()
    projects["owner"] = projects["customer"].map(whose).fillna(THEIRS)
    projects.loc[projects.index[-1], ["customer", "owner"]] = [PROSPECT, OURS]
    book.put("customers", frame, ordered=True)
    book.put("opportunities", projects, ordered=True)
    book.put_setting("company_target", 8888.0)
    port.apply(book.changes())
    return port.refreshed()


@pytest.fixture(scope="module")
def team() -> bytes:
    """A plan in use: computed twice, one step taken back, a KPI run; comments, a hidden row, a hidden column."""
    port = filled(new_book("zh", demo="rep").refreshed())
    runner.execute("run", PlanBook(port), now=NOW, despite_errors=True)
    port = port.refreshed()
    runner.execute("kpi", PlanBook(port), now=NOW, month="2027-01", despite_errors=True)
    _, port = undo(port.refreshed(), now=NOW)
    return threaded(comment(port.to_bytes()))


@pytest.fixture(scope="module")
def boss(team: bytes) -> bytes:
    return copy_book(opened(team)).data


@pytest.fixture(scope="module")
def ours(team: bytes) -> copying.BookCopy:
    return copy_book(opened(team), CopyOptions("team", owner=OURS), now=NOW)


def opened(data: bytes, title: str = "规划.xlsx") -> FilePort:
    return FilePort(XlsxFile.from_bytes(data, title), title)


def customers(data: bytes) -> pd.DataFrame:
    return PlanBook(opened(data)).frame("customers")


def shown(data: bytes, sheet: str) -> list[list[object]]:
    return XlsxFile.from_bytes(data).rows(sheet)


def text_of(data: bytes) -> str:
    return "\n".join(content.decode("utf-8") for content in parts(data).values())


# ── the plan book ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_boss_gets_the_sheets_of_the_preset_and_sees_what_the_book_shows(
    team: bytes, boss: bytes
) -> None:
    named = [one.label.zh for one in SHEETS if one.key in PRESETS["boss"]]
    wanted = sorted(named, key=lambda name: name != "汇报页")  # the page a boss reads stands first
    copy = XlsxFile.from_bytes(boss)
    assert [(sheet.name, sheet.state) for sheet in copy.sheets] == [(name, "visible") for name in wanted]
    source = XlsxFile.from_bytes(copying._with_right_values(opened(team)).to_bytes())
    for name in wanted:
        assert trimmed(copy.rows(name)) == trimmed(without_margins(source.rows(name))), name


def without_margins(rows: list[list[object]]) -> list[list[object]]:
    """Rows as a boss sees them: what customers earn is left out unless asked for."""
    places = {line.index("毛利率") for line in rows if "毛利率" in line}
    return [[value for at, value in enumerate(line) if at not in places] for line in rows]


def trimmed(rows: list[list[object]]) -> list[list[object]]:
    cut = [row[: max((at for at, value in enumerate(row, 1) if value != ""), default=0)] for row in rows]
    while cut and not cut[-1]:
        cut.pop()
    return cut


@pytest.mark.slow
@pytest.mark.parametrize("who", ["boss", "ours"])
def test_a_copy_is_a_sound_workbook(who: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    made = request.getfixturevalue(who)
    data = made if isinstance(made, bytes) else made.data
    (tmp_path / "copy.xlsx").write_bytes(data)
    assert repair_lint(data) == []
    assert leaks(data) == []
    if who == "boss":
        assert OpenXmlValidator().validate(tmp_path / "copy.xlsx").errors == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["boss", "ours"])
def test_no_formula_of_a_copy_changes_when_it_is_computed_again(
    who: str, request: pytest.FixtureRequest
) -> None:
    made = request.getfixturevalue(who)
    data = made if isinstance(made, bytes) else made.data
    assert len(formula_cells(data)) > 300, "totals and yearly sums are still formulas"
    for engine in available() if who == "boss" else in_process():
        assert disagreements(data, engine) == []


@pytest.mark.slow
def test_tables_stay_tables_and_charts_stay_charts(boss: bytes) -> None:
    copy = XlsxFile.from_bytes(boss)
    assert {"tblHealth", "tblMap", "tblQuarters", "tblMonths", "tblTracking", "tblKeyAccounts"} == set(
        copy.tables
    )
    names = parts(boss)
    assert sum(name.startswith("xl/charts/") for name in names) >= 4
    missing = [sheet.label.zh for sheet in SHEETS if sheet.key not in PRESETS["boss"]]
    read = " ".join(re.findall(r"<(?:c:)?f(?: [^>]*)?>([^<]*)<", text_of(boss)))
    assert [name for name in missing if f"'{name}'!" in read or f"{name}!" in read] == []


@pytest.mark.slow
def test_the_same_book_gives_the_same_copy(team: bytes, boss: bytes) -> None:
    assert copy_book(opened(team)).data == boss


@pytest.mark.slow
def test_what_was_left_out_is_told_in_sentences(team: bytes) -> None:
    """Hidden are the three of the program itself and those of phases that the book is not in."""
    told = copy_book(opened(team), CopyOptions("boss")).sentences()
    text = "\n".join(told)
    hidden = [sheet.name for sheet in XlsxFile.from_bytes(team).sheets if sheet.state != "visible"]
    assert {"_系统", "_撤销", "_导入"} < set(hidden)
    for word in ("批注和批注人", f"隐藏的工作表{len(hidden)}张", "系统记录", "没有选的工作表", "改成了数值"):
        assert word in text
    assert "xl/" not in text
    assert PERSON not in text


@pytest.mark.slow
def test_margins_leave_the_book_only_when_asked_for(team: bytes) -> None:
    without = copy_book(opened(team), CopyOptions("team")).data
    kept = copy_book(opened(team), CopyOptions("team", keep_margins=True)).data
    assert "毛利率" not in text_of(without)
    assert "毛利率" in XlsxFile.from_bytes(kept).tables["tblCustomers"].columns
    assert (
        len(XlsxFile.from_bytes(without).tables["tblCustomers"].columns)
        == len(XlsxFile.from_bytes(kept).tables["tblCustomers"].columns) - 1
    )


def with_column(data: bytes, header: str, value: str) -> bytes:
    """The customer list with one more column at its right."""
    info = XlsxFile.from_bytes(data).tables["tblCustomers"]
    table = next(
        name
        for name, content in parts(data).items()
        if name.startswith("xl/tables/") and b'"tblCustomers"' in content
    )
    last, more = letters(info.last_col), letters(info.last_col + 1)
    data = edited(data, table, f':{last}([0-9]+)"', rf':{more}\1"')
    data = edited(data, table, f':{last}([0-9]+)"', rf':{more}\1"')
    count = len(info.columns) + 1
    data = edited(data, table, '<tableColumns count="[0-9]+">', f'<tableColumns count="{count}">')
    data = edited(
        data, table, "</tableColumns>", f'<tableColumn id="{count}" name="{header}"/></tableColumns>'
    )
    file = XlsxFile.from_bytes(data)
    file.set_cells(
        "客户清单", {(info.header_row, info.last_col + 1): header, (info.first_row, info.last_col + 1): value}
    )
    return file.to_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "stays"), [("采购成本(元)", False), ("毛利额", False), ("信用额度", True)]
)
def test_a_cost_column_of_the_users_own_is_no_different(header: str, stays: bool, team: bytes) -> None:
    data = copy_book(opened(with_column(team, header, "七十八万")), CopyOptions("team")).data
    assert (header in XlsxFile.from_bytes(data).tables["tblCustomers"].columns) is stays
    assert ("七十八万" in text_of(data)) is stays
    assert repair_lint(data) == []


# ── one salesperson's customers ───────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_name_of_another_owners_customer_is_in_no_part(team: bytes, ours: copying.BookCopy) -> None:
    frame = customers(team)
    theirs = set(frame.loc[frame["owner"] == THEIRS, "name"])
    text = text_of(ours.data)
    assert len(theirs) > 20
    assert [name for name in theirs if name in text] == []
    assert all(name in text for name in frame.loc[frame["owner"] == OURS, "name"])
    assert "照其他客户的做法跟进" in text


@pytest.mark.slow
def test_a_prospect_that_is_on_no_list_goes_with_whoever_works_on_it(team: bytes) -> None:
    made = copy_book(opened(team), CopyOptions(sheets=("商机储备",), owner=OURS), now=NOW)
    assert PROSPECT in text_of(made.data)


@pytest.mark.slow
def test_the_totals_of_one_owner_are_those_of_its_customers(team: bytes, ours: copying.BookCopy) -> None:
    rows = shown(ours.data, "客户健康诊断表")
    mine = customers(team).query("owner == @OURS")["name"]
    revenue = XlsxFile.from_bytes(team)
    table = revenue.tables["tblHealth"]
    body = revenue.rows(table.sheet)[table.first_row - 1 : table.last_row]
    expected = sum(float(row[2]) for row in body if row[0] in set(mine))
    total = next(row for row in rows if row[0] == "合计")
    assert total[1] == len(mine)
    assert total[2] == pytest.approx(expected, abs=0.01)


@pytest.mark.slow
def test_figures_of_the_whole_team_are_not_in_one_owners_copy(ours: copying.BookCopy) -> None:
    assert not any(value == 8888.0 for name in ours.sheets for row in shown(ours.data, name) for value in row)
    assert "公司目标和新客户目标是全队的" in "\n".join(ours.sentences())


@pytest.mark.slow
def test_something_written_beside_the_tables_stays_at_home(team: bytes) -> None:
    file = XlsxFile.from_bytes(team)
    file.set_cells("作战地图", {(2, 30): "全队合计", (3, 30): 987654.0})
    made = copy_book(opened(file.to_bytes()), CopyOptions(sheets=("作战地图",), owner=OURS), now=NOW)
    assert "自己写在表外的格2个(作战地图)" in made.sentences()
    data = made.data
    assert "987654" not in text_of(data)
    assert "全队合计" not in text_of(data)


# ── one customer ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_customer_sees_its_own_rows_and_nothing_of_ours(team: bytes) -> None:
    frame = PlanBook(opened(team)).frame("opportunities")
    name = next(one for one in frame.loc[is_open(frame), "customer"] if one != PROSPECT)
    made = copy_book(opened(team), CopyOptions(customer=name))
    assert made.sheets == ("订单明细", "应收账款", "商机储备", "拜访记录")
    copy = XlsxFile.from_bytes(made.data)
    assert copy.tables["tblOpportunities"].columns[:2] == ("客户名称", "项目")
    assert not {"把握", "卡点", "下一步", "阶段", "丢单原因"} & set(copy.tables["tblOpportunities"].columns)
    assert not {"毛利率", "线索来源"} & set(copy.tables["tblOrders"].columns)
    assert not {"结果", "目的"} & set(copy.tables["tblVisits"].columns)
    named = {
        str(copy.rows(table.sheet)[row][table.first_col - 1 + table.columns.index("客户名称")])
        for table in copy.tables.values()
        for row in range(table.first_row - 1, table.last_row)
    }
    assert named <= {name, ""}
    text = text_of(made.data)
    assert [other for other in customers(team)["name"] if other in text and other not in name] == []


# ── choosing, languages, kinds of books ───────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_sheets_by_choice_name_or_key_added_and_taken(team: bytes) -> None:
    def chosen(*names: str) -> set[str]:
        return set(copy_book(opened(team), CopyOptions(sheets=names)).sheets)

    boss = {one.label.zh for one in SHEETS if one.key in PRESETS["boss"]}
    assert chosen("看板", "map") == {"看板", "作战地图"}
    assert chosen("+时间配置", "-看板") == boss - {"看板"} | {"时间配置"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "unit", "lean"), [("en", "yuan", False), ("zh", "wan", True), ("en", "wan", True)]
)
def test_an_empty_book_of_any_kind_has_a_copy(lang: str, unit: str, lean: bool) -> None:
    port = new_book(lang, unit=unit, lean=lean)
    made = copy_book(port, CopyOptions("team"))
    assert leaks(made.data) == []
    assert repair_lint(made.data) == []
    assert made.sentences()
    hidden = {sheet.name for sheet in XlsxFile.from_bytes(port.to_bytes()).sheets if sheet.state != "visible"}
    assert not hidden & set(made.sheets)


@pytest.mark.slow
def test_a_sheet_of_the_users_own_travels_when_it_is_asked_for() -> None:
    """Another program added it, whose formulas never had a result: the reader is told that they are blank."""
    book = openpyxl.load_workbook(io.BytesIO(new_book("zh", demo="rep").to_bytes()))
    sheet = book.create_sheet("我的分析")
    sheet["A1"], sheet["A2"], sheet["A3"] = "只看这些", "=SUM(订单明细!E:E)", "=A1&1"
    sheet["A1"].comment = openpyxl.comments.Comment("别外传", PERSON)
    out = io.BytesIO()
    book.save(out)
    made = copy_book(opened(out.getvalue()), CopyOptions(sheets=("我的分析", "客户清单")))
    assert set(made.sheets) == {"客户清单", "我的分析"}
    assert made.uncomputed == 1
    assert "有1个公式没有存过结果" in "\n".join(made.sentences())
    assert XlsxFile.from_bytes(made.data).formulas("我的分析", 1, 9, 1, 9) == {(3, 1): "A1&1"}
    assert "别外传" not in text_of(made.data)
    assert b'fullCalcOnLoad="1"' in parts(made.data)["xl/workbook.xml"]


def test_the_settings_and_the_findings_travel_only_by_name(team: bytes) -> None:
    made = copy_book(opened(team), CopyOptions(sheets=("参数", "检查结果", "作战地图")))
    assert set(made.sheets) == {"参数", "检查结果", "作战地图"}
    assert XlsxFile.from_bytes(made.data).rows("参数")[0][0] == "参数"


def test_a_book_with_lite_buttons_has_none_in_its_copy() -> None:
    port = new_book("zh", lite=True)
    assert any("webextension" in name for name in parts(port.to_bytes()))
    assert not any("webextension" in name for name in parts(copy_book(port).data))


def test_a_copy_is_written_beside_anything_but_over_nothing(tmp_path: Path) -> None:
    book = tmp_path / "规划 2027 📈.xlsx"
    new_book("zh").save(book)
    before, out = book.read_bytes(), tmp_path / "给 老板 ✅.xlsx"
    made = save_copy(book, out, CopyOptions(), now=NOW)
    assert out.read_bytes() == made.data
    assert book.read_bytes() == before
    for target in (out, book):
        with pytest.raises(WorkbookError) as met:
            save_copy(book, target, CopyOptions(), now=NOW)
        assert met.value.code == "SP-315"
    with pytest.raises(WorkbookError):
        save_copy(book, book, CopyOptions(), now=NOW, overwrite=True)
    assert book.read_bytes() == before


WRONG = {
    "SP-321": CopyOptions(sheets=("没有这张表",)),
    "SP-322": CopyOptions(owner="查无此人"),
    "SP-323": CopyOptions(customer="查无此户"),
    "SP-324": CopyOptions(sheets=("参数",), owner=OURS),
    "SP-325": CopyOptions(owner=OURS, customer="谁"),
}


@pytest.mark.parametrize("code", WRONG)
def test_a_wish_that_cannot_be_met_is_answered(code: str, team: bytes) -> None:
    with pytest.raises(WorkbookError) as met:
        copy_book(opened(team), WRONG[code])
    assert met.value.code == code
    for lang in ("zh", "en"):
        assert "{" not in met.value.sentence(lang)


def test_very_hidden_sheets_are_nobodys_to_ask_for(team: bytes) -> None:
    with pytest.raises(WorkbookError) as met:
        copy_book(opened(team), CopyOptions(sheets=("_系统",)))
    assert met.value.code == "SP-321"


@pytest.mark.slow
def test_a_copy_that_still_leaks_is_not_handed_over(
    team: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should cleaning ever miss something, the scan of the finished file stands in the way."""

    def careless(*args: object, **kwargs: object) -> CleanCopy:
        made = clean_copy(*args, **kwargs)  # type: ignore[arg-type]
        return CleanCopy(comment(made.data), made.removed, made.formulas, made.uncomputed)

    monkeypatch.setattr(copying, "clean_copy", careless)
    book, out = tmp_path / "plan.xlsx", tmp_path / "copy.xlsx"
    book.write_bytes(team)
    with pytest.raises(WorkbookError) as met:
        save_copy(book, out, CopyOptions(), now=NOW)
    assert met.value.code == "SP-320"
    assert not out.exists()


# ── any workbook ──────────────────────────────────────────────────────────────────────────────────────


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book)
    return out.getvalue()


def sales(book: xlsxwriter.Workbook) -> None:
    """A sales table with one filtered row and one hidden column; formulas of every sort; charts; rules; links."""
    sheet, other = book.add_worksheet("销售"), book.add_worksheet("底表")
    other.write_column("A1", ["甲", "乙", 5])
    book.define_name("税率", "=0.13")
    book.define_name("底价", "=底表!$A$3")
    sheet.write_row(0, 0, ["客户", "金额", "成本", "含税"])
    for row, (name, amount) in enumerate([("恒力", 10), ("金桥", 20), ("远海", 30)], 1):
        sheet.write_row(row, 0, [name, amount, amount / 2])
        sheet.write_formula(row, 3, f"=B{row + 1}*(1+税率)", None, amount * 1.13)
    sheet.set_row(2, options={"hidden": True})
    sheet.set_column("C:C", 9, None, {"hidden": True})
    sheet.write_formula("F1", "=SUM(B2:B4)", None, 60)
    sheet.write_formula("F2", "=B4*2", None, 60)
    sheet.write_formula("F3", "=底价+1", None, 6)
    sheet.write_formula("F4", "=TODAY()", None, 46000)
    sheet.write_formula("F5", '=IF(底表!A3=5,"","x")', None, "")
    sheet.write_formula("F6", '=F5&"!"', None, "!")
    sheet.write_formula("F8", '=IF(F5="","",1)', None, "")
    sheet.write_formula("F9", '=IF(F8="",7,8)', None, 7)
    sheet.write_array_formula("F7:F7", "{=SUM(D2*1)}", None, 11.3)
    sheet.conditional_format(
        "A2:D4", {"type": "formula", "criteria": "=$B2>15", "format": book.add_format({"bold": True})}
    )
    sheet.conditional_format(
        "A2:A4", {"type": "formula", "criteria": "=底表!$A$3>1", "format": book.add_format({"bold": True})}
    )
    sheet.data_validation("A2:A4", {"validate": "list", "source": "=底表!$A$1:$A$2"})
    sheet.data_validation("B2:B4", {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.write_url("H1", "internal:底表!A1", string="去底表")
    sheet.write_url("H2", "internal:销售!B4", string="去金额")
    sheet.write_url("H3", r"external:D:\秘密\报价.xlsx", string="报价")
    sheet.write_url("H4", "https://example.com", string="网页")
    for column, values, at in (
        ("B", "=销售!$B$2:$B$4", "J1"),
        ("C", "=销售!$C$2:$C$4", "J20"),
        ("底", "=底表!$A$3:$A$3", "J40"),
    ):
        chart = book.add_chart({"type": "column"})
        chart.add_series(
            {"name": column, "categories": "=销售!$A$2:$A$4", "values": values, "values_data": [10, 20, 30]}
        )
        sheet.insert_chart(at, chart)
    sheet.insert_textbox("J60", "底价80万")


@pytest.fixture(scope="module")
def copied() -> CleanCopy:
    return clean_copy(workbook(sales), ["销售"])


def test_hidden_rows_and_columns_are_really_gone(copied: CleanCopy) -> None:
    assert [row[:4] for row in shown(copied.data, "销售")[:3]] == [
        ["客户", "金额", "含税", ""], ["恒力", 10.0, pytest.approx(11.3), ""], ["远海", 30.0, pytest.approx(33.9), ""],
    ]  # fmt: skip
    assert "金桥" not in text_of(copied.data)
    assert {one.kind for one in copied.removed} >= {
        "hidden_rows",
        "hidden_columns",
        "formulas",
        "rules",
        "links",
        "charts",
        "pictures",
    }


def test_formulas_stay_where_all_they_read_stays(copied: CleanCopy) -> None:
    found = XlsxFile.from_bytes(copied.data).formulas("销售", 1, 20, 1, 20)
    assert found == {(2, 3): "B2*(1+税率)", (3, 3): "B3*(1+税率)", (2, 5): "B3*2", (6, 5): "{=SUM(C2*1)}"}
    values = [row[4] for row in shown(copied.data, "销售")[:6]]
    assert values[:2] == [60.0, 60.0], "a sum over a hidden row shows what it showed"
    assert values[2:] == [46000.0, "", "!", pytest.approx(11.3)]


@pytest.mark.slow
def test_whoever_computes_the_copy_sees_the_same(copied: CleanCopy) -> None:
    for engine in available():
        assert disagreements(copied.data, engine) == []


def test_rules_links_and_charts_that_point_outside_are_gone(copied: CleanCopy) -> None:
    sheet = parts(copied.data)["xl/worksheets/sheet1.xml"].decode("utf-8")
    assert sheet.count("<cfRule") == 1
    assert "$B2&gt;15" in sheet
    assert sheet.count("<dataValidation ") == 1
    assert sheet.count("<hyperlink ") == 2
    text = text_of(copied.data)
    assert "秘密" not in text
    assert "底价80万" not in text
    charts = [content.decode("utf-8") for name, content in parts(copied.data).items() if "charts/" in name]
    assert len(charts) == 2, "the one of the hidden column is gone"
    assert "'销售'!$B$2:$B$3" in charts[0].replace("销售!", "'销售'!")
    assert charts[0].count("<c:v>30</c:v>") == 1
    assert "<c:numLit>" in charts[1], "figures of a sheet that is not there stand as figures"
    assert "底表" not in charts[1]


def test_names_that_are_still_used_are_all_that_stay(copied: CleanCopy) -> None:
    book = openpyxl.load_workbook(io.BytesIO(copied.data))
    assert list(book.defined_names) == ["税率"]


def table_book(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("表")
    rows = [["恒力", 10, 4], ["金桥", 20, 9], ["远海", 30, 12]]
    columns = [
        {"header": "客户", "total_string": "合计"}, {"header": "金额", "total_function": "sum"}, {"header": "成本"},
        {"header": "毛利", "formula": "=tblA[[#This Row],[金额]]-tblA[[#This Row],[成本]]"}, {"header": "双倍", "formula": "=tblA[[#This Row],[金额]]*2"},
    ]  # fmt: skip
    sheet.add_table("A1:E5", {"name": "tblA", "data": rows, "columns": columns, "total_row": True})


def test_a_column_leaves_a_table_with_everything_that_reads_it() -> None:
    made = clean_copy(workbook(table_book), ["表"], without={"tblA": ["成本"]})
    copy = XlsxFile.from_bytes(made.data)
    assert copy.tables["tblA"].columns == ("客户", "金额", "毛利", "双倍")
    found = copy.formulas("表", 1, 9, 1, 9)
    assert {at for at in found if at[1] == 3} == set(), "the margin is a value now"
    assert [found[row, 4] for row in (2, 3, 4)] == ["tblA[[#This Row],[金额]]*2"] * 3
    table = parts(made.data)["xl/tables/table1.xml"].decode("utf-8")
    assert table.count("<calculatedColumnFormula>") == 1
    assert "成本" not in text_of(made.data)
    assert repair_lint(made.data) == []


def test_a_column_that_shares_its_place_is_emptied() -> None:
    """Something else stands below: the column stays, without its figures and without the formula of new rows."""

    def shared(book: xlsxwriter.Workbook) -> None:
        table_book(book)
        book.worksheets()[0].write("E9", "别的内容")

    made = clean_copy(workbook(shared), ["表"], without={"tblA": ["双倍"]})
    copy = XlsxFile.from_bytes(made.data)
    assert copy.tables["tblA"].columns[4] == "双倍"
    assert [row[4] for row in shown(made.data, "表")[1:4]] == ["", "", ""]
    assert shown(made.data, "表")[8][4] == "别的内容"
    assert parts(made.data)["xl/tables/table1.xml"].count(b"<calculatedColumnFormula>") == 1


def test_a_filtered_table_keeps_what_the_filter_shows() -> None:
    def filtered(book: xlsxwriter.Workbook) -> None:
        table_book(book)
        sheet = book.worksheets()[0]
        for row in (1, 2):
            sheet.set_row(row, options={"hidden": True})

    made = clean_copy(workbook(filtered), ["表"])
    copy = XlsxFile.from_bytes(made.data)
    table = copy.tables["tblA"]
    assert (table.first_row, table.last_row, table.has_totals) == (2, 2, True)
    assert shown(made.data, "表")[1][0] == "远海"
    assert repair_lint(made.data) == []


def test_a_table_of_which_nothing_is_seen_keeps_one_blank_row() -> None:
    def filtered(book: xlsxwriter.Workbook) -> None:
        table_book(book)
        for row in (1, 2, 3):
            book.worksheets()[0].set_row(row, options={"hidden": True})

    made = clean_copy(workbook(filtered), ["表"])
    table = XlsxFile.from_bytes(made.data).tables["tblA"]
    assert (table.first_row, table.last_row) == (2, 2)
    assert not any(name in text_of(made.data) for name in ("恒力", "金桥", "远海"))
    assert repair_lint(made.data) == []


def test_a_macro_book_becomes_a_plain_one() -> None:
    data = edited(
        workbook(table_book), "[Content_Types].xml", r"spreadsheetml\.sheet\.main", "sheet.macroEnabled.main"
    )
    found = parts(data) | {"xl/vbaProject.bin": b"\0"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    made = clean_copy(out.getvalue(), ["表"])
    assert b"macro" not in parts(made.data)["[Content_Types].xml"]
    assert leaks(made.data) == []
    assert json.dumps([one.kind for one in made.removed]).count("macros") == 1
