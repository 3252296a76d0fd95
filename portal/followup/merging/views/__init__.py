"""Screens of a merge: of one case, and the list of those that wait."""
