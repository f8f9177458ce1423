"""Exports as other systems write them: each becomes the right rows, or the one open question is asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.importing.exports import ALDER, BIRCH, CEDAR, Rows, asked, book, codes, net, read, write

# ── systems ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_german_list_with_points_commas_and_a_cancelled_order(tmp_path: Path) -> None:
    text = (
        "Auftragsnummer;Belegdatum;Kundenname;Nettobetrag;Status\nA-1;05.03.2026;Möller GmbH;1.250,50;abgeschlossen\n"
        "A-2;17.04.2026;Bäcker & Söhne;12.000,00;storniert\nA-3;28.05.2026;Möller GmbH;980,00;offen\n"
    )
    result = read(write(tmp_path, text, "cp1252"))
    assert net(result) == 2230.5
    assert result.left_out.words == ("storniert",)


def test_a_french_list_takes_the_amount_without_tax_and_says_so(tmp_path: Path) -> None:
    text = (
        "N° commande;Date de commande;Raison sociale;Montant HT;Montant TTC;État\nC1;13/02/2026;Société Élan;1 000,00;1 200,00;Livrée\n"
        "C3;28/03/2026;Café Noir;50,00;60,00;Validée\n"
    )
    result = read(write(tmp_path, text, "cp1252"))
    assert net(result) == 1050.0
    assert "F-511" in codes(result)


def test_zoho_deals(tmp_path: Path) -> None:
    text = (
        "Deal Id,Deal Name,Account Name,Stage,Amount,Closing Date,Probability (%),Deal Owner,Expected Revenue\n"
        f"z1,Line A,{ALDER},Qualification,10000,2027-01-31,10,Pat,1000\nz2,Line B,{BIRCH},Needs Analysis,20000,2027-02-28,20,Pat,4000\n"
        f"z3,Line C,{BIRCH},Closed Won,30000,2026-10-01,100,Pat,30000\nz4,Line D,{CEDAR},Closed Lost to Competition,40000,2026-10-02,0,Pat,0\n"
    )
    frame = read(write(tmp_path, text), "opportunities").frame
    assert frame["stage"].tolist() == ["lead", "need", "signed", None]
    assert frame["result"].tolist() == [None, None, "won", "lost"]
    assert frame["probability"].tolist() == [0.1, 0.2, 1.0, 0.0]


def test_a_shop_export_whose_name_is_the_order_number(tmp_path: Path) -> None:
    """«Name» holds #1001: no customer; the billing company is."""
    text = (
        "Name,Email,Financial Status,Currency,Total,Created at,Billing Company\n"
        f"#1001,a@x.invalid,paid,CNY,113.00,2026-01-05 09:58:00 +0800,{ALDER}\n#1002,a@x.invalid,refunded,CNY,56.50,2026-02-05 09:58:00 +0800,{ALDER}\n"
    )
    result = read(write(tmp_path, text))
    assert (net(result), result.frame["customer"].tolist()) == (113.0, [ALDER])


def test_what_is_still_owed_is_the_open_amount(tmp_path: Path) -> None:
    text = (
        "*ContactName,*InvoiceNumber,*InvoiceDate,*DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,Status\n"
        f"{ALDER},INV-1,13/11/2026,13/12/2026,1200.00,200.00,1000.00,Awaiting Payment\n{BIRCH},INV-3,21/11/2026,21/12/2026,400.00,0.00,400.00,Voided\n"
    )
    frame = read(write(tmp_path, text), "receivables").frame
    assert (frame["amount"] - frame["paid_amount"].fillna(0)).tolist() == [1000.0]


def test_an_invoice_marked_as_paid_is_owed_no_more(tmp_path: Path) -> None:
    text = f"Invoice,Customer,Due date,Amount,Status\n1,{ALDER},2026-12-01,100,Unpaid\n2,{ALDER},2026-12-02,50,Paid\n"
    result = read(write(tmp_path, text), "receivables")
    assert result.frame["paid_amount"].fillna(0).tolist() == [0.0, 50.0]
    assert "F-532" in codes(result)


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────


def test_year_sheets_with_other_headers_belong_together(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "封面": [["公司台账"]],
        "2025": [["日期", "合同号", "客户", "金额(万元)"], [dt.date(2025, 1, 2), "a", "云桥", 1.5]],
        "2026": [
            ["客户名称", "签单日期", "合同编号", "合同金额(万元)", "产品"],
            ["青禾", dt.date(2026, 2, 3), "b", 2.5, "泵"],
        ],
    }
    result = read(book(tmp_path, sheets))
    assert (net(result), result.sheets) == (40_000.0, ("2025", "2026"))
    assert "F-515" in codes(result)


