"""Campaigns: one text to many addresses, each of which can know why."""
