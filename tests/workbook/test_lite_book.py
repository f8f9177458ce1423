"""A book for xlwings Lite: the code it carries, that nothing else in it changes, and that it survives every door."""

from __future__ import annotations

import ast
import datetime as dt
import io
import json
import subprocess
import sys
import tomllib
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from addin.tools import xlwings_module
from salesplan_xl import __version__
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import word
from salesplan_xl.commands.books.new import lite_buttons, new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.templates.build import build_book
from salesplan_xl.templates.lite import XLWINGS, main_py, requirements, with_lite
from tests.doors.driver import STEPS, salesplan
from tests.recalc.engines import libreoffice

PANE, PANES = "xl/webextensions/webextension1.xml", "xl/webextensions/taskpanes.xml"
LINK = "xl/webextensions/_rels/taskpanes.xml.rels"
LINKING = {"[Content_Types].xml", "_rels/.rels"}
HOME = Path(__file__).parents[2]
WE = "{http://schemas.microsoft.com/office/webextensions/webextension/2010/11}"


def parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def embedded(book: bytes) -> dict[str, str]:
    """The code as Lite reads it: each property of the pane is a JSON text."""
    pane = etree.fromstring(parts(book)[PANE])
    return {item.get("name"): json.loads(item.get("value")) for item in pane.iter(f"{WE}property")}


@pytest.fixture(scope="module", params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def book(lang: str) -> bytes:
    return new_book(lang, year=2027, lite=True).to_bytes()


# ── the code ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_embedded_code_is_the_generated_code(book: bytes, lang: str) -> None:
    assert embedded(book) == {"main.py": main_py(lang, lite_buttons()), "requirements.txt": requirements()}


def scripts(code: str) -> dict[str, ast.FunctionDef]:
    """The functions of main.py by the name on their button."""
    found = {}
    for item in ast.parse(code).body:
        if isinstance(item, ast.FunctionDef):
            (mark,) = item.decorator_list
            assert isinstance(mark, ast.Call) and ast.unparse(mark.func) == "script"
            found[ast.literal_eval(mark.keywords[0].value)] = item
    return found


def test_there_is_one_button_for_every_command(lang: str) -> None:
    code = main_py(lang, lite_buttons())
    assert len(code.splitlines()) <= 15 + 5 * len(
        lite_buttons()
    )  # a name, a call, blank lines: short enough to read
    names = [button.command for button in lite_buttons()]
    assert set(names) == {*STEPS, "import"}
    assert set(scripts(code)) == {word(f"C-NAME-{name.upper()}", lang) for name in names}
    assert {item.name for item in scripts(code).values()} == {
        f"sp_{name.replace('-', '_')}" for name in names
    }


def test_every_argument_beside_the_book_has_a_default(lang: str) -> None:
    """The run button of Lite passes nothing but the book; only App Mode asks for the month."""
    for item in scripts(main_py(lang, lite_buttons())).values():
        assert ast.unparse(item.args.args[0].annotation) == "xw.Book"
        assert len(item.args.args) - 1 == len(item.args.defaults)


def test_main_py_holds_no_logic() -> None:
    """Imports and one call a function: the methods stay in the package."""
    for item in scripts(main_py("en", lite_buttons())).values():
        calls = [node for node in ast.walk(item) if isinstance(node, ast.Call)][1:]
        assert [ast.unparse(call.func) for call in calls] == ["press"]


def test_the_requirements_are_ours_in_this_version_and_the_pinned_xlwings() -> None:
    wanted = [line.split("#")[0].strip() for line in requirements().splitlines()]
    assert wanted == [f"xlwings=={XLWINGS}", "pandas", f"salesplan-xl=={__version__}"]
    assert xlwings_module.XLWINGS == XLWINGS


def test_the_package_may_come_from_an_address(tmp_path: Path) -> None:
    """Until it is on the public index, a company serves the wheel itself; the book is a Lite book without more words."""
    address = f"https://intranet.example.com/py/salesplan_xl-{__version__}-py3-none-any.whl"
    path = tmp_path / "plan.xlsx"
    assert salesplan("new", path, "--wheel", address).code == 0
    found = embedded(path.read_bytes())
    assert [line.split("#")[0].strip() for line in found["requirements.txt"].splitlines()][1:] == [
        "pandas",
        address,
    ]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/salesplan_xl-1.0-py3-none-any.whl", "https://example.com/other-1.0-py3-none-any.whl",
        "salesplan_xl-1.0-py3-none-any.whl", "https://example.com/salesplan_xl-1.0.tar.gz",
        'https://example.com/"x/salesplan_xl-1.0-py3-none-any.whl', "https://example.com/a\npandas\nb/salesplan_xl-1.0-py3-none-any.whl",
    ],
)  # fmt: skip
def test_an_address_of_something_else_is_refused(tmp_path: Path, address: str) -> None:
    said = salesplan("new", tmp_path / "plan.xlsx", "--wheel", address)
    assert said.code == 2
    assert "salesplan_xl-" in said.err
    assert not (tmp_path / "plan.xlsx").exists()


