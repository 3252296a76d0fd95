"""Files of CAF and MSA, and tables: read into staging rows, compared, decided, applied, undone."""
