"""The project reserve through the door: what backs a quarter, what a slip does, and who needs the demo machine (S1)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from salesplan_xl.schema.workbook import sheet
from tests.doors.driver import Book, day, fingerprint, salesplan, shown

QUARTERS = ("q1", "q2", "q3", "q4")
CAR, BATTERY, MACHINES = "甲汽车零部件", "乙新能源电池", "丙机械加工"
TARGETS = {CAR: (200, 300, 300, 300), BATTERY: (200, 300, 400, 300), MACHINES: (100, 200, 200, 200)}
PROJECTS = (
    {"customer": CAR, "project": "项目A", "stage": "报价", "amount": 120.0, "probability": 0.5, "next_step": "谈价",
     "next_date": day("2027-10-10"), "sign_date": day("2027-11-05"), "pay_date": day("2028-02-01"), "nodes": "Q3技术交流,Q4签单"},
    {"customer": BATTERY, "project": "项目B", "stage": "方案", "amount": 300.0, "probability": 0.5, "next_step": "送样",
     "next_date": day("2027-08-25"), "sign_date": day("2027-09-10"), "pay_date": day("2027-12-10"), "nodes": "Q2方案确认,8月26日评审,Q3签单"},
    {"customer": MACHINES, "project": "项目C", "stage": "需求", "amount": 80.0, "probability": 0.5, "next_step": "定规格",
     "next_date": day("2027-04-10"), "sign_date": day("2027-05-20"), "pay_date": day("2027-10-20"), "nodes": "Q1需求对接,Q2签单"},
)  # fmt: skip


@pytest.fixture(scope="session")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of S1, planned at the end of 2026: quarters of 500/800/900/800 resting on the projects A, B and C."""
    path = tmp_path_factory.mktemp("article") / "plan.xlsx"
    assert salesplan("new", path, "--year", 2027, "--lang", "zh", "--full").code == 0
    book = Book(path)
    customers = [{"name": name, "this_year": 500.0, "last_year": 480.0, "owner": "王敏"} for name in TARGETS]
    book.type_rows("customers", customers)
    book.type_rows("opportunities", PROJECTS)
    run(book)
    for name, quarters in TARGETS.items():
        book.type("map", name, **dict(zip(QUARTERS, quarters, strict=True)))
    run(book)
    return path


@pytest.fixture(scope="session")
def in_july(article: Path) -> Path:
    """The same after July 2027: C has signed, every month brought 250; the data now stand at 20 August."""
    path = article.with_name("july.xlsx")
    path.write_bytes(article.read_bytes())
    book = Book(path)
    months = [f"2027-{month:02}-15" for month in range(1, 8)]
    book.type_rows("orders", [{"date": day(date), "customer": CAR, "amount": 250.0} for date in months])
    book.type("opportunities", MACHINES, stage="签单")
    run(book, "--as-of", "2027-07-31", "--month", "2027-07")
    book.type_setting(as_of=day("2027-08-20"), current_month="2027-08")
    return path


@pytest.fixture(scope="session")
def quiet(in_july: Path) -> Book:
    """August as planned; only to be read."""
    book = Book(Path(shutil.copy(in_july, in_july.with_name("quiet.xlsx"))))
    run(book)
    return book


@pytest.fixture(scope="session")
def slipped(in_july: Path) -> Book:
    """August after B slipped; only to be read."""
    book = Book(Path(shutil.copy(in_july, in_july.with_name("slipped.xlsx"))))
    slip(book)
    run(book)
    return book


@pytest.fixture
def book(article: Path, tmp_path: Path) -> Book:
    return Book(Path(shutil.copy(article, tmp_path)))


@pytest.fixture
def august(in_july: Path, tmp_path: Path) -> Book:
    return Book(Path(shutil.copy(in_july, tmp_path)))


def run(book: Book, *more: object, verb: str = "run") -> dict[str, dict[str, Any]]:
    """A command at the door; what was found, by code."""
    said = salesplan(verb, book.path, "--json", *more)
    assert said.code == 0, said.screen
    return {finding["code"]: finding for finding in said.document["findings"]}


def slip(book: Book) -> None:
    """Mid-August: the customer of B says that the budget waits until next year."""
    book.type("opportunities", BATTERY, sign_date=day("2028-03-10"))