# ── what the code needs ───────────────────────────────────────────────────────────────────────────────────

NEEDED = """
import importlib, sys
before = set(sys.modules)
class NotInTheBrowser:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, NotInTheBrowser())
import salesplan_xl.doors.lite
from salesplan_xl.commands import registry
for verb in registry.verbs():
    if verb.stage:
        verb.stage_function()
import salesplan_xl.planning.time.capacity as capacity
print(capacity.__name__, sorted(name for name in sys.modules if name.startswith("salesplan_xl.book.xlsx")))
"""


def dependencies() -> dict[str, str]:
    """What the package asks for: name → the condition behind the semicolon."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = {}
    for line in project["dependencies"]:
        name, _, condition = line.partition(";")
        found[name.split(">")[0].split("=")[0].strip()] = condition.strip()
    return found


def test_the_commands_need_only_what_the_browser_has() -> None:
    """Everything the package does not ask for in the browser is blocked, and so is xlwings' own neighbourhood."""
    absent = {name.replace("python-", "python_") for name, condition in dependencies().items() if condition}
    assert absent == {
        "click",
        "openpyxl",
        "python_calamine",
        "python_docx",
        "rapidfuzz",
        "xlsxwriter",
        "xlwings",
    }
    code = NEEDED.format(blocked={*absent, "lxml", "defusedxml", "win32com", "appscript"})
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=HOME, check=False, timeout=60
    )
    assert said.stderr == ""
    assert said.stdout.split(maxsplit=1) == ["salesplan_xl.planning.time.capacity", "[]\n"]


def test_in_the_browser_the_package_asks_for_the_calendar_and_pandas_alone() -> None:
    always = {name for name, condition in dependencies().items() if not condition}
    assert always == {"holidays", "pandas"}
    elsewhere = ("sys_platform != 'emscripten'", "sys_platform == 'win32' or sys_platform == 'darwin'")
    assert {condition for condition in dependencies().values() if condition} <= set(elsewhere)


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────────


def test_two_books_are_byte_identical(book: bytes, lang: str) -> None:
    assert new_book(lang, year=2027, lite=True).to_bytes() == book


@pytest.mark.slow
def test_nothing_else_in_the_book_changes(lang: str) -> None:
    plain = parts(build_book(lang))
    with_code = parts(with_lite(build_book(lang), lang, lite_buttons()))
    assert list(with_code) == [*plain, PANE, PANES, LINK]
    assert {name for name in plain if with_code[name] != plain[name]} == LINKING


def test_the_new_parts_are_announced_and_linked(book: bytes) -> None:
    found = parts(book)
    types = etree.fromstring(found["[Content_Types].xml"])
    announced = {item.get("PartName"): item.get("ContentType") for item in types if item.get("PartName")}
    assert announced[f"/{PANE}"] == "application/vnd.ms-office.webextension+xml"
    assert announced[f"/{PANES}"] == "application/vnd.ms-office.webextensiontaskpanes+xml"
    links = {item.get("Target"): item.get("Type") for item in etree.fromstring(found["_rels/.rels"])}
    assert links[PANES].endswith("/2011/relationships/webextensiontaskpanes")
    numbers = [item.get("Id") for item in etree.fromstring(found["_rels/.rels"])]
    assert len(numbers) == len(set(numbers))
    (link,) = etree.fromstring(found[LINK])
    (pointer,) = etree.fromstring(found[PANES]).iter("{*}webextensionref")
    assert link.get("Target") == "webextension1.xml" and link.get("Id") in pointer.attrib.values()


