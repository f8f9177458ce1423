"""``python -m tests.starter [BOOKS]``: so many random starters (200) in three engines against the core."""

from __future__ import annotations

import sys

from salesplan_xl.templates.starter.build import build_starter
from tests.recalc import engines
from tests.starter.books import random_starter
from tests.starter.office import recalculated
from tests.starter.test_figures import computed, errors, problems

BATCH = 20


def main(books: int) -> int:
    """Compare; exit code 1 when a figure differs."""
    office = engines.libreoffice()
    wrong = cells = 0
    for first in range(0, books, BATCH):
        seeds = range(first, min(first + BATCH, books))
        lang = ("zh", "en")[first // BATCH % 2]
        made = [
            build_starter(lang, random_starter(seed, _room(seed), lang), rows=_room(seed)) for seed in seeds
        ]
        answers = {engine.name: [computed(book, engine) for book in made] for engine in engines.in_process()}
        if office:
            answers[office.name] = recalculated(office, made)
        for name, values in answers.items():
            for seed, book, shown in zip(seeds, made, values, strict=True):
                found = [*problems(book, shown, lang), *errors(shown)]
                wrong, cells = wrong + len(found), cells + len(shown)
                for problem in found[:5]:
                    sys.stdout.write(f"{name}, starter {seed}: {problem}\n")
    sys.stdout.write(f"{books} starters, {cells} cells computed, {wrong} differences\n")
    return int(wrong > 0)


def _room(seed: int) -> int:
    """Most starters are small; every tenth is a full one."""
    return 300 if seed % 10 == 9 else 40


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
