"""The pages for others: the report, the roll-up of a team, the checks, the state of a plan."""
