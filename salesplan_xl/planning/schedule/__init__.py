"""The timing of the money: seasons, quarters, pipeline coverage, slips, milestones."""
