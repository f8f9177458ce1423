"""The document a report is written into: pages of ours, or a company's with its text, links and traces taken out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from salesplan_xl.book.export.word_blocks import Page
from salesplan_xl.book.export.word_file import FONTS, opened
from salesplan_xl.book.export.word_styles import FOOTER, HEADER, own_styles
from salesplan_xl.book.export.word_xml import escaped, plain

# What a document needs without naming it in its text.
_IMPLIED = {
    RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.FONT_TABLE,
}  # fmt: skip
_PACKAGE = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}
# Settings that belong to the old text, point at what is gone, or outside.
_SETTINGS = (
    "attachedTemplate", "mailMerge", "saveThroughXslt", "documentProtection", "footnotePr", "endnotePr", "docVars",
    "rsids",
)  # fmt: skip
# Word measures in twentieths of a point, python-docx in English metric units.
_TWIP = 635
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Centimetres: A4, and what stays white at the sides, above and below, and outside of the header.
_PAGE, _SIDE, _EDGE, _HEADER = (21.0, 29.7), 2.2, 2.2, 1.1


def blank_document(page: Page, template: Path | None) -> Any:
    """A document without text.

    Raises:
        WorkbookError: SP-309, SP-358 the template.
    """
    document = docx.Document() if template is None else opened(template)
    _without_text(document)
    for part in document.part.package.iter_parts():
        _without_links(part)
    _nameless(document, page.title)
    if template is None:
        own_styles(document, page.lang)
        _own_settings(document)
        _own_theme(document, FONTS[page.lang])
    _page_size(document.sections[-1], own=template is None)
    return document


def header_and_footer(document: Any, page: Page, styles: dict[str, str]) -> None:
    """Our header and page numbers, where the document has none."""
    section = document.sections[-1]
    field = '<w:fldSimple w:instr="{}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    between = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    numbers = field.format("PAGE") + between + field.format("NUMPAGES")
    header = f'<w:r><w:t xml:space="preserve">{escaped(page.header)}</w:t></w:r>'
    for edge, name, text in ((section.header, HEADER, header), (section.footer, FOOTER, numbers)):
        if edge.is_linked_to_previous:
            edge.is_linked_to_previous = False
            old = edge.paragraphs[0]._element  # noqa: SLF001 - the paragraph as python-docx makes it
            style = f'<w:pPr><w:pStyle w:val="{styles[name]}"/></w:pPr>'
            old.getparent().replace(old, parse_xml(f"<w:p {nsdecls('w')}>{style}{text}</w:p>"))


def text_width(document: Any) -> int:
    """Width of the text in twentieths of a point."""
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin - (section.gutter or 0)
    return int(room) // _TWIP


def _without_text(document: Any) -> None:
    """Take out the text and all that only it needs: pictures, notes, comments, stored data."""
    body = document.element.body
    last = body.get_or_add_sectPr()
    _inherit(body, last)
    for element in [child for child in body if child is not last]:
        body.remove(element)
    rels = document.part.rels
    named = set(_relations(document.element))
    for rel_id in [
        rel_id for rel_id, rel in rels.items() if rel_id not in named and rel.reltype not in _IMPLIED
    ]:
        del rels[rel_id]
    settings = document.settings.element
    for name in _SETTINGS:
        for element in settings.findall(qn(f"w:{name}")):
            settings.remove(element)


def _inherit(body: Any, last: Any) -> None:
    """A section without a header of its own has that of the section before."""
    tags = (qn("w:headerReference"), qn("w:footerReference"))
    here = {(item.tag, item.get(qn("w:type"))) for item in last if item.tag in tags}
    earlier = [item for item in body.iter(qn("w:sectPr")) if item.getparent().tag == qn("w:pPr")]
    for section in reversed(earlier):
        for item in [child for child in section if child.tag in tags]:
            if (item.tag, item.get(qn("w:type"))) not in here:
                here.add((item.tag, item.get(qn("w:type"))))
                last.insert(0, item)


def _relations(root: Any) -> Iterator[str]:
    """The relations that a part's elements name."""
    for element in root.iter():
        yield from (value for name, value in element.attrib.items() if name.startswith(_RELATIONS))


def _without_links(part: Any) -> None:
    """Cut what a part fetches from outside or leads there; the words of a link stay."""
    outside = {rel_id for rel_id, rel in part.rels.items() if rel.is_external}
    if not outside:
        return
    root = part.element if isinstance(part, XmlPart) else parse_xml(part.blob)
    for element in list(root.iter()):
        for name in [name for name, value in element.attrib.items() if value in outside]:
            if name.startswith(_RELATIONS):
                _cut(element, name)
    for rel_id in outside:
        del part.rels[rel_id]
    if not isinstance(part, XmlPart):
        part._blob = serialize_part_xml(root)  # noqa: SLF001 - python-docx has no public way to change such a part


def _cut(element: Any, name: str) -> None:
    if name.endswith(("}link", "}href")):
        del element.attrib[name]
        return
    if element.tag == qn("w:hyperlink"):
        for child in list(element):
            element.addprevious(child)
    element.getparent().remove(element)


def _nameless(document: Any, title: str) -> None:
    """Leave of the properties only the title: no author, company, manager, path or picture of the first page."""
    package = document.part.package
    for rel_id in [rel_id for rel_id, rel in package.rels.items() if rel.reltype not in _PACKAGE]:
        del package.rels[rel_id]
    properties = document.core_properties
    for element in list(properties._element):  # noqa: SLF001 - the properties python-docx does not name
        properties._element.remove(element)  # noqa: SLF001
    properties.title = plain(title)[:255]


def _own_settings(document: Any) -> None:
    """The settings of a present Word, which opens the file without a word of compatibility."""
    settings = document.settings.element
    uri = "http://schemas.microsoft.com/office/word"
    for element in list(settings):
        settings.remove(element)
    settings.extend(
        parse_xml(
            f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
            '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
            f'<w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
            '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
            '<w:listSeparator w:val=","/></w:settings>'
        )
    )


def _own_theme(document: Any, fonts: tuple[str, str]) -> None:
    """The theme's letters, which charts take, are those of the text."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = parse_xml(part.blob)
    for family in ("majorFont", "minorFont"):
        for script, font in zip(("latin", "ea"), fonts, strict=True):
            next(root.iter(qn(f"a:{family}"))).find(qn(f"a:{script}")).set("typeface", font)
    part._blob = serialize_part_xml(root)  # noqa: SLF001 - python-docx does not know themes


def _page_size(section: Any, *, own: bool) -> None:
    """A4 upright with its margins: for pages of ours, and where a document says nothing of its own."""
    if own or not (section.page_width and section.page_height):
        section.page_width, section.page_height = Cm(_PAGE[0]), Cm(_PAGE[1])
    if own or section.left_margin is None or section.right_margin is None:
        section.left_margin = section.right_margin = Cm(_SIDE)
        section.top_margin = section.bottom_margin = Cm(_EDGE)
        section.header_distance = section.footer_distance = Cm(_HEADER)
