"""Builds the empty workbooks from the declarations in ``schema``.

What lives here: how a book *looks* (colours, widths, print set-up, charts) and the writing of a fresh file.
What may not: sheet names, headers, settings or formulas of its own; they all come from ``schema``.
"""
