"""From the exports of an ERP and a CRM to a finished plan, in both languages and encodings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.driver import Book, salesplan

ZH = {
    "customers": "客户名称,行业,区域,负责人,去年销售额(万元)\n苏州恒锐机械有限公司,机床,苏州园区,王敏,120\n无锡宏泰重工有限公司,重工,无锡新区,王敏,80\n常州明照新能源,新能源,常州,李强,10\n",
    "orders": "订单日期,单号,客户名称,产品,金额(万元)\n2026-02-10,001,苏州恒锐机械有限公司,轴承,60\n2026/8/9,002,苏州恒锐机械有限公司,轴承,70\n2026年5月6日,003,无锡宏泰重工有限公司,减速机,40\n2026-11-03,004,常州明照新能源,轴承,8\n2026-12-01,005,昆山新朋友电子,轴承,5\n",
    "receivables": "发票号,客户名称,款项类型,到期日,应收金额(万元),回款日期,回款金额\nF1,苏州恒锐机械有限公司,进度款,2026-06-30,30,2026-07-20,30\nF2,无锡宏泰重工有限公司,质保金,2026-10-31,4,,\n",
    "contacts": "客户名称,联系人,职务,态度,最近联系日期\n苏州恒锐机械有限公司,张伟,采购,支持,2026-12-01\n苏州恒锐机械有限公司,刘总,决策,中立,2026-11-15\n",
    "opportunities": "客户名称,项目名称,阶段,预计金额(万元),概率,预计签单日期\n苏州恒锐机械有限公司,二期产线,报价,100,50%,2027-05-20\n",
    "visits": "拜访日期,客户名称,目的,天数\n2026-11-02,常州明照新能源,销售,1\n2026-12-08,苏州恒锐机械有限公司,技术,0.5\n",
}  # fmt: skip
EN = {
    "customers": "Customer,Sector,Region,Owner,Revenue last year (10k CNY)\nHarbour Machine Ltd,Machine tools,North,Ann,120\nTaylor Heavy Ltd,Heavy,South,Ann,80\nBright Energy,Energy,West,Bob,10\n",
    "orders": "Order date,Order no,Customer,Product,Amount (10k CNY)\n2026-02-10,001,Harbour Machine Ltd,Bearings,60\n2026-08-09,002,Harbour Machine Ltd,Bearings,70\n2026-05-06,003,Taylor Heavy Ltd,Gears,40\n2026-11-03,004,Bright Energy,Bearings,8\n2026-12-01,005,Newfriend Electric,Bearings,5\n",
    "receivables": "Invoice,Customer,Kind,Due date,Amount due (10k CNY),Paid on,Amount paid\nF1,Harbour Machine Ltd,Progress,2026-06-30,30,2026-07-20,30\nF2,Taylor Heavy Ltd,Retention,2026-10-31,4,,\n",
    "contacts": "Customer,Name,Role,Attitude,Last contact\nHarbour Machine Ltd,Wei,Purchasing,Supports us,2026-12-01\nHarbour Machine Ltd,Liu,Decision,Neutral,2026-11-15\n",
    "opportunities": "Customer,Project,Stage,Amount (10k CNY),Probability,Expected sign date\nHarbour Machine Ltd,Line two,Quote,100,50%,2027-05-20\n",
    "visits": "Date,Customer,Purpose,Days\n2026-11-02,Bright Energy,Sales,1\n2026-12-08,Harbour Machine Ltd,Technical,0.5\n",
}  # fmt: skip
# The four customers, largest first; the last one is only known from its order.
NAMES = {
    "zh": ("苏州恒锐机械有限公司", "无锡宏泰重工有限公司", "常州明照新能源", "昆山新朋友电子"),
    "en": ("Harbour Machine Ltd", "Taylor Heavy Ltd", "Bright Energy", "Newfriend Electric"),
}


def exports(folder: Path, texts: dict[str, str], encoding: str) -> list[object]:
    """Write the files and give the options that name them."""
    options: list[object] = []
    for key, text in texts.items():
        path = folder / f"{key}.csv"
        path.write_bytes(text.encode(encoding))
        options += [f"--{key}", path]
    return options


@pytest.mark.parametrize(
    ("lang", "source", "encoding"),
    [
        ("zh", "zh", "gbk"),
        *(
            pytest.param(*kind, marks=pytest.mark.slow)
            for kind in (
                ("en", "en", "utf-8"),
                ("zh", "zh", "utf-8"),
                ("zh", "zh", "utf-8-sig"),
                ("zh", "en", "utf-8"),
                ("en", "zh", "gbk"),
            )
        ),
    ],
)
def test_six_exports_become_a_plan(
    copy: Callable[..., Book], tmp_path: Path, lang: str, source: str, encoding: str
) -> None:
    book = copy("empty", lang)
    files = exports(tmp_path, {"zh": ZH, "en": EN}[source], encoding)
    said = salesplan("import", book.path, *files, "--json")
    assert said.code == 0, said.screen
    assert {key: len(book.rows(key)) for key in ("customers", "orders", "receivables", "contacts", "opportunities", "visits")} == {
        "customers": 4, "orders": 5, "receivables": 2, "contacts": 2, "opportunities": 1, "visits": 2,
    }  # fmt: skip
    codes = [finding["code"] for finding in said.document["findings"]]
    assert codes.count("F-590") == 6
    assert "F-591" in codes, "the customer only known from its order was added to the list"

    assert salesplan("run", book.path).code == 0
    big, middle, small, fresh = NAMES[source]
    health = book.by("health")
    assert {name: health[name]["this_year"] for name in health} == {big: 130, middle: 40, small: 8, fresh: 5}
    assert [health[name]["tier"] for name in (big, middle, small, fresh)] == ["A", "A", "B", "C"]
    assert health[big]["yoy"] == pytest.approx(130 / 120 - 1)
    assert health[middle]["receivable"] == pytest.approx(4)
    targets = book.by("targets")
    assert targets[big]["project"] * targets[big]["win_probability"] == pytest.approx(50)
    # Customers are planned in whole units of money, so the map may differ by less than half of one.
    assert sum(row["target"] for row in book.rows("map")) == pytest.approx(
        sum(row["expected"] for row in targets.values()), abs=0.5
    )


@pytest.mark.slow
def test_importing_the_same_files_twice_adds_nothing(copy: Callable[..., Book], tmp_path: Path) -> None:
    book = copy("empty")
    files = exports(tmp_path, ZH, "gbk")
    assert salesplan("import", book.path, *files).code == 0
    before = {key: book.rows(key) for key in ZH}
    said = salesplan("import", book.path, *files, "--json")
    assert said.code == 0
    assert {key: book.rows(key) for key in ZH} == before
    assert said.document["changed"] == 0


def test_a_later_export_updates_and_never_erases(copy: Callable[..., Book], tmp_path: Path) -> None:
    """A blank cell in the file leaves the book's cell; a paid invoice is filled in, not added again."""
    book = copy("empty")
    assert salesplan("import", book.path, *exports(tmp_path, ZH, "utf-8")).code == 0
    later = {
        "customers": "客户名称,行业,负责人\n苏州恒锐机械有限公司,,赵敏\n",
        "receivables": "发票号,客户名称,款项类型,到期日,应收金额(万元),回款日期,回款金额\nF2,无锡宏泰重工有限公司,质保金,2026-10-31,4,2026-12-20,4\n",
    }
    assert salesplan("import", book.path, *exports(tmp_path, later, "utf-8")).code == 0
    customer = book.by("customers", "name")["苏州恒锐机械有限公司"]
    assert (customer["industry"], customer["owner"], customer["last_year"]) == ("机床", "赵敏", 120)
    invoices = book.by("receivables", "invoice")
    assert len(invoices) == 2
    assert invoices["F2"]["paid_amount"] == 4


