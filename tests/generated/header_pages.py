"""The guide page of the words that imports understand, from the vocabulary of the package."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import salesplan_xl
from salesplan_xl.catalogue import word
from salesplan_xl.schema.workbook import tables

VOCABULARY = Path(salesplan_xl.__file__).parent / "book" / "importing" / "vocabulary"


def headers_page(lang: str) -> str:
    """Every table's columns with the headers that mean them, then the words of cells."""
    lines = [f"# {word('R-HEADERS', lang)}", "", word("R-HEADERS-INTRO", lang), "", word("R-GENERATED", lang)]
    return "\n".join([*lines, *_columns(lang), *_values(lang)]).rstrip() + "\n"


def _read(name: str) -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads((VOCABULARY / f"{name}.toml").read_text(encoding="utf-8"))


def _columns(lang: str) -> Iterator[str]:
    for table, columns in _read("columns").items():
        title = word("R-HEADERS-ANY", lang) if table == "any" else tables()[table].label.of(lang)
        yield from ("", f"## {title}", "")
        for key, languages in columns.items():
            words = [" · ".join(listed) for listed in languages.values() if listed]
            if words:
                yield f"- **{_label(table, key, lang)}**: {' · '.join(words)}"


def _label(table: str, key: str, lang: str) -> str:
    if key == "other":
        return word("R-HEADERS-OTHER", lang)
    declared = tables().get(table)
    if declared and key in declared.keys():
        return declared.column(key).label.of(lang)
    return f"`{key}`"


def _values(lang: str) -> Iterator[str]:
    yield from ("", f"## {word('R-HEADERS-VALUES', lang)}", "")
    for group, meanings in _read("values").items():
        for key, words in meanings.items():
            every = [text for listed in words.values() for text in listed]
            yield f"- **{group} · {key}**: {' · '.join(every)}"
