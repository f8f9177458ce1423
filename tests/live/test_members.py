"""The test engine promises nothing that xlwings does not do on Windows and on a Mac, and the live port asks no more."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from xlwings import base_classes, main

from tests.live.engine import NotInEngine, lists, objects, ranges

XLWINGS = Path(importlib.util.find_spec("xlwings").submodule_search_locations[0])
PROJECT = Path(__file__).parents[2]
ENGINE = {
    cls.__name__: cls
    for cls in (
        objects.Engine, objects.Apps, objects.App, objects.Books, objects.Book, objects.Sheets, objects.Sheet,
        ranges.Range, lists.Tables, lists.Table, lists.Names, lists.Name,
        objects.PageSetup, objects.Shapes,
    )
}  # fmt: skip
PROTOCOL = {"__call__", "__iter__", "__len__", "__contains__"}
# What xlwings' own objects add in Python, on top of the engine.
ON_TOP = {
    "value",
    "options",
    "resize",
    "offset",
    "last_cell",
    "rows",
    "columns",
    "count",
    "size",
    "properties",
    "impl",
}
FORBIDDEN_ROOMS = ("xlwings.pro", "xlwings.server", "xlwings.reports")


def promised(cls: type) -> set[str]:
    """The members our class implements; a property that can be set counts twice."""
    found = set()
    for name, member in vars(cls).items():
        if name in PROTOCOL or not name.startswith("_"):
            found.add(name)
            if isinstance(member, property) and member.fset:
                found.add(f"{name}=")
    return found


class Desktop:
    """The classes of a desktop engine, read from its source: it cannot be imported here."""

    def __init__(self, module: str) -> None:
        self.classes = {**_classes("base_classes"), **_prefixed(_classes("base_classes"))} | _classes(module)
        self.own = _classes(module)

    def members(self, name: str) -> set[str]:
        """Members of a class that do something, its bases included."""
        found: set[str] = set()
        for cls in reversed(list(self._line(self.own[name]))):
            works, stubs = _members(cls)
            found = (found - stubs) | works
        return found

    def _line(self, cls: ast.ClassDef) -> Iterator[ast.ClassDef]:
        yield cls
        for base in cls.bases:
            found = self.classes.get(ast.unparse(base))
            if found is not None:
                yield from self._line(found)


@cache
def desktop(module: str) -> Desktop:
    return Desktop(module)


def _classes(module: str) -> dict[str, ast.ClassDef]:
    tree = ast.parse((XLWINGS / f"{module}.py").read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def _prefixed(classes: dict[str, ast.ClassDef]) -> dict[str, ast.ClassDef]:
    return {f"base_classes.{name}": node for name, node in classes.items()}


def _members(cls: ast.ClassDef) -> tuple[set[str], set[str]]:
    works: set[str] = set()
    stubs: set[str] = set()
    for node in cls.body:
        if isinstance(node, ast.FunctionDef):
            setter = any(ast.unparse(item).endswith(".setter") for item in node.decorator_list)
            (stubs if _is_stub(node) else works).add(f"{node.name}=" if setter else node.name)
            if node.name == "__init__":
                works |= set(_attributes(node))
        elif isinstance(node, ast.Assign):
            works |= {ast.unparse(target) for target in node.targets}
    return works, stubs


def _is_stub(node: ast.FunctionDef) -> bool:
    body = [
        item
        for item in node.body
        if not (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))
    ]
    return len(body) == 1 and isinstance(body[0], ast.Raise) and "NotImplementedError" in ast.unparse(body[0])


def _attributes(init: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(init):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and ast.unparse(node.value) == "self"
        ):
            yield node.attr


def unproven(classes: Iterable[type]) -> list[str]:
    """What our engine can do and a desktop engine of xlwings cannot."""
    desktops = {"Windows": desktop("_xlwindows"), "Mac": desktop("_xlmac")}
    return [
        f"{system}: {cls.__name__}.{member}"
        for cls in classes
        for system, desktop in desktops.items()
        for member in sorted(promised(cls) - desktop.members(cls.__name__))
    ]


def test_every_member_exists_in_both_desktop_engines() -> None:
    assert unproven(ENGINE.values()) == []


def test_a_member_too_many_is_found() -> None:
    class Range(ranges.Range):
        def remove_duplicates(self, columns: object, has_headers: object) -> None: ...

        def colour(self) -> None: ...

    assert unproven([Range]) == [
        "Windows: Range.colour",
        "Mac: Range.colour",
        "Mac: Range.remove_duplicates",
    ]


def test_a_setter_too_many_is_found() -> None:
    class Book(objects.Book):
        name = property(lambda self: "", lambda self, value: None)

    assert unproven([Book]) == ["Windows: Book.name=", "Mac: Book.name="]


@pytest.mark.parametrize("cls", ENGINE.values(), ids=ENGINE)
def test_every_other_member_refuses_with_its_name(cls: type) -> None:
    thing = object.__new__(cls)
    base = getattr(base_classes, cls.__name__, object)
    for name in {name for name in dir(base) if not name.startswith("_")} - promised(cls):
        with pytest.raises(NotInEngine, match=f"{cls.__name__}.{name}"):
            getattr(thing, name)()


# ── what the live code uses ───────────────────────────────────────────────────────────────────────────────

API = (
    main.App, main.Apps, main.Book, main.Books, main.Sheet, main.Sheets, main.Range, main.RangeRows,
    main.Table, main.Tables, main.Name, main.Names, main.PageSetup,
)  # fmt: skip


def public(classes: Iterable[type]) -> set[str]:
    return {name for cls in classes for name in dir(cls) if not name.startswith("_")}


def violations(source: str) -> list[str]:
    """Members of xlwings objects that the test engine does not prove, and doors that stay shut.

    Conservative, for nobody knows the types here: an attribute counts when xlwings has one of this name, unless
    plain Python values have it too, or classes of the same file or of a project module it imports.
    """
    tree = ast.parse(source)
    supported = {member.rstrip("=") for cls in ENGINE.values() for member in promised(cls)} | ON_TOP
    known = public((str, list, dict, set, tuple, float, Path)) | {
        name for own in _modules(tree) for name in _own(own)
    }
    doubtful = public(API) - supported - known
    ours = set(_imported(tree))
    used = {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _root(node) not in ours
    }
    return [*sorted(used & (doubtful | {"api", "caller", "set_mock_caller"})), *_shut(tree)]


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("salesplan_xl"):
            yield from (alias.asname or alias.name for alias in node.names)


def _root(node: ast.expr) -> str:
    """The name a chain such as ``make(x).a[0].b`` begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _modules(tree: ast.Module) -> Iterator[ast.Module]:
    yield tree
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("salesplan_xl."):
            path = PROJECT / f"{node.module.replace('.', '/')}.py"
            if path.exists():
                yield ast.parse(path.read_text(encoding="utf-8"))


