"""To the boss: a clean copy, its PDF and a draft with both; the draft is read back by a mail reader of our own."""

from __future__ import annotations

import base64
import html
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote_to_bytes

import openpyxl
import pytest

from salesplan_xl.book.export import pdf as book_pdf
from salesplan_xl.book.export.eml import Attachment, Mail, Recipient, draft, recipients
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.catalogue import render
from salesplan_xl.commands.handover import send as sending
from salesplan_xl.commands.handover.send import CopyOptions, Ready, pack, put, send
from salesplan_xl.doors.outlook import outlook_draft
from salesplan_xl.errors import SalesPlanError, WorkbookError
from tests.doors.driver import Book, fingerprint, salesplan
from tests.fast import fast_only

Copy = Callable[..., Book]
PAPER = b"%PDF-1.4 stand-in\n%%EOF\n"


# ── a small mail reader that shares nothing with the one that wrote ─────────────────────────────────


@dataclass
class Part:
    """One piece of a mail: headers by lower-case name, the raw body, the pieces inside."""

    headers: dict[str, str]
    body: bytes
    parts: list[Part] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.headers["content-type"].partition(";")[0].strip()

    @property
    def content(self) -> bytes:
        assert self.headers["content-transfer-encoding"] == "base64"
        return base64.b64decode(b"".join(self.body.split()), validate=True)

    @property
    def text(self) -> str:
        lines = self.content.decode("utf-8").split("\r\n")
        assert not any("\n" in line for line in lines), "lines of text end with CRLF"
        return "\n".join(lines)

    def parameter(self, header: str, name: str) -> str:
        """A parameter as RFC 2231 or as a plain quoted word."""
        line = self.headers[header]
        if found := re.search(rf"""{name}\*=utf-8''([^;\s]+)""", line):
            return unquote_to_bytes(found[1]).decode("utf-8")
        found = re.search(rf'{name}="([^"]*)"', line)
        return found[1] if found else ""


def parsed(data: bytes) -> Part:
    """Headers end at the first blank line; folded lines belong to the one before; pieces stand between marks."""
    head, _, body = data.partition(b"\r\n\r\n")
    lines = re.sub(r"\r\n[ \t]", " ", head.decode("ascii")).split("\r\n")
    pairs = [line.partition(":") for line in lines]
    part = Part({name.lower(): value.strip() for name, _, value in pairs}, body)
    assert len(part.headers) == len(pairs), "no header stands twice"
    if mark := part.parameter("content-type", "boundary"):
        inner, _, rest = body.partition(f"--{mark}--".encode())
        assert not rest.strip()
        part.parts = [parsed(piece.removeprefix(b"\r\n")) for piece in inner.split(f"--{mark}".encode())[1:]]
    return part


def words(text: str) -> str:
    """A header with its encoded words read; the blanks between two of them are not meant."""
    joined = re.sub(r"\?=\s+=\?", "?==?", text)

    def one(found: re.Match[str]) -> str:
        data = base64.b64decode(found[2]) if found[1] == "b" else unquote_to_bytes(found[2].replace("=", "%"))
        return data.decode("utf-8") if found[1] == "b" else data.decode("utf-8").replace("_", " ")

    return re.sub(r"=\?utf-8\?([bq])\?([^?]*)\?=", one, joined)


@dataclass
class ReceivedMail:
    """A mail as its reader sees it."""

    headers: dict[str, str]
    text: str
    html: str
    files: dict[str, bytes]


def read(data: bytes) -> ReceivedMail:
    """Check what every mail program asks for, then read."""
    lines = data.split(b"\r\n")
    assert data.isascii()
    assert max(map(len, lines)) <= 998
    assert not any(b"\r" in line or b"\n" in line for line in lines), "lines end with CRLF"
    whole = parsed(data)
    assert whole.kind == "multipart/mixed"
    body, *rest = whole.parts
    assert body.kind == "multipart/alternative"
    plain, rich = body.parts
    assert (plain.kind, rich.kind) == ("text/plain", "text/html")
    files = {}
    for part in rest:
        name = part.parameter("content-disposition", "filename")
        assert part.headers["content-disposition"].startswith("attachment;")
        assert words(part.parameter("content-type", "name")) == name, "programs look in either place"
        files[name] = part.content
    headers = {name: words(value) for name, value in whole.headers.items()}
    return ReceivedMail(headers, plain.text, rich.text, files)


