"""Screens of the organisation's space."""