def test_rows_of_the_month_sheets_and_of_the_year_sheet_come_in_once(tmp_path: Path) -> None:
    head: list[object] = ["日期", "单号", "客户", "金额"]
    january: list[object] = [dt.date(2026, 1, 2), "a", "云桥", 1.5]
    february: list[object] = [dt.date(2026, 2, 3), "b", "青禾", 2.5]
    sheets: dict[str, Rows] = {
        "全年": [head, january, february],
        "1月": [head, january],
        "2月": [head, february],
    }
    result = read(book(tmp_path, sheets))
    assert net(result) == 4.0
    assert "F-518" in codes(result)


def test_sheets_in_different_units_are_asked_about(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "2025": [["日期", "单号", "客户", "金额(万元)"], [dt.date(2025, 1, 2), "a", "云桥", 1.5]],
        "2026": [["日期", "单号", "客户", "金额(元)"], [dt.date(2026, 2, 3), "b", "青禾", 25_000]],
    }
    assert asked(read(book(tmp_path, sheets))) == ["sheets"]
    assert net(read(book(tmp_path, sheets), sheets=("2026",))) == 25_000.0


def test_a_two_line_header_with_merged_groups(tmp_path: Path) -> None:
    def merge(file: openpyxl.Workbook) -> None:
        for area in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
            file["S"].merge_cells(area)

    rows: Rows = [
        ["Sales report 2026", None, None, None, None], ["Customer", "Order", None, "Amount", None], [None, "Date", "No", "Net", "Gross"],
        [ALDER, dt.date(2026, 1, 2), "a", 10, 11.3], [BIRCH, dt.date(2026, 1, 3), "b", 20, 22.6],
    ]  # fmt: skip
    assert net(read(book(tmp_path, {"S": rows}, merge))) == 30.0


def test_money_received_is_no_order_amount(tmp_path: Path) -> None:
    """Below a group «收款» stand a day and an amount of their own: which are the orders' is asked."""
    text = "订单,,,收款,\n日期,单号,客户,日期,金额\n2026-01-02,a,云桥,2026-02-01,10\n"
    assert asked(read(write(tmp_path, text))) == ["contested"]


def test_a_report_grouped_by_customer(tmp_path: Path) -> None:
    text = (
        f'Sales by customer,,,,\nDate,Transaction Type,No.,Product,Amount\n{ALDER},,,,\n01/15/2026,Invoice,1001,Pump,"1,200.00"\n'
        f'02/20/2026,Credit Memo,1002,Pump,-200.00\nTotal for {ALDER},,,,"1,000.00"\n{BIRCH},,,,\n03/15/2026,Invoice,1003,Pump,300.00\n'
        f'Total for {BIRCH},,,,300.00\nTOTAL,,,,"1,300.00"\n'
    )
    result = read(write(tmp_path, text))
    assert net(result) == 1300.0
    assert result.frame["customer"].tolist() == [ALDER, ALDER, BIRCH]


def test_a_subtotal_without_a_word_is_told_by_its_sum(tmp_path: Path) -> None:
    text = "客户,日期,单号,金额\n云桥,2026-01-05,1,200\n云桥,2026-01-06,2,300\n云桥,,,500\n青禾,2026-01-06,3,300\n青禾,,,300\n,,,800\n"
    assert net(read(write(tmp_path, text))) == 800.0


def test_total_energies_is_a_customer(tmp_path: Path) -> None:
    text = "Customer,Date,No,Amount\nTotal Energies,2026-03-05,1,10.5\nSummit Sum Ltd,2026-03-06,2,5.5\nTotal,,,16\n"
    assert read(write(tmp_path, text)).frame["customer"].tolist() == ["Total Energies", "Summit Sum Ltd"]
    names = "Customer,Industry\nTotal Energies,Oil\nCount Basie Ltd,Music\n"
    assert len(read(write(tmp_path, names), "customers").frame) == 2


def test_one_blank_customer_among_named_ones_is_an_error(tmp_path: Path) -> None:
    text = "客户,日期,单号,金额\n云桥,2026-03-05,1,10\n云桥,2026-03-06,2,5\n,2026-03-07,3,4\n青禾,2026-03-08,4,3\n青禾,2026-03-09,5,2\n"
    assert "F-529" in codes(read(write(tmp_path, text)))


def test_a_column_a_month_becomes_a_row_a_month(tmp_path: Path) -> None:
    text = f"Sales by customer 2026\nCustomer,Jan,Feb,Mar,Total\n{ALDER},100,,50,150\n{BIRCH},10,20,30,60\nTotal,110,20,80,210\n"
    result = read(write(tmp_path, text))
    assert (len(result.frame), net(result)) == (5, 210.0)
    assert asked(read(write(tmp_path, text.replace(" 2026", "")))) == ["year"]