# ── the whole way ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def _printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A printer that is always there and quick; the real one is tried in test_pdf."""
    monkeypatch.setattr(sending, "office_pdf", lambda book, sheets, title: PAPER)


@pytest.mark.usefixtures("_printer")
@pytest.mark.parametrize("lang", fast_only(("zh", "en"), "zh"))
def test_one_command_puts_copy_pdf_and_draft_into_one_folder(copy: Copy, lang: str) -> None:
    """The draft holds the very files beside it and the five figures; the book is only read."""
    book = copy("planned", lang, "年度规划 📈.xlsx")
    before = fingerprint(book.path)
    ready = send(book.path, to=["王总 <wang@gongsi.cn>"], cc=["li@gongsi.cn"])
    folder, name, mail_name = {
        "zh": ("年度规划 📈-待发", "年度规划 📈-汇报", "邮件草稿.eml"),
        "en": ("年度规划 📈-to-send", "年度规划 📈-report", "mail-draft.eml"),
    }[lang]
    assert ready.folder == book.path.parent / folder
    assert sorted(p.name for p in ready.folder.iterdir()) == sorted(
        [f"{name}.xlsx", f"{name}.pdf", mail_name]
    )
    mail = read(ready.eml.read_bytes())
    assert mail.files == {p.name: p.read_bytes() for p in ready.files[:-1]}
    assert mail.headers["x-unsent"] == "1"
    assert (mail.headers["to"], mail.headers["cc"]) == ("王总 <wang@gongsi.cn>", "li@gongsi.cn")
    assert not {"from", "date", "message-id", "sender", "bcc"} & mail.headers.keys()
    assert "2027" in mail.headers["subject"]
    assert fingerprint(book.path) == before
    said = [render(sentence, lang) for sentence in ready.sentences]
    assert all(path.name in said[0] for path in ready.files)
    assert {"zh": "什么都没有发出", "en": "Nothing was sent"}[lang] in said[-1]


@pytest.mark.slow
@pytest.mark.usefixtures("_printer")
def test_the_copy_is_the_clean_one(copy: Copy) -> None:
    """What the boss opens has no inputs sheet, and the user reads what was left out."""
    book = copy("planned")
    ready = send(book.path, to=["wang@gongsi.cn"])
    sheets = [sheet.name for sheet in XlsxFile.open(ready.files[0]).sheets]
    assert "看板" in sheets
    assert "拜访记录" not in sheets
    assert any("副本里去掉了" in render(sentence, "zh") for sentence in ready.sentences)


@pytest.mark.usefixtures("_printer")
def test_the_five_figures_in_words(copy: Copy) -> None:
    """They are those on the book's sheets, in its unit, as text and as HTML alike."""
    book = copy("planned")
    target = book.grid("tier_targets")["total"]["expected"]
    guaranteed = book.grid("commitments")["guaranteed"]
    mail = read(send(book.path, to=["wang@gongsi.cn"]).eml.read_bytes())
    lines = [line for line in mail.text.splitlines() if re.match(r"\d\. ", line)]
    assert [line[:5].rstrip(":") for line in lines] == ["1. 目标", "2. 保底", "3. 进度", "4. 过程", "5. 缺口"]
    assert f"{round(target, 2):,.10g}" in lines[0]
    assert f"{round(guaranteed['amount'], 2):,.10g}" in lines[1]
    assert f"把握{guaranteed['sureness']:.0%}" in lines[1]
    assert "万元" in mail.text
    assert all(line.partition(":")[2] in mail.html for line in lines)


@pytest.mark.slow
@pytest.mark.usefixtures("_printer")
def test_the_companys_own_figure_comes_first(copy: Copy) -> None:
    book = copy("planned")
    book.type_setting(company_target=1500)
    mail = read(send(book.path, to=["wang@gongsi.cn"]).eml.read_bytes())
    assert "1. 目标:公司下达1,500;" in mail.text


@pytest.mark.usefixtures("_printer")
@pytest.mark.parametrize(
    ("lang", "kind"), fast_only((("zh", "empty"), ("en", "empty"), ("zh", "lean")), ("zh", "empty"))
)
def test_a_book_without_figures_says_so(copy: Copy, lang: str, kind: str) -> None:
    """No zero is told as if it were a plan."""
    mail = read(send(copy(kind, lang).path, to=["boss@company.com"]).eml.read_bytes())
    assert mail.text.count({"zh": "还没有数", "en": "no figure yet"}[lang]) == 5


