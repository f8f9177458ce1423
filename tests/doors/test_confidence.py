"""Attainment probability: what a salesperson types, and what the sheets 把握度 and 情景对比 answer (S0; ``guide/confidence.md``)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan_xl.schema.distribution import BIN_KEYS, LEVEL_KEYS, SOURCE_KEYS
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables
from tests.doors.driver import Book, day, fingerprint, salesplan, shown

Copy = Callable[..., Book]
DEALS = (("甲公司", "一期", 120.0, 0.4), ("乙公司", "二期", 300.0, 0.6), ("丙公司", "三期", 80.0, 0.8))
COMPUTED = tables()["scenarios"].keys(Filled.COMPUTED)


def done(*arguments: object) -> None:
    """A command that must do its work."""
    said = salesplan(*arguments)
    assert said.code == 0, said.screen


def deals_book(copy: Copy) -> Book:
    """Three customers that buy nothing yet, each with one project."""
    book = copy("empty")
    book.type_rows("customers", [{"name": name, "this_year": 0.0} for name, *_ in DEALS])
    book.type_rows(
        "opportunities",
        [
            {"customer": name, "project": project, "stage": "报价", "amount": amount, "probability": chance,
             "sign_date": day("2027-05-20"), "next_step": "报价", "next_date": day("2027-01-20"), "owner": "王敏"}
            for name, project, amount, chance in DEALS
        ],
    )  # fmt: skip
    return book


@pytest.fixture(scope="module")
def sure(shelf: Callable[[str, str], Path], tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The planned book of eight customers with a company figure, its confidence computed once."""
    path = tmp_path_factory.mktemp("sure") / "plan.xlsx"
    path.write_bytes(shelf("planned", "zh").read_bytes())
    book = Book(path)
    book.type_setting(guaranteed_target=950.0, stretch_target=1250.0, company_target=1400.0)
    done("confidence", path)
    return book


def again(book: Book, tmp_path: Path) -> Book:
    """A copy of a book to type into."""
    path = tmp_path / "copy.xlsx"
    path.write_bytes(book.path.read_bytes())
    return Book(path, book.lang)


# ── The figures ─────────────────────────────────────────────────────────────────────────────────────────


def test_three_deals_are_292_on_average_and_80_for_sure(copy: Copy) -> None:
    """120 at 40 %, 300 at 60 %, 80 at 80 %: any of them is 95 % sure, a big one is not."""
    book = deals_book(copy)
    book.type_setting(guaranteed_target=80.0, stretch_target=500.0)
    done("confidence", book.path, "--despite-errors")
    result = book.grid("outcome")
    assert result["mean"]["amount"] == pytest.approx(292)
    assert result["sure"]["amount"] == pytest.approx(80)
    assert result["sure"]["chance"] == 0.8
    assert "292" in result["mean"]["sentence"] and "只有80" in result["mean"]["sentence"]
    levels = book.grid("outcome_levels")
    assert levels["guaranteed"]["sureness"] == pytest.approx(0.952)
    assert levels["stretch"]["sureness"] == pytest.approx(0.192)
    assert levels["guaranteed"]["sentence"] == "80有95%的把握做到"
    biggest = book.grid("outcome_sources")["s1"]
    assert (biggest["kind"], biggest["name"]) == ("项目", "乙公司的“二期”")


@pytest.mark.slow
def test_the_article_s_1800_and_2200_are_answered(copy: Copy) -> None:
    """Six A of 250, twelve B, fifty C; with its growth, loss and project 2000: 1800 is 87 % sure, 2200 13 %."""
    book = copy("empty")
    sizes = [(f"大客户{at}", 250.0) for at in range(6)]
    sizes += [(f"中客户{at:02}", 25.0) for at in range(12)] + [(f"小客户{at:02}", 2.0) for at in range(50)]
    book.type_rows(
        "customers", [{"name": name, "this_year": size, "last_year": size} for name, size in sizes]
    )
    book.type_setting(
        crossing_customer="归下一类", b_line=0.948, growth_a=0.0, growth_b=0.0,
        guaranteed_target=1800.0, stretch_target=2200.0,
    )  # fmt: skip
    done("targets", book.path)
    book.type("targets", "大客户0", growth=0.10)
    book.type("targets", "大客户1", growth=0.10)
    book.type("targets", "大客户2", loss=0.20, loss_probability=1.0)
    book.type("targets", "大客户3", project=200.0, win_probability=0.5)
    done("confidence", book.path)
    levels = book.grid("outcome_levels")
    assert levels["derived"]["amount"] == pytest.approx(2000)
    assert levels["guaranteed"]["sentence"] == "1,800有87%的把握做到"
    assert levels["stretch"]["sentence"] == "2,200有13%的把握做到"
    assert book.grid("outcome")["sure"]["amount"] == pytest.approx(1846.5, abs=2)
    done("run", book.path)
    (warned,) = [row for row in book.rows("findings") if row["code"] == "F-301"]
    assert "比今年实际1,900还低5.3%" in warned["sentence"] and "的把握" in warned["sentence"]


