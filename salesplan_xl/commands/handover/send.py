"""Send: a clean copy, its PDF and a mail draft with both, put together in one folder; nothing is ever sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl.book.export.eml import Attachment, Mail, Recipient, draft, one_line, recipients
from salesplan_xl.book.export.pdf import office_pdf
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.xlsx import Origin, save_bytes
from salesplan_xl.catalogue import word
from salesplan_xl.commands.engine.opening import for_reading
from salesplan_xl.commands.handover.copy import BookCopy, CopyOptions, copy_book
from salesplan_xl.commands.handover.mail_body import mail_body
from salesplan_xl.commands.handover.pdf import MOST_NUMBERS, Printer, free_path, pages
from salesplan_xl.errors import HostError, WorkbookError
from salesplan_xl.findings import Sentence
from salesplan_xl.schema.clean_copy import CUSTOMER

__all__ = ["CopyOptions", "Parcel", "Ready", "Recipient", "pack", "put", "send"]

# Characters that some system does not allow in file names.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]')
_STEM_BYTES = 80

_BOSS = CopyOptions()


@dataclass(frozen=True, slots=True)
class Parcel:
    """The mail to the boss with its files, before anything is on disk.

    Args:
        lang: the book's language.
        stem: the book's name without its ending, fit for a file name.
        mail_body: the mail with its attachments.
        removed: what was left out of the copy.
        notes: what did not go as wished, such as a missing PDF.
        origins: the book's file; nobody may read the copy who may not read the book.
    """

    lang: str
    stem: str
    mail_body: Mail
    removed: tuple[str, ...]
    notes: tuple[Sentence, ...]
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """The files put on disk."""

    folder: Path
    files: tuple[Path, ...]
    parcel: Parcel

    @property
    def eml(self) -> Path:
        """The draft; the files before it are its attachments."""
        return self.files[-1]

    @property
    def made(self) -> tuple[Sentence, ...]:
        """Sentences about what was made and what was left out."""
        put_there = Sentence(
            "C-SEND-MADE", {"folder": self.folder, "files": tuple(p.name for p in self.files)}
        )
        removed = (Sentence("C-SEND-REMOVED", {"what": what}) for what in self.parcel.removed)
        return (put_there, *removed, *self.parcel.notes)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The same, and that nothing was sent."""
        return (*self.made, Sentence("C-SEND-NOT-SENT", {"eml": self.eml.name}))


def send(
    book: Path,
    *,
    to: Sequence[str],
    cc: Sequence[str] = (),
    subject: str = "",
    name: str = "",
    pdf: bool = True,
    options: CopyOptions = _BOSS,
    folder: Path | None = None,
    lang: str = "",
) -> Ready:
    """Make the copy, the PDF and the draft of a book file; the book itself is only read.

    Args:
        book: the plan book.
        to: recipients as typed, see ``recipients``.
        cc: the same for copies.
        subject: of the mail; by default the plan's year and month.
        name: whom the mail greets; by default the names that stand with the addresses.
        pdf: whether to add the PDF; without LibreOffice the rest is made all the same.
        options: who the copy is for and what it shows.
        folder: where to put the files; by default a new folder beside the book.
        lang: language of what the user is told; by default the book's, in which the mail is in any case.

    Raises:
        WorkbookError: SP-331, SP-332 recipients or subject; those of opening, copying and saving a book.
    """
    port = FilePort.open(book)
    printer = office_pdf if pdf else None
    parcel = pack(
        port, to=to, cc=cc, subject=subject, name=name, options=options, printer=printer, lang=lang
    )  # fmt: skip
    return put(parcel, book.parent, folder)


