"""Screens of procedures."""
