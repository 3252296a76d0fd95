"""A CV in PDF that somebody sends: read, and made harmless, in a sandbox (`snippets.sandbox`)."""

from portal.participation.uploads.reading import (
    MAX_BYTES,
    CleanPdf,
    Unusable,
    UploadedCvError,
    clean_pdf,
)

__all__ = ["MAX_BYTES", "CleanPdf", "Unusable", "UploadedCvError", "clean_pdf"]
