"""A year on: the book for 2027 becomes the one for 2028, and nothing is typed twice.

Li Na kept her book for 2027 all year. In December she makes the next one from it: what she knows and decided is
there, what she changed in computed tables is not, and it plans as a book would into which she had typed all of it.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.table import TableColumn, TableFormula

from salesplan_xl.schema.choices import PLAN_LOCKS
from salesplan_xl.schema.types import Kind
from salesplan_xl.schema.workbook import sheet_of, tables
from tests.doors.driver import Book, day, fingerprint, refused, salesplan
from tests.workbook.xlsx_lint import lint

Row = Mapping[str, Any]
DECEMBER = "2027-12-20"
HAI, JIN, XIN = "海天机械", "金桥电子", "新锐自动化"
# What goes over, by table, in the words of the code.
CONTACTS: list[Row] = [
    {
        "customer": HAI,
        "name": "王工",
        "role": "technical",
        "attitude": "support",
        "last_contact": day("2027-11-02"),
    },
    {
        "customer": HAI,
        "name": "赵总",
        "role": "decision",
        "attitude": "neutral",
        "last_contact": day("2027-03-02"),
    },
]
OPEN: list[Row] = [
    {"customer": HAI, "project": "二期", "stage": "quote", "amount": 120.0, "probability": 0.5,
     "sign_date": day("2028-03-31"), "slips": 2, "next_step": "复核报价", "opened": day("2027-02-01")},
]  # fmt: skip
CLOSED: list[Row] = [
    {"customer": JIN, "project": "产线", "stage": "signed", "amount": 90.0, "sign_date": day("2027-05-10"), "result": "won"},
    {"customer": JIN, "project": "备件", "stage": "quote", "amount": 30.0, "sign_date": day("2027-08-10"), "result": "lost",
     "loss_reason": "价格高"},
]  # fmt: skip
LONG_CLOSED: list[Row] = [
    {"customer": HAI, "project": "一期", "stage": "signed", "amount": 70.0, "sign_date": day("2026-06-10"), "result": "won"},
    {"customer": HAI, "project": "没日期", "stage": "need", "amount": 10.0, "result": "lost"},
]  # fmt: skip
DUE: list[Row] = [
    {"invoice": "R1", "customer": HAI, "kind": "progress", "due": day("2024-05-01"), "amount": 8.0},
    {"invoice": "R2", "customer": JIN, "kind": "progress", "due": day("2027-06-01"), "amount": 20.0,
     "paid_date": day("2027-06-20"), "paid_amount": 20.0},
]  # fmt: skip
SETTLED: list[Row] = [
    {"invoice": "R0", "customer": JIN, "kind": "progress", "due": day("2024-06-01"), "amount": 5.0,
     "paid_date": day("2024-06-20"), "paid_amount": 5.0},
]  # fmt: skip
VISITS: list[Row] = [
    {"date": day("2027-10-12"), "customer": HAI, "purpose": "sales", "days": 0.5},
    {"date": day("2026-10-12"), "customer": JIN, "purpose": "technical", "days": 1.0},
]
OLD_VISITS: list[Row] = [{"date": day("2025-10-12"), "customer": JIN, "purpose": "sales", "days": 1.0}]
ACTIONS: list[Row] = [
    {
        "customer": HAI,
        "action": "约赵总看样机",
        "owner": "李娜",
        "due": day("2028-01-20"),
        "acceptance": "赵总到场",
        "bottleneck": "赵总没见过样机",
    },
]
DONE: list[Row] = [
    {
        "customer": JIN,
        "action": "送样",
        "owner": "李娜",
        "due": day("2027-05-20"),
        "done_on": day("2027-05-18"),
    }
]
RESOURCES: list[Row] = [{"kind": "demo", "name": "样机A", "customers": HAI}]
ACCOUNTS: list[Row] = [
    {"customer": HAI, "key_tier": "strategic", "owner": "陈刚", "granted": "王总:样机一台"}
]
JUDGEMENTS: list[Row] = [
    {
        "customer": JIN,
        "assumption": "降价就能拿下备件",
        "check_by": day("2027-08-01"),
        "verdict": "judgement",
        "lesson": "先见决策人",
    },
]
OUTREACH: list[Row] = [
    {
        "date": day("2026-12-08"),
        "customer": JIN,
        "list": "sprint",
        "script": "该下单提醒",
        "result": "answered",
        "note": "春节后再说",
    },
]
SETTINGS = {"salesperson": "李娜", "growth_b": 0.12, "grace_days": 10}


def orders(years: range) -> list[Row]:
    """An order a quarter from two customers; the new one bought for the first time in 2027."""
    rows: list[Row] = [
        {"date": day(f"{year}-{month:02d}-08"), "order_no": f"{name[0]}{year}{month}", "customer": name, "line": "轴承",
         "amount": amount + (year - 2024) * 3.0}
        for year in years
        for name, amount in ((HAI, 60.0), (JIN, 24.0))
        for month in (2, 5, 8, 11)
    ]  # fmt: skip
    if 2027 in years:
        rows.append(
            {"date": day("2027-09-09"), "order_no": "X1", "customer": XIN, "line": "导轨", "amount": 15.0}
        )
    return rows


def customers(columns: Mapping[str, str]) -> list[Row]:
    """The customer list; money typed for 2026 and 2025 stands in these columns."""
    of_2026, of_2025 = columns["2026"], columns["2025"]
    return [
        {
            "code": "C1",
            "name": HAI,
            "region": "苏州",
            "owner": "李娜",
            of_2026: 264.0,
            of_2025: 252.0,
            "influence": "high",
            "note": "老板姓海",
        },
        {
            "code": "C2",
            "name": JIN,
            "region": "昆山",
            "owner": "李娜",
            of_2026: 120.0,
            of_2025: 108.0,
            "needs": "备件",
        },
        {
            "code": "C3",
            "name": XIN,
            "region": "上海",
            "owner": "李娜",
            "tier_override": "B",
            "override_reason": "潜力大",
        },
    ]


def word(table: str, column: str, key: str, lang: str = "zh") -> str:
    """The label of a list value."""
    return next(
        choice.label.of(lang) for choice in tables()[table].column(column).choices if choice.key == key
    )


def in_words(table: str, rows: list[Row], lang: str) -> list[dict[str, Any]]:
    """Rows as somebody types them: list values by their labels."""
    listed = {column.key for column in tables()[table].columns if column.kind in (Kind.CHOICE, Kind.YES_NO)}
    return [
        {key: word(table, key, value, lang) if key in listed else value for key, value in row.items()}
        for row in rows
    ]


def typed(book: Book, **rows: list[Row]) -> None:
    for table, lines in rows.items():
        book.type_rows(table, in_words(table, lines, book.lang))


GOES_OVER = {
    "contacts": CONTACTS, "receivables": DUE, "opportunities": OPEN + CLOSED, "visits": VISITS, "actions": ACTIONS,
    "resources": RESOURCES, "key_accounts": ACCOUNTS, "judgements": JUDGEMENTS, "outreach": OUTREACH,
}  # fmt: skip
STAYS = {
    "receivables": SETTLED, "opportunities": LONG_CLOSED, "visits": OLD_VISITS, "actions": DONE,
    "orders": orders(range(2023, 2025)),
}  # fmt: skip


def of_2027(folder: Path, lang: str) -> Book:
    """Li Na's book of the year that ends: typed, computed, changed by hand."""
    book = Book(folder / "2027.xlsx", lang)
    assert salesplan("new", book.path, "--year", 2027, "--lang", lang).code == 0
    typed(
        book,
        customers=customers({"2026": "this_year", "2025": "last_year"}),
        orders=orders(range(2025, 2028)),
    )
    for rows in (GOES_OVER, STAYS):
        typed(book, **rows)
    book.type_setting(**SETTINGS, company_target=500.0, new_business_target=40.0)
    assert salesplan("run", book.path, "--as-of", "2027-06-30").code == 0
    assert salesplan("sprint", book.path, "--as-of", DECEMBER).code == 0
    book.type("targets", HAI, growth=0.33)
    assert salesplan("run", book.path, "--as-of", DECEMBER).code == 0
    return book


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Her book by language, made once."""
    made: dict[str, Path] = {}

    def path(lang: str) -> Path:
        if lang not in made:
            made[lang] = of_2027(tmp_path_factory.mktemp(f"year-{lang}"), lang).path
        return made[lang]

    return path


@pytest.fixture(params=["zh", pytest.param("en", marks=pytest.mark.slow)])
def old(request: pytest.FixtureRequest, kept: Callable[[str], Path], tmp_path: Path) -> Book:
    path = tmp_path / "2027.xlsx"
    path.write_bytes(kept(request.param).read_bytes())
    return Book(path, request.param)


@pytest.fixture
def chinese(kept: Callable[[str], Path], tmp_path: Path) -> Book:
    path = tmp_path / "2027.xlsx"
    path.write_bytes(kept("zh").read_bytes())
    return Book(path)


def next_book(old: Book, *more: object) -> Book:
    path = old.path.with_name("2028.xlsx")
    said = salesplan("new", path, "--from", old.path, *more)
    assert (said.code, said.err) == (0, ""), said.screen
    return Book(path, old.lang)


def given(book: Book, table: str, rows: list[Row]) -> list[dict[str, Any]]:
    """The rows of a table in the columns that were typed."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    return [{key: value for key in keys if (value := row[key]) is not None} for row in book.rows(table)]


