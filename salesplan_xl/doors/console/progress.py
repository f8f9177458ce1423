"""Progress on standard error, only for work that takes longer than a second."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import Self

import click

from salesplan_xl.catalogue import render
from salesplan_xl.findings import Sentence

PATIENCE = 1.0


class Progress:
    """Tells the present step once patience is over, and each later step as it starts."""

    def __init__(self, lang: str, quiet: bool = False) -> None:
        self._lang, self._quiet = lang, quiet
        self._started = time.monotonic()
        self._step = ""
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._tell)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def __call__(self, code: str) -> None:
        """A step starts."""
        self.say(Sentence(code))

    def say(self, step: Sentence) -> None:
        """The same, with figures or names in it."""
        with self._lock:
            self._step = render(step, self._lang)
        if time.monotonic() - self._started > PATIENCE:
            self._tell()

    def _tell(self) -> None:
        with self._lock:
            if self._step and not self._quiet:
                seconds = time.monotonic() - self._started
                click.echo(f"  {seconds:5.1f} s  {self._step} …", file=sys.stderr)
