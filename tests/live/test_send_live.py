"""The button «to the boss» on an open book: the file is copied, Excel prints the copy, the draft is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings as xw

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.handover.send import Ready
from salesplan_xl.doors import send_live as door
from salesplan_xl.doors.send_live import file_of, send_live
from salesplan_xl.errors import HostError
from tests.live.books import NOW, file_port, plan_bytes, small_book
from tests.live.engine import Excel, objects

PAPER = b"%PDF-1.7 from Excel\n%%EOF\n"


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What Excel printed: the visible sheets of each book."""
    seen: list[list[str]] = []

    def to_pdf(book: objects.Book, path: str, quality: str) -> None:
        assert quality == "standard"
        seen.append([sheet.name for sheet in xw.Book(impl=book).sheets if sheet.visible])
        Path(path).write_bytes(PAPER)

    monkeypatch.setattr(objects.Book, "to_pdf", to_pdf, raising=False)
    return seen


@pytest.fixture(scope="module")
def planned() -> bytes:
    """A plan book with a dozen customers, computed."""
    port = file_port(plan_bytes("zh", "few"))
    runner.execute("run", PlanBook(port), now=NOW)
    return port.to_bytes()


@pytest.fixture
def file(tmp_path: Path, planned: bytes) -> Path:
    """The same on disk."""
    folder = tmp_path / "2027 规划 📈"
    folder.mkdir()
    path = folder / "年度规划.xlsx"
    path.write_bytes(planned)
    return path


@pytest.fixture
def open_book(excel: Excel, file: Path) -> xw.Book:
    """The same in Excel, as it stands on disk."""
    return excel.open(file.read_bytes(), file.name, fullname=str(file))


def told(book: xw.Book) -> list[str]:
    return [render(sentence, "zh") for sentence in send_live(book)]


def refused(code: str, work: Callable[[], object]) -> str:
    with pytest.raises(HostError) as stopped:
        work()
    assert stopped.value.code == code
    return stopped.value.sentence("zh")


@pytest.mark.slow
def test_copy_pdf_and_draft_beside_the_open_book(
    excel: Excel, open_book: xw.Book, file: Path, printed: list[list[str]]
) -> None:
    """The user's book keeps its name, its place in front and every cell; the printed copy is closed again."""
    excel.open(small_book(), "另一本.xlsx")
    open_book.activate()
    before, on_disk = excel.state(open_book), file.read_bytes()
    said = told(open_book)
    folder = file.parent / "年度规划-待发"
    assert sorted(p.name for p in folder.iterdir()) == [
        "年度规划-汇报.pdf",
        "年度规划-汇报.xlsx",
        "邮件草稿.eml",
    ]
    assert (folder / "年度规划-汇报.pdf").read_bytes() == PAPER
    ((*sheets,),) = printed
    assert "看板" in sheets
    assert set(sheets) <= {"看板", "汇报页"}
    assert before.differences(excel.state(open_book)) == []
    assert (open_book.fullname, len(xw.books), xw.books.active.name) == (str(file), 2, file.name)
    assert file.read_bytes() == on_disk
    assert said[-1].startswith("什么都没有发出")
    assert excel.app().screen_updating


@pytest.mark.slow
def test_what_is_not_saved_is_not_sent(open_book: xw.Book, file: Path, printed: list[list[str]]) -> None:
    """The boss would get other figures than the user sees: one sentence, nothing made."""
    open_book.names["sp_company_target"].refers_to_range.value = 1234
    sentence = refused("SP-434", lambda: send_live(open_book))
    assert "“参数”" in sentence
    assert "Ctrl+S" in sentence
    assert printed == []
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_a_book_that_was_never_saved_or_is_only_in_the_cloud(excel: Excel, file: Path) -> None:
    data = file.read_bytes()
    for name, place in (("工作簿1", "工作簿1"), ("a.xlsx", "https://d.docs.live.net/1/a.xlsx"), ("b.xlsx", str(file.parent / "b.xlsx"))):  # fmt: skip
        book = excel.open(data, name, fullname=place)
        assert name in refused("SP-433", lambda book=book: file_of(book))


def test_a_cloud_book_that_xlwings_cannot_find(monkeypatch: pytest.MonkeyPatch, open_book: xw.Book) -> None:
    def lost(_: objects.Book) -> str:
        raise xw.XlwingsError("Couldn't find the local OneDrive folder")

    monkeypatch.setattr(objects.Book, "fullname", property(lost))
    refused("SP-433", lambda: file_of(open_book))


@pytest.mark.slow
def test_excel_that_makes_no_pdf(monkeypatch: pytest.MonkeyPatch, open_book: xw.Book, file: Path) -> None:
    """The rest is made all the same, and the user is told."""
    monkeypatch.setattr(objects.Book, "to_pdf", lambda *_, **__: None, raising=False)
    said = told(open_book)
    assert any(line.startswith("没有附PDF:SP-431 Excel没有做出") for line in said)
    assert len(list((file.parent / "年度规划-待发").iterdir())) == 2
    assert len(xw.books) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize(("outlook", "opened", "last"), [
    (True, False, "草稿已在Outlook里打开"), (False, True, "草稿已交给电脑里的邮件程序"), (False, False, "什么都没有发出"),
])  # fmt: skip
def test_where_the_draft_is(
    monkeypatch: pytest.MonkeyPatch, open_book: xw.Book, outlook: bool, opened: bool, last: str
) -> None:
    """Outlook first, else the mail program, else the folder; in every case: nothing was sent."""
    asked: list[str] = []

    def in_outlook(ready: Ready) -> bool:
        asked.append("outlook")
        return outlook

    def by_system(path: Path) -> bool:
        assert path.suffix == ".eml"
        asked.append("system")
        return opened

    monkeypatch.setattr(door, "outlook_draft", in_outlook)
    monkeypatch.setattr(door, "_open_by_system", by_system)
    line = told(open_book)[-1]
    assert line.startswith(last)
    assert "什么都没有发出" in line
    assert asked == (["outlook"] if outlook else ["outlook", "system"])


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_the_draft_is_opened_as_by_a_double_click(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str
) -> None:
    """On Windows and on a Mac; elsewhere, or where no program takes it, the user opens it."""
    done: list[object] = []
    monkeypatch.setattr(door, "sys", SimpleNamespace(platform=system))
    monkeypatch.setattr(door.os, "startfile", done.append, raising=False)
    monkeypatch.setattr(door.subprocess, "run", lambda command, **_: done.append(command))
    assert door._open_by_system(tmp_path / "a.eml") == (system != "linux")
    expected = {
        "win32": [tmp_path / "a.eml"],
        "darwin": [["/usr/bin/open", str(tmp_path / "a.eml")]],
        "linux": [],
    }
    assert done == expected[system]

    def fails(*_: object, **__: object) -> None:
        raise OSError("no program")

    monkeypatch.setattr(door.os, "startfile", fails, raising=False)
    monkeypatch.setattr(door.subprocess, "run", fails)
    assert not door._open_by_system(tmp_path / "a.eml")
