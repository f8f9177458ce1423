"""The action funnel of one plan: new customers to date and in the tracked month, by source and stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesplan_xl.commands.plan import Plan


@dataclass
class FunnelYear:
    """New customers of the plan year against the goal."""

    plan: Plan
