"""The speed of the main job against two yardsticks measured in the same process.

``limit`` is the least any program must do with the same book (fastest read, raw copy); ``plain`` is the
script that a colleague would write with pandas and openpyxl. Ratios are what counts; seconds vary by machine.
"""
