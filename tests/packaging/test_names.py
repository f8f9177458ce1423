"""Names and docstrings of the package: nothing is called ``found``, and no docstring starts with a question word."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "salesplan_xl"
NO_NAMES = {"told", "seen", "found", "one", "known"}
QUESTION_WORDS = {"What", "Where", "Who", "How", "Which", "Why"}


def stored_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name that a module gives: variables, fields, arguments, functions and classes, with their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store(), lineno=line):
                yield line, name
            case ast.arg(arg=name, lineno=line):
                yield line, name
            case ast.FunctionDef(name=name, lineno=line) | ast.ClassDef(name=name, lineno=line):
                yield line, name
            case ast.alias(asname=str(name), lineno=line):
                yield line, name
            case ast.Attribute(attr=name, ctx=ast.Store(), lineno=line):
                yield line, name


def docstrings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every docstring of a module with the line it stands in."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and (
            text := ast.get_docstring(node)
        ):
            yield node.body[0].lineno, text


def empty_names(source: str) -> list[tuple[int, str]]:
    """Names that say nothing of what they hold, whatever underscores or capitals they have."""
    return [
        (line, name) for line, name in stored_names(ast.parse(source)) if name.strip("_").lower() in NO_NAMES
    ]


def questions(source: str) -> list[tuple[int, str]]:
    """Docstrings that begin with a question word instead of the thing."""
    return [(line, text) for line, text in docstrings(ast.parse(source)) if text.split()[0] in QUESTION_WORDS]


def modules() -> list[tuple[str, str]]:
    """Every module of the package: path inside it and text."""
    paths = sorted(PACKAGE.rglob("*.py"))
    assert len(paths) > 200
    return [(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


@pytest.mark.slow
def test_names_say_what_they_hold() -> None:
    assert [f"{path}:{line} {name}" for path, text in modules() for line, name in empty_names(text)] == []


def test_docstrings_begin_with_the_thing() -> None:
    assert [f"{path}:{line} {text[:40]}" for path, text in modules() for line, text in questions(text)] == []


@pytest.mark.parametrize(
    "source",
    [
        "found = 1", "def rows(known): pass", "def _told(): pass", "class Seen: pass", "[one for one in rows]",
        "row.found = 1", "found: list[int] = []", "import rows as found", "lambda one: one", "if found := rows: pass",
    ],
)  # fmt: skip
def test_an_empty_name_is_noticed(source: str) -> None:
    assert empty_names(source)


def test_a_key_of_a_text_may_be_called_known() -> None:
    assert empty_names('Finding("F-717", found=unit, known=units)') == []


@pytest.mark.parametrize("source", ['"""What it is."""', 'def rows():\n    """How many rows there are."""'])
def test_a_question_is_noticed(source: str) -> None:
    assert questions(source)
    assert questions(source.replace("What", "The thing").replace("How many", "The number of")) == []
