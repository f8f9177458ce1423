"""Growth of a workbook file, and the way back: columns of a table, rows of a sheet, sheets, with their formats.

Everything new is taken from another workbook, a freshly built one; references to what stood there are shifted.
"""
