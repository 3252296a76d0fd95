"""The files that a message may carry."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from post_office.models import Attachment, Email

# Of all the files of one message, before their encoding adds a third.
MAX_BYTES = 5 * 1024 * 1024
MAX_NAME = 150
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(; [a-z]+=[A-Za-z0-9-]+)*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f/\\]")


@dataclass(frozen=True)
class MailFile:
    """A file to attach. `content_type`: "application/pdf"."""

    name: str
    content: bytes
    content_type: str


def check_files(files: Sequence[MailFile]) -> None:
    """Raise ValueError for files that cannot be sent, or that no provider would take."""
    for file in files:
        if not file.name.strip() or len(file.name) > MAX_NAME or _CONTROL.search(file.name):
            message = "A file to send has a name that is empty, too long or not one."
            raise ValueError(message)
        if not _TYPE.fullmatch(file.content_type):
            message = "A file to send has a content type that is not one."
            raise ValueError(message)
    size = sum(len(file.content) for file in files)
    if size > MAX_BYTES:
        message = f"The files to send have {size} bytes, for {MAX_BYTES} at most."
        raise ValueError(message)


def attach(email: Email, files: Sequence[MailFile]) -> None:
    """Store the files under random names, out of what is served, for a stored message."""
    for file in files:
        stored = Attachment(name=file.name, mimetype=file.content_type)
        stored.file.save(file.name, ContentFile(file.content))
        email.attachments.add(stored)
