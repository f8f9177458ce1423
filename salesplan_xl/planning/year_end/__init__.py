"""The end of the year: phases, segments, sprint and deployment lists, contact results, scripts, three-source target."""
