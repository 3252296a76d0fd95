"""Writes a small OpenDocument text: titles, paragraphs, lists and lines to fill in."""

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

MIME_TYPE = "application/vnd.oasis.opendocument.text"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
        ("manifest", "manifest"),
    )
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FILL = "." * 90
# The same bytes each time: a file of the library is known by its content.
_TIMESTAMP = (2026, 1, 1, 0, 0, 0)


def write(title: str, content: list[dict[str, Any]]) -> bytes:
    """The document: `content` is a list of {h}, {h2}, {p}, {ul} or {field}."""
    files = {
        "mimetype": MIME_TYPE,
        "META-INF/manifest.xml": _manifest(),
        "content.xml": _content(content),
        "styles.xml": _styles(),
        "meta.xml": _meta(title),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _TIMESTAMP), text)
    return written.getvalue()


def _content(content: list[dict[str, Any]]) -> str:
    body = "".join(_part(part) for part in content)
    return (
        f'{_HEAD}<office:document-content {_NAMESPACES} office:version="1.3"><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )


def _part(part: dict[str, Any]) -> str:
    if "h" in part:
        return _heading(part["h"], 1)
    if "h2" in part:
        return _heading(part["h2"], 2)
    if "ul" in part:
        items = "".join(
            f'<text:list-item><text:p text:style-name="Standard">{escape(item)}</text:p>'
            "</text:list-item>"
            for item in part["ul"]
        )
        return f"<text:list>{items}</text:list>"
    if "field" in part:
        return _paragraph(f"{part['field']}\u00a0:") + _paragraph(_FILL)
    return _paragraph(part["p"])


def _heading(text: str, level: int) -> str:
    return (
        f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
        f"{escape(text)}</text:h>"
    )


def _paragraph(text: str) -> str:
    return f'<text:p text:style-name="Standard">{escape(text)}</text:p>'


def _styles() -> str:
    headings = "".join(
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}"'
        f' style:family="paragraph" style:parent-style-name="Standard">'
        f'<style:text-properties fo:font-size="{size}pt" fo:font-weight="bold"/></style:style>'
        for level, size in ((1, 20), (2, 14))
    )
    return (
        f'{_HEAD}<office:document-styles {_NAMESPACES} office:version="1.3"><office:styles>'
        '<style:style style:name="Standard" style:family="paragraph">'
        '<style:paragraph-properties fo:margin-bottom="0.25cm"/>'
        '<style:text-properties fo:font-size="12pt" fo:language="fr" fo:country="FR"/>'
        f"</style:style>{headings}</office:styles></office:document-styles>"
    )


def _meta(title: str) -> str:
    return (
        f'{_HEAD}<office:document-meta {_NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' office:version="1.3"><office:meta><dc:title>{escape(title)}</dc:title>'
        "<dc:language>fr-FR</dc:language></office:meta></office:document-meta>"
    )


def _manifest() -> str:
    parts = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (
            ("/", MIME_TYPE),
            ("content.xml", "text/xml"),
            ("styles.xml", "text/xml"),
            ("meta.xml", "text/xml"),
        )
    )
    return (
        f'{_HEAD}<manifest:manifest {_NAMESPACES} manifest:version="1.3">{parts}'
        "</manifest:manifest>"
    )
