"""What the book remembers of its projects from day to day (guide/projects.md)."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.planning.schedule.snapshots import Snapshot, next_snapshots, read_snapshots, snapshot_rows
from salesplan_xl.schema.pipeline import PROJECT_SNAPSHOTS
from tests.golden.test_pipeline_coverage import s1


def days(snapshots: dict[str, Snapshot]) -> dict[str, str]:
    return {name: look.seen_on.strftime("%m-%d") for name, look in snapshots.items()}


def look_on(
    day: str, snapshots: dict[str, Snapshot], *, fixed: bool = True, **changed: dict[str, object]
) -> dict[str, Snapshot]:
    """Open the book on a day, after projects of S1 changed, and write down what it remembers."""
    found = next_snapshots(snapshots, s1(**changed), pd.Timestamp(day), fixed=fixed)
    return read_snapshots(snapshot_rows(found))


def test_the_first_look_stands_for_all() -> None:
    first = look_on("2027-03-03", {})
    assert days(first) == {"last": "03-03", "week": "03-03", "month": "03-03", "plan": "03-03"}
    assert first["week"].projects["project"].tolist() == ["A", "B", "C"]


def test_a_new_week_and_a_new_month_remember_the_day_before_them() -> None:
    snapshots = look_on("2027-03-31", look_on("2027-03-29", look_on("2027-03-24", {})))
    assert days(snapshots) == {"last": "03-31", "week": "03-24", "month": "03-24", "plan": "03-24"}
    april = look_on("2027-04-01", snapshots, B={"sign_date": "2027-12-01"})
    assert days(april) == {"last": "04-01", "week": "03-24", "month": "03-31", "plan": "03-24"}
    before = april["month"].projects.set_index("project")["sign_date"]
    assert before["B"] == pd.Timestamp("2027-09-10"), "as it stood before April"
    assert days(look_on("2027-04-02", april)) == {**days(april), "last": "04-02"}


def test_looking_again_on_the_same_day_or_going_back_opens_nothing_new() -> None:
    snapshots = look_on("2027-04-01", look_on("2027-03-24", {}))
    assert days(look_on("2027-04-01", snapshots)) == days(snapshots)
    assert days(look_on("2027-03-10", snapshots)) == {**days(snapshots), "last": "03-10"}


def test_the_look_at_planning_follows_until_the_plan_is_fixed() -> None:
    first = look_on("2026-11-20", {}, fixed=False)
    later = look_on("2026-12-31", first, fixed=False, B={"amount": 500.0})
    kept = look_on("2027-08-20", later, B={"amount": 200.0})
    for snapshots in (later, kept):
        assert sorted(snapshots["plan"].projects["amount"]) == [80, 120, 500]
    assert days(kept)["plan"] == "12-31"


def test_an_empty_list_is_remembered_as_one() -> None:
    """Otherwise a book that had no project at planning would look as if it had never been planned."""
    nothing = s1().head(0)
    rows = snapshot_rows(next_snapshots({}, nothing, pd.Timestamp("2026-12-31"), fixed=False))
    assert rows["look"].tolist() == ["last", "week", "month", "plan"]
    assert rows["project"].isna().all()
    assert list(rows.columns) == PROJECT_SNAPSHOTS.keys()
    snapshots = look_on("2027-02-01", read_snapshots(rows))
    assert (days(snapshots)["plan"], len(snapshots["plan"].projects), len(snapshots["last"].projects)) == (
        "12-31",
        0,
        3,
    )


def test_what_stands_the_same_in_all_looks_is_kept_once() -> None:
    snapshots = look_on("2027-04-01", look_on("2027-03-24", {}), B={"amount": 200.0})
    rows = snapshot_rows(snapshots)
    assert rows["look"].tolist()[4:] == [
        "last week month plan",
        "last",
        "last week month plan",
        "week month plan",
    ]
    again = snapshot_rows(read_snapshots(rows))
    pd.testing.assert_frame_equal(again, rows)


def test_a_project_without_figures_is_remembered_too() -> None:
    bare = {"amount": None, "probability": None, "sign_date": None, "pay_date": None, "stage": None}
    snapshots = look_on("2027-03-24", {}, B=bare, C=bare)
    assert snapshots["plan"].projects["project"].tolist() == ["A", "B", "C"]
