"""Calls a worksheet function the way Excel does, on any system: through xlwings' own COM server code.

pywin32 and Excel's Range object are stand-ins; everything between ``XLPython.CallUDF`` and our function, and
back, is xlwings as users run it: missing arguments, range reading, cleaning, conversion, squeezing of results.
Runs in a process of its own, because the stand-ins must not leak into other tests::

    with excel() as call:
        call("SP_YOY", Cells([[500.0]]), Cells([[625.0]]))
"""

from __future__ import annotations

import ctypes
import datetime as dt
import importlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

ROOT = Path(__file__).parents[2]
OMITTED = -2147352572  # how an argument left out arrives
ERROR_CELL = {"#N/A": -2146826246, "#DIV/0!": -2146826281, "#VALUE!": -2146826273, "#REF!": -2146826265}
RANGE_IID = "{00020846-0000-0000-C000-000000000046}"
STAND_INS = (
    "pythoncom", "pywintypes", "win32api", "win32con", "win32event", "win32gui", "win32process", "win32timezone",
    "win32com", "win32com.client", "win32com.server", "win32com.server.util", "win32com.server.dispatcher",
    "win32com.server.policy", "win32com.server.exception",
)  # fmt: skip


@dataclass
class Cells:
    """A range of cells handed to a function, row by row, as Excel's Range.Value gives them."""

    rows: list[list[Any]]


def column(*values: Any) -> Cells:
    return Cells([[value] for value in values])


def row(*values: Any) -> Cells:
    return Cells([list(values)])


@contextmanager
def excel(**environment: str) -> Iterator[Callable[..., Any]]:
    """A running function server; ``call(name, *arguments)`` gives what VBA gets back."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.doors.excel_calls"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, **environment}, cwd=ROOT,
    )  # fmt: skip
    assert server.stdin and server.stdout

    def call(name: str, *arguments: Any) -> Any:
        pickle.dump((name, arguments), server.stdin)
        server.stdin.flush()
        answer = pickle.load(server.stdout)
        assert not isinstance(answer, Raised), answer.text
        return answer

    try:
        yield call
    finally:
        server.stdin.close()
        server.wait(timeout=20)
        server.stdout.close()


@dataclass
class Raised:
    """What would have been a traceback in the server."""

    text: str


class ComTime(dt.datetime):
    """pywin32's date: a datetime with a time zone."""


class _ComRange:
    """Excel's Range as far as a function's argument is asked."""

    def __init__(self, rows: list[list[Any]]) -> None:
        info = SimpleNamespace(GetTypeAttr=lambda: SimpleNamespace(iid=RANGE_IID))
        self._oleobj_ = SimpleNamespace(GetTypeInfo=lambda: info)
        self.Value = tuple(map(tuple, rows)) if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]
        self.Worksheet = MagicMock()
        self.Row, self.Column = 1, 1
        self.Rows, self.Columns = SimpleNamespace(Count=len(rows)), SimpleNamespace(Count=len(rows[0]))


def _stand_ins() -> None:
    for name in STAND_INS:
        sys.modules[name] = MagicMock(name=name)
        parent, _, own = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], own, sys.modules[name])
    vars(ctypes).update(oledll=MagicMock(), windll=MagicMock(), PyDLL=MagicMock())
    sys.modules["pythoncom"].__file__ = "pythoncom.dll"
    sys.modules["pywintypes"].TimeType = ComTime
    sys.modules["pywintypes"].com_error = type("com_error", (Exception,), {})
    sys.modules["pywintypes"].IID = str
    sys.modules["win32timezone"].TimeZoneInfo.utc = lambda: dt.UTC
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(sys.modules["win32com.client"], name, type(name, (), {}))
    sys.modules["win32com.server.util"].unwrap = MagicMock(side_effect=TypeError)


def _server() -> tuple[Any, ModuleType]:
    """xlwings' COM object, and our module with its functions registered."""
    _stand_ins()
    xlwings = importlib.import_module("xlwings")
    windows = importlib.import_module("xlwings._xlwindows")
    xlwings._xlwindows = windows
    xlwings.engines.add(xlwings.Engine(impl=windows.engine))
    udfs = importlib.import_module("xlwings.udfs")
    vars(xlwings).update(func=udfs.xlfunc, arg=udfs.xlarg, ret=udfs.xlret, sub=udfs.xlsub)
    server = importlib.import_module("xlwings.com_server").XLPython()
    return server, importlib.import_module("salesplan_xl.doors.udf")


def _com(value: Any) -> Any:
    """A value as pywin32 delivers it."""
    if isinstance(value, Cells):
        return _ComRange([[_com(cell) for cell in cells] for cells in value.rows])
    if isinstance(value, dt.date):
        return ComTime(value.year, value.month, value.day, tzinfo=dt.UTC)
    if isinstance(value, str) and value in ERROR_CELL:
        return ERROR_CELL[value]
    return value


def _described(function: Any) -> dict[str, Any]:
    """What xlwings knows of a function for Excel's wizard."""
    known = function.__xlfunc__
    arguments = [(item["name"], item["doc"]) for item in known["args"]]
    return {"category": known["category"], "doc": known["ret"]["doc"], "arguments": arguments}


def _called(server: Any, module: ModuleType, name: str, arguments: tuple[Any, ...]) -> Any:
    if name == "describe":
        return _described(getattr(module, arguments[0]))
    every = [_com(value) for value in arguments]
    every += [OMITTED] * (len(getattr(module, name).__xlfunc__["args"]) - len(every))
    return server.CallUDF(module.__name__, name, tuple(every), None, _ComRange([[None]]))


def _serve() -> None:
    server, module = _server()
    while True:
        try:
            name, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = _called(server, module, name, arguments)
        except Exception as error:  # noqa: BLE001 - told to the test that asked
            answer = Raised(f"{type(error).__name__}: {error}")
        sys.stdout.buffer.write(pickle.dumps(answer))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    # The classes must be those of the tests that unpickle them.
    importlib.import_module("tests.doors.excel_calls")._serve()
