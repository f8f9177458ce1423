"""Previous versions of a file, kept beside it: the newest as ``plan.bak.xlsx``, older ones numbered."""

from __future__ import annotations

import os
import stat
from itertools import count
from pathlib import Path

KEPT = 5
# The microseconds in the time of every backup. Whoever copies or saves a file under a backup's name leaves other
# ones there, so that no file but ours is ever moved or replaced; the file's own bytes stay those of the old version.
MARK = 141_592


def backup_file(path: Path, number: int = 1) -> Path:
    """The name of a previous version: the newest is ``plan.bak.xlsx``, the one before ``plan.bak2.xlsx``."""
    return path.with_name(f"{path.stem}.bak{number if number > 1 else ''}{path.suffix}")


def mark(copy: Path) -> None:
    """Make a finished copy known as a backup; its time stays the old version's to the second."""
    times = os.stat(copy)
    marked = times.st_mtime_ns // 1_000_000_000 * 1_000_000_000 + MARK * 1_000
    os.utime(copy, ns=(times.st_atime_ns, marked))


def keep(target: Path, copy: Path) -> None:
    """Put a marked copy in the first place; older backups move on by one and the sixth goes.

    Files of the user's under such names stay as they are, and their places are passed over.
    """
    places = _places(target, precise=_is_marked(copy))
    free = next((at for at, place in enumerate(places) if not place.exists()), KEPT - 1)
    for at in range(free, 0, -1):
        os.replace(places[at - 1], places[at])
    os.replace(copy, places[0])


def _places(target: Path, *, precise: bool) -> list[Path]:
    """The first five names that are free or hold a backup of ours."""
    names = (backup_file(target, number) for number in count(1))
    places: list[Path] = []
    while len(places) < KEPT:
        place = next(names)
        if not os.path.lexists(place) or (_is_marked(place) if precise else _is_workbook(place)):
            places.append(place)
    return places


def _is_marked(place: Path) -> bool:
    state = place.lstat()
    return stat.S_ISREG(state.st_mode) and state.st_mtime_ns // 1_000 % 1_000_000 == MARK


def _is_workbook(place: Path) -> bool:
    """The best there is on drives that keep no microseconds, such as memory sticks."""
    if not stat.S_ISREG(place.lstat().st_mode):
        return False
    with place.open("rb") as file:
        return file.read(2) == b"PK"
