"""Schema 2: what customers earn, days of grace for payments, and what was imported when."""

from __future__ import annotations

from salesplan_xl.schema.migrations.step import Step

STEP = Step(
    2,
    settings=("grace_days",),
    columns=(("health", "gross_margin"),),
    sheets=("imports",),
)
