"""A stand-in for Excel and Windows in which the add-in's macros run: dialogs answer, Python listens.

Built on pyOpenVBA's model of Excel. What it does not know stays unknown and raises, so that a macro using
something else is noticed.
"""
# ruff: noqa: N802, N803, ARG002 - members are called, and take, what Excel calls and hands over
# mypy: disable-error-code="misc,untyped-decorator"

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter import parse_module
from pyopenvba.interpreter._objects import VBAObject, member, method
from pyopenvba.interpreter._runtime import Interpreter, ModuleRuntime
from pyopenvba.interpreter._values import MISSING, NOTHING, VBAArray, VBAInt, error

CHINESE = 2052


class LanguageSettings(VBAObject):
    """The languages of Office."""

    language = CHINESE

    @member
    def LanguageID(self, Id: object = MISSING) -> object:
        """The language id of the user interface."""
        return self.language


class Shell(VBAObject):
    """WScript.Shell: shows messages and expands variables."""

    def __init__(self) -> None:
        self.said: list[str] = []

    @method
    def Popup(
        self, Text: object, Wait: object = MISSING, Title: object = MISSING, Kind: object = MISSING
    ) -> object:
        """A message box."""
        self.said.append(str(Text))
        return 1

    @method
    def ExpandEnvironmentStrings(self, Text: object) -> object:
        """Text without variables stays as it is."""
        return Text


