"""The books that are shipped in ``workbook_templates/``: empty ones in both languages and one filled demo.

``python -m salesplan_xl.shipping build`` writes them, byte for byte the same every time.
"""
