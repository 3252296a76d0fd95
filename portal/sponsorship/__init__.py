"""Parrainage and volunteering commitments: a package by theme."""
