"""The only code that knows Excel or files.

``port`` is the small surface to whatever holds a book, ``file`` the port over an ``.xlsx`` file, ``xlsx`` the file
format itself; ``plan_book`` puts the schema on top (casting, edits, formulas). No planning method lives here.
"""
