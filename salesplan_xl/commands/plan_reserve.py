"""The project reserve of one plan: what backs the quarters now, what moved since the book last looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesplan_xl.commands.plan import Plan


@dataclass
class Reserve:
    """Projects of a plan against what the book remembers of them (table ``seen``)."""

    plan: Plan
