"""What a workbook file gets or loses as a whole: columns of a table, rows of a sheet, sheets, with their formats.

Everything new is taken from another workbook, a freshly built one; everything that stood there follows.
"""
