"""What an upgrade to schema 2 may do to a book of schema 1, and nothing else: cells by where they stood before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter

from salesplan_xl.schema.migrations import lacking
from tests.workbook.book_state import State

# Columns of ours in the health table of schema 1; the new ones come after them.
HEALTH_COLUMNS = 34
NEW_COLUMNS = sum(table == "health" for table, _ in lacking(1).columns)
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")
_ADDRESS = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")


def settings_sheet(lang: str) -> str:
    """The sheet that gets a row."""
    return "参数" if lang == "zh" else "Settings"


def health_sheet(lang: str) -> str:
    """The sheet that gets a column."""
    return "客户健康诊断表" if lang == "zh" else "Customer health"


def import_log(lang: str) -> str:
    """The sheet that comes."""
    return "导入记录" if lang == "zh" else "Import log"


def moved(before: State, lang: str, rows: Sequence[int]) -> State:
    """The state of an old book with everything where it has to stand after the upgrade.

    Args:
        before: the old book.
        lang: its language.
        rows: the rows of the new settings in the new book, upwards.
    """
    settings, health = settings_sheet(lang), health_sheet(lang)

    def below(row: int) -> int:
        for new in rows:
            row += row >= new
        return row

    def down(place: str) -> str:
        return _ADDRESS.sub(lambda cell: f"{cell[1]}{cell[2]}{cell[3]}{below(int(cell[4]))}", place)

    def right(place: str) -> str:
        def one(found: re.Match[str]) -> str:
            col = column_index_from_string(found[2])
            return f"{found[1]}{get_column_letter(col + NEW_COLUMNS * (col > HEALTH_COLUMNS))}{found[3]}{found[4]}"

        return _ADDRESS.sub(one, place)

    after = dict(before)
    after[settings] = _renamed(before[settings], down)
    after[settings]["heights"] = {below(row): points for row, points in before[settings]["heights"].items()}
    after[health] = _renamed(before[health], right)
    after[health]["widths"] = {
        get_column_letter(col + NEW_COLUMNS * (col > HEALTH_COLUMNS)): look
        for letters, look in before[health]["widths"].items()
        if (col := column_index_from_string(letters))
    }
    first, _, last = down(str(before[settings]["print"]["area"])).rpartition("$")
    end = next(row for row in range(int(last), int(last) + len(rows) + 1) if row + 1 not in rows)
    after[settings]["print"] = before[settings]["print"] | {"area": f"{first}${end}"}
    names = {
        name: down(text) if f"'{settings}'!" in text or f"{settings}!" in text else text
        for name, text in before[""]["names"].items()
    }
    after[""] = before[""] | {"names": names}
    return after


def _renamed(sheet: dict[str, Any], move: Any) -> dict[str, Any]:
    found = dict(sheet)
    for kind in ("cells", "comments", "links"):
        found[kind] = {move(place): content for place, content in sheet[kind].items()}
    for kind in ("validations", "formats"):
        found[kind] = Counter({(move(area), *rest): count for (area, *rest), count in sheet[kind].items()})
    return found
