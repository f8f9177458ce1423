"""The plan of one book: every step computed once, on demand, through one context."""