def test_the_pane_is_closed_and_named_by_the_store(book: bytes) -> None:
    (pane,) = etree.fromstring(parts(book)[PANES])
    assert pane.get("visibility") == "0"
    references = list(etree.fromstring(parts(book)[PANE]).iter(f"{WE}reference"))
    assert {item.get("id").upper() for item in references} == {"WA200008175"}


def test_there_are_no_macros(book: bytes) -> None:
    assert not [name for name in parts(book) if "vba" in name.lower() or name.endswith(".bin")]
    assert b"macroEnabled" not in parts(book)["[Content_Types].xml"]


@pytest.mark.slow
def test_the_book_is_valid_office_open_xml(book: bytes, tmp_path: Path) -> None:
    path = tmp_path / "lite.xlsx"
    path.write_bytes(book)
    assert OpenXmlValidator().validate(path).errors == []


@pytest.mark.slow
def test_other_programs_open_it(book: bytes, lang: str) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Print area cannot be set")
        opened = openpyxl.load_workbook(io.BytesIO(book))
    sheet = opened.defined_names["sp_plan_year"].attr_text.split("!")
    cell = sheet[0].strip("'"), sheet[1].replace("$", "")
    assert opened[cell[0]][cell[1]].value == 2027
    office = libreoffice()
    if office:
        assert office.values(book, [cell]) == {cell: 2027}


def test_a_book_with_text_that_ends_early_is_refused() -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(ValueError, match="Types"):
        with_lite(broken.getvalue(), "zh", lite_buttons())


# ── through our own doors ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_code_survives_a_run_without_excel(lang: str, tmp_path: Path) -> None:
    """Preflight accepts the book, and what a command does not touch stays byte for byte."""
    made = new_book(lang, demo="rep", lite=True).to_bytes()
    path = tmp_path / "lite.xlsx"
    path.write_bytes(made)
    port = FilePort.open(path)
    result = runner.execute("run", PlanBook(port), now=dt.datetime(2027, 4, 1))
    assert result.writes and not result.blocked
    after = port.to_bytes()
    assert embedded(after) == embedded(made)
    assert [name for name in (PANE, PANES, LINK) if parts(after)[name] != parts(made)[name]] == []
    announced = parts(after)["[Content_Types].xml"], parts(after)["_rels/.rels"]
    assert all(b"webextension" in part for part in announced)


def test_new_embeds_the_code_only_when_asked(tmp_path: Path) -> None:
    assert salesplan("new", tmp_path / "plain.xlsx", "--lang", "en").code == 0
    assert salesplan("new", tmp_path / "lite.xlsx", "--lang", "en", "--lite", "--lean").code == 0
    assert PANE not in parts((tmp_path / "plain.xlsx").read_bytes())
    assert embedded((tmp_path / "lite.xlsx").read_bytes())["main.py"] == main_py("en", lite_buttons())


def test_help_and_guide_say_what_is_missing() -> None:
    """Not tried, needs the public package index, no undo: told before anybody relies on it."""
    said = " ".join(salesplan("new", "--help").out.split())
    zh, en = (word("H-OPT-LITE", lang) for lang in ("zh", "en"))
    assert en in said or zh in said
    assert "没有实际试过" in zh and "不能撤销" in zh and "公共软件包目录" in zh
    assert "not been tried" in en and "no undo" in en and "public package index" in en
    pages = {lang: salesplan("explain", "lite", "--lang", lang).out for lang in ("zh", "en")}
    assert "没有在真正的xlwings Lite里试过" in pages["zh"] and "不能撤销" in pages["zh"]
    assert "not been tried in real xlwings Lite" in pages["en"] and "no undo" in pages["en"]
