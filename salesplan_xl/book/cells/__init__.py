"""Single cells and columns on their way in and out: text, numbers, dates, labels."""
