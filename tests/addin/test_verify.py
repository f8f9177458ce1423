"""The committed add-in has no fault that shows without Excel, and mistakes made on purpose are found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from addin.tools import labels
from addin.tools.__main__ import main
from addin.tools.build import build_addin
from addin.tools.package import RIBBON, VBA
from addin.tools.sources import source
from addin.tools.verify import verify_addin
from salesplan_xl.addin.package import SHEET, unpacked, with_interpreter, zipped
from tests.fast import fast_only

Spoil = Callable[..., bytes]


MISTAKES: dict[str, tuple[str, dict[str, Any]]] = {
    "a callback the macros lack": ("callback", {"ribbon": ('tag="map" size="large" imageMso="FormatAsTableGallery" keytip="MP"\n                  getLabel="SalesPlanRibbon.GetLabel"', 'tag="map" size="large" imageMso="FormatAsTableGallery" keytip="MP"\n                  getLabel="SalesPlanRibbon.GetLable"')}),
    "a callback with other arguments": ("callback", {"macros": {"SalesPlanRibbon": ("Public Sub ButtonPressed(ByVal control As IRibbonControl)", "Public Sub ButtonPressed()")}}),
    "a callback that is private": ("callback", {"macros": {"SalesPlanRibbon": ("Public Sub LanguageChosen", "Private Sub LanguageChosen")}}),
    "another line of Python": ("module code", {"macros": {"SalesPlanActions": ("r.press('", "r.push('")}}),
    "xlwings reading a data workbook's settings": ("module code", {"macros": {"xlwings": ("            If False Then\n                If GetConfigFromSheet(ActiveWorkbook)", "            If True Then\n                If GetConfigFromSheet(ActiveWorkbook)")}}),
    "an If without End If": ("syntax", {"macros": {"SalesPlanMessages": ("    If chosen = ", "    If 1 = 1 Then\n    If chosen = ")}}),
    "a name nobody declared": ("analysis", {"macros": {"SalesPlanActions": ("argument = CStr(answer)\n    If LCase$", "argument = CStr(anwser)\n    If LCase$")}}),
    "the ribbon's relationship gone": ("relationship", {"parts": {"_rels/.rels": ("relationships/ui/extensibility", "relationships/ui/userCustomization")}}),
    "a relationship to nowhere": ("relationship", {"parts": {"xl/_rels/workbook.xml.rels": ("vbaProject.bin", "vbaProjekt.bin")}}),
    "the content type of a plain macro workbook": ("content type", {"parts": {"[Content_Types].xml": ("application/vnd.ms-excel.addin.macroEnabled.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")}}),
    "a part without content type": ("content type", {"parts": {"[Content_Types].xml": ('<Default Extension="bin"', '<Default Extension="bim"')}}),
    "another codeName of the workbook": ("codeName", {"parts": {"xl/workbook.xml": ('codeName="ThisWorkbook"', 'codeName="DieseArbeitsmappe"')}}),
    "another codeName of the sheet": ("codeName", {"parts": {SHEET: ('codeName="Sheet1"', 'codeName="Tabelle1"')}}),
    "a label missing in the macros": ("generated", {"macros": {"SalesPlanLabels": ('Case "sp_run.label"\n        EnglishText', 'Case "sp_rum.label"\n        EnglishText')}}),
    "a builder's name in the properties": ("neutral", {"parts": {"docProps/app.xml": ("<AppVersion>", "<Company>ACME</Company><AppVersion>")}}),
    "a date in the properties": ("neutral", {"parts": {"docProps/core.xml": ("2000-01-01T", "2027-03-31T")}}),
    "the same id twice": ("id", {"ribbon": ('id="sp_quarters"', 'id="sp_targets"')}),
    "a button of no command": ("id", {"ribbon": ('tag="kpi"', 'tag="dashboard"')}),
    "a key tip twice": ("keytip", {"ribbon": ('keytip="QU"', 'keytip="TG"')}),
    "a key tip hiding another": ("keytip", {"ribbon": ('keytip="QU"', 'keytip="T"')}),
    "a key tip of Excel's": ("keytip", {"ribbon": ('keytip="QU"', 'keytip="YQ"')}),
    "an icon nobody knows": ("icon", {"ribbon": ('imageMso="RefreshAll"', 'imageMso="SalesPlanKpi"')}),
    "an icon twice": ("icon", {"ribbon": ('imageMso="RefreshAll"', 'imageMso="Undo"')}),
    "no large button in a group": ("layout", {"ribbon": ('tag="run" size="large"', 'tag="run" size="normal"')}),
    "a group of one": ("layout", {"ribbon": ('</group>\n        <group id="sp_group_targets" getLabel="SalesPlanRibbon.GetLabel">', "")}),
    "a tab before Excel's": ("layout", {"ribbon": ('<tab id="sp_tab"', '<tab id="sp_tab" insertBeforeMso="TabHome"')}),
    "an undo that can be grey": ("enabling", {"ribbon": ('tag="undo" size="large"', 'tag="undo" size="large" getEnabled="SalesPlanRibbon.GetEnabled"')}),
}  # fmt: skip


@pytest.mark.parametrize("mistake", fast_only(MISTAKES, *(MISTAKES.keys() - {"a name nobody declared"})))
def test_a_mistake_is_found(mistake: str, spoiled: Spoil) -> None:
    """By the check that looks for it; that checks find nothing in the good file is the last test here."""
    check, edits = MISTAKES[mistake]
    assert {fault.check for fault in verify_addin(spoiled(**edits), only=[check])} == {check}


def test_a_label_without_english_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Built from spoiled labels, so that file and sources agree: only the text itself is wrong."""
    texts = json.loads(source("ribbon/labels.json"))
    texts["ribbon"]["sp_map"]["label"] = ["作战地图", ""]
    monkeypatch.setattr(labels, "source", lambda _: json.dumps(texts))
    faults = verify_addin(build_addin(), only=["label"])
    assert [fault.sentence for fault in faults] == ["sp_map has no label in both languages"]


