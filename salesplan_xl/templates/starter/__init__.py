"""Writes the starter workbook that ``schema.starter`` declares."""
