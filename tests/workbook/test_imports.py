"""Files as an ERP, a colleague or an accident delivers them."""

from __future__ import annotations

import datetime as dt
import math
import time
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.book.cells.casting import cast_column
from salesplan_xl.book.importing.imports import ImportResult, read_import
from salesplan_xl.catalogue import finding_remedy, finding_sentence
from salesplan_xl.errors import PlanInputError, WorkbookError
from salesplan_xl.findings import Severity
from salesplan_xl.schema import inputs

AMOUNT = inputs.ORDERS.column("amount")
DATE = inputs.ORDERS.column("date")
MARGIN = inputs.ORDERS.column("margin")
PROBABILITY = inputs.OPPORTUNITIES.column("probability")
ORDER_NO = inputs.ORDERS.column("order_no")
KIND = inputs.ORDERS.column("kind")

PLAIN = "日期,订单号,客户名称,金额\n2026-03-05,001,苏州恒锐机械有限公司,12.5\n2026-04-06,002,无锡宏泰重工有限公司,-3\n"


def write(tmp_path: Path, content: str | bytes, name: str = "导出 2026.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def orders(tmp_path: Path, content: str | bytes, unit: str = "wan", **more: str) -> ImportResult:
    return read_import(write(tmp_path, content), inputs.ORDERS, unit, **more)


def codes(result: ImportResult) -> list[str]:
    return [finding.code for finding in result.findings]


def book(tmp_path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    file = openpyxl.Workbook()
    file.remove(file.active)
    for name, rows in sheets.items():
        sheet = file.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "导出.xlsx"
    file.save(path)
    return path


# ── files ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_chinese_arrives_whole_in_every_encoding_offices_use(tmp_path: Path, encoding: str) -> None:
    result = orders(tmp_path, PLAIN.encode(encoding))
    assert result.frame["customer"].tolist() == ["苏州恒锐机械有限公司", "无锡宏泰重工有限公司"]
    assert result.frame["amount"].tolist() == [12.5, -3.0]
    assert result.findings == []


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_comma_semicolon_and_tab_are_told_apart(tmp_path: Path, mark: str) -> None:
    result = orders(tmp_path, PLAIN.replace(",", mark))
    assert result.frame["amount"].tolist() == [12.5, -3.0]


def test_excels_sep_line_is_obeyed(tmp_path: Path) -> None:
    assert len(orders(tmp_path, "sep=;\r\n" + PLAIN.replace(",", ";")).frame) == 2


def test_the_frame_has_all_columns_and_agreed_types(tmp_path: Path) -> None:
    frame = orders(tmp_path, PLAIN).frame
    assert list(frame.columns) == inputs.ORDERS.keys()
    assert isinstance(frame.index, pd.RangeIndex)
    assert frame["date"].tolist() == [pd.Timestamp(2026, 3, 5), pd.Timestamp(2026, 4, 6)]
    assert str(frame["date"].dtype) == "datetime64[ns]"
    assert str(frame["margin"].dtype) == "float64"
    assert frame["source"].tolist() == [None, None]


def test_title_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    result = orders(tmp_path, "某某公司销售明细,,,\n打印日期:2026-12-31,,,\n,,,\n" + PLAIN)
    assert len(result.frame) == 2


def test_totals_footers_blank_rows_and_repeated_headers_are_no_orders(tmp_path: Path) -> None:
    extra = (
        ",,,\n日期,订单号,客户名称,金额\n2026-05-01,003,苏州恒锐机械有限公司,1\n合计,,,10.5\n制表人:王芳,,,\n"
    )
    result = orders(tmp_path, PLAIN + extra)
    assert result.frame["order_no"].tolist() == ["001", "002", "003"]
    assert codes(result) == ["F-505"]
    assert result.findings[0].values["count"] == 3


def test_total_in_the_second_column_is_found_too(tmp_path: Path) -> None:
    assert len(orders(tmp_path, PLAIN + ",,合 计:,9.5\n").frame) == 2


def test_a_header_alone_brings_no_rows(tmp_path: Path) -> None:
    assert orders(tmp_path, "日期,客户名称,金额\n").frame.empty


def test_short_and_long_lines_are_read(tmp_path: Path) -> None:
    result = orders(tmp_path, PLAIN + "2026-05-06,003,甲公司\n2026-05-07,004,乙公司,5,多余,多余\n")
    assert result.frame["amount"].fillna(0).tolist() == [12.5, -3.0, 0.0, 5.0]


def test_a_workbook_gives_its_best_sheet_below_its_title_lines(tmp_path: Path) -> None:
    path = book(tmp_path, {
        "说明": [["日期", "这里是说明"]],
        "明细": [["销售明细"], ["单位:元"], ["单据日期", "单据编号", "购货单位", "价税合计"],
                 [dt.date(2026, 3, 5), 10023, "苏州恒锐机械有限公司", 125000], [46118, "00017", "甲公司", "1.2万"]],
    })  # fmt: skip
    result = read_import(path, inputs.ORDERS, "wan")
    assert result.frame["order_no"].tolist() == ["10023", "00017"]
    assert result.frame["date"].tolist() == [pd.Timestamp(2026, 3, 5), pd.Timestamp(2026, 4, 6)]
    assert result.frame["amount"].tolist() == [12.5, 1.2]
    assert codes(result) == ["F-506"]
    assert result.matched == {
        "date": "单据日期",
        "order_no": "单据编号",
        "customer": "购货单位",
        "amount": "价税合计",
    }


# ── headers ─────────────────────────────────────────────────────────────────────────────────────────


def test_synonyms_in_english_and_odd_spelling_are_understood(tmp_path: Path) -> None:
    result = orders(
        tmp_path, "Order_Date, ORDER NUMBER ,Customer Name,Revenue (10k CNY),Type\n2026/3/5,A1,Acme,7,sale\n"
    )
    assert result.matched["date"] == "Order_Date"
    assert result.frame.loc[0, ["order_no", "customer", "amount", "kind"]].tolist() == [
        "A1",
        "Acme",
        7.0,
        "order",
    ]


def test_full_width_headers_are_understood(tmp_path: Path) -> None:
    result = orders(tmp_path, "日\u3000期,客户名称,金额\uff08万元\uff09,*订单号\n2026-3-5,甲,3,9\n")
    assert set(result.matched) == {"date", "customer", "amount", "order_no"}


def test_headers_that_fit_nothing_are_named(tmp_path: Path) -> None:
    result = orders(tmp_path, "日期,客户名称,金额,仓库\n2026-3-5,甲,3,一号\n")
    assert result.ignored_headers == ["仓库"]
    assert codes(result) == ["F-501"]
    assert "仓库" in finding_sentence(result.findings[0], "zh")


def test_an_ending_is_taken_as_a_hint_and_said_so(tmp_path: Path) -> None:
    result = orders(tmp_path, "过账日期,客户名称,本币金额\n2026-3-5,甲,3\n")
    assert result.matched["amount"] == "本币金额"
    assert codes(result) == ["F-508", "F-508"]


def test_a_percent_header_makes_half_a_percent_of_0_5(tmp_path: Path) -> None:
    result = orders(
        tmp_path, "日期,客户名称,金额,毛利率(%)\n2026-3-5,甲,3,25\n2026-3-6,乙,3,0.5\n2026-3-7,丙,3,30%\n"
    )
    assert result.frame["margin"].tolist() == pytest.approx([0.25, 0.005, 0.30])


def test_a_company_called_like_a_footer_is_a_customer(tmp_path: Path) -> None:
    result = read_import(
        write(tmp_path, "客户名称\n打印耗材有限公司\n合计\n打印日期:2026-1-1\n"), inputs.CUSTOMERS, "wan"
    )
    assert result.frame["name"].tolist() == ["打印耗材有限公司"]


def test_customer_phone_is_not_the_customer_name(tmp_path: Path) -> None:
    with pytest.raises(PlanInputError) as error:
        read_import(write(tmp_path, "客户电话,金额\n138,5\n"), inputs.CUSTOMERS, "wan")
    assert error.value.code in ("SP-210", "SP-211")


def test_two_equally_good_endings_are_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(PlanInputError) as error:
        orders(tmp_path, "日期,客户名称,未税金额,税后金额\n2026-3-5,甲,3,4\n")
    assert error.value.code == "SP-211"
    assert error.value.values["columns"] == ["金额"]
    assert "金额" in error.value.sentence("zh")


def test_each_header_is_used_once(tmp_path: Path) -> None:
    path = write(tmp_path, "客户,金额,回款金额,到期日\n甲,10,4,2026-3-5\n")
    result = read_import(path, inputs.RECEIVABLES, "wan")
    assert result.frame.loc[0, ["amount", "paid_amount"]].tolist() == [10.0, 4.0]


# ── money units ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "header", ["金额(元)", "金额\uff08元\uff09", "金额:元", "Amount (CNY)", "金额【人民币元】"]
)
def test_yuan_in_the_header_becomes_wan_in_a_wan_book(tmp_path: Path, header: str) -> None:
    result = orders(tmp_path, f'日期,客户名称,{header}\n2026-3-5,甲,"125,000.00"\n')
    assert result.frame["amount"].tolist() == [12.5]
    assert codes(result) == ["F-506"]


def test_wan_in_the_header_becomes_yuan_in_a_yuan_book(tmp_path: Path) -> None:
    result = orders(tmp_path, "日期,客户名称,金额(万元)\n2026-3-5,甲,12.5\n", unit="yuan")
    assert result.frame["amount"].tolist() == [125_000.0]


def test_a_thousand_yuan_is_a_unit_too(tmp_path: Path) -> None:
    assert orders(tmp_path, "日期,客户名称,金额(千元)\n2026-3-5,甲,125\n").frame["amount"].tolist() == [12.5]


def test_the_users_word_beats_the_header(tmp_path: Path) -> None:
    result = orders(tmp_path, "日期,客户名称,金额\n2026-3-5,甲,125000\n", unit_of_file="yuan")
    assert result.frame["amount"].tolist() == [12.5]


def test_a_foreign_currency_is_pointed_out(tmp_path: Path) -> None:
    assert codes(orders(tmp_path, "日期,客户名称,金额(美元)\n2026-3-5,甲,3\n")) == ["F-509"]


def test_figures_that_look_like_yuan_in_a_wan_book_are_doubted(tmp_path: Path) -> None:
    result = orders(tmp_path, "日期,客户名称,金额\n2026-3-5,甲,125000\n2026-3-6,乙,80000\n")
    assert codes(result) == ["F-507"]
    assert result.frame["amount"].tolist() == [125_000.0, 80_000.0]


# ── values in files ─────────────────────────────────────────────────────────────────────────────────


def test_a_value_not_understood_names_row_header_and_value(tmp_path: Path) -> None:
    result = orders(tmp_path, PLAIN + "2026-13-40,003,丙,十二万\n")
    bad = [finding for finding in result.findings if finding.code == "F-502"]
    assert [
        (finding.values["row"], finding.values["header"], finding.values["value"]) for finding in bad
    ] == [
        (4, "日期", "2026-13-40"),
        (4, "金额", "十二万"),
    ]
    assert all(finding.severity is Severity.ERROR for finding in bad)
    assert result.frame.loc[2, ["date", "amount"]].isna().all()


def test_a_hundred_bad_values_give_twenty_findings_and_a_count(tmp_path: Path) -> None:
    rows = "".join(f"2026-3-5,甲{number},不详\n" for number in range(100))
    result = orders(tmp_path, "日期,客户名称,金额\n" + rows)
    assert codes(result).count("F-502") == 20
    rest = next(finding for finding in result.findings if finding.code == "F-503")
    assert rest.values["count"] == 80


def test_an_unknown_choice_is_left_blank_with_a_warning(tmp_path: Path) -> None:
    result = orders(tmp_path, "日期,客户名称,金额,类型\n2026-3-5,甲,3,赠送\n2026-3-6,乙,3,退货\n")
    assert result.frame["kind"].tolist() == [None, "credit"]
    assert codes(result) == ["F-504"]
    assert result.findings[0].severity is Severity.WARNING
    assert "赠送" in finding_sentence(result.findings[0], "zh")
    assert "订单" in finding_remedy(result.findings[0], "zh")


def test_contacts_with_roles_and_choices_in_both_languages(tmp_path: Path) -> None:
    path = write(
        tmp_path, "客户,姓名,角色,态度,影响力,最近联系\n甲,王芳, 采购部 ,supports us,HIGH,2026年3月5日\n"
    )
    row = read_import(path, inputs.CONTACTS, "wan").frame.loc[0]
    assert row[["role", "attitude", "influence"]].tolist() == ["purchasing", "support", "high"]
    assert row["last_contact"] == pd.Timestamp(2026, 3, 5)


def test_every_finding_has_its_sentence_in_both_languages(tmp_path: Path) -> None:
    text = "日期,客户名称,本币金额(元),类型,仓库\n坏,甲,坏,坏,一\n合计,,,,\n"
    result = orders(tmp_path, text)
    assert {"F-501", "F-502", "F-504", "F-505", "F-506", "F-508"} <= set(codes(result))
    for finding in result.findings:
        for lang in ("zh", "en"):
            assert "{" not in finding_sentence(finding, lang) + finding_remedy(finding, lang)


# ── files that cannot be used ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"\xff\xfe", b"\x00\x01\x02\x03\x04\x05\x06\x07\x08" * 50, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
     b"\xff\xff\xff\xff,\xff\n", b'"' + b"a" * 300_000],
)  # fmt: skip
def test_garbage_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(PlanInputError) as error:
        orders(tmp_path, content)
    assert error.value.code in ("SP-213", "SP-210")
    assert "{" not in error.value.sentence("zh") + error.value.sentence("en")