def test_the_same_label_on_two_buttons_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = json.loads(source("ribbon/labels.json"))
    texts["ribbon"]["sp_map"]["label"] = ["时间配置", "Map"]
    texts["ribbon"]["sp_kpi"]["super"][1] = "Writes KPIs."
    monkeypatch.setattr(labels, "source", lambda _: json.dumps(texts))
    said = [fault.sentence for fault in verify_addin(build_addin(), only=["wording"])]
    assert said == [
        "the label 时间配置 (zh) stands 2 times",
        "the supertip of sp_kpi (en) does not say how to go back",
    ]


def test_a_file_pointed_at_one_machine_is_not_to_be_shipped(shipped: bytes) -> None:
    pointed = with_interpreter(shipped, r"C:\Python\pythonw.exe", None)
    assert [fault.check for fault in verify_addin(pointed, only=["configuration", "neutral"])] == [
        "configuration"
    ]


def _without(shipped: bytes, part: str) -> bytes:
    return zipped({name: data for name, data in unpacked(shipped).items() if name != part})


@pytest.mark.parametrize("part", [VBA, RIBBON, SHEET, "[Content_Types].xml"])
def test_a_missing_part_is_found(part: str, shipped: bytes) -> None:
    assert [fault.sentence for fault in verify_addin(_without(shipped, part))] == [
        f"the part {part} is missing"
    ]


def test_damaged_files_are_told_in_a_sentence(shipped: bytes) -> None:
    for data in (b"", b"PK", shipped[:20_000], shipped.replace(b"customUI", b"costumUI")):
        (fault, *_) = verify_addin(data)
        assert fault.check == "package"
    parts = unpacked(shipped)
    for changed in ({RIBBON: b"<customUI>"}, {VBA: parts[VBA][:700]}, {VBA: b"no compound file"}):
        (fault, *_) = verify_addin(zipped(parts | changed), only=["compound file"])
        assert fault.check in ("package", "compound file")


def test_compiled_code_in_the_project_is_found(shipped: bytes) -> None:
    """Excel would run it instead of the source."""
    from pyopenvba.cfb import CFB

    parts = unpacked(shipped)
    project = CFB.from_bytes(parts[VBA])
    project.write_stream_in_storage("VBA", "_VBA_PROJECT", bytes.fromhex("cc61b20000ff000000"))
    found = verify_addin(zipped(parts | {VBA: project.to_bytes()}), only=["compound file"])
    assert len(found) == 1
    assert "compiled code" in found[0].sentence


@pytest.mark.parametrize(("stream", "old", "new"), [("PROJECT", b'Name="SalesPlan"', b'Name="Salesplan"'), ("PROJECT", b"Module=SalesPlanRibbon", b"Class=SalesPlanRibbon"), ("PROJECTwm", b"SalesPlanRibbon\0", b"SalesPlanRibbom\0")])  # fmt: skip
def test_lists_of_modules_that_disagree_are_found(
    stream: str, old: bytes, new: bytes, shipped: bytes
) -> None:
    from pyopenvba.cfb import CFB

    parts = unpacked(shipped)
    project = CFB.from_bytes(parts[VBA])
    told = project.get_stream(stream)
    assert told.count(old) == 1
    project.write_stream(stream, told.replace(old, new))
    assert len(verify_addin(zipped(parts | {VBA: project.to_bytes()}), only=["declaration"])) == 1


@pytest.mark.slow
def test_the_committed_add_in_has_no_fault_and_maintainers_ask_at_the_command_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Any, shipped: bytes
) -> None:
    path = tmp_path / "bad.xlam"
    path.write_bytes(_without(shipped, VBA))
    assert main(["verify", str(path)]) == 1
    assert capsys.readouterr().out == f"the part {VBA} is missing\n"
    assert main(["verify"]) == 0
    assert capsys.readouterr().out == "no fault found\n"
