"""When the money comes: seasons, quarters, pipeline coverage, slips, milestones."""
