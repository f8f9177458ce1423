"""The styles of a Word report: a whole set for pages of ours, and for a company's document those it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from salesplan_xl.book.export.word_file import FONTS, LANGUAGES
from salesplan_xl.schema import palette

HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
BULLET, HEADER, FOOTER, TITLE, NORMAL = "List Bullet", "Header", "Footer", "Title", "Normal"
LEAD, CELL, HEAD, CHART, GAP = "Report Lead", "Report Cell", "Report Head", "Report Chart", "Report Gap"
CARD = ("Report Card Label", "Report Card Figure", "Report Card Change")
_TEXT = (NORMAL, LEAD)
_NO_INDENT = '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/>'
_BULLET_INDENT = '<w:ind w:left="320" w:right="0" w:firstLineChars="0" w:hanging="240"/>'
_KEPT = ("Default Paragraph Font", "Normal Table", "No List")


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style: points of its letters and of the room around; without a size or colour it has the text's.

    All but the text's own undo what a company's plain text may have: indents, fixed lines, a grid.
    """

    name: str
    size: float
    colour: str = palette.TEXT
    before: float = 0
    after: float = 0
    bold: bool = False
    keep: bool = False
    align: str = ""
    line: float = 1.0
    borders: str = ""
    outline: int | None = None
    bullet: bool = False


def _line_below(colour: str, room: int) -> str:
    return f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="{room}" w:color="{colour[1:]}"/></w:pBdr>'


_STYLES = (
    _Style(NORMAL, 10.5, after=6, line=1.1),
    _Style(TITLE, 22, palette.INFO_TEXT, after=10, bold=True, keep=True),
    _Style(
        HEADINGS[0], 15, palette.INFO_TEXT, 16, 6, bold=True, keep=True,
        borders=_line_below(palette.HEADER_LINE, 3), outline=0,
    ),
    _Style(HEADINGS[1], 12, palette.DARK, 12, 4, bold=True, keep=True, outline=1),
    _Style(HEADINGS[2], 10.5, palette.DARK, 8, 3, bold=True, keep=True, outline=2),
    _Style(BULLET, 0, "", after=3, line=1.1, bullet=True),
    _Style(HEADER, 9, palette.GREY_TEXT, borders=_line_below(palette.LINE, 4)),
    _Style(FOOTER, 9, palette.GREY_TEXT, align="center"),
    _Style(LEAD, 12.5, after=8, line=1.15),
    _Style(CELL, 9),
    _Style(HEAD, 9, palette.INFO_TEXT, bold=True),
    _Style(CHART, 10.5, before=6, after=6, align="center"),
    _Style(GAP, 4),
    _Style(CARD[0], 9, palette.GREY_TEXT, before=3, keep=True),
    _Style(CARD[1], 20, palette.BLUE, bold=True, keep=True),
    _Style(CARD[2], 9, palette.TEXT, after=3),
)  # fmt: skip


def own_styles(document: Any, lang: str) -> None:
    """Replace the styles of python-docx's document, many and none of ours, by a calm set."""
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.name_val not in _KEPT:
            styles.remove(style)
    latin, asian = FONTS[lang]
    defaults = styles.find(qn("w:docDefaults"))
    fonts = f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{asian}" w:cs="{latin}"/>'
    language = f'<w:lang w:val="{LANGUAGES[lang]}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    styles.replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{fonts}{language}</w:rPr></w:rPrDefault>"
            "<w:pPrDefault/></w:docDefaults>"
        ),
    )


def missing_styles(document: Any) -> dict[str, str]:
    """Add the styles that are not there; the ids of all by their names."""
    styles = document.styles
    for style in _STYLES:
        if style.name not in styles:
            bullet = _bullet(document) if style.bullet else ""
            styles.element.append(
                parse_xml(_style_xml(style, _free_id(styles, style), _base(styles, style), bullet))
            )
    return {style.name: styles[style.name].style_id for style in _STYLES}


def _base(styles: Any, style: _Style) -> str:
    return "" if style.name == NORMAL else styles[NORMAL].style_id


def _free_id(styles: Any, style: _Style) -> str:
    """An id that no other style has, whatever its name."""
    taken = {item.style_id for item in styles}
    free = style.name.replace(" ", "")
    while free in taken:
        free += "0"
    return free


def _style_xml(style: _Style, style_id: str, base: str, bullet: str) -> str:
    """A style with its parts in the schema's order."""
    builtin = style.name in (NORMAL, TITLE, BULLET, HEADER, FOOTER, *HEADINGS)
    name = style.name.lower() if style.name in (HEADER, FOOTER, *HEADINGS) else style.name
    kind = 'w:default="1" ' * (style.name == NORMAL) + 'w:customStyle="1" ' * (not builtin)
    follow = f"<w:next w:val={quoteattr(base)}/>" * style.keep
    based = f"<w:basedOn w:val={quoteattr(base)}/>" if base else ""
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" {kind}w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/>{based}{follow}<w:qFormat/>'
        f"<w:pPr>{_paragraph_marks(style, bullet)}</w:pPr><w:rPr>{_letter_marks(style)}</w:rPr></w:style>"
    )


def _paragraph_marks(style: _Style, bullet: str) -> str:
    line = round(style.line * 240)
    spacing = f'w:before="{style.before * 20:.0f}" w:after="{style.after * 20:.0f}" w:line="{line}"'
    undone = style.name not in _TEXT
    indent = _BULLET_INDENT if style.bullet else _NO_INDENT if undone else ""
    align = style.align or "left" * undone
    return (
        "<w:keepNext/><w:keepLines/>" * style.keep
        + bullet
        + style.borders
        + '<w:snapToGrid w:val="0"/>' * undone
        + f'<w:spacing {spacing} w:lineRule="auto"/>'
        + indent
        + (f'<w:jc w:val="{align}"/>' if align else "")
        + ("" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>')
    )


def _letter_marks(style: _Style) -> str:
    size = round(style.size * 2)
    return (
        "<w:b/><w:bCs/>" * style.bold
        + (f'<w:color w:val="{style.colour[1:]}"/>' if style.colour else "")
        + (f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "")
    )


def _bullet(document: Any) -> str:
    """A list of bullets in the document's numbering."""
    numbering = _numbering(document)
    lists = numbering.findall(qn("w:abstractNum"))
    list_id = max((int(item.get(qn("w:abstractNumId"))) for item in lists), default=-1) + 1
    bullet = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{_BULLET_INDENT}</w:pPr></w:lvl></w:abstractNum>'
    )
    first_use = numbering.find(qn("w:num"))
    if first_use is None:
        numbering.append(bullet)
    else:
        first_use.addprevious(bullet)
    return f'<w:numPr><w:numId w:val="{numbering.add_num(list_id).numId}"/></w:numPr>'


def _numbering(document: Any) -> Any:
    part = document.part
    if not any(rel.reltype == RELATIONSHIP_TYPE.NUMBERING for rel in part.rels.values()):
        empty = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        numbering = NumberingPart(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, part.package
        )
        part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element
