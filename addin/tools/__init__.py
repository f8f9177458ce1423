"""Builds ``SalesPlan.xlam`` from text and says what is wrong with one, on any system and without Excel.

``build`` gives every generated file of this folder (``python -m tests.generated addin`` writes them);
``python -m addin.tools verify`` looks at the built file: its parts, its macros, its ribbon, and what each click runs.
"""
