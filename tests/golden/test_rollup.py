"""A team's figures out of its members' books: sums tie, rates come from sums, a customer counts once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.planning.reporting.rollup import RepFigures, Team, combine, month_sums, rates, tier_sums
from salesplan_xl.planning.reporting.three_way_merge import Verdict, canon, match_rows, resolve
from salesplan_xl.rules import TierRules

RULES = TierRules()
Row = tuple[str, float, tuple[float, float, float, float]]


def rep(owner: str, rows: Sequence[Row], **other: object) -> RepFigures:
    """A book: customer, revenue this year, quarter targets."""
    quarters = np.array([row[2] for row in rows], dtype=float).reshape(-1, 4)
    frame = pd.DataFrame(
        {
            "customer": pd.Series([row[0] for row in rows], dtype=object),
            "tier": pd.Series(["A"] * len(rows), dtype=object),
            "this_year": [row[1] for row in rows],
            "last_year": [row[1] * 0.9 for row in rows],
            **{f"q{at + 1}": quarters[:, at] for at in range(4)},
            "target": quarters.sum(axis=1),
        }
    )
    months = {
        key: np.full(12, np.nan) for key in ("target", "actual", "planned", "visited", "due", "on_time")
    }
    given_: dict[str, object] = {
        "title": f"{owner}.xlsx", "owner": owner, "plan_year": 2027, "unit": "wan",
        "as_of": dt.date(2027, 3, 31), "month": "2027-03", "customers": frame, "new_business": np.zeros(4),
        "coverage": {key: np.zeros(4) for key in ("target", "repeat", "weighted", "unsupported")},
        "months": months, "amounts": {"guaranteed": 10.0, "company": np.nan, "stretch": 1.0, "derived": 1.0},
        "year_shown": float(quarters.sum() + np.sum(other.get("new_business", 0.0))),  # type: ignore[arg-type]
    }  # fmt: skip
    return RepFigures(**(given_ | other))  # type: ignore[arg-type]


ZHANG = rep("张伟", [("甲厂", 600, (100, 200, 200, 150)), ("乙厂", 100, (25, 25, 25, 25))])
LI = rep("李娜", [("丙厂", 300, (80, 80, 80, 80))], new_business=np.array([5.0, 5, 5, 5]))


def codes(team: Team) -> list[str]:
    return [finding.code for finding in team.findings]


def test_the_team_is_the_sum_of_its_people() -> None:
    team = combine([ZHANG, LI], RULES)
    assert [each.owner for each in team.reps] == ["张伟", "李娜"]
    assert sum(each.target for each in team.reps) == 750 + 340
    assert sum(each.quarters for each in team.reps).tolist() == [210, 310, 310, 260]
    assert team.customers["this_year"].sum() == 1000
    assert codes(team) == []


def test_concentration_and_tiers_are_those_of_all_customers_together() -> None:
    """600, 300 and 100 of 1000: 0.36 + 0.09 + 0.01; the 80 % line lies inside the second customer."""
    team = combine([ZHANG, LI], RULES)
    assert team.concentration.hhi == pytest.approx(0.46)
    assert team.concentration.cr1 == pytest.approx(0.6)
    assert team.customers["team_tier"].tolist() == ["A", "A", "B"]
    assert tier_sums(team.customers) == {"A": (2, 900.0), "B": (1, 100.0), "C": (0, 0.0)}


def test_rates_of_the_team_come_from_sums_and_not_from_the_mean_of_rates() -> None:
    """10 of 100 and 90 of 100 is one half; 1 of 10 and 90 of 100 is 83 %, not 50 %."""
    small, large = dict(ZHANG.months), dict(LI.months)
    for months, actual, target in ((small, 1.0, 10.0), (large, 90.0, 100.0)):
        months["actual"], months["target"] = np.full(12, actual), np.full(12, target)
    sums = [month_sums(months, 2, 2) for months in (small, large)]
    together = rates({key: sum(one[key] for one in sums) for key in sums[0]})
    assert together["completion"] == pytest.approx(91 / 110)
    assert together["coverage"] is None


def test_a_customer_of_two_people_counts_once() -> None:
    """The book with the larger target keeps it; another spelling of its legal form is the same customer."""
    other = rep("李娜", [("甲厂有限公司", 500, (10, 10, 10, 10)), ("丙厂", 300, (80, 80, 80, 80))])
    team = combine([ZHANG, other], RULES)
    assert codes(team) == ["F-720"]
    assert team.findings[0].values["owners"] == ["张伟", "李娜"]
    assert team.customers["this_year"].sum() == 1000
    assert (team.doubles["this_year"], team.doubles["target"], team.doubles["customers"]) == (500, 40, 1)


def test_books_in_yuan_are_converted() -> None:
    yuan = LI.scaled(10_000.0, "yuan")
    team = combine([ZHANG, ZHANG.scaled(1.0, "wan"), yuan], RULES)
    assert team.unit == "wan"
    assert [each.target for each in team.reps if each.owner == "李娜"] == [pytest.approx(340)]
    assert "F-722" in codes(team)
    assert combine([ZHANG, yuan], RULES, unit="yuan").reps[0].target == pytest.approx(7_500_000)


def test_books_of_another_year_are_left_out() -> None:
    old = rep("王强", [("丁厂", 50, (1, 1, 1, 1))], plan_year=2026)
    team = combine([ZHANG, LI, old], RULES)
    assert [each.owner for each in team.reps] == ["张伟", "李娜"]
    assert codes(team) == ["F-716"]
    assert combine([old], RULES, year=2027).reps == ()


def test_other_days_months_untied_and_uncomputed_books_are_told() -> None:
    odd = rep(
        "王强", [("丁厂", 50, (1, 1, 1, 1))], as_of=dt.date(2027, 2, 28), month="2027-02", year_shown=9.0,
        unplanned=("新厂",),
    )  # fmt: skip
    team = combine([ZHANG, LI, odd], RULES)
    assert codes(team) == ["F-723", "F-724", "F-725", "F-726"]
    assert team.findings[2].values["gap"] == 5.0


def test_two_books_of_one_person_are_told() -> None:
    again = rep("张伟", [("戊厂", 1, (1, 1, 1, 1))], title="张伟(2).xlsx")
    assert codes(combine([ZHANG, again, LI], RULES)) == ["F-727"]


def test_many_double_customers_are_counted_not_listed() -> None:
    rows: list[Row] = [(f"厂{at}号", 10.0, (1, 1, 1, 1)) for at in range(60)]
    team = combine([rep("甲", rows), rep("乙", rows)], RULES)
    assert codes(team).count("F-720") == 50
    assert team.findings[50].values == {"count": 10}
    assert team.doubles["this_year"] == 600


def test_a_team_without_customers_has_no_concentration() -> None:
    team = combine([rep("甲", [])], RULES)
    assert np.isnan(team.concentration.hhi)
    assert tier_sums(team.customers)["A"] == (0, 0.0)


# ── three ways ────────────────────────────────────────────────────────────────────────────────────────

VALUES = st.sampled_from([None, "甲", "乙", 1.0, 2.0])


def test_who_changed_what_decides() -> None:
    assert resolve("甲", "甲", {"z": "乙"}) == (Verdict.TAKEN, "乙")
    assert resolve("甲", "乙", {"z": "乙"}) == (Verdict.SAME, "乙")
    assert resolve("甲", "乙", {"z": "甲"}) == (Verdict.UNCHANGED, "乙")
    assert resolve("甲", "丙", {"z": "乙"}) == (Verdict.CONFLICT, "丙")
    assert resolve("甲", "甲", {"z": "乙", "l": "丙"}) == (Verdict.CONFLICT, "甲")
    assert resolve("甲", "甲", {"z": "乙", "l": "乙"}) == (Verdict.TAKEN, "乙")


@given(VALUES, VALUES, st.dictionaries(st.sampled_from("abc"), VALUES))
def test_nothing_is_overwritten_in_silence(base: object, here: object, said: dict[str, object]) -> None:
    """What stands afterwards is the team's own value unless the team had left it alone; order never matters."""
    verdict, value = resolve(base, here, said)  # type: ignore[arg-type]
    assert (verdict, value) == resolve(base, here, dict(reversed(said.items())))  # type: ignore[arg-type]
    if verdict is Verdict.TAKEN:
        assert here == base
        assert {entry for entry in said.values() if entry != base} == {value}
    else:
        assert value == here
    if any(entry not in (base, here) for entry in said.values()):
        assert verdict in (Verdict.TAKEN, Verdict.CONFLICT)


