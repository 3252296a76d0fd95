"""Reads what comes back: delivery reports (RFC 3464) and complaints (RFC 5965).

Both are mails of type multipart/report: a part for programs, and the original message or its
headers, whose Message-ID says which of ours it was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from enum import StrEnum

from snippets.addresses import normal_address

MAX_BYTES = 1024 * 1024
# Far more than a report has; the parser's time grows with these, and with the square of some.
MAX_LINES = 30_000
MAX_PARTS = 100
MAX_HEADER = 2_000
MAX_RECIPIENTS = 100
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


class _Bounded(Compat32):
    """Headers as they came, without their end when it is far: nothing decodes what we compare."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER]


def read_reports(raw: bytes) -> list[Report]:
    """What one mail reports, recipient by recipient. Raises ReportError."""
    if len(raw) > MAX_BYTES:
        message = f"A report has at most {MAX_BYTES} bytes."
        raise ReportError(message)
    if raw.count(b"\n") > MAX_LINES or raw.lower().count(b"\ncontent-type:") > MAX_PARTS:
        message = f"A report has at most {MAX_LINES} lines and {MAX_PARTS} parts."
        raise ReportError(message)
    try:
        return _read(BytesParser(policy=_Bounded()).parsebytes(raw))
    except ReportError:
        raise
    # Whoever has our address may send one: what no server writes is refused, however it fails.
    except Exception as error:
        message = "This mail cannot be read."
        raise ReportError(message) from error


def _read(mail: Message) -> list[Report]:
    if mail.get_content_type() != "multipart/report":
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


def _deliveries(mail: Message, message_id: str) -> Iterator[Report]:
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


def _complaints(mail: Message, message_id: str) -> Iterator[Report]:
    """The complaint of a feedback-report part."""
    for part in _parts(mail, "message/feedback-report"):
        for block in _blocks(part):
            if str(block.get("Feedback-Type", "")).strip().lower() == "abuse":
                yield Report(Action.COMPLAINT, message_id)


def _original_id(mail: Message) -> str:
    """The Message-ID of the mail that the report is about, empty when it is not there."""
    for part in mail.walk():
        kind = part.get_content_type()
        # `walk` goes on with the message inside of message/rfc822.
        if part is mail or kind == "message/rfc822":
            continue
        found = _ID_LINE.search(_text(part)) if kind == "text/rfc822-headers" else None
        if found:
            return found[1]
        found = _MESSAGE_ID.search(str(part.get("Message-ID", "")))
        if found:
            return found[0]
    return ""


def _parts(mail: Message, kind: str) -> list[Message]:
    parts = mail.get_payload() if mail.is_multipart() else []
    return [part for part in parts if isinstance(part, Message) and part.get_content_type() == kind]


def _blocks(part: Message) -> list[Message]:
    """The groups of fields of a part for programs, which the parser reads as messages."""
    if part.is_multipart():
        groups = list(part.get_payload())[: MAX_RECIPIENTS + 1]
        return [group for group in groups if isinstance(group, Message)]
    blocks = re.split(r"\r?\n\r?\n", _text(part).strip(), maxsplit=MAX_RECIPIENTS + 1)
    parser = BytesParser(policy=_Bounded())
    return [parser.parsebytes(block.encode()) for block in blocks[: MAX_RECIPIENTS + 1]]


def _text(part: Message) -> str:
    """The text of a part. Header fields are ASCII: whatever charset it names."""
    content = part.get_payload(decode=True)
    return content.decode("ascii", "replace") if isinstance(content, bytes) else ""


def _address(field: str) -> str:
    """The address of "rfc822; someone@example.org"."""
    _, _, address = field.rpartition(";")
    return normal_address(address.strip().strip("<>"))
