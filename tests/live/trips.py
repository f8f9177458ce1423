"""How often each button reaches over to Excel: ``python -m tests.live.trips`` prints the table.

What a trip costs depends on the machine; how many there are must not depend on the number of customers.
"""

from __future__ import annotations

from collections.abc import Sequence

from salesplan_xl.doors import ribbon
from tests.live.books import COMMANDS, plan_bytes
from tests.live.engine import running

# At most so many trips a button, whatever the size of the book: first filling, then once more with new data.
LIMITS = {
    "tiers": 160, "health": 150, "targets": 180, "quarters": 170, "projects": 190, "confidence": 190, "map": 150, "capacity": 150, "month": 160,
    "kpi": 160, "review": 190, "funnel": 190, "report": 190, "check": 200, "run": 230, "undo": 150,
}  # fmt: skip
CLICKS = (*COMMANDS, "undo")


def counted(demo: str, lang: str = "zh", clicks: Sequence[str] = CLICKS) -> dict[str, int]:
    """Trips of each button, clicked one after the other on a demo book of that size."""
    found = {}
    with running() as excel:
        excel.open(plan_bytes(lang, demo))
        for command in clicks:
            excel.reset_calls()
            ribbon.press(command, "", lang)
            found[command] = excel.calls.total()
            assert not any(alert.mode == "critical" for alert in excel.alerts), excel.alerts
    return found


def main() -> None:
    """Print the trips of every button at 60 and at 800 customers."""
    small, large = counted("rep"), counted("team")
    print(f"{'button':<10}{'60 customers':>14}{'800 customers':>15}{'limit':>8}")  # noqa: T201 - its output
    for command in CLICKS:
        print(f"{command:<10}{small[command]:>14}{large[command]:>15}{LIMITS[command]:>8}")  # noqa: T201 - its output


if __name__ == "__main__":
    main()
