"""``python -m salesplan_xl.addin build [--check] [--folder FOLDER]`` and ``verify [FILE]``: for maintainers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from salesplan_xl.addin.sources import ADDIN, folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the add-in or say what is wrong with it; exit code 1 when something is."""
    parser = argparse.ArgumentParser(prog="python -m salesplan_xl.addin")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="write the add-in and what is generated for it")
    build.add_argument("--check", action="store_true", help="only say which files are out of date")
    build.add_argument("--folder", type=Path, default=folder(), help="the add-in folder")
    verify = commands.add_parser("verify", help="say everything that is wrong with an add-in file")
    verify.add_argument("file", type=Path, nargs="?", default=folder() / ADDIN)
    options = parser.parse_args(arguments)
    return _verify(options.file) if options.command == "verify" else _build(options.folder, options.check)


def _build(target: Path, check: bool) -> int:
    from salesplan_xl.addin.build import stale_files, write_all

    if not check:
        _say([path.name for path in write_all(target)])
        return 0
    stale = stale_files(target)
    _say([f"out of date: {name}" for name in stale] or ["up to date"])
    return 1 if stale else 0


def _verify(path: Path) -> int:
    from salesplan_xl.addin.verify import verify_addin

    faults = verify_addin(path.read_bytes())
    _say([fault.sentence for fault in faults] or ["no fault found"])
    return 1 if faults else 0


def _say(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
