"""The year that ends in the demo of mid-November: projects won and lost, and what the seller wrote about them."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.catalogue import word

# Project: customer, amount (万元), opened and decided (month, day), whether it was won.
_STORIES = {
    "framework": ("vip", 400.0, (2, 10), (4, 28), True),
    "parts": ("key_project", 36.0, (3, 10), (6, 18), True),
    "inspection": ("close_project", 85.0, (5, 6), (9, 12), False),
    "compressor": ("key_project", 52.0, (2, 20), (7, 30), False),
}
# Days on which the customer of the framework agreement was visited.
_VISITS = ((2, 24), (3, 17), (4, 14))


def decided_projects(lang: str, year: int) -> pd.DataFrame:
    """Two projects won, two lost."""
    return pd.DataFrame(
        [
            {
                "customer": _customer(customer, lang), "project": words.YEAR_PROJECTS[key].of(lang),
                "stage": "signed" if won else "negotiation", "amount": amount, "opened": _day(year, opened),
                "sign_date": _day(year, decided), "result": "won" if won else "lost",
                "loss_reason": None if won else words.YEAR_LOSSES[key].of(lang),
            }
            for key, (customer, amount, opened, decided, won) in _STORIES.items()
        ]
    )  # fmt: skip


def visits(lang: str, year: int) -> pd.DataFrame:
    """The visits before the framework agreement."""
    return pd.DataFrame(
        [
            {"date": _day(year, day), "customer": _customer("vip", lang), "purpose": "technical"}
            for day in _VISITS
        ]
    )


def written(lang: str, plan_year: int) -> dict[str, pd.DataFrame]:
    """The sentences of the seller: a battle, a method, what was learnt, goals, requests."""
    named = {"customer": _customer("vip", lang), "project": words.YEAR_PROJECTS["framework"].of(lang)}
    learning = {
        "level": "capability", "goal": word("year.capability_price", lang), "subject": words.YEAR_LEARNING.of(lang),
        "measure": 3.0, "due": _day(plan_year, (6, 30)), "first_step": words.YEAR_STEP.of(lang),
    }  # fmt: skip
    battle = {
        "level": "battle", "goal": words.YEAR_GOAL.of(lang), "subject": _customer("close_project", lang),
        "measure": 60.0, "due": _day(plan_year, (3, 31)), "first_step": words.YEAR_STEP.of(lang),
    }  # fmt: skip
    return {
        "battles": pd.DataFrame([named | {"how": words.YEAR_HOW.of(lang)}]),
        "attributions": pd.DataFrame([named | {"method": words.YEAR_METHOD.of(lang), "factor": "pain"}]),
        "insights": pd.DataFrame([{"key": key, "answer": text.of(lang)} for key, text in words.YEAR_ANSWERS.items()]),
        "goals": pd.DataFrame([battle, learning]),
        "requests": pd.DataFrame(
            [
                {
                    "item": item.of(lang), "cost": cost, "uplift": uplift, "needed_by": _day(plan_year, (2, 1)),
                    "for_whom": words.LIST_MARK.of(lang).join(_customer(key, lang) for key in whom),
                }
                for item, whom, cost, uplift in words.YEAR_REQUESTS
            ]
        ),
    }  # fmt: skip


def _customer(key: str, lang: str) -> str:
    return words.SEASON_CUSTOMERS[key].of(lang)


def _day(year: int, day: tuple[int, int]) -> pd.Timestamp:
    return pd.Timestamp(dt.date(year, *day))
