"""The demo book tells the stories it promises, and is the same every time."""

from __future__ import annotations

import datetime as dt
import hashlib
import time

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.demo import PLANTED, DemoBook, demo_tables, demo_world
from salesplan_xl.demo.pipeline import played
from salesplan_xl.schema import inputs
from salesplan_xl.schema.types import NUMERIC, Kind
from tests.demo_data.big_customer import one_big_customer
from tests.demo_data.year import year_files


@pytest.fixture(scope="module")
def rep() -> DemoBook:
    return demo_tables("rep")


@pytest.fixture(scope="module")
def team() -> DemoBook:
    return demo_tables("team")


def fingerprint(book: DemoBook) -> str:
    digest = hashlib.sha256(repr(sorted(book.settings.items())).encode())
    for key in sorted(book.tables):
        frame = book.tables[key]
        digest.update(frame.to_csv(index=True, float_format="%.10f").encode())
        digest.update(str(frame.dtypes.to_dict()).encode())
    return digest.hexdigest()


def revenue(book: DemoBook, year: int) -> pd.Series:
    orders = book.tables["orders"]
    sums = orders[orders["date"].dt.year == year].groupby("customer")["amount"].sum()
    return sums.sort_values(ascending=False)


def tiers(book: DemoBook, year: int = 2026) -> pd.Series:
    """Share before the customer below 80 % is A, below 95 % B, everyone else C."""
    sums = revenue(book, year)
    before = (sums.cumsum() - sums) / sums.sum()
    tier = pd.Series(np.where(before < 0.8, "A", np.where(before < 0.95, "B", "C")), index=sums.index)
    return tier.reindex(book.tables["customers"]["name"]).fillna("C")


@pytest.mark.parametrize("size", ["rep", "team"])
def test_made_twice_it_is_the_same_to_the_byte(size: str) -> None:
    assert fingerprint(demo_tables(size)) == fingerprint(demo_tables(size))


def test_another_size_or_a_messy_book_differs(rep: DemoBook, team: DemoBook) -> None:
    assert len({fingerprint(rep), fingerprint(team), fingerprint(demo_tables("rep", messy=True))}) == 3


def test_a_rep_has_60_customers_and_350_orders_a_team_800_and_5000(rep: DemoBook, team: DemoBook) -> None:
    sizes = [(len(book.tables["customers"]), len(book.tables["orders"])) for book in (rep, team)]
    assert sizes == [(60, 350), (800, 5_000)]


@pytest.mark.slow
def test_a_company_of_20000_customers_is_made_in_seconds_with_distinct_names() -> None:
    started = time.process_time()
    book = demo_tables("company", lang="en")
    took = time.process_time() - started
    customers, orders = book.tables["customers"], book.tables["orders"]
    assert (len(customers), len(orders)) == (20_000, 130_000)
    assert customers["name"].is_unique
    assert customers["owner"].nunique() == 150
    assert took < 5


@pytest.mark.slow
def test_company_names_are_distinct_in_chinese_too() -> None:
    assert demo_tables("company").tables["customers"]["name"].is_unique


def test_every_table_has_all_schema_columns_in_the_agreed_types(rep: DemoBook) -> None:
    for table in inputs.INPUTS:
        frame = rep.tables[table.key]
        assert list(frame.columns) == table.keys()
        assert isinstance(frame.index, pd.RangeIndex)
        for column in table.columns:
            dtype = str(frame[column.key].dtype)
            wanted = (
                "float64"
                if column.kind in NUMERIC
                else "datetime64[ns]"
                if column.kind is Kind.DATE
                else "object"
            )
            assert dtype == wanted, (table.key, column.key)
            if column.choices:
                assert set(frame[column.key].dropna()) <= {item.key for item in column.choices}
            if column.required and column.key != "lines_needed":
                assert frame[column.key].notna().all(), (table.key, column.key)


@pytest.mark.parametrize("size", ["rep", "team"])
def test_money_is_exact_to_the_yuan(size: str) -> None:
    tables = demo_tables(size).tables
    for table, column in (("orders", "amount"), ("receivables", "amount"), ("receivables", "paid_amount")):
        yuan = tables[table][column].dropna() * 10_000
        assert (yuan - yuan.round()).abs().max() < 1e-5


