"""The doors: command line (and later ribbon and UDFs); they parse, call a command, and show the outcome."""
