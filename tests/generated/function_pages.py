"""The page of the worksheet functions, read from the functions themselves; the results are computed."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from salesplan_xl.catalogue import word
from salesplan_xl.catalogue.render import sentences

# A formula as typed and the cells behind its ranges; its result on the page is what the function gives.
EXAMPLES: Mapping[str, tuple[str, tuple[Any, ...]]] = {
    "SP_ABC": ("=SP_ABC({85;10;3;2})", ([[85.0], [10.0], [3.0], [2.0]],)),
    "SP_ABC_THRESHOLD": ("=SP_ABC_THRESHOLD({100;30;29})", ([[100.0], [30.0], [29.0]],)),
    "SP_YOY": ("=SP_YOY({500;450},{625;0})", ([[500.0], [450.0]], [[625.0], [0.0]])),
    "SP_HEALTH": ('=SP_HEALTH(420,380,"A",60,0)', (420.0, 380.0, "A", 60.0, 0.0)),
    "SP_TARGET": ("=SP_TARGET(250,0.1,0,0,200,0.5)", (250.0, 0.1, 0.0, 0.0, 200.0, 0.5)),
    "SP_SPLIT": ("=SP_SPLIT(1805,{4,4.5,5,4.5},10)", (1805.0, [[4.0, 4.5, 5.0, 4.5]], 10.0)),
    "SP_COMPLETION": ("=SP_COMPLETION(350,600)", (350.0, 600.0)),
    "SP_COVERAGE": ("=SP_COVERAGE(3,5)", (3.0, 5.0)),
    "SP_ONTIME": ("=SP_ONTIME({8;0},{10;0})", ([[8.0], [0.0]], [[10.0], [0.0]])),
    "SP_VISITS": ('=SP_VISITS({"A","B","C"},"days",{6,12,50})', ([["A", "B", "C"]], "days", [[6.0, 12.0, 50.0]])),
    "SP_CAPACITY": ('=SP_CAPACITY(21.75,20%,1,{"A","B","C"})', (21.75, 0.2, 1.0, [["A", "B", "C"]])),
    "SP_NEWCUSTOMERS": ("=SP_NEWCUSTOMERS(500000,10000)", (500000.0, 10000.0)),
    "SP_DSO": ("=SP_DSO(80,500)", (80.0, 500.0)),
    "SP_CONCENTRATION": ("=SP_CONCENTRATION({85;10;3;2},1)", ([[85.0], [10.0], [3.0], [2.0]], 1.0)),
    "SP_CONFIDENCE": (
        "=SP_CONFIDENCE({80;500},{120;300;80},{0.4;0.6;0.8})",
        ([[80.0], [500.0]], [[120.0], [300.0], [80.0]], [[0.4], [0.6], [0.8]]),
    ),
    "SP_FUNNEL": ("=SP_FUNNEL({15;24})", ([[15.0], [24.0]],)),
    "SP_BONUS": ("=SP_BONUS({7;4})", ([[7.0], [4.0]],)),
    "SP_RFM": (
        '=SP_RFM("A",{"A";"A";"A"},{46032;46092;46152},{100;100;100},46341,"r")',
        ("A", [["A"]] * 3, [[46032.0], [46092.0], [46152.0]], [[100.0]] * 3, 46341.0, "r"),
    ),
    "SP_NEXTORDER": (
        '=SP_NEXTORDER({"A";"B"},{"A";"A";"A";"B"},{46152;46212;46272;46335},46341)',
        ([["A"], ["B"]], [["A"], ["A"], ["A"], ["B"]], [[46152.0], [46212.0], [46272.0], [46335.0]], 46341.0),
    ),
    "SP_REORDERPROB": (
        '=SP_REORDERPROB("A",{"A";"A";"A"},{46152;46212;46272},{100;100;100},46341,91)',
        ("A", [["A"]] * 3, [[46152.0], [46212.0], [46272.0]], [[100.0]] * 3, 46341.0, 91.0),
    ),
}  # fmt: skip


def functions_page(lang: str) -> str:
    """Every worksheet function: what it gives, its arguments, an example with its result."""
    # xlwings stands behind it and is slow to import.
    from salesplan_xl.doors.udf import FUNCTIONS

    lines = [
        f"# {word('R-FUNCTIONS', lang)}",
        "",
        word("R-FUNCTIONS-INTRO", lang),
        "",
        word("R-GENERATED", lang),
    ]
    lines += ["", f"## {word('R-FUNCTIONS-RULES', lang)}", ""]
    lines += [f"- {word(f'R-FUNCTIONS-RULE-{at}', lang)}" for at in range(1, 9)]
    for name, function in FUNCTIONS.items():
        lines += ["", *_function_lines(name, function, lang)]
    return "\n".join(lines).rstrip() + "\n"


def _function_lines(name: str, function: Any, lang: str) -> Iterator[str]:
    parameters = inspect.signature(function).parameters.values()
    shown = [item.name if item.default is item.empty else f"[{item.name}]" for item in parameters]
    formula, arguments = EXAMPLES[name]
    yield f"## ={name}({', '.join(shown)})"
    yield from ("", word(f"U-{name}", lang), "")
    for item in parameters:
        yield f"- {item.name}: {_help(name, item.name, lang)}"
    yield from ("", "```", f"{formula}  →  {_as_text(function(*arguments))}", "```")


def _help(function: str, argument: str, lang: str) -> str:
    own = f"U-{function}.{argument}"
    return word(own if own in sentences() else f"U-ARG.{argument}", lang)


def _as_text(answer: Any) -> str:
    """A result as Excel writes arrays: ``,`` between columns, ``;`` between rows."""
    rows = answer if isinstance(answer, list) else [[answer]]
    text = ";".join(",".join(_cell(cell) for cell in row) for row in rows)
    return f"{{{text}}}" if len(rows) > 1 or len(rows[0]) > 1 else text


def _cell(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return f"{round(float(value), 4):g}" if isinstance(value, (int, float)) else str(value)
