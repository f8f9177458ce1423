"""The clean copy: a workbook made anew from what a reader may see.

What lives here: choosing what is kept of each part, writing the copy, and the scan that looks for leaks in any
workbook file. What may not: anything that knows what the tables mean, but for the presets; computing a plan.

Nothing of the source file is copied through: every part of the copy is written from the elements named here, so
that what nobody thought of stays behind.
"""

from __future__ import annotations

from salesplan_xl.book.sanitize.copy import CleanCopy, Removed, clean_copy
from salesplan_xl.book.sanitize.redaction import Redaction
from salesplan_xl.book.sanitize.scan import Leak, leaks

__all__ = ["CleanCopy", "Leak", "Redaction", "Removed", "clean_copy", "leaks"]
