"""The ground that several methods share: rates, rounding that ties, the customer book."""
