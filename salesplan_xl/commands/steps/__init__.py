"""One verb of the plan a file, named as the verb."""
