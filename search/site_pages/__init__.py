"""The search of the site’s own pages, at `/recherche/`."""
