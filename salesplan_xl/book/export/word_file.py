"""Word files: opened from the user's, saved without an author and with fixed dates: same content, same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zlib
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from salesplan_xl.errors import WorkbookError

# Latin and Chinese letters of a page of ours.
FONTS = {"zh": ("Calibri", "微软雅黑"), "en": ("Calibri", "Calibri")}
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
# A fixed day: the same content gives the same file.
CREATED = dt.datetime(2026, 1, 1)
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"
_DOCUMENT, _TEMPLATE = b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"
_PROGRAMS = (b"macroenabled", b"vbaproject", b"activex")


def opened(path: Path) -> Any:
    """The document of a file of the user's; a Word template (.dotx) opens as a document.

    Raises:
        WorkbookError: SP-309 no such file; SP-358 it is no Word document, or it has macros.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    if not path.is_file():
        raise WorkbookError("SP-309", file=path)
    # A damaged part is a SyntaxError of lxml, an encrypted one a RuntimeError.
    damaged = (PackageNotFoundError, BadZipFile, ValueError, KeyError, OSError, SyntaxError, RuntimeError)
    try:
        document = docx.Document(io.BytesIO(_as_document(path.read_bytes())))
    except (*damaged, EOFError, zlib.error) as error:
        raise WorkbookError("SP-358", file=path) from error
    if document.element.body is None:
        raise WorkbookError("SP-358", file=path)
    return document


def saved(document: Any) -> bytes:
    """The bytes of a document, without an author and with fixed dates."""
    properties = document.core_properties
    properties.created = properties.modified = CREATED
    properties.author = properties.last_modified_by = ""
    stream = io.BytesIO()
    document.save(stream)
    with ZipFile(stream) as package:
        return _packed({name: package.read(name) for name in package.namelist()})


def _as_document(data: bytes) -> bytes:
    """The package with a template announced as a document; one that carries programs is refused."""
    with ZipFile(io.BytesIO(data)) as package:
        types = package.read(_TYPES)
        if any(name in types.lower() for name in _PROGRAMS):
            raise ValueError("macros")
        if _TEMPLATE not in types:
            return data
        parts = {name: package.read(name) for name in package.namelist()}
    return _packed(parts | {_TYPES: types.replace(_TEMPLATE, _DOCUMENT)})


def _packed(parts: dict[str, bytes]) -> bytes:
    """A zip of parts, all of them of the earliest date a zip can name."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as package:
        for name, data in parts.items():
            entry = ZipInfo(name, _EARLIEST)
            entry.create_system, entry.compress_type = 0, ZIP_DEFLATED
            package.writestr(entry, data)
    return stream.getvalue()