def test_the_first_six_customers_carry_about_78_percent_of_1900(rep: DemoBook) -> None:
    sums = revenue(rep, 2026)
    assert sums.sum() == pytest.approx(1_900, abs=60)
    assert 0.74 <= sums.iloc[:6].sum() / sums.sum() <= 0.82


@pytest.mark.parametrize("size", ["rep", "team"])
def test_small_customers_take_more_than_half_of_the_visit_days(size: str) -> None:
    book = demo_tables(size)
    visits = book.tables["visits"]
    days = visits.groupby(visits["customer"].map(tiers(book)))["days"].sum()
    assert days["C"] / days.sum() > 0.5


def test_every_customer_named_anywhere_is_in_the_list_but_prospects_have_a_source(team: DemoBook) -> None:
    known = set(team.tables["customers"]["name"])
    prospects = {label.zh for key, label in PLANTED.items() if key.startswith("prospect")}
    for key in ("orders", "receivables", "contacts", "visits", "actions"):
        assert set(team.tables[key]["customer"]) <= known, key
    opportunities = team.tables["opportunities"]
    new = opportunities[~opportunities["customer"].isin(known)]
    assert prospects < set(new["customer"])
    assert set(new["source"]) == {"fair", "referral", "online", "other"}
    assert (opportunities["source"].notna().mean()) > 0.9
    assert set(opportunities["source"][opportunities["customer"].isin(known)].dropna()) == {"existing"}


@pytest.mark.parametrize(("month", "last"), [(1, "2027-01-31"), (2, "2027-02-28"), (3, "2027-03-31")])
def test_the_next_step_of_a_lead_lies_days_after_the_list(month: int, last: str) -> None:
    """At the end of each month that the demo plays: 4 to 26 days later, Saturdays and Sundays moved by one."""
    market, made = demo_world("rep", "zh", 2027)
    projects = made["opportunities"]
    leads = played(market, projects, month).iloc[len(projects) :]
    days = (leads["next_date"].dropna() - pd.Timestamp(last)).dt.days
    assert len(days) > 10
    assert days.between(3, 27).all()


def test_the_december_fair_converts_far_better_than_online_by_the_end_of_march(rep: DemoBook) -> None:
    """5 of 26 from the fair signed, none of 24 online (S1: 30 % against 5 %); 36 more came in the quarter."""
    table = rep.tables["opportunities"]
    december = table[table["opened"].between(pd.Timestamp(2026, 12, 1), pd.Timestamp(2026, 12, 31))]
    leads = december[~december["source"].isin(["existing"]) & december["source"].notna()]
    signed = (leads["result"] == "won").groupby(leads["source"]).agg(["size", "sum"])
    assert signed["size"].to_dict() == {"fair": 26, "referral": 8, "online": 24, "other": 2}
    assert signed["sum"].to_dict() == {"fair": 5, "referral": 1, "online": 0, "other": 0}
    assert leads.query("result == 'lost'")["loss_reason"].notna().all()
    assert (table["opened"] > pd.Timestamp(2026, 12, 31)).sum() == 36
    assert table["opened"].max() <= pd.Timestamp(2027, 3, 31)


def test_the_five_axis_machine_is_wanted_by_two_customers_in_one_week(rep: DemoBook) -> None:
    machine = rep.tables["resources"].set_index("name").loc["五轴加工中心样机", "customers"].split("、")
    rows = rep.tables["opportunities"].query("customer in @machine and stage in ('proposal', 'quote')")
    assert sorted(rows["customer"]) == sorted(machine)
    assert rows["next_date"].dt.isocalendar()["week"].nunique() == 1


def test_nodes_lead_up_to_the_sign_date(rep: DemoBook) -> None:
    row = rep.tables["opportunities"].set_index("project").loc["新厂自动化产线项目"]
    assert row["nodes"] == "2027-08-31 方案评审;2027-09-30 商务谈判;2027-10-20 签约"


