"""Where time goes: visit cadence, capacity, key actions, conflicts of people and machines."""
