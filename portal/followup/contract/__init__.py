"""Diagnosis, engagement contract, plan of action, hours of activity."""
