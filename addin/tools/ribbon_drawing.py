"""Draws the ribbon as SVG from its definition and its texts, for the README: our own icons, no screenshot."""
# ruff: noqa: E501 - a path is one line

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from addin.tools.from_verbs import ribbon_xml
from addin.tools.labels import LANGUAGES, drawing_texts, ribbon_texts

_UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
_FONT = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Noto Sans SC','WenQuanYi Micro Hei',sans-serif"
_SIZE = 12
_WIDE, _NARROW = 12.0, 6.4  # width of a Chinese and of a Latin character at that size
_TAB, _ROW, _TOP, _HEIGHT = 30, 24, 38, 72
_INK, _SOFT, _LINE, _MARK, _PAPER = "#1f3b57", "#5b6b7a", "#d4dae1", "#d9762b", "#ffffff"

# Each icon on a 24 × 24 field; ``s`` strokes, ``f`` fills, ``m`` fills with the second colour.
_ICONS: dict[str, str] = {
    "sp_run": "f:M6 3 L20 12 L6 21 Z",
    "sp_new": "s:M5 2 H14 L19 7 V22 H5 Z M14 2 V7 H19|m:M11 11 h2 v3 h3 v2 h-3 v3 h-2 v-3 h-3 v-2 h3 Z",
    "sp_import": "s:M3 14 V21 H21 V14|m:M10.8 3 h2.4 v8 h3.6 L12 16.5 L7.2 11 h3.6 Z",
    "sp_check": "s:M4 3 H20 V21 H4 Z|m:M7 12 L9 10 L11.2 12.4 L16 7 L18 8.8 L11.2 16 Z",
    "sp_tiers": "f:M3 4 h18 v4 h-18 Z|m:M3 10 h12 v4 h-12 Z|s:M3.8 16.8 h5.4 v3 h-5.4 Z",
    "sp_health": "s:M12 21 C2 13 2 8 4 5.6 C7 2.6 10.5 4 12 7 C13.5 4 17 2.6 20 5.6 C22 8 22 13 12 21 Z|m:M6.5 11 h3 l1.5-3 l2 6 l1.5-3 h3 v1.6 h-2 l-2.6 4.4 l-2-5.6 l-0.8 1.2 h-2.6 Z",
    "sp_targets": "s:M12 3 A9 9 0 1 1 11.99 3 Z M12 7.5 A4.5 4.5 0 1 1 11.99 7.5 Z|m:M12 10 A2 2 0 1 1 11.99 10 Z",
    "sp_quarters": "s:M12 3 A9 9 0 1 1 11.99 3 Z M12 3 V21 M3 12 H21|m:M12.8 4 A8 8 0 0 1 20 11.2 H12.8 Z",
    "sp_projects": "s:M3 3 V21 H21|f:M5 5 h12 v3.4 h-12 Z M5 10.4 h7 v3.4 h-7 Z|m:M12.6 10.4 h6 v3.4 h-6 Z M5 15.8 h9 v3.4 h-9 Z",
    "sp_confidence": "s:M3 20 H21 M3.5 19 C9 19 8.5 5 12 5 C15.5 5 15 19 20.5 19|m:M11.2 8 h1.6 v11 h-1.6 Z",
    "sp_menu_lock": "s:M8 11 V7.5 C8 2 16 2 16 7.5 V11|f:M5 11 h14 v10 h-14 Z|m:M11 14 h2 v4 h-2 Z",
    "sp_map": "s:M3 4 H21 V20 H3 Z M3 9 H21 M3 14.5 H21 M9 9 V20 M15 9 V20|f:M3 4 H21 V9 H3 Z|m:M9.6 15 h5 v4.4 h-5 Z",
    "sp_capacity": "s:M12 3 A9 9 0 1 1 11.99 3 Z|m:M11.1 6.5 h1.8 v5 l4 2.6 l-1 1.6 l-4.8-3.2 Z",
    "sp_month-start": "s:M4 5 H20 V21 H4 Z M4 9.5 H20 M8 2.5 V6 M16 2.5 V6|m:M7.5 15 L9 13.5 L11 15.6 L15 11.6 L16.5 13 L11 18.6 Z",
    "sp_month-end": "s:M4 5 H20 V21 H4 Z M4 9.5 H20 M8 2.5 V6 M16 2.5 V6|f:M7 15.5 h2.4 v4 h-2.4 Z M10.8 13.5 h2.4 v6 h-2.4 Z|m:M14.6 11.5 h2.4 v8 h-2.4 Z",
    "sp_menu_month": "s:M10 5.5 H21 M10 12 H21 M10 18.5 H21|f:M3 4 h4 v3 h-4 Z M3 10.5 h4 v3 h-4 Z|m:M3 17 h4 v3 h-4 Z",
    "sp_sprint": "s:M12 3 A9 9 0 1 1 11.99 3 Z M12 12 L12 6.5|m:M12 11 L17 8 L18 9.6 L13 12.6 Z|f:M10 1 h4 v2 h-4 Z",
    "sp_reorder": "s:M4 5 H20 V21 H4 Z M4 9.5 H20 M8 2.5 V6 M16 2.5 V6|m:M8 15 A4 4 0 1 1 12 19 L12 17.4 A2.4 2.4 0 1 0 9.6 15 Z",
    "sp_scripts": "s:M4 4 H20 V16 H11 L7 20 V16 H4 Z|m:M7 7.5 h10 v1.6 h-10 Z M7 11 h7 v1.6 h-7 Z",
    "sp_menu_word": "s:M3 6 H21 V19 H3 Z M3 6.5 L12 13 L21 6.5|m:M12 19 C8.5 16.4 9 14.4 10.6 14.4 L12 15.4 L13.4 14.4 C15 14.4 15.5 16.4 12 19 Z",
    "sp_yearend": "s:M3 21 H21|f:M4 13 h4 v7 h-4 Z M10 9 h4 v11 h-4 Z|m:M16 4 h4 v16 h-4 Z",
    "sp_report": "s:M5 2 H14 L19 7 V22 H5 Z M14 2 V7 H19|f:M8 10 h8 v1.6 h-8 Z M8 13.2 h8 v1.6 h-8 Z|m:M8 16.6 h5 v2.6 h-5 Z",
    "sp_submit": "s:M4 4 H20 V20 H4 Z|m:M7 12 L9 10 L11.2 12.4 L16 7 L18 8.8 L11.2 16 Z|f:M7 17 h10 v1.4 h-10 Z",
    "sp_send": "s:M3 6 H21 V19 H3 Z M3 6.5 L12 13 L21 6.5|m:M14 15 h4 v-2 l3.5 3.2 L18 19.4 v-2 h-4 Z",
    "sp_undo": "s:M8 7 H14 A6 6 0 0 1 14 19 H7|m:M9.5 2 V12 L3 7 Z",
    "sp_menu_help": "s:M12 3 A9 9 0 1 1 11.99 3 Z|m:M11 15.8 h2.2 v2.2 h-2.2 Z M8.6 9.6 C8.6 5 15.6 5 15.6 9.4 C15.6 12 13.1 12.2 13.1 14.4 h-2 C11.1 11.4 13.5 11 13.5 9.5 C13.5 7.6 10.7 7.6 10.7 9.6 Z",
}  # fmt: skip
# For a button that has no drawing yet.
_PLAIN = "s:M4 4 H20 V20 H4 Z"
_PENS = {
    "s": f'fill="none" stroke="{_INK}" stroke-width="1.6" stroke-linejoin="round"',
    "f": f'fill="{_INK}"',
    "m": f'fill="{_MARK}"',
}


