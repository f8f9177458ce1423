"""Promise R19: the wheel alone works, with nothing but its declared dependencies."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import openpyxl
import pytest

from salesplan_xl import __version__

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "salesplan_xl" / "guide"
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"
pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command in a folder of its own, without this source tree on its path."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "SALESPLAN"))}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env | {"PYTHONUTF8": "1"}, timeout=570,
        check=True, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as a release builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    installed = importlib.util.find_spec("hatchling") is not None
    offline = ["--no-build-isolation"] if installed else []
    run(sys.executable, "-m", "pip", "wheel", ROOT, "--no-deps", "-q", *offline, "-w", folder, cwd=folder)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script folder of an environment that holds the wheel and what it asks for."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    run(home / SCRIPTS / "python", "-m", "pip", "install", "-q", wheel, cwd=home)
    return home / SCRIPTS


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert wheel.name == f"salesplan_xl-{__version__}-py3-none-any.whl"
    assert {name.split("/")[0] for name in names} == {"salesplan_xl", f"salesplan_xl-{__version__}.dist-info"}
    assert "salesplan_xl/py.typed" in names
    assert not [name for name in names if "test" in name.lower() or name.endswith((".pyc", ".bak.xlsx"))]
    assert f"salesplan_xl-{__version__}.dist-info/licenses/LICENSE" in names


def test_the_wheel_holds_every_guide_page(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    pages = {f"salesplan_xl/guide/{path.relative_to(GUIDE).as_posix()}" for path in GUIDE.rglob("*.md")}
    assert len(pages) > 20
    assert pages <= names


def test_the_demo_runs_in_an_empty_folder(scripts: Path, tmp_path: Path) -> None:
    """The README's first command, after the install: a computed book and its main figures."""
    said = run(scripts / "salesplan", "demo", "--lang", "en", cwd=tmp_path).stdout
    assert "Sales plan 2027" in said
    assert "Target: this year 1,900" in said
    book = tmp_path / "SalesPlan-demo.xlsx"
    assert [path.name for path in tmp_path.iterdir()] == [book.name]
    opened = openpyxl.load_workbook(book, read_only=True, data_only=True)
    assert "Execution map" in opened.sheetnames
    opened.close()


def test_a_book_is_made_run_and_explained_by_the_wheel(scripts: Path, tmp_path: Path) -> None:
    run(scripts / "salesplan", "new", "plan.xlsx", "--demo", "rep", "--lang", "zh", cwd=tmp_path)
    done = run(scripts / "salesplan", "run", "plan.xlsx", "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["figures"]["customers"] == 60
    assert "80" in run(scripts / "salesplan", "explain", "tiers", cwd=tmp_path).stdout


def test_it_is_the_wheel_that_runs(scripts: Path, tmp_path: Path) -> None:
    where = run(
        scripts / "python", "-c", "import salesplan_xl; print(salesplan_xl.__file__)", cwd=tmp_path
    ).stdout
    assert Path(where.strip()).is_relative_to(scripts.parent.resolve()) or "site-packages" in where
    assert not Path(where.strip()).is_relative_to(ROOT)


def test_uninstalling_leaves_nothing(wheel: Path, tmp_path: Path) -> None:
    """Every file lies in the package's own folders, so that pip removes all of them."""
    folder = tmp_path / "target"
    run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder, wheel, cwd=tmp_path)
    left = {path.name for path in folder.iterdir()} - {"bin", "Scripts"}
    assert left == {"salesplan_xl", f"salesplan_xl-{__version__}.dist-info"}
