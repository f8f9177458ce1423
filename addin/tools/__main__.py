"""``python -m addin.tools verify [FILE]``: all that is wrong with an add-in file, as far as it shows without Excel."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from addin.tools.sources import FOLDER
from addin.tools.verify import verify_addin
from salesplan_xl.addin.home import ADDIN


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what is wrong with the add-in; exit code 1 when something is."""
    parser = argparse.ArgumentParser(prog="python -m addin.tools")
    commands = parser.add_subparsers(dest="command", required=True)
    verify = commands.add_parser("verify", help="say everything that is wrong with an add-in file")
    verify.add_argument("file", type=Path, nargs="?", default=FOLDER / ADDIN)
    faults = verify_addin(parser.parse_args(arguments).file.read_bytes())
    sys.stdout.write("\n".join([fault.sentence for fault in faults] or ["no fault found"]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
