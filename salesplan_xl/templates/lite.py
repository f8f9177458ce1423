"""The code a book carries for xlwings Lite: a short ``main.py`` and its requirements, no macros.

Lite keeps them in the workbook as two properties of its task pane (a *web extension* part), each a JSON text.
The same language gives the same bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from salesplan_xl import __version__
from salesplan_xl.catalogue import word

# What Lite must find in requirements.txt; pandas comes with Lite's Python and is never pinned there.
XLWINGS = "0.37.8"

FOLDER = "xl/webextensions/"
# The add-in's number in Microsoft's store; the id of its pane in a book may be any, here always the same.
STORE_ID = "WA200008175"
PANE_ID = "{5A1E5B1A-9C0D-4E2F-8A6B-2027F1A40001}"
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.microsoft.com/office"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class LiteButton(NamedTuple):
    """A button: the command it runs, the code of its name, and whether it takes a month."""

    command: str
    label: str
    month: bool


def main_py(lang: str, buttons: Sequence[LiteButton]) -> str:
    """The script file: one button a command, named in the language of the book."""
    head = [
        f'"""{word("LITE-TITLE", lang)}',
        "",
        word("LITE-SAME", lang),
        word("LITE-UNDO", lang),
        '"""',
        "",
        "import xlwings as xw",
        "from xlwings import script",
        "",
        "from salesplan_xl.doors.lite import press",
    ]
    return "\n".join([*head, *(line for button in buttons for line in _script(button, lang))]) + "\n"


def _script(button: LiteButton, lang: str) -> Iterator[str]:
    command, name = button.command, button.command.replace("-", "_")
    yield from ("", "", f'@script(name="{word(button.label, lang)}")')
    if button.month:
        yield f'def sp_{name}(book: xw.Book, month: str = ""):'
        yield f'    """{word("LITE-MONTH", lang)}"""'
        yield f'    press("{command}", book, month, lang="{lang}")'
    else:
        yield f"def sp_{name}(book: xw.Book):"
        yield f'    press("{command}", book, lang="{lang}")'


def requirements(wheel: str = "") -> str:
    """The packages Lite installs before it runs the scripts, ours in exactly this version or from an address."""
    return f"xlwings=={XLWINGS}  # required\npandas\n{wheel or f'salesplan-xl=={__version__}'}\n"


def with_lite(book: bytes, lang: str, buttons: Sequence[LiteButton], wheel: str = "") -> bytes:
    """A workbook file with the code embedded; everything else in it stays as it is.

    Args:
        book: an ``.xlsx`` without task panes.
        lang: language of the button names and comments.
        buttons: in their order.
        wheel: address of our package, see ``requirements``.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, _linked(entry.filename, old.read(entry)))
        for name, text in _parts(main_py(lang, buttons), requirements(wheel)).items():
            new.writestr(zipfile.ZipInfo(name, _DAY_ONE), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _linked(name: str, part: bytes) -> bytes:
    """The two parts that must mention the new ones."""
    if name == "[Content_Types].xml":
        panes = _content_type("taskpanes.xml", "webextensiontaskpanes")
        return _before(part, b"</Types>", panes + _content_type("webextension1.xml", "webextension"))
    if name == "_rels/.rels":
        target = f"{FOLDER}taskpanes.xml"
        return _before(part, b"</Relationships>", _relation("rIdLite", "webextensiontaskpanes", target))
    return part


def _before(part: bytes, end: bytes, text: str) -> bytes:
    head, marker, tail = part.rpartition(end)
    if not marker:
        raise ValueError(f"no {end.decode()}")
    return head + text.encode() + marker + tail


def _content_type(name: str, kind: str) -> str:
    return f'<Override PartName="/{FOLDER}{name}" ContentType="application/vnd.ms-office.{kind}+xml"/>'


def _relation(number: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{number}" Type="{_OFFICE}/2011/relationships/{kind}" Target="{target}"/>'


def _parts(code: str, packages: str) -> dict[str, str]:
    """The new parts: the pane with the code, the list of panes (closed when the book opens), their link."""
    to_pane = _relation("rId1", "webextension", "webextension1.xml")
    return {
        f"{FOLDER}webextension1.xml": _pane({"main.py": code, "requirements.txt": packages}),
        f"{FOLDER}taskpanes.xml": (
            f'{_XML}<wetp:taskpanes xmlns:wetp="{_OFFICE}/webextensions/taskpanes/2010/11">'
            '<wetp:taskpane dockstate="right" visibility="0" width="438" row="1">'
            f'<wetp:webextensionref xmlns:r="{_RELATIONS}" r:id="rId1"/></wetp:taskpane></wetp:taskpanes>'
        ),
        f"{FOLDER}_rels/taskpanes.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}">{to_pane}</Relationships>',
    }


def _pane(properties: dict[str, str]) -> str:
    values = "".join(
        f'<we:property name="{name}" value={quoteattr(json.dumps(text), {chr(34): "&quot;"})}/>'
        for name, text in properties.items()
    )
    return (
        f'{_XML}<we:webextension xmlns:we="{_OFFICE}/webextensions/webextension/2010/11" id="{PANE_ID}">'
        f'<we:reference id="{STORE_ID.lower()}" version="1.0.0.0" store="en-US" storeType="OMEX"/>'
        f'<we:alternateReferences><we:reference id="{STORE_ID}" version="1.0.0.0" store="{STORE_ID}" storeType="OMEX"/>'
        f"</we:alternateReferences><we:properties>{values}</we:properties><we:bindings/>"
        f'<we:snapshot xmlns:r="{_RELATIONS}"/></we:webextension>'
    )