def test_every_target_has_its_chance_in_both_places(sure: Book) -> None:
    """The summary and the sheet 把握度 say the same; a bold company figure is pointed out."""
    levels, summary = sure.grid("outcome_levels"), sure.grid("commitments")
    for key in LEVEL_KEYS:
        assert levels[key]["sureness"] == summary[key]["sureness"]
        assert levels[key]["amount"] == summary[key]["amount"]
    chances = [levels[key]["sureness"] for key in ("guaranteed", "derived", "stretch", "company")]
    assert chances == sorted(chances, reverse=True)
    assert levels["guaranteed"]["sentence"].startswith("950有")
    done("check", sure.path)
    assert "F-341" in sure.findings()


def test_without_a_company_figure_nothing_is_said_about_it(copy: Copy) -> None:
    book = copy("planned")
    done("confidence", book.path)
    assert set(book.grid("outcome_levels")["company"].values()) <= {None, ""}
    assert book.grid("commitments")["company"]["sureness"] is None
    assert {row["company_chance"] for row in book.rows("scenarios")} == {None}


def test_the_figures_stand_in_order_and_the_bands_add_up(sure: Book) -> None:
    result, bands = sure.grid("outcome"), sure.grid("outcome_bins")
    assert result["sure"]["amount"] < result["middle"]["amount"] < result["stretch"]["amount"]
    total = sure.grid("tier_targets")["total"]["expected"]
    assert result["mean"]["amount"] == pytest.approx(total)
    assert result["sure"]["gap"] == pytest.approx(result["sure"]["amount"] - total)
    assert sum(bands[key]["probability"] for key in BIN_KEYS) == pytest.approx(1)
    assert [bands[key]["high"] for key in BIN_KEYS[:-1]] == [bands[key]["low"] for key in BIN_KEYS[1:]]
    sources = sure.grid("outcome_sources")
    assert sources["s1"]["kind"] == "行情"
    together = [sources[key]["cumulative"] for key in SOURCE_KEYS]
    assert together == sorted(together) and together[-1] <= 1 + 1e-9


def test_targets_alone_tell_how_sure_as_well(copy: Copy) -> None:
    """A changed target must not stand beside the chance of the old one."""
    book = copy("planned")
    done("confidence", book.path)
    before = book.grid("commitments")["guaranteed"]["sureness"]
    book.type_setting(guaranteed_target=1150.0)
    done("targets", book.path)
    after = book.grid("outcome_levels")["guaranteed"]
    assert after["sureness"] == book.grid("commitments")["guaranteed"]["sureness"] < before
    assert after["sentence"].startswith("1,150有")


def test_how_sure_brings_the_targets_up_to_date(copy: Copy) -> None:
    """In a fresh book, and after a new goal: the amount is that of the chance beside it."""
    book = copy("typed")
    done("confidence", book.path)
    level = book.grid("outcome_levels")["derived"]
    assert level["amount"] == pytest.approx(sum(row["expected"] for row in book.rows("targets")))
    assert level["amount"] == pytest.approx(book.grid("outcome")["mean"]["amount"])
    book.type_setting(new_business_target=200.0)
    done("confidence", book.path)
    after = book.grid("outcome_levels")["derived"]["amount"]
    assert after == pytest.approx(level["amount"] + 200)
    assert after == pytest.approx(book.grid("outcome")["mean"]["amount"])


def test_a_second_run_changes_nothing(sure: Book) -> None:
    before = fingerprint(sure.path)
    said = salesplan("confidence", sure.path, "--json")
    assert (said.code, said.document["changed"], fingerprint(sure.path)) == (0, 0, before)


