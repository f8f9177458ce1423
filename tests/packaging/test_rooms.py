"""The rooms have one-way doors: who may import whom, read from the source itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "salesplan_xl"
# Two modules stand at the ground beside the rules: what money is, and which tiers there are.
GROUND = {"money", "tiers"}
BASIC = {"findings", "errors", "catalogue", "rules", "__init__"} | GROUND
# Who may import whom: the rooms of the package from the ground up.
MAY_IMPORT = {
    "rules": {"rules"} | GROUND,
    "planning": {"planning", "rules", "findings", "errors"} | GROUND,
    "schema": {"schema", "rules", "findings", "errors"} | GROUND,
    "catalogue": {"catalogue", "schema", "findings"},
    "demo": {"demo", "schema", "catalogue", "findings"},
    "book": BASIC | {"book", "schema"},
    "templates": BASIC | {"templates", "schema", "book.xlsx.explicit_charts"},
    "guide": {"guide"},
    "commands": BASIC | {"commands", "book", "schema", "planning", "templates", "demo"},
    "bench": BASIC | {"bench", "commands", "book", "schema", "planning", "demo"},
    "addin": BASIC | {"addin"},
    "doors": BASIC
    | {
        "doors",
        "commands",
        "book.file",
        "book.plan_book.plan_book",
        "book.excel",
        "bench",
        "addin",
    },
}
# The rooms inside a room, from the ground up: each may import those that stand before it in its line.
FLOORS = {
    "planning": (
        "common", ("customers", "targets"), "schedule", "time", "tracking", "year_end", "reporting",
    ),
    "commands": ("registry", "plan", "engine", ("steps", "books"), "team", "handover"),
    "book": ("port", ("cells", "xlsx"), "plan_book", ("excel", "file", "sanitize", "importing"), "export"),
}  # fmt: skip
# Worksheet functions answer single cells: no book, no command, straight from the core and its words.
FUNCTIONS_MAY_IMPORT = {
    "findings", "errors", "catalogue", "rules", "doors.functions", "doors.languages", "planning", "schema.choices", "schema.types.Choice",
    *GROUND,
}  # fmt: skip
FILE_LIBRARIES = {"openpyxl", "xlsxwriter", "xlwings", "python_calamine", "docx"}
OUTSIDE_WORLD = {"time", "random", "pathlib", "os", "io"}
NEVER = {
    "rules": FILE_LIBRARIES | OUTSIDE_WORLD,
    "planning": FILE_LIBRARIES | OUTSIDE_WORLD,
    "schema": FILE_LIBRARIES | OUTSIDE_WORLD,
    "commands": FILE_LIBRARIES,
    "doors": {"openpyxl", "xlsxwriter", "python_calamine", "docx", "numpy", "pandas"},
}


def module_name(path: Path) -> str:
    """Dotted name below the package: ``book/xlsx/file.py`` is ``book.xlsx.file``, a folder its ``__init__``."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> set[str]:
    """Full names of everything a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def inside(name: str) -> str:
    return name.removeprefix("salesplan_xl").lstrip(".")


def allowed(name: str, rooms: set[str]) -> bool:
    return (
        any(inside(name) == room or inside(name).startswith(f"{room}.") for room in rooms)
        or inside(name) == "__version__"
    )


def rooms_below(path: Path) -> set[str]:
    """The rooms a module may import."""
    room, *rest = path.relative_to(PACKAGE).parts
    functions = room == "doors" and rest[0] in ("functions", "udf.py")
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


def floor_of(room: str, name: str) -> int | None:
    """On which floor of its room a module stands; ``None`` for the room itself and for other rooms."""
    parts = name.split(".")
    if parts[0] != room or len(parts) < 2:
        return None
    floors = [floor if isinstance(floor, tuple) else (floor,) for floor in FLOORS[room]]
    return next((level for level, floor in enumerate(floors) if parts[1] in floor), None)


def test_every_module_of_a_divided_room_stands_on_a_floor() -> None:
    lost = [
        name
        for room in FLOORS
        for path in (PACKAGE / room).rglob("*.py")
        if "." in (name := module_name(path)) and floor_of(room, name) is None
    ]
    assert lost in ([], ["book.collector"])


@pytest.mark.parametrize("room", sorted(FLOORS))
def test_inside_a_room_imports_go_down_only(room: str) -> None:
    wrong = []
    for path in sorted((PACKAGE / room).rglob("*.py")):
        here = floor_of(room, module_name(path))
        for name in sorted(imported(path)):
            there = floor_of(room, inside(name))
            if here is not None and there is not None and there > here:
                wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert wrong == []


def module_graph() -> dict[str, set[str]]:
    """Module → the modules of ours that it imports, at any depth of the file and for types alone as well."""
    modules = {module_name(path): path for path in PACKAGE.rglob("*.py")}
    graph: dict[str, set[str]] = {}
    for module, path in modules.items():
        names = {inside(name) for name in imported(path) if name.startswith("salesplan_xl")}
        graph[module] = {name if name in modules else name.rpartition(".")[0] for name in names}
        graph[module] &= modules.keys() - {module}
    return graph


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import each other in a loop."""

    def reached(start: str) -> set[str]:
        reach: set[str] = set()
        ahead = [start]
        while ahead:
            for after in graph[ahead.pop()] - reach:
                reach.add(after)
                ahead.append(after)
        return reach

    reach = {module: reached(module) for module in graph}
    groups = {frozenset({other for other in reach[module] if module in reach[other]}) for module in graph}
    return sorted(sorted(group) for group in groups if group)


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(module_graph()) == []


def test_a_circle_would_be_seen() -> None:
    chain = {"a": {"b"}, "b": {"c"}, "c": set(), "d": {"a"}}
    assert circles(chain) == []
    assert circles(chain | {"c": {"a"}}) == [["a", "b", "c"]]


def test_only_worksheet_functions_may_reach_past_the_commands() -> None:
    doors = PACKAGE / "doors"
    assert rooms_below(doors / "cli.py") == rooms_below(doors / "show.py") == MAY_IMPORT["doors"]
    assert not allowed("salesplan_xl.planning.common.rates", MAY_IMPORT["doors"])
    assert allowed("salesplan_xl.planning.common.rates", rooms_below(doors / "functions" / "plan.py"))
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
