"""Screens of people, units and professionals."""
