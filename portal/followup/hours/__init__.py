"""Heures d’activité: what people did, week by week, and what reduces or waives it."""
