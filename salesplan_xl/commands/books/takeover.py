"""The contents that a new book takes over from another file, whatever kind of file that is."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from salesplan_xl.findings import Finding
from salesplan_xl.schema.types import SettingValue


@dataclass(frozen=True)
class Takeover:
    """The contents of a new book.

    Args:
        lang, unit: of the file, and so of the book.
        year: the plan year, ``None`` where the file does not say.
        settings: values by key, choices as keys.
        tables: rows by table key. Cells of computed tables count as the user's edits: nothing was computed yet.
        findings: what was assumed, and what could not be taken over as it stood.
    """

    lang: str
    unit: str
    year: int | None
    settings: dict[str, SettingValue] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
