"""Which open receivables will probably come late (guide/month.md), and how well that is foreseen on the demo book."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.bench.late import late_auc, line
from salesplan_xl.demo import demo_tables
from salesplan_xl.findings import Sentence
from salesplan_xl.money import WAN
from salesplan_xl.planning.customers.debtors import rank_debtors
from salesplan_xl.planning.customers.late_payment import auc, late_probabilities, rank_receivables, reasons
from salesplan_xl.rules import LateRules

AS_OF, MONTH_END = np.datetime64("2027-03-01"), np.datetime64("2027-03-31")


def receivables(*rows: tuple[str | None, str, float, str | None]) -> pd.DataFrame:
    """Receivables as (customer, due, amount, paid date); paid in full where there is a date."""
    frame = pd.DataFrame(rows, columns=["customer", "due", "amount", "paid_date"]).astype({"amount": float})
    for key in ("due", "paid_date"):
        frame[key] = pd.to_datetime(frame[key]).astype("datetime64[ns]")
    texts = {"invoice": [f"{n:03}" for n in range(len(frame))], "kind": "progress"}
    return frame.assign(**texts, paid_amount=frame["amount"].where(frame["paid_date"].notna()))


def record(customer: str, late: int, punctual: int) -> list[tuple[str, str, float, str | None]]:
    """Settled invoices of 2026, ``late`` of them 20 days late."""
    due = pd.Timestamp("2026-01-10")
    rows = []
    for number in range(late + punctual):
        day = due + pd.Timedelta(days=15 * number)
        paid = day + pd.Timedelta(days=20 if number < late else -3)
        rows.append((customer, str(day.date()), 10.0, str(paid.date())))
    return rows


def test_the_late_payer_of_the_same_amount_is_called_first() -> None:
    frame = receivables(
        *record("慢", 8, 2),
        *record("快", 0, 10),
        ("快", "2027-03-20", 50.0, None),
        ("慢", "2027-03-20", 50.0, None),
    )
    listed = rank_receivables(frame, AS_OF, MONTH_END)
    assert listed["customer"].tolist() == ["慢", "快"]
    assert listed["probability"].iloc[0] > 0.5
    assert listed["probability"].iloc[1] < 0.2
    assert [item.code for item in first_why(listed)] == ["late.to_come", "late.record", "late.large"]
    said = first_why(listed)[1].values
    assert (said["late"], said["count"]) == (8, 10)


def first_why(listed: pd.DataFrame) -> tuple[Sentence, ...]:
    """The reasons of the first receivable of a ranking."""
    return reasons(listed.iloc[0].to_dict(), LateRules(), WAN)


def test_a_small_book_uses_the_plain_late_rate() -> None:
    """8 of 10 late, drawn by two cases toward the book: 9 of 24 with the book's own start."""
    frame = receivables(*record("慢", 8, 2), *record("快", 0, 10), ("慢", "2027-03-20", 50.0, None))
    chances = late_probabilities(frame, AS_OF)
    assert chances["plain"].iloc[-1] == pytest.approx((8 + 2 * 9 / 24) / 12)
    assert chances["probability"].iloc[-1] == pytest.approx(chances["plain"].iloc[-1])


def test_much_money_from_a_good_payer_may_come_before_little_from_a_bad_one() -> None:
    frame = receivables(
        *record("慢", 8, 2),
        *record("快", 0, 10),
        ("快", "2027-03-20", 900.0, None),
        ("慢", "2027-03-20", 5.0, None),
    )
    listed = rank_receivables(frame, AS_OF, MONTH_END)
    assert listed["customer"].tolist() == ["快", "慢"]
    assert listed["at_risk"].tolist() == pytest.approx((listed["open"] * listed["probability"]).tolist())


def test_one_late_payment_does_not_make_a_late_payer() -> None:
    frame = receivables(
        *record("新", 1, 0),
        *record("慢", 8, 2),
        *record("快", 0, 10),
        ("新", "2027-03-20", 5.0, None),
        ("慢", "2027-03-20", 5.0, None),
    )
    chance = late_probabilities(frame, AS_OF)["probability"].to_numpy()
    assert chance[-2] < chance[-1]


def test_a_customer_without_record_gets_the_books_rate_and_says_so() -> None:
    frame = receivables(*record("慢", 5, 5), ("生", "2027-03-20", 5.0, None))
    listed = rank_receivables(frame, AS_OF, MONTH_END)
    assert listed["probability"].iloc[0] == pytest.approx(6 / 14)
    assert first_why(listed)[1].code == "late.no_record"


def test_overdue_money_of_a_late_payer_stays_out_longer() -> None:
    frame = receivables(
        *record("慢", 8, 2),
        *record("快", 0, 10),
        ("慢", "2027-02-01", 5.0, None),
        ("快", "2027-02-01", 5.0, None),
    )
    listed = rank_receivables(frame, AS_OF, MONTH_END)
    assert listed["days"].tolist() == [28, 28]
    assert listed["customer"].tolist() == ["慢", "快"]
    assert first_why(listed)[0].code == "late.overdue"


