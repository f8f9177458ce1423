"""How sure the figures are."""

from __future__ import annotations

from salesplan_xl.commands.plan import Plan


def stage(plan: Plan) -> None:
    """Stage it."""
