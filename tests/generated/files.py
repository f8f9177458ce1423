"""Every generated file by its path, built anew; which committed ones are stale, and writing those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from addin.tools.build import built_files
from tests.generated.books import shipped_books
from tests.generated.pictures import readme_pictures
from tests.generated.reference import reference_pages
from tests.generated.same import same_content

ROOT = Path(__file__).resolve().parents[2]


def guide_pages(_: Path) -> dict[str, bytes]:
    """The reference pages of the guide."""
    pages = reference_pages()
    return {f"salesplan_xl/guide/{lang}/{name}.md": text.encode() for (lang, name), text in pages.items()}


def addin_files(_: Path) -> dict[str, bytes]:
    """The add-in and what is generated for it."""
    return {f"addin/{name}": data for name, data in built_files().items()}


PARTS: dict[str, Callable[[Path], dict[str, bytes]]] = {
    "guide": guide_pages,
    "books": shipped_books,
    "addin": addin_files,
    "pictures": readme_pictures,
}


def stale(root: Path, parts: Sequence[str] = tuple(PARTS)) -> list[str]:
    """The generated files of a checkout that say something else than their sources, or are missing."""
    return [name for part in parts for name in _stale(root, PARTS[part](root))]


def write(root: Path, parts: Sequence[str] = tuple(PARTS)) -> list[str]:
    """Write every stale file of a checkout; returns their paths."""
    written = []
    for part in parts:
        files = PARTS[part](root)
        for name in _stale(root, files):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(files[name])
            written.append(name)
    return written


def _stale(root: Path, files: dict[str, bytes]) -> list[str]:
    return [
        name
        for name, data in files.items()
        if not (root / name).is_file() or not same_content((root / name).read_bytes(), data)
    ]
