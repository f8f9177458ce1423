"""The month start list: what it holds, in which order, and why (guide/month.md, S0)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.catalogue import render
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.schedule.milestones import project_milestones
from salesplan_xl.planning.schedule.pipeline_coverage import quarter_coverage
from salesplan_xl.planning.schedule.slips import project_states, track_slips
from salesplan_xl.planning.tracking.month_list import month_list
from salesplan_xl.planning.tracking.month_list_reorders import reorders_due
from salesplan_xl.rules import CalendarRules, Rules
from salesplan_xl.schema.tracking import MONTH_LIST
from tests.golden.test_pipeline_coverage import s1
from tests.golden.test_quarters import opportunities

THIRDS = np.full(12, 1 / 3)
RULES = Rules()


def texts(values: list[object]) -> pd.Series:
    return pd.Series(values, dtype=object)


def dates(values: list[str | None]) -> pd.Series:
    return pd.Series(pd.to_datetime(values)).astype("datetime64[ns]")


def plan_of(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    """Customers as (name, tier, target of each quarter, visits a month), without any action."""
    count = len(rows)
    return pd.DataFrame(
        {
            "customer": texts([row[0] for row in rows]),
            "tier": texts([row[1] for row in rows]),
            **{quarter: [float(row[2]) for row in rows] for quarter in ("q1", "q2", "q3", "q4")},
            "visits": [float(row[3]) for row in rows],
            "key_action": texts([None] * count),
            "next_action": texts([None] * count),
            "owner": texts([None] * count),
            "due": dates([None] * count),
        }
    )


def health_of(*rows: tuple[str, str, str, str, float]) -> pd.DataFrame:
    """Health as (customer, tier, potential, payment habit, late rate)."""
    keys = ("customer", "tier", "potential", "payment")
    frame = pd.DataFrame({key: texts([row[at] for row in rows]) for at, key in enumerate(keys)})
    return frame.assign(late_rate=np.array([row[4] for row in rows], dtype=float))


def opportunities_of(*rows: dict[str, object]) -> pd.DataFrame:
    base = {"customer": "甲机械", "project": "产线改造", "stage": "need", "amount": 100.0, "next_step": "打样",
            "next_date": "2027-03-20", "sign_date": None, "result": None}  # fmt: skip
    full = [base | row for row in rows]
    frame = pd.DataFrame({key: texts([row[key] for row in full]) for key in base})
    for key in ("next_date", "sign_date"):
        frame[key] = dates([row[key] for row in full])  # type: ignore[misc]
    return frame.assign(amount=frame["amount"].astype(float))


def receivables_of(*rows: tuple[str, str, str, float, str | None, float | None]) -> pd.DataFrame:
    """Receivables as (invoice, customer, due, amount, paid date, paid amount), all progress payments."""
    return pd.DataFrame(
        {
            "invoice": texts([row[0] for row in rows]), "customer": texts([row[1] for row in rows]),
            "kind": texts(["progress"] * len(rows)), "due": dates([row[2] for row in rows]),
            "amount": np.array([row[3] for row in rows], dtype=float), "paid_date": dates([row[4] for row in rows]),
            "paid_amount": np.array([row[5] for row in rows], dtype=float),
        }
    )  # fmt: skip


def visits_of(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": dates([row[0] for row in rows]),
            "customer": texts([row[1] for row in rows]),
            "purpose": texts([row[2] for row in rows]),
        }
    )


def tracking_of(*rows: tuple[str, float, float, float, float]) -> pd.DataFrame:
    """Progress as (customer, target, actual, target to date, actual to date)."""
    keys = ("target", "actual", "target_to_date", "actual_to_date")
    numbers = {key: np.array([row[at + 1] for row in rows], dtype=float) for at, key in enumerate(keys)}
    return pd.DataFrame({"customer": texts([row[0] for row in rows]), **numbers})


def listed(
    plan: pd.DataFrame,
    health: pd.DataFrame | None = None,
    opportunities: pd.DataFrame | None = None,
    receivables: pd.DataFrame | None = None,
    visits: pd.DataFrame | None = None,
    tracking: pd.DataFrame | None = None,
    rules: Rules = RULES,
    month: str = "2027-03",
    **projects: Any,
) -> pd.DataFrame:
    return month_list(
        health_of() if health is None else health, plan,
        opportunities_of() if opportunities is None else opportunities,
        receivables_of() if receivables is None else receivables,
        visits_of() if visits is None else visits,
        tracking_of() if tracking is None else tracking, THIRDS, rules, month, **projects,
    )  # fmt: skip


def of_kind(frame: pd.DataFrame, kind: str) -> list[tuple[str, str, str]]:
    """Customer, what and why of one kind, as a salesperson reads them."""
    rows = frame[frame["kind"] == kind]
    return [
        (customer, render(what, "zh"), render(why, "zh"))
        for customer, what, why in zip(rows["customer"], rows["what"], rows["why"], strict=True)
    ]


ONE = plan_of(("甲机械", "A", 90, 2))


def test_a_reorder_to_be_spoken_of_is_a_reason_in_the_customers_row() -> None:
    reorders = pd.DataFrame({"customer": texts(["甲机械"]), "contact_date": dates(["2027-03-12"])})
    ((_, _, why),) = of_kind(listed(ONE, reorders=reorders), "customer")
    assert "该联系返单(2027-03-12)" in why
    ((_, _, why),) = of_kind(listed(ONE, reorders=reorders.iloc[:0]), "customer")
    assert "返单" not in why


@pytest.mark.parametrize(
    ("month", "days"),
    [("2027-01", ["2026-12-31", "2027-01-20"]), ("2027-02", ["2027-02-10"]), ("2027-04", [])],
)
def test_the_coming_months_list_holds_what_is_due_now(month: str, days: list[str]) -> None:
    every = ["2026-12-31", "2027-01-20", "2027-02-10", None]
    reorders = pd.DataFrame({"customer": texts(list("甲乙丙丁")), "contact_date": dates(every)})
    calendar = dataclasses.replace(RULES.calendar, as_of=dt.date(2026, 12, 31))
    rules = dataclasses.replace(RULES, calendar=calendar)
    due = reorders_due(reorders, rules, month)
    assert [f"{day:%Y-%m-%d}" for day in due["contact_date"]] == days


# ── customers: target, visits and actions in one row ────────────────────────────────────────────────


def test_a_customer_has_one_row_furthest_behind_first() -> None:
    plan = plan_of(
        ("甲机械", "A", 90, 2), ("乙制造", "B", 120, 0), ("新客户", "N", 30, 0), ("丁化工", "C", 0, 0)
    )
    health = health_of(("甲机械", "A", "low", "normal", 0.1), ("乙制造", "B", "high", "normal", 0.1))
    progress = tracking_of(("甲机械", 30, 0, 90, 40), ("乙制造", 40, 10, 120, 100))
    visits = visits_of(("2027-02-10", "甲机械", "sales"), ("2027-03-02", "甲机械", "sales"))
    frame = listed(plan, health, tracking=progress, visits=visits)
    assert of_kind(frame, "customer") == [
        ("甲机械", "完成3月目标；3月拜访2次", "A类客户；到上月落后20,本月要一起补；上次拜访2027-02-10"),
        ("乙制造", "完成3月目标", "B类客户；高潜力客户,集中火力；到上月超前10"),
        ("新客户", "完成3月目标", "新客户业绩"),
    ]
    assert frame.loc[frame["kind"] == "customer", "amount"].tolist() == pytest.approx([30, 40, 10])


def test_all_a_customers_stand_others_top_up_to_thirty_and_the_rest_is_summed_up() -> None:
    plan = plan_of(
        *((f"大{number:02}", "A", 3, 0) for number in range(12)),
        *((f"中{number:02}", "B", 300 + 3 * number, 0) for number in range(40)),
    )
    rows = of_kind(listed(plan), "customer")
    names = [customer for customer, _, _ in rows[:-1]]
    assert len(names) == 30
    assert sum(name.startswith("大") for name in names) == 12
    assert names[0] == "中39"
    assert rows[-1] == (None, "还有22条未列出", f"未列出的合计{sum(100 + number for number in range(22)):,}")


def test_more_than_sixty_are_summed_up_in_one_row() -> None:
    plan = plan_of(*((f"大{number:03}", "A", 30, 0) for number in range(75)))
    rows = of_kind(listed(plan), "customer")
    assert len(rows) == 61
    assert rows[-1] == (None, "还有15条未列出", "未列出的合计150")


def test_quarterly_customers_come_in_their_month_only() -> None:
    plan = plan_of(*((f"客户{number}", "C", 0, 1 / 3) for number in range(3)), ("大", "A", 900, 0))
    seen = [of_kind(listed(plan, month=f"2027-0{month}"), "visit") for month in (1, 2, 3)]
    assert [[why for _, _, why in rows] for rows in seen] == [["轮到客户0"], ["轮到客户1"], ["轮到客户2"]]


def test_small_c_customers_share_a_row_an_area() -> None:
    """Month targets of 1 and 1 of 302 are below 1 %, 4 is not; who owes money has a row of its own."""
    plan = plan_of(
        ("大", "A", 885, 0), ("小1", "C", 3, 1), ("小2", "C", 3, 1), ("小3", "C", 12, 1), ("小4", "C", 3, 1),
        ("小5", "C", 3, 0),
    )  # fmt: skip
    plan["region"] = texts(["城东", "城西", "城西", "城西", None, "城东"])
    frame = listed(plan)
    assert of_kind(frame, "visit") == [
        (None, "3月一趟跑完城西的2家小客户", "轮到小1、小2"),
        (None, "3月一趟跑完没填区域的1家小客户", "轮到小4"),
    ]
    assert [customer for customer, _, _ in of_kind(frame, "customer")] == ["大", "小3"]
    owing = listed(plan, receivables=receivables_of(("F1", "小1", "2027-03-10", 5, None, None)))
    assert [customer for customer, _, _ in of_kind(owing, "customer")] == ["大", "小3", "小1"]


def test_the_visit_without_selling_goes_to_the_a_customer_longest_without_one() -> None:
    plan = plan_of(("甲机械", "A", 9, 2), ("乙制造", "A", 90, 2), ("丙电子", "B", 900, 1))
    before = visits_of(("2026-11-10", "甲机械", "non_sales"), ("2027-01-10", "乙制造", "non_sales"))
    assert of_kind(listed(plan, visits=before), "care") == [
        ("甲机械", "3月不谈业务的拜访:聊客户关心的事", "A类里最久没有非销售性拜访,上次2026-11-10")
    ]
    assert of_kind(listed(plan), "care")[0][0] == "乙制造"


def test_a_visit_made_in_the_month_does_not_change_the_choice() -> None:
    plan = plan_of(("甲机械", "A", 9, 2), ("乙制造", "A", 9, 2))
    made = visits_of(("2027-03-05", "乙制造", "non_sales"))
    assert of_kind(listed(plan, visits=made), "care") == of_kind(listed(plan), "care")


def test_without_a_customers_nobody_is_proposed() -> None:
    assert of_kind(listed(plan_of(("丙电子", "B", 9, 1))), "care") == []


# ── actions ─────────────────────────────────────────────────────────────────────────────────────────


def test_actions_due_this_month_or_late_stand_in_the_row_of_their_customer() -> None:
    plan = plan_of(("甲机械", "A", 9, 0), ("乙制造", "A", 0, 0), ("丙电子", "B", 0, 0), ("丁化工", "C", 0, 0))
    plan["key_action"] = texts(["win_back", "拜访张总", Sentence("months.no_order"), None])
    plan["next_action"] = texts(["约总经理见面", None, None, None])
    plan["owner"] = texts(["李雷", None, None, None])
    plan["due"] = dates(["2027-03-30", "2027-02-01", "2027-04-01", "2027-03-01"])
    frame = listed(plan)
    assert of_kind(frame, "customer") == [
        (
            "甲机械",
            "完成3月目标；约总经理见面",
            "A类客户；计划本月2027-03-30完成；关键动作:挽回流失项目；负责人李雷",
        ),
        ("乙制造", "拜访张总", "A类客户；计划2027-02-01完成,已过28天"),
    ]
    assert frame.loc[frame["kind"] == "customer", "due"].dt.day.tolist() == [30, 1]


def test_an_action_given_as_a_sentence_is_listed_in_its_words() -> None:
    plan = plan_of(("甲机械", "A", 0, 0))
    plan["key_action"] = texts([Sentence("list.action", {"action": "maintain"})])
    plan["due"] = dates(["2027-03-10"])
    assert of_kind(listed(plan), "customer") == [
        ("甲机械", "维护现有关系", "A类客户；计划本月2027-03-10完成")
    ]


def actions_of(*rows: dict[str, object]) -> pd.DataFrame:
    base = {
        "customer": "甲机械",
        "action": "送样机",
        "owner": None,
        "due": None,
        "acceptance": None,
        "done_on": None,
    }
    full = [base | row for row in rows]
    frame = pd.DataFrame({key: texts([row[key] for row in full]) for key in base})
    return frame.assign(**{key: dates([row[key] for row in full]) for key in ("due", "done_on")})  # type: ignore[misc]


def test_actions_of_the_plan_stand_beside_those_of_the_map() -> None:
    plan = plan_of(("甲机械", "A", 0, 0), ("乙制造", "B", 0, 0))
    plan["next_action"] = texts(["送样机", "约采购"])
    plan["due"] = dates(["2027-03-31", "2027-03-15"])
    actions = actions_of(
        {"due": "2027-03-20", "owner": "周工", "acceptance": "客户试产合格"},
        {"action": "补合同", "customer": None, "due": "2027-02-25"},
        {"action": "下月再说", "due": "2027-04-01"}, {"action": "没定日期"},
        {"action": "做完了", "due": "2027-03-10", "done_on": "2027-03-09"},
    )  # fmt: skip
    frame = listed(plan, actions=actions)
    assert of_kind(frame, "action") == [(None, "补合同", "计划2027-02-25完成,已过4天")]
    assert of_kind(frame, "customer") == [
        ("甲机械", "送样机", "A类客户；计划本月2027-03-20完成；验收:客户试产合格；负责人周工"),
        ("乙制造", "约采购", "B类客户；计划本月2027-03-15完成"),
    ]


def test_actions_for_someone_who_is_not_on_the_map_stand_together() -> None:
    actions = actions_of(
        {"customer": "路人", "due": "2027-03-20"},
        {"customer": "路人", "action": "寄样本", "due": "2027-03-10"},
    )
    assert of_kind(listed(ONE, actions=actions), "action") == [
        ("路人", "寄样本；送样机", "计划本月2027-03-10完成；计划本月2027-03-20完成")
    ]


# ── opportunities ───────────────────────────────────────────────────────────────────────────────────


def test_opportunities_that_need_something_this_month() -> None:
    rows = opportunities_of(
        {"project": "没下一步", "next_step": None, "next_date": None, "amount": 50},
        {"project": "已过期", "next_date": "2027-02-10", "amount": 40},
        {"project": "要签单", "next_step": None, "next_date": None, "sign_date": "2027-03-31", "amount": 30},
        {"project": "签单已过", "sign_date": "2027-02-28", "amount": 20},
        {"project": "正常", "amount": 900},
        {"project": "已丢", "result": "lost", "next_step": None, "amount": 900},
        {"project": "已签", "stage": "signed", "next_step": None, "amount": 900},
    )
    assert of_kind(listed(ONE, opportunities=rows), "opportunity") == [
        ("甲机械", "没下一步:定出下一步和时间", "没有下一步"),
        ("甲机械", "已过期:打样", "下一步2027-02-10已过期"),
        ("甲机械", "要签单:推动签单", "没有下一步；预计2027-03-31签单"),
        ("甲机械", "签单已过:打样", "预计签单日2027-02-28已过"),
    ]


def test_a_raw_lead_is_asked_for_no_next_step() -> None:
    rows = opportunities_of({"stage": "lead", "next_step": None, "next_date": None})
    assert of_kind(listed(ONE, opportunities=rows), "opportunity") == []


def test_all_reasons_of_a_project_stand_in_one_row() -> None:
    rows = opportunities_of({"next_step": None, "next_date": "2027-02-10", "sign_date": "2027-03-20"})
    nodes = pd.DataFrame(
        {"row": [0], "customer": ["甲机械"], "project": ["产线改造"], "amount": [100.0], "node": ["3月12日评审"],
         "due": pd.to_datetime(["2027-03-12"]), "sign_date": pd.to_datetime(["2027-03-20"])}
    )  # fmt: skip
    assert of_kind(listed(ONE, opportunities=rows, nodes=nodes), "opportunity") == [
        (
            "甲机械",
            "产线改造:推动签单；产线改造:3月12日评审",
            "没有下一步；下一步2027-02-10已过期；预计2027-03-20签单；节点2027-03-12前要到",
        )
    ]


@pytest.mark.parametrize(("last", "silent"), [("2027-01-29", True), ("2027-01-30", False)])
def test_a_quote_is_silent_after_more_than_thirty_days(last: str, silent: bool) -> None:
    rows = opportunities_of({"stage": "quote", "next_step": None, "next_date": last})
    found = of_kind(listed(ONE, opportunities=rows), "opportunity")[0]
    assert ("报价后31天没有动静" in found[2]) is silent
    assert found[1] == ("产线改造:追问报价" if silent else "产线改造:定出下一步和时间")


def test_a_visit_since_the_quote_breaks_the_silence() -> None:
    rows = opportunities_of({"stage": "quote", "next_date": "2027-01-05"})
    visits = visits_of(("2027-02-20", "甲机械", "sales"))
    assert "没有动静" not in of_kind(listed(ONE, opportunities=rows, visits=visits), "opportunity")[0][2]


def test_dates_are_judged_as_of_the_day_inside_the_month() -> None:
    rules = dataclasses.replace(RULES, calendar=CalendarRules(2027, dt.date(2027, 3, 25)))
    rows = opportunities_of({"next_date": "2027-03-20"})
    assert of_kind(listed(ONE, opportunities=rows), "opportunity") == []
    assert len(of_kind(listed(ONE, opportunities=rows, rules=rules), "opportunity")) == 1


# ── receivables ─────────────────────────────────────────────────────────────────────────────────────


def paid_before(customer: str, *late: bool) -> list[tuple[str, str, str, float, str | None, float | None]]:
    """What a customer paid last year, on the day or three weeks late."""
    return [
        (
            f"{customer}{month}",
            customer,
            f"2026-{month:02}-10",
            100,
            f"2026-{month:02}-{31 if slow else 10}",
            None,
        )
        for month, slow in zip((1, 3, 5, 7, 8, 10), late, strict=False)
    ]


def test_receivables_by_what_will_probably_come_late() -> None:
    """60 of a customer who paid 5 of 6 late is called before 80 of one who always paid on the day."""
    owed = receivables_of(
        *paid_before("甲机械", True, True, True, True, True, False), *paid_before("乙制造", *[False] * 6),
        ("F1", "乙制造", "2027-03-10", 80, None, None), ("F2", "甲机械", "2027-03-20", 60, None, None),
        ("F3", "甲机械", "2027-04-01", 900, None, None), ("F4", "甲机械", "2027-03-05", 900, "2027-02-25", None),
        ("F5", "丙电子", "2027-02-20", 30, "2027-02-25", 20),
    )  # fmt: skip
    frame = listed(ONE, receivables=owed)
    assert of_kind(frame, "receivable") == [
        ("甲机械", "3月催收", "1笔到期；F2 60(2027-03-20到期)；19天后到期,晚付可能73%；它以往6笔里5笔晚付"),
        ("乙制造", "3月催收", "1笔到期；F1 80(2027-03-10到期)；9天后到期,晚付可能10%；它以往6笔里0笔晚付"),
        (
            "丙电子",
            "3月催收",
            "1笔到期；F5 10(2027-02-20到期)；已逾期9天,再过30天还收不到的可能20%；它以往1笔里1笔晚付",
        ),
    ]
    assert frame.loc[frame["kind"] == "receivable", "amount"].tolist() == [60, 80, 10]


def test_a_customer_that_owes_is_called_once_for_all_that_is_due() -> None:
    """10, 20 and 30 less a credit note of 5: 55, due since 15 January."""
    owed = receivables_of(
        ("I3", "乙", "2027-03-15", 30, None, None), ("I1", "乙", "2027-01-15", 10, None, None),
        ("I2", "乙", "2027-02-15", 20, None, None), ("I4", "乙", "2027-04-15", 40, None, None),
        ("C1", "乙", "2027-02-20", -5, None, None),
    )  # fmt: skip
    frame = listed(ONE, receivables=owed)
    row = frame[frame["kind"] == "receivable"].iloc[0]
    assert (row["amount"], row["due"]) == (55, pd.Timestamp("2027-01-15"))
    ((_, what, why),) = of_kind(frame, "receivable")
    assert what == "3月催收"
    assert why.startswith("3笔到期；I1 10(2027-01-15到期)；I2 20(2027-02-15到期)；I3 30(2027-03-15到期)；")


def test_a_payment_entered_ahead_of_the_as_of_date_is_not_asked_for_again() -> None:
    owed = receivables_of(
        ("F1", "甲机械", "2027-03-10", 80, "2027-03-20", None),
        ("F2", "甲机械", "2027-03-10", 80, "2027-03-20", 50),
    )
    frame = listed(ONE, receivables=owed)
    assert frame.loc[frame["kind"] == "receivable", "amount"].tolist() == [30]


def test_days_overdue_count_to_the_as_of_date_even_in_a_month_gone_by() -> None:
    rules = dataclasses.replace(RULES, calendar=CalendarRules(2027, dt.date(2027, 5, 10)))
    owed = receivables_of(
        ("F1", "甲机械", "2027-03-10", 80, None, None), ("F2", "甲机械", "2027-04-10", 8, None, None)
    )
    ((_, what, why),) = of_kind(listed(ONE, receivables=owed, rules=rules), "receivable")
    assert (what, why.split("；")[2].split(",")[0]) == ("3月催收", "已逾期61天")


# ── projects: nodes and moves ───────────────────────────────────────────────────────────────────────


def test_nodes_of_s1_due_in_june_and_the_last_one_missed() -> None:
    """S1: B's final proposal by 10 June, the technical review by 20 June; D is to be quoted by 15 June."""
    rows = opportunities(
        {"customer": "乙", "project": "B", "amount": 300.0, "nodes": "4月摸底;5月出初稿;6月10日方案终稿;6月20日技术评审;9月签单",
         "sign_date": "2027-09-10"},
        {"customer": "丁", "project": "D", "amount": 100.0, "nodes": "6月15日报价,7月决策"},
        {"customer": "戊", "project": "E", "amount": 80.0, "nodes": "6月5日现场调研", "result": "lost"},
    )  # fmt: skip
    rules = dataclasses.replace(RULES, calendar=CalendarRules(2027, dt.date(2027, 6, 12)))
    frame = listed(ONE, nodes=project_milestones(rows, 2027), rules=rules, month="2027-06")
    assert of_kind(frame, "opportunity") == [
        (
            "乙",
            "B:5月出初稿；B:6月10日方案终稿；B:6月20日技术评审",
            "节点原定2027-05-31,已过12天；预计2027-09-10签单；节点原定2027-06-10,已过2天；节点2027-06-20前要到",
        ),
        ("丁", "D:6月15日报价", "节点2027-06-15前要到"),
    ]
    assert frame.loc[frame["kind"] == "opportunity", "amount"].tolist() == [300, 100]


