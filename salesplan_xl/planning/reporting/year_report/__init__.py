"""The year-end report: dashboard, battles and causes, what was learnt, next year's goals, customer map."""
