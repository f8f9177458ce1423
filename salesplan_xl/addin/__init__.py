"""The Excel add-in on one machine: put where Excel loads it, pointed at a Python, examined, taken away.

``install`` and ``doctor`` look after one machine; the built ``SalesPlan.xlam`` comes with the package (``files/``
here in an installed wheel). How it is built and verified stands in the top-level ``addin/`` folder of a checkout.
Nothing here plans, and nothing here opens a workbook of the user.
"""
