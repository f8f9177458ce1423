"""Comparison of a committed file with its rebuild: do both say the same?

Same sources give the same bytes on one machine. Between machines three things differ that nobody sees: the last binary
digits of sums and exponentials (numpy takes other instructions on other processors), how hard a zip or the packed
undo record is squeezed, and the line ends of a text. None of them makes a file stale.
"""

from __future__ import annotations

import base64
import json
import math
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.xlsx.file import XlsxFile
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.schema.starter.sheets import MARK

# Excel shows fifteen digits; what another processor does to a figure of the plan stays beyond the thirteenth.
RELATIVE, ABSOLUTE = 1e-10, 1e-12
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_ZIP = b"PK\x03\x04"
MACROS = "xl/vbaProject.bin"
STARTER = MARK.encode()


def same_content(committed: bytes, rebuilt: bytes) -> bool:
    """Whether two files say the same."""
    if not (committed.startswith(_ZIP) and rebuilt.startswith(_ZIP)):
        return committed == rebuilt or committed.replace(b"\r\n", b"\n") == rebuilt
    old, new = _parts(committed), _parts(rebuilt)
    if list(old) != list(new):
        return False
    changed = [name for name in old if old[name] != new[name]]
    if MACROS in old or not all(name.endswith(".xml") for name in changed):
        return not changed
    try:
        before = _texts(committed, old, changed)
    except SalesPlanError:  # a book of an earlier state that no longer opens
        return False
    return not changed or _same_texts(before, _texts(rebuilt, new, changed))


def same_figures(text: str, other: str) -> bool:
    """Whether two texts differ at most in the last digits of their numbers."""
    if _NUMBER.split(text) != _NUMBER.split(other):
        return False
    pairs = zip(_NUMBER.findall(text), _NUMBER.findall(other), strict=True)
    return all(first == second or _close(first, second) for first, second in pairs)


def _close(first: str, second: str) -> bool:
    """Counts and numbers in names are exact; only what has a fraction may differ in its last digits."""
    fraction = re.search(r"[.eE]", first + second)
    return fraction is not None and math.isclose(
        float(first), float(second), rel_tol=RELATIVE, abs_tol=ABSOLUTE
    )


def _same_texts(texts: Sequence[str], others: Sequence[str]) -> bool:
    return len(texts) == len(others) and all(map(same_figures, texts, others))


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _texts(book: bytes, parts: Mapping[str, bytes], names: Iterable[str]) -> list[str]:
    """Parts of a book by name, as text; packed undo records stand behind them, unpacked. A starter has none."""
    if STARTER in parts["xl/workbook.xml"]:
        return [parts[name].decode() for name in names]
    frame = PlanBook(FilePort(XlsxFile.from_bytes(book), ""), older=True).frame("undo")
    texts = [parts[name].decode() for name in names]
    for packed in frame["data"]:
        texts = [text.replace(f">{packed}<", "><") for text in texts]
    return texts + list(_records(["".join(rows["data"]) for _, rows in frame.groupby("undo_id")]))


def _records(packed: Sequence[str]) -> Iterator[str]:
    """Undo records as text, without the check sums of columns: the columns themselves are compared."""
    for text in packed:
        record = json.loads(zlib.decompress(base64.b64decode(text)))
        for change in record["tables"]:
            change.pop("witness")
        yield json.dumps(record)