def test_a_file_that_is_something_else_says_which_headers_it_saw(tmp_path: Path) -> None:
    with pytest.raises(PlanInputError) as error:
        orders(tmp_path, "颜色,重量\n红,3\n")
    assert error.value.code == "SP-210"
    assert "颜色" in error.value.sentence("zh")


def test_a_missing_file_a_folder_and_a_broken_workbook(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as missing:
        read_import(tmp_path / "没有.csv", inputs.ORDERS, "wan")
    with pytest.raises(PlanInputError) as folder:
        read_import(tmp_path, inputs.ORDERS, "wan")
    with pytest.raises(WorkbookError) as broken:
        read_import(write(tmp_path, b"PK\x03\x04 not a zip", "坏.xlsx"), inputs.ORDERS, "wan")
    with pytest.raises(WorkbookError) as old:
        read_import(
            write(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧.xls"),
            inputs.ORDERS,
            "wan",
        )
    assert [error.value.code for error in (missing, folder, broken, old)] == [
        "SP-309",
        "SP-213",
        "SP-303",
        "SP-301",
    ]


@given(st.binary(max_size=400))
def test_no_bytes_end_in_anything_but_our_own_errors(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(content)
        with pytest.raises((PlanInputError, WorkbookError)):
            read_import(path, inputs.ORDERS, "wan")


@given(st.lists(st.lists(st.text(max_size=8), max_size=5), max_size=6))
def test_no_text_below_good_headers_ends_in_a_traceback(rows: list[list[str]]) -> None:
    import csv
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
            csv.writer(file).writerows([["日期", "客户名称", "金额", "类型"], *rows])
        try:
            result = read_import(path, inputs.ORDERS, "wan")
        except PlanInputError:
            return
        assert list(result.frame.columns) == inputs.ORDERS.keys()


# ── single values ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "wan"),
    [("1,234.50", 1234.5), ("\u00a51,200", 1200), ("\uffe51,200", 1200), ("12.5万", 12.5), ("1.2亿", 12_000), ("300元", 0.03),
     ("(300)", -300), ("\uff08300\uff09", -300), ("\uff11\uff12\uff13\uff0e\uff15", 123.5), ("1\uff0c200", 1200), ("-5", -5),
     ("\u22125", -5), ("5-", -5), ("+5", 5), ("RMB 7", 7), ("1.2E+3", 1200), (" 8 ", 8), ("12.5 万元", 12.5), (".5", 0.5)],
)  # fmt: skip
def test_money_as_people_write_it(text: str, wan: float) -> None:
    assert cast_column([text], AMOUNT, "wan").series.tolist() == pytest.approx([wan])
    assert cast_column([text], AMOUNT, "wan").notes == [0]


@pytest.mark.parametrize("text", ["", "-", "—", "——", "无", "N/A", "null", "/", " "])
def test_words_for_nothing_are_blank(text: str) -> None:
    result = cast_column([text, 1.0], AMOUNT, "wan")
    assert result.series.isna().tolist() == [True, False]
    assert result.bad == []


@pytest.mark.parametrize(
    "text", ["#DIV/0!", "1.234,50", "1,23", "12%", "(5", "--5", "(-5)", "十二", "1e999", "inf", "1_000"]
)
def test_what_could_mean_two_things_or_none_is_not_guessed(text: str) -> None:
    result = cast_column([1.0, text], AMOUNT, "wan")
    assert result.bad == [(1, text)]
    assert result.series.isna().tolist() == [False, True]


@pytest.mark.parametrize("value", [True, math.inf, dt.date(2026, 1, 1)])
def test_a_truth_value_infinity_or_date_is_no_money(value: object) -> None:
    assert cast_column([value], AMOUNT, "wan").bad == [(0, value)]


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ("85%", 0.85),
        (0.85, 0.85),
        (85, 0.85),
        ("85", 0.85),
        ("0.85", 0.85),
        (1, 1.0),
        ("1%", 0.01),
        ("100%", 1),
    ],
)
def test_probability_as_percent_fraction_or_figure(value: object, share: float) -> None:
    assert cast_column([value], PROBABILITY, "wan").series.tolist() == pytest.approx([share])


