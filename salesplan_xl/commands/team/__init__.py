"""A team's book: split, merge, roll-up."""
