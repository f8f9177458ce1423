"""Schema 5: key accounts, their actions and judgements, and their block on the boss's page."""

from __future__ import annotations

from salesplan_xl.schema.migrations.step import Step

STEP = Step(
    5,
    settings=(
        "focus_cap", "window_days", "window_alarm_days", "stage_days", "stale_days", "quiet_days", "strategic_share",
        "window_share", "hours_per_day", "similar_least", "cross_share",
    ),
    grids=("report_accounts",),
    sheets=("accounts", "account_actions", "judgements"),
)  # fmt: skip
