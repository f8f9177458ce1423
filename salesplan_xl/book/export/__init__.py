"""What leaves the book as another kind of file: PDF and mail drafts."""
