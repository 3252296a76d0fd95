"""Screens: `person` and `person_file` are the person’s, `team` and `file` are of the case."""
