"""Two commands on one book, or somebody who saves it meanwhile: the later never silently undoes the earlier."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from salesplan_xl.book.xlsx import XlsxFile, locking, saving
from salesplan_xl.doors import cli
from tests.doors.driver import ON_A_PLAN, Book, fingerprint, refused, salesplan
from tests.fast import fast_only

HOME = str(Path(__file__).parents[2])
# Commands that work on the books named in a line, until the next line tells them to stop.
HOLDER = """
import json, sys
from contextlib import ExitStack
from salesplan_xl.book.xlsx import writing
for line in sys.stdin:
    with ExitStack() as held:
        for path in json.loads(line):
            held.enter_context(writing(path))
        print("at work", flush=True)
        sys.stdin.readline()
    print("done", flush=True)
"""
OLDER = Path(__file__).parents[1] / "museum" / "v1" / "zh-yuan.xlsx"
ORDERS = "日期,订单号,客户名称,金额(万元)\n2027-01-05,N-1,苏州恒锐机械有限公司,3.5\n2027-01-06,N-2,全新客户有限公司,2\n"
MONTH = ("--month", "2027-03")
# Verbs that change the book they are given, with what else they are told.
IN_PLACE: dict[str, tuple[str, ...]] = {
    "run": (), "tiers": (), "health": (), "targets": (), "quarters": (), "projects": (), "confidence": (), "map": (),
    "capacity": (), "kpi": MONTH, "month": MONTH, "review": MONTH, "funnel": (), "report": (), "check": (),
    "month-start": MONTH, "month-end": MONTH, "lock": (), "unlock": (), "imports": ("--take-out", "1"),
    "import": ("--orders", "orders.csv"), "undo": (), "submit": (), "upgrade": (), "restore": ("看板",),
    "merge": ("rep.xlsx",), "accounts": (), "sprint": (), "reorder": (), "scripts": (), "yearend": (),
}  # fmt: skip
# Verbs that make another file of it, and replace one that is there when told to.
ONTO_ANOTHER: dict[str, tuple[str, ...]] = {
    "new": ("{out}", "--overwrite"),
    "copy": ("{book}", "-o", "{out}", "--overwrite"),
    "rollup": ("{book}", "-o", "{out}", "--overwrite"),
    "split": ("{book}", "-o", "{folder}", "--overwrite"),
    **{verb: ("{book}", *more, "-o", "{out}") for verb, more in IN_PLACE.items()},
}
# One of each way in which a verb opens and saves; the other steps of a plan do as run does.
KINDS = (
    "run", "kpi", "lock", "imports", "import", "undo", "submit", "upgrade", "restore", "merge", "new", "copy", "rollup",
    "split",
)  # fmt: skip
# Over a file that is there each of them; where there was none, one that fills a book, copies one and makes one.
ONTO = (
    *((verb, True) for verb in KINDS if verb not in ("run", "split")),
    *((verb, False) for verb in ("import", "undo", "new", "copy", "rollup", "merge")),
)
# These write under names that are free, or no plan at all.
NEVER_REPLACE = {"demo", "pdf", "send", "letters", "explain", "completion", "bench", "addin"}


class Other:
    """Another process that keeps books to itself."""

    busy = False

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": HOME},
        )  # fmt: skip

    def works_on(self, *paths: Path) -> None:
        """Begin; other commands may not write these books now."""
        assert self._said(json.dumps([str(path) for path in paths])) == "at work\n"
        self.busy = True

    def stops(self) -> None:
        """Let go of them, if it has any."""
        if self.busy:
            self.busy = False
            assert self._said("") == "done\n"

    def ends(self) -> None:
        """The process is no more."""
        self.process.kill()
        self.process.communicate()

    def _said(self, line: str) -> str:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()


@pytest.fixture(scope="module")
def helper() -> Iterator[Other]:
    """One process does for all tests that only need a book to be taken."""
    other = Other()
    yield other
    other.ends()


@pytest.fixture
def other_command(helper: Other) -> Iterator[Callable[..., None]]:
    """Another command works on books until the test is over."""
    yield helper.works_on
    helper.stops()


@pytest.fixture
def other_process() -> Iterator[Other]:
    """A process of its own, which a test may end."""
    other = Other()
    yield other
    other.ends()


@pytest.fixture(scope="session")
def rep(shelf: Callable[[str, str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A salesperson's book that comes back with an edit."""
    folder = tmp_path_factory.mktemp("rep")
    team = shutil.copy(shelf("planned", "zh"), folder / "plan.xlsx")
    assert salesplan("split", team, "-o", folder / "out").code == 0
    (made,) = (folder / "out").iterdir()
    Book(made).type("customers", "昆山金桥电子", region="昆山")
    return made


