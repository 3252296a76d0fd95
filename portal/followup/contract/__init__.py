"""Diagnosis, engagement contract, plan of action."""
