"""The VBA project inside the add-in: modules from text, nothing of the machine that built it.

The empty project comes from pyOpenVBA; each Excel compiles the source anew, because no compiled code is kept.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path

from addin.tools.package import BOOK_CODE_NAME, VBA
from salesplan_xl.addin.package import SHEET_CODE_NAME, unpacked

PROJECT = "SalesPlan"
DOCUMENTS = (BOOK_CODE_NAME, SHEET_CODE_NAME)
CLASSES = ("Dictionary",)
# [MS-OVBA] 2.3.4.1: version 0xFFFF and no cache make every Excel compile from source.
COMPILE_ANEW = bytes.fromhex("cc61ffff000100")
_EMPTY_NAME = b"VBAProject"


def vba_project(modules: Mapping[str, str]) -> bytes:
    """``vbaProject.bin`` with the modules given by name; document modules keep Excel's own header.

    Raises:
        UnicodeEncodeError: a module is not pure ASCII; it would change its meaning with the code page.
    """
    from pyopenvba import ExcelFile, VBAModuleKind

    texts = {name: windows_text(text) for name, text in modules.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlam"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for name, text in texts.items():
                if name in DOCUMENTS:
                    module = project.get_module(name)
                    module.source, module.dirty = module.attribute_header + text, True
                else:
                    kind = VBAModuleKind.other if name in CLASSES else VBAModuleKind.standard
                    project.add_module(name, text, kind=kind)
            book.save()
        return _finished(unpacked(path.read_bytes())[VBA])


def windows_text(text: str) -> str:
    """Source as VBA stores it: pure ASCII, lines ending in CRLF."""
    text.encode("ascii")
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def _finished(project: bytes) -> bytes:
    """The project under its own name and without compiled code."""
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import compress, decompress

    file = CFB.from_bytes(project)
    file.write_stream_in_storage("VBA", "_VBA_PROJECT", COMPILE_ANEW)
    listing = decompress(file.get_stream_in_storage("VBA", "dir"))
    file.write_stream_in_storage(
        "VBA", "dir", compress(_once(listing, _named(_EMPTY_NAME), _named(PROJECT.encode())))
    )
    declared = file.get_stream("PROJECT")
    file.write_stream("PROJECT", _once(declared, b'Name="%s"' % _EMPTY_NAME, b'Name="%s"' % PROJECT.encode()))
    return bytes(file.to_bytes())


def _named(name: bytes) -> bytes:
    """The PROJECTNAME record of the ``dir`` stream."""
    return struct.pack("<HI", 4, len(name)) + name


def _once(data: bytes, old: bytes, new: bytes) -> bytes:
    if data.count(old) != 1:
        raise RuntimeError(f"the empty VBA project changed: {old!r}")
    return data.replace(old, new)
