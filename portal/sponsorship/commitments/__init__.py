"""Volunteering commitments: hours that one side declares and the other confirms, certificates."""
