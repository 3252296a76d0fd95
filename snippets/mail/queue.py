"""The one function that queues a mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.encoding import punycode
from post_office.models import PRIORITY, STATUS, Email

from snippets.addresses import names_one_mailbox, normal_address
from snippets.mail import kinds
from snippets.mail.files import MailFile, attach, check_files
from snippets.mail.jobs import send_mail
from snippets.mail.models import Delivery, Dispatch, MailTemplate
from snippets.mail.preferences.links import (
    PREFERENCES_VARIABLE,
    MailLink,
    address_of,
    footer_of,
    headers_of,
)
from snippets.mail.suppression import withhold_reason
from snippets.mail.templates.common import common_values
from snippets.mail.templates.engine import MailText, load_text, render
from snippets.mail.templates.html import MailCard, html_version, plain_version
from snippets.site import base_url, site_settings


def queue_mail(
    key: str,
    *,
    to: str,
    context: Mapping[str, kinds.MailValue],
    reply_to: str | None = None,
    replies_read_by: str = "",
    attachments: Sequence[MailFile] = (),
    bulk: bool = False,
    not_before: datetime | None = None,
    text: MailText | None = None,
    cards: Sequence[MailCard] = (),
    why: bool = False,
) -> Email:
    """Store a message and the job that sends it, in the transaction of the caller.

    `key` is one of `kinds`; `context` has its variables (those left out are empty;
    `site_name` and the contacts are added). One call per person: nobody sees another recipient.
    `bulk`: one of many, which lets the others pass and leaves with the minute's round.
    `text`: instead of the message's own, when somebody tries what they write; a message whose text
    is given has no other. `replies_read_by`: who, said to whoever would answer. `cards`: pages of
    the site below the text. `why`: with the link that says why this address was chosen.
    A message that the person refused, or to an address that no longer answers, is stored as
    withheld and never leaves. So is one to an address that would be several: forms refuse it, a
    row from before may hold it.

    Raises KeyError for an unknown key, ValueError for a variable that the message does not have,
    what is no address at all, files that cannot be sent (see `files`), or a message whose text is
    given and is not there.
    """
    kind = kinds.get(key)
    unknown = set() if kind.text_is_given else set(context) - kind.names
    if kind.text_is_given and text is None:
        message = f"The message {key!r} has no text of its own."
        raise ValueError(message)
    if unknown:
        message = f"The message {key!r} has no variable {', '.join(sorted(unknown))}."
        raise ValueError(message)
    if "@" not in to or (reply_to and not names_one_mailbox(reply_to)):
        # The addresses stay out of the message: it may be logged.
        message = f"The message {key!r} has an address that is none."
        raise ValueError(message)
    check_files(attachments)
    site = site_settings()
    dispatch = Dispatch(key=key, category=kind.category.key, address=normal_address(to))
    values = {**dict.fromkeys(kind.names, ""), **common_values(), **context}
    if PREFERENCES_VARIABLE in kind.variables:
        values[PREFERENCES_VARIABLE] = address_of(MailLink.PREFERENCES, dispatch)
    rendered = render(text or effective_text(key), values)
    footer = footer_of(dispatch, why=why, replies_read_by=replies_read_by)
    email = Email(
        from_email=settings.MAIL_RETURN_ADDRESS or settings.DEFAULT_FROM_EMAIL,
        to=[dispatch.address] if names_one_mailbox(dispatch.address) else [],
        subject=rendered.subject,
        message=plain_version(rendered, footer, cards),
        html_message=html_version(rendered, footer, cards),
        message_id=f"<{dispatch.public_id.hex}@{_own_domain()}>",
        headers={
            "From": _sender(site.site_name),
            "Auto-Submitted": "auto-generated",
            **_reply_to(reply_to or site.contact_email),
            **headers_of(dispatch),
        },
        priority=PRIORITY.low if bulk else PRIORITY.medium,
        status=STATUS.queued,
        scheduled_time=not_before,
    )
    with transaction.atomic():
        try:
            email.save()
        except ValidationError as error:
            message = f"The message {key!r} has a field that is not valid."
            raise ValueError(message) from error
        dispatch.withheld = withhold_reason(dispatch)
        dispatch.email = email
        dispatch.save()
        if dispatch.withheld:
            Email.objects.filter(pk=email.pk).update(status=Delivery.WITHHELD)
            email.status = Delivery.WITHHELD
            return email
        attach(email, attachments)
        if not bulk and not_before is None:
            send_mail.defer(email_id=email.pk)
    return email


def effective_text(key: str) -> MailText:
    """The text of a message: that of staff, unless it cannot be used, or the project's own."""
    edited = MailTemplate.objects.filter(key=key).first()
    return edited.sent if edited else load_text(key)


def _own_domain() -> str:
    """The site's host, in ASCII: what the world knows the sender by."""
    return punycode(base_url().hostname or "localhost")


def _sender(site_name: str) -> str:
    """Whom it comes from: under the site's name, when the environment gives an address alone."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return settings.DEFAULT_FROM_EMAIL if name else str(Address(site_name, addr_spec=address))


def _reply_to(address: str) -> dict[str, str]:
    """The header, left out when the site's own contact is an address of before that is several."""
    return {"Reply-To": address} if names_one_mailbox(address) else {}
