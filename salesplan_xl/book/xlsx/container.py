"""The zip file around the parts: checked before anything is unpacked, copied raw where nothing changed."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

from salesplan_xl.book.xlsx.model import Piece
from salesplan_xl.errors import WorkbookError

MAX_FILE = 256 << 20
MAX_PART = 512 << 20
MAX_TOTAL = 1 << 30
MAX_ENTRIES = 10_000
BOMB_RATIO, BOMB_SIZE = 120, 32 << 20
_LEVEL = 2
_GARBLED = 1 << 20  # a damaged stream may run on a little; only a hidden bomb runs on for this long
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DRIVE = re.compile(r"^[A-Za-z]:")
# what zipfile raises on a broken directory; nothing of ours runs inside that call
_DIRECTORY_ERRORS = (
    zipfile.BadZipFile, struct.error, NotImplementedError, ValueError, EOFError, OSError, IndexError,
    OverflowError,
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One zip entry: where its compressed bytes lie in the file."""

    info: zipfile.ZipInfo
    name: str
    start: int

    @property
    def end(self) -> int:
        """Offset after the compressed bytes."""
        return self.start + self.info.compress_size


@dataclass(frozen=True)
class Packed:
    """A part deflated, with the check sum and size of what it unpacks to."""

    data: bytes
    crc: int
    size: int


class Packer:
    """Deflates parts in two threads while others are still being made (zlib works outside the interpreter lock)."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(2, "salesplan-pack")
        self._parts: dict[str, Future[Packed]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The parts in the order they came."""
        return tuple(self._parts)

    def add(self, name: str, data: bytes) -> None:
        """Begin to deflate a part."""
        self._parts[name] = self._pool.submit(_deflate, (data,))

    def add_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """Deflate a part piece by piece while the next ones are made: a large one is never held whole."""
        waiting: SimpleQueue[bytes | None] = SimpleQueue()
        self._parts[name] = self._pool.submit(_deflate, iter(waiting.get, None))
        try:
            for piece in pieces:
                waiting.put(piece)
        finally:
            waiting.put(None)

    def take(self, name: str) -> Packed:
        """The part, once it is deflated."""
        return self._parts[name].result()


