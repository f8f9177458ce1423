"""Puts the add-in where Excel loads it at every start, and takes it away again.

Install writes whole files or nothing: when a step fails, what it wrote is taken back. It keeps a record of
the files and folders it made, so that uninstall leaves the home folder as it was. The AppleScript of xlwings
is shared by everybody who uses xlwings on that Mac: it is only written where it is missing, and only removed
when we put it there, nobody wrote it since and no trace of other xlwings use is left.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from errno import EROFS
from pathlib import Path
from typing import TypeVar

from salesplan_xl import __version__
from salesplan_xl.addin.home import SETTINGS_KEY, WINDOWS, Places, System, Xlwings, places
from salesplan_xl.addin.interpreter import built_for, chosen
from salesplan_xl.addin.obstacles import refuse_obstacles
from salesplan_xl.addin.package import with_interpreter
from salesplan_xl.errors import HostError

T = TypeVar("T")


@dataclass(frozen=True)
class Installed:
    """The outcome of install.

    Attributes:
        addin: the file Excel loads.
        interpreter: the Python it starts.
        before: whether a SalesPlan.xlam was there already.
        written: the files that were written; empty when everything stood there already.
    """

    addin: Path
    interpreter: str
    before: bool
    written: tuple[Path, ...]


@dataclass(frozen=True)
class Removed:
    """The outcome of uninstall: files removed, and an AppleScript left because others may need it."""

    files: tuple[Path, ...]
    kept: tuple[Path, ...]


@dataclass(frozen=True)
class Stamp:
    """A file as we wrote it; ``changed_ns`` 0 while the writing was still ahead."""

    digest: str
    changed_ns: int = 0


@dataclass(frozen=True)
class Record:
    """The files and folders we made."""

    files: dict[Path, Stamp] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Record:
        """The record of an earlier install; empty when there is none or it cannot be understood."""
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            files = {Path(name): Stamp(*stamp) for name, stamp in document["files"].items()}
            return cls(files, tuple(Path(name) for name in document["folders"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def content(self) -> bytes:
        """The record as a file."""
        files = {str(path): [stamp.digest, stamp.changed_ns] for path, stamp in self.files.items()}
        document = {"salesplan": __version__, "files": files, "folders": [str(path) for path in self.folders]}
        return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape")


def install(system: System, xlam: bytes) -> Installed:
    """Install or upgrade the add-in so that it starts the Python that runs now.

    Args:
        xlam: the add-in as shipped.

    Raises:
        HostError: SP-410, SP-411 where to; SP-412, SP-413, SP-421 cannot write; SP-414, SP-415, SP-416 xlwings;
            SP-417, SP-419, SP-420 this Python; SP-418 this Excel; SP-422, SP-423 a rule on this computer. Nothing is
            changed then.
    """
    where, package = places(system), needed_xlwings(system, xlam)
    windows, mac = chosen(system)
    refuse_obstacles(system, windows, package.version)
    wanted = {where.addin: with_interpreter(xlam, windows, mac)} | _script(where, package)
    work = _Work(system, where)
    before = _guarded(where.addin, where.addin.exists)
    try:
        written = _guarded(where.addin, lambda: work.put(wanted))
    except HostError:
        work.take_back()
        raise
    return Installed(where.addin, str(windows or mac), before, written)


def needed_xlwings(system: System, xlam: bytes) -> Xlwings:
    """The installed xlwings, which must be the version the add-in was built for: its library carries it."""
    package, version = system.xlwings, built_for(xlam)
    if package is None:
        raise HostError("SP-414", wanted=f"=={version}" if version else "")
    if version is not None and version != package.version:
        raise HostError("SP-415", found=package.version, wanted=version)
    return package


def _script(where: Places, package: Xlwings) -> dict[Path, bytes]:
    if where.scripts is None:
        return {}
    target = where.scripts / package.applescript.name
    try:
        return {target: package.applescript.read_bytes()}
    except OSError:
        raise HostError("SP-416", file=package.applescript.name) from None


def uninstall(system: System) -> Removed:
    """Take away everything install put there; harmless when nothing is installed.

    Raises:
        HostError: SP-410, SP-411 where from; SP-412, SP-413, SP-421 cannot remove.
    """
    where = places(system)
    return _guarded(where.addin, lambda: _take_away(system, where))


def _take_away(system: System, where: Places) -> Removed:
    record = Record.load(where.record)
    scripts = [path for path in record.files if _is_script(path, where) and path.exists()]
    kept = [path for path in scripts if not _free_to_go(path, record.files[path], where)]
    gone = [path for path in (where.addin, *scripts) if path not in kept and path.exists()]
    for path in (*gone, where.record):
        _removed(system, path)
    _drop_folders((*record.folders, where.own))
    if system.platform == WINDOWS:
        system.forget(SETTINGS_KEY)
    return Removed(tuple(gone), tuple(kept))


def _is_script(path: Path, where: Places) -> bool:
    """The record is a file anybody can edit: only what install can have written is ever removed."""
    return path.parent == where.scripts and path.name.startswith("xlwings-") and path.suffix == ".applescript"


def _free_to_go(path: Path, stamp: Stamp, where: Places) -> bool:
    return _untouched(path, stamp) and not any(neighbour.exists() for neighbour in where.neighbours)


def _untouched(path: Path, stamp: Stamp) -> bool:
    """Nobody wrote it since we did: ``xlwings runpython install`` writes the same text at another time."""
    same_time = stamp.changed_ns in (0, path.stat().st_mtime_ns)
    return same_time and _digest(path.read_bytes()) == stamp.digest


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class _Work:
    """One installation: what it wrote, what stood there before, and how to take it back."""

    def __init__(self, system: System, where: Places) -> None:
        self.system, self.where = system, where
        self.earlier = Record.load(where.record)
        self.before: dict[Path, bytes | None] = {}
        self.made: list[Path] = []

    def put(self, wanted: dict[Path, bytes]) -> tuple[Path, ...]:
        """Write what differs, the add-in last; then drop what only an older version needed."""
        todo = [path for path in reversed(wanted) if self._due(path, wanted[path])]
        for path in (self.where.record, *todo):
            self._folder(path.parent)
        stamps = {path: stamp for path, stamp in self.earlier.files.items() if path.exists()}
        stamps |= {path: Stamp(_digest(wanted[path])) for path in todo}
        self._save(stamps)  # the plan first, so that even a power cut leaves uninstall a list
        for path in todo:
            self._write(path, wanted[path])
            stamps[path] = Stamp(stamps[path].digest, path.stat().st_mtime_ns)
        for path in [path for path in stamps if path not in wanted and self._outdated(path, stamps[path])]:
            self._remember(path)
            _removed(self.system, path)
            del stamps[path]
        self._save(stamps)
        return tuple(todo)

    def _due(self, path: Path, content: bytes) -> bool:
        if path != self.where.addin and path.exists() and not self._mine(path):
            return False
        if not path.is_file() or path.read_bytes() != content:
            return True
        return path == self.where.addin and bool(self.system.downloaded(path))  # a fresh copy has no mark

    def _mine(self, path: Path) -> bool:
        """A script that others put there or wrote since is left alone, whatever it says."""
        stamp = self.earlier.files.get(path)
        return stamp is not None and _untouched(path, stamp)

    def _outdated(self, path: Path, stamp: Stamp) -> bool:
        return _is_script(path, self.where) and _free_to_go(path, stamp, self.where)

    def _folder(self, folder: Path) -> None:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        for path in reversed(missing):
            _guarded(path, path.mkdir)
            self.made.append(path)

    def _save(self, files: dict[Path, Stamp]) -> None:
        folders = tuple(dict.fromkeys((*self.earlier.folders, *self.made)))
        content = Record(files, folders).content()
        if not self.where.record.exists() or self.where.record.read_bytes() != content:
            self._write(self.where.record, content)

    def _remember(self, path: Path) -> None:
        if path not in self.before:
            self.before[path] = path.read_bytes() if path.exists() else None

    def _write(self, path: Path, content: bytes) -> None:
        _guarded(path, lambda: self._remember(path))
        _write_atomically(self.system, path, content)

    def take_back(self) -> None:
        """As it was before; what cannot be put back is left for uninstall."""
        for path, content in self.before.items():
            with suppress(HostError, OSError):
                if content is None:
                    _removed(self.system, path)
                elif path.read_bytes() != content:
                    _write_atomically(self.system, path, content)
        _drop_folders(self.made)


def _write_atomically(system: System, path: Path, content: bytes) -> None:
    """Write a whole file or leave the old one.

    The unfinished file lies one folder further up: Excel opens everything it finds in its start folder, also what a
    power cut left there. A file written anew carries no mark of having come from the internet.

    Raises:
        HostError: SP-412 may not write there; SP-413 Excel holds the file; SP-421 anything else.
    """
    unfinished = _guarded(path, lambda: _unfinished(path.parent.parent, content))
    try:
        _guarded(path, lambda: system.replace(unfinished, path), held=path.exists())
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _unfinished(folder: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".SalesPlan-", suffix=".tmp")
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _removed(system: System, path: Path) -> None:
    if path.exists():
        _guarded(path, lambda: system.remove(path), held=True)


def _guarded(path: Path, act: Callable[[], T], *, held: bool = False) -> T:
    """Do it; when the system refuses, say which of three reasons it is."""
    try:
        return act()
    except PermissionError as error:
        locked = held and os.access(path, os.W_OK)
        raise HostError("SP-413" if locked else "SP-412", path=path) from error
    except OSError as error:
        if error.errno == EROFS:
            raise HostError("SP-412", path=path) from error
        raise HostError("SP-421", path=path, reason=error.strerror or type(error).__name__) from error


def _drop_folders(folders: tuple[Path, ...] | list[Path]) -> None:
    """Remove folders we made, the deepest first, unless somebody uses them by now."""
    for folder in sorted(set(folders), key=lambda path: len(path.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()
