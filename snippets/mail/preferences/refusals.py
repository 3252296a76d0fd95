"""What an address refuses to receive: the one place that writes it, for every app.

No row: the address receives the category. Rows are kept by address, for an account may have none.
"""

from collections.abc import Iterable

from django.db import transaction

from snippets.addresses import normal_address
from snippets.locks import take
from snippets.mail.categories import find_category, optional_categories
from snippets.mail.models import MailRefusal


def refused_categories(address: str) -> set[str]:
    """The keys of what an address refuses, categories that no longer exist included."""
    rows = MailRefusal.objects.filter(address=normal_address(address))
    return set(rows.values_list("category", flat=True))


@transaction.atomic
def refuse_category(*, address: str, category: str, source: MailRefusal.Source) -> None:
    """Stop a category of messages; said twice, or by two clicks at once, it is one row.

    Raises ValueError for a category that cannot be refused.
    """
    key = _optional(category)
    _one_at_a_time(address)
    _add([key], address=address, source=source)


@transaction.atomic
def accept_category(*, address: str, category: str) -> None:
    """Receive a category again. Raises ValueError for a category that cannot be refused."""
    key = _optional(category)
    _one_at_a_time(address)
    MailRefusal.objects.filter(address=normal_address(address), category=key).delete()


@transaction.atomic
def set_preferences(*, address: str, accepted: Iterable[str], source: MailRefusal.Source) -> None:
    """Receive these optional categories and no other.

    Raises ValueError for a category that cannot be refused, and changes nothing.
    """
    wanted = {_optional(category) for category in accepted}
    every = [category.key for category in optional_categories()]
    _one_at_a_time(address)
    MailRefusal.objects.filter(address=normal_address(address), category__in=wanted).delete()
    _add([key for key in every if key not in wanted], address=address, source=source)


@transaction.atomic
def copy_refusals(*, from_address: str, to_address: str) -> None:
    """Let a person's new address refuse what the old one does, besides what it refused already.

    Copied, not moved: the old address has not changed its mind, and others may write to it.
    """
    _one_at_a_time(to_address)
    rows = MailRefusal.objects.filter(address=normal_address(from_address))
    for row in rows.order_by("category"):
        _add([row.category], address=to_address, source=MailRefusal.Source(row.source))


def _one_at_a_time(address: str) -> None:
    """Wait for whoever changes the same address, until the transaction ends.

    Two changes that cross would otherwise wait for each other's rows for ever.
    """
    take(f"snippets.mail_preferences {normal_address(address)}")


def _add(categories: list[str], *, address: str, source: MailRefusal.Source) -> None:
    """Add the rows that are missing: the first word of an address stays."""
    rows = [
        MailRefusal(address=normal_address(address), category=category, source=source)
        for category in categories
    ]
    MailRefusal.objects.bulk_create(rows, ignore_conflicts=True)


def _optional(key: str) -> str:
    """The key itself. Raises ValueError when nobody can refuse the category."""
    category = find_category(key)
    if category is None or not category.optional:
        message = f"The category {key!r} cannot be refused."
        raise ValueError(message)
    return key