def without_sheet(path: Path, name: str) -> None:
    """The user has deleted a sheet."""
    file = openpyxl.load_workbook(path)
    del file[name]
    file.save(path)


@pytest.fixture
def scene(copy: Callable[..., Book], rep: Path, tmp_path: Path) -> Callable[[str], Book]:
    """A book on which a verb has something to do, with the files the verb is given."""

    def make(verb: str) -> Book:
        book = copy("planned" if verb in (*ON_A_PLAN, "undo", "submit", "merge") else "typed")
        if verb == "upgrade":
            shutil.copy(OLDER, book.path)
        if verb == "restore":
            without_sheet(book.path, "看板")
        (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
        if verb == "imports":
            assert salesplan("import", book.path, "--orders", tmp_path / "orders.csv").code == 0
        shutil.copy(rep, tmp_path / "rep.xlsx")
        return book

    return make


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


# ── the list of verbs is whole ──────────────────────────────────────────────────────────────────────


def test_every_verb_that_writes_a_book_is_tried_here() -> None:
    assert set(cli.main.commands) == set(ONTO_ANOTHER) | NEVER_REPLACE
    for verb, command in cli.main.commands.items():
        options = {option.name for option in command.params}
        assert ("in_place" in options or verb == "merge") == (verb in IN_PLACE), verb


# ── another command works on it ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", fast_only([verb for verb in KINDS if verb in IN_PLACE], "run"))
def test_a_book_another_command_works_on(
    scene: Callable[[str], Book], other_command: Callable[[Path], object], verb: str
) -> None:
    book = scene(verb)
    other_command(book.path)
    refused(book.path, "SP-350", verb, book.path, *IN_PLACE[verb])


def test_looking_at_it_is_always_possible(
    scene: Callable[[str], Book], other_command: Callable[[Path], object]
) -> None:
    book = scene("run")
    other_command(book.path)
    assert salesplan("check", book.path, "--dry-run").code == 0


@pytest.mark.parametrize("verb", fast_only(KINDS, "run", "new"))
def test_a_target_another_command_works_on(
    scene: Callable[[str], Book], other_command: Callable[..., object], tmp_path: Path, verb: str
) -> None:
    """It is the file that would be replaced that counts; the book read from may be anybody's."""
    book, folder = scene(verb), tmp_path / "made"
    folder.mkdir()
    out = folder / ("plan-王敏.xlsx" if verb == "split" else "out.xlsx")
    shutil.copy(book.path, out)
    other_command(out, book.path)
    words = [word.format(book=book.path, out=out, folder=folder) for word in ONTO_ANOTHER[verb]]
    refused(out, "SP-350", verb, *words)


def test_a_book_is_free_again_when_the_other_command_ends(
    scene: Callable[[str], Book], other_process: Other, tmp_path: Path
) -> None:
    book = scene("run")
    other_process.works_on(book.path)
    assert locking.lock_place(book.path).name in names(tmp_path)
    other_process.process.communicate()
    before = names(tmp_path)
    assert locking.lock_place(book.path).name not in before
    assert salesplan("run", book.path).code == 0
    assert names(tmp_path) == before | {"plan.bak.xlsx"}


def test_a_command_that_was_killed_leaves_no_lock(scene: Callable[[str], Book], other_process: Other) -> None:
    book = scene("run")
    other_process.works_on(book.path)
    other_process.process.send_signal(signal.SIGKILL)
    other_process.process.wait()
    assert locking.lock_place(book.path).exists(), "its file is still there, and means nothing"
    assert salesplan("run", book.path).code == 0
    assert not locking.lock_place(book.path).exists()


def test_a_lock_file_that_somebody_made_by_hand_is_none(scene: Callable[[str], Book]) -> None:
    book = scene("run")
    locking.lock_place(book.path).write_text(str(os.getppid()), encoding="ascii")
    assert salesplan("run", book.path).code == 0


def test_a_book_through_a_link_is_the_same_book(
    scene: Callable[[str], Book], other_command: Callable[[Path], object], tmp_path: Path
) -> None:
    book = scene("run")
    link = tmp_path / "link.xlsx"
    link.symlink_to(book.path)
    other_command(link)
    refused(book.path, "SP-350")


def test_a_very_long_name(scene: Callable[[str], Book], other_command: Callable[[Path], object]) -> None:
    book = scene("run")
    long = book.path.rename(book.path.with_name("年" * 80 + ".xlsx"))
    other_command(long)
    refused(long, "SP-350")


@pytest.mark.slow
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL])
def test_a_folder_that_takes_no_locks(
    scene: Callable[[str], Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As some network drives: the command works, and a save in between is seen all the same."""

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(locking, "_lock", fail)
    book = scene("run")
    before = names(tmp_path)
    assert salesplan("run", book.path).code == 0
    assert names(tmp_path) == before | {"plan.bak.xlsx"}
    book.type("customers", "昆山金桥电子", this_year=91.0)
    with saving_meanwhile(book.path, monkeypatch) as mine:
        assert "SP-351" in salesplan("run", book.path).err
    assert book.path.read_bytes() == mine


# ── somebody saves it meanwhile ─────────────────────────────────────────────────────────────────────


class saving_meanwhile:  # noqa: N801 - reads as a sentence after with
    """Another program saves the file after the command has read it and before it replaces it."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path, self.patch = path, monkeypatch
        self.mine = b"what the user has just saved"

    def __enter__(self) -> bytes:
        really = saving._write

        def write(scratch: Path, data: bytes, mode: int) -> None:
            self.path.write_bytes(self.mine)
            really(scratch, data, mode)

        self.patch.setattr(saving, "_write", write)
        return self.mine

    def __exit__(self, *_: object) -> None:
        self.patch.undo()


@pytest.mark.parametrize("verb", fast_only([verb for verb in KINDS if verb in IN_PLACE], "run"))
def test_a_book_saved_meanwhile(
    scene: Callable[[str], Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    book = scene(verb)
    before = names(tmp_path)
    with saving_meanwhile(book.path, monkeypatch) as mine:
        said = salesplan(verb, book.path, *IN_PLACE[verb])
    assert (said.code, said.err[:6]) == (3, "SP-351"), said.screen
    assert book.path.read_bytes() == mine
    assert names(tmp_path) == before, "no backup, no temporary file, no lock"


@pytest.mark.parametrize(
    ("verb", "there"),
    [
        ("run", True), ("run", False),
        *(pytest.param(verb, there, marks=pytest.mark.slow) for verb, there in ONTO),
    ],
)  # fmt: skip
def test_a_target_saved_meanwhile(
    scene: Callable[[str], Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str, there: bool
) -> None:
    """Also one that was not there when the command began."""
    book, out = scene(verb), tmp_path / "out.xlsx"
    if there:
        shutil.copy(book.path, out)
    before, plan = names(tmp_path) | {out.name}, fingerprint(book.path)
    words = [word.format(book=book.path, out=out) for word in ONTO_ANOTHER[verb]]
    with saving_meanwhile(out, monkeypatch) as mine:
        said = salesplan(verb, *words)
    assert (said.code, said.err[:6]) == (3, "SP-351"), said.screen
    assert out.read_bytes() == mine
    assert fingerprint(book.path) == plan
    assert names(tmp_path) == before


def test_a_book_taken_away_meanwhile(scene: Callable[[str], Book], monkeypatch: pytest.MonkeyPatch) -> None:
    book = scene("run")
    really = saving._write

    def write(scratch: Path, data: bytes, mode: int) -> None:
        book.path.rename(book.path.with_name("moved.xlsx"))
        really(scratch, data, mode)

    monkeypatch.setattr(saving, "_write", write)
    assert "SP-351" in salesplan("run", book.path).err
    assert not book.path.exists()


def test_whoever_opens_and_saves_a_file_without_a_command_is_safe_too(copy: Callable[..., Book]) -> None:
    """The file itself remembers what it was read from."""
    book = copy("typed")
    mine, theirs = XlsxFile.open(book.path), XlsxFile.open(book.path)
    theirs.set_cells("客户清单", {(40, 20): "theirs"})
    theirs.save(book.path)
    theirs.set_cells("客户清单", {(41, 20): "theirs again"})
    theirs.save(book.path)
    mine.set_cells("客户清单", {(40, 20): "mine"})
    with pytest.raises(saving.WorkbookError, match="SP-351"):
        mine.save(book.path)
    assert XlsxFile.open(book.path).cell_value("客户清单", 41, 20) == "theirs again"


# ── open in another program ─────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("name", ["~$plan.xlsx", ".~lock.plan.xlsx#", ".~plan.xlsx"])
def test_a_book_open_in_excel_libreoffice_or_wps(
    scene: Callable[[str], Book], tmp_path: Path, name: str
) -> None:
    book = scene("run")
    (tmp_path / name).write_text("Anna", encoding="utf-8")
    refused(book.path, "SP-305")
    assert salesplan("run", book.path, "-o", "other.xlsx").code == 0


# ── both at once ────────────────────────────────────────────────────────────────────────────────────


def begun(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "salesplan_xl", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": HOME, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


# Adds one to the number in a file, so many times, each time as soon as nobody else is at it.
COUNTING = """
import pathlib, sys
from salesplan_xl.book.xlsx import save_bytes, writing
from salesplan_xl.errors import WorkbookError
path, left = pathlib.Path(sys.argv[1]), 40
while left:
    try:
        with writing(path):
            number = int(path.read_text())
            save_bytes(str(number + 1).encode(), path, backup=False)
            left -= 1
    except WorkbookError as error:
        assert error.code == "SP-350", error
"""


@pytest.mark.slow
def test_four_processes_that_never_wait_count_right(tmp_path: Path) -> None:
    """Locks are taken, let go and their files removed all the time: no moment in which two have one."""
    path = tmp_path / "number.txt"
    path.write_text("0", encoding="ascii")
    processes = [
        subprocess.Popen([sys.executable, "-c", COUNTING, str(path)], env={**os.environ, "PYTHONPATH": HOME})
        for _ in range(4)
    ]
    assert [process.wait(timeout=120) for process in processes] == [0, 0, 0, 0]
    assert path.read_text(encoding="ascii") == "160"
    assert names(tmp_path) == {"number.txt"}


@pytest.mark.slow
def test_run_and_import_started_together(scene: Callable[[str], Book]) -> None:
    """Three times: at least one works, whoever says it saved has its work in the book, and no file is left behind."""
    for _ in range(3):
        book = scene("run")
        commands = {
            "run": begun("run", book.path),
            "import": begun("import", book.path, "--orders", book.path.with_name("orders.csv")),
        }
        said = {
            verb: (*process.communicate(timeout=120), process.returncode)
            for verb, process in commands.items()
        }
        saved = {verb for verb, (_, _, code) in said.items() if code == 0}
        assert saved, said
        assert all("SP-350" in err or "SP-351" in err for _, err, code in said.values() if code), said
        logged = {row["command"] for row in book.rows("log")}
        assert len(logged) == len(saved)
        assert ("import" in saved) == ("N-2" in [row["order_no"] for row in book.rows("orders")])
        assert ("run" in saved) == any(row["customer"] for row in book.rows("map"))
        assert not [name for name in names(book.path.parent) if name.startswith(saving.PREFIX)]
        for name in names(book.path.parent):
            book.path.with_name(name).unlink()