def test_actions_are_done_late_and_open(rep: DemoBook) -> None:
    actions, today = rep.tables["actions"], pd.Timestamp(2027, 3, 31)
    done, due = actions["done_on"], actions["due"]
    assert (done <= due).any() and (done > due).any()
    assert (done.isna() & (due < today)).any() and (done.isna() & (due > today)).any()
    assert actions[["customer", "action", "owner", "acceptance"]].notna().all(axis=None)
    assert not actions.duplicated(["customer", "action"]).any()


def test_data_end_on_31_march_of_the_plan_year(rep: DemoBook) -> None:
    last = pd.Timestamp(2027, 3, 31)
    assert rep.tables["orders"]["date"].min() >= pd.Timestamp(2024, 1, 1)
    for key, column in (("orders", "date"), ("receivables", "paid_date"), ("visits", "date")):
        assert pd.Timestamp(2027, 3, 1) <= rep.tables[key][column].max() <= last
    assert rep.tables["receivables"]["due"].max() <= pd.Timestamp(2026, 12, 31) + pd.Timedelta(days=400)
    assert rep.settings["current_month"] == "2027-03"


def test_large_orders_are_invoiced_in_three_parts_that_add_up(rep: DemoBook) -> None:
    """A 20万 order in this year is due 30 % in advance, 60 % on delivery, 10 % after a year."""
    receivables = rep.tables["receivables"]
    assert set(receivables["kind"]) == {"advance", "progress", "retention"}
    orders = rep.tables["orders"]
    chosen = orders[
        (orders["date"].dt.year == 2026) & (orders["amount"] >= 20) & (orders["date"].dt.month < 10)
    ].iloc[0]
    advance = receivables[
        (receivables["customer"] == chosen["customer"])
        & (receivables["due"] == chosen["date"])
        & (receivables["kind"] == "advance")
    ]
    assert np.isclose(advance["amount"], chosen["amount"] * 0.3, atol=1e-4).any()


def test_credit_notes_are_about_one_and_a_half_percent_and_negative(team: DemoBook) -> None:
    orders = team.tables["orders"]
    returned = orders["kind"] == "credit"
    assert returned.mean() == pytest.approx(0.015, abs=0.001)
    assert ((orders["amount"] < 0) == returned).all()


def test_january_and_february_are_weak_and_the_last_quarter_strong(team: DemoBook) -> None:
    orders = team.tables["orders"]
    month = orders[orders["date"].dt.year < 2027]["date"].dt.month.value_counts()
    assert month[[1, 2]].mean() < month.mean() * 0.8 < month.mean() * 1.05 < month[[10, 11, 12]].mean()


def test_the_habitual_payer_is_a_large_customer_that_pays_late(rep: DemoBook) -> None:
    name = PLANTED["habitual_payer"].zh
    own = rep.tables["receivables"].query("customer == @name")
    settled = own[own["paid_date"].notna() & (own["kind"] == "progress")]
    assert tiers(rep)[name] == "A"
    assert len(settled) >= 5
    assert (settled["paid_date"] > settled["due"]).mean() > 0.8
    retention = own[(own["kind"] == "retention") & own["paid_date"].isna()]
    assert (retention["due"] < pd.Timestamp(2025, 12, 31)).any()


def test_habitual_late_payers_are_the_exception(team: DemoBook) -> None:
    receivables = team.tables["receivables"].dropna(subset="paid_date")
    late = (
        (receivables["paid_date"] > receivables["due"]).groupby(receivables["customer"]).agg(["mean", "size"])
    )
    assert (late[late["size"] >= 5]["mean"] >= 0.5).mean() < 0.25


def test_the_single_point_customer_lost_a_project_and_30_percent(rep: DemoBook) -> None:
    name = PLANTED["single_point"].zh
    contacts = rep.tables["contacts"].query("customer == @name")
    opportunity = rep.tables["opportunities"].query("customer == @name and result == 'lost'")
    assert contacts["role"].tolist() == ["purchasing"]
    assert opportunity["loss_reason"].notna().all()
    assert len(opportunity) >= 1
    assert -0.32 < revenue(rep, 2026)[name] / revenue(rep, 2025)[name] - 1 <= -0.30
    assert tiers(rep)[name] == "A"


