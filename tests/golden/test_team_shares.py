"""What of the team's figures falls to whom."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.planning.reporting.team_shares import (
    own_part,
    owner_weights,
    shared_out,
    with_own_new_business,
)

OWNER = {"甲": "张伟", "乙": "李娜", "丙": "李娜"}
NAMES = ["张伟", "李娜"]


def weights(derived: list[float], this_year: list[float]) -> dict[str, float]:
    names = list(OWNER)
    plan = pd.DataFrame({"customer": names, "derived": derived})
    customers = pd.DataFrame({"name": names, "this_year": this_year})
    return owner_weights(plan, customers, OWNER, NAMES).to_dict()


def test_shares_follow_the_target_then_revenue_then_the_number_of_customers() -> None:
    assert weights([100.0, 50.0, 50.0], [1.0, 1.0, 1.0]) == {"张伟": 100.0, "李娜": 100.0}
    assert weights([np.nan, np.nan, np.nan], [30.0, 20.0, -5.0]) == {"张伟": 30.0, "李娜": 20.0}
    assert weights([0.0, 0.0, 0.0], [0.0, 0.0, 0.0]) == {"张伟": 1.0, "李娜": 2.0}


def test_where_nobody_weighs_anything_all_weigh_the_same() -> None:
    none = pd.DataFrame({"customer": [], "derived": []}, dtype=object)
    nobody = pd.DataFrame({"name": [], "this_year": []}, dtype=object)
    assert owner_weights(none, nobody, {}, NAMES).tolist() == [1.0, 1.0]


def test_the_companys_figures_are_split_to_the_whole_step_and_tie() -> None:
    whose = pd.Series({"张伟": 2.0, "李娜": 1.0})
    assert shared_out("company_target", 100.0, whose, 1.0) == {"张伟": 67.0, "李娜": 33.0}
    odd = shared_out("company_target", 100.5, whose, 1.0)
    assert odd == {"张伟": 67.0, "李娜": 33.5}, "no multiple of the step: split to the cent"
    assert shared_out("new_customers", 5.0, whose, 0.0) == {"张伟": 3.0, "李娜": 2.0}, "people stay whole"


def test_of_the_customers_nobody_has_yet_each_gets_a_part() -> None:
    whose = pd.Series({"张伟": 3.0, "李娜": 1.0})
    frame = pd.DataFrame({"customer": ["甲", "新客户"], "tier": ["A", "N"], "q1": [40.0, 20.0]})
    assert with_own_new_business(frame, ("q1",), whose, "张伟")["q1"].tolist() == [40.0, 15.0]
    assert with_own_new_business(frame, ("q1",), whose, "李娜")["q1"].tolist() == [40.0, 5.0]
    assert frame["q1"].tolist() == [40.0, 20.0]


def test_what_cannot_be_shared_out_stays() -> None:
    whose = pd.Series({"张伟": 1.0})
    assert own_part("见附件", whose, "张伟") == "见附件"
    assert own_part(None, whose, "张伟") is None
    assert own_part(10.0, whose, "王五") == 10.0, "not one of the team"
