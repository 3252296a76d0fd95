"""Screens of requests: the person's, who helps them, the coordinator's waiting list."""
