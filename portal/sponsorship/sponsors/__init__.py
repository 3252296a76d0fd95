"""Sponsors: they apply, the coordinator vets them, they sign the charter, pause and leave."""
