"""The use of time: visit cadence, capacity, key actions, conflicts of people and machines."""
