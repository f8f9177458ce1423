"""Handing a plan on: clean copy, PDF, mail draft."""