def test_run_says_how_sure(copy: Copy) -> None:
    book = copy("planned")
    figures = salesplan("run", book.path, "--json").document["figures"]
    levels = book.grid("commitments")
    assert figures["guaranteed_sureness"] == levels["guaranteed"]["sureness"]
    assert figures["stretch_sureness"] == levels["stretch"]["sureness"]
    assert figures["safe"] == book.grid("outcome")["sure"]["amount"]
    assert len(book.rows("scenarios")) == 3


@pytest.mark.slow
def test_a_book_in_yuan_and_in_english(tmp_path: Path) -> None:
    """The same customers in 元: ten thousand times the figure, the same chance, English words."""
    found = {}
    for unit, times in (("wan", 1.0), ("yuan", 10_000.0)):
        book = Book(tmp_path / f"{unit}.xlsx", "en", unit)
        done("new", book.path, "--year", 2027, "--lang", "en", "--unit", unit)
        rows = [{"name": f"Customer {at}", "this_year": (at + 1) * 50 * times} for at in range(6)]
        book.type_rows("customers", rows)
        done("confidence", book.path)
        found[unit] = book
    small, large = (found[unit].grid("outcome")["sure"]["amount"] for unit in ("wan", "yuan"))
    assert large == pytest.approx(10_000 * small)
    wan, yuan = (found[unit].grid("outcome_levels")["guaranteed"] for unit in ("wan", "yuan"))
    assert yuan["sureness"] == pytest.approx(wan["sureness"])
    assert yuan["sentence"].endswith("% sure")
    assert [row["name"] for row in found["yuan"].rows("scenarios")] == ["Cautious", "Base", "Ambitious"]


def test_a_book_that_sells_nothing_says_nothing(copy: Copy) -> None:
    """No revenue and no project: blank cells, no 100 % sure of nothing."""
    book = copy("empty")
    book.type_rows("customers", [{"name": "甲公司", "this_year": 0.0}])
    done("confidence", book.path, "--despite-errors")
    assert {row["amount"] for row in book.grid("outcome").values()} == {None}
    assert {row["sureness"] for row in book.grid("outcome_levels").values()} == {None}
    rows = book.rows("scenarios")
    assert [row["name"] for row in rows] == ["保守", "基准", "进取"]
    assert {row[key] for row in rows for key in COMPUTED} == {None}


def test_what_is_gone_is_cleared(copy: Copy) -> None:
    """A lost project leaves the list of sources; nothing old stays below the last one."""
    book = deals_book(copy)
    done("confidence", book.path, "--despite-errors")
    assert [row["name"] for row in book.grid("outcome_sources").values()][2:4] == ["丙公司的“三期”", None]
    book.type("opportunities", "丙公司", result="丢单", loss_reason="价格")
    done("confidence", book.path, "--despite-errors")
    assert [row["name"] for row in book.grid("outcome_sources").values()][1:3] == ["甲公司的“一期”", None]


@pytest.mark.slow
def test_in_the_year_the_targets_stay_and_their_chance_follows(copy: Copy) -> None:
    """August: the big project is lost; the target of the year is as it was, only less sure."""
    book = copy("typed")
    big = {"customer": "苏州恒锐机械有限公司", "project": "新厂", "stage": "谈判", "amount": 300.0, "probability": 0.7,
           "sign_date": day("2027-09-20"), "next_step": "签约", "next_date": day("2027-09-01"), "owner": "王敏"}  # fmt: skip
    book.type_rows("opportunities", [big])
    done("run", book.path)
    done("confidence", book.path, "--as-of", "2027-08-31")
    before = book.grid("outcome_levels")["derived"]
    book.type("opportunities", "苏州恒锐机械有限公司", result="丢单", loss_reason="价格")
    done("confidence", book.path)
    after = book.grid("outcome_levels")["derived"]
    assert after["amount"] == before["amount"]
    assert after["sureness"] < before["sureness"] - 0.3
    assert book.grid("outcome")["mean"]["amount"] == pytest.approx(before["amount"] - 210)


@pytest.mark.slow
def test_a_lean_book_shows_both_sheets(copy: Copy) -> None:
    book = copy("lean")
    assert shown(book.path)["把握度"].sheet_state == "hidden"
    book.type_rows("customers", [{"name": "甲公司", "this_year": 100.0}])
    done("confidence", book.path)
    assert {shown(book.path)[name].sheet_state for name in ("把握度", "情景对比")} == {"visible"}