def backing(book: Book, column: str) -> list[Any]:
    grid = book.grid("backing")
    return [grid[quarter][column] for quarter in QUARTERS]


def listed(book: Book, kind: str) -> list[tuple[str, str]]:
    return [(row["what"], row["why"]) for row in book.rows("month_list") if row["kind"] == kind]


# ── what backs a quarter ────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_s1_signs_0_80_300_120_and_the_sheet_says_why(book: Book) -> None:
    assert backing(book, "target") == [500, 800, 900, 800]
    assert backing(book, "registered") == [0, 80, 300, 120]
    assert backing(book, "weighted") == [0, 40, 150, 60]
    why = backing(book, "why")
    assert why[0].startswith("Q1没有项目签单")
    assert why[2] == "Q3签单的项目共300:项目B300(把握50%)；项目B要到Q4才回款"
    gap = 900 - backing(book, "repeat")[2] - 150
    assert backing(book, "unsupported")[2] == pytest.approx(gap)
    assert book.grid("backing")["year"]["registered"] == 500
    assert book.grid("quarter_support")["signed"]["q3"] == 300, "the quarter sheet tells the same"


@pytest.mark.slow
def test_signed_in_q2_and_paid_in_q4(book: Book) -> None:
    book.type("opportunities", MACHINES, stage="签单")
    run(book, verb="projects")
    assert backing(book, "signed") == [0, 80, 0, 0]
    assert backing(book, "cash") == [0, 0, 0, 80 + 150]
    assert "项目C要到Q4才回款" in backing(book, "why")[1]
    assert book.grid("backing")["later"]["cash"] == 60, "A is paid next year"
    assert "项目A本年内回不了款或没填回款日(120)" in backing(book, "why")[3]


# ── a slip in August ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_slip_in_august_lowers_q3_against_the_unchanged_target(quiet: Book, slipped: Book) -> None:
    assert backing(slipped, "target") == backing(quiet, "target") == [500, 800, 900, 800]
    assert backing(slipped, "registered") == [0, 80, 0, 120]
    assert backing(slipped, "unsupported")[2] == pytest.approx(backing(quiet, "unsupported")[2] + 150)
    (said,) = [row for row in slipped.rows("findings") if row["code"] == "F-329"]
    assert said["sentence"].startswith("项目B有变动,Q3少了150,再没有项目支撑;目标900只剩返单")
    assert (said["sheet"], said["cell"]) == ("商机储备", "F6")


def test_the_slip_leaves_a_trace_and_is_counted(slipped: Book) -> None:
    (row,) = [row for row in slipped.rows("trace") if row["project"] == "项目B"]
    assert (row["kind"], row["slips"], row["old_quarter"], row["new_quarter"]) == ("延期", 1, 3, None)
    assert row["why"] == f"{BATTERY}的项目B从2027-09-10推到2028-03-10,已延期1次"
    counts = {row["project"]: row["slips"] for row in slipped.rows("opportunities")}
    assert counts == {"项目A": None, "项目B": 1, "项目C": None}


def test_the_slip_lowers_the_projection_and_the_month_says_so(quiet: Book, slipped: Book) -> None:
    """Half of 300 was expected of B: the forecast counts projects at their own chance, whatever the pace of the rest."""
    before, after = (book.by("months", "month")[8] for book in (quiet, slipped))
    assert after["projection"] == pytest.approx(before["projection"] - 150)
    assert "定计划后项目少了150,全年预测" in after["sentence"]
    assert "定计划后项目" not in before["sentence"], (
        "C signed for 80 instead of 40, but that is history by now"
    )


def test_the_month_list_says_what_to_do_about_it(quiet: Book, slipped: Book) -> None:
    assert listed(quiet, "项目变动") == listed(slipped, "项目变动") == []
    (what,) = [what for what, _ in listed(quiet, "商机") if "项目B" in what]
    assert "项目B:Q2方案确认；项目B:8月26日评审" in what
    ((what, why),) = [pair for pair in listed(slipped, "商机") if "项目B" in pair[0]]
    assert what.startswith("项目B延期:另找项目补Q3")
    assert "从2027-09-10推到2028-03-10" in why
    assert "Q3目标900,现在只剩返单" in why


