"""What lists do when a page changes or an account goes, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from pages.models import RecruitmentSessionPage
from pages.signals import (
    Departure,
    opportunity_filled,
    opportunity_published,
    opportunity_taken_down,
)
from portal.accounts.models import User
from portal.personal_data.signals import account_erasing
from portal.recruitment.services import cancelling, following


@receiver(
    opportunity_published,
    sender=RecruitmentSessionPage,
    dispatch_uid="recruitment.follow_page",
)
def follow_page(sender: Any, page: RecruitmentSessionPage, **kwargs: Any) -> None:
    """Online with this text."""
    if following.is_complete(page):
        following.follow_page(page=page)


@receiver(
    opportunity_taken_down,
    sender=RecruitmentSessionPage,
    dispatch_uid="recruitment.take_down",
)
def take_down(sender: Any, page: RecruitmentSessionPage, reason: Departure, **kwargs: Any) -> None:
    """No longer online; at its end, that says nothing of the session."""
    if reason != Departure.EXPIRED:
        following.take_down(page=page)


@receiver(
    opportunity_filled,
    sender=RecruitmentSessionPage,
    dispatch_uid="recruitment.close_registration",
)
def close_registration(sender: Any, page: RecruitmentSessionPage, **kwargs: Any) -> None:
    """Somebody was found; a page that comes back is published again."""
    following.close_registration(page=page)


@receiver(account_erasing, dispatch_uid="recruitment.cancel_of_account")
def cancel_of_account(sender: Any, user: User, **kwargs: Any) -> None:
    """The places of somebody who leaves are for others."""
    cancelling.cancel_of_account(user=user)
