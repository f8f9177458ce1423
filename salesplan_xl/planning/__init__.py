"""The planning methods, pure: DataFrames in, DataFrames out.

No Excel, no file, no clock, no unseeded randomness; ``rules`` holds every threshold with its default.
"""
