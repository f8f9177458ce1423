"""An add-in file taken apart for the checks, and what a check gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET


class Fault(NamedTuple):
    """One thing wrong: which check found it, and one sentence."""

    check: str
    sentence: str


class Addin(NamedTuple):
    """An add-in file taken apart.

    Attributes:
        data: the file.
        parts: its parts by name.
        modules: its macros by module name, as olevba reads them.
        ribbon: the ribbon's XML.
        functions: the Python module of its worksheet functions.
    """

    data: bytes
    parts: dict[str, bytes]
    modules: dict[str, str]
    ribbon: ET.Element
    functions: str


Check = Callable[[Addin], Iterator[str]]
