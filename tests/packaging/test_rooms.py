"""The rooms have one-way doors: who may import whom, read from the source itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "salesplan_xl"
BASIC = {"findings", "errors", "units", "text", "__init__"}
MAY_IMPORT = {
    "planning": {"findings", "errors", "planning"},
    "schema": {"schema", "planning.rules", "findings", "errors"},
    "text": {"text", "schema", "findings"},
    "demo": {"demo", "schema", "text", "findings"},
    "book": BASIC | {"book", "schema", "planning.rules"},
    "templates": BASIC | {"templates", "schema"},
    "guide": BASIC | {"guide", "schema", "commands", "doors"},
    "commands": BASIC | {"commands", "book", "schema", "planning", "templates", "demo"},
    "bench": BASIC | {"bench", "commands", "book", "schema", "planning", "demo"},
    "shipping": BASIC | {"shipping", "commands", "templates", "schema"},
    "addin": BASIC | {"addin"},
    "doors": BASIC
    | {
        "doors",
        "commands",
        "book.file",
        "book.plan_book",
        "book.live",
        "book.live_errors",
        "book.lite",
        "bench",
        "addin",
    },
}
# Worksheet functions answer single cells: no book, no command, straight from the core and its words.
FUNCTIONS_MAY_IMPORT = {
    "findings", "errors", "text", "doors.udf_values", "doors.udf_words", "doors.udf_customers", "doors.udf_plan",
    "doors.udf_year", "planning", "schema.choices", "schema.types.Choice",
}  # fmt: skip
FILE_LIBRARIES = {"openpyxl", "xlsxwriter", "xlwings", "python_calamine"}
OUTSIDE_WORLD = {"time", "random", "pathlib", "os", "io"}
NEVER = {
    "planning": FILE_LIBRARIES | OUTSIDE_WORLD,
    "schema": FILE_LIBRARIES | OUTSIDE_WORLD,
    "commands": FILE_LIBRARIES,
    "doors": {"openpyxl", "xlsxwriter", "python_calamine", "numpy", "pandas"},
}


def imported(path: Path) -> set[str]:
    """Full names of everything a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def allowed(name: str, rooms: set[str]) -> bool:
    inside = name.removeprefix("salesplan_xl").lstrip(".")
    return any(inside == room or inside.startswith(f"{room}.") for room in rooms) or inside == "__version__"


def rooms_below(path: Path) -> set[str]:
    """The rooms a module may import."""
    room = path.relative_to(PACKAGE).parts[0]
    functions = room == "doors" and path.stem.split("_")[0] == "udf"
    return FUNCTIONS_MAY_IMPORT if functions else MAY_IMPORT[room]


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for name in sorted(imported(path))
        if name.startswith("salesplan_xl") and not allowed(name, rooms_below(path))
    ]
    assert wrong == []


def test_only_worksheet_functions_may_reach_past_the_commands() -> None:
    doors = PACKAGE / "doors"
    assert rooms_below(doors / "cli.py") == rooms_below(doors / "show.py") == MAY_IMPORT["doors"]
    assert not allowed("salesplan_xl.planning.rates", MAY_IMPORT["doors"])
    assert allowed("salesplan_xl.planning.rates", rooms_below(doors / "udf_plan.py"))
    assert not allowed("salesplan_xl.book.file", rooms_below(doors / "udf.py"))


@pytest.mark.parametrize("room", sorted(NEVER))
def test_a_room_stays_away_from_files_clocks_and_excel(room: str) -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for name in sorted(imported(path))
        if name.split(".")[0] in NEVER[room]
    ]
    assert wrong == []


def test_every_folder_of_the_package_is_a_known_room() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == set(MAY_IMPORT)


def test_importing_the_package_and_its_help_brings_no_pandas() -> None:
    code = "import sys, salesplan_xl, salesplan_xl.doors.cli; print('pandas' in sys.modules or 'numpy' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_no_module_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def function_lengths() -> list[int]:
    """Code lines of every function: from its first statement after the docstring to its end."""
    lengths = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lengths.append(body[-1].end_lineno - body[0].lineno + 1 if body else 0)
    return sorted(lengths)


def test_functions_are_short() -> None:
    lengths = function_lengths()
    assert lengths[len(lengths) // 2] <= 8
    assert sum(length > 30 for length in lengths) <= len(lengths) // 50
