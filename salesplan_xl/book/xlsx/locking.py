"""Locks and comparisons that let one command at a time replace a file, and only as it has read it.

A lock is a file beside the target which the system keeps locked for one process, and lets go when that process ends
in whatever way; a lock file nobody keeps locked means nothing. Folders that take no locks (some network drives) are
left to the comparison of contents alone.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from salesplan_xl.book.xlsx.model import Piece
from salesplan_xl.errors import WorkbookError

if sys.platform == "win32":
    import msvcrt
elif sys.platform != "emscripten":  # the browser has neither files to share nor other processes
    import fcntl

PREFIX = ".~salesplan-lock-"
LONGEST_NAME = 255
# Beyond the process number, which another process may then read on Windows too.
_LOCKED_BYTE = 1 << 20
_TRIES = 50
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
# What each file that this process keeps to itself held when it was taken; None where there was none.
_kept: dict[Path, bytes | None] = {}


@contextmanager
def writing(path: str | os.PathLike[str] | None) -> Iterator[None]:
    """Keep a file to this process until the block ends; ``save_bytes`` replaces it only if it is unchanged since.

    Taken before the book is read, so that whatever is read is what is replaced. A block inside another one for the
    same file changes nothing.

    Args:
        path: the file that will be written, whether it exists or not; ``None`` keeps nothing.

    Raises:
        WorkbookError: SP-350 another command keeps it.
    """
    if path is None or (target := Path(os.path.realpath(path))) in _kept:
        yield
        return
    handle = _acquired(target)
    try:
        _kept[target] = file_digest(target)
        yield
    finally:
        _kept.pop(target, None)
        if handle is not None:
            _release(handle, lock_place(target))


def refuse_changed(target: Path) -> None:
    """Stop before a file is replaced that somebody else changed, removed or made since it was taken.

    Raises:
        WorkbookError: SP-351.
    """
    if target in _kept and file_digest(target) != _kept[target]:
        raise WorkbookError("SP-351", file=target.name)


def note_written(target: Path, pieces: Sequence[Piece]) -> None:
    """From now on the file is expected to hold what was just written."""
    if target in _kept:
        _kept[target] = digest(*pieces)


def digest(*pieces: Piece) -> bytes:
    """A fingerprint that tells contents apart."""
    engine = hashlib.sha256()
    for piece in pieces:
        engine.update(piece)
    return engine.digest()


def file_digest(path: Path) -> bytes | None:
    """The digest of a file, ``None`` without one; empty for what cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return b""


def lock_place(target: Path) -> Path:
    """The lock file of a file; a name too long for its folder is replaced by its digest."""
    name = PREFIX + target.name
    if len(os.fsencode(name)) > LONGEST_NAME:
        name = PREFIX + digest(os.fsencode(target.name)).hex()[:32]
    return target.with_name(name)


def _acquired(target: Path) -> int | None:
    """The open and locked lock file; ``None`` where the folder takes none."""
    place = lock_place(target)
    for _ in range(_TRIES):
        handle = _opened(place)
        if handle is None:
            return None
        free = _locked(handle)
        if free and _is_at(handle, place):
            _sign(handle)
            return handle
        _close(handle)
        if free is None:
            _remove(place)
            return None
        if not free:
            raise WorkbookError("SP-350", file=target.name)
    return None


def _opened(place: Path) -> int | None:
    flags = os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    for access in (os.O_RDWR, os.O_RDONLY):  # another user's file may be locked, though not written
        with suppress(OSError):
            return os.open(place, access | flags, 0o666)
    return None


def _is_at(handle: int, place: Path) -> bool:
    """True while the file is the one under its name: who held it before may just have taken it away."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(place))
    except OSError:
        return False


def _sign(handle: int) -> None:
    """The process number, for people who wonder about the file."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())


def _locked(handle: int) -> bool | None:
    """Try to lock; False when another process has it, ``None`` where the file system knows no locks."""
    try:
        _lock(handle)
    except OSError as error:
        return False if error.errno in _TAKEN else None
    return True


def _close(handle: int) -> None:
    with suppress(OSError):
        os.close(handle)


def _remove(place: Path) -> None:
    with suppress(OSError):
        os.unlink(place)


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

    def _release(handle: int, place: Path) -> None:
        """Closing unlocks; Windows removes no open file, so one opened by the next holder stays until that one ends."""
        _close(handle)
        _remove(place)

else:

    def _lock(handle: int) -> None:
        if sys.platform != "emscripten":
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(handle: int, place: Path) -> None:
        """Removed while still locked: whoever opened it meanwhile sees that it is gone and starts anew."""
        _remove(place)
        _close(handle)
