"""What xlwings takes on a Mac, read from the source of the installed ``_xlmac.py``: it cannot be imported elsewhere.

Where the source looks a word up in a dictionary (a kind of paste, a direction, buttons), any other word is a
``KeyError`` on the Mac before Excel is even asked.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@cache
def words(owner: str, member: str, name: str) -> frozenset[object]:
    """The keys of a dictionary that a method of a class writes down."""
    found = [_keys(node.value) for node in ast.walk(_method(owner, member)) if _assigns(node, name)]
    assert len(found) == 1, f"_xlmac.py: {owner}.{member} has {len(found)} dictionaries {name}"
    return found[0]


@cache
def table(name: str) -> frozenset[object]:
    """The keys of a dictionary of the module; of one that turns another around, the other's values."""
    for node in _module().body:
        if _assigns(node, name):
            value = node.value  # type: ignore[attr-defined]
            if isinstance(value, ast.DictComp):
                return _values(ast.unparse(value.generators[0].iter).removesuffix(".items()"))
            return _keys(value)
    raise LookupError(f"_xlmac.py has no {name}")


def check(word: object, allowed: frozenset[object]) -> None:
    """As the look-up in the source does it.

    Raises:
        KeyError: the Mac does not know this word.
    """
    if word not in allowed:
        raise KeyError(word)


@cache
def _module() -> ast.Module:
    spec = importlib.util.find_spec("xlwings")
    assert spec is not None and spec.origin is not None
    return ast.parse((Path(spec.origin).parent / "_xlmac.py").read_text(encoding="utf-8"))


def _method(owner: str, member: str) -> ast.FunctionDef:
    classes = (node for node in _module().body if isinstance(node, ast.ClassDef) and node.name == owner)
    methods: Iterator[ast.FunctionDef] = (
        node
        for cls in classes
        for node in cls.body
        if isinstance(node, ast.FunctionDef) and node.name == member
    )
    return next(methods)


def _assigns(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Assign) and any(ast.unparse(target) == name for target in node.targets)


def _keys(value: ast.expr) -> frozenset[object]:
    assert isinstance(value, ast.Dict)
    return frozenset(ast.literal_eval(key) for key in value.keys if isinstance(key, ast.Constant))


def _values(name: str) -> frozenset[object]:
    for node in _module().body:
        if _assigns(node, name) and isinstance(node.value, ast.Dict):  # type: ignore[attr-defined]
            return frozenset(ast.literal_eval(value) for value in node.value.values)  # type: ignore[attr-defined]
    raise LookupError(f"_xlmac.py has no {name}")
