"""Runs the add-in's macros without Excel, from the click to the line of Python.

Everything in between is the real code of the add-in file, xlwings' module included; only what touches the
world is replaced: dialogs, registry, files, message boxes and the connection into Python.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from addin.tools.project import CLASSES, DOCUMENTS
from addin.tools.xlwings_module import XLWINGS
from salesplan_xl.addin.package import with_interpreter

PYTHON = "C:\\SalesPlan\\venv\\Scripts\\pythonw.exe"
LIBRARY = f"C:\\SalesPlan\\venv\\xlwings64-{XLWINGS}.dll"
MAC_PYTHON = "/Users/me/sales plan/bin/python"
CANCEL = False

# A procedure of a module is found before VBA's own one of the same name.
_WORLD = """\
Attribute VB_Name = "World"
Public Kept As String
Public Function GetSetting(ByVal a As String, ByVal b As String, ByVal c As String, ByVal d As String) As String
    If Kept = "" Then GetSetting = d Else GetSetting = Kept
End Function
Public Sub SaveSetting(ByVal a As String, ByVal b As String, ByVal c As String, ByVal d As String)
    Kept = d
End Sub
Public Function GetAttr(ByVal path As String) As Long
    If Not Application.HasFile(path) Then Err.Raise 53
End Function
Public Function AscW(ByVal text As String) As Integer
    AscW = Application.CodeUnit(text)
End Function
Public Function LoadRibbon() As Variant
    Dim ribbon As IRibbonUI
    Set ribbon = New IRibbonUI
    {loaded} ribbon
End Function
"""
# What the macros ask of a Mac: AppleScript, the home folder, the log of the shell.
_MAC = """\
Public Function AppleScriptTask(ByVal script As String, ByVal handler As String, ByVal given As String) As String
    AppleScriptTask = Application.RunScript(script, given)
End Function
Public Function MacScript(ByVal script As String) As String
    MacScript = Application.PosixPath(script)
End Function
Public Function Environ(ByVal name As String) As String
    Environ = "/Users/me"
End Function
"""
_CALL = """\
Public Function Call_{at}(ByVal id As String, ByVal tag As String) As Variant
    Dim control As IRibbonControl, shown As Variant
    Set control = New IRibbonControl
    control.ID = id
    control.Tag = tag
    {callback} control{shown}
    Call_{at} = shown
