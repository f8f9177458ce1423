"""The macro modules of xlwings (BSD-3) that connect Excel with Python, with our few changes.

They come from the installed xlwings, because the library's name carries its version. Each change is counted:
when xlwings changes its text, the build stops instead of shipping a half-changed module.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from pathlib import Path
from typing import NamedTuple

CONF = "salesplan"
XLWINGS = "0.37.8"


class Patch(NamedTuple):
    """One change of the module: why, the text replaced, its replacement, how often it stands there."""

    why: str
    old: str
    new: str
    times: int = 1


PATCHES = (
    Patch(
        "the add-in's own conf sheet",
        'PROJECT_NAME As String = "myaddin"',
        f'PROJECT_NAME As String = "{CONF}"',
    ),
    Patch(
        "no configuration from a data workbook: any opened file could redirect the interpreter",
        'If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then',
        "If False Then",
    ),
    Patch(
        "nor from a file in a workbook's folder",
        'If source = "" Or source = "directory" Then',
        "If False Then",
    ),
    Patch("nor from a file in the user's folder", 'If source = "" Or source = "user" Then', "If False Then"),
    Patch(
        "a data workbook's sheet called x.py is no code of ours",
        "For i = 1 To 2\n        If i = 1 Then",
        "For i = 2 To 2\n        If i = 1 Then",
    ),
    Patch(
        "one Python for all workbooks, and none needed to start it",
        "ActiveWorkbook.FullName",
        "ThisWorkbook.FullName",
        5,
    ),
    Patch(
        "the conf sheet is read while a chart or no sheet at all is active",
        'In Range(sht.Range("A1"), lastCell)',
        'In sht.Range(sht.Range("A1"), lastCell)',
    ),
    Patch(
        "Mac: a workbook's name is a word of a shell command, never a command; there may be no workbook",
        'ParameterString + "|" + ActiveWorkbook.Name',
        'ParameterString + "|" + ShellText(ActiveBookName())',
    ),
    Patch(
        "Mac: spaces in the interpreter's path",
        'ParameterString + "|" + PythonInterpreter',
        'ParameterString + "|" + ShellPath(PythonInterpreter)',
    ),
    Patch(
        "Mac: the status bar speaks the ribbon's language",
        'Application.StatusBar = "Running..."',
        'Application.StatusBar = Message("running")',
    ),
    Patch(
        "Mac: the last line in the status bar stays, it says what was done",
        "'Clean up\n    Application.StatusBar = False",
        '\'Clean up\n    If CStr(Application.StatusBar) = Message("running") Then Application.StatusBar = False',
    ),
    Patch(
        "Mac: one sentence when the script is missing",
        "MsgBox \"To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again.\","
        " vbCritical",
        'ReportFailure "xlwings-" & XLWINGS_VERSION & ".applescript"',
    ),
    Patch(
        "one sentence when the interpreter is missing",
        'MsgBox "Could not find Interpreter!", vbCritical',
        'ReportFailure "No such file"',
    ),
    Patch(
        "there may be no workbook",
        '" --wb=" & """" & ActiveWorkbook.Name',
        '" --wb=" & """" & ActiveBookName()',
    ),
    Patch(
        "one sentence instead of a traceback, and no sheet added to the user's workbook",
        """\
    If GetConfig("SHOW_ERROR_POPUPS", "True") = "False" Then
        If SheetExists(ActiveWorkbook, "Error") = False Then
            Set ErrorSheet = ActiveWorkbook.Sheets.Add()
            ErrorSheet.Name = "Error"
        Else
            Set ErrorSheet = ActiveWorkbook.Sheets("Error")
        End If
        ErrorSheet.Range("A1").Value = Content
    Else
        #If Mac Then
            MsgBox Content, vbCritical, "Error"
        #Else
            Content = Content & vbCrLf
            Content = Content & "Press Ctrl+C to copy this message to the clipboard."
    
            WScript.Popup Content, AUTO_DISMISS, "Error", OK_BUTTON_ERROR
        #End If
    End If
""",  # noqa: W293 - as it stands in xlwings
        "    ReportFailure Content\n",
    ),
    Patch(
        "the licence asks to tell that it was changed",
        "'xlwings is distributed under a BSD 3-clause license.\n",
        "'Changed for SalesPlan; the changes are listed in addin/tools/xlwings_module.py.\n"
        "'xlwings is distributed under a BSD 3-clause license.\n",
    ),
)


def xlwings_modules() -> dict[str, str]:
    """Macro text by module name: ``xlwings``, changed, and ``Dictionary`` as it is.

    Raises:
        RuntimeError: another xlwings than the pinned one is installed, or its text is not the expected one.
    """
    if importlib.metadata.version("xlwings") != XLWINGS:
        raise RuntimeError(f"the add-in is built against xlwings {XLWINGS}")
    home = _home()
    return {
        "xlwings": patched(_text(home / "xlwings_custom_addin.bas")),
        "Dictionary": _text(home / "addin" / "Dictionary.cls"),
    }


def patched(text: str) -> str:
    """The module with every change made exactly as often as expected."""
    for patch in PATCHES:
        if text.count(patch.old) != patch.times:
            raise RuntimeError(f"xlwings changed its module ({patch.why}): {patch.old.splitlines()[0]}")
        text = text.replace(patch.old, patch.new)
    return text


def _home() -> Path:
    spec = importlib.util.find_spec("xlwings")
    assert spec is not None and spec.origin is not None  # noqa: S101, PT018 - its version was read a line above
    return Path(spec.origin).parent


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii")
