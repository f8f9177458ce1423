"""The sources of the year's money: projects, targets, new business, the revenue distribution, scenarios."""
