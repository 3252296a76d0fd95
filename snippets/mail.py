"""The one function that queues a mail."""

import re
from collections.abc import Mapping, Sequence
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from post_office.models import PRIORITY, STATUS, Email
from post_office.settings import get_message_id_fqdn

from snippets import mail_registry
from snippets.jobs import send_mail
from snippets.mail_engine import MailText, load_text, render
from snippets.models import MailTemplate
from snippets.site import site_settings

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


def queue_mail(
    key: str,
    *,
    to: Sequence[str],
    context: Mapping[str, mail_registry.MailValue],
    reply_to: str | None = None,
) -> Email:
    """Store a message and the job that sends it, in the transaction of the caller.

    `key` is one of `mail_registry`; `context` has its variables (those left out are empty;
    `site_name` and the contacts are added). Everybody in `to` sees the others: one call per
    person unless they are colleagues. Raises KeyError for an unknown key, ValueError for a
    variable that the message does not have, no recipient or an address that is not one.
    """
    kind = mail_registry.get(key)
    unknown = set(context) - kind.names
    if unknown:
        message = f"The message {key!r} has no variable {', '.join(sorted(unknown))}."
        raise ValueError(message)
    if not to:
        message = f"The message {key!r} has no recipient."
        raise ValueError(message)
    site = site_settings()
    answer_to = reply_to or site.contact_email
    text = render(effective_text(key), {**dict.fromkeys(kind.names, ""), **_common(), **context})
    email = Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=list(to),
        subject=text.subject,
        message=text.body,
        html_message=html_version(text),
        message_id=make_msgid(domain=get_message_id_fqdn()),
        headers={"Reply-To": answer_to, "Auto-Submitted": "auto-generated"},
        priority=PRIORITY.medium,
        status=STATUS.queued,
    )
    with transaction.atomic():
        try:
            validate_email(answer_to)
            email.save()
        except ValidationError as error:
            # The addresses stay out of the message: it may be logged.
            message = f"The message {key!r} has an address or a field that is not valid."
            raise ValueError(message) from error
        send_mail.defer(email_id=email.pk)
    return email


def effective_text(key: str) -> MailText:
    """The text of a message: the one that staff wrote, part by part, or the project's own."""
    edited = MailTemplate.objects.filter(key=key).first()
    return edited.text if edited else load_text(key)


def html_version(text: MailText) -> str:
    """The same message in HTML: paragraphs, and links for our own addresses only.

    A link in a text that a visitor wrote stays text: nobody sends a click through us.
    """
    blocks = [
        {"text": block, "url": block if _is_ours(block) else ""}
        for block in text.body.strip().split("\n\n")
    ]
    return render_to_string("mail/message.html", {"subject": text.subject, "blocks": blocks})


def _is_ours(block: str) -> bool:
    """Whether a paragraph is nothing but one address of this site."""
    return bool(_ADDRESS.fullmatch(block)) and block.startswith(f"{settings.BASE_URL.rstrip('/')}/")


def _common() -> dict[str, Any]:
    """The variables that every message has."""
    site = site_settings()
    return {
        "site_name": site.site_name,
        "contact_email": site.contact_email,
        "contact_phone": site.contact_phone,
    }