@pytest.mark.parametrize(
    "value",
    ["2026-3-5", "2026/3/5", "2026.3.5", "20260305", "2026年3月5日", "2026年03月05日 14:30", "5-Mar-2026", "March 5, 2026",
     "2026-03-05 14:30:59", "2026-03-05T00:00:00Z", "2026-3-5 星期四", 46086.0, 46086.75, "46086", 20260305,
     dt.date(2026, 3, 5), dt.datetime(2026, 3, 5, 23, 59), pd.Timestamp(2026, 3, 5)],
)  # fmt: skip
def test_the_fifth_of_march_in_all_its_forms(value: object) -> None:
    assert cast_column([value], DATE, "wan").series.tolist() == [pd.Timestamp(2026, 3, 5)]
    assert cast_column(["", value], DATE, "wan").series.tolist()[1] == pd.Timestamp(2026, 3, 5)


@pytest.mark.parametrize(
    "value",
    [
        "03/05/2026",
        "2026-02-30",
        "26-3-5",
        "2026",
        2026.0,
        "1850-01-01",
        "9999-12-31",
        "#N/A",
        5.0,
        True,
        dt.date(1800, 1, 1),
    ],
)
def test_a_date_that_is_unclear_or_impossible_is_bad(value: object) -> None:
    result = cast_column([value], DATE, "wan")
    assert result.bad == [(0, value)]
    assert result.series.isna().all()


