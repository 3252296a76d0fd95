"""Telling the apps above what becomes of an opportunity: who sends `pages.signals`, and when.

Wagtail's own signals are the net under everything that publishes or unpublishes, its screens and
commands included. Our services say more than those know: why a page leaves, and who said so.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from pages import signals
from pages.signals import Departure

FILLED = "filled"


def connect() -> None:
    """Listen to Wagtail; called once the apps are ready."""
    from pages.models import OPPORTUNITY_MODELS

    page_published.connect(_published, dispatch_uid="pages.lifecycle.published")
    page_unpublished.connect(_unpublished, dispatch_uid="pages.lifecycle.unpublished")
    # Deleted as itself, as a `Page`, or with a page above: its own row always goes.
    for model in OPPORTUNITY_MODELS:
        pre_delete.connect(_deleted, sender=model, dispatch_uid=f"pages.lifecycle.{model}")


def filled(page: Any, *, user: Any) -> None:
    """A live offer has just left because somebody was found."""
    signals.opportunity_filled.send(type(page), page=page, user=user)


def taken_down(page: Any, reason: Departure) -> None:
    """A live page has just left, or any page goes for ever."""
    signals.opportunity_taken_down.send(type(page), page=page, reason=reason)


def _published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Live with a new text; Wagtail also says so of what is only scheduled."""
    from pages.models import OpportunityPage

    if not isinstance(instance, OpportunityPage) or not instance.live:
        return
    before = instance.before
    # Wagtail's screens have no transaction: the receivers have one all the same.
    with transaction.atomic():
        signals.opportunity_published.send(
            type(instance), page=instance, former=before if before and before.live else None
        )
        if before and (was := _left_as(before)):
            signals.opportunity_reopened.send(
                type(instance), page=instance, was=was, undone=instance.is_put_back
            )


def _left_as(before: Any) -> str:
    """How a page had left before it came back; empty while it is online, or never was."""
    if before.live or before.first_published_at is None:
        return ""
    if before.filled_at:
        return FILLED
    if before.withdrawn_at:
        return Departure.WITHDRAWN
    return Departure.EXPIRED if before.expired else Departure.UNPUBLISHED


def _unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Unpublished by Wagtail itself: our services tell why, later, with all that they did."""
    from pages.models import OpportunityPage

    if not isinstance(instance, OpportunityPage) or instance.is_closing:
        return
    # Wagtail also unpublishes what it deletes, in memory only.
    if Page.objects.filter(pk=instance.pk, live=True).exists():
        return
    with transaction.atomic():
        taken_down(instance, Departure.EXPIRED if instance.expired else Departure.UNPUBLISHED)


def _deleted(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """About to be deleted, in the transaction of Django's deletion."""
    taken_down(instance, Departure.DELETED)
