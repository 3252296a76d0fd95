"""Screens of accesses: the care team, the blind search, the unit, and who opened what."""
