"""Schema 7: the year-end report and the customer map."""

from __future__ import annotations

from salesplan_xl.schema.migrations.step import Step

STEP = Step(
    7,
    settings=(
        "collections_drop", "margin_drop", "discount_drop", "overdue_growth_share", "margin_known", "least_cases",
        "request_uplift", "unvisited_days",
    ),
    sheets=("year_report", "customer_map"),
)  # fmt: skip