def test_serial_numbers_of_1904_books() -> None:
    assert cast_column([46086.0 - 1462], DATE, "wan", date1904=True).series.tolist() == [
        pd.Timestamp(2026, 3, 5)
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("00123", "00123"),
        (10023.0, "10023"),
        (10023, "10023"),
        ("10023.0", "10023"),
        ('="007"', "007"),
        (" \u3000A-1\u3000 ", "A-1"),
        (None, None),
    ],
)
def test_identifiers_stay_text(value: object, text: str | None) -> None:
    assert cast_column([value], ORDER_NO, "wan").series.tolist() == [text]


@pytest.mark.parametrize("value", ["order", "订单", " Order", "ORDER", "销售", "正常"])
def test_a_choice_by_key_label_or_synonym(value: str) -> None:
    assert cast_column([value], KIND, "wan").series.tolist() == ["order"]


def test_one_true_and_yes_are_the_same_answer() -> None:
    referral = inputs.VISITS.column("referral")
    cells = [1.0, True, "是", "Y", 0, False, "无", ""]
    assert cast_column(cells, referral, "wan").series.tolist() == ["yes"] * 4 + ["no"] * 3 + [None]


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2, allow_nan=False))
def test_a_formatted_number_gives_itself_back(number: object) -> None:
    for text in (f"{number:,.2f}", f"{number:.2f}", f"¥{number:,.2f}", f"{number:,.2f}元"):
        result = cast_column([text], AMOUNT, "yuan")
        assert result.series[0] == float(number)  # type: ignore[arg-type]
        assert result.bad == []


