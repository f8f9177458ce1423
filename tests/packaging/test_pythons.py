"""Every declared Python that is at hand makes the same plan, the oldest one with the oldest dependencies."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.packaging.environments import (
    ROOT,
    built_wheel,
    declared,
    declared_pythons,
    environment,
    lowest,
    pythons_found,
    run,
)

FOUND = pythons_found()
OLDEST = declared_pythons()[0]
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHERS = [version for version in FOUND if version not in (OLDEST, RUNNING)]

# The examples that name the figures of the articles.
ARTICLES = [
    f"tests/golden/test_{name}.py" for name in ("s0_book", "tiers", "health", "targets", "quarters", "months")
]

# A door that takes the warnings of our lines, and of what they call in numpy and pandas, for errors.
STRICT = """
import sys, warnings
for category in (DeprecationWarning, FutureWarning, PendingDeprecationWarning):
    warnings.filterwarnings("error", category=category, module="salesplan_xl|numpy|pandas")
from salesplan_xl.doors.cli import run_cli
sys.argv[0] = "salesplan"
run_cli()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_wheel(tmp_path_factory.mktemp("wheel"))


def test_from_the_oldest_python_that_installs_it_on_every_one_is_declared() -> None:
    """No gap among the classifiers, so that none is left out of the tests below."""
    first = int(OLDEST.removeprefix("3."))
    assert declared()["requires-python"] == f">={OLDEST}"
    assert declared_pythons() == [f"3.{first + at}" for at in range(len(declared_pythons()))]


@pytest.mark.slow
@pytest.mark.parametrize("version", OTHERS, ids=lambda version: f"Python {version} found")
def test_another_python_makes_the_demo_plan(version: str, wheel: Path, tmp_path: Path) -> None:
    """With today's releases, of which some ask for a newer Python than the one that runs the suite."""
    here = environment(FOUND[version], tmp_path / "home", wheel)
    assert "salesplan" in run(here / "salesplan", "--lang", "en", "--help", cwd=tmp_path).stdout
    chinese = run(here / "python", "-c", STRICT, "demo", "--lang", "zh", cwd=tmp_path).stdout
    assert "今年1,900,明年推导2,421.55" in chinese
    assert {path.suffix for path in tmp_path.iterdir()} == {".xlsx", ""}


@pytest.mark.slow
@pytest.mark.skipif(OLDEST not in FOUND, reason=f"Python {OLDEST} is not on this machine")
def test_the_oldest_releases_give_the_figures_of_the_articles(wheel: Path, tmp_path: Path) -> None:
    here = environment(FOUND[OLDEST], tmp_path / "home", wheel, *lowest(), "pytest", "hypothesis")
    said = run(here / "salesplan", "demo", "--lang", "en", cwd=tmp_path).stdout
    assert "this year 1,900, derived 2,421.55" in said
    run(here / "salesplan", "undo", "SalesPlan-demo.xlsx", cwd=tmp_path)
    golden = ["-m", "not slow", *"-o addopts=-q -p no:cacheprovider".split(), *ARTICLES]
    assert " passed" in run(here / "python", "-m", "pytest", *golden, cwd=ROOT).stdout