class Command(NamedTuple):
    """A button or menu of a group."""

    name: str
    label: str
    large: bool
    menu: bool


class Group(NamedTuple):
    """A group of the tab."""

    label: str
    commands: tuple[Command, ...]


def ribbon_drawing(lang: str) -> str:
    """The tab as an SVG document.

    Args:
        lang: ``zh`` or ``en``.
    """
    at = LANGUAGES.index(lang)
    title, groups = _definition(at)
    body: list[str] = []
    x = 8.0
    for group in groups:
        if body:
            body.append(f'<path d="M{x:g} {_TOP} v{_HEIGHT + 18}" stroke="{_LINE}"/>')
        drawn, width = _group(group, x)
        body += drawn
        x += width
    return _document(title, drawing_texts()["caption"][at], body, x + 8)


def _definition(at: int) -> tuple[str, list[Group]]:
    """The tab's title and its groups, in one language."""
    texts = ribbon_texts()
    root = ET.fromstring(ribbon_xml())  # noqa: S314 - our own file

    def label(node: ET.Element) -> str:
        return texts[node.get("id", "")]["label"][at]

    def command(node: ET.Element) -> Command:
        return Command(node.get("id", ""), label(node), node.get("size") == "large", node.tag == f"{_UI}menu")

    groups = [
        Group(
            label(node),
            tuple(command(child) for child in node if child.tag in (f"{_UI}button", f"{_UI}menu")),
        )
        for node in root.iter(f"{_UI}group")
    ]
    (tab,) = root.iter(f"{_UI}tab")
    return label(tab), groups


