"""The one function that queues a mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import validate_email
from django.db import transaction
from post_office.models import PRIORITY, STATUS, Attachment, Email
from post_office.settings import get_message_id_fqdn

from snippets import mail_registry
from snippets.addresses import normal_address
from snippets.jobs import send_mail
from snippets.mail_engine import MailText, load_text, render
from snippets.mail_html import MailFooter, html_version, plain_version
from snippets.models import Delivery, Dispatch, MailRefusal, MailTemplate, SuppressedAddress
from snippets.site import site_settings

# Of all the files of one message, before their encoding adds a third.
MAX_ATTACHMENTS_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True)
class MailFile:
    """A file to attach. `content_type`: "application/pdf"."""

    name: str
    content: bytes
    content_type: str


def queue_mail(
    key: str,
    *,
    to: str,
    context: Mapping[str, mail_registry.MailValue],
    reply_to: str | None = None,
    attachments: Sequence[MailFile] = (),
    bulk: bool = False,
    not_before: datetime | None = None,
) -> Email:
    """Store a message and the job that sends it, in the transaction of the caller.

    `key` is one of `mail_registry`; `context` has its variables (those left out are empty;
    `site_name` and the contacts are added). One call per person: nobody sees another recipient.
    `bulk`: one of many, which lets the others pass and leaves with the minute's round.
    A message that the person refused, or to an address that no longer answers, is stored as
    withheld and never leaves.

    Raises KeyError for an unknown key, ValueError for a variable that the message does not have,
    an address that is not one, a file without a name, or files larger than
    `MAX_ATTACHMENTS_BYTES` together.
    """
    kind = mail_registry.get(key)
    unknown = set(context) - kind.names
    if unknown:
        message = f"The message {key!r} has no variable {', '.join(sorted(unknown))}."
        raise ValueError(message)
    _check_attachments(key, attachments)
    site = site_settings()
    text = render(effective_text(key), {**dict.fromkeys(kind.names, ""), **_common(), **context})
    dispatch = Dispatch(key=key, category=kind.category.key, address=normal_address(to))
    footer = MailFooter()
    email = Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        subject=text.subject,
        message=plain_version(text, footer),
        html_message=html_version(text, footer),
        message_id=make_msgid(domain=get_message_id_fqdn()),
        headers={"Reply-To": reply_to or site.contact_email, "Auto-Submitted": "auto-generated"},
        priority=PRIORITY.low if bulk else PRIORITY.medium,
        status=STATUS.queued,
        scheduled_time=not_before,
    )
    with transaction.atomic():
        try:
            validate_email(to)
            validate_email(email.headers["Reply-To"])
            email.save()
        except ValidationError as error:
            # The addresses stay out of the message: it may be logged.
            message = f"The message {key!r} has an address or a field that is not valid."
            raise ValueError(message) from error
        dispatch.withheld = _reason_to_withhold(dispatch, kind)
        dispatch.email = email
        dispatch.save()
        if dispatch.withheld:
            Email.objects.filter(pk=email.pk).update(status=Delivery.WITHHELD)
            email.status = Delivery.WITHHELD
            return email
        for file in attachments:
            stored = Attachment(name=file.name, mimetype=file.content_type)
            stored.file.save(file.name, ContentFile(file.content))
            email.attachments.add(stored)
        if not bulk and not_before is None:
            send_mail.defer(email_id=email.pk)
    return email


def effective_text(key: str) -> MailText:
    """The text of a message: the one that staff wrote, part by part, or the project's own."""
    edited = MailTemplate.objects.filter(key=key).first()
    return edited.text if edited else load_text(key)


def _reason_to_withhold(dispatch: Dispatch, kind: mail_registry.MailKind) -> str:
    """Why this message must not leave, or nothing."""
    if SuppressedAddress.objects.filter(address=dispatch.address).exists():
        return Dispatch.Withheld.SUPPRESSED
    if (
        kind.category.optional
        and MailRefusal.objects.filter(
            address=dispatch.address, category=dispatch.category
        ).exists()
    ):
        return Dispatch.Withheld.DECLINED
    return ""


def _check_attachments(key: str, attachments: Sequence[MailFile]) -> None:
    """Raise ValueError for files that no provider would take."""
    if any(not file.name.strip() for file in attachments):
        message = f"The message {key!r} has a file without a name."
        raise ValueError(message)
    size = sum(len(file.content) for file in attachments)
    if size > MAX_ATTACHMENTS_BYTES:
        message = (
            f"The message {key!r} has {size} bytes of files, for {MAX_ATTACHMENTS_BYTES} at most."
        )
        raise ValueError(message)


def _common() -> dict[str, Any]:
    """The variables that every message has."""
    site = site_settings()
    return {
        "site_name": site.site_name,
        "contact_email": site.contact_email,
        "contact_phone": site.contact_phone,
    }
