"""LibreOffice, a second reader of everything: it loads the add-in, reads the macros and runs the label code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from addin.tools.build import modules
from addin.tools.labels import LANGUAGES, texts
from addin.tools.package import ADDIN_TYPE
from salesplan_xl.addin.package import unpacked, zipped

MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_XBA = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="{name}" script:language="StarBasic">\
{code}</script:module>
"""
_XLB = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" \
library:passwordprotected="false"><library:element library:name="Module1"/><library:element library:name="Labels"/>\
</library:library>
"""
# Lists the modules LibreOffice read from the file, then asks the label module for every text.
_MAIN = """Sub Main
On Error Goto bad
Dim args(0) As New com.sun.star.beans.PropertyValue
target = createUnoService("com.sun.star.io.TextOutputStream")
target.setOutputStream(createUnoService("com.sun.star.ucb.SimpleFileAccess").openFileWrite("{out}"))
target.setEncoding("UTF-8")
args(0).Name = "Hidden"
args(0).Value = True
book = StarDesktop.loadComponentFromURL("{book}", "_blank", 0, args())
book.BasicLibraries.loadLibrary("SalesPlan")
found = book.BasicLibraries.getByName("SalesPlan")
For Each item In found.ElementNames
target.writeString("module" & Chr(9) & item & Chr(9) & Len(found.getByName(item)) & Chr(10))
Next
target.writeString("cell" & Chr(9) & book.Sheets.getByName("salesplan.conf").getCellRangeByName("A1").String & Chr(10))
For Each key In Array({keys})
target.writeString("zh" & Chr(9) & key & Chr(9) & LabelText(key, "zh") & Chr(10))
target.writeString("en" & Chr(9) & key & Chr(9) & LabelText(key, "en") & Chr(10))
Next
bad:
If Err <> 0 Then target.writeString("error" & Chr(9) & Error & Chr(10))
target.closeOutput()
StarDesktop.terminate()
End Sub
"""


def _run(profile: Path, *arguments: str) -> None:
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        *arguments,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def _module(profile: Path, name: str, code: str) -> None:
    target = profile / "user/basic/Standard" / f"{name}.xba"
    target.write_text(_XBA.format(name=name, code=escape(code)), encoding="utf-8")


@pytest.fixture(scope="module")
def lines(shipped: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What LibreOffice said: ``module``, ``cell``, ``zh``, ``en`` or ``error``, and the values."""
    if shutil.which("soffice") is None:
        assert not os.environ.get("CI"), "soffice must be installed in CI"
        pytest.skip("soffice is not installed")
    folder = tmp_path_factory.mktemp("libreoffice")
    profile, book, out = folder / "profile", folder / "SalesPlan.xlsm", folder / "said.txt"
    parts = unpacked(shipped)
    types = parts["[Content_Types].xml"].replace(ADDIN_TYPE.encode(), MACRO_BOOK.encode())
    book.write_bytes(zipped(parts | {"[Content_Types].xml": types}))
    _run(profile, "--terminate_after_init")
    keys = ", _\n".join(f'"{key}"' for key in texts())
    _module(profile, "Module1", _MAIN.format(out=out.as_uri(), book=book.as_uri(), keys=keys))
    labels = re.sub(r"(?m)^Attribute ", "Rem Attribute ", modules()["SalesPlanLabels"])
    _module(profile, "Labels", f"Option VBASupport 1\n{labels}")
    (profile / "user/basic/Standard/script.xlb").write_text(_XLB, encoding="utf-8")
    _run(profile, "macro:///Standard.Module1.Main()")
    return [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_libreoffice_loads_every_module(lines: list[list[str]]) -> None:
    read = {line[1]: int(line[2]) for line in lines if line[0] == "module"}
    assert set(read) == set(modules())
    # LibreOffice leaves out attributes and adds a line of its own; a module cut short would be far smaller.
    assert all(read[name] >= 0.9 * len(text) for name, text in modules().items())


@pytest.mark.slow
def test_libreoffice_reads_the_configuration(lines: list[list[str]]) -> None:
    assert ["cell", "INTERPRETER_WIN"] in lines


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_label_code_shows_every_text(lines: list[list[str]], lang: str) -> None:
    assert not [line for line in lines if line[0] == "error"]
    shown = {line[1]: line[2] for line in lines if line[0] == lang}
    assert shown == {key: pair[LANGUAGES.index(lang)] for key, pair in texts().items()}