def _group(group: Group, x: float) -> tuple[list[str], float]:
    """The shapes of a group from ``x`` on, and its width."""
    drawn: list[str] = []
    left = x + 6
    for column in _columns(group.commands):
        wide = max(_command_width(command) for command in column)
        for row, command in enumerate(column):
            drawn += _large(command, left, wide) if command.large else _small(command, left, row)
        left += wide + 4
    width = max(left - x + 2, _width(group.label) + 20)
    drawn.append(_text(x + width / 2, _TOP + _HEIGHT + 16, group.label, colour=_SOFT, size=11))
    return drawn, width + 1


def _columns(commands: tuple[Command, ...]) -> Iterator[list[Command]]:
    """A large command stands alone; three others share a column."""
    waiting: list[Command] = []
    for command in commands:
        if command.large:
            if waiting:
                yield waiting
                waiting = []
            yield [command]
        elif len(waiting) == 2:
            yield [*waiting, command]
            waiting = []
        else:
            waiting.append(command)
    if waiting:
        yield waiting


def _command_width(command: Command) -> float:
    if command.large:
        return max(52.0, _width(command.label) + 10)
    return _width(command.label) + 28


def _large(command: Command, x: float, width: float) -> list[str]:
    middle = x + width / 2
    drawn = [_icon(command.name, middle - 16, _TOP + 2, 32), _text(middle, _TOP + 52, command.label)]
    if command.menu:
        drawn.append(f'<path d="M{middle - 4:g} {_TOP + 60} h8 l-4 4 Z" fill="{_SOFT}"/>')
    return drawn


def _small(command: Command, x: float, row: int) -> list[str]:
    top = _TOP + row * _ROW
    return [_icon(command.name, x + 2, top + 3, 18), _text(x + 24, top + 17, command.label, anchor="start")]


def _icon(name: str, x: float, y: float, size: int) -> str:
    shapes = "".join(
        f'<path d="{part[2:]}" {_PENS[part[0]]}/>' for part in _ICONS.get(name, _PLAIN).split("|")
    )
    return f'<g transform="translate({x:g} {y:g}) scale({size / 24:g})">{shapes}</g>'


def _width(text: str) -> float:
    return sum(_NARROW if char.isascii() else _WIDE for char in text)


def _text(
    x: float, y: float, text: str, *, anchor: str = "middle", colour: str = _INK, size: int = _SIZE
) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">{escape(text)}</text>'


def _document(title: str, caption: str, body: list[str], width: float) -> str:
    bottom = _TOP + _HEIGHT + 24
    wide, high = f"{width:g}", bottom + 24
    others = "".join(
        f'<rect x="{14 + 46 * at}" y="11" width="34" height="8" rx="4" fill="{_LINE}"/>' for at in range(7)
    )
    start, tab = 14 + 46 * 7 + 6, _width(title) + 24
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'font-family="{_FONT}" role="img" aria-label="{escape(title)}">'
    )
    sheet = f'<rect x="4" y="{_TAB}" width="{width - 8:g}" height="{bottom - _TAB}" rx="6" fill="{_PAPER}" stroke="{_LINE}"/>'
    lines = [
        head,
        f'<rect width="{wide}" height="{high}" fill="#f3f5f8"/>{others}',
        sheet,
        _text(start + tab / 2, 20, title, size=13),
        f'<rect x="{start + 10}" y="{_TAB - 4}" width="{tab - 20:g}" height="3" fill="{_MARK}"/>',
        *body,
        _text(width - 10, high - 8, caption, anchor="end", colour=_SOFT, size=11),
        "</svg>",
        "",
    ]
    return "\n".join(lines)
