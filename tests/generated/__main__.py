"""``python -m tests.generated [--check] [--root FOLDER] [PART …]``: write every generated file, or name the stale ones."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.generated.files import PARTS, ROOT, stale, write


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, or with ``--check`` compare only; exit code 1 when a file is stale."""
    parser = argparse.ArgumentParser(prog="python -m tests.generated")
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all when none is named"
    )
    parser.add_argument("--check", action="store_true", help="only say which files are out of date")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    parts = options.parts or list(PARTS)
    if options.check:
        names = stale(options.root, parts)
        _say([f"out of date: {name}" for name in names] or ["up to date"])
        return 1 if names else 0
    _say([f"written: {name}" for name in write(options.root, parts)] or ["up to date"])
    return 0


def _say(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
