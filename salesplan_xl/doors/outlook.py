"""Outlook on Windows: the mail as a draft that is saved and shown; nothing here can send.

pywin32 comes with xlwings on Windows; it is imported only when a draft is to be made there.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress
from typing import Any

from salesplan_xl.commands.handover.send import Ready, Recipient

_MAIL, _DISCARD = 0, 1  # olMailItem, olDiscard


def outlook_draft(ready: Ready, system: str = sys.platform) -> bool:
    """Open the mail in Outlook as a draft, kept in Drafts as well.

    Args:
        ready: what ``commands.send`` put on disk.
        system: as ``sys.platform``.

    Returns:
        Whether it is there; False where this is not Windows or Outlook cannot be driven (the new Outlook cannot).
    """
    if system != "win32":
        return False
    item = None
    try:
        outlook = importlib.import_module("win32com.client").Dispatch("Outlook.Application")
        item = outlook.CreateItem(_MAIL)
        _fill(item, ready)
        item.Save()
    except Exception:  # noqa: BLE001 - whatever Outlook refuses, the draft on disk is there
        if item is not None:
            with suppress(Exception):
                item.Close(_DISCARD)
        return False
    with suppress(Exception):  # a dialog of Outlook is open: the draft waits in Drafts
        item.Display(False)
    return True


def _fill(item: Any, ready: Ready) -> None:
    mail_body = ready.parcel.mail_body
    # Recipients are given as one text; Outlook takes a semicolon between them in every language.
    item.To = "; ".join(_mailbox(person) for person in mail_body.to)
    item.CC = "; ".join(_mailbox(person) for person in mail_body.cc)
    item.Subject = mail_body.subject
    item.HTMLBody = mail_body.html
    for path in ready.files[:-1]:
        item.Attachments.Add(str(path.resolve()))


def _mailbox(person: Recipient) -> str:
    quoted = person.name.replace('"', "'").replace(";", ",")
    return f'"{quoted}" <{person.address}>' if quoted else person.address
