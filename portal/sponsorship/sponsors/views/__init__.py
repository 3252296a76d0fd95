"""Screens of sponsors: the way in, their space, the coordinator's."""
