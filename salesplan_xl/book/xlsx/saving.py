"""A save that either happens completely or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.book.xlsx import backups, locking
from salesplan_xl.book.xlsx.model import Piece
from salesplan_xl.errors import WorkbookError

PREFIX = ".~salesplan-"
_ENDING = ".tmp"
_WINDOWS = os.name == "nt"
_STEM_BYTES = 80


@dataclass(slots=True)
class Origin:
    """The file that some content was read from.

    Args:
        path: the file itself, links followed.
        digest: what it held.
        mode: its permission bits.
    """

    path: Path
    digest: bytes
    mode: int

    @classmethod
    def of(cls, path: str | os.PathLike[str], data: bytes) -> Origin:
        """The file that these bytes were just read from; if it is gone by now, nobody but its owner may read on."""
        target = Path(os.path.realpath(path))
        try:
            mode = stat.S_IMODE(target.stat().st_mode)
        except OSError:
            mode = stat.S_IRUSR | stat.S_IWUSR
        return cls(target, locking.digest(data), mode)


def save_bytes(
    data: bytes, path: str | os.PathLike[str], backup: bool = True, origins: Sequence[Origin] = ()
) -> None:
    """``save_pieces`` of content that is one."""
    save_pieces((data,), path, backup, origins)


def save_pieces(
    pieces: Sequence[Piece], path: str | os.PathLike[str], backup: bool = True, origins: Sequence[Origin] = ()
) -> None:
    """Replace a file atomically, keeping the previous one beside it.

    Args:
        pieces: the new content.
        path: target; a link is followed and the real file replaced.
        backup: keep the previous file beside it, see ``backups``.
        origins: the files that the content was made from. The target gets no permission that one of them lacks;
            where it is one of them, it must still be as it was read.

    Raises:
        WorkbookError: SP-305 open in Excel or LibreOffice; SP-306 read-only; SP-308 disk full or another failure;
            SP-309 no such folder; SP-350 another command works on it; SP-351 changed since it was read. The old file
            is untouched in every case.
    """
    target = Path(os.path.realpath(path))
    _refuse_unwritable(target)
    with locking.writing(target):
        _remove_orphans(target)
        with _as_sentence(target), _temporary(target) as scratch, _temporary(target) as previous:
            _write(scratch, pieces, _mode(target, origins))
            kept = backup and target.exists()
            if kept:
                _copy(target, previous)
            _refuse_changed(target, origins)
            if kept:
                backups.keep(target, previous)
            os.replace(scratch, target)
        _note_written(target, pieces, origins)
    _sync_folder(target.parent)


def lock_file(path: Path) -> Path:
    """The owner file Excel keeps beside an open workbook."""
    return path.with_name("~$" + path.name)


def owner_files(path: Path) -> tuple[Path, ...]:
    """The files that Excel, LibreOffice and WPS keep beside a workbook while it is open."""
    return (lock_file(path), path.with_name(f".~lock.{path.name}#"), path.with_name(f".~{path.name}"))


def refuse_ending(path: Path, ending: str) -> None:
    """A name must say what is in the file.

    Raises:
        WorkbookError: SP-352.
    """
    if path.suffix.lower() != ending:
        raise WorkbookError("SP-352", file=path.name, ending=ending)


def _refuse_changed(target: Path, origins: Sequence[Origin]) -> None:
    """The last check before a file is replaced."""
    locking.refuse_changed(target)
    read = [origin.digest for origin in origins if origin.path == target]
    if read and locking.file_digest(target) not in read:
        raise WorkbookError("SP-351", file=target.name)


def _note_written(target: Path, pieces: Sequence[Piece], origins: Sequence[Origin]) -> None:
    locking.note_written(target, pieces)
    for origin in origins:
        if origin.path == target:
            origin.digest = locking.digest(*pieces)


def _refuse_unwritable(target: Path) -> None:
    if not target.parent.is_dir():
        raise WorkbookError("SP-309", file=str(target))
    if target.is_dir():
        raise WorkbookError("SP-308", file=str(target), reason="is a folder")
    if any(owner.exists() for owner in owner_files(target)):
        raise WorkbookError("SP-305", file=target.name)
    if (target.exists() and not _writable(target)) or not os.access(target.parent, os.W_OK):
        raise WorkbookError("SP-306", file=target.name)


def _writable(target: Path) -> bool:
    """Both what the system allows and what the owner asked for (root may write a read-only file)."""
    return os.access(target, os.W_OK) and bool(
        target.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    )


def _prefix(target: Path) -> str:
    stem = os.fsencode(target.stem)[:_STEM_BYTES]
    return f"{PREFIX}{stem.decode(errors='ignore')}-"


def _remove_orphans(target: Path) -> None:
    """Temporary files of runs that died; those of a run still at work are left alone."""
    begin = _prefix(target)
    for name in os.listdir(target.parent):
        if name.startswith(begin) and name.endswith(_ENDING) and not _alive(name):
            with contextlib.suppress(OSError):
                os.unlink(target.parent / name)


def _alive(name: str) -> bool:
    """Whether the process named in a temporary file name still runs."""
    pid = name.rpartition("-")[2].partition(".")[0]
    if not pid.isdigit() or int(pid) == os.getpid() or _WINDOWS:
        return False  # on Windows an open file cannot be unlinked anyway
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def _as_sentence(target: Path) -> Iterator[None]:
    """Failures of the system as one of our sentences."""
    try:
        yield
    except PermissionError as error:
        raise WorkbookError("SP-305" if _WINDOWS else "SP-306", file=target.name) from error
    except OSError as error:
        if error.errno == errno.EROFS:
            raise WorkbookError("SP-306", file=target.name) from error
        raise WorkbookError(
            "SP-308", file=target.name, reason=error.strerror or type(error).__name__
        ) from error


@contextlib.contextmanager
def _temporary(target: Path) -> Iterator[Path]:
    """A new file in the target's folder that never outlives this block."""
    handle, name = tempfile.mkstemp(
        suffix=f"-{os.getpid()}{_ENDING}", prefix=_prefix(target), dir=target.parent
    )
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(name)


