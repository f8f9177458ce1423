"""The words that files are written in, as data: headers of columns, and values of cells; see ``words``."""
