"""A mail as a draft on disk: an ``.eml`` file that a mail program opens for editing, and nobody sends by itself.

Plain MIME as every mail program reads it: ASCII headers, base64 contents, names of attachments in UTF-8 (RFC 2231,
and as an encoded word for programs that only look there). It carries no sender, no date and no machine's name; the
same mail is the same file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import encode_rfc2231, formataddr
from pathlib import PurePath

from salesplan_xl.errors import WorkbookError

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")
# One recipient: "Name" <address>, Name <address> or the address alone; what people type between them.
_RECIPIENT = re.compile(
    r"""\s*(?:(?:"(?P<quoted>[^"]*)"|(?P<name>[^"<>,;，；、]*?))\s*<(?P<inside>[^<>]*)>|(?P<bare>[^"<>,;，；、]+?))\s*(?:[,;，；、]|$)"""
)
_BETWEEN = " \t,;，；、"
# Line breaks in any disguise, other control characters, and marks that turn the reading direction around.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_MAX_LOCAL, _MAX_ADDRESS = 64, 254
_TYPES = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pdf": ("application", "pdf"),
}
_ANY = ("application", "octet-stream")
# Headers are folded here, where it is known what may be cut: the library would begin a long one with an empty line.
_AS_GIVEN = compat32.clone(linesep="\r\n", max_line_length=0)
_FOLD = "\n "
_SHORT = 60
_SIMPLE_NAME = re.compile(r"[A-Za-z0-9 ._()-]+")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail is for; ``name`` may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail before it is written down; ``text`` and ``html`` say the same."""

    to: tuple[Recipient, ...]
    cc: tuple[Recipient, ...]
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


def recipients(given: Iterable[str]) -> tuple[Recipient, ...]:
    """The recipients in what a user typed: ``王总 <wang@a.cn>; li@b.com``, each address once.

    Raises:
        WorkbookError: SP-331 no mail address; SP-332 a line break or another control character.
    """
    by_address: dict[str, Recipient] = {}
    for text in given:
        for recipient in _split(one_line(text)):
            by_address.setdefault(recipient.address.lower(), recipient)
    return tuple(by_address.values())


def _split(text: str) -> Iterator[Recipient]:
    rest = text.strip(_BETWEEN)
    while rest:
        match = _RECIPIENT.match(rest)
        if match is None:
            raise WorkbookError("SP-331", address=rest)
        yield _recipient(match)
        rest = rest[match.end() :].strip(_BETWEEN)


def _recipient(match: re.Match[str]) -> Recipient:
    address = (match["inside"] or match["bare"] or "").strip()
    local = address.partition("@")[0]
    if not _ADDRESS.fullmatch(address) or len(local) > _MAX_LOCAL or len(address) > _MAX_ADDRESS:
        raise WorkbookError("SP-331", address=address or match[0].strip())
    return Recipient((match["quoted"] or match["name"] or "").strip(), address)


def one_line(text: str) -> str:
    """Text that may stand in a mail header.

    Raises:
        WorkbookError: SP-332 a line break or another control character: it could smuggle in a header.
    """
    if control := _CONTROL.search(text):
        raise WorkbookError("SP-332", text=f"{text[: control.start()]}…")
    return text.strip()


def draft(mail_body: Mail) -> bytes:
    """The mail as an unsent draft.

    Args:
        mail_body: whom to, what, and the files.

    Returns:
        An ``.eml`` file: CRLF lines of at most 998 characters, ASCII throughout.

    Raises:
        WorkbookError: SP-332 a line break in the subject or in the name of a recipient or a file.
    """
    mark = _mark(mail_body)
    mail = MIMEMultipart("mixed", boundary=f"=_{mark}_1")
    mail["X-Unsent"] = "1"
    for field, people in (("To", mail_body.to), ("Cc", mail_body.cc)):
        if people:
            mail[field] = f",{_FOLD}".join(map(_mailbox, people))
    mail["Subject"] = _header_text(mail_body.subject)
    body = MIMEMultipart("alternative", boundary=f"=_{mark}_2")
    for text, kind in ((mail_body.text, "plain"), (mail_body.html, "html")):
        _attach(body, MIMEText(text.replace("\n", "\r\n"), kind, "utf-8"))
    for part in (body, *map(_attached, mail_body.attachments)):
        _attach(mail, part)
    return mail.as_bytes(policy=_AS_GIVEN)


def _mark(mail_body: Mail) -> str:
    """The same mail has the same boundaries; ``=_`` at their beginning never stands in base64."""
    digest = hashlib.sha256(
        repr((mail_body.to, mail_body.cc, mail_body.subject, mail_body.text)).encode("utf-8")
    )
    for attachment in mail_body.attachments:
        digest.update(attachment.data)
    return digest.hexdigest()[:32]


def _attach(whole: MIMEMultipart, part: MIMEBase) -> None:
    del part["MIME-Version"]  # only the mail itself carries one
    whole.attach(part)


def _mailbox(person: Recipient) -> str:
    name = _header_text(person.name)
    return f"{name} <{person.address}>" if "=?" in name else formataddr((name, person.address))


def _header_text(text: str) -> str:
    """Header text as encoded words where it is not short, plain English."""
    plain = one_line(text)
    if plain.isascii() and len(plain) <= _SHORT and "=?" not in plain:
        return plain
    return Header(plain, "utf-8").encode()


def _attached(attachment: Attachment) -> MIMEBase:
    name = one_line(attachment.name)
    main, sub = _TYPES.get(PurePath(name).suffix.lower(), _ANY)
    part = MIMEBase(main, sub)
    part.set_payload(attachment.data)
    encode_base64(part)
    if len(name) <= _SHORT and _SIMPLE_NAME.fullmatch(name):
        old, new = name, f'filename="{name}"'
    else:
        old, new = Header(name, "utf-8").encode(), f"filename*={encode_rfc2231(name, 'utf-8')}"
    part.replace_header("Content-Type", f'{main}/{sub};{_FOLD}name="{old}"')
    part["Content-Disposition"] = f"attachment;{_FOLD}{new}"
    return part
