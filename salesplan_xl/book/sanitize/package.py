"""The parts of the copy put together: names of our own, fixed dates, a list of what there is."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field

from salesplan_xl.book.sanitize.xmlsafe import HEAD, tag

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_DRAWINGML = "application/vnd.openxmlformats-officedocument."
_DATE = (1980, 1, 1, 0, 0, 0)
# Every kind of part a copy may have; there is no other way to put one into the file.
CONTENT = {
    "workbook": _SHEETML + "sheet.main+xml",
    "worksheet": _SHEETML + "worksheet+xml",
    "sharedStrings": _SHEETML + "sharedStrings+xml",
    "styles": _SHEETML + "styles+xml",
    "table": _SHEETML + "table+xml",
    "theme": _DRAWINGML + "theme+xml",
    "drawing": _DRAWINGML + "drawing+xml",
    "chart": _DRAWINGML + "drawingml.chart+xml",
}


@dataclass
class Part:
    """One part: its text and what it leads to (id, kind, target, whether outside the file)."""

    kind: str
    text: str
    links: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def link(self, kind: str, target: str, outside: bool = False) -> str:
        """Note a relationship and give its id."""
        number = f"rId{len(self.links) + 1}"
        self.links.append((number, kind, target, outside))
        return number


def packed(parts: dict[str, Part]) -> bytes:
    """The file; ``xl/workbook.xml`` comes first of the parts."""
    files = {"[Content_Types].xml": _types(parts)}
    root = Part("", "")
    root.link("officeDocument", "xl/workbook.xml")
    files["_rels/.rels"] = _relations(root, "")
    for name, part in parts.items():
        files[name] = part.text
        if part.links:
            folder, base = posixpath.split(name)
            files[f"{folder}/_rels/{base}.rels"] = _relations(part, folder)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(info, text.encode("utf-8"))
    return out.getvalue()


def _types(parts: dict[str, Part]) -> str:
    listed = [
        tag(
            "Default",
            {"Extension": "rels", "ContentType": "application/vnd.openxmlformats-package.relationships+xml"},
        ),
        tag("Default", {"Extension": "xml", "ContentType": "application/xml"}),
    ]
    listed += [
        tag("Override", {"PartName": f"/{name}", "ContentType": CONTENT[part.kind]})
        for name, part in parts.items()
    ]
    return HEAD + tag("Types", {"xmlns": _TYPES}, "".join(listed))


def _relations(part: Part, folder: str) -> str:
    links = []
    for number, kind, target, outside in part.links:
        place = target if outside or not folder else posixpath.relpath(target, folder)
        mode = {"TargetMode": "External"} if outside else {}
        links.append(tag("Relationship", {"Id": number, "Type": _KINDS + kind, "Target": place} | mode))
    return HEAD + tag("Relationships", {"xmlns": _LINKS}, "".join(links))