@pytest.mark.slow
def test_a_second_run_changes_nothing_and_september_begins_anew(slipped: Book, tmp_path: Path) -> None:
    book = Book(Path(shutil.copy(slipped.path, tmp_path)))
    before = fingerprint(book.path)
    for verb in ("month", "projects", "run"):
        found = run(book, verb=verb)
        assert fingerprint(book.path) == before
    assert "F-329" in found, "told for the whole month"
    assert "F-329" not in run(book, "--as-of", "2027-09-15", "--month", "2027-09")
    assert [row["project"] for row in book.rows("trace")] == ["项目C", "项目B"]


@pytest.mark.slow
def test_a_project_that_moves_to_q4_is_missing_in_q3_all_the_same(august: Book) -> None:
    """In August it is told as a change; from September on the plan still counts on it where it no longer comes."""
    august.type("opportunities", BATTERY, sign_date=day("2027-12-10"))
    found = run(august, verb="projects")
    assert "F-329" in found
    assert "F-325" not in found
    august.type_setting(as_of=day("2027-09-15"))
    assert run(august, verb="projects")["F-325"]["sentence"] == "Q3的目标算上了项目B(300),但它要到Q4"
    for name in TARGETS:
        august.type("map", name, q3=100.0)
    assert "F-325" not in run(august, verb="projects"), "repeat business is enough for what is left"


@pytest.mark.slow
def test_a_lost_project_is_told_like_a_slipped_one(august: Book) -> None:
    august.type("opportunities", BATTERY, result="丢单")
    run(august, verb="month")
    assert "F-329" in run(august, verb="projects")
    assert [what for what, _ in listed(august, "项目变动")] == ["项目B丢单:问清原因,另找项目补Q3"]
    assert august.rows("trace")[-1]["kind"] == "丢单"


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["month", "projects"])
def test_whichever_command_sees_the_slip_first_remembers_it(august: Book, verb: str) -> None:
    slip(august)
    run(august, verb=verb)
    assert [row["project"] for row in august.rows("trace")] == ["项目C", "项目B"]
    assert {row["project"]: row["slips"] for row in august.rows("opportunities")}["项目B"] == 1
    run(august)
    assert len(august.rows("trace")) == 2


@pytest.mark.slow
def test_check_tells_the_slip_without_writing_it_down(august: Book) -> None:
    slip(august)
    assert "F-329" in run(august, verb="check")
    assert len(august.rows("trace")) == 1


@pytest.mark.slow
def test_undo_takes_the_slip_back(august: Book) -> None:
    before = august.rows("seen"), august.rows("trace")
    slip(august)
    run(august, verb="projects")
    assert salesplan("undo", august.path).code == 0
    assert (august.rows("seen"), august.rows("trace")) == before
    assert {row["slips"] for row in august.rows("opportunities")} == {None}


@pytest.mark.slow
def test_while_the_plan_is_not_fixed_it_follows_the_projects(august: Book) -> None:
    august.type_setting(plan_lock="不锁定")
    slip(august)
    run(august, verb="projects")
    assert august.by("seen", "look")["plan"]["seen_on"] == day("2027-08-20")
    states = {row["look"] for row in august.rows("seen") if row["project"] == "项目B"}
    assert states == {"last plan", "week month"}


@pytest.mark.slow
def test_rows_typed_twice_and_blank_rows_between_stay_where_they_are(august: Book) -> None:
    twice = {"customer": BATTERY, "project": "项目B", "stage": "线索", "amount": 10.0}
    august.type_rows(
        "opportunities",
        [{}, twice, {}, {"customer": CAR, "project": "项目D", "stage": "线索", "amount": 10.0}],
    )
    place = august.place("opportunities", MACHINES, "project")
    slip(august)
    assert salesplan("projects", august.path, "--despite-errors").code in (0, 1)
    assert [(line["project"], line["slips"]) for line in august.rows("opportunities")] == [
        ("项目A", None), ("项目B", 1), ("项目C", None), ("项目B", None), ("项目D", None),
    ]  # fmt: skip
    assert august.place("opportunities", MACHINES, "project") == place
    sheet = shown(august.path)[place[0]]
    filled = [sheet.cell(place[1] + down, place[2]).value for down in range(5)]
    assert filled == ["项目C", None, "项目B", None, "项目D"]