@given(st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_a_formatted_date_gives_itself_back(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%d-%b-%Y}",
        float(serial),
        day,
    ]
    assert cast_column(forms, DATE, "wan").series.tolist() == [pd.Timestamp(day)] * len(forms)


@pytest.mark.slow
@given(
    st.lists(
        st.one_of(
            st.none(),
            st.booleans(),
            st.floats(),
            st.integers(),
            st.text(max_size=12),
            st.dates(),
            st.datetimes(),
        )
    )
)
def test_any_cells_give_a_column_of_their_length_and_every_bad_cell_is_blank(cells: list[object]) -> None:
    for table in inputs.INPUTS:
        for column in table.columns:
            result = cast_column(cells, column, "wan")
            assert len(result.series) == len(cells)
            assert all(pd.isna(result.series[at]) for at, _ in result.bad)


def test_a_column_of_130000_cells_is_cast_in_a_blink() -> None:
    amounts = [float(number) for number in range(130_000)]
    names = [f"客户{number}有限公司" for number in range(130_000)]
    for cells, column in ((amounts, AMOUNT), (names, inputs.ORDERS.column("customer")), (names, ORDER_NO)):
        times = []
        for _ in range(3):
            started = time.process_time()
            cast_column(cells, column, "wan")
            times.append(time.process_time() - started)
        assert min(times) < 0.1
