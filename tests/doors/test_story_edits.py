"""The salesperson's own figures: kept, marked, followed by every sum, and given back when no longer wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan_xl.book.xlsx import Formula, XlsxFile
from tests.demos import demo
from tests.doors.driver import Book, day, salesplan

BIG, SECOND, FALLING, FAST = "苏州恒锐机械有限公司", "无锡宏泰重工有限公司", "常州明照新能源", "昆山金桥电子"
QUARTERS = ("q1", "q2", "q3", "q4")
LABELS = {"base": "基数", "growth": "自然增长", "q2": "Q2目标", "visits": "拜访频次", "due": "完成时间"}


@pytest.fixture
def book(copy: Callable[..., Book]) -> Book:
    return copy("planned")


def run(book: Book, *more: object, verb: str = "run") -> dict[str, object]:
    said = salesplan(verb, book.path, "--json", *more)
    assert said.code == 0, said.screen
    return said.document


def assert_ties(book: Book) -> None:
    """Customers add up to tiers, tiers to the book, in the saved values."""
    rows, tiers, coverage = (
        book.rows("map"),
        book.by("quarters", "tier"),
        book.grid("quarter_support")["target"],
    )
    for q in QUARTERS:
        assert sum(row[q] for row in rows) == pytest.approx(coverage[q])
        assert sum(row[q] for row in tiers.values()) == pytest.approx(coverage[q])
    for row in rows:
        assert row["target"] == pytest.approx(sum(row[q] for q in QUARTERS))
    targets, total = book.rows("targets"), book.grid("tier_targets")["total"]
    assert sum(row["expected"] for row in targets) == pytest.approx(total["expected"])
    months = book.grid("month_split")
    assert months["total"]["target"] == pytest.approx(coverage["year"])


def test_the_plan_as_computed_ties(book: Book) -> None:
    assert_ties(book)


@pytest.mark.slow
def test_two_targets_and_a_quarter_typed_over(book: Book) -> None:
    """Growth of the first, base of the second, Q2 of the third: kept by two more runs, sums follow, marked."""
    before = book.by("targets"), book.by("map")
    book.type("targets", BIG, growth=0.20)
    book.type("targets", SECOND, base=350.0)
    book.type("map", FALLING, q2=99.0)
    for _ in range(2):
        run(book)
        targets, plan = book.by("targets"), book.by("map")
        assert targets[BIG]["expected"] - before[0][BIG]["expected"] == pytest.approx(420 * 0.15)
        assert targets[SECOND]["base"] == 350
        assert plan[FALLING]["q2"] == 99
        assert LABELS["growth"] in targets[BIG]["edited"]
        assert LABELS["base"] in targets[SECOND]["edited"]
        assert plan[FALLING]["edited"] == LABELS["q2"]
        assert [name for name, row in targets.items() if row["edited"]] == [BIG, SECOND]
        assert [name for name, row in plan.items() if row["edited"]] == [FALLING]
        assert plan[FALLING]["gap"] == pytest.approx(plan[FALLING]["target"] - plan[FALLING]["derived"])
        assert_ties(book)
    assert before[1][BIG]["target"] < plan[BIG]["target"], "the map follows the new target"


@pytest.mark.slow
def test_an_emptied_cell_is_computed_again(book: Book) -> None:
    before = book.by("targets")[BIG]["growth"]
    book.type("targets", BIG, growth=0.20)
    run(book)
    book.type("targets", BIG, growth=None)
    run(book)
    row = book.by("targets")[BIG]
    assert row["growth"] == pytest.approx(before)
    assert not row["edited"]
    assert_ties(book)


@pytest.mark.slow
def test_the_computed_figure_typed_back_is_no_edit(book: Book) -> None:
    before = book.by("targets")[BIG]["growth"]
    book.type("targets", BIG, growth=0.20)
    run(book)
    book.type("targets", BIG, growth=before)
    run(book)
    assert not book.by("targets")[BIG]["edited"]


@pytest.mark.slow
def test_an_edit_stays_while_what_is_computed_below_it_changes(book: Book) -> None:
    """20 % typed; then the default moves to 8 %: 20 % stays, and emptying the cell gives 8 %, not the old 5 %."""
    book.type("targets", BIG, growth=0.20)
    run(book)
    book.type_setting(growth_a=0.08)
    run(book)
    assert book.by("targets")[BIG]["growth"] == pytest.approx(0.20)
    book.type("targets", BIG, growth=None)
    run(book)
    assert book.by("targets")[BIG]["growth"] == pytest.approx(0.08)


@pytest.mark.slow
@pytest.mark.parametrize("verbs", ["kpi month capacity check", "map", "quarters", "tiers", "health"])
def test_a_step_between_a_setting_and_the_run_makes_no_edits(book: Book, verbs: str) -> None:
    """Growth of A from 5 % to 9 %, a step, then the chain: no untouched cell is taken for an edit."""
    book.type_setting(growth_a=0.09)
    for verb in verbs.split():
        run(book, verb=verb)
    run(book)
    targets, plan = book.by("targets"), book.by("map")
    assert targets[BIG]["growth"] == pytest.approx(0.09)
    assert [row for row in (*targets.values(), *plan.values()) if row["edited"]] == []
    assert_ties(book)


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["targets", "kpi", "quarters", "map"])
def test_a_step_alone_keeps_edits_too(book: Book, verb: str) -> None:
    book.type("targets", BIG, growth=0.20)
    book.type("map", FALLING, q2=99.0)
    run(book, verb=verb)
    run(book)
    assert book.by("targets")[BIG]["growth"] == pytest.approx(0.20)
    assert book.by("map")[FALLING]["q2"] == 99


@pytest.mark.slow
def test_all_kinds_of_cells_in_the_map(book: Book) -> None:
    """Visits, key action, owner, next action and due date are the salesperson's to change."""
    due = day("2027-06-30")
    book.type(
        "map", FAST, visits=3.0, key_action="请老板出面", owner="李强", next_action="月底前送样", due=due
    )
    run(book)
    row = book.by("map")[FAST]
    assert (row["visits"], row["key_action"], row["owner"], row["next_action"]) == (
        3,
        "请老板出面",
        "李强",
        "月底前送样",
    )
    assert row["due"] == due
    assert LABELS["visits"] in row["edited"]
    assert LABELS["due"] in row["edited"]
    assert book.grid("time_by_tier")[row["tier"]]["visits"] == pytest.approx(
        sum(line["visits"] for line in book.rows("map") if line["tier"] == row["tier"])
    )


