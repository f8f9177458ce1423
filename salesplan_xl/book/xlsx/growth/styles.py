"""Cell formats of one workbook taken over into another: each only once, its numbers translated."""

from __future__ import annotations

import re

from salesplan_xl.book.xlsx.xmltext import attributes, element_pattern, escape, set_attribute

_BUILT_IN = 164
# Lists of the styles part in their order, with what stands in each.
_LISTS = {"numFmts": "numFmt", "fonts": "font", "fills": "fill", "borders": "border", "cellStyleXfs": "xf",
          "cellXfs": "xf", "cellStyles": "cellStyle", "dxfs": "dxf"}  # fmt: skip
_PARTS = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_ROOT = re.compile(r"<((?:[\w.-]+:)?)styleSheet(?:\s[^>]*)?>")


class StyleGraft:
    """Takes formats of a freshly built workbook over into another one.

    Args:
        target: the styles part that gets them.
        source: the styles part they come from.
    """

    def __init__(self, target: str, source: str) -> None:
        self.text = target
        root = _ROOT.search(target)
        self._prefix = root[1] if root else ""
        source = _without_prefix(source)
        self._source = {name: _items(source, name, item) for name, item in _LISTS.items()}
        self._present = {name: _items(target, name, item) for name, item in _LISTS.items()}
        self._formats = {
            given["numFmtId"]: given["formatCode"]
            for item in self._source["numFmts"]
            if (given := attributes(item[: item.index(">") + 1]))
        }
        self._made: dict[tuple[str, str], str] = {}

    def cell_format(self, number: str) -> str:
        """Number of a cell format in the target; taken over when it is not there yet."""
        if ("cellXfs", number) not in self._made:
            xml = self._source["cellXfs"][int(number or 0)]
            cut = xml.index(">") + 1
            tag = set_attribute(xml[:cut], "xfId", "0")
            given = attributes(tag)
            for name, group in _PARTS:
                tag = set_attribute(tag, name, self._taken(group, given.get(name, "0")))
            tag = set_attribute(tag, "numFmtId", self._number_format(given.get("numFmtId", "0")))
            self._made["cellXfs", number] = self._added("cellXfs", tag + xml[cut:])
        return self._made["cellXfs", number]

    def rule_format(self, number: str) -> str:
        """Number of the format of a conditional format in the target."""
        return self._taken("dxfs", number)

    def _taken(self, group: str, number: str) -> str:
        if (group, number) not in self._made:
            self._made[group, number] = self._added(group, self._source[group][int(number)])
        return self._made[group, number]

    def _number_format(self, number: str) -> str:
        code = self._formats.get(number)
        if code is None:
            return number
        used = [attributes(item[: item.index(">") + 1]) for item in self._present["numFmts"]]
        same = next((given["numFmtId"] for given in used if given.get("formatCode") == code), None)
        if same is None:
            same = str(max([_BUILT_IN - 1, *(int(given["numFmtId"]) for given in used)]) + 1)
            self._added("numFmts", f'<numFmt numFmtId="{same}" formatCode="{escape(code)}"/>')
        return same

    def _added(self, group: str, xml: str) -> str:
        """Number of an item of a list; at its end when the list does not hold it yet."""
        spelt = re.sub(r"<(/?)(?=\w)", rf"<\1{self._prefix}", xml)
        items = self._present[group]
        if spelt not in items:
            items.append(spelt)
            self._write(group, spelt)
        return str(items.index(spelt))

    def _write(self, group: str, item: str) -> None:
        count, p = str(len(self._present[group])), self._prefix
        match = element_pattern(group).search(self.text)
        if match is None:
            self._open(group, f'<{p}{group} count="{count}">{item}</{p}{group}>')
            return
        tag = set_attribute(f"<{match[1]}{group}{match[2]}>", "count", count)
        whole = f"{tag}{match[3] or ''}{item}</{match[1]}{group}>"
        self.text = self.text[: match.start()] + whole + self.text[match.end() :]

    def _open(self, group: str, xml: str) -> None:
        """A list that is not there yet, in its place among the others."""
        names = list(_LISTS)
        before = names[: names.index(group)]
        ends = [match.end() for name in before if (match := element_pattern(name).search(self.text))]
        root = _ROOT.search(self.text)
        at = max([root.end() if root else 0, *ends])
        self.text = self.text[:at] + xml + self.text[at:]


def _without_prefix(text: str) -> str:
    root = _ROOT.search(text)
    return re.sub(rf"<(/?){re.escape(root[1])}", r"<\1", text) if root and root[1] else text


def _items(text: str, group: str, item: str) -> list[str]:
    match = element_pattern(group).search(text)
    return [entry[0] for entry in element_pattern(item).finditer(match[3] or "")] if match else []
