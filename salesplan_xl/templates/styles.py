"""Cell formats by meaning, made once per book."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from salesplan_xl.schema.types import Kind
from salesplan_xl.templates import theme

_LEFT = {"align": "left", "indent": 1}
_CENTRED = frozenset({Kind.CHOICE, Kind.YES_NO, Kind.DATE, Kind.MONTH})
_RIGHT = frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.NUMBER, Kind.DAYS})


class Styles:
    """The formats of one book; equal requests share one format."""

    def __init__(self, workbook: Workbook, lang: str, unit: str) -> None:
        """Formats of ``workbook`` in the book's language and money unit."""
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._size = theme.FONT_SIZES[lang]
        self._unit = unit

    def make(self, **properties: Any) -> Format:
        """A format of these XlsxWriter properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def tone(self, properties: theme.Properties) -> Format:
        """A highlight's format."""
        return self.make(**properties)

    def title(self, group: str) -> Format:
        """The line on top of a sheet."""
        return self.make(bold=True, font_size=self._size + 7, font_color=theme.ink(group), valign="vcenter")

    def banner(self, group: str, *, big: bool) -> Format:
        """The white-on-dark band of the guide."""
        size = self._size + 10 if big else self._size
        return self.make(
            bold=big,
            font_size=size,
            font_color=theme.WHITE,
            bg_color=theme.ink(group),
            valign="vcenter",
            indent=1,
        )

    def intro(self) -> Format:
        """The grey sentence under the title."""
        return self.make(font_color=theme.GREY_TEXT, valign="vcenter")

    def heading(self, group: str) -> Format:
        """The line above a block."""
        return self.make(bold=True, font_size=self._size + 2, font_color=theme.ink(group), valign="vcenter")

    def header(self, group: str, *, left: bool = False) -> Format:
        """A header cell."""
        return self.make(
            bold=True,
            font_size=self._size - 1,
            font_color=theme.WHITE,
            bg_color=theme.ink(group),
            text_wrap=True,
            valign="vcenter",
            left=1,
            left_color=theme.HEADER_LINE,
            **(_LEFT if left else {"align": "center"}),
        )

    def header_band(self, group: str) -> Format:
        """The empty part of a header above a text that flows on."""
        return self.make(bg_color=theme.ink(group))

    def label(self, *, total: bool = False, link: bool = False) -> Format:
        """The first cell of a grid row."""
        ink = theme.ink("guide") if link else theme.TEXT
        fill = theme.TOTAL_FILL if total else theme.LABEL_FILL
        return self.make(
            bold=total or link,
            font_color=ink,
            bg_color=fill,
            valign="vcenter",
            bottom=1,
            bottom_color=theme.LINE,
            indent=1,
        )

    def body(self, kind: Kind, key: str, *, entry: bool, wrap: bool = False, total: bool = False) -> Format:
        """A body cell: ``entry`` cells are light blue and unlocked, others white."""
        properties: dict[str, Any] = {
            "num_format": theme.number_format(kind, key, self._unit, computed=not entry),
            "valign": "vcenter",
            **_alignment(kind),
        }
        if wrap:
            # Where a viewer does not fit the row's height, the beginning of the text stays readable.
            properties |= {"text_wrap": True, "valign": "top" if kind is Kind.LONG_TEXT else "vcenter"}
        return self.make(**properties, **theme.surface(entry=entry, total=total))

    def setting(self, kind: Kind, key: str, *, entry: bool) -> Format:
        """A setting's value, or its default in grey."""
        properties: dict[str, Any] = {
            "num_format": theme.number_format(kind, key, self._unit, computed=False),
            "valign": "vcenter",
            "align": "center",
            "text_wrap": True,
        }
        if not entry:
            properties["font_color"] = theme.GREY_TEXT
        return self.make(**properties, **theme.surface(entry=entry))

    def why(self) -> Format:
        """A sentence beside a setting or in the about block; its row is high enough for it."""
        return self.make(text_wrap=True, valign="vcenter", bottom=1, bottom_color=theme.LINE, **_LEFT)

    def link(self) -> Format:
        """A cell that jumps to another one when clicked."""
        return self.make(
            font_color=theme.LINK,
            underline=1,
            align="center",
            valign="vcenter",
            bottom=1,
            bottom_color=theme.LINE,
        )

    def rank(self) -> Format:
        """The number that identifies a row of a table that never grows."""
        return self.make(num_format="0", valign="vcenter", bottom=1, bottom_color=theme.LINE, **_LEFT)

    def band(self, group: str, *, quiet: bool = False) -> Format:
        """The line that opens a group of settings; ``quiet`` for what it says about itself."""
        look = {"font_color": theme.GREY_TEXT} if quiet else {"font_color": theme.ink(group), "bold": True}
        return self.make(bg_color=theme.TOTAL_FILL, valign="vcenter", indent=1, **look)


def _alignment(kind: Kind) -> dict[str, Any]:
    if kind in _RIGHT:
        return {"align": "right"}
    return {"align": "center"} if kind in _CENTRED else _LEFT
