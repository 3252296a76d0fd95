"""CVs: one JSON Resume document each, printed in PDF, exchanged in other formats."""
