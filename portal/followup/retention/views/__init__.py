"""Screens of retention, for the manager of a unit."""
