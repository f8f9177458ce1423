"""Cell formats by number, as styles.xml lists them; new number formats are added at the end."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What Range.NumberFormat says for the formats that follow the system's locale.
_LOCALE = {14: "yyyy/m/d", 22: "yyyy/m/d h:mm"}
_CODES = BUILTIN_FORMATS | _LOCALE
_MONEY = re.compile(r"[¥￥€£]|(?<!\[)\$")


class Styles:
    """The formats of one book."""

    def __init__(self, data: bytes) -> None:
        self.root = etree.fromstring(data)
        self.xfs = self.root.find(f"{MAIN}cellXfs")
        self.custom = {
            int(item.get("numFmtId")): item.get("formatCode") for item in self.root.iter(f"{MAIN}numFmt")
        }
        self._added: dict[tuple[int, str], int] = {}
        self._codes: dict[int, str] = {}
        self._dates: dict[str, bool] = {}
        self._money: dict[str, bool] = {}
        self._prints: dict[int, str] = {}
        self._taken: dict[str, int] = {}

    def code(self, style: int) -> str:
        """The number format of a cell format."""
        if style not in self._codes:
            number = int(self.xfs[style].get("numFmtId", "0"))
            self._codes[style] = self.custom.get(number) or _CODES.get(number, "General")
        return self._codes[style]

    def is_date(self, style: int) -> bool:
        """Whether Excel hands out such cells as dates."""
        code = self.code(style)
        if code not in self._dates:
            self._dates[code] = code != "General" and bool(is_date_format(code))
        return self._dates[code]

    def is_money(self, style: int) -> bool:
        """Whether Excel hands out such cells as currency (a decimal)."""
        code = self.code(style)
        if code not in self._money:
            self._money[code] = bool(_MONEY.search(re.sub(r'"[^"]*"', "", code)))
        return self._money[code]

    def is_locked(self, style: int) -> bool:
        """Whether sheet protection guards such cells."""
        protection = self.xfs[style].find(f"{MAIN}protection")
        return protection is None or protection.get("locked", "1") not in {"0", "false"}

    def fill(self, style: int) -> tuple[int, int, int] | None:
        """The colour of the fill."""
        colour = self._part(self.xfs[style], "fill").find(f".//{MAIN}fgColor")
        text = None if colour is None else colour.get("rgb")
        return None if text is None else (int(text[-6:-4], 16), int(text[-4:-2], 16), int(text[-2:], 16))

    def with_code(self, style: int, code: str) -> int:
        """The same format with another number format."""
        if self.code(style) == code:
            return style
        key = style, code
        if key not in self._added:
            xf = deepcopy(self.xfs[style])
            xf.set("numFmtId", str(self._number(code)))
            xf.set("applyNumberFormat", "1")
            self.xfs.append(xf)
            self.xfs.set("count", str(len(self.xfs)))
            self._added[key] = len(self.xfs) - 1
        return self._added[key]

    def _number(self, code: str) -> int:
        known = {text: number for number, text in (_CODES | self.custom).items()}
        if code in known:
            return known[code]
        holder = self.root.find(f"{MAIN}numFmts")
        if holder is None:
            holder = etree.Element(f"{MAIN}numFmts")
            self.root.insert(0, holder)
        number = max([163, *self.custom]) + 1
        etree.SubElement(holder, f"{MAIN}numFmt", numFmtId=str(number), formatCode=code)
        holder.set("count", str(len(holder)))
        self.custom[number] = code
        return number

    def taken(self, other: Styles, style: int) -> int:
        """The number here of a format of another book; added at the end where it is not there yet."""
        wanted = other.fingerprint(style)
        if wanted not in self._taken:
            same = (number for number in range(len(self.xfs)) if self.fingerprint(number) == wanted)
            self._taken[wanted] = next(same, None) or self._adopted(other, style)
        return self._taken[wanted]

    def _adopted(self, other: Styles, style: int) -> int:
        xf = deepcopy(other.xfs[style])
        for kind in ("font", "fill", "border"):
            holder = self.root.find(f"{MAIN}{kind}s")
            holder.append(deepcopy(other._part(other.xfs[style], kind)))
            holder.set("count", str(len(holder)))
            xf.set(f"{kind}Id", str(len(holder) - 1))
        xf.set("numFmtId", str(self._number(other.code(style))))
        xf.set("xfId", "0")
        self.xfs.append(xf)
        self.xfs.set("count", str(len(self.xfs)))
        return len(self.xfs) - 1

    def taken_rule_format(self, other: Styles, number: int) -> int:
        """The same for the format of a conditional format."""
        theirs, holder = other.root.find(f"{MAIN}dxfs"), self.root.find(f"{MAIN}dxfs")
        wanted = etree.tostring(theirs[number])
        for at, item in enumerate(holder):
            if etree.tostring(item) == wanted:
                return at
        holder.append(deepcopy(theirs[number]))
        holder.set("count", str(len(holder)))
        return len(holder) - 1

    def fingerprint(self, style: int) -> str:
        """Everything a cell format says, the same for the same look in any book."""
        if style not in self._prints:
            xf = self.xfs[style]
            row_formats = [etree.tostring(self._part(xf, kind)) for kind in ("font", "fill", "border")]
            inner = [etree.tostring(child) for child in xf]
            self._prints[style] = "|".join(
                [self.code(style), *(part.decode() for part in row_formats + inner)]
            )
        return self._prints[style]

    def _part(self, xf: etree._Element, kind: str) -> etree._Element:
        return self.root.find(f"{MAIN}{kind}s")[int(xf.get(f"{kind}Id", "0"))]

    def to_bytes(self) -> bytes:
        """The part for the file."""
        return bytes(etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True))
