"""Screens of suggestions: of a case, and of the link that the person receives."""
