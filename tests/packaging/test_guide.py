"""The guide: complete in both languages, true to the program, and its generated pages up to date."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import numpy as np
import pandas as pd
import pytest

from salesplan_xl import guide
from salesplan_xl.catalogue.render import errors, findings
from salesplan_xl.commands.books.explain import explain, pages
from salesplan_xl.doors.cli import main
from salesplan_xl.planning.common.splits import split_by_weights
from salesplan_xl.planning.customers.health import stability_scores
from salesplan_xl.planning.customers.tiers import cumulative_tiers, threshold_tiers
from salesplan_xl.planning.targets.targets import expected, new_business_steps
from salesplan_xl.planning.time.capacity import days_needed, month_capacity, rule_split
from salesplan_xl.planning.time.key_actions import visits_per_month
from salesplan_xl.planning.tracking.month_ledger import visits_asked
from salesplan_xl.planning.tracking.months import needed_per_month
from salesplan_xl.planning.tracking.year_outlook import pace
from salesplan_xl.rules import CapacityRules, HealthRules, TierRules
from salesplan_xl.schema import choices
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.starter.words import WORDS
from salesplan_xl.schema.types import LANGUAGES, Choice, Setting
from salesplan_xl.schema.workbook import SHEETS
from tests.generated.command_pages import translated, verbs
from tests.generated.reference import aligned, default_text, plain_template, reference_pages, value_text
from tests.starter.books import SHEETS as STARTER_SHEETS

FOLDER = Path(guide.__file__).parent
GENERATED = ("check", "errors", "settings", "tables", "cli", "functions", "headers")
WRITTEN = tuple(page for page in pages() if page not in GENERATED)
PAGE = [(lang, page) for lang in LANGUAGES for page in WRITTEN]
# What stands between 「」 or backticks: a name on the workbook, a command, an option.
QUOTES = {"zh": re.compile(r"「([^」\n]+)」"), "en": re.compile(r"`([^`\n]+)`")}
TICKS = re.compile(r"`([^`\n]+)`")
CODES = re.compile(r"\b(F-\d{3}|SP-\d{3})\b")


def text_of(lang: str, page: str) -> str:
    return (FOLDER / lang / f"{page}.md").read_text(encoding="utf-8")


def commands_in(text: str) -> Iterator[str]:
    """Command lines: of their own line, or between backticks."""
    yield from (line for line in text.splitlines() if line.startswith("salesplan "))
    yield from (tick for tick in TICKS.findall(text) if tick.startswith("salesplan "))


def parsed(line: str) -> tuple[click.Command, click.Context]:
    """The verb a command line names and its parsed options; a usage error when it does not parse."""
    words = shlex.split(line)[1:]
    command: click.Command = main
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            raise click.UsageError(f"no verb {words[0]}")
        command, words = found, words[1:]
    return command, command.make_context(line, words)


@cache
def known_names(lang: str) -> frozenset[str]:
    """Everything that has a name on the workbook."""
    names = {setting.label.of(lang) for setting in SETTINGS} | {
        setting.group.of(lang) for setting in SETTINGS
    }
    for sheet in SHEETS:
        blocks = (*sheet.grids, *sheet.tables)
        names |= {sheet.label.of(lang), *(block.label.of(lang) for block in blocks)}
        names |= {column.label.of(lang) for block in blocks for column in block.columns}
        names |= {row.label.of(lang) for grid in sheet.grids for row in grid.rows}
    names |= {made.label.of(lang) for made in STARTER_SHEETS} | {WORDS["check"].of(lang)}
    for value in vars(choices).values():
        if isinstance(value, tuple):
            names |= {item.label.of(lang) for item in value if isinstance(item, Choice)}
    return frozenset(names)


@cache
def known_options() -> frozenset[str]:
    return frozenset(
        name
        for _, command in verbs(main)
        for param in command.params
        for name in (*param.opts, *param.secondary_opts)
    )


def settings_by_label(lang: str) -> dict[str, Setting]:
    return {setting.label.of(lang): setting for setting in SETTINGS}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_exists_and_can_be_shown(lang: str) -> None:
    assert {path.stem for path in (FOLDER / lang).glob("*.md")} == set(pages())
    for page in pages():
        assert explain(page, lang).startswith("# ")


@pytest.mark.parametrize("page", WRITTEN)
def test_both_languages_of_a_page_have_the_same_parts(page: str) -> None:
    """Same number of headings, code blocks and commands, and the same finding codes."""
    zh, en = text_of("zh", page), text_of("en", page)
    for pattern in (r"(?m)^## ", r"(?m)^```", r"(?m)^\d\. "):
        assert len(re.findall(pattern, zh)) == len(re.findall(pattern, en)), pattern
    assert set(CODES.findall(zh)) == set(CODES.findall(en))
    verbs_of = [sorted(shlex.split(line)[1] for line in commands_in(text)) for text in (zh, en)]
    assert verbs_of[0] == verbs_of[1]


@pytest.mark.parametrize(("lang", "page"), PAGE)
def test_a_method_page_stays_short(lang: str, page: str) -> None:
    assert len(text_of(lang, page).splitlines()) <= 90


@pytest.mark.parametrize(("lang", "page"), PAGE)
def test_every_command_on_a_page_can_be_typed(lang: str, page: str) -> None:
    for line in commands_in(text_of(lang, page)):
        if line.split()[1:] == ["month"]:
            continue  # the name of the verb in running text
        command, context = parsed(line)
        if command.name == "explain":
            assert context.params["method"] in pages(), line


def test_a_mistyped_command_on_a_page_would_be_found() -> None:
    for line in ("salesplan plan plan.xlsx", "salesplan run plan.xlsx --moth 2027-03", "salesplan new"):
        with pytest.raises(click.UsageError):
            parsed(line)


@pytest.mark.parametrize(("lang", "page"), PAGE)
def test_every_quoted_name_exists(lang: str, page: str) -> None:
    text = text_of(lang, page)
    ticks = [tick for tick in TICKS.findall(text) if not tick.startswith("salesplan ")]
    names = (
        QUOTES["zh"].findall(text) if lang == "zh" else [tick for tick in ticks if not tick.startswith("-")]
    )
    options = ticks if lang == "zh" else [tick for tick in ticks if tick.startswith("-")]
    assert [name for name in names if name not in known_names(lang)] == []
    assert [option for option in options if option.split()[0] not in known_options()] == []


@pytest.mark.parametrize(("lang", "page"), PAGE)
def test_every_default_named_beside_a_setting_is_its_default(lang: str, page: str) -> None:
    labels = settings_by_label(lang)
    pattern = r"「([^」]+)」\(([^()]+)\)" if lang == "zh" else r"`([^`]+)` \(([^()]+)\)"
    wrong = [
        f"{name}: {said}"
        for name, said in re.findall(pattern, text_of(lang, page))
        if name in labels and said not in (value_text(labels[name], lang), default_text(labels[name], lang))
    ]
    assert wrong == []


@pytest.mark.parametrize(("lang", "page"), PAGE)
def test_every_code_on_a_page_is_in_the_catalogue(lang: str, page: str) -> None:
    assert set(CODES.findall(text_of(lang, page))) <= {*findings(), *errors()}


def test_every_setting_is_explained_on_a_method_page() -> None:
    """A threshold that no page mentions would be a knob nobody knows; names and the average order aside."""
    unexplained = {"salesperson", "average_order", "plan_year", "as_of", "money_unit", "current_month"}
    for lang in LANGUAGES:
        named = {name for page in WRITTEN for name in QUOTES[lang].findall(text_of(lang, page))}
        missing = {setting.key for setting in SETTINGS if setting.label.of(lang) not in named}
        assert missing <= unexplained


@pytest.mark.parametrize("code", sorted(findings()))
def test_every_finding_says_problem_and_remedy_in_both_languages(code: str) -> None:
    entry = findings()[code]
    assert all(part.strip() for part in entry), code
    assert entry.zh != entry.en
    assert entry.remedy_zh != entry.remedy_en


@pytest.mark.parametrize("code", sorted(errors()))
def test_every_error_says_its_sentence_in_both_languages(code: str) -> None:
    entry = errors()[code]
    assert entry.zh.strip() and entry.en.strip() and entry.zh != entry.en


def test_the_reference_names_everything_in_both_languages() -> None:
    pages = reference_pages()
    assert set(pages) == {(lang, page) for lang in LANGUAGES for page in GENERATED}
    for lang in LANGUAGES:
        assert all(f"**{code}**" in pages[lang, "check"] for code in findings())
        assert all(f"**{code}**" in pages[lang, "errors"] for code in errors())
        assert all(setting.name in pages[lang, "settings"] for setting in SETTINGS)
        tables = [table for sheet in SHEETS for table in sheet.tables]
        assert all(
            f"| {column.key} " in pages[lang, "tables"] for table in tables for column in table.columns
        )
        assert all(f"## salesplan {path}" in pages[lang, "cli"] for path, _ in verbs(main))
        assert all(option in pages[lang, "cli"] for option in known_options() if option.startswith("-"))


def test_a_page_is_the_same_every_time_and_in_one_language() -> None:
    assert reference_pages() == reference_pages()
    assert translated("print JSON", "zh") == "输出JSON"
    assert not re.search(
        r"[\u4e00-\u9fff]", "".join(reference_pages()["en", page] for page in ("settings", "check", "errors"))
    )


def test_small_helpers() -> None:
    assert plain_template("“{customer}”差{gap:money}") == "“…”差…"
    assert list(aligned([("a", "客户"), ("bb", "c")])) == ["| a  | 客户 |", "|----|------|", "| bb | c    |"]


# ── The worked examples: figures on the pages are what the code gives ──────────────────────────────────


def tier_counts(revenue: list[float], **rules: object) -> str:
    names = pd.Series([f"c{at:03d}" for at in range(len(revenue))])
    tiers = cumulative_tiers(pd.Series(revenue), names, TierRules(**rules)).tier  # type: ignore[arg-type]
    return " ".join(str(int((tiers == tier).sum())) for tier in "ABC")


def article_book(spread: float) -> list[float]:
    """Six A with 1500, twelve B with 300, fifty C with 100; ``spread`` makes the customers of a tier differ."""
    steps = [(at - 5.5) / 5.5 for at in range(12)]
    return (
        [250.0 + spread * 10 * step for step in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)]
        + [25.0 + spread * step for step in steps]
        + [2.0 + spread * 0.01 * (at - 24.5) for at in range(50)]
    )


def test_the_tiers_of_the_article_are_as_the_page_says() -> None:
    book = article_book(spread=1.0)
    assert sum(book) == pytest.approx(1900)
    assert tier_counts(book) == "7 14 47"
    assert tier_counts(book, crossing_customer="worse") == "6 14 48"
    assert tier_counts(book, crossing_customer="worse", b_line=0.948) == "6 12 50"
    assert tier_counts(article_book(spread=0.0)) == "6 12 50"
    for said in ("A7、B14、C47家", "94.8%", "A6、B12、C50家", "78.9/15.8/5.3", "94.7%"):
        assert said in text_of("zh", "tiers")
    for said in ("A 7, B 14, C 47", "94.8 %", "A 6, B 12, C 50", "78.9/15.8/5.3", "94.7 %"):
        assert said in text_of("en", "tiers")


def test_the_short_tier_examples_and_the_threshold_are_as_the_page_says() -> None:
    names = pd.Series([f"c{at}" for at in range(6)])
    for line in re.findall(r"(?m)^([\d,−]+) +→ ([ABC ]+)$", text_of("zh", "tiers")):
        revenue = pd.Series([float(part.replace("−", "-")) for part in line[0].split(",")])
        assert " ".join(cumulative_tiers(revenue, names[: len(revenue)], TierRules()).tier) == line[1]
    never = pd.Series([False])
    assert list(threshold_tiers(pd.Series([100.0]), never, never, TierRules())) == ["A"]


def target_rows(*rows: tuple[float, float, float, float, float, float]) -> float:
    columns = ["base", "growth", "loss", "loss_probability", "project", "win_probability"]
    return float(expected(pd.DataFrame(rows, columns=columns)).sum())


def test_the_target_example_gives_1600_and_the_printed_formula_1800() -> None:
    plain, grows, loses = (250.0, 0, 0, 0, 0, 0), (250.0, 0.10, 0, 0, 0, 0), (250.0, 0, 0.20, 1.0, 0, 0)
    rest = (plain, plain, grows, grows, loses)
    assert target_rows(*rest, (250.0, 0, 0, 0, 200, 0.5)) == pytest.approx(1600)
    assert target_rows(*rest, (250.0, 0, 0, 0, 200, 1.0)) == pytest.approx(1700)
    assert target_rows((1500.0, 0.10, 0.20, 1 / 6, 200, 1.0)) == pytest.approx(1800)
    assert target_rows((1500.0, 0.10, 0.20, 1 / 6, 0, 0)) == pytest.approx(1600)
    for lang in LANGUAGES:
        assert all(
            said in text_of(lang, "targets")
            for said in ("1500 + 50 − 50 + 100 = 1600", "**1800**", "1700", "175")
        )


def test_the_new_business_example_is_as_the_page_says() -> None:
    steps = new_business_steps(50.0, 1.0, 0.10, 250)
    assert steps.counts() == (50, 500, 2, 42)
    assert f"{steps.per_month:.1f}" == "41.7"
    assert all("41.7" in text_of(lang, "targets") for lang in LANGUAGES)


def test_the_quarter_examples_are_as_the_page_says() -> None:
    weights = [400.0, 450.0, 500.0, 450.0]
    assert split_by_weights(1800, weights, 10).tolist() == weights
    for lang in LANGUAGES:
        assert all(
            said in text_of(lang, "quarters")
            for said in ("400 / 450 / 500 / 450", "0 / 80 / 300 / 120", "58.3")
        )


def test_the_time_example_is_as_the_page_says() -> None:
    rules = CapacityRules()
    days = days_needed((12.0, 12.0, 50 / 3), rules)
    available = month_capacity(21.75, 0.20)
    shares = "/".join(f"{100 * day / sum(days):.1f}" for day in days)
    alone = (6.0, 6.0, 50 / 3 * rules.days_per_visit)
    busier = days_needed((12.0, 17.0, 50 / 3), rules)
    figures = [
        f"{sum(days):.2f}", f"{sum(days) - available:.2f}", shares,
        "/".join(f"{100 * day / sum(alone):.1f}" for day in alone),
        " / ".join(f"{day:.2f}" for day in rule_split(available, (0.6, 0.3, 0.1))),
        f"{sum(busier):.2f}", f"{sum(busier) - available:.2f}", f"{6 + days[2]:.2f}",
    ]  # fmt: skip
    assert figures == [
        "17.56",
        "0.16",
        "34.2/34.2/31.6",
        "29.5/29.5/41.0",
        "10.44 / 5.22 / 1.74",
        "20.06",
        "2.66",
        "11.56",
    ]
    for lang in LANGUAGES:
        assert [figure for figure in figures if figure not in text_of(lang, "capacity")] == []
    other = visits_per_month(pd.Series(list("AB")), pd.Series(["low", "low"]), CapacityRules(cadence="s1"))
    assert [f"{visits:.2f}" for visits in other] == ["1.33", "2.17"]


def test_the_run_rate_example_is_as_the_page_says() -> None:
    rest = pace(np.array([0.25, 0.5]), np.array([200, 350]) / 1200, 6)
    assert (np.array([200, 350]) + rest * [900, 600]).tolist() == pytest.approx([1000, 825])
    pages = [text_of(lang, page) for lang in LANGUAGES for page in ("kpi", "review")]
    assert all("1000" in page for page in pages)
    assert needed_per_month(1200, 200, 9) == pytest.approx(111.1, abs=0.05)
    assert needed_per_month(1200, 350, 6) == pytest.approx(141.7, abs=0.05)


def test_the_fifty_small_customers_fall_on_three_months_as_the_page_says() -> None:
    plan = pd.DataFrame({"customer": [f"c{at:02d}" for at in range(50)], "tier": "C", "visits": 1 / 3})
    assert (visits_asked(plan) > 0).sum(axis=0)[:3].tolist() == [17, 17, 16]


def test_the_health_example_is_as_the_page_says() -> None:
    assert stability_scores(pd.Series([-0.20]), HealthRules()).round().tolist() == [45]
    assert f"{80 / 500 * 365:.1f}" == "58.4"
    assert all(
        said in text_of(lang, "health") for lang in LANGUAGES for said in ("58.4", "24.33", "45", "391.3")
    )
