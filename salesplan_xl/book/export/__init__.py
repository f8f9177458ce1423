"""Files of other kinds that are made of a book: PDF and mail drafts."""
