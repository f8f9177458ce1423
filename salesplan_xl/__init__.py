"""SalesPlan: annual sales planning inside an Excel workbook.

The rooms and their one-way doors: ``planning`` (pure methods) ← ``schema`` (the workbook declared once) ←
``book`` (the only code that knows Excel or files) ← ``commands`` (one verb, one file) ← ``doors`` (thin).
"""

__version__ = "0.1.0"
