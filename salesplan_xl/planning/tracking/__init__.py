"""The running year: months, the month list, reviews, the action funnel, incentives, the forecast."""
