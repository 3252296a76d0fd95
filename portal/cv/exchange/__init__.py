"""CVs in other formats: JSON Resume, text, DOCX; and old CVs read as drafts to check."""

from portal.cv.exchange.docx_export import as_docx
from portal.cv.exchange.draft import Draft
from portal.cv.exchange.files import FileError, read_file
from portal.cv.exchange.imports import read_at_once, read_text
from portal.cv.exchange.json_resume import as_json, read_json
from portal.cv.exchange.text import as_text

__all__ = [
    "Draft",
    "FileError",
    "as_docx",
    "as_json",
    "as_text",
    "read_at_once",
    "read_file",
    "read_json",
    "read_text",
]