def moved_in_august(**changes: dict[str, object]) -> pd.DataFrame:
    """The list of August after projects of S1 changed; quarters 500/800/900/800, repeat business 400 each."""
    rules = dataclasses.replace(RULES, calendar=CalendarRules(2027, dt.date(2027, 8, 20)))
    targets, repeat = np.array([500.0, 800.0, 900.0, 800.0]), np.full(4, 400.0)
    now = s1(**changes)
    moved = track_slips(project_states(s1()), now, quarter_coverage(targets, repeat, now, rules), rules)
    return listed(ONE, moved=moved, rules=rules, month="2027-08")


def test_a_project_that_left_the_quarter_is_to_be_replaced() -> None:
    assert of_kind(moved_in_august(B={"sign_date": "2028-03-10"}), "opportunity") == [
        (
            "乙",
            "B延期:另找项目补Q3",
            "从2027-09-10推到2028-03-10,已延期1次；Q3目标900,现在只剩返单400,还差500",
        )
    ]
    lost = of_kind(moved_in_august(B={"result": "lost"}, A={"sign_date": "2027-08-30"}), "change")
    assert lost == [
        (
            "乙",
            "B丢单:问清原因,另找项目补Q3",
            "原定2027-09-10签单,少了300；Q3目标900,现在靠返单400和项目60,还差440",
        )
    ]