def pack(
    port: FilePort,
    *,
    to: Sequence[str] = (),
    cc: Sequence[str] = (),
    subject: str = "",
    name: str = "",
    options: CopyOptions = _BOSS,
    printer: Printer | None = office_pdf,
    lang: str = "",
) -> Parcel:
    """The same in memory: nothing is written; ``printer`` makes the PDF, ``None`` leaves it out."""
    people, line, greeted = (recipients(to), recipients(cc)), one_line(subject), one_line(name)
    opened, stem = for_reading(port), _stem(port.title)
    book, copy = opened.book, copy_book(port, options)
    lang, title = lang or book.lang, word("C-SEND-FILE", book.lang, stem=stem)
    files, notes = [Attachment(f"{title}.xlsx", copy.data)], []
    if printer is not None:
        try:
            files.append(Attachment(f"{title}.pdf", printer(copy.data, _pages(port, copy), f"{title}.xlsx")))
        except HostError as error:
            notes.append(Sentence("C-SEND-NO-PDF", {"why": error.sentence(lang)}))
    mail = mail_body(book, stem, people, line, tuple(files), name=greeted, inside=_inside(options))
    return Parcel(book.lang, stem, mail, copy.sentences(lang), tuple(notes), port.origins)


def _inside(options: CopyOptions) -> bool:
    """Whether the readers get the whole plan: only they are told its figures in the mail."""
    return options.preset != CUSTOMER and not (options.owner or options.customer)


def _pages(port: FilePort, copy: BookCopy) -> tuple[str, ...]:
    """The boss's pages that the copy still has, else all its sheets."""
    return tuple(name for name in pages(port) if name in copy.sheets) or copy.sheets


def _stem(title: str) -> str:
    """The book's name without its ending, as every system takes it and short enough for what is added to it."""
    stem = _UNSAFE.sub("_", Path(title).stem).strip(" .")
    return stem.encode("utf-8")[:_STEM_BYTES].decode("utf-8", "ignore").strip(" .") or "plan"


def put(parcel: Parcel, beside: Path, folder: Path | None = None) -> Ready:
    """Write the files and the draft into one folder: all of them or none, and nothing over another file.

    Args:
        parcel: see ``pack``.
        beside: the book's folder.
        folder: where to put the files, made where it is missing; by default a new one beside the book.

    Raises:
        WorkbookError: SP-306, SP-308, SP-309 the folder cannot be made or written.
    """
    target = folder or free_path(beside / word("C-SEND-FOLDER", parcel.lang, stem=parcel.stem))
    contents = {file.name: file.data for file in parcel.mail_body.attachments}
    contents[f"{word('C-SEND-EML', parcel.lang)}.eml"] = draft(parcel.mail_body)
    with _folder(target):
        paths = _free_paths(target, tuple(contents))
        _write(dict(zip(paths, contents.values(), strict=True)), parcel.origins)
    return Ready(target, paths, parcel)


@contextmanager
def _folder(target: Path) -> Iterator[None]:
    """The folder; one that was made for nothing goes again."""
    missing = not target.exists()
    try:
        target.mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise WorkbookError("SP-306", file=target) from error
    except OSError as error:
        raise WorkbookError("SP-308", file=target, reason=error.strerror or type(error).__name__) from error
    try:
        yield
    finally:
        if missing:
            with suppress(OSError):  # it holds something: that is as it should be
                target.rmdir()


def _free_paths(folder: Path, names: tuple[str, ...]) -> tuple[Path, ...]:
    """Free paths for the files: under their names, or all with one number, so that they are seen to belong together."""
    for number in range(1, MOST_NUMBERS):
        mark = "" if number == 1 else f"-{number}"
        paths = tuple(folder / f"{Path(name).stem}{mark}{Path(name).suffix}" for name in names)
        if not any(path.exists() for path in paths):
            return paths
    raise WorkbookError("SP-315", file=folder / names[0])


def _write(contents: Mapping[Path, bytes], origins: Sequence[Origin]) -> None:
    done: list[Path] = []
    try:
        for path, data in contents.items():
            save_bytes(data, path, backup=False, origins=origins)
            done.append(path)
    except WorkbookError:
        for path in done:
            path.unlink(missing_ok=True)
        raise
