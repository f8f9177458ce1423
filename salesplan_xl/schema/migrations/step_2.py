"""Schema 2: what customers earn, days of grace for payments, what was imported when, thresholds as settings."""

from __future__ import annotations

from salesplan_xl.schema.migrations.step import Step

STEP = Step(
    2,
    settings=(
        "grace_days",
        # health: when terms are tightened, and how the score gives points
        "prepay_days", "tighten_days", "not_issued_days", "warnings_for_risk", "late_points", "overdue_points",
        "age_points", "points_danger", "points_warning", "points_flat", "points_project", "points_white_space",
        "points_need", "points_full",
        # quarters and time
        "unbacked_share", "least_gap", "rounding_limit", "season_years", "one_year_weight", "rule_tolerance",
        # months and late payment
        "behind_line", "project_change_line", "kpi_change",
        "listed_targets", "worst_customers", "large_times",
        # how sure
        "highest_chance", "company_chance", "hopeless_chance", "lumpy_share", "lumpy_gap",
        # checks of the data
        "small_difference", "large_difference", "odd_factor",
    ),
    columns=(("health", "gross_margin"),),
    sheets=("imports",),
)  # fmt: skip