# ── what goes over ────────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_typed_twice(old: Book) -> None:
    """Every row that still matters stands in the new book as she typed it; what is past stays in the old one."""
    before = fingerprint(old.path)
    book = next_book(old)
    assert fingerprint(old.path) == before, "last year's book is only read"
    moved = customers({"2026": "last_year", "2025": "year_before"})
    assert given(book, "customers", moved) == in_words("customers", moved, book.lang)
    bought = orders(range(2025, 2028))
    assert given(book, "orders", bought) == in_words("orders", bought, book.lang)
    for table, rows in GOES_OVER.items():
        expected = in_words(table, rows, book.lang)
        if table == "judgements":  # the open action had written its own
            assert given(book, table, rows)[: len(rows)] == expected
            assert [row["customer"] for row in book.rows(table)] == [JIN, HAI]
        else:
            assert given(book, table, rows) == expected, table
    assert {key: book.setting(key) for key in SETTINGS} == SETTINGS
    assert (book.setting("plan_year"), book.setting("current_month")) == (2028, "2028-01")
    assert lint(book.path.read_bytes()) == []


def test_this_years_target_is_what_the_plan_was_measured_against(chinese: Book) -> None:
    """The company's figure of 2027; where it gave none, what the execution map adds up to."""
    assert next_book(chinese).setting("this_year_target") == 500.0
    chinese.type_setting(company_target=None)
    total = sum(row[q] for row in chinese.rows("map") for q in ("q1", "q2", "q3", "q4"))
    book = next_book(chinese, "--overwrite")
    assert book.setting("this_year_target") == pytest.approx(total) and total > 0