@pytest.mark.slow
@pytest.mark.usefixtures("_printer")
@pytest.mark.parametrize("options", [CopyOptions(customer="昆山金桥电子"), CopyOptions(owner="王敏")])
def test_who_is_not_to_know_all_gets_no_figures(copy: Copy, options: CopyOptions) -> None:
    """The mail with a customer's or a colleague's copy tells what is attached, not what the whole plan hopes for."""
    mail = read(send(copy("planned").path, to=["buyer@kehu.cn"], options=options).eml.read_bytes())
    assert "目标" not in mail.text + mail.html + mail.headers["subject"]
    assert "附件:" in mail.text
    assert len(mail.files) == 2


# ── whom it greets, who signs, where the copy opens ─────────────────────────────────────────────────


def sent(book: Book, *more: str) -> ReceivedMail:
    """The mail that ``salesplan send`` puts into the folder, without a PDF."""
    said = salesplan("send", book.path, *more, "--no-pdf", "-o", "out", "--json")
    assert said.code == 0, said.screen
    return read(Path(said.document["files"][-1]).read_bytes())


@pytest.mark.parametrize(
    ("lang", "typed", "greeting"),
    [
        ("zh", ("--to", "王总 <wang@gongsi.cn>"), "王总,您好:"),
        ("zh", ("--to", "王总 <wang@gongsi.cn>, 李总 <li@gongsi.cn>"), "王总、李总,您好:"),
        ("zh", ("--to", "王总 <wang@gongsi.cn>", "--to", "li@gongsi.cn"), "您好:"),
        ("zh", ("--to", "wang@gongsi.cn", "--name", "王总"), "王总,您好:"),
        pytest.param(
            "zh", ("--to", "wang@gongsi.cn", "--cc", "李总 <li@gongsi.cn>"), "您好:", marks=pytest.mark.slow
        ),
        pytest.param("en", ("--to", "Ms Wang <wang@company.com>"), "Dear Ms Wang,", marks=pytest.mark.slow),
        ("en", ("--to", "Ms Wang <wang@company.com>", "--name", "R&D <Anna>"), "Dear R&D <Anna>,"),
        pytest.param("en", ("--to", "wang@company.com"), "Hello,", marks=pytest.mark.slow),
    ],
)
def test_the_mail_greets_by_name_where_all_are_known(
    copy: Copy, lang: str, typed: tuple[str, ...], greeting: str
) -> None:
    mail = sent(copy("empty", lang), *typed)
    assert mail.text.splitlines()[0] == greeting
    assert f"<p>{html.escape(greeting)}</p>" in mail.html


def test_a_name_of_several_lines_is_refused(copy: Copy) -> None:
    said = salesplan("send", copy("empty").path, "--to", "wang@gongsi.cn", "--name", "王总\nBcc: x@y.cn")
    assert (said.code, said.err[:6]) == (3, "SP-332")


SIGNED = (("zh", "王敏"), ("en", "Best regards,\n王敏"))


@pytest.mark.parametrize(("lang", "end"), fast_only(SIGNED, SIGNED[1]))
def test_the_mail_is_signed_with_the_salespersons_name(copy: Copy, lang: str, end: str) -> None:
    book = copy("empty", lang)
    unsigned = sent(book, "--to", "wang@gongsi.cn")
    assert unsigned.text.rstrip().endswith(".xlsx"), "nobody signs where the book knows no name"
    book.type_setting(salesperson="王敏")
    mail = sent(book, "--to", "wang@gongsi.cn")
    assert mail.text.rstrip("\n").endswith(f"\n\n{end}")
    assert f"<p>{end}</p>".replace("\n", "<br>") in mail.html


@pytest.mark.parametrize(
    ("lang", "report"), fast_only((("zh", "汇报页"), ("en", "Report")), ("zh", "汇报页"))
)
def test_the_copy_opens_on_the_report(copy: Copy, lang: str, report: str) -> None:
    (data,) = sent(copy("planned", lang), "--to", "wang@gongsi.cn").files.values()
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert (book.sheetnames[0], book.active.title) == (report, report)
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == [report]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = re.findall(r'localSheetId="(\d+)">([^<]*)<', parts.read("xl/workbook.xml").decode())
    assert names
    assert all(
        text.startswith((book.sheetnames[int(at)], f"'{book.sheetnames[int(at)]}'")) for at, text in names
    ), "what is printed of each is its own"


