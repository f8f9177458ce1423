"""Saving: the old file or the new one, never anything between."""

from __future__ import annotations

import errno
import io
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from salesplan_xl.book.xlsx import XlsxFile, backup_file, lock_file, save_bytes, saving
from salesplan_xl.errors import WorkbookError


def book_bytes(rows: int = 3) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("S")
        for row in range(rows):
            sheet.write_row(row, 0, [f"text {row}", row, row * 1.5])
    return out.getvalue()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "年度 计划😀.xlsx"
    path.write_bytes(book_bytes())
    return path


def edited(path: Path) -> XlsxFile:
    book = XlsxFile.open(path)
    book.set_cells("S", {(1, 1): "new"})
    return book


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(saving.PREFIX)]


def code_of(path: Path) -> str:
    with pytest.raises(WorkbookError) as caught:
        edited(path).save(path)
    return caught.value.code


def test_previous_file_is_kept_beside(plan: Path) -> None:
    old = plan.read_bytes()
    edited(plan).save(plan)
    assert backup_file(plan).name == "年度 计划😀.bak.xlsx"
    assert backup_file(plan).read_bytes() == old
    assert XlsxFile.open(plan).rows("S")[0][0] == "new"
    assert leftovers(plan.parent) == []
    plain = plan.with_name("other.xlsx")
    edited(plan).save(plain, backup=False)
    assert not backup_file(plain).exists()


def test_open_in_excel(plan: Path) -> None:
    lock_file(plan).write_bytes(b"\5Anna")
    old = plan.read_bytes()
    assert code_of(plan) == "SP-305"
    assert plan.read_bytes() == old and leftovers(plan.parent) == []


def test_read_only(plan: Path) -> None:
    plan.chmod(0o444)
    assert code_of(plan) == "SP-306"


def test_mode_and_links_are_kept(plan: Path) -> None:
    plan.chmod(0o640)
    link = plan.with_name("link.xlsx")
    link.symlink_to(plan)
    edited(plan).save(link)
    assert link.is_symlink() and stat.S_IMODE(plan.stat().st_mode) == 0o640
    assert XlsxFile.open(plan).rows("S")[0][0] == "new"


def test_missing_file_and_folder(tmp_path: Path, plan: Path) -> None:
    with pytest.raises(WorkbookError) as caught:
        XlsxFile.open(tmp_path / "none.xlsx")
    assert caught.value.code == "SP-309"
    with pytest.raises(WorkbookError) as caught:
        edited(plan).save(tmp_path / "none" / "a.xlsx")
    assert caught.value.code == "SP-309"
    with pytest.raises(WorkbookError) as caught:
        XlsxFile.open(tmp_path)
    assert caught.value.code == "SP-301"


FAULTS = [
    ("fsync", errno.ENOSPC, "SP-308"),
    ("fsync", errno.EIO, "SP-308"),
    ("replace", errno.EACCES, "SP-306"),
    ("replace", errno.EIO, "SP-308"),
    ("replace", errno.EROFS, "SP-306"),
    ("chmod", errno.EPERM, "SP-306"),
    ("close", errno.EDQUOT, "SP-308"),
    ("open", errno.ENOSPC, "SP-308"),
]


@pytest.mark.parametrize(("call", "number", "code"), FAULTS)
def test_disk_faults_leave_the_old_file(
    call: str, number: int, code: str, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, book = plan.read_bytes(), edited(plan)
    data = book.to_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(WorkbookError) as caught:
            save_bytes(data, plan)
    assert caught.value.code == code
    assert plan.read_bytes() == old
    if call not in ("close", "open"):
        assert leftovers(plan.parent) == []


def test_orphans_of_dead_runs_go_and_those_of_others_stay(plan: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    begin = f"{saving.PREFIX}{plan.stem}-abc-"
    mine = plan.with_name(f"{begin}{dead.pid}.tmp")
    running = plan.with_name(f"{begin}{os.getppid()}.tmp")
    other = plan.with_name(f"{saving.PREFIX}else-abc-{dead.pid}.tmp")
    for path in (mine, running, other):
        path.write_bytes(b"half")
    edited(plan).save(plan)
    assert [path.exists() for path in (mine, running, other)] == [False, True, True]


def save_until_killed(path: Path) -> None:
    """A child process that saves again and again; it never returns."""
    try:
        book, run = XlsxFile.open(path), 0
        while True:
            run += 1
            book.set_cells("S", {(1, 1): f"run {run}"})
            book.save(path)
    finally:
        os._exit(1)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kill_at_any_moment_leaves_a_readable_plan(plan: Path) -> None:
    plan.write_bytes(book_bytes(400))
    for kill in range(40):
        child = os.fork()
        if not child:
            save_until_killed(plan)
        time.sleep(0.00165 * kill + 0.005)
        os.kill(child, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), "the child must die by our hand, not by an error"
        assert len(XlsxFile.open(plan).rows("S")) == 400
        if backup_file(plan).exists():
            assert zipfile.ZipFile(backup_file(plan)).testzip() is None
    edited(plan).save(plan)
    assert backup_file(plan).exists() and leftovers(plan.parent) == []