def _own(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for item in ast.walk(node):
                if isinstance(item, ast.FunctionDef):
                    yield item.name
                elif isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                    yield item.target.id


def _shut(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (
            name for name in names if f"{name}.".startswith(tuple(f"{room}." for room in FORBIDDEN_ROOMS))
        )


def live_sources() -> list[Path]:
    return [
        *sorted((PROJECT / "salesplan_xl" / "book" / "excel").glob("*.py")),
        *sorted((PROJECT / "salesplan_xl" / "doors").glob("ribbon*.py")),
    ]


@pytest.mark.parametrize("path", live_sources(), ids=lambda path: path.name)
def test_the_live_code_uses_proven_members_only(path: Path) -> None:
    assert violations(path.read_text(encoding="utf-8")) == []


def test_there_is_live_code() -> None:
    assert live_sources()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("book.sheets[0].range('A1').api.Font.Bold = True", ["api"]),
        ("import xlwings as xw\nxw.Book.caller()", ["caller"]),
        ("sheet.range('A1').wrap_text = True", ["wrap_text"]),
        ("sheet.charts.add()", ["charts"]),
        ("from xlwings import pro", ["xlwings.pro"]),
        ("import xlwings.server", ["xlwings.server"]),
        ("from xlwings.reports import create_report", ["xlwings.reports.create_report"]),
        ("book.sheets['a'].range('A1').options(ndim=2).value", []),
    ],
)
def test_a_seeded_mistake_is_found(source: str, found: list[str]) -> None:
    assert violations(source) == found
