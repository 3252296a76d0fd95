"""Suspension-remobilisation: reports of breaches, procedures, sanctions, appeals."""
