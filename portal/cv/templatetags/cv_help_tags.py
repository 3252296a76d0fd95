"""Who helps with a CV, and who wrote in it last: for templates of every app."""

from datetime import timedelta
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils import timezone

from portal.accounts.capabilities import HELP_CV
from portal.accounts.holders import may
from portal.cv.models import Cv, CvHelpRequest, CvVersion, workplaces

register = template.Library()

TOGETHER = timedelta(days=1)


@register.simple_tag(takes_context=True)
def may_help_with_cvs(context: Context) -> bool:
    """Return whether the reader is an adviser or a verified partner.

    A visitor without a session is not looked up: public pages stay the same for all of them.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated and may(user, HELP_CV)


@register.filter
def of_person(places: dict[int, str], person: int) -> str:
    """Return where somebody works, by their key: see `workplaces`."""
    return places.get(person, "")


@register.simple_tag(takes_context=True)
def proposals_count(context: Context) -> int:
    """Return how many people wait for the reader to say whether they may help."""
    return CvHelpRequest.objects.proposed_to(context["request"].user).waiting().count()


@register.simple_tag(takes_context=True)
def changed_by_other(context: Context, cv: Cv) -> dict[str, Any] | None:
    """Return who else changed a CV last, where they work and when.

    Nothing when the reader wrote last and nobody else wrote within `TOGETHER`: of two people who
    type at once, each is told of the other, whoever was saved last.
    """
    reader = context["request"].user
    versions = CvVersion.objects.of(cv).defer("document")
    last = versions.first()
    if last is not None and last.author_id == reader.pk:
        others = versions.exclude(author=reader).exclude(reason=CvVersion.Reason.CREATED)
        last = others.filter(saved_at__gte=timezone.now() - TOGETHER).first()
    if last is None:
        return None
    return {
        "author": last.author,
        "is_owner": last.author_id == cv.owner_id,
        "place": workplaces([last.author_id]).get(last.author_id, ""),
        "at": last.saved_at,
    }
