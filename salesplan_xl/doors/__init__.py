"""The doors: command line (and later ribbon and UDFs). Thin: they parse, call a command, and show the outcome."""
