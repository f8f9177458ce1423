"""``salesplan bench run``: prints the measurement."""

from __future__ import annotations

import click

from salesplan_xl.bench.measure import measure
from salesplan_xl.doors.show import as_json


def run(*, size: str, repeat: int, json: bool) -> None:
    """Measure one size and print it."""
    result = measure(size, repeat)
    if json:
        click.echo(as_json(result))
        return
    for name, value in result.items():
        shown = f"{value:.3f}" if isinstance(value, float) else value
        click.echo(f"{name:28} {shown}")
