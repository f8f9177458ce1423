"""The ports over a workbook that is open: Excel through xlwings, and xlwings Lite."""
