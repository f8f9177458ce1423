"""Who carries the business and how healthy they are: tiers, the four diagnoses, payment behaviour."""
