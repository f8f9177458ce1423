"""The key figures of a computed book, by name."""

from __future__ import annotations

from salesplan_xl.book.plan_book.plan_book import PlanBook

_CELLS = {
    "customers": ("tier_overview", "total", "customers"),
    "customers_a": ("tier_overview", "A", "customers"),
    "customers_b": ("tier_overview", "B", "customers"),
    "customers_c": ("tier_overview", "C", "customers"),
    "share_a": ("tier_overview", "A", "revenue_share"),
    "share_b": ("tier_overview", "B", "revenue_share"),
    "share_c": ("tier_overview", "C", "revenue_share"),
    "time_a": ("tier_overview", "A", "time_share"),
    "time_b": ("tier_overview", "B", "time_share"),
    "time_c": ("tier_overview", "C", "time_share"),
    "top_n_share": ("concentration", "top_n", "value"),
    "effective_customers": ("concentration", "effective", "value"),
    "this_year": ("tier_targets", "total", "this_year"),
    "target": ("tier_targets", "total", "expected"),
    "target_a": ("tier_targets", "A", "expected"),
    "target_b": ("tier_targets", "B", "expected"),
    "target_c": ("tier_targets", "C", "expected"),
    "target_new": ("tier_targets", "N", "expected"),
    "guaranteed": ("commitments", "guaranteed", "amount"),
    "guaranteed_sureness": ("commitments", "guaranteed", "sureness"),
    "stretch": ("commitments", "stretch", "amount"),
    "stretch_sureness": ("commitments", "stretch", "sureness"),
    "safe": ("outcome", "sure", "amount"),
    **{q: ("quarter_support", "target", q) for q in ("q1", "q2", "q3", "q4")},
    "unsupported": ("quarter_support", "unsupported", "year"),
    "days_needed": ("capacity", "needed", "value"),
    "days_available": ("capacity", "available", "value"),
    "completion": ("kpi_board", "completion", "month"),
    "coverage": ("kpi_board", "coverage", "month"),
    "on_time_rate": ("kpi_board", "on_time_rate", "month"),
}


def figures(book: PlanBook) -> dict[str, object]:
    """The figures a salesperson asks for first; blank ones are ``None``."""
    evaluation = book.evaluation()
    found = {name: evaluation.grid_cell(*key) for name, key in _CELLS.items()}
    plain = {name: None if value == "" else value for name, value in found.items()}
    return plain | {
        "plan_year": book.settings["plan_year"],
        "month": book.settings["current_month"],
        "unit": book.unit,
        "top_n": book.settings["top_n"],
    }