@pytest.mark.slow
def test_weights_and_month_shares_typed_over(book: Book) -> None:
    """10/20/30/40 for A, January half of its quarter: kept, and the rest of the sheet follows."""
    book.type("quarters", "A", w1=0.1, w2=0.2, w3=0.3, w4=0.4)
    book.type_grid("month_split", "m1", "share", 0.5)
    for _ in range(3):
        run(book)
    tier = book.by("quarters", "tier")["A"]
    assert [tier[key] for key in ("w1", "w2", "w3", "w4")] == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert tier["q4"] / tier["year"] == pytest.approx(0.4, abs=0.02)
    months = book.grid("month_split")
    assert months["m1"]["share"] == pytest.approx(0.5)
    assert months["m1"]["A"] == pytest.approx(0.5 * tier["q1"])


@pytest.mark.slow
def test_one_weight_of_four_typed_over(book: Book) -> None:
    """40 % beside three times 25 % counts as proportions; emptied again, the year is even again."""
    book.type("quarters", "A", w1=0.4)
    for _ in range(3):
        run(book)
        tier = book.by("quarters", "tier")["A"]
        assert [tier[key] for key in ("w1", "w2", "w3", "w4")] == pytest.approx([0.4, 0.25, 0.25, 0.25])
        assert tier["q1"] / tier["year"] == pytest.approx(0.4 / 1.15, abs=0.02)
    book.type("quarters", "A", w1=None)
    run(book)
    assert book.by("quarters", "tier")["A"]["w1"] == pytest.approx(0.25)


@pytest.mark.slow
def test_a_formula_typed_into_an_edit_cell_stays_a_formula(book: Book) -> None:
    """«=100+20» is an edit like 120, also when most of its column is computed anew around it."""
    file = XlsxFile.open(book.path)
    for table, key, text, value in (("map", "q1", "100+20", 120.0), ("targets", "growth", "0.1+0.05", 0.15)):
        sheet, row, col = book.place(table, BIG, key)
        file.set_cells(sheet, {(row, col): Formula(text, value)})
    file.save(book.path, backup=False)
    book.type_setting(growth_a=0.2, growth_b=0.3, growth_c=0.3)
    for _ in range(2):
        run(book)
        assert (book.by("map")[BIG]["q1"], book.by("targets")[BIG]["growth"]) == (120, 0.15)
        assert "100+20" in book.formulas("map")
        assert "0.1+0.05" in book.formulas("targets")
    book.delete_row("customers", SECOND)
    run(book)
    assert "100+20" in book.formulas("map")


@pytest.mark.slow
def test_a_customer_named_like_our_own_row(book: Book) -> None:
    book.type_rows("customers", [{"name": "(新客户开发)", "this_year": 50.0, "last_year": 40.0}])
    for _ in range(2):
        run(book)
    rows = {(row["customer"], row["tier"]) for row in book.rows("targets")}
    assert ("(新客户开发)*", "新客户") in rows
    assert_ties(book)


@pytest.mark.slow
def test_a_customer_whose_name_is_a_number(book: Book) -> None:
    """A stock code as a name: one customer with one row, and no edit of its own making."""
    book.type_rows("customers", [{"name": 600519.0, "this_year": 50.0, "last_year": 40.0}])
    run(book)
    assert run(book)["changed"] == 0
    rows = book.by("targets")
    assert [name for name in rows if str(name) == "600519"] == ["600519"]
    assert not rows["600519"]["edited"]