@pytest.mark.slow
def test_a_slip_count_that_cannot_be_read_is_not_wiped_out(august: Book) -> None:
    august.type("opportunities", CAR, slips="好几次")
    slip(august)
    said = salesplan("projects", august.path, "--despite-errors", "--json")
    assert "F-001" in {finding["code"] for finding in said.document["findings"]}
    assert august.by("opportunities")[CAR]["slips"] == "好几次"
    assert august.rows("trace")[-1]["project"] == "项目B"


# ── resources ───────────────────────────────────────────────────────────────────────────────────────

DEMO = {"kind": "样机演示", "name": "五轴样机", "customers": f"{CAR};{BATTERY}"}


@pytest.mark.slow
def test_one_demo_machine_and_two_customers_in_one_week(august: Book) -> None:
    august.type_rows("resources", [DEMO])
    august.type("opportunities", CAR, stage="方案", next_date=day("2027-08-27"))
    for verb in ("capacity", "check"):
        assert run(august, verb=verb)["F-460"]["sentence"] == (
            f"五轴样机在2027-08-23至2027-08-29这周有2家客户要用:{BATTERY}的项目B2027-08-25要推进；{CAR}的项目A2027-08-27要推进"
        )
    august.type("opportunities", CAR, next_date=day("2027-09-03"))
    assert "F-460" not in run(august, verb="capacity")


@pytest.mark.slow
def test_an_action_books_the_machine_for_its_day(august: Book) -> None:
    august.type_rows("resources", [DEMO])
    august.type_rows("actions", [
        {"customer": MACHINES, "action": "样机上门演示", "resources": "五轴样机", "due": day("2027-08-24"), "acceptance": "客户签演示单"},
    ])  # fmt: skip
    said = run(august, verb="capacity")["F-460"]["sentence"]
    assert f"{BATTERY}的项目B2027-08-25要推进" in said
    assert f"{MACHINES}订了2027-08-24" in said
    run(august, verb="month")
    (row,) = [row for row in august.rows("month_list") if "样机上门演示" in str(row["what"])]
    assert (row["kind"], row["customer"]) == ("客户", MACHINES)
    assert "计划本月2027-08-24完成；验收:客户签演示单" in row["why"]
    august.type("actions", MACHINES, done_on=day("2027-08-19"))
    assert "F-460" not in run(august, verb="capacity")


# ── other books ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "lang"), [("lean", "zh"), ("typed", "en")])
def test_a_book_without_projects_shows_the_sheet_and_says_so(
    copy: Callable[..., Book], kind: str, lang: str
) -> None:
    plain = copy(kind, lang)
    if kind == "lean":
        plain.type_rows("customers", [{"name": CAR, "this_year": 500.0, "last_year": 400.0}])
    run(plain, verb="projects")
    assert shown(plain.path)[sheet("projects").label.of(lang)].sheet_state == "visible"
    assert backing(plain, "registered") == [0, 0, 0, 0]
    assert backing(plain, "why")[0].startswith({"zh": "Q1没有项目签单", "en": "No project signs in Q1"}[lang])
    assert plain.rows("trace") == []
    before = fingerprint(plain.path)
    run(plain, verb="projects")
    assert fingerprint(plain.path) == before


@pytest.mark.slow
def test_the_slip_in_english(copy: Callable[..., Book]) -> None:
    plain = copy("typed", "en")
    name = plain.rows("customers")[0]["name"]
    plain.type_rows("opportunities", [{"customer": name, "project": "Line 3", "stage": "Quote", "amount": 90.0, "sign_date": day("2027-09-10")}])  # fmt: skip
    run(plain, verb="projects")
    plain.type("opportunities", name, sign_date=day("2027-10-20"))
    plain.type_setting(as_of=day("2027-08-20"))
    found = run(plain, verb="projects")
    assert found["F-329"]["sentence"].startswith("Line 3 changed: Q3 lost 45")
    assert plain.rows("trace")[0]["kind"] == "Slipped"
