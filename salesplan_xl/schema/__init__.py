"""The workbook declared once: sheets, tables, columns, settings, blocks, formulas.

Readers, writers, templates, checks, guide pages and both languages derive from it. Knows no file and no Excel.
"""
