"""Screens of organisations, by audience."""
