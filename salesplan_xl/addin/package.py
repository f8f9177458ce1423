"""The parts of the add-in file: a one-sheet workbook that carries the macros, the ribbon and its configuration.

The whole file is written here, so that it says nothing about who built it, where or when.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from salesplan_xl.addin.xlwings_module import CONF, XLWINGS

SHEET = "xl/worksheets/sheet1.xml"
VBA = "xl/vbaProject.bin"
RIBBON = "customUI/customUI14.xml"
RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
VBA_TYPE = "application/vnd.ms-office.vbaProject"
BOOK_CODE_NAME, SHEET_CODE_NAME = "ThisWorkbook", "Sheet1"

# What xlwings' macros read. The interpreters stay blank until the add-in is installed on a machine.
SETTINGS = {
    "INTERPRETER_WIN": "",
    "INTERPRETER_MAC": "",
    "ADD_WORKBOOK_TO_PYTHONPATH": "false",
    "USE UDF SERVER": "True",
    "XLWINGS VERSION": XLWINGS,
}
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = f"""{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="bin" ContentType="{VBA_TYPE}"/>\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{ADDIN_TYPE}"/>\
<Override PartName="/xl/worksheets/sheet1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>\
<Override PartName="/docProps/core.xml" \
ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
<Override PartName="/docProps/app.xml" \
ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>"""
_RELATIONS = f"""{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>\
<Relationship Id="rId2" \
Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" \
Target="docProps/core.xml"/>\
<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/>\
<Relationship Id="rId4" Type="{RIBBON_RELATION}" Target="{RIBBON}"/></Relationships>"""
_BOOK = f"""{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">\
<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="16925"/>\
<workbookPr codeName="{BOOK_CODE_NAME}"/><bookViews><workbookView/></bookViews>\
<sheets><sheet name="{CONF}.conf" sheetId="1" r:id="rId1"/></sheets><calcPr calcId="191029"/></workbook>"""
_BOOK_RELATIONS = f"""{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>\
<Relationship Id="rId3" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" \
Target="vbaProject.bin"/></Relationships>"""
_STYLES = f"""{_XML}<styleSheet xmlns="{_MAIN}">\
<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_CORE = f"""{_XML}<cp:coreProperties \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>SalesPlan</dc:title>\
<dc:creator>SalesPlan</dc:creator>\
<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"""
_APP = f"""{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>"""


def packed(vba_project: bytes, ribbon: str) -> bytes:
    """The add-in file around a VBA project and a ribbon."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _BOOK_RELATIONS,
        SHEET: conf_sheet(SETTINGS),
        "xl/styles.xml": _STYLES,
        VBA: vba_project,
        "docProps/core.xml": _CORE,
        "docProps/app.xml": _APP,
        RIBBON: ribbon,
    }
    return zipped({name: part.encode() if isinstance(part, str) else part for name, part in parts.items()})


def conf_sheet(settings: Mapping[str, str]) -> str:
    """The sheet of keys and values."""
    rows = "".join(
        f'<row r="{row}">{_cell(f"A{row}", key)}{_cell(f"B{row}", value)}</row>'
        for row, (key, value) in enumerate(settings.items(), 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr codeName="{SHEET_CODE_NAME}"/>'
        f'<dimension ref="A1:B{len(settings)}"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/>'
        f"</sheetViews><sheetData>{rows}</sheetData></worksheet>"
    )


def _cell(ref: str, value: str) -> str:
    text = escape(re.sub("[\x00-\x1f]", "", value))
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else ""


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, data)
    return target.getvalue()


def unpacked(xlam: bytes) -> dict[str, bytes]:
    """The parts of an add-in file by name, in file order."""
    with zipfile.ZipFile(io.BytesIO(xlam)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def settings_of(xlam: bytes) -> dict[str, str]:
    """Keys and values of the add-in's configuration sheet."""
    root = ET.fromstring(unpacked(xlam)[SHEET])  # noqa: S314 - our own file
    rows = ([cell.findtext(f".//{{{_MAIN}}}t") or "" for cell in row] for row in root.iter(f"{{{_MAIN}}}row"))
    return {texts[0]: texts[1] if len(texts) > 1 else "" for texts in rows if texts}


def with_interpreter(xlam: bytes, windows: str | None, mac: str | None) -> bytes:
    """The add-in pointed at a Python; every other part stays as it is.

    Args:
        xlam: the add-in as shipped.
        windows: full path of ``pythonw.exe``, or None to leave it.
        mac: full path of ``python``, or None to leave it.
    """
    given = {"INTERPRETER_WIN": windows, "INTERPRETER_MAC": mac}
    changed = {key: value for key, value in given.items() if value is not None}
    sheet = conf_sheet(settings_of(xlam) | changed).encode()
    return zipped(unpacked(xlam) | {SHEET: sheet})
