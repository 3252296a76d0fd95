"""Reads what comes back: delivery reports (RFC 3464) and complaints (RFC 5965).

Both are mails of type multipart/report: a part for programs, and the original message or its
headers, whose Message-ID says which of ours it was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from enum import StrEnum

from snippets.addresses import normal_address

MAX_BYTES = 1024 * 1024
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ID_LINE = re.compile(r"^Message-ID:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")


class ReportError(ValueError):
    """The mail is no report; its message says why, in English: a program sent it."""


class Action(StrEnum):
    """What happened, in the words of RFC 3464, and the complaint of RFC 5965."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    COMPLAINT = "complaint"


@dataclass(frozen=True)
class Report:
    """What was said of one message. `addresses`: those the report names; `status`: RFC 3463."""

    action: Action
    message_id: str
    addresses: frozenset[str] = frozenset()
    status: str = ""


def read_reports(raw: bytes) -> list[Report]:
    """What one mail reports, recipient by recipient. Raises ReportError."""
    if len(raw) > MAX_BYTES:
        message = f"A report has at most {MAX_BYTES} bytes."
        raise ReportError(message)
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    if not isinstance(mail, EmailMessage) or mail.get_content_type() != "multipart/report":
        message = "This mail is not of type multipart/report."
        raise ReportError(message)
    message_id = _original_id(mail)
    if not message_id:
        message = "The report has no original message with a Message-ID."
        raise ReportError(message)
    found = [*_deliveries(mail, message_id), *_complaints(mail, message_id)]
    if not found:
        message = "The report names no recipient and no complaint."
        raise ReportError(message)
    return found


def _deliveries(mail: EmailMessage, message_id: str) -> Iterator[Report]:
    """The recipients of a delivery-status part; its first block is about the whole message."""
    for part in _parts(mail, "message/delivery-status"):
        for block in _blocks(part)[1:]:
            action = str(block.get("Action", "")).strip().lower()
            if action in {"relayed", "expanded"}:
                action = Action.DELIVERED
            if action not in {Action.FAILED, Action.DELAYED, Action.DELIVERED}:
                continue
            status = _STATUS.search(str(block.get("Status", "")))
            named = (block.get("Final-Recipient"), block.get("Original-Recipient"))
            yield Report(
                Action(action),
                message_id,
                frozenset(filter(None, (_address(str(name or "")) for name in named))),
                status[0] if status else "",
            )


def _complaints(mail: EmailMessage, message_id: str) -> Iterator[Report]:
    """The complaint of a feedback-report part."""
    for part in _parts(mail, "message/feedback-report"):
        for block in _blocks(part):
            if str(block.get("Feedback-Type", "")).strip().lower() == "abuse":
                yield Report(Action.COMPLAINT, message_id)


def _original_id(mail: EmailMessage) -> str:
    """The Message-ID of the mail that the report is about, empty when it is not there."""
    for part in mail.walk():
        if part is mail:
            continue
        kind = part.get_content_type()
        if kind == "message/rfc822":
            continue  # `walk` goes on with the message inside
        if kind == "text/rfc822-headers":
            text = str(part.get_content())
            found = re.search(
                r"^Message-ID:\s*(<[^<>\s]{1,250}>)", text, re.IGNORECASE | re.MULTILINE
            )
            if found:
                return found[1]
        found = _MESSAGE_ID.search(str(part.get("Message-ID", "")))
        if found:
            return found[0]
    return ""


def _parts(mail: EmailMessage, kind: str) -> list[EmailMessage]:
    return [
        part
        for part in mail.iter_parts()
        if isinstance(part, EmailMessage) and part.get_content_type() == kind
    ]


def _blocks(part: EmailMessage) -> list[EmailMessage]:
    """The groups of fields of a part for programs, which the parser reads as messages."""
    content = part.get_payload()
    if isinstance(content, list):
        return [block for block in content if isinstance(block, EmailMessage)]
    text = content if isinstance(content, str) else ""
    parser = BytesParser(policy=policy.default)
    blocks = (parser.parsebytes(block.encode()) for block in re.split(r"\r?\n\r?\n", text.strip()))
    return [block for block in blocks if isinstance(block, EmailMessage)]


def _address(field: str) -> str:
    """The address of "rfc822; someone@example.org"."""
    _, _, address = field.rpartition(";")
    return normal_address(address.strip().strip("<>"))