class Python(VBAObject):
    """The connection that xlwings' library gives VBA: here it only notes what it was asked to run."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.called: list[tuple[str, str]] = []
        self.fault = ""
        self.answer: object = 7
        self.books_open: Callable[[], int] = lambda: 0
        self.books: list[int] = []

    def _answer(self) -> None:
        if self.fault:
            raise error(1000, self.fault)

    @method
    def Module(self, Name: object) -> object:
        """A Python module."""
        return Name

    @method
    def SetAttr(self, Target: object, Name: object, Value: object) -> object:
        """Sets an attribute of a module."""
        self._answer()
        return None

    @method
    def Exec(self, Code: object) -> object:
        """Runs Python."""
        self._answer()
        self.ran.append(str(Code))
        self.books.append(self.books_open())
        return None

    @method
    def CallUDF(self, Module: object, Name: object, Given: object, Book: object, Caller: object) -> object:
        """Calls a worksheet function."""
        self._answer()
        self.called.append((str(Module), str(Name)))
        return self.answer


class Host(Application):
    """Excel's Application: dialogs give the prepared answers, the ribbon counts its repaints."""

    vba_type_name = "Application"

    def __init__(self) -> None:
        super().__init__()
        self.files: set[str] = set()
        self.answers: list[object] = []
        self.asked: list[dict[str, object]] = []
        self.repaints = 0
        self.described: dict[str, tuple[str, list[object]]] = {}
        self.planned: list[str] = []
        self.no_book = self.no_script = False
        self.folder = "/Applications/Microsoft Excel.app/Contents/MacOS"
        self.scripts: list[list[str]] = []
        self.languages, self.shell, self.python = LanguageSettings(), Shell(), Python()
        self.python.books_open = lambda: int(self.workbooks_.vba_get("Count", []))

    def _answered(self, dialog: str, **shown: object) -> object:
        given = {key: value for key, value in shown.items() if value is not MISSING}
        self.asked.append({"dialog": dialog} | given)
        answer = self.answers.pop(0)
        return VBAArray([(1, len(answer))], items=answer) if isinstance(answer, list) else answer

    @member
    def ActiveWorkbook(self) -> object:
        """The user's workbook, unless none is open."""
        return NOTHING if self.no_book else self.active_book

    @member
    def LanguageSettings(self) -> object:
        """The languages of Office."""
        return self.languages

    @member
    def Caller(self) -> object:
        """The cell whose formula runs."""
        return self.active_book.sheets_[0].vba_get("Range", ["A1"])

    @method
    def International(self, Index: object = MISSING) -> object:
        """The country of Excel: not China."""
        return 1

    @method
    def HasFile(self, Path: object) -> object:
        """Whether the file is among the prepared ones."""
        return str(Path) in self.files

    @method
    def CodeUnit(self, Text: object) -> object:
        """The first UTF-16 code unit as VBA's AscW gives it: negative above 7FFF."""
        unit = ord(str(Text)[0])
        return VBAInt(unit - 0x10000 if unit > 0x7FFF else unit, "Integer")

    @method
    def Repainted(self) -> object:
        """The ribbon was told to ask for its texts again."""
        self.repaints += 1
        return None

    @method
    def ThePython(self) -> object:
        """The connection to Python."""
        return self.python

    @member
    def Path(self) -> object:
        """The folder of Excel."""
        return self.folder

    @member
    def Log(self) -> object:
        """The shell's log while Python ran (Mac)."""
        return self.python.fault

    @method
    def PosixPath(self, Script: object) -> object:
        """The path inside an AppleScript that asks for it in POSIX form."""
        return str(Script).split('"')[1]

    @method
    def RunScript(self, Name: object, Given: object) -> object:
        """Runs xlwings' AppleScript: its parameter names Python, the code and the workbook."""
        if self.no_script:
            raise error(5)
        self.scripts.append(str(Given).split("|"))
        if not self.python.fault:
            self.python.ran.append(self.scripts[-1][2])
        return ""

    @method
    def OnTime(self, EarliestTime: object, Procedure: object) -> object:
        """A macro that Excel runs when it is idle."""
        self.planned.append(str(Procedure))
        return None

    @method
    def MacroOptions(
        self,
        Macro: object = MISSING,
        Description: object = MISSING,
        Category: object = MISSING,
        ArgumentDescriptions: object = MISSING,
    ) -> object:
        """The help of a worksheet function; Excel refuses it while no workbook is open."""
        if self.no_book:
            raise error(1004)
        helps = list(ArgumentDescriptions.items) if isinstance(ArgumentDescriptions, VBAArray) else []
        self.described[str(Macro).rpartition("!")[2]] = (str(Description), helps)
        return None

    @method
    def GetSaveAsFilename(
        self,
        InitialFileName: object = MISSING,
        FileFilter: object = MISSING,
        FilterIndex: object = MISSING,
        Title: object = MISSING,
    ) -> object:
        """The save dialog."""
        return self._answered("save", name=InitialFileName, filter=FileFilter, title=Title)

    @method
    def GetOpenFilename(
        self,
        FileFilter: object = MISSING,
        FilterIndex: object = MISSING,
        Title: object = MISSING,
        ButtonText: object = MISSING,
        MultiSelect: object = MISSING,
    ) -> object:
        """The open dialog."""
        return self._answered("open", filter=FileFilter, title=Title, many=MultiSelect)

    @method
    def InputBox(
        self,
        Prompt: object = MISSING,
        Title: object = MISSING,
        Default: object = MISSING,
        Left: object = MISSING,
        Top: object = MISSING,
        HelpFile: object = MISSING,
        HelpContextID: object = MISSING,
        Type: object = MISSING,
    ) -> object:
        """Excel's input box."""
        return self._answered("input", prompt=Prompt, title=Title, default=Default, type=Type)


class Reader(Interpreter):
    """The interpreter, reading each text only once however many sessions are made of it."""

    def add_module(self, source: str, *, name: str = "", kind: str = "standard") -> ModuleRuntime:
        """Add a module to the project."""
        runtime = ModuleRuntime(_parsed(source, name, kind), self)
        self.modules[name.lower()] = runtime
        return runtime


@cache
def _parsed(source: str, name: str, kind: str) -> Any:
    return parse_module(source, name=name, kind=kind)


class Bridge(ExcelBridge):
    """Objects that macros may create: only the Windows shell."""

    application: Any

    def create(self, type_name_: str) -> object:
        """An object by its class name."""
        return self.application.shell if type_name_.lower() == "wscript.shell" else super().create(type_name_)
