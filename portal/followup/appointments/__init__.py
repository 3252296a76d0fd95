"""Rendez-vous."""
