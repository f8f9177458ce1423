"""``python -m salesplan_xl.shipping build [--check] [--folder FOLDER]``: the shipped books."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from salesplan_xl.shipping.manifest import stale_files, write_all

FOLDER = Path(__file__).resolve().parents[2] / "workbook_templates"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the books, or with ``--check`` say which committed ones differ (exit code 1)."""
    parser = argparse.ArgumentParser(prog="python -m salesplan_xl.shipping")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="write the workbooks of workbook_templates")
    build.add_argument(
        "--check", action="store_true", help="only compare the files with what the code builds"
    )
    build.add_argument("--folder", type=Path, default=FOLDER, help="where the workbooks are")
    options = parser.parse_args(arguments)
    if options.check:
        return _check(options.folder)
    for path in write_all(options.folder):
        print(path.name)
    return 0


def _check(folder: Path) -> int:
    stale = stale_files(folder)
    print("\n".join(f"differs: {name}" for name in stale) or "up to date")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
