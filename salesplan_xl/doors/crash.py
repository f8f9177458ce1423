"""What happens to an error nobody foresaw: the details go to a log, the user gets one sentence."""

from __future__ import annotations

import tempfile
import traceback
from pathlib import Path

from salesplan_xl.errors import InternalError


def report(error: BaseException) -> InternalError:
    """Write the traceback to a log file and return the error that names it."""
    log = Path(tempfile.gettempdir()) / "salesplan-error.log"
    try:
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return InternalError("SP-901", log=type(error).__name__)
    return InternalError("SP-901", log=log)
