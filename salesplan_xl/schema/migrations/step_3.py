"""Schema 3: how far the data reach, business years from any month, workdays of a country, what the year comes to."""

from __future__ import annotations

from salesplan_xl.schema.migrations.step import Step

STEP = Step(
    3,
    settings=(
        "as_of_used", "fiscal_start", "workday_country", "typed_revenue",
        "silent_order_days", "silent_days", "fragment_share", "plan_months", "workday_gap", "lost_share",
        "project_order_share", "stopped_order_days", "stopped_days", "stopped_gaps", "seldom_order_days",
    ),
    columns=(("health", "estimate"), ("health", "same_this"), ("health", "same_last")),
)  # fmt: skip
