"""The machinery every verb needs: running a step, undo, the log, the result."""
