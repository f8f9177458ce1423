"""XML parts as text that simple patterns can search exactly.

``clean`` hands out text without comments, CDATA, processing instructions or raw ``>`` outside tags, so that
``<name[^>]*>`` finds every tag and nothing else; a part that is not well-formed or carries a DOCTYPE never
gets that far.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from xml.parsers import expat

from salesplan_xl.errors import WorkbookError

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']""")
_ENCODING_TEXT = re.compile(r"""^(\s*<\?xml[^>]*?\sencoding\s*=\s*)["'][\w.:-]+["']""")
_MARKUP = re.compile(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<\?(?!xml\s).*?\?>", re.DOTALL)
_TAG_OR_TEXT = re.compile(r"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>|[^<]+""")
_ATTRIBUTE = re.compile(r"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]{1,8}|#[0-9]{1,10}|amp|lt|gt|quot|apos);")
_NUMBERED = re.compile(r"&(#x[0-9A-Fa-f]{1,8}|#[0-9]{1,10});")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class _DoctypeSeen(Exception):
    """Raised inside expat as soon as a DOCTYPE begins, before any entity is read."""


def clean(data: bytes, file: str, part: str) -> str:
    """Decode one XML part and make it safe to search with patterns.

    Args:
        data: the part as stored, any encoding XML allows.
        file: name of the workbook, for the error sentence.
        part: name of the part inside it.

    Returns:
        Text declared as UTF-8, without comments, CDATA or ``>`` outside tags.

    Raises:
        WorkbookError: SP-303 not well-formed or not decodable; SP-304 a DOCTYPE.
    """
    text = _decode(data, file, part)
    _check(text, file, part)
    if "<!--" in text or "<![CDATA[" in text or text.count("<?") > 1:
        text = _MARKUP.sub(lambda m: escape(m[1]) if m[1] else "", text)
    if "&#" in text:
        text = _NUMBERED.sub(_plain_character, text)
    if text.count("<") != text.count(">"):
        text = _TAG_OR_TEXT.sub(_escape_raw_gt, text)
    return text


def _decode(data: bytes, file: str, part: str) -> str:
    try:
        text = _to_text(data)
    except (UnicodeError, LookupError) as error:
        raise WorkbookError("SP-303", file=file, part=part) from error
    return _ENCODING_TEXT.sub(r'\1"UTF-8"', text, count=1)


def _to_text(data: bytes) -> str:
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return data.decode("utf-16")
    if data[:4] in (b"<\0?\0", b"\0<\0?"):
        return data.decode("utf-16-le" if data[0] else "utf-16-be")
    if data[:3] == codecs.BOM_UTF8:
        return data[3:].decode("utf-8")
    declared = _DECLARED.match(data[:200])
    name = declared[1].decode("ascii") if declared else "utf-8"
    if name.lower().startswith("utf-16"):  # declared wide, stored narrow: seen from careless converters
        name = "utf-8"
    if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - the codec registry has no public way to tell
        raise LookupError(name)
    return data.decode(name)


def _check(text: str, file: str, part: str) -> None:
    """Well-formed, namespaces bound, no DOCTYPE; expat without handlers runs at C speed."""

    def refuse(*_: object) -> None:
        raise _DoctypeSeen

    parser = expat.ParserCreate("utf-8", "\n")
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text.encode("utf-8"), True)
    except _DoctypeSeen:
        raise WorkbookError("SP-304", file=file, reason=f"DOCTYPE in {part}") from None
    except (expat.ExpatError, UnicodeError) as error:
        raise WorkbookError("SP-303", file=file, part=part) from error


def _plain_character(match: re.Match[str]) -> str:
    """A numbered character as itself, so that names can be searched; control and markup characters stay."""
    char = _entity(match)
    return char if ord(char) > 127 and not "\ud800" <= char <= "\udfff" else match[0]


def _escape_raw_gt(match: re.Match[str]) -> str:
    piece = match[0]
    if piece[0] == "<":
        return "<" + piece[1:-1].replace(">", "&gt;") + ">"
    return piece.replace(">", "&gt;")


def escape(text: str) -> str:
    """Text as XML character data or inside a double-quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def escape_body(text: str) -> str:
    """Text as XML character data (quotes stay readable)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Character data or attribute value back to plain text."""
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] != "#":
        return _NAMED[name]
    number = int(f"0{name[1:]}", base=16) if name[1] in "xX" else int(name[1:])
    return chr(number) if number < 0x110000 else "\ufffd"


def attributes(tag: str) -> dict[str, str]:
    """Attributes of one start tag, unescaped, by name as written."""
    return {m[1]: unescape(m[2] if m[2] is not None else m[3]) for m in _ATTRIBUTE.finditer(tag)}


def local_attributes(tag: str) -> dict[str, str]:
    """Attributes of one start tag by name without prefix."""
    return {name.rpartition(":")[2]: value for name, value in attributes(tag).items()}


def set_attribute(tag: str, name: str, value: str | None) -> str:
    """The start tag with one attribute set, or removed when value is None."""
    match = re.search(rf"""\s{re.escape(name)}\s*=\s*(?:"[^"]*"|'[^']*')""", tag)
    written = "" if value is None else f' {name}="{escape(value)}"'
    if match:
        return tag[: match.start()] + written + tag[match.end() :]
    cut = len(tag) - (2 if tag.endswith("/>") else 1)
    return tag[:cut].rstrip() + written + tag[cut:]


def tag_pattern(name: str) -> re.Pattern[str]:
    """Start tags of an element, with any namespace prefix."""
    return re.compile(rf"<((?:[\w.-]+:)?){name}(?=[\s/>])[^>]*>")


def element_pattern(name: str) -> re.Pattern[str]:
    """Whole elements: 1 prefix, 2 attributes, 3 content or None; must not nest in itself."""
    return re.compile(rf"<((?:[\w.-]+:)?){name}((?:\s[^>]*?)?)(?:/>|>(.*?)</\1{name}\s*>)", re.DOTALL)


def edit_tags(text: str, name: str, edit: Callable[[str], str]) -> str:
    """Every start tag of an element replaced by what ``edit`` makes of it."""
    return tag_pattern(name).sub(lambda m: edit(m[0]), text)
