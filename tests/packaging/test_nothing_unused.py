"""No code nobody needs: every public name is used by other code of the program, every text is said, every code has one."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from salesplan_xl.catalogue.render import findings, sentences

ROOT = Path(__file__).parents[2]
# Called by name: a click on the ribbon, a button in the browser, a cell, a verb of the command line, another process.
CALLED_BY_NAME = re.compile(
    r"salesplan_xl\.(doors\.(ribbon|lite)\.press|doors\.cli\.\w+|doors\.console\.\w+\.\w+|doors\.udf\.SP_\w+"
    r"|commands\.steps\.\w+\.stage|bench\.measure\.own_peak_mb)"
)
TEXTS = re.compile(r"salesplan_xl\.catalogue\.\w+\.(SENTENCES|FINDINGS|ERRORS)")
# How a verb is tried before it is declared: tests ask for it.
NOT_YET_ASKED = {"salesplan_xl.commands.registry.added"}


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the program, its tools and its generators by dotted name."""
    paths = [
        path for room in ("salesplan_xl", "addin", "tests/generated") for path in (ROOT / room).rglob("*.py")
    ]
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths}
    return {
        name.removesuffix(".__init__"): ast.parse(path.read_text(encoding="utf-8"))
        for path, name in names.items()
    }


def used_elsewhere(trees: dict[str, ast.Module]) -> set[str]:
    """Full names that another module imports, or reaches through a module it imported."""
    used: set[str] = set()
    for tree in trees.values():
        aliases: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
                used |= set(names.values())
                aliases |= {short: name for short, name in names.items() if name in trees}
        used |= {
            f"{aliases[node.value.id]}.{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in aliases
        }
    return used


def declared(tree: ast.Module) -> Iterator[tuple[tuple[str, ...], ast.stmt]]:
    """The names a module gives to functions, classes and values; those given together are one enumeration."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield (node.name,), node
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield (
                tuple(
                    leaf.id for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)
                ),
                node,
            )


def loads(tree: ast.AST) -> Counter[str]:
    """How often each name is read."""
    return Counter(
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


def unused(trees: dict[str, ast.Module]) -> list[str]:
    """Names of modules that nothing reads, inside or outside, beside their own declaration."""
    used = used_elsewhere(trees)
    return [
        f"{module}.{names[0]}"
        for module, tree in trees.items()
        for counts in [loads(tree)]
        for names, node in declared(tree)
        if names
        and not any(f"{module}.{name}" in used or name.startswith("__") for name in names)
        and not any(counts[name] > own[name] for own in [loads(node)] for name in names)
    ]


def test_every_name_is_used_by_other_code() -> None:
    names = set(unused(modules())) - NOT_YET_ASKED
    assert {
        name for name in names if not CALLED_BY_NAME.fullmatch(name) and not TEXTS.fullmatch(name)
    } == set()


def test_an_unused_name_would_be_seen() -> None:
    trees = {
        "plan.money": ast.parse(
            "CENT = 1\nPROMPT, LATE = range(2)\ndef cents(): return CENT\ndef spare(): return spare()"
        ),
        "plan.board": ast.parse("from plan import money\nFIRST = money.cents() + money.LATE"),
    }
    assert unused(trees) == ["plan.money.spare", "plan.board.FIRST"]


# ── texts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def spoken() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every word the program writes down outside the catalogue, and the shapes of the codes it puts together."""
    words: set[str] = {str(number) for number in range(10)}
    shapes: set[str] = set()
    for name, tree in modules().items():
        if name.startswith("salesplan_xl.catalogue."):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words |= {node.value, *node.value.split()}
            elif isinstance(node, (ast.arg, ast.keyword)):
                words.add(node.arg or "")
            elif isinstance(node, ast.FunctionDef):
                words.add(node.name)
            elif isinstance(node, ast.JoinedStr):
                shapes.add(shape(node))
    return frozenset(re.sub("[- ]", "_", word.lower()) for word in words), tuple(
        map(re.compile, filter(None, shapes))
    )


def shape(text: ast.JoinedStr) -> str:
    """A pattern for what an f-string may say; none where it could say anything."""
    fixed = "".join(str(part.value) for part in text.values if isinstance(part, ast.Constant))
    if len(fixed) < 2 or " " in fixed:
        return ""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)" for part in text.values
    )


def is_said(code: str, depth: int = 0) -> bool:
    """Whether the program writes a code, or puts it together from words it writes."""
    words, shapes = spoken()
    if code.lower().replace("-", "_") in words:
        return True
    parts = (match.groups() for pattern in shapes if depth < 2 and (match := pattern.fullmatch(code)))
    return any(all(is_said(part, depth + 1) for part in each) for each in parts)


def test_every_text_is_said_somewhere() -> None:
    assert [code for code in (*sentences(), *findings()) if not is_said(code)] == []


def test_a_text_nobody_says_would_be_seen() -> None:
    assert is_said("H-RUN") and is_said("team.sheet_summary")
    assert not is_said("H-RUM") and not is_said("team.sheet_sumary") and not is_said("F-999")


def test_every_code_that_is_said_has_a_text() -> None:
    """``Sentence``, ``word`` and ``Finding`` with a code in plain sight."""
    texts = {"Sentence": sentences(), "word": sentences(), "Finding": findings()}
    wrong = [
        f"{name}: {node.args[0].value}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in texts
        if node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value not in texts[node.func.id]
    ]
    assert wrong == []
