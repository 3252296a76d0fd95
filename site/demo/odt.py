"""Writes a small OpenDocument text: titles, paragraphs, lists and lines to fill in."""

import io
import zipfile
from typing import Any

from django.template.loader import render_to_string

MIME_TYPE = "application/vnd.oasis.opendocument.text"
# The same bytes each time: a file of the library is known by its content.
_TIMESTAMP = (2026, 1, 1, 0, 0, 0)


def write(title: str, content: list[dict[str, Any]]) -> bytes:
    """The document: `content` is a list of {h}, {h2}, {p}, {ul} or {field}."""
    context = {"title": title, "content": content}
    files = {
        "mimetype": MIME_TYPE,
        "META-INF/manifest.xml": _drawn("manifest", context),
        "content.xml": _drawn("content", context),
        "styles.xml": _drawn("styles", context),
        "meta.xml": _drawn("meta", context),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _TIMESTAMP), text)
    return written.getvalue()


def _drawn(part: str, context: dict[str, Any]) -> str:
    return render_to_string(f"demo/odt/{part}.xml", context).strip()
