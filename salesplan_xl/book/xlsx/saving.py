"""A save that either happens completely or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from salesplan_xl.errors import WorkbookError

PREFIX = ".~salesplan-"
_WINDOWS = os.name == "nt"


def save_bytes(data: bytes, path: str | os.PathLike[str], backup: bool = True) -> None:
    """Replace a file atomically, keeping the previous one beside it.

    Args:
        data: the new content.
        path: target; a link is followed and the real file replaced.
        backup: keep the previous file as ``<stem>.bak<suffix>``.

    Raises:
        WorkbookError: SP-305 open in Excel; SP-306 read-only; SP-308 disk full or another failure; SP-309 no
            such folder. The old file is untouched in every case.
    """
    target = Path(os.path.realpath(path))
    _refuse_unwritable(target)
    _remove_orphans(target)
    with _told(target), _temporary(target) as scratch:
        _write(scratch, data, target)
        if backup and target.exists():
            _back_up(target)
        os.replace(scratch, target)
    _sync_folder(target.parent)


def lock_file(path: Path) -> Path:
    """The owner file Excel keeps beside an open workbook."""
    return path.with_name("~$" + path.name)


def backup_file(path: Path) -> Path:
    """Where the previous version of a file is kept."""
    return path.with_name(f"{path.stem}.bak{path.suffix}")


def _refuse_unwritable(target: Path) -> None:
    if not target.parent.is_dir():
        raise WorkbookError("SP-309", file=str(target))
    if target.is_dir():
        raise WorkbookError("SP-308", file=str(target), reason="is a folder")
    if lock_file(target).exists():
        raise WorkbookError("SP-305", file=target.name)
    if (target.exists() and not _writable(target)) or not os.access(target.parent, os.W_OK):
        raise WorkbookError("SP-306", file=target.name)


def _writable(target: Path) -> bool:
    """Both what the system allows and what the owner asked for (root may write a read-only file)."""
    return os.access(target, os.W_OK) and bool(
        target.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    )


def _prefix(target: Path) -> str:
    return f"{PREFIX}{target.stem[:80]}-"


def _remove_orphans(target: Path) -> None:
    """Temporary files of runs that died; those of a run still at work are left alone."""
    begin = _prefix(target)
    for name in os.listdir(target.parent):
        if name.startswith(begin) and not _alive(name):
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
def _told(target: Path) -> Iterator[None]:
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
    handle, name = tempfile.mkstemp(suffix=f"-{os.getpid()}.tmp", prefix=_prefix(target), dir=target.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(name)


def _write(scratch: Path, data: bytes, target: Path) -> None:
    with open(scratch, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    os.chmod(scratch, mode)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _back_up(target: Path) -> None:
    """The previous file under its backup name; the copy too is complete before it takes that name."""
    with _temporary(target) as copy:
        shutil.copy2(target, copy)
        with open(copy, "rb+") as written:
            os.fsync(written.fileno())
        os.replace(copy, backup_file(target))


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
