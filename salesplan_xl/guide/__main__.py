"""``python -m salesplan_xl.guide build [--check]``: write the reference pages, or tell which are stale."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from salesplan_xl.guide.reference import reference_pages

FOLDER = Path(__file__).parent


def outdated(folder: Path) -> list[Path]:
    """The pages that are missing or differ from what would be built."""
    wanted = {folder / lang / f"{name}.md": text for (lang, name), text in reference_pages().items()}
    return [
        path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def build(folder: Path) -> None:
    """Write all reference pages."""
    for (lang, name), text in reference_pages().items():
        path = folder / lang / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> int:
    """Build, or with ``--check`` compare only; 1 when a page is out of date."""
    parser = argparse.ArgumentParser(prog="python -m salesplan_xl.guide")
    parser.add_argument("action", choices=["build"])
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args(arguments)
    if not given.check:
        build(FOLDER)
        return 0
    stale = outdated(FOLDER)
    for path in stale:
        sys.stdout.write(f"out of date: {path.relative_to(FOLDER)}\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
