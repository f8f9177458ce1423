"""Promise R19: the wheel alone works, with nothing but its declared dependencies."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import openpyxl
import pytest

from salesplan_xl import __version__
from tests.packaging.environments import ROOT, built_wheel, environment, run
from tests.packaging.test_no_network import GUARD

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script folder of an environment that holds the wheel and what it asks for; no socket opens there."""
    folder = tmp_path_factory.mktemp("environment")
    here = environment(Path(sys.executable), folder / "home", wheel)
    place = run(here / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    Path(place.stdout.strip(), "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return here


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_package_the_add_in_and_the_books_and_nothing_else(wheel: Path) -> None:
    """Every module and page of the package; what is built for users; no test, no tool, no source of a macro."""
    info = f"salesplan_xl-{__version__}.dist-info"
    source = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "salesplan_xl").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    built = {
        *(f"salesplan_xl/addin/files/{name}" for name in ("SalesPlan.xlam", "THIRD-PARTY-NOTICES.txt")),
        *(
            f"salesplan_xl/templates/books/SalesPlan-{name}.xlsx"
            for name in ("zh", "en", "zh-lean", "zh-demo", "zh-starter", "en-starter")
        ),
    }
    records = {
        f"{info}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    }
    assert wheel.name == f"salesplan_xl-{__version__}-py3-none-any.whl"
    assert names_in(wheel) == source | built | records
    assert {name for name in source if Path(name).suffix not in (".py", ".md")} == {
        "salesplan_xl/py.typed",
        "salesplan_xl/doors/result.schema.json",
        "salesplan_xl/book/importing/vocabulary/columns.toml",
        "salesplan_xl/book/importing/vocabulary/values.toml",
    }


def test_its_page_on_an_index_stands_alone_in_both_languages(wheel: Path) -> None:
    """There is no file beside that page: no picture of the README and no link to a file leads anywhere from it."""
    with zipfile.ZipFile(wheel) as archive:
        said = message_from_bytes(archive.read(f"salesplan_xl-{__version__}.dist-info/METADATA"))
    page = said.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert said["Description-Content-Type"] == "text/markdown"
    assert [title for title in page.splitlines() if title.startswith("# ")] == [
        "# SalesPlan for Excel",
        "# SalesPlan:会计算的年度销售规划簿",
    ]
    assert [target for target in re.findall(r"\]\(([^)]*)\)", page) if "://" not in target] == []
    assert page.count("pip install -q salesplan-xl && .venv/bin/salesplan demo") == 2


def test_what_is_built_for_users_is_the_committed_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for packed, committed in (
            ("salesplan_xl/addin/files/SalesPlan.xlam", "addin/SalesPlan.xlam"),
            (
                "salesplan_xl/templates/books/SalesPlan-zh-demo.xlsx",
                "workbook_templates/SalesPlan-zh-demo.xlsx",
            ),
        ):
            assert archive.read(packed) == (ROOT / committed).read_bytes()


# Installs as the command does, on a Windows PC that is a folder: no Excel and no registry are needed to write its files.
INSTALL = """
import dataclasses, sys
from pathlib import Path
from salesplan_xl.addin.home import Xlwings, this_system
from salesplan_xl.addin.install import install, uninstall
from salesplan_xl.addin.interpreter import conf
from salesplan_xl.addin.shipped import shipped_addin
home = Path("home")
system = dataclasses.replace(
    this_system(), platform="win32", home=home, code_page="utf-8", forget=lambda key: None,
    env={"APPDATA": str(home / "Roaming"), "LOCALAPPDATA": str(home / "Local")}, xlwings=Xlwings("0.37.8", home),
)
home.mkdir()
(Path(sys.executable).parent / "xlwings64-0.37.8.dll").touch()  # as the Windows wheel of xlwings leaves it
done = install(system, shipped_addin())
assert conf(done.addin.read_bytes())["INTERPRETER_WIN"] == sys.executable
print(done.addin.as_posix())
uninstall(system)
print([path.name for path in home.rglob("*")])
"""


def test_the_add_in_installs_from_the_wheel(scripts: Path, tmp_path: Path) -> None:
    said = run(scripts / "python", "-c", INSTALL, cwd=tmp_path).stdout
    assert said == "home/Roaming/Microsoft/Excel/XLSTART/SalesPlan.xlam\n[]\n"


def test_the_demo_runs_in_an_empty_folder(scripts: Path, tmp_path: Path) -> None:
    """The README's first command, after the install: a computed book and its main figures, from this machine alone."""
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
