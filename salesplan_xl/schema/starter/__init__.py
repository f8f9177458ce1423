"""The starter workbook, declared: a first plan by native formulas alone, without Python and without macros."""