End Function
"""
_CONTROL = 'Attribute VB_Name = "IRibbonControl"\nPublic ID As String\nPublic Tag As String\n'
_RIBBON = 'Attribute VB_Name = "IRibbonUI"\nPublic Sub Invalidate()\n    Application.Repainted\nEnd Sub\n'
_READ = re.compile(r"(?m)^Function ReadFile\(.*\n(?:.*\n)*?^End Function")
_CONNECTION = re.compile(r"(?m)^Function XLPy\(\)\n(?:.*\n)*?^End Function")


class MacroRunner:
    """One session of an imagined Excel with the add-in loaded and one plain workbook open.

    Args:
        xlam: the add-in file.
        modules: its macros by module name.
        callbacks: every callback the ribbon names, such as ``SalesPlanRibbon.ButtonPressed`` → attribute.
        mac: a Mac instead of Windows.
    """

    def __init__(
        self, xlam: bytes, modules: Mapping[str, str], callbacks: Mapping[str, str], *, mac: bool = False
    ) -> None:
        from pyopenvba.apps.excel import ExcelApplication

        from addin.tools.fake_excel import Bridge, Host, Reader

        self.mac = mac
        self.callbacks = {name: at for at, name in enumerate(callbacks)}
        self.host: Any = Host()
        self.excel: Any = ExcelApplication()
        self.excel.application = self.host
        self.excel.interpreter = self.host.interpreter = Reader(Bridge(self.host))
        self.book: Any = self.excel.add_workbook()
        self.use(with_interpreter(xlam, PYTHON, MAC_PYTHON))
        self.host.files = {PYTHON, LIBRARY}
        self._load(modules, callbacks)

    def use(self, xlam: bytes) -> None:
        """Take the configuration from this add-in file."""
        self.xlam = xlam
        from pyopenvba.apps.excel._io import load_workbook

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "SalesPlan.xlam"
            path.write_bytes(xlam)
            self.host._this_workbook = load_workbook(self.host, path)  # noqa: SLF001 - no public way

    def _load(self, modules: Mapping[str, str], callbacks: Mapping[str, str]) -> None:
        self.excel.add_module(_CONTROL, name="IRibbonControl", kind="class")
        self.excel.add_module(_RIBBON, name="IRibbonUI", kind="class")
        loaded = next(_procedure(name) for name, kind in callbacks.items() if kind == "onLoad")
        self.excel.add_module(self._world(loaded, callbacks), name="World")
        for name, text in modules.items():
            kind = "document" if name in DOCUMENTS else "class" if name in CLASSES else "standard"
            self.excel.add_module(interpretable(text, mac=self.mac), name=name, kind=kind)

    def _world(self, loaded: str, callbacks: Mapping[str, str]) -> str:
        clicks = [
            _CALL.format(
                at=at, callback=_procedure(name), shown="" if callbacks[name].startswith("on") else ", shown"
            )
            for name, at in self.callbacks.items()
            if callbacks[name] != "onLoad"
        ]
        return _WORLD.replace("{loaded}", loaded) + "".join(clicks) + (_MAC if self.mac else "")

    def load_ribbon(self) -> None:
        """Excel hands the ribbon to the macros."""
        self.excel.run("LoadRibbon")

    def call(self, callback: str, control: str, tag: str = "") -> object:
        """Call back with a control, as Excel does on a click or when it asks for a text."""
        return self.excel.run(f"Call_{self.callbacks[callback]}", control, tag)

    def run(self, macro: str, *given: object) -> object:
        """Run a macro by name."""
        return self.excel.run(macro, *(_utf16(value) if isinstance(value, str) else value for value in given))

    def answer(self, *answers: object) -> None:
        """Prepare what the next dialogs come back with; ``CANCEL`` for a cancelled one."""
        self.host.answers = [_answer(value) for value in answers]

    @property
    def ran(self) -> list[str]:
        """The lines of Python run so far."""
        return list(self.host.python.ran)

    @property
    def said(self) -> list[str]:
        """The messages shown so far."""
        return [said[1] for said in self.excel.dialogs] if self.mac else list(self.host.shell.said)


def interpretable(text: str, *, mac: bool = False) -> str:
    """Source as the interpreter reads it: no class header, no comment behind a directive, no event wiring.

    Args:
        text: a module.
        mac: compiled for the Mac.
    """
    text = text.replace("\r\n", "\n")
    text = re.sub(r"(?s)\AVERSION.*?\nEND\n", "", text)
    text = re.sub(r"(?m)^(\s*#(?:Const|If|ElseIf) [^'\n]*)'.*$", r"\1", text)
    text = text.replace("Private WithEvents ", "Private ")
    if mac:
        text = re.sub(r"(?m)^(\s*#(?:If|ElseIf)\b.*)\bMac\b", r"\1VBA7", text)
        # The interpreter has a dictionary of its own; the one for the Mac is too clever for it.
        text = text.replace("As Dictionary", "As Object").replace(
            "New Dictionary", 'CreateObject("Scripting.Dictionary")'
        )
        text = re.sub(r"(?m)^ *Kill LOG_FILE$", "", text)
        text = _READ.sub(
            "Function ReadFile(ByVal FileName As String)\n    ReadFile = Application.Log\nEnd Function", text
        )
    return _CONNECTION.sub("Function XLPy()\n    Set XLPy = Application.ThePython\nEnd Function", text)


def _answer(value: object) -> object:
    if isinstance(value, list):
        return [_answer(item) for item in value]
    return _utf16(value) if isinstance(value, str) else value


def _utf16(text: str) -> str:
    """A string of UTF-16 code units, as VBA's strings are."""
    data = text.encode("utf-16-be")
    return "".join(chr(int.from_bytes(data[at : at + 2])) for at in range(0, len(data), 2))


def _procedure(callback: str) -> str:
    return callback.rpartition(".")[2]
