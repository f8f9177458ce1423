"""What happens to an error nobody foresaw: the details go to a log, the user gets one sentence."""

from __future__ import annotations

import tempfile
import traceback
from pathlib import Path

from salesplan_xl.errors import InternalError


def report(error: BaseException) -> InternalError:
    """Write the traceback to a log file and return the error that names it."""
    try:
        log = Path(tempfile.gettempdir()) / "salesplan-error.log"
        text = "".join(traceback.format_exception(error))
        # Half an emoji in a message must not make the log itself fail.
        log.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return InternalError("SP-901", log=type(error).__name__)
    return InternalError("SP-901", log=log)
