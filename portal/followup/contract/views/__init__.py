"""Screens of contracts, plans, diagnoses and hours."""
