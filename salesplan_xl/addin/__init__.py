"""The Excel add-in: built from text, verified without Excel, put where Excel loads it.

Sources are the top-level ``addin/`` folder of a checkout (``files/`` here in an installed wheel): the ribbon, its
labels, the macros. ``build`` makes ``SalesPlan.xlam`` from them, byte for byte the same on every system;
``verify`` finds what is wrong with one; ``install`` and ``doctor`` look after one machine. Nothing here plans,
and nothing here opens a workbook of the user.
"""