def test_a_company_spelt_two_ways_is_doubted(copy: Callable[..., Book], tmp_path: Path) -> None:
    """«无锡宏泰重工» beside «无锡宏泰重工有限公司»: added, but with a warning at import and in the check."""
    book = copy("empty")
    assert salesplan("import", book.path, *exports(tmp_path, ZH, "utf-8")).code == 0
    text = "订单日期,单号,客户名称,金额(万元)\n2026-03-03,009,无锡宏泰重工,3\n"
    said = salesplan("import", book.path, *exports(tmp_path, {"orders": text}, "utf-8"), "--json")
    assert "F-592" in [finding["code"] for finding in said.document["findings"]]
    checked = salesplan("check", book.path, "--json").document["findings"]
    assert any("无锡宏泰重工" in finding["sentence"] for finding in checked if finding["severity"] != "note")


def test_yuan_in_the_file_become_wan_in_the_book(copy: Callable[..., Book], tmp_path: Path) -> None:
    book = copy("empty")
    text = "订单日期,单号,客户名称,金额(元)\n2026-03-03,009,无锡宏泰重工,125000\n"
    assert salesplan("import", book.path, *exports(tmp_path, {"orders": text}, "utf-8")).code == 0
    assert book.rows("orders")[0]["amount"] == pytest.approx(12.5)
    stated = "订单日期,单号,客户名称,金额\n2026-03-04,010,无锡宏泰重工,30000\n"
    assert (
        salesplan("import", book.path, *exports(tmp_path, {"orders": stated}, "utf-8"), "--unit", "yuan").code
        == 0
    )
    assert book.rows("orders")[1]["amount"] == pytest.approx(3)


@pytest.mark.slow
def test_texts_that_look_like_formulas_stay_texts(copy: Callable[..., Book], tmp_path: Path) -> None:
    """A name such as =HYPERLINK(…) is never a formula: not in the list, not in any table made from it."""
    book = copy("empty")
    nasty = [
        '=HYPERLINK("http://example.com","点我")',
        "+86公司",
        "@SUM(A1)",
        "-减号公司",
        "O'Neill & <Söhne>",
        "发财😀公司",
        "长" * 200,
    ]
    quoted = (name.replace('"', '""') for name in nasty)
    lines = "".join(f'2026-03-0{n + 1},N{n},"{name}",{10 + n}\n' for n, name in enumerate(quoted))
    files = exports(tmp_path, {"orders": "订单日期,单号,客户名称,金额(万元)\n" + lines}, "utf-8")
    assert salesplan("import", book.path, *files).code == 0
    assert salesplan("run", book.path).code == 0
    for table, key in (
        ("customers", "name"),
        ("orders", "customer"),
        ("health", "customer"),
        ("targets", "customer"),
        ("map", "customer"),
    ):
        shown = [row[key] for row in book.rows(table)]
        assert set(nasty) <= set(shown), table
        assert not book.formulas(table) & {name.lstrip("=") for name in nasty}
        assert book.kinds(table, key) == {"s"}


def test_no_file_named(copy: Callable[..., Book]) -> None:
    book = copy("empty")
    before = book.path.read_bytes()
    said = salesplan("import", book.path)
    assert said.code == 1
    assert "SP-212" in said.err
    assert book.path.read_bytes() == before
