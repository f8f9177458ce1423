"""``python -m addin.tools.udf_wrapper MODULE``: xlwings' own VBA wrapper of a module's functions, as JSON.

It runs in a process of its own, because off Windows xlwings needs stand-ins for pywin32 and its decorators only
work after being put back: neither must leak into the process that builds.
"""

from __future__ import annotations

import importlib
import io
import json
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

_PYWIN32: dict[str, dict[str, object]] = {
    "pythoncom": {"CoInitialize": None, "IID_IDispatch": None},
    "win32com": {},
    "win32com.client": {"Dispatch": None},
    "pywintypes": {"com_error": Exception},
}


def wrapper(name: str) -> dict[str, object]:
    """The generated functions' text, and what the function wizard shows of each."""
    udfs = _udfs()
    module = importlib.import_module(name)
    text = io.StringIO()
    udfs.generate_vba_wrapper(name, module, text, SimpleNamespace(Name="SalesPlan.xlam"))
    entries = (getattr(value, "__xlfunc__", None) for _, value in sorted(vars(module).items()))
    return {"text": text.getvalue(), "functions": [_described(entry) for entry in entries if entry]}


def _udfs() -> Any:
    """Xlwings' module of user-defined functions, its decorators put in place of the do-nothing ones."""
    if sys.platform != "win32":
        for name, members in _PYWIN32.items():
            stand_in = sys.modules.setdefault(name, ModuleType(name))
            vars(stand_in).update(members)
    xlwings, udfs = importlib.import_module("xlwings"), importlib.import_module("xlwings.udfs")
    vars(xlwings).update(func=udfs.xlfunc, arg=udfs.xlarg, ret=udfs.xlret, sub=udfs.xlsub)
    return udfs


def _described(entry: dict[str, Any]) -> dict[str, object]:
    lines = entry["ret"]["doc"].strip().splitlines() or [""]
    arguments = [(item["name"], item["doc"].strip()) for item in entry["args"] if not item["vba"]]
    return {
        "name": entry["name"],
        "category": entry["category"],
        "doc": lines[0],
        "arguments": [name for name, _ in arguments],
        "argument_docs": [doc for _, doc in arguments],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(wrapper(sys.argv[1])))