def test_what_belongs_to_the_old_year_stays_there(chinese: Book) -> None:
    """Goals of 2027, changes in computed tables, the as-of day, the lock, what was computed, and undo."""
    book = next_book(chinese)
    for key in ("company_target", "new_business_target", "as_of", "plan_fixed_on", "submitted_on"):
        assert book.setting(key) in (None, 0), key
    for table in ("targets", "map", "health", "months", "reviews", "trace", "sprint", "findings"):
        lines = [row for row in book.rows(table) if row.get("customer")]
        assert lines == [], table
    (line,) = book.rows("log")
    assert line["command"] == "新建规划簿"
    assert "2027.xlsx" in line["changed"]
    refused(book.path, "SP-208", "undo", book.path, exit_code=1)
    assert salesplan("run", book.path, "--as-of", DECEMBER).code == 0
    assert book.by("targets")[HAI]["growth"] != 0.33


@pytest.mark.slow
def test_the_choice_of_the_lock_goes_over_its_state_does_not(chinese: Book) -> None:
    """A day of the year is the same day a year on."""
    choices = {key: word_of_lock(key) for key in ("never", "once", "year")}
    chinese.type_setting(sprint_end=day("2026-12-23"), plan_lock=choices["once"])
    book = next_book(chinese)
    assert (book.setting("sprint_end"), book.setting("plan_lock")) == (day("2027-12-23"), choices["year"])
    chinese.type_setting(plan_lock=choices["never"])
    assert next_book(chinese, "--overwrite").setting("plan_lock") == choices["never"]


