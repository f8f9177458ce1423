"""Verbs that make and fill books, and the guide pages."""
