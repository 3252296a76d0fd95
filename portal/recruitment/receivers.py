"""The list of a session follows its page, in the transaction that changes the page."""

from typing import Any

from django.dispatch import receiver

from pages.models import RecruitmentSessionPage
from pages.signals import Departure, opportunity_published, opportunity_taken_down
from portal.recruitment.services import following


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