# ── Scenarios ───────────────────────────────────────────────────────────────────────────────────────────


def test_three_scenarios_to_begin_with(sure: Book) -> None:
    """Cautious below base below ambitious; the base is the plan itself."""
    cautious, base, ambitious = sure.rows("scenarios")
    assert [row["name"] for row in (cautious, base, ambitious)] == ["保守", "基准", "进取"]
    for key in (
        "total",
        "sure",
        "middle",
        "stretch",
        "guaranteed_chance",
        "stretch_chance",
        "company_chance",
    ):
        assert cautious[key] < base[key] < ambitious[key], key
    result, levels = sure.grid("outcome"), sure.grid("outcome_levels")
    assert (base["total"], base["sure"]) == (result["mean"]["amount"], result["sure"]["amount"])
    assert base["guaranteed_chance"] == levels["guaranteed"]["sureness"]
    for row in (cautious, base, ambitious):
        assert row["repeat"] + row["project"] + row["new"] == pytest.approx(row["total"])
    assert base["differs"] == "就是现在的推导"
    assert "每个客户少增长5个百分点" in cautious["differs"]


def test_a_copied_row_is_a_scenario_of_ones_own(sure: Book, tmp_path: Path) -> None:
    """The base copied twice under one name and changed; blank factors change nothing."""
    book = again(sure, tmp_path)
    book.type_rows(
        "scenarios", [{"name": "我的", "growth_points": -0.1}, {"name": "我的", "win_factor": 1.0}]
    )
    done("confidence", book.path)
    *standard, mine, same = book.rows("scenarios")
    assert standard == sure.rows("scenarios")
    assert (mine["growth_points"], mine["loss_factor"]) == (-0.1, None)
    assert mine["total"] < standard[1]["total"]
    assert mine["differs"] == "每个客户少增长10个百分点"
    assert same["total"] == standard[1]["total"]


def test_the_user_s_scenarios_stay_as_they_are(sure: Book, tmp_path: Path) -> None:
    """Renamed, changed, one emptied: no standard row comes back, a blank row stays blank where it stands."""
    book = again(sure, tmp_path)
    book.type("scenarios", "保守", name="老板的看法", spread_factor=2.0)
    assumed = [key for key in tables()["scenarios"].keys() if key not in COMPUTED]
    book.type("scenarios", "基准", **dict.fromkeys(assumed))
    done("confidence", book.path)
    rows = book.rows("scenarios")
    assert [row["name"] for row in rows] == ["老板的看法", "进取"]
    assert rows[0]["spread_factor"] == 2.0 and "波动放大到2倍" in rows[0]["differs"]
    sheet, line, _ = book.place("scenarios", "进取", "name")
    gap = [cell.value for cell in shown(book.path)[sheet][line - 1][: len(tables()["scenarios"].columns)]]
    assert set(gap) == {None}, "the emptied row keeps its place and holds no old result"


def test_emptied_scenarios_start_over(sure: Book, tmp_path: Path) -> None:
    book = again(sure, tmp_path)
    assumed = [key for key in tables()["scenarios"].keys() if key not in COMPUTED]
    for name in ("保守", "基准", "进取"):
        book.type("scenarios", name, **dict.fromkeys(assumed))
    done("confidence", book.path)
    assert book.rows("scenarios") == sure.rows("scenarios")


def test_a_factor_below_zero_is_pointed_out(sure: Book, tmp_path: Path) -> None:
    book = again(sure, tmp_path)
    book.type("scenarios", "进取", new_factor=-1.0)
    found = salesplan("confidence", book.path, "--json").document["findings"]
    (told,) = [item for item in found if item["code"] == "F-344"]
    sheet, line, _ = book.place("scenarios", "进取", "new_factor")
    assert (told["sheet"], told["cell"]) == (sheet, f"F{line}")
    assert "“新客户倍数”是-1" in told["sentence"]
    assert book.by("scenarios", "name")["进取"]["new"] == 0
    assert book.by("scenarios", "name")["进取"]["new_factor"] == -1


def test_undo_takes_the_scenarios_back(copy: Copy) -> None:
    book = copy("planned")
    book.type("scenarios", "基准", growth_points=0.02)
    before = book.rows("scenarios")
    done("confidence", book.path)
    assert book.rows("scenarios") != before
    done("undo", book.path)
    assert book.rows("scenarios") == before
