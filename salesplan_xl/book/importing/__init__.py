"""Files of other systems read as frames of the input tables."""