def word_of_lock(key: str) -> str:
    return next(choice.label.zh for choice in PLAN_LOCKS if choice.key == key)


def test_the_message_says_what_came_and_what_stayed(old: Book) -> None:
    said = salesplan("new", "2028.xlsx", "--from", old.path)
    first, came, more, stayed, where = said.out.splitlines()
    zh = old.lang == "zh"
    assert first.startswith(
        "《2027.xlsx》(规划年度2027)接着做2028年" if zh else "'2027.xlsx' (plan year 2027) goes on as 2028"
    )
    assert ("客户清单3行；订单明细25行" if zh else "Customer list 3; Orders 25") in came
    assert ("今年目标500(公司下达)" if zh else "this year's target 500 (the company's figure)") in more
    for words in (
        (
            "2025年以前的订单16行",
            "做完的行动1条",
            "2027年以前签下或丢掉的项目2个",
            "2027年自己的目标(公司下达目标、新客户业绩目标)",
        )
        if zh
        else (
            "16 order lines before 2025",
            "1 action done",
            "2 projects won or lost before 2027",
            "goals of 2027 itself",
        )
    ):
        assert words in stayed
    assert "2028.xlsx" in where


# ── as if made by hand ────────────────────────────────────────────────────────────────────────────────


def by_hand(folder: Path, lang: str) -> Book:
    """A book for 2028 into which the same is imported and typed."""
    book = Book(folder / "hand.xlsx", lang)
    assert salesplan("new", book.path, "--year", 2028, "--lang", lang).code == 0
    book.type_setting(**SETTINGS, this_year_target=500.0)
    moved = customers({"2026": "last_year", "2025": "year_before"})
    files = {"customers": moved, "orders": orders(range(2025, 2028)), **GOES_OVER}
    options = []
    for table, rows in files.items():
        if table in ("key_accounts", "judgements"):
            continue
        path = folder / f"{table}.xlsx"
        exported = openpyxl.Workbook()
        keys = list(dict.fromkeys(key for row in rows for key in row))
        exported.active.append([tables()[table].column(key).label.of(lang) for key in keys])
        for row in in_words(table, rows, lang):
            exported.active.append([row.get(key) for key in keys])
        exported.save(path)
        options += [f"--{table}", path]
    said = salesplan("import", book.path, *options, "--unit", "wan")
    assert said.code == 0, said.screen
    typed(book, key_accounts=ACCOUNTS, judgements=JUDGEMENTS)
    return book


@pytest.mark.slow
def test_the_first_run_is_that_of_a_book_made_by_hand(old: Book, tmp_path: Path) -> None:
    """Same data, same settings: the same figures, findings and tables."""
    said = [
        salesplan("run", book.path, "--as-of", DECEMBER, "--json", "--tables").document
        for book in (next_book(old), by_hand(tmp_path, old.lang))
    ]
    ours, theirs = said
    assert ours["figures"] == theirs["figures"]
    assert [finding["sentence"] for finding in ours["findings"]] == [
        finding["sentence"] for finding in theirs["findings"]
    ]
    assert ours["figures"]["target"] > 0
    for table in (
        "health",
        "targets",
        "map",
        "months",
        "month_list",
        "key_accounts",
        "judgements",
        "funnel",
        "scenarios",
    ):
        assert ours["tables"][table] == theirs["tables"][table], table


