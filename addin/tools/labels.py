"""The ribbon's texts in both languages, and the macro module generated from them.

VBA source is stored in one code page, so Chinese travels as ``backslash-u`` escapes and becomes text when it is shown.
"""

from __future__ import annotations

import json
from typing import cast

from addin.tools.sources import source

LANGUAGES = ("zh", "en")
_LINE = 110

_HEAD = """\
Attribute VB_Name = "SalesPlanLabels"
Option Explicit
' Generated from addin/ribbon/labels.json: python -m tests.generated

Public Function LabelText(ByVal key As String, ByVal language As String) As String
    If language = "zh" Then
        LabelText = ChineseText(key)
    Else
        LabelText = EnglishText(key)
    End If
End Function

' Text whose \\uXXXX stand for UTF-16 code units.
Public Function Uni(ByVal text As String) As String
    Dim i As Long
    i = InStr(text, "\\u")
    Do While i > 0
        Uni = Uni & Left$(text, i - 1) & ChrW(CLng("&H" & Mid$(text, i + 2, 4)))
        text = Mid$(text, i + 6)
        i = InStr(text, "\\u")
    Loop
    Uni = Uni & text
End Function
"""


def ribbon_texts() -> dict[str, dict[str, list[str]]]:
    """Texts of every control: id → ``label``, ``tip``, ``super`` → [zh, en]."""
    return cast("dict[str, dict[str, list[str]]]", json.loads(source("ribbon/labels.json"))["ribbon"])


def said_texts() -> dict[str, list[str]]:
    """Messages of the macros themselves: code → [zh, en]."""
    return cast("dict[str, list[str]]", json.loads(source("ribbon/labels.json"))["say"])


def drawing_texts() -> dict[str, list[str]]:
    """Texts beside the drawing of the ribbon: key → [zh, en]."""
    return cast("dict[str, list[str]]", json.loads(source("ribbon/labels.json"))["drawing"])


def texts() -> dict[str, list[str]]:
    """All texts by the key the macros ask for: ``sp_run.label``, ``say.no_book``."""
    shown = {
        f"{control}.{kind}": pair for control, kinds in ribbon_texts().items() for kind, pair in kinds.items()
    }
    return shown | {f"say.{code}": pair for code, pair in said_texts().items()}


def labels_module() -> str:
    """The macro module ``SalesPlanLabels``."""
    functions = (
        _function(name, {key: pair[at] for key, pair in texts().items()})
        for at, name in enumerate(("ChineseText", "EnglishText"))
    )
    return "\n".join([_HEAD, *functions])


def _function(name: str, shown: dict[str, str]) -> str:
    lines = [f"Private Function {name}(ByVal key As String) As String", "    Select Case key"]
    for key, text in shown.items():
        lines += [f'    Case "{key}"', f"        {name} = {vba_text(text, indent=12)}"]
    lines += ["    Case Else", f"        {name} = key", "    End Select", "End Function", ""]
    return "\n".join(lines)


def vba_text(text: str, *, indent: int = 8) -> str:
    """A VBA expression in pure ASCII for any text; long ones run over several lines."""
    units = [_escaped(char) for char in text]
    rows, row = [], ""
    for unit in units:
        if len(row) + len(unit) > _LINE:
            rows.append(row)
            row = ""
        row += unit
    joint = " & _\n" + " " * indent
    written = joint.join(f'"{part}"' for part in [*rows, row])
    return f"Uni({written})" if not text.isascii() else written


def _escaped(char: str) -> str:
    if char == '"':
        return '""'
    if " " <= char <= "~":
        return char
    data = char.encode("utf-16-be")
    return "".join(f"\\u{data[at : at + 2].hex().upper()}" for at in range(0, len(data), 2))