@pytest.mark.parametrize(
    ("lang", "without", "given"),
    [
        ("zh", "没有公司目标", "公司下达1,500"),
        pytest.param("en", "no company figure", "1,500 set by the company", marks=pytest.mark.slow),
    ],
)
def test_a_plan_without_a_company_figure_says_so(copy: Copy, lang: str, without: str, given: str) -> None:
    book = copy("planned", lang)
    assert without in sent(book, "--to", "wang@gongsi.cn").text
    book.type_setting(company_target=1500)
    mail = sent(book, "--to", "wang@gongsi.cn")
    assert given in mail.text
    assert without not in mail.text


# ── files on disk ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.usefixtures("_printer")
def test_a_second_time_replaces_nothing(copy: Copy) -> None:
    """Beside the book the folder gets a number, in a folder of one's own the files get one, all the same."""
    book = copy("planned")
    first, second = (send(book.path, to=["wang@gongsi.cn"]) for _ in range(2))
    assert [first.folder.name, second.folder.name] == ["plan-待发", "plan-待发-2"]
    own = book.path.parent / "给 王总"
    names = [[path.name for path in put(first.parcel, book.path.parent, own).files] for _ in range(2)]
    assert names[0] == ["plan-汇报.xlsx", "plan-汇报.pdf", "邮件草稿.eml"]
    assert names[1] == ["plan-汇报-2.xlsx", "plan-汇报-2.pdf", "邮件草稿-2.eml"]
    assert first.eml.read_bytes() == second.eml.read_bytes(), "the same book makes the same draft"


