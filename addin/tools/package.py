"""The parts of the add-in file: a one-sheet workbook that carries the macros, the ribbon and its configuration.

The whole file is written here, so that it says nothing about who built it, where or when.
"""

from __future__ import annotations

from addin.tools.xlwings_module import CONF, XLWINGS
from salesplan_xl.addin.package import MAIN, SHEET, XML_HEAD, conf_sheet, zipped

VBA = "xl/vbaProject.bin"
RIBBON = "customUI/customUI14.xml"
RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
VBA_TYPE = "application/vnd.ms-office.vbaProject"
BOOK_CODE_NAME = "ThisWorkbook"

# What xlwings' macros read. The interpreters stay blank until the add-in is installed on a machine.
SETTINGS = {
    "INTERPRETER_WIN": "",
    "INTERPRETER_MAC": "",
    "ADD_WORKBOOK_TO_PYTHONPATH": "false",
    "USE UDF SERVER": "True",
    "XLWINGS VERSION": XLWINGS,
}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = f"""{XML_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
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
_RELATIONS = f"""{XML_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>\
<Relationship Id="rId2" \
Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" \
Target="docProps/core.xml"/>\
<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/>\
<Relationship Id="rId4" Type="{RIBBON_RELATION}" Target="{RIBBON}"/></Relationships>"""
_BOOK = f"""{XML_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">\
<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="16925"/>\
<workbookPr codeName="{BOOK_CODE_NAME}"/><bookViews><workbookView visibility="hidden"/></bookViews>\
<sheets><sheet name="{CONF}.conf" sheetId="1" r:id="rId1"/></sheets><calcPr calcId="191029"/></workbook>"""
_BOOK_RELATIONS = f"""{XML_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>\
<Relationship Id="rId3" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" \
Target="vbaProject.bin"/></Relationships>"""
_STYLES = f"""{XML_HEAD}<styleSheet xmlns="{MAIN}">\
<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_CORE = f"""{XML_HEAD}<cp:coreProperties \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>SalesPlan</dc:title>\
<dc:creator>SalesPlan</dc:creator>\
<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"""
_APP = f"""{XML_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
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
