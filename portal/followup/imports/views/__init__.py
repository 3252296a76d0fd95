"""Screens of imports: files, their columns, their lines, and the week's work."""
