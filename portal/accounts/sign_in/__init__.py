"""Signing in, one's own account, the second factor: django-allauth in this site's words."""
