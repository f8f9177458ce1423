"""The add-in is built from text: same sources, same bytes, on any system and in any folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from addin.tools import udf_module, xlwings_module
from addin.tools.build import built_files
from addin.tools.labels import labels_module, vba_text
from addin.tools.project import vba_project
from salesplan_xl.addin.package import SHEET, settings_of, unpacked, with_interpreter

ROOT = Path(__file__).parents[2]
BUILD = "from pathlib import Path; from addin.tools.build import build_addin; Path('a.xlam').write_bytes(build_addin())"


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["one", "另一个 文件夹"])
def test_another_process_in_another_folder_builds_the_same_bytes(
    folder: str, tmp_path: Path, shipped: bytes
) -> None:
    place = tmp_path / folder
    place.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=place, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert hashlib.sha256((place / "a.xlam").read_bytes()).digest() == hashlib.sha256(shipped).digest()


def test_nothing_tells_when_or_on_what_it_was_built(shipped: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlam"
    path.write_bytes(shipped)
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert {entry.create_system for entry in archive.infolist()} == {0}


def test_pointing_at_a_python_changes_one_cell(shipped: bytes) -> None:
    path = r"C:\Users\王 & 小明\销售 <1>\venv\Scripts\pythonw.exe"
    pointed = with_interpreter(shipped, path, None)
    assert settings_of(pointed) == settings_of(shipped) | {"INTERPRETER_WIN": path}
    assert with_interpreter(shipped, path, None) == pointed
    before, after = unpacked(shipped), unpacked(pointed)
    assert [name for name in before if before[name] != after[name]] == [SHEET]
    both = with_interpreter(pointed, None, "/Users/a b/venv/bin/python")
    assert settings_of(both)["INTERPRETER_WIN"] == path
    assert settings_of(both)["INTERPRETER_MAC"] == "/Users/a b/venv/bin/python"


def test_the_shipped_add_in_points_at_no_python(shipped: bytes) -> None:
    assert settings_of(shipped) == {
        "INTERPRETER_WIN": "", "INTERPRETER_MAC": "", "ADD_WORKBOOK_TO_PYTHONPATH": "false",
        "USE UDF SERVER": "True", "XLWINGS VERSION": "0.37.8",
    }  # fmt: skip


def test_text_becomes_pure_ascii_vba() -> None:
    assert vba_text('say "hi"') == '"say ""hi"""'
    assert vba_text("分A😀") == r'Uni("\u5206A\uD83D\uDE00")'
    assert labels_module().isascii()
    assert built_files()["vba/generated/SalesPlanFunctions.bas"].isascii()


def test_chinese_in_a_macro_stops_the_build() -> None:
    """It would read differently under every code page."""
    with pytest.raises(UnicodeEncodeError):
        vba_project({"Broken": 'Attribute VB_Name = "Broken"\n\' 中文\n'})


def test_every_change_of_xlwings_is_made_as_often_as_told() -> None:
    text = xlwings_module.xlwings_modules()["xlwings"]
    for patch in xlwings_module.PATCHES:
        assert patch.new in text, patch.why
    assert "ActiveWorkbook.FullName" not in text
    assert "Redistributions in binary form must reproduce" in text


@pytest.mark.parametrize("patch", xlwings_module.PATCHES, ids=lambda patch: patch.why[:40])
def test_another_text_of_xlwings_stops_the_build(patch: xlwings_module.Patch) -> None:
    text = "\n".join(other.old * other.times for other in xlwings_module.PATCHES if other is not patch)
    with pytest.raises(RuntimeError, match="xlwings changed its module"):
        xlwings_module.patched(text)


def test_another_version_of_xlwings_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0.37.9")
    with pytest.raises(RuntimeError, match=r"xlwings 0\.37\.8"):
        xlwings_module.xlwings_modules()


def test_the_version_is_pinned_wherever_xlwings_is_asked_for() -> None:
    """The macros load xlwings' library by its version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    pins = {line.partition(";")[0].strip() for line in asked if line.startswith("xlwings")}
    assert pins == {f"xlwings=={xlwings_module.XLWINGS}"}


def test_every_worksheet_function_has_a_wrapper() -> None:
    names = [udf.name for udf in udf_module.udfs()]
    assert len(names) >= 14
    assert all(name.startswith("SP_") for name in names)
    text = udf_module.udf_module()
    assert all(f"Function {name}(" in text and f'Describe "{name}"' in text for name in names)
    assert "Err.Description" not in text
    assert ", Nothing, Application.Caller)" in text, "no sheet of the active workbook is searched for code"


@pytest.mark.parametrize("kept", ["MsgBox Err.Description", "Look ActiveWorkbook"])
def test_another_wrapper_of_xlwings_stops_the_build(kept: str) -> None:
    with pytest.raises(RuntimeError, match="xlwings changed its wrappers"):
        udf_module._safe(f"Function SP_X(a)\n    {kept}\nEnd Function\n")


def test_no_parameter_is_a_word_of_vba() -> None:
    taken = [
        (udf.name, name)
        for udf in udf_module.udfs()
        for name in udf.arguments
        if name.lower() in udf_module.RESERVED
    ]
    assert taken == []


STAND_IN = """
import xlwings as xw

@xw.func(category="SalesPlan")
@xw.arg("{argument}", doc="数值")
def SP_DEMO({argument}, *more):
    "说明"
    return {argument}
"""


def _module(folder: Path, argument: str, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"stand_in_{argument}"
    (folder / f"{name}.py").write_text(STAND_IN.format(argument=argument), encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    return name


def test_a_reserved_parameter_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError, match=r"SP_DEMO\(date\)"):
        udf_module.udf_module(_module(tmp_path, "date", monkeypatch))


@pytest.mark.slow
def test_a_function_is_wrapped_with_its_chinese_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = udf_module.udf_module(_module(tmp_path, "amount", monkeypatch))
    assert "Function SP_DEMO(amount, ParamArray more())" in text
    assert "    Dim k As Long\n" in text
    assert r'Uni("\u6570\u503C")' in text
    assert "SP_DEMO = CVErr(2042)" in text


def test_a_module_without_functions_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "no_functions_here.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(RuntimeError, match="no function"):
        udf_module.udf_module("no_functions_here")
    with pytest.raises(RuntimeError, match="no wrapper for no_such_module"):
        udf_module.udf_module("no_such_module")


def test_a_module_that_cannot_be_imported_is_one_sentence_without_a_traceback() -> None:
    with pytest.raises(RuntimeError) as raised:
        udf_module.udf_module("salesplan_xl.no_such_module")
    assert "No module named 'salesplan_xl.no_such_module'" in str(raised.value)
    assert "Traceback" not in str(raised.value) and "\n" not in str(raised.value)
