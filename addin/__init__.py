"""The Excel add-in: the text it is built from, the built file, and ``tools``, which build and verify it.

Only the built file and its notices are installed with the package; the rest is for whoever works here.
"""
