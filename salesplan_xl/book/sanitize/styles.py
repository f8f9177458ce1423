"""Styles and theme of the copy: formats of cells, without the names people gave them."""

from __future__ import annotations

from salesplan_xl.book.sanitize.redaction import Redaction
from salesplan_xl.book.sanitize.xmlsafe import DRAWING, HEAD, MAIN, RELATIONS, local, parsed, written

_STYLE_LISTS = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
)  # fmt: skip
PLAIN_STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def styles(text: str | None, redaction: Redaction) -> str:
    """The style part of the copy; styles that somebody named get a number instead."""
    if text is None:
        return PLAIN_STYLES
    root, named = parsed(text), 0
    for style in root.iter(f"{{{MAIN}}}cellStyle"):
        if style.get("builtinId") is None:
            named += 1
            style.set("name", f"Style {named}")
    for number_format in root.iter(f"{{{MAIN}}}numFmt"):
        if redaction.first_in(number_format.get("formatCode", "")):
            number_format.set("formatCode", "General")
    body = "".join(written(group) for group in root if local(group) in _STYLE_LISTS)
    return f'{HEAD}<styleSheet xmlns="{MAIN}">{body}</styleSheet>'


def theme(text: str | None) -> str | None:
    """The theme of the copy: its colours, fonts and effects; None where it rests on pictures."""
    if text is None:
        return None
    root = parsed(text)
    elements = next((child for child in root if local(child) == "themeElements"), None)
    links = [
        element
        for element in root.iter()
        if any(name.startswith(f"{{{RELATIONS}}}") for name in element.attrib)
    ]
    if elements is None or links:
        return None
    for scheme in [root, *elements]:
        scheme.set("name", "Office")
    return f'{HEAD}<a:theme xmlns:a="{DRAWING}" name="Office">{written(elements)}</a:theme>'