def test_the_chance_of_overdue_money_can_be_worked_out_by_hand() -> None:
    """8 payments came 20 days late, none after 31: one in ten stays out, moved by the root of the odds."""
    frame = receivables(
        *record("慢", 8, 2),
        *record("快", 0, 10),
        ("慢", "2027-02-01", 5.0, None),
        ("快", "2027-02-01", 5.0, None),
    )
    book = 11 / 26
    own = (9 + 2 * book) / 13
    odds = 1 / 9 * (own / (1 - own) / (book / (1 - book))) ** 0.5
    assert late_probabilities(frame, AS_OF)["probability"].iloc[-2] == pytest.approx(odds / (1 + odds))


def test_a_fit_held_tightly_gives_the_plain_rate_and_a_loose_one_does_not() -> None:
    frame = demo_tables("rep").tables["receivables"]
    gaps = []
    for pull in (1e9, 40.0, 0.01):
        chances = late_probabilities(frame, AS_OF, LateRules(pull=pull))
        coming = chances[
            (chances["days"] <= 0) & (chances["open"] > 0) & chances["plain"].between(0.01, 0.99)
        ]
        gaps.append(float((coming["probability"] - coming["plain"]).abs().mean()))
    assert gaps[0] < 1e-6
    assert gaps[0] < gaps[1] < gaps[2]


def test_payments_after_the_day_are_not_looked_at() -> None:
    known = receivables(*record("慢", 8, 2), ("慢", "2027-03-20", 5.0, None), ("慢", "2027-02-20", 7.0, None))
    later = receivables(
        *record("慢", 8, 2), ("慢", "2027-03-20", 5.0, "2027-03-18"), ("慢", "2027-02-20", 7.0, "2027-03-05")
    )
    columns = ["open", "days", "probability", "record", "late"]
    pd.testing.assert_frame_equal(
        late_probabilities(known, AS_OF)[columns], late_probabilities(later, AS_OF)[columns]
    )


def test_only_what_is_open_named_and_due_in_time_is_listed() -> None:
    frame = receivables(
        *record("慢", 3, 3),
        ("慢", "2027-04-20", 5.0, None),
        ("慢", "2027-03-05", 5.0, "2027-02-25"),
        ("慢", "2027-03-05", -5.0, None),
        (None, "2027-03-05", 9.0, None),
    )
    assert rank_receivables(frame, AS_OF, MONTH_END).empty


def test_retention_money_is_named() -> None:
    frame = receivables(*record("慢", 3, 3), ("慢", "2027-03-20", 5.0, None))
    frame.loc[frame.index[-1], "kind"] = "retention"
    assert first_why(rank_receivables(frame, AS_OF, MONTH_END))[2].code == "late.retention"


def test_auc_counts_the_pairs_ranked_rightly() -> None:
    assert auc([True, False], [0.9, 0.1]) == 1.0
    assert auc([True, False], [0.1, 0.9]) == 0.0
    assert auc([True, False], [0.5, 0.5]) == 0.5
    assert auc([True, True, False, False], [4, 2, 3, 1]) == 0.75
    assert auc([True, True], [1, 2]) is None


def test_only_the_first_debtors_get_a_reason() -> None:
    owed = [(f"客{day:02}", f"2027-03-{day:02}", float(day), None) for day in range(1, 21)]
    frame = receivables(*record("慢", 3, 3), *owed)
    everybody, some = (rank_debtors(frame, AS_OF, MONTH_END, explained=count) for count in (None, 5))
    assert some["customer"].tolist() == everybody["customer"].tolist()
    assert some["why"].notna().tolist() == [True] * 5 + [False] * 15
    assert some["why"].tolist()[:5] == everybody["why"].tolist()[:5]


def test_a_payment_within_the_days_of_grace_leaves_no_stain() -> None:
    """Seven days late are on time with seven days of grace, and late without."""
    paid = ("甲", "2027-01-10", 10.0, "2027-01-17")
    frame = receivables(paid, ("甲", "2027-03-20", 5.0, None))
    for grace, late in ((7, 0), (6, 1)):
        assert rank_receivables(frame, AS_OF, MONTH_END, grace=grace)["late"].tolist() == [late]


def test_what_is_paid_later_than_the_day_is_not_asked_for() -> None:
    frame = receivables(
        *record("慢", 3, 3), ("慢", "2027-03-20", 5.0, "2027-03-25"), ("慢", "2027-03-20", 7.0, None)
    )
    assert rank_receivables(frame, AS_OF, MONTH_END)["open"].tolist() == [7.0]


def test_a_book_without_receivables_ranks_nothing() -> None:
    assert rank_receivables(receivables(), AS_OF, MONTH_END).empty


def test_on_held_out_demo_invoices_the_ranking_beats_the_plain_late_rate() -> None:
    """What falls due in January–March, ranked from what was known at the end of December."""
    check = late_auc("team")
    assert check.invoices > 500
    assert check.auc is not None and check.plain_auc is not None
    assert check.auc > 0.84
    assert check.auc > check.plain_auc
    assert f"AUC {check.auc:.3f}" in line("team", check)


def test_the_same_book_gives_the_same_figures() -> None:
    frame = receivables(*record("慢", 8, 20), *record("快", 3, 20), ("慢", "2027-03-20", 5.0, None))
    first, second = (late_probabilities(frame, AS_OF, LateRules())["probability"] for _ in range(2))
    assert first.tolist() == second.tolist()
