"""Where the year's money will come from: projects, targets, new business, the revenue distribution, scenarios."""
