"""The customers that carry the business and their health: tiers, the four diagnoses, payment behaviour."""
