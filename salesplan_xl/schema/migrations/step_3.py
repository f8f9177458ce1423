"""Schema 3: how far the data reach, business years from any month, workdays of a country, what the year comes to."""

from __future__ import annotations

from salesplan_xl.schema.migrations.step import Step

STAGE_COLUMNS = ("need_raw", "need_rate", "proposal_raw", "proposal_rate", "signed_raw", "signed_rate", "money_lead")

STEP = Step(
    3,
    settings=(
        "as_of_used", "fiscal_start", "workday_country", "typed_revenue",
        "silent_order_days", "silent_days", "fragment_share",
        "plan_months", "project_order_share", "stopped_order_days", "stopped_days", "stopped_gaps", "seldom_order_days",
        "workday_gap", "lost_share",
        # paying habits; rounding and the map; the month list
        "habitual_progress_late", "habitual_progress_share", "abandoned_invoices", "abandoned_days",
        "abandoned_silence", "row_rounding", "map_gap", "small_target",
        # the plan that is measured against
        "plan_fixed_on",
    ),
    columns=(("health", "estimate"), ("health", "compared_this"), ("health", "compared_last"), ("months", "left")),
    grids=("outlook", "outcome_now"),
    grid_rows=(*(("month_split", key) for key in ("q1", "q2", "q3", "q4")), ("month_split", "step")),
    grid_columns=(
        *(("funnel_sources", key) for key in STAGE_COLUMNS), ("commitments", "basis"), ("commitments", "changed"),
        ("report_figure", "now"),
    ),
    grid_formulas=("report_figure", "headline"),
    formulas=(
        ("health", "yoy"), ("health", "receivable_share"), ("health", "dso"), ("months", "completion"),
        ("months", "target_to_date"),
    ),
)  # fmt: skip
