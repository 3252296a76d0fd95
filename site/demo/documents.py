"""Documents of the demo, written from their text as OpenDocument files that people fill in."""

from hashlib import sha1

from django.core.files.base import ContentFile

from demo import odt
from demo.data_files import Record, read
from snippets.models import SiteDocument


def load_documents() -> int:
    """Load the documents that are missing; return how many were made."""
    return sum(_load(record) for record in read("editorial/documents.json"))


def documents_by_key() -> dict[str, SiteDocument]:
    """The documents by their key, known by their content: staff may rename them."""
    return {
        record["key"]: SiteDocument.objects.filter(file_hash=_digest(_write(record))).earliest("pk")
        for record in read("editorial/documents.json")
    }


def _load(record: Record) -> bool:
    content = _write(record)
    if SiteDocument.objects.filter(file_hash=_digest(content)).exists():
        return False
    SiteDocument.objects.create(
        title=record["title"],
        file=ContentFile(content, name=record["file_name"]),
        file_size=len(content),
        file_hash=_digest(content),
    )
    return True


def _write(record: Record) -> bytes:
    return odt.write(record["title"], record["content"])


def _digest(content: bytes) -> str:
    """What Wagtail keeps of a file's content."""
    return sha1(content, usedforsecurity=False).hexdigest()
