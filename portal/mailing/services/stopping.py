"""What somebody says of campaigns on the page that tells why: no more of these, no more at all."""

from collections.abc import Iterable

from django.db import transaction

from portal.mailing.mails import CATEGORIES
from snippets.mail.models import MailRefusal
from snippets.mail.preferences.refusals import (
    accept_category,
    refuse_category,
    refused_categories,
)

KEYS = tuple(category.key for category in CATEGORIES)


def stopped(address: str) -> tuple[str, ...]:
    """The categories of campaigns that an address refuses."""
    refused = refused_categories(address)
    return tuple(key for key in KEYS if key in refused)


@transaction.atomic
def stop(*, address: str, categories: Iterable[str] = KEYS) -> tuple[str, ...]:
    """Refuse these categories of campaigns, all of them by default; return those that were not.

    What was refused before stays so when the person changes their mind about the rest.
    """
    before = stopped(address)
    added = tuple(key for key in KEYS if key in set(categories) and key not in before)
    for key in added:
        refuse_category(address=address, category=key, source=MailRefusal.Source.ONE_CLICK)
    return added


@transaction.atomic
def receive_again(*, address: str, categories: Iterable[str]) -> None:
    """Receive these categories of campaigns again; any other word is left alone."""
    for key in KEYS:
        if key in set(categories):
            accept_category(address=address, category=key)
