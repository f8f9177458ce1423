"""``salesplan bench …``: prints the measurements."""

from __future__ import annotations

import click

from salesplan_xl.bench.distribution import distribution_noise
from salesplan_xl.bench.late import late_auc
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


def late(size: str) -> None:
    """Print how well late payment is foreseen on invoices that were held out."""
    late_auc(size)


def result() -> None:
    """Print how steady the sure figure is from seed to seed, and what one distribution costs."""
    distribution_noise()
