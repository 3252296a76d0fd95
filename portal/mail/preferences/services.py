"""Sending a link to the preferences, and trying again an address that no longer answers."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.errors import refuse
from portal.accounts.models import User
from portal.mail.preferences.mails import ADDRESS_TEST, PREFERENCES_LINK
from snippets.addresses import normal_address
from snippets.errors import TooOftenError
from snippets.limits import HOUR, Limit, first_reached
from snippets.mail.queue import queue_mail
from snippets.models import Dispatch, SuppressedAddress

TRY_EVERY = timedelta(days=1)
# A link works for long: who is refused has one already. No visitor alone uses up an address.
_BY_VISITOR = Limit("mail_preferences.visitor", 60, HOUR)
_BY_ADDRESS_AND_VISITOR = Limit("mail_preferences.address_and_visitor", 3, HOUR)
_BY_ADDRESS = Limit("mail_preferences.address", 9, HOUR)
_TOO_MANY = (
    "Vous avez déjà demandé plusieurs liens. Regardez vos messages, "
    "courriers indésirables compris, ou réessayez dans une heure."
)


def count_link(*, address: str, visitor: str) -> None:
    """Count one request for a link, whether the address is known or not. Raises TooOftenError."""
    address = normal_address(address)
    reached = first_reached(
        (_BY_VISITOR, (visitor,)),
        (_BY_ADDRESS_AND_VISITOR, (address, visitor)),
        (_BY_ADDRESS, (address,)),
    )
    if reached is not None:
        raise TooOftenError(_TOO_MANY)


@transaction.atomic
def send_preferences_link(*, address: str) -> None:
    """Queue a link to its preferences for an address that we write to; nothing for any other.

    For any other the same work is done and undone: the answer's time tells nothing.
    """
    address = normal_address(address)
    is_known = _is_known(address)
    queue_mail(PREFERENCES_LINK, to=address, context={})
    if not is_known:
        transaction.set_rollback(True)


@transaction.atomic
def try_address_again(*, address: str) -> None:
    """Write to an address again, beginning with a test.

    Raises AccountError when it receives already, when the team stopped it, and within a day of
    another try: a server that gets many messages for nobody takes us for a spammer.
    """
    address = normal_address(address)
    suppressed = SuppressedAddress.objects.select_for_update().filter(address=address).first()
    if suppressed is None:
        refuse("Nous écrivons déjà à votre adresse. Il n’y a rien à faire.")
    if suppressed.reason == SuppressedAddress.Reason.STAFF:
        refuse("Notre équipe a arrêté les envois à votre adresse. Appelez-nous pour en parler.")
    tries = Dispatch.objects.filter(address=address, key=ADDRESS_TEST, withheld="")
    if tries.filter(email__created__gt=timezone.now() - TRY_EVERY).exists():
        refuse("Vous avez déjà essayé aujourd’hui. Réessayez demain, ou changez d’adresse.")
    suppressed.delete()
    queue_mail(ADDRESS_TEST, to=address, context={})


def _is_known(address: str) -> bool:
    return (
        Dispatch.objects.filter(address=address).exists()
        or User.objects.filter(email=address, is_active=True).exists()
    )