@pytest.mark.slow
def test_the_year_end_of_the_new_book_knows_the_contacts_of_the_old_one(chinese: Book) -> None:
    """A result typed on the list and not yet recorded goes over too."""
    rows = chinese.rows("sprint")
    at = next(at for at, row in enumerate(rows) if row["customer"] == HAI)
    sheet, first, column = chinese.place("sprint", rows[0]["list"], "result")
    chinese.type_cell(sheet, first + at, column, word("outreach", "result", "answered"))
    book = next_book(chinese)
    records = [(item["customer"], item["result"]) for item in book.rows("outreach")]
    assert records == [(name, word("outreach", "result", "answered")) for name in (JIN, HAI)]


# ── names, imports, words of one's own ────────────────────────────────────────────────────────────────


def test_a_customer_who_changed_its_name_is_still_known_by_the_old_one(chinese: Book, tmp_path: Path) -> None:
    """The code tells: rows stand under the name of today, and a file with the old name finds the customer."""
    sheet, line, column = chinese.place("customers", JIN, "name")
    chinese.type_cell(sheet, line, column, "金桥科技")
    book = next_book(chinese)
    assert {row["customer"] for row in book.rows("orders")} == {HAI, "金桥科技", XIN}
    late = tmp_path / "late.csv"
    late.write_text(f"日期,订单号,客户名称,金额(万元)\n2027-12-15,L1,{JIN},9\n", encoding="utf-8")
    assert salesplan("import", book.path, "--orders", late).code == 0
    assert [row["name"] for row in book.rows("customers")] == [HAI, "金桥科技", XIN]


def test_imports_are_remembered(chinese: Book, tmp_path: Path) -> None:
    """Answers, rates, merged names, and which rows came with which file: the same file again doubles nothing."""
    file = tmp_path / "crm.csv"
    file.write_text("日期,客户名称,金额(万元)\n2027-12-01,海天,4\n2024-12-01,海天,3\n", encoding="utf-8")
    chinese.type_rows("merged_names", [{"alias": "海天", "customer": HAI}])
    chinese.type_rows("rates", [{"currency": "USD", "rate": 7.1}])
    assert salesplan("import", chinese.path, "--orders", file, "--dates", "ymd").code == 0
    book = next_book(chinese)
    assert [row["alias"] for row in book.rows("merged_names")] == ["海天"]
    assert [row["rate"] for row in book.rows("rates")] == [7.1]
    assert len(book.rows("import_answers")) == 1
    assert [row["file"] for row in book.rows("imports")] == ["crm.csv"]
    count = len(book.rows("orders"))
    file.write_text("日期,客户名称,金额(万元)\n2027-12-01,海天,4\n2027-12-02,海天,5\n", encoding="utf-8")
    assert salesplan("import", book.path, "--orders", file).code == 0
    assert len(book.rows("orders")) == count + 1
    said = salesplan("imports", book.path, "--take-out", "0001", "--json").document
    assert said["findings"][0]["values"]["count"] == 1, "of the two rows one came over"


@pytest.mark.slow
def test_scripts_causes_and_scenarios_of_ones_own_go_over(chinese: Book) -> None:
    assert salesplan("scripts", chinese.path, "--as-of", DECEMBER).code == 0
    built_in = chinese.rows("scripts")[0]
    chinese.type("segments", chinese.rows("segments")[1]["segment"], cause="先问库存")
    chinese.type_rows(
        "scripts",
        [{"situation": built_in["situation"], "language": "中文", "title": "我的开场", "text": "您好!"}],
    )
    sheet, line, column = chinese.place("scripts", built_in["title"], "text")
    chinese.type_cell(sheet, line, column, "改过的话")
    chinese.type_rows("scenarios", [{"name": "行情差", "growth_points": -0.1, "loss_chance_factor": 1.0, "loss_factor": 1.0,
                                     "win_factor": 0.8, "new_factor": 0.5, "spread_factor": 1.2}])  # fmt: skip
    book = next_book(chinese)
    assert [(row["title"], row["text"]) for row in book.rows("scripts")] == [
        (built_in["title"], "改过的话"), ("我的开场", "您好!")
    ]  # fmt: skip
    assert [row["cause"] for row in book.rows("segments")][:3] == [None, "先问库存", None]
    assert [row["name"] for row in book.rows("scenarios")] == ["保守", "基准", "进取", "行情差"]
    assert salesplan("scripts", book.path, "--as-of", DECEMBER).code == 0
    assert {row["text"] for row in book.rows("scripts")} >= {"改过的话", "您好!"}
    assert book.rows("segments")[1]["cause"] == "先问库存"


