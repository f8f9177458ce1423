"""The tools of whoever works here stand outside the package, which knows nothing of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packaging.test_rooms import PACKAGE, circles, imported

ROOT = Path(__file__).parents[2]
TOOLS = ("addin/tools", "tests/generated", "tests/demo_data")


@pytest.mark.slow
def test_the_package_imports_no_tool_and_no_test() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for name in sorted(imported(path))
        if name.split(".")[0] in ("addin", "tests")
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", TOOLS)
def test_tools_do_not_import_each_other_in_a_circle(folder: str) -> None:
    start = folder.replace("/", ".")
    paths = {path.stem: path for path in (ROOT / folder).glob("*.py")}
    graph = {
        stem: {name.removeprefix(f"{start}.").split(".")[0] for name in imported(path)}
        for stem, path in paths.items()
    }
    assert circles({stem: names & paths.keys() - {stem} for stem, names in graph.items()}) == []


@pytest.mark.parametrize("folder", TOOLS)
def test_no_tool_is_longer_than_400_lines(folder: str) -> None:
    paths = list((ROOT / folder).glob("*.py"))
    assert len(paths) > 2
    assert max(len(path.read_text(encoding="utf-8").splitlines()) for path in paths) <= 400


def test_the_guide_is_pages_alone() -> None:
    assert [path.name for path in (PACKAGE / "guide").rglob("*.py")] == ["__init__.py"]
