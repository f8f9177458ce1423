"""The language a door speaks before a book is open: as typed, as the environment says, as the system is set."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

LANGUAGES = ("zh", "en")
VARIABLES = ("SALESPLAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
# Windows' number of a language: the lower ten bits name it whatever the country (PRIMARYLANGID).
_PRIMARY, _CHINESE = 0x3FF, 0x04


def typed_language(arguments: Sequence[str] | None = None) -> str:
    """The language that ``--lang`` names, wherever it stands; empty where it names none of ours."""
    given = sys.argv[1:] if arguments is None else arguments
    for item, following in zip(given, (*given[1:], ""), strict=False):
        name, equals, value = item.partition("=")
        if name == "--lang":
            language = value if equals else following
            return language if language in LANGUAGES else ""
    return ""


def windows_language() -> str:
    """The language Windows shows its own windows in, in words like ``zh``; empty on other systems."""
    if sys.platform != "win32":
        return ""
    import ctypes

    with suppress(AttributeError, OSError):
        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return "zh" if number & _PRIMARY == _CHINESE else "en"
    return ""


def process_language() -> str:
    """The language of the process's own settings, such as ``zh_CN`` or ``Chinese (Simplified)_China``."""
    with suppress(ValueError):
        return locale.getlocale()[0] or ""
    return ""


def system_language(
    environment: Mapping[str, str] = os.environ,
    settings: Sequence[Callable[[], str]] = (windows_language, process_language),
) -> str:
    """The language of the environment's variables, else the first that the system's settings name, else English."""
    stated = (environment.get(name, "") for name in VARIABLES)
    asked = (setting() for setting in settings)
    named = next(filter(None, stated), "") or next(filter(None, asked), "")
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def help_language(arguments: Sequence[str] | None = None) -> str:
    """Language of help and of messages before a book is open: ``--lang``, then the system's."""
    return typed_language(arguments) or system_language()