def test_the_high_potential_customer_buys_one_line_needs_three_and_grew_60_percent(rep: DemoBook) -> None:
    name = PLANTED["high_potential"].zh
    row = rep.tables["customers"].set_index("name").loc[name]
    assert rep.tables["orders"].query("customer == @name")["line"].nunique() == 1
    assert len(row["lines_needed"].split("、")) == 3
    assert revenue(rep, 2026)[name] / revenue(rep, 2025)[name] == pytest.approx(1.6, abs=0.01)
    assert tiers(rep)[name] == "B"


def test_the_lost_customer_was_an_a_last_year_and_bought_nothing_since(rep: DemoBook) -> None:
    name = PLANTED["lost_a"].zh
    assert tiers(rep, 2025)[name] == "A"
    assert name not in revenue(rep, 2026).index
    assert name not in revenue(rep, 2027).index


def test_typed_revenue_agrees_with_the_orders(rep: DemoBook) -> None:
    customers = rep.tables["customers"].set_index("name")
    typed = customers["this_year"].dropna()
    assert len(typed) == 4
    assert np.allclose(typed, revenue(rep, 2026).reindex(typed.index).fillna(0))


def test_opportunities_cover_all_stages_and_every_quarter(team: DemoBook) -> None:
    table = team.tables["opportunities"]
    assert set(table["stage"]) == {
        "lead",
        "need",
        "proposal",
        "quote",
        "negotiation",
        "signed",
        "paid",
        "reorder",
    }
    open_ = table[table["result"].isna()]
    assert set(open_["sign_date"].dt.quarter) == {1, 2, 3, 4}
    assert open_["next_step"].isna().any()
    assert (open_["next_date"] < pd.Timestamp(2026, 12, 31)).any()
    assert not table.duplicated(["customer", "project"]).any()


def test_the_messy_book_has_the_faults_it_announces() -> None:
    clean, messy = demo_tables("rep").tables, demo_tables("rep", messy=True).tables
    names = messy["customers"]["name"]
    assert names[names.duplicated()].tolist() == [PLANTED["duplicate"].zh]
    assert {PLANTED["alike"].zh, PLANTED["alike_short"].zh} <= set(names)
    orders = messy["orders"]
    assert ((orders["kind"] == "order") & (orders["amount"] < 0)).sum() == 3
    assert orders["date"].isna().sum() == 2
    assert messy["receivables"]["due"].isna().sum() == 2
    assert orders.duplicated().any()
    assert set(orders["customer"]) - set(names) == {PLANTED["prospect_1"].zh}
    assert not (clean["orders"]["amount"][clean["orders"]["kind"] == "order"] < 0).any()


def test_the_english_book_has_the_same_figures_and_no_chinese(rep: DemoBook) -> None:
    english = demo_tables("rep", lang="en")
    assert english.tables["orders"]["amount"].equals(rep.tables["orders"]["amount"])
    for frame in english.tables.values():
        for column in frame.columns[frame.dtypes.astype(str) == "object"]:
            joined = "".join(frame[column].dropna())
            assert not any("\u3400" <= letter <= "\u9fff" for letter in joined), column
    assert PLANTED["project"].en in set(english.tables["customers"]["name"])


def test_another_plan_year_moves_all_dates() -> None:
    book = demo_tables("rep", plan_year=2026)
    assert book.tables["orders"]["date"].dt.year.max() == 2026
    assert str(book.settings["as_of"]) == "2025-12-31"


def test_one_big_customer_carries_85_percent() -> None:
    sums = revenue(one_big_customer(), 2026)
    assert sums.tolist() == pytest.approx([85, 10, 3, 2])
    assert (tiers(one_big_customer()) == "A").sum() == 1


# ── the plan year, month by month ───────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def year() -> list[dict[str, pd.DataFrame]]:
    return [year_files("rep", "zh", month) for month in range(13)]


def sales(files: dict[str, pd.DataFrame]) -> float:
    return float(files["orders"]["金额(万元)"].sum())


def project(files: dict[str, pd.DataFrame], name: str = "新厂自动化产线项目") -> pd.Series:
    return files["opportunities"].set_index("项目").loc[name]


