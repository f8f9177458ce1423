"""Promise R20: nothing leaves the machine. Every socket in a child process is an error; the demo's in ``test_wheel``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Loaded by Python at start, before anything of ours: whoever opens a socket or looks up a name dies loudly.
GUARD = """
import sys

def refuse(event, arguments):
    if event.startswith("socket."):
        sys.stderr.write(f"NETWORK {event} {arguments}\\n")
        sys.stderr.flush()
        import os
        os._exit(99)

sys.addaudithook(refuse)
"""


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    """An environment whose Python processes may not touch a socket."""
    folder = tmp_path / "guard"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    path = os.pathsep.join((str(folder), str(ROOT)))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def run(guarded: dict[str, str], cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=guarded, timeout=120, check=False,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


def test_the_guard_catches_a_socket(guarded: dict[str, str], tmp_path: Path) -> None:
    done = run(guarded, tmp_path, "-c", "import socket; socket.socket()")
    assert (done.returncode, "NETWORK socket.__new__" in done.stderr) == (99, True)


def test_the_guard_catches_a_name_that_is_looked_up(guarded: dict[str, str], tmp_path: Path) -> None:
    done = run(guarded, tmp_path, "-c", "import socket; socket.getaddrinfo('localhost', 80)")
    assert done.returncode == 99


@pytest.mark.slow
def test_importing_and_running_open_no_socket(guarded: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "日期,客户名称,金额(万元)\n2026-03-05,苏州甲机械有限公司,12.5\n", encoding="utf-8"
    )
    for verb in (
        ("new", "plan.xlsx", "--year", "2027"),
        ("import", "plan.xlsx", "--orders", "orders.csv"),
        ("run", "plan.xlsx"),
    ):
        done = run(guarded, tmp_path, "-m", "salesplan_xl", *verb)
        assert (done.returncode, done.stderr.count("NETWORK")) == (0, 0), done.stderr
