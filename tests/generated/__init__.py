"""Everything committed that is made from other sources: ``python -m tests.generated [--check] [PART …]``.

``guide`` the reference pages of the guide, from catalogue, schema and command line; ``books`` the workbooks of
``workbook_templates/`` and their manifest; ``addin`` the add-in, its generated macros and the drawings of its ribbon.
Without a part all of them. A file that says what it would say when built anew is left as it is (``same``).
"""
