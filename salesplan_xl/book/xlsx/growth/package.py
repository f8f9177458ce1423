"""The parts of a workbook in the making: read as text, changed, added, dropped, written out once."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from salesplan_xl.book.xlsx import workbookxml
from salesplan_xl.book.xlsx.container import Container
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.structure import Sheet, Structure
from salesplan_xl.book.xlsx.xmltext import escape

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONSHIPS}"/>'
)


class Package:
    """One workbook file and what is to become of its parts.

    Args:
        data: the file.
        file: its name, for error sentences.

    Raises:
        WorkbookError: as ``Container`` and ``Structure``.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.structure = Structure(Container(data, file))
        self._texts: dict[str, str] = {}
        self._raw: dict[str, bytes] = {}
        self._dropped: set[str] = set()

    @property
    def workbook(self) -> str:
        """Name of the workbook part."""
        return self.structure.workbook

    def sheet(self, name: str) -> Sheet:
        """A sheet by name; KeyError when there is none."""
        for sheet in self.structure.sheets:
            if sheet.info.name == name:
                return sheet
        raise KeyError(name)

    def text(self, part: str) -> str:
        """A part as it stands now."""
        return self._texts[part] if part in self._texts else self.structure.text(part)

    def bytes_of(self, part: str) -> bytes:
        """A part as stored."""
        return self._raw[part] if part in self._raw else self.structure.container.read(part)

    def put(self, part: str, text: str) -> None:
        """New text of a part, or a part that is new."""
        if part in self._texts or self.is_new(part) or text != self.structure.text(part):
            self._texts[part] = text

    def put_bytes(self, part: str, data: bytes) -> None:
        """New content of a part that is no valid XML."""
        self._raw[part] = data

    def sheet_xml(self, name: str) -> SheetXml:
        """A sheet's part as it stands now, cut into rows."""
        part = self.sheet(name).part
        return SheetXml(self.text(part), self.structure.file, part)

    def is_new(self, part: str) -> bool:
        """Whether a part does not stand in the file yet."""
        return self.structure.container.find(part) is None

    def new_parts(self) -> list[tuple[str, str]]:
        """Parts that do not stand in the file yet, with their text."""
        return [(part, text) for part, text in self._texts.items() if self.is_new(part)]

    def free_name(self, pattern: str) -> str:
        """The first part name of a pattern such as ``xl/tables/table{}.xml`` that is not taken."""
        numbers = range(1, 1 << 20)
        taken = {name.lower() for name in self._texts}
        return next(
            name
            for number in numbers
            if self.is_new(name := pattern.format(number)) and name.lower() not in taken
        )

    def drop(self, parts: Iterable[str]) -> None:
        """Parts that go, with their mention in the list of content types."""
        types = self.structure.content_types()
        for part in parts:
            self._dropped.add(part)
            self.put(types, workbookxml.drop_override(self.text(types), part))

    def declare(self, part: str, content_type: str) -> None:
        """Say in the list of content types what a new part is."""
        types, entry = self.structure.content_types(), f'PartName="/{part}" ContentType="{content_type}"'
        self.put(types, appended(self.text(types), "Types", f"Override {entry}"))

    def relate(self, owner: str, kind: str, target: str, ident: str = "") -> str:
        """A new relationship of a part; its id.

        Args:
            owner: the part it belongs to.
            kind: the whole type.
            target: part it leads to.
            ident: the id; one that is free when not given.
        """
        stored = self.structure.relations_part(owner) or _relations_name(owner)
        text = self.text(stored) if not self.is_new(stored) or stored in self._texts else _EMPTY_RELATIONS
        ident = ident or next(name for n in range(1, 1 << 20) if f'"{(name := f"rId{n}")}"' not in text)
        path = posixpath.relpath(target, posixpath.dirname(owner))
        entry = f'Relationship Id="{ident}" Type="{escape(kind)}" Target="{escape(path)}"'
        self.put(stored, appended(text, "Relationships", entry))
        return ident

    def forget_calculation_order(self) -> None:
        """The calculation order goes; Excel builds a new one."""
        chains = [relation.part for relation in self.structure.relations if relation.kind == "calcChain"]
        stored = self.structure.relations_part(self.workbook)
        if chains and stored:
            self.put(stored, workbookxml.drop_relationships(self.text(stored), "calcChain"))
            self.drop(chains)

    def to_bytes(self) -> bytes:
        """The file with all changes; unchanged parts keep their compressed bytes."""
        parts = {part: text.encode("utf-8") for part, text in self._texts.items()} | self._raw
        kept = {part: data for part, data in parts.items() if part not in self._dropped}
        return self.structure.container.rewritten(kept, self._dropped)


def _relations_name(owner: str) -> str:
    folder, name = posixpath.split(owner)
    return posixpath.join(folder, "_rels", name + ".rels")


def appended(text: str, name: str, entry: str) -> str:
    """A part whose list of that name has one more entry at its end.

    Args:
        text: the part.
        name: the list's element; there is one in the part.
        entry: what stands between the brackets of the new, empty element; it gets the list's own prefix.
    """
    match = re.search(rf"</((?:[\w.-]+:)?){name}\s*>|<((?:[\w.-]+:)?){name}(?:\s[^>]*)?/>", text)
    if match is None:
        raise KeyError(name)
    prefix = match[1] if match[1] is not None else match[2]
    if match[1] is not None:
        return f"{text[: match.start()]}<{prefix}{entry}/>{text[match.start() :]}"
    opened = text[match.start() : match.end() - 2].rstrip()
    return f"{text[: match.start()]}{opened}><{prefix}{entry}/></{prefix}{name}>{text[match.end() :]}"
