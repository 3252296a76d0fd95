"""Checking people in at the door (pointage): a page that goes on without network."""
