"""The two READMEs promise two set-up commands; CI runs the second as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
_FENCE = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)


def commands(name: str) -> list[str]:
    """The command lines of a README's code blocks, without comments."""
    blocks = _FENCE.findall((ROOT / name).read_text(encoding="utf-8"))
    lines = [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def set_up(name: str) -> list[str]:
    """The commands that need nothing but Python: the demo, then the tests."""
    return [line for line in commands(name) if line.startswith("python3 -m venv")]


@pytest.mark.parametrize("name", READMES)
def test_the_second_set_up_command_is_the_line_ci_runs(name: str) -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert set_up(name)[1] in script
    assert set_up(name)[1].endswith("-m pytest -n auto")


@pytest.mark.parametrize("name", READMES)
def test_the_first_command_installs_and_shows_the_demo(name: str) -> None:
    assert re.search(r"pip install -q \. && \.venv/bin/salesplan demo( --lang zh)?$", set_up(name)[0])


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (commands(name) for name in READMES)
    assert set_up("README.md")[1] == set_up("README.zh-CN.md")[1]
    assert len(english) == len(chinese)


@pytest.mark.parametrize("name", READMES)
def test_every_file_it_links_to_is_there(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert len(links) > 5
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
