"""Screens of hours."""