# ── what stands beside ────────────────────────────────────────────────────────────────────────────────


def furnish(path: Path) -> None:
    """Own columns, one of them computed, a note beside the list, a comment, a sheet, a column on the map."""
    file = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    page = file["客户清单"]
    table = page.tables["tblCustomers"]
    left, top, right, bottom = range_boundaries(table.ref)
    double = "tblCustomers[[#This Row],[去年业绩（万元）]]*2"
    for at, name in enumerate(("生日", "两倍", "看那边"), right + 1):
        page.cell(top, at, name)
        table.tableColumns.append(TableColumn(id=at, name=name))
    table.tableColumns[-2].calculatedColumnFormula = TableFormula(attr_text=double)
    for row in range(top + 1, bottom + 1):
        page.cell(row, right + 1, dt.datetime(1980, 5, row)).number_format = "yyyy-mm-dd"
        page.cell(row, right + 2, f"={double}")
        page.cell(row, right + 3, "=我的表!A1")
    table.ref = table.autoFilter.ref = f"A{top}:{get_column_letter(right + 3)}{bottom}"
    page.cell(top, right + 5, "问谁")
    page.cell(top + 2, right + 5, "先问小刘")
    page.cell(top + 1, left + 1).comment = Comment("老客户", "我")
    file.create_sheet("我的表")["A1"] = 7
    on_map = file["作战地图"]
    on_map.cell(6, 30, "先去这家")
    file.save(path)


@pytest.mark.slow
def test_own_columns_and_notes_go_over_own_sheets_do_not(chinese: Book) -> None:
    furnish(chinese.path)
    book = next_book(chinese)
    first, second, _ = book.rows("customers")
    assert (first["生日"], second["生日"]) == (dt.datetime(1980, 5, 5), dt.datetime(1980, 5, 6))
    file = openpyxl.load_workbook(book.path)
    page = file["客户清单"]
    _, row, col = book.place("customers", HAI, "language")
    assert page.cell(row, col + 1).number_format == "yyyy-mm-dd"
    assert page.cell(row, col + 2).value == "=tblCustomers[[#This Row],[去年业绩（万元）]]*2"
    assert page.cell(row, col + 3).value is None, (
        "what it read stayed in the old book, and openpyxl kept no value"
    )
    assert [page.cell(at, col + 5).value for at in (row - 1, row, row + 1)] == ["问谁", None, "先问小刘"]
    assert "我的表" not in file.sheetnames
    assert lint(book.path.read_bytes()) == []
    stayed = salesplan("new", book.path, "--from", chinese.path, "--overwrite").out
    for words in (
        "自己加的列(生日、两倍、看那边)",
        "自己加的工作表(我的表)",
        "自己加的列和备注(作战地图)",
        "1行上的批注",
    ):
        assert words in stayed
    assert salesplan("run", book.path, "--as-of", DECEMBER).code == 0
    assert book.rows("customers")[1]["生日"] == dt.datetime(1980, 5, 6)


