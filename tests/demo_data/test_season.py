"""The demo of mid-November: each planted customer stands where its story says."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesplan_xl.catalogue.demo import SEASON_CUSTOMERS
from salesplan_xl.commands.books.demo import demo_book
from salesplan_xl.schema.types import LANGUAGES
from tests.doors.driver import Book


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_planted_customers_tell_the_articles_cases(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    demo_book(lang, "season")[0].save(path)
    book = Book(path, lang)
    names = {label.of(lang): key for key, label in SEASON_CUSTOMERS.items()}
    choice = book.names.choice
    stand = {
        (line["list"], names[line["customer"]]): line["group"]
        for line in book.rows("sprint")
        if line["customer"] in names
    }
    sprint, deploy = (choice("sprint", "list", key) for key in ("sprint", "deploy"))
    said = {
        place: next(
            key
            for key in ("not_reordered", "win_back", "close_soon", "vip", "key_project", "steady")
            if choice("sprint", "group", key) == group
        )
        for place, group in stand.items()
    }
    assert said[sprint, "lost"] == "win_back"
    assert said[sprint, "overdue"] == "not_reordered"
    assert (sprint, "ordered") not in said and said[deploy, "ordered"] == "steady"
    assert said[deploy, "vip"] == "vip"
    assert said[sprint, "close_project"] == "close_soon"
    assert said[deploy, "key_project"] == "key_project"
    plan = {
        names[line["customer"]]: line
        for line in book.rows("reorders")
        if line["customer"] in names and not line["line"]
    }
    assert plan["less"]["trend_label"] == choice("reorders", "trend_label", "less")
    assert plan["once"]["state"] == choice("reorders", "state", "not_predictable")
    assert plan["lost"]["contact_date"] is None
    assert len(book.rows("messages")) >= 20
    head = book.grid("december_head")
    assert head["days"]["text"]