@pytest.mark.slow
def test_a_cause_of_decline_is_chosen(book: Book) -> None:
    """The cause chosen stays, and the finding that asked for it goes."""
    assert "F-211" in book.findings()
    book.type("health", FALLING, decline_cause="份额被抢")
    for _ in range(3):
        run(book)
        assert book.by("health")[FALLING]["decline_cause"] == "份额被抢"
        assert "F-211" not in book.findings()
    book.type("health", FALLING, decline_cause=None)
    run(book)
    assert book.by("health")[FALLING]["decline_cause"] == "不清楚"


@pytest.mark.slow
def test_reset_forgets_every_edit(book: Book) -> None:
    before = book.rows("targets"), book.rows("map"), book.rows("quarters")
    book.type("targets", BIG, growth=0.20)
    book.type("map", FALLING, q2=99.0)
    book.type("quarters", "A", w1=0.4)
    run(book)
    run(book, "--reset")
    assert (book.rows("targets"), book.rows("map"), book.rows("quarters")) == before


def test_reset_of_a_step_forgets_only_its_own(book: Book) -> None:
    book.type("targets", BIG, growth=0.20)
    book.type("map", FALLING, q2=99.0)
    run(book)
    run(book, "--reset", verb="map")
    assert not book.by("map")[FALLING]["edited"]
    assert book.by("targets")[BIG]["growth"] == pytest.approx(0.20)


@pytest.mark.slow
def test_text_in_an_edit_cell_is_told_and_blank(book: Book) -> None:
    """«about ten» is no number: an error names the cell; with --despite-errors the computed figure counts."""
    before = book.by("targets")[BIG]
    book.type("targets", BIG, growth="大概十个点")
    said = salesplan("run", book.path, "--json")
    assert said.code == 1
    found = [item for item in said.document["findings"] if item["code"] == "F-001"]
    assert [item["cell"] for item in found] == [_address(book, "targets", BIG, "growth")]
    said = salesplan("run", book.path, "--despite-errors")
    assert said.code == 1
    assert book.by("targets")[BIG] == before


def test_a_done_mark_of_the_month_list_stays(copy: Callable[..., Book]) -> None:
    book = copy("planned")
    assert salesplan("month", book.path, "--month", "2027-03").code == 0
    first = book.rows("month_list")[0]
    book.type("month_list", {"target": "目标"}.get(first["kind"], first["kind"]), done="是")
    assert salesplan("month", book.path, "--month", "2027-03").code == 0
    assert book.rows("month_list")[0]["done"] == "是"
    assert [row["done"] for row in book.rows("month_list")[1:]] == [None] * (len(book.rows("month_list")) - 1)


def test_a_month_asked_for_is_remembered(book: Book) -> None:
    run(book, "--month", "2027-05", verb="kpi")
    assert book.setting("current_month") == "2027-05"
    assert isinstance(book.rows("months")[0]["month"], int | float | str | dt.date)


def _address(book: Book, table: str, row: str, key: str) -> str:
    from salesplan_xl.schema.layout import column_letters

    _, line, col = book.place(table, row, key)
    return f"{column_letters(col)}{line}"


@pytest.mark.slow
def test_the_demo_plan_lived_with(tmp_path: Path) -> None:
    """Sixty customers: two leave, one is renamed, one target and one quarter typed, a setting moved; all stays sound.

    Its year runs, so its targets were fixed; who wants others unlocks them first. The next run derives them and
    tells how, the one after it fixes them and tells that they stand; from then on nothing changes.
    """
    path = tmp_path / "demo.xlsx"
    path.write_bytes(demo("zh"))
    assert salesplan("unlock", path).code == 0
    book = Book(path)
    names = [row["name"] for row in book.rows("customers")]
    book.delete_row("customers", names[3])
    book.delete_row("customers", names[30])
    book.type("customers", names[5], name="改名公司")
    book.type("targets", names[6], growth=0.4)
    book.type("map", names[7], q3=33.0)
    book.type_setting(growth_a=0.11)
    dry = salesplan("run", path, "--dry-run", "--json").document
    assert run(book)["changes"] == dry["changes"]
    assert [(row["customer"], row["edited"]) for row in book.rows("targets") if row["edited"]] == [
        (names[6], "自然增长")
    ]
    assert [(row["customer"], row["edited"]) for row in book.rows("map") if row["edited"]] == [
        (names[7], "Q3目标")
    ]
    assert_ties(book)
    assert book.setting("plan_fixed_on") is None
    run(book)
    assert book.setting("plan_fixed_on") == day("2027-03-31")
    stands = "目标已锁定,季度数保持定稿时的数"
    assert {row["reason"].partition("；")[0] for row in book.rows("map")} == {stands}
    assert_ties(book)
    for verb in ("tiers", "health", "targets", "quarters", "map", "capacity", "kpi", "month", "run"):
        assert run(book, verb=verb)["changed"] == 0, verb
