"""Click's own words, "Usage:", "Missing argument" and the like, in the language the command line speaks.

Click hands its texts to gettext by the name ``_`` in each of its modules; that name is what is taken over here, so
that no compiled catalogue and no variable of the environment is needed. A text that is not known stays English.
"""

from __future__ import annotations

import importlib

from salesplan_xl.catalogue.click_frame import CHINESE

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")


def speak(lang: str) -> None:
    """Let click speak this language from now on."""
    texts = CHINESE if lang == "zh" else {}

    def said(text: str) -> str:
        return texts.get(text, text)

    def counted(single: str, many: str, count: int) -> str:
        return said(single if count == 1 else many)

    for name in _MODULES:
        module = importlib.import_module(f"click.{name}")
        for function, known_as in ((said, "_"), (counted, "ngettext")):
            if hasattr(module, known_as):
                setattr(module, known_as, function)
