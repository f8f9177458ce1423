"""The words on top of the sprint sheet and of the December page: phase, days left, balance, results, scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.year_end.lists import OPEN
from salesplan_xl.planning.year_end.outreach import NONE, ORDERED, ScriptCounts, script_counts
from salesplan_xl.planning.year_end.same_days import YearBalance
from salesplan_xl.planning.year_end.scripts import better_scripts
from salesplan_xl.planning.year_end.season import PLAN, REVIEW, SPRINT, Season
from salesplan_xl.rules import Rules

Words = tuple[Sentence, ...]
# The one button of each phase.
_BUTTONS = {REVIEW: "C-NAME-SPRINT", SPRINT: "C-NAME-SPRINT", PLAN: "C-NAME-REORDER"}


def day_words(season: Season, sprint: pd.DataFrame) -> Words:
    """Days, contacts and rows: 34 workdays left, 108 customers can be contacted, 87 are listed."""
    if season.over:
        return (Sentence("season.no_days"),)
    rows = int((sprint["standing"] == OPEN).sum())
    return (
        Sentence("season.days", {"days": season.workdays_left, "contacts": season.contacts, "rows": rows}),
    )


def balance_words(year: YearBalance, value: float, season: Season, rules: Rules) -> Words:
    """Revenue to date, and what the year comes to once the list is done, against its target where there is one."""
    facts: dict[str, object] = {
        "as_of": season.as_of, "to_date": year.to_date, "same_period": year.same_days, "outlook": year.estimate,
    }  # fmt: skip
    first = "season.to_date" if year.same_days is not None else "season.to_date_alone"
    words = [Sentence(first, facts), Sentence("season.balance", {"reach": year.to_date + value})]
    target = rules.season.this_year_target
    if target is not None:
        gap = target - year.to_date - value
        code = "season.short" if gap > rules.money.tolerance else "season.reached"
        words.append(Sentence(code, {"target": target, "gap": gap}))
    return tuple(words)


def result_words(results: pd.DataFrame, lists: pd.DataFrame) -> Words:
    """The outcome of this season's contacts by group, and the causes of loss by segment."""
    if results.empty:
        return (Sentence("season.no_result"),)
    facts = lists.drop_duplicates(["list", "customer"]).set_index(["list", "customer"])[["group", "segment"]]
    joined = results.join(facts, on=["list", "customer"])
    words = [_group_words(str(group), rows) for group, rows in joined.groupby("group", sort=False)]
    causes = tuple(Sentence("season.cause", dict(row)) for row in loss_causes(results, lists))
    return (*words, *((Sentence("season.causes", {"causes": causes}),) if causes else ()))


def loss_causes(results: pd.DataFrame, lists: pd.DataFrame) -> list[dict[str, object]]:
    """The causes of loss found this season, by segment: segment, cause, count; the most frequent first.

    Args:
        results: ``outreach.season_results``.
        lists: both lists, with the segment of each customer.
    """
    segments = lists.drop_duplicates("customer").set_index("customer")["segment"]
    named = results[results["cause"].notna()].drop_duplicates("customer")
    pairs = Counter(zip(named["customer"].map(segments), named["cause"], strict=True))
    return [
        {"segment": segment, "cause": cause, "count": count}
        for (segment, cause), count in pairs.most_common()
        if pd.notna(segment)
    ]


def guide_words(season: Season) -> Sentence | None:
    """The phase on the guide sheet, what to do now, and the one button; ``None`` outside the year end."""
    if season.phase not in _BUTTONS:
        return None
    what = Sentence(f"season.{season.phase}")
    return Sentence(
        "season.guide", {"date": season.as_of, "what": what, "button": Sentence(_BUTTONS[season.phase])}
    )


def _group_words(group: str, rows: pd.DataFrame) -> Sentence:
    ordered = rows["result"] == ORDERED
    values: dict[str, object] = {
        "group": group, "contacted": len(rows), "answered": int((rows["result"] != NONE).sum()),
        "ordered": int(ordered.sum()), "money": float(rows["order_amount"].sum()),
    }  # fmt: skip
    return Sentence("season.result", values)


def script_words(results: pd.DataFrame, lists: pd.DataFrame, rules: Rules) -> Words:
    """The script of each group that beats another, where enough contacts say so."""
    if results.empty:
        return (Sentence("season.no_better"),)
    facts = lists.drop_duplicates(["list", "customer"]).set_index(["list", "customer"])["group"]
    joined = results.join(facts, on=["list", "customer"])
    used: dict[Any, Mapping[str, ScriptCounts]] = {
        group: script_counts(rows, rules) for group, rows in joined.groupby("group", sort=False)
    }
    better = better_scripts(used, rules)
    words = [
        Sentence("season.better", {"group": group, "best": best, "worst": worst, "sure": sure})
        for group, (best, worst, sure) in better.items()
    ]
    return tuple(words) or (Sentence("season.no_better"),)