def test_a_project_that_moved_inside_its_quarter_or_out_of_one_gone_by_is_held_to_its_date() -> None:
    assert of_kind(
        moved_in_august(B={"sign_date": "2027-09-30"}, C={"sign_date": "2027-12-01"}), "opportunity"
    ) == [
        ("乙", "B推到2027-09-30:重排节点,盯住这个日期", "从2027-09-10推到2027-09-30,已延期1次"),
        ("丙", "C推到2027-12-01:重排节点,盯住这个日期", "从2027-05-20推到2027-12-01,已延期1次"),
    ]


@pytest.mark.parametrize("change", [{"stage": "signed"}, {"sign_date": "2027-06-30"}, {"amount": 500.0}, {}])
def test_good_news_asks_for_nothing(change: dict[str, object]) -> None:
    assert of_kind(moved_in_august(B=change), "opportunity") == []


# ── the whole ───────────────────────────────────────────────────────────────────────────────────────


def test_columns_types_and_order_of_the_kinds() -> None:
    frame = listed(
        ONE, opportunities=opportunities_of({"next_step": None}),
        receivables=receivables_of(("F1", "甲机械", "2027-03-10", 200, None, None)),
    )  # fmt: skip
    assert list(frame.columns) == MONTH_LIST.keys()
    assert frame["kind"].tolist() == ["receivable", "opportunity", "customer", "care"]
    assert frame["due"].dtype == "datetime64[ns]"
    assert frame["amount"].dtype == float
    assert frame["done"].isna().all()


def test_an_empty_book_gives_an_empty_list() -> None:
    frame = listed(plan_of())
    assert frame.empty
    assert list(frame.columns) == MONTH_LIST.keys()


def test_last_months_tick_does_not_fit_this_months_row() -> None:
    march, april = (listed(ONE, month=month) for month in ("2027-03", "2027-04"))
    same = {render(what, "zh") for what in march["what"]} & {render(what, "zh") for what in april["what"]}
    assert same == set()


def test_a_month_not_understood_is_told() -> None:
    with pytest.raises(PlanInputError):
        listed(ONE, month="下个月")


def test_every_sentence_reads_in_english_too() -> None:
    owed = receivables_of(("F1", "甲机械", "2027-03-10", 200, None, None))
    frame = listed(ONE, opportunities=opportunities_of({"next_step": None}), receivables=owed)
    for value in [*frame["what"], *frame["why"]]:
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in render(value, "en").replace("产线改造", ""))