# ── values ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ("05/03/2026", "06/04/2026", ["dates"]), ("05-03-26", "06-04-26", ["dates"]), ("13/02/2026", "05/03/2026", []),
        ("26/03/15", "26/04/20", []), ("05.03.26", "06.04.26", []), ("13/02/2026", "02/25/2026", ["dates_mixed"]),
    ],
)  # fmt: skip
def test_the_whole_column_decides_the_order_of_days(
    tmp_path: Path, first: str, second: str, kinds: list[str]
) -> None:
    text = f"Date;No;Customer;Amount\n{first};1;{ALDER};10\n{second};2;{ALDER};20\n"
    assert asked(read(write(tmp_path, text))) == kinds


def test_another_column_of_days_decides_as_well(tmp_path: Path) -> None:
    text = f"Order Date,Ship Date,No,Customer,Amount\n05/03/2026,05/28/2026,1,{ALDER},10\n06/04/2026,06/30/2026,2,{ALDER},20\n"
    assert read(write(tmp_path, text)).frame["date"].dt.strftime("%m-%d").tolist() == ["05-03", "06-04"]


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        (("1'250.50", "12'000.00"), 13_250.5), (("1 250,50", "12 000"), 13_250.5), (('"1,25,000.00"', '"12,000.00"'), 137_000.0),
        (("¥(1,200.00)".replace(",", ""), "¥2000.00"), 800.0), (("1.2万元", "3500元"), 15_500.0),
    ],
)  # fmt: skip
def test_figures_as_people_write_them(tmp_path: Path, amounts: tuple[str, str], total: float) -> None:
    text = f"Date;No;Customer;Amount\n2026-03-05;1;{ALDER};{amounts[0]}\n2026-04-06;2;{ALDER};{amounts[1]}\n"
    assert net(read(write(tmp_path, text))) == total


def test_a_point_before_three_digits_is_asked_about(tmp_path: Path) -> None:
    text = f"Order Date;Order No;Customer;Amount\n2026-03-11;1;{ALDER};1.250\n2026-04-12;2;{ALDER};12.500\n"
    assert asked(read(write(tmp_path, text))) == ["decimal"]
    assert net(read(write(tmp_path, text), decimal="comma")) == 13_750.0


def test_a_currency_column_is_known_by_what_it_holds(tmp_path: Path) -> None:
    text = f"Date,No,Customer,Amount,Xyz\n2026-03-05,1,{ALDER},100,EUR\n2026-03-06,2,{BIRCH},50,CNY\n"
    assert asked(read(write(tmp_path, text))) == ["currency"]
    result = read(write(tmp_path, text), rates={"EUR": 8.0})
    assert net(result) == 850.0
    assert result.frame[["currency", "quantity", "price"]].iloc[0].tolist() == ["EUR", 1.0, 100.0]


def test_an_unknown_state_is_asked_about_and_answered(tmp_path: Path) -> None:
    text = f"Order Date,Order No,Customer,Amount,Status\n2026-03-11,1,{ALDER},100,Zorg\n2026-04-12,2,{ALDER},50,Paid\n"
    assert asked(read(write(tmp_path, text))) == ["words"]
    assert net(read(write(tmp_path, text), words={"zorg": "skip"})) == 50.0


def test_headers_nobody_knows_are_mapped_by_the_user(tmp_path: Path) -> None:
    text = f"Booked,Ref,Who,Figure\n2026-02-01,1,{ALDER},10\n2026-01-16,2,{ALDER},500\n"
    assert set(asked(read(write(tmp_path, text)))) == {"column"}
    assert (
        net(read(write(tmp_path, text), columns={"date": "Booked", "customer": "Who", "amount": "Figure"}))
        == 510.0
    )


def test_a_formula_without_a_stored_value_stops(tmp_path: Path) -> None:
    rows: Rows = [
        ["Date", "No", "Customer", "Qty", "Price", "Amount"],
        [dt.date(2026, 1, 2), "a", ALDER, 2, 3, "=D2*E2"],
    ]
    assert asked(read(book(tmp_path, {"S": rows}))) == ["formula"]


def test_a_web_page_that_calls_itself_xls(tmp_path: Path) -> None:
    text = (
        "<html><body><table><tr><th>Order Date</th><th>Order No</th><th>Customer</th><th>Amount</th></tr>"
        "<tr><td rowspan=2>2026-01-03</td><td>008</td><td>Alder &amp; Co</td><td>1,250.50</td></tr>"
        "<tr><td>009</td><td>Birch</td><td>3</td></tr><tr><td colspan=3>Total</td><td>1,253.50</td></tr></table></body></html>"
    )
    result = read(write(tmp_path, text, name="export.xls"))
    assert (net(result), result.frame["order_no"].tolist()) == (1253.5, ["008", "009"])
