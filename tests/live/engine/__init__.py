"""An Excel in memory behind public xlwings, for tests of the live port.

It speaks the engine interface of xlwings as the desktop engines do, takes after Excel where Excel surprises, and
refuses every member the live port does not need. ``running()`` gives an ``Excel`` to open books in.
"""

from __future__ import annotations

from tests.live.engine.comerror import com_error
from tests.live.engine.excel import Excel, running
from tests.live.engine.strict import NotInEngine

__all__ = ["Excel", "NotInEngine", "com_error", "running"]
