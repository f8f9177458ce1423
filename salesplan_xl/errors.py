"""The one exception tree: only what stops the work is raised.

Every error carries a code of the text catalogue (``catalogue/``) and the values its sentence needs; the door
that meets it renders one sentence (problem, place, cause, what to do) in the user's language and leaves
with ``exit_code``. Problems in the data are not errors but findings, see ``findings.py``.
"""

from __future__ import annotations

from typing import ClassVar


class SalesPlanError(Exception):
    """Something stopped the work; the user's file is unchanged.

    ``lang`` is the language to tell it in, where a book or the user has said so; a door sets it.

    Args:
        code: catalogue code such as ``SP-305``; the class decides which hundred is allowed.
        values: what the sentence of that code names (file, sheet, cell …).
    """

    family: ClassVar[str] = "SP-"
    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **values: object) -> None:
        if not code.startswith(self.family):
            raise ValueError(f"{type(self).__name__} takes {self.family}xx codes, not {code}")
        super().__init__(code, values)
        self.code = code
        self.values = values
        self.lang = ""

    def __str__(self) -> str:
        return self.sentence("en")

    def sentence(self, lang: str) -> str:
        """The whole sentence a user reads, ``code`` first."""
        from salesplan_xl.catalogue import error_sentence

        return error_sentence(self.code, self.values, lang)


class PlanInputError(SalesPlanError):
    """SP-2xx: the plan cannot be computed from what was given (exit 1)."""

    family = "SP-2"


class WorkbookError(SalesPlanError):
    """SP-3xx: the file is not a usable plan book, or cannot be read or saved (exit 3)."""

    family = "SP-3"
    exit_code = 3


class HostError(SalesPlanError):
    """SP-4xx: Excel or the machine is in the way (exit 4)."""

    family = "SP-4"
    exit_code = 4


class InternalError(SalesPlanError):
    """SP-9xx: our fault; the log holds the details (exit 70)."""

    family = "SP-9"
    exit_code = 70
