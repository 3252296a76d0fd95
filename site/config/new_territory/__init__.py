"""`manage.py new_territory`: from an empty database to the site of a Département."""
