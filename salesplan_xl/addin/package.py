"""The add-in file as a machine uses it: a zip of parts, one of them the sheet that names the Python to start.

Building the parts is work for a checkout (``addin/tools``); here they are read and the sheet is written anew.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

SHEET = "xl/worksheets/sheet1.xml"
SHEET_CODE_NAME = "Sheet1"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def conf_sheet(settings: Mapping[str, str]) -> str:
    """The sheet of keys and values."""
    rows = "".join(
        f'<row r="{row}">{_cell(f"A{row}", key)}{_cell(f"B{row}", value)}</row>'
        for row, (key, value) in enumerate(settings.items(), 1)
    )
    return (
        f'{XML_HEAD}<worksheet xmlns="{MAIN}"><sheetPr codeName="{SHEET_CODE_NAME}"/>'
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
    rows = ([cell.findtext(f".//{{{MAIN}}}t") or "" for cell in row] for row in root.iter(f"{{{MAIN}}}row"))
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