ROWS = st.lists(st.tuples(st.sampled_from("甲乙"), VALUES, VALUES), max_size=6)


@given(ROWS, ROWS)
def test_every_row_is_paired_new_or_gone_and_only_once(
    before: list[tuple[object, ...]], now: list[tuple[object, ...]]
) -> None:
    match = match_rows(before, now, [(0, 1)], 0)  # type: ignore[arg-type]
    assert sorted([*match.pairs, *match.gone]) == list(range(len(before)))
    assert sorted([*match.pairs.values(), *match.added]) == list(range(len(now)))
    equal = sum(min(before.count(row), now.count(row)) for row in set(before))
    assert sum(before[old] == now[new] for old, new in match.pairs.items()) >= equal


def test_a_row_typed_over_in_its_key_is_still_the_same_row() -> None:
    before = [("甲", "2027-01-08", "销售", "谈价"), ("甲", "2027-02-01", "技术", None)]
    now = [("甲", "2027-02-01", "技术", None), ("甲", "2027-01-09", "销售", "谈价")]
    assert match_rows(before, now, [(0, 1)], 0).pairs == {0: 1, 1: 0}


def test_numbers_that_another_program_saved_shorter_are_equal() -> None:
    assert canon(0.1 + 0.2) == canon(0.3)
    assert canon(" 甲 ") == "甲"
    assert canon("  ") is None
    assert canon(-0.0) == 0.0