def _write(scratch: Path, pieces: Sequence[Piece], mode: int) -> None:
    with open(scratch, "wb") as out:
        out.writelines(pieces)
        out.flush()
        os.fsync(out.fileno())
    os.chmod(scratch, mode)


def _mode(target: Path, origins: Sequence[Origin]) -> int:
    """The target's permissions; others get none that an origin withholds from them."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    for origin in origins:
        mode &= origin.mode | stat.S_IRUSR | stat.S_IWUSR
    return mode


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _copy(target: Path, previous: Path) -> None:
    """The previous file, complete on the disk before it takes a backup's name."""
    shutil.copy2(target, previous)
    with open(previous, "rb+") as written:
        os.fsync(written.fileno())
    backups.mark(previous)


def _sync_folder(folder: Path) -> None:
    """The new name itself on disk, where the system allows folders to be synced."""
    if _WINDOWS:
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def load_bytes(path: str | os.PathLike[str], limit: int) -> bytes:
    """A file's bytes.

    Raises:
        WorkbookError: SP-305 locked; SP-306 no permission; SP-307 too large; SP-308 unreadable;
            SP-309 not found.
    """
    source = Path(path)
    try:
        size = source.stat().st_size
        if source.is_dir():
            raise WorkbookError("SP-301", file=source.name)
        if size > limit:
            raise WorkbookError("SP-307", file=source.name, limit=f"{limit >> 20} MB")
        return source.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise WorkbookError("SP-309", file=str(path)) from error
    except PermissionError as error:
        raise WorkbookError("SP-305" if _WINDOWS else "SP-306", file=source.name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL inside the path
        raise WorkbookError("SP-308", file=str(path), reason=str(error)) from error
