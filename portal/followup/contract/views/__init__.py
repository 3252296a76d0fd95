"""Screens of contracts, plans and diagnoses."""