# ── faults, refusals ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--lang", "en"), "SP-360"), (("--unit", "yuan"), "SP-360"), (("--currency", "usd"), "SP-360"),
        (("--year", 2027), "SP-361"), (("--year", 2026), "SP-361"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(
    chinese: Book, more: tuple[object, ...], code: str
) -> None:
    said = refused(chinese.path, code, "new", "2028.xlsx", "--from", chinese.path, *more)
    assert "《2027.xlsx》" in said.err, "in the language of the book"


def test_the_same_language_and_unit_may_be_said(chinese: Book) -> None:
    assert (
        next_book(chinese, "--lang", "zh", "--unit", "wan", "--currency", "cny").setting("plan_year") == 2028
    )


def test_two_years_later_columns_move_twice_and_the_target_stays(chinese: Book) -> None:
    book = next_book(chinese, "--year", 2029)
    assert [row["year_before"] for row in book.rows("customers")] == [264.0, 120.0, None]
    assert book.setting("this_year_target") is None


def test_the_old_book_is_never_written_over(chinese: Book) -> None:
    refused(chinese.path, "SP-362", "new", chinese.path, "--from", chinese.path, "--overwrite")
    refused(chinese.path, "SP-315", "new", chinese.path, "--from", chinese.path)


def test_a_file_that_is_no_plan_book(tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    refused(other, "SP-345", "new", "2028.xlsx", "--from", other)
    said = salesplan("new", "2028.xlsx", "--from", tmp_path / "none.xlsx")
    assert said.err.startswith("SP-309")
    assert salesplan("new", "2028.xlsx", "--from", other, "--demo", "rep").code == 2


@pytest.mark.slow
def test_sheets_that_were_deleted_stop_nothing(chinese: Book) -> None:
    """Computed ones are not missed; one that was typed into is named, and nothing is guessed."""
    _without(chinese.path, "看板", "汇报页", "作战地图", "复盘记录")
    said = salesplan("new", "2028.xlsx", "--from", chinese.path)
    assert (said.code, said.err) == (0, "")
    assert "F-735" in said.out and "作战地图" in said.out
    assert len(Book(chinese.path.with_name("2028.xlsx")).rows("orders")) == 25
    _without(chinese.path, "联系人")
    refused(chinese.path, "SP-316", "new", "again.xlsx", "--from", chinese.path)


def test_a_column_that_was_deleted_is_named(chinese: Book) -> None:
    file = openpyxl.load_workbook(chinese.path)
    page = file[sheet_of("contacts").label.zh]
    table = page.tables["tblContacts"]
    _, top, right, bottom = range_boundaries(table.ref)
    del table.tableColumns[-1]
    table.ref = table.autoFilter.ref = f"A{top}:{get_column_letter(right - 1)}{bottom}"
    for row in range(top, bottom + 1):
        page.cell(row, right).value = None
    file.save(chinese.path)
    said = salesplan("new", "2028.xlsx", "--from", chinese.path)
    assert said.code == 3
    assert "最近联系" in said.err


def _without(path: Path, *sheets: str) -> None:
    file = openpyxl.load_workbook(path)
    for name in sheets:
        del file[name]
    file.save(path)


def test_cells_that_cannot_be_read_are_named(chinese: Book) -> None:
    sheet, column = sheet_of("orders").label.zh, 10
    row = range_boundaries(openpyxl.load_workbook(chinese.path)[sheet].tables["tblOrders"].ref)[1] + 1
    chinese.type_cell(sheet, row, column, "六十三")
    said = salesplan("new", "2028.xlsx", "--from", chinese.path)
    assert (said.code, said.err) == (0, "")
    assert "F-022" in said.out
    assert f"{sheet}!J{row}" in said.out


def test_the_answer_for_programs(chinese: Book) -> None:
    said = salesplan("new", "2028.xlsx", "--from", chinese.path, "--json").document
    assert (said["from"], said["plan_year"]) == ("2027.xlsx", 2028)
    assert said["carried"]["orders"] == 25
    assert said["stayed"] == {"orders": 16, "receivables": 1, "opportunities": 2, "visits": 1, "actions": 1}
    assert said["settings"] == {
        "salesperson": "李娜",
        "growth_b": 0.12,
        "grace_days": 10,
        "this_year_target": 500.0,
    }
    assert said["own_sheets"] == []


def test_a_lean_book_stays_lean(tmp_path: Path) -> None:
    old = Book(tmp_path / "2027.xlsx")
    assert salesplan("new", old.path, "--year", 2027, "--lang", "zh", "--lean").code == 0
    typed(old, customers=customers({"2026": "this_year", "2025": "last_year"}))
    book = next_book(old)
    states = {sheet.title: sheet.sheet_state for sheet in openpyxl.load_workbook(book.path)}
    assert (states["时间配置"], states["客户清单"]) == ("hidden", "visible")
