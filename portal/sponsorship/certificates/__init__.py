"""Certificates of engagement: asked by sponsors, issued by the coordination."""
