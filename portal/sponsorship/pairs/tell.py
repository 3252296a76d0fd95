"""What the two, and who coordinates, are told while a pair runs. No mail says who the other is."""

from django.urls import reverse

from portal.accounts.capabilities import COORDINATE_SPONSORS
from portal.accounts.holders import people_who_may
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import Side
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail
from snippets.site import absolute

_PAGES = {Side.PERSON: "sponsorship:own_pair", Side.SPONSOR: "sponsorship:pair"}


def tell_one(pair: Sponsorship, side: Side, key: str, **context: MailValue) -> None:
    """To one of the two, with the address of their page."""
    user = pair.user_of(side)
    if not user.is_active:
        return
    queue_mail(
        key,
        to=user.email,
        context={
            "recipient_name": user.get_short_name(),
            "page_url": absolute(reverse(_PAGES[side], args=[pair.pk])),
            **context,
        },
    )


def tell_both(pair: Sponsorship, key: str, **context: MailValue) -> None:
    """The same to both."""
    for side in Side:
        tell_one(pair, side, key, **context)


def tell_coordination(pair: Sponsorship, key: str) -> None:
    """To who coordinates, none of the two: the page of the pair, where the reason is."""
    two = [pair.user_of(side).pk for side in Side]
    for user in people_who_may(COORDINATE_SPONSORS).exclude(pk__in=two).order_by("pk"):
        queue_mail(
            key,
            to=user.email,
            context={
                "recipient_name": user.get_short_name(),
                "pair_url": absolute(reverse("sponsorship:board_pair", args=[pair.pk])),
            },
        )
