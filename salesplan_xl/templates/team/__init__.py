"""The team workbook: a summary, KPIs, concentration, findings, a page a person."""