class Container:
    """The entries of one workbook file, held as the file's bytes.

    Args:
        data: the whole file.
        file: its name, for error sentences.

    Raises:
        WorkbookError: SP-301 not a zip; SP-302 encrypted; SP-303 damaged; SP-304 unsafe; SP-307 too large.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.data, self.file = data, file
        if len(data) > MAX_FILE:
            raise WorkbookError("SP-307", file=file, limit=f"{MAX_FILE >> 20} MB")
        self._refuse_foreign()
        self.entries = [self._entry(info) for info in self._directory()]
        self._check_sizes()
        self._check_names()
        self._check_overlap()
        self._refers: dict[str, bool] = {}
        self._by_name = {entry.name.lower(): entry for entry in self.entries}

    def _refuse_foreign(self) -> None:
        if self.data.startswith(_OLE):
            code = "SP-302" if _ENCRYPTED_STREAM in self.data else "SP-301"
            raise WorkbookError(code, file=self.file)
        if not self.data.startswith(b"PK"):
            raise WorkbookError("SP-301", file=self.file)

    def _directory(self) -> list[zipfile.ZipInfo]:
        self._check_declared_count()
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                infos = archive.infolist()
        except _DIRECTORY_ERRORS as error:
            raise self._damaged("zip") from error
        return infos

    def _check_declared_count(self) -> None:
        """Refuse a huge directory before zipfile builds an object for each entry."""
        at = self.data.rfind(b"PK\x05\x06")
        if at >= 0 and len(self.data) >= at + 22:
            size = struct.unpack_from("<I", self.data, at + 12)[0]
            if (size != 0xFFFFFFFF and size > MAX_ENTRIES * 400) or self.data.count(
                b"PK\x01\x02"
            ) > 2 * MAX_ENTRIES:
                raise self._unsafe("too many entries")

    def _entry(self, info: zipfile.ZipInfo) -> Entry:
        at = info.header_offset
        head = self.data[at : at + _LOCAL.size]
        if at < 0 or len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise self._damaged(info.filename)
        fields = _LOCAL.unpack(head)
        if info.flag_bits & 1:
            raise WorkbookError("SP-302", file=self.file)
        entry = Entry(info, _plain_name(info.orig_filename), at + _LOCAL.size + fields[9] + fields[10])
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.end > len(self.data):
            raise self._damaged(entry.name)
        return entry

    def _check_sizes(self) -> None:
        if len(self.entries) > MAX_ENTRIES:
            raise self._unsafe("too many entries")
        for entry in self.entries:
            size, packed = entry.info.file_size, entry.info.compress_size
            if (size > BOMB_SIZE and size > packed * BOMB_RATIO) or size > packed * 1100 + 1024:
                raise self._unsafe(f"compression ratio of {entry.name}")
            if size > MAX_PART:
                raise WorkbookError("SP-307", file=self.file, limit=f"{MAX_PART >> 20} MB")
        if sum(entry.info.file_size for entry in self.entries) > MAX_TOTAL:
            raise WorkbookError("SP-307", file=self.file, limit=f"{MAX_TOTAL >> 20} MB")

    def _check_names(self) -> None:
        names: set[str] = set()
        for entry in self.entries:
            name = entry.name
            if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or "\0" in name:
                raise self._unsafe(f"path {name}")
            if name.lower() in names:
                raise self._unsafe(f"duplicate entry {name}")
            names.add(name.lower())

    def _check_overlap(self) -> None:
        """Entries sharing bytes are how a small file declares a huge content."""
        end = 0
        for entry in sorted(self.entries, key=lambda e: e.info.header_offset):
            if entry.info.header_offset < end:
                raise self._unsafe(f"overlapping entry {entry.name}")
            end = entry.end

    def _damaged(self, part: str) -> WorkbookError:
        return WorkbookError("SP-303", file=self.file, part=part)

    def _unsafe(self, reason: str) -> WorkbookError:
        return WorkbookError("SP-304", file=self.file, reason=reason)

    def find(self, name: str) -> str | None:
        """The stored spelling of a part name; case, backslashes and a leading slash do not matter."""
        entry = self._by_name.get(_plain_name(name).lstrip("/").lower())
        return entry.name if entry else None

    def read(self, name: str) -> bytes:
        """Unpacked bytes of a part, its length and checksum verified.

        Raises:
            WorkbookError: SP-303 missing or damaged; SP-304 longer than declared.
        """
        entry = self._by_name.get(name.lower())
        if entry is None:
            raise self._damaged(name)
        raw = self.data[entry.start : entry.end]
        data = raw if entry.info.compress_type == zipfile.ZIP_STORED else self._inflate(entry, raw)
        if len(data) != entry.info.file_size or zlib.crc32(data) != entry.info.CRC:
            raise self._damaged(entry.name)
        # One byte is found many times faster than two.
        self._refers[entry.name.lower()] = b"!" in data or (b"#" in data and b"&#" in data)
        return data

    def beginning(self, name: str, size: int) -> bytes:
        """The first bytes of a part, unpacked no further; empty where that fails, which ``read`` reports."""
        entry = self._by_name.get(name.lower())
        if entry is None:
            return b""
        raw = self.data[entry.start : min(entry.end, entry.start + size)]
        if entry.info.compress_type == zipfile.ZIP_STORED:
            return raw
        try:
            return zlib.decompressobj(-15).decompress(raw, size)
        except zlib.error:
            return b""

    def may_refer(self, name: str) -> bool:
        """Whether a part can hold a reference to another sheet; parts read before are not unpacked again."""
        refers = self._refers.get(name.lower())
        if refers is None:
            self.read(name)
        return self._refers[name.lower()]

    def _inflate(self, entry: Entry, raw: bytes) -> bytes:
        engine = zlib.decompressobj(-15)
        try:
            data = engine.decompress(raw, entry.info.file_size + _GARBLED)
        except zlib.error as error:
            raise self._damaged(entry.name) from error
        if len(data) >= entry.info.file_size + _GARBLED:
            raise self._unsafe(f"{entry.name} is longer than declared")
        return data

    def rewritten(self, parts: Mapping[str, bytes], drop: Collection[str] = ()) -> bytes:
        """The file with some parts replaced or dropped; every other entry keeps its compressed bytes.

        Args:
            parts: new content by stored part name; parts of other names are added at the end.
            drop: part names left out.

        Returns:
            A zip with the same order, names and dates; the same input gives the same bytes.
        """
        packer = Packer()
        for name in sorted(parts, key=lambda name: -len(parts[name])):
            packer.add(name, parts[name])
        return b"".join(self.repacked({name: packer.take(name) for name in parts}, drop))

    def repacked(self, packed: Mapping[str, Packed], drop: Collection[str] = ()) -> list[Piece]:
        """The pieces of what ``rewritten`` gives, for parts deflated already."""
        out, central, offset = list[Piece](), bytearray(), 0
        present = {entry.name for entry in self.entries}
        kept = [entry for entry in self.entries if entry.name not in drop]
        kept += [_fresh_entry(name) for name in packed if name not in present]
        for entry in kept:
            info = entry.info
            if entry.name in packed:
                part, method = packed[entry.name], zipfile.ZIP_DEFLATED
                raw, crc, size = memoryview(part.data), part.crc, part.size
            else:
                raw = memoryview(self.data)[entry.start : entry.end]
                method, crc, size = info.compress_type, info.CRC, info.file_size
            head = _local_header(info, method, crc, len(raw), size)
            out += (head, raw)
            central += _central_header(info, method, crc, len(raw), size, offset)
            offset += len(head) + len(raw)
        end = _END.pack(b"PK\5\6", 0, 0, len(kept), len(kept), len(central), offset, 0)
        return [*out, bytes(central), end]


def _fresh_entry(name: str) -> Entry:
    """An entry that the file does not have yet; a fixed day, so that the same input gives the same bytes."""
    info = zipfile.ZipInfo(name)
    info.flag_bits |= 0 if name.isascii() else 0x800
    return Entry(info, name, 0)


def _plain_name(name: str) -> str:
    return name.replace("\\", "/")


def resolve(base: str, target: str) -> str:
    """Part name a relationship target means, seen from the part that owns it."""
    target = target.replace("\\", "/").split("#")[0]
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("/")


def _deflate(pieces: Iterable[bytes]) -> Packed:
    engine = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed, crc, size = list[bytes](), 0, 0
    for piece in pieces:
        packed.append(engine.compress(piece))
        crc, size = zlib.crc32(piece, crc), size + len(piece)
    return Packed(b"".join([*packed, engine.flush()]), crc, size)


def _encoded_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")


def _time_and_date(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _local_header(info: zipfile.ZipInfo, method: int, crc: int, packed: int, size: int) -> bytes:
    name, flags = _encoded_name(info), info.flag_bits & ~0x08
    time, date = _time_and_date(info)
    head = _LOCAL.pack(b"PK\3\4", 20, flags, method, time, date, crc, packed, size, len(name), 0)
    return head + name


def _central_header(
    info: zipfile.ZipInfo, method: int, crc: int, packed: int, size: int, offset: int
) -> bytes:
    name, flags = _encoded_name(info), info.flag_bits & ~0x08
    time, date = _time_and_date(info)
    made_by = info.create_version | info.create_system << 8
    return (
        _CENTRAL.pack(
            b"PK\1\2", made_by, 20, flags, method, time, date, crc, packed, size, len(name), 0, 0, 0,
            info.internal_attr, info.external_attr, offset,
        )
        + name
    )  # fmt: skip