@pytest.mark.slow
def test_without_libreoffice_all_but_the_pdf_is_made(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user is told why and what to do; without --pdf nobody asks for it."""
    monkeypatch.setattr(book_pdf, "find_office", lambda: None)
    book = copy("planned")
    ready = send(book.path, to=["wang@gongsi.cn"])
    assert list(read(ready.eml.read_bytes()).files) == ["plan-汇报.xlsx"]
    (why,) = [said for said in (render(s, "zh") for s in ready.sentences) if "PDF" in said]
    assert why.startswith("没有附PDF:SP-430 ")
    assert "LibreOffice" in why
    quiet = send(book.path, to=["wang@gongsi.cn"], pdf=False)
    assert not any("PDF" in render(s, "zh") for s in quiet.sentences)


@pytest.mark.usefixtures("_printer")
@pytest.mark.parametrize("fault", ["a file is in the way", "the disk fails at the third file"])
def test_all_or_nothing(copy: Copy, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """A half-made folder would look like one that is ready."""
    book = copy("planned")
    target = book.path.parent / "out"
    if fault.startswith("a file"):
        target.write_text("mine", encoding="utf-8")
    else:
        really = sending.save_bytes

        def failing(data: bytes, path: Path, **how: Any) -> None:
            if path.suffix == ".eml":
                raise WorkbookError("SP-308", file=path.name, reason="disk full")
            really(data, path, **how)

        monkeypatch.setattr(sending, "save_bytes", failing)
    with pytest.raises(SalesPlanError) as stopped:
        send(book.path, to=["wang@gongsi.cn"], folder=target)
    assert stopped.value.code == "SP-308"
    assert target.is_file() if fault.startswith("a file") else not target.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("_printer")
def test_a_long_or_odd_book_name(copy: Copy) -> None:
    """The folder and the files still get names that every system takes."""
    for name in ("规" * 80 + ".xlsx", "a?b.xlsx" if os.name != "nt" else "a b.xlsx"):
        ready = send(copy("empty", name=name).path, to=["wang@gongsi.cn"])
        for path in (ready.folder, *ready.files):
            assert len(path.name.encode("utf-8")) < 200
            assert not set('?*:"<>|') & set(path.name)


# ── whom to, and what a mail may not smuggle ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("wang@gongsi.cn", [("", "wang@gongsi.cn")]),
        ("王总 <wang@gongsi.cn>", [("王总", "wang@gongsi.cn")]),
        ('王总<wang@gongsi.cn>，li@a.com; "Li, Ping" <ping@a.com>', [("王总", "wang@gongsi.cn"), ("", "li@a.com"), ("Li, Ping", "ping@a.com")]),
        ("a@b.cn、c@d.cn a2@b.cn".replace(" ", ","), [("", "a@b.cn"), ("", "c@d.cn"), ("", "a2@b.cn")]),
        ("a@b.cn; A@B.cn", [("", "a@b.cn")]),
        (" ; ", []),
    ],
)  # fmt: skip
def test_recipients_as_people_type_them(typed: str, found: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one in recipients([typed])] == found


@pytest.mark.parametrize(
    "typed",
    ["wang", "wang@", "@gongsi.cn", "wang@gongsi", "wang@@gongsi.cn", "wa ng@gongsi.cn", "wang.@gongsi.cn",
     "w..g@gongsi.cn", "wang@-gongsi.cn", "王@gongsi.cn", "王总 <>", "王总 <wang@gongsi.cn", "<<a@b.cn>>",
     "a@b.cn> , c@d.cn", f"{'w' * 65}@gongsi.cn", f"w@{'a.' * 130}cn"],
)  # fmt: skip
def test_what_is_no_address_is_refused(copy: Copy, typed: str) -> None:
    """One sentence that shows what was typed; nothing is made."""
    book = copy("empty")
    with pytest.raises(SalesPlanError) as stopped:
        send(book.path, to=[typed])
    assert stopped.value.code == "SP-331"
    assert [entry.name for entry in book.path.parent.iterdir()] == ["plan.xlsx"]


@pytest.mark.parametrize(
    "mark", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x00", "\x85", "\u2028", "\u2029", "\x1b", "\u202e"]
)
@pytest.mark.parametrize("where", ["to", "name", "subject", "file"])
def test_no_header_can_be_smuggled_in(mark: str, where: str) -> None:
    evil = f"plan{mark}Bcc: thief@evil.cn"
    person = Recipient(evil if where == "name" else "王总", "wang@gongsi.cn")
    file = Attachment(evil if where == "file" else "plan.xlsx", b"")
    mail_body = Mail((person,), (), evil if where == "subject" else "规划", "", "", (file,))
    with pytest.raises(SalesPlanError) as stopped:
        _ = recipients([f"wang@gongsi.cn{mark}Bcc: thief@evil.cn"]) if where == "to" else draft(mail_body)
    assert stopped.value.code == "SP-332"
    assert "thief" not in stopped.value.sentence("zh")


ODD = ["plan.xlsx", "年度 规划📈 (定稿).xlsx", "规划" * 40 + ".xlsx", "it's 100%*.pdf", "=?utf-8?b?5L2g?=.pdf", "a;b=c.xlsx", "É.pdf"]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_names_survive_as_they_are(name: str) -> None:
    """Subject, recipient and attachment in any script, with marks that mean something in a header."""
    person = Recipient(name.replace("=?", "=").replace("?=", "="), "wang@gongsi.cn")
    data = bytes(range(256)) * 40
    mail = read(
        draft(
            Mail((person,), (), name.replace("=?", "= ?"), "一\n二", "<p>一</p>", (Attachment(name, data),))
        )
    )
    assert mail.files == {name: data}
    assert mail.headers["subject"] == name.replace("=?", "= ?")
    assert mail.headers["to"].replace('"', "") == f"{person.name} <wang@gongsi.cn>"
    assert mail.text == "一\n二"


def test_many_recipients_and_a_long_subject_keep_lines_short() -> None:
    people = tuple(Recipient(f"第{number}位", f"name{number}@gongsi.cn") for number in range(300))
    mail = read(draft(Mail(people, people[:2], "A" * 3000, "", "")))
    assert mail.headers["to"].count("@") == 300
    assert mail.headers["subject"] == "A" * 3000


@pytest.mark.slow
def test_a_name_with_markup_stays_text(copy: Copy) -> None:
    """A customer's file name cannot become markup in the HTML body."""
    port = FilePort.open(copy("empty").path)
    parcel = pack(port, printer=None)
    mail = read(draft(parcel.mail_body))
    assert "<script" not in mail.html
    odd = FilePort(XlsxFile.from_bytes(port.to_bytes()), "R&D <b>.xlsx")
    assert "R&amp;D _b_" in pack(odd, printer=None).mail_body.html


# ── Outlook ─────────────────────────────────────────────────────────────────────────────────────────


class Outlook:
    """Outlook as COM shows it; whoever tries to send fails the test."""

    def __init__(self, fault: str = "") -> None:
        self.fault, self.items, self.asked = fault, [], []

    def Dispatch(self, name: str) -> Outlook:  # noqa: N802 - Outlook's own names
        self.asked.append(name)
        self._fail("Dispatch")
        return self

    def CreateItem(self, kind: int) -> Item:  # noqa: N802
        assert kind == 0
        self.items.append(Item(self))
        return self.items[-1]

    def _fail(self, member: str) -> None:
        if self.fault == member:
            raise OSError(-2147221005, "Invalid class string")


class Item:
    """A mail item: what is set, added and called."""

    def __init__(self, outlook: Outlook) -> None:
        self._outlook, self.calls, self.added = outlook, [], []
        self.Attachments = SimpleNamespace(Add=self._add)

    def _add(self, path: str) -> None:
        self._outlook._fail("Add")
        self.added.append(path)

    def __getattr__(self, name: str) -> Callable[..., None]:
        assert name in {"Save", "Display", "Close"}, f"{name} is not for us"

        def call(*_: object) -> None:
            self._outlook._fail(name)
            self.calls.append(name)

        return call


@pytest.fixture
def ready(copy: Copy) -> Ready:
    """Everything put together, without a PDF."""
    port = FilePort.open(copy("empty").path)
    parcel = pack(
        port, to=["王总 <wang@gongsi.cn>", "li@gongsi.cn"], cc=["zhao@gongsi.cn"], printer=lambda *_: PAPER
    )
    return put(parcel, Path.cwd())


def with_outlook(monkeypatch: pytest.MonkeyPatch, fault: str = "") -> Outlook:
    outlook = Outlook(fault)
    monkeypatch.setitem(sys.modules, "win32com", SimpleNamespace(client=outlook))
    monkeypatch.setitem(sys.modules, "win32com.client", outlook)
    return outlook


def test_outlook_shows_and_keeps_a_draft(ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    outlook = with_outlook(monkeypatch)
    assert outlook_draft(ready, "win32")
    (item,) = outlook.items
    assert item.calls == ["Save", "Display"]
    assert (item.To, item.CC) == ('"王总" <wang@gongsi.cn>; li@gongsi.cn', "zhao@gongsi.cn")
    assert (item.Subject, item.HTMLBody) == (ready.parcel.mail_body.subject, ready.parcel.mail_body.html)
    assert item.added == [str(path) for path in ready.files[:-1]]
    assert all(Path(path).is_file() for path in item.added)


@pytest.mark.parametrize("fault", ["Dispatch", "Add", "Save"])
def test_an_outlook_that_cannot_leaves_the_draft_on_disk(
    ready: Ready, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """The new Outlook cannot be driven, a rule may forbid attachments: no half-filled mail stays."""
    outlook = with_outlook(monkeypatch, fault)
    assert not outlook_draft(ready, "win32")
    assert all(item.calls == ["Close"] for item in outlook.items)
    assert ready.eml.is_file()


def test_a_dialog_in_outlook_hides_nothing(ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft is saved although it cannot be shown at once."""
    outlook = with_outlook(monkeypatch, "Display")
    assert outlook_draft(ready, "win32")
    assert outlook.items[0].calls == ["Save"]


@pytest.mark.slow
@pytest.mark.parametrize("system", ["darwin", "linux"])
def test_elsewhere_outlook_is_not_even_asked(
    ready: Ready, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    outlook = with_outlook(monkeypatch)
    assert not outlook_draft(ready, system)
    assert outlook.asked == []


@pytest.mark.slow
def test_nothing_in_the_source_can_send() -> None:
    """No mail server, no Outlook member that sends; pywin32 is not loaded by importing the door."""
    package = Path(sending.__file__).parents[1]
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"smtplib|\.Send\b|imaplib|\bsocket\.", text), path
    code = "import sys, salesplan_xl.doors.outlook as o; print('win32com' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=package.parent
    )
    assert said.stdout.strip() == "False"


def test_the_copy_in_the_mail_is_a_workbook(ready: Ready) -> None:
    mail = read(ready.eml.read_bytes())
    with zipfile.ZipFile(io.BytesIO(mail.files["plan-汇报.xlsx"])) as book:
        assert book.testzip() is None
    assert mail.files["plan-汇报.pdf"] == PAPER