def of_customer(files: dict[str, pd.DataFrame], customer: str, project: str) -> pd.Series:
    rows = files["opportunities"]
    return rows[rows["客户名称"].str.startswith(customer) & (rows["项目"] == project)].iloc[0]


def test_the_year_is_the_same_every_time_and_in_both_languages(year: list[dict[str, pd.DataFrame]]) -> None:
    again, english = year_files("rep", "zh", 5), year_files("rep", "en", 5)
    for key, frame in again.items():
        pd.testing.assert_frame_equal(frame, year[5][key])
        assert len(frame) == len(english[key]), key
    assert english["orders"]["Amount (10k CNY)"].tolist() == again["orders"]["金额(万元)"].tolist()


def test_the_eve_and_the_first_three_months_are_the_demo_book(
    year: list[dict[str, pd.DataFrame]], rep: DemoBook
) -> None:
    """Nothing of the plan year is known on its eve; by the end of March the orders are those of the demo."""
    for key, header in (("orders", "日期"), ("visits", "日期")):
        assert max(year[0][key][header]) < dt.date(2027, 1, 1)
        assert sum(len(files[key]) for files in year[:4]) == len(rep.tables[key])
    assert year[0]["receivables"]["回款日期"].dropna().max() < dt.date(2027, 1, 1)
    assert max(year[0]["opportunities"]["登记日期"]) < dt.date(2027, 1, 1)


def test_each_month_brings_its_own_orders_and_some_months_are_short(
    year: list[dict[str, pd.DataFrame]],
) -> None:
    for month, files in enumerate(year[1:], start=1):
        assert {day.month for day in files["orders"]["日期"]} == {month}
    monthly = [sales(files) for files in year[1:]]
    assert sum(monthly) == pytest.approx(2_328, abs=5)
    assert (min(monthly), max(monthly)) == pytest.approx((88, 403), abs=3)


def test_payments_come_for_invoices_written_before(year: list[dict[str, pd.DataFrame]]) -> None:
    known: set[str] = set()
    for month, files in enumerate(year):
        rows = files["receivables"]
        paid = rows[rows["回款日期"].notna()]
        if month:
            assert {day.month for day in paid["回款日期"]} <= {month}
            assert set(paid["单据号"]) & known, "most pay what was invoiced in an earlier month"
        known |= set(rows["单据号"])


def test_in_august_the_planted_project_goes_from_the_third_quarter_into_next_year(
    year: list[dict[str, pd.DataFrame]],
) -> None:
    dates = [project(files)["预计签单"] for files in year]
    assert dates[5] == dt.date(2027, 10, 20)
    assert dates[6:8] == [dt.date(2027, 9, 15)] * 2
    assert set(dates[8:]) == {dt.date(2028, 3, 15)}
    assert (project(year[8])["卡点"], project(year[12])["阶段"]) == ("客户预算推迟到明年", "谈判")


def test_one_project_slips_within_the_year_one_is_lost_and_one_won_is_ordered(
    year: list[dict[str, pd.DataFrame]],
) -> None:
    rows = [of_customer(files, "常州明照", "自动化产线扩产项目") for files in year]
    assert (rows[4]["预计签单"], rows[5]["预计签单"].month) == (dt.date(2027, 5, 7), 10)
    assert (rows[9]["阶段"], rows[10]["结果"]) == ("报价", "赢单")
    assert (year[10]["orders"]["金额(万元)"] == 180).any()
    lost = of_customer(year[10], "昆山泰威", "自动化产线扩产项目")
    assert (lost["结果"], bool(lost["丢单原因"])) == ("丢单", True)


def test_actions_get_done_as_the_year_goes_on(year: list[dict[str, pd.DataFrame]]) -> None:
    done = [int(files["actions"].get("完成日期", pd.Series(dtype=object)).notna().sum()) for files in year]
    assert done == sorted(done) and done[0] == 0 and done[12] > 40


def test_there_is_no_thirteenth_month() -> None:
    with pytest.raises(ValueError, match="13"):
        year_files("rep", "zh", 13)
