"""Schema 6: the year end with its lists, reorder plan, scripts and contact results."""

from __future__ import annotations

from salesplan_xl.schema.migrations.step import Step

STEP = Step(
    6,
    settings=(
        "review_from", "sprint_from", "plan_from", "plan_until", "sprint_end", "contacts_per_day", "winback_months",
        "not_ordered_share", "soon_chance", "steady_orders", "steady_variation", "key_project_amount",
        "this_year_target", "rfm_months", "outcome_days", "hopeless_contacts", "inquiry_cost", "new_margin",
        "repeat_basis",
        "default_gap", "lost_ratio", "lost_one_order_gaps", "lost_one_order_days", "overdue_days", "overdue_share",
        "due_soon_days", "lead_days", "market_growth", "odd_order", "trend_drop", "trend_rise", "trend_orders",
    ),
    columns=(("customers", "language"),),
    sheets=(
        "sprint", "reorders", "december", "scripts", "messages", "segments", "outreach", "year_end_data", "survey",
        "company_plan",
    ),
)  # fmt: skip
