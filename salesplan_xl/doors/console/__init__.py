"""The parts of the command line: options, verbs, progress."""
