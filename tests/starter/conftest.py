"""LibreOffice, as the recalculation tests start it."""

from tests.recalc.conftest import office

__all__ = ["office"]
