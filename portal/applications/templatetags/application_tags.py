"""What templates ask of applications: the ways to the lists, and how long a reply may take."""

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from portal.accounts.capabilities import CANDIDATE_LIST, has_capability, holds_everywhere
from portal.applications import delays
from portal.applications.answers import label_of
from portal.applications.models import Application
from portal.applications.states import UNANSWERED
from portal.participation.models import shown_channel
from snippets.models import Organisation

register = template.Library()


@register.simple_tag(takes_context=True)
def follows_candidates(context: dict[str, Any]) -> bool:
    """Whether the visitor follows the candidates of every organisation.

    A visitor without a session is not looked up: public pages stay the same for all of them.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and holds_everywhere(user, CANDIDATE_LIST)


@register.simple_tag(takes_context=True)
def receives_applications(context: dict[str, Any], organisation: Organisation) -> bool:
    """Whether the visitor, a member, handles the candidates of this organisation."""
    return bool(
        organisation.verified_at
        and not organisation.suspended_at
        and has_capability(context["request"].user, CANDIDATE_LIST)
    )


@register.filter
def reply_day(application: Application) -> date | None:
    """The last day on which a reply comes in time, while there is none."""
    if application.status not in UNANSWERED or application.sent_at is None:
        return None
    return delays.reply_by(application.sent_at)


@register.filter
def is_overdue(application: Application) -> bool:
    """Whether a first reply is late."""
    return bool(
        application.status in UNANSWERED
        and application.sent_at
        and delays.is_late(application.sent_at, timezone.now())
    )


@register.filter
def state_label(application: Application) -> str:
    """The state, as those who recruit read it."""
    return label_of(application.status, application.kind)


@register.filter
def arrived(application: Application) -> str:
    """« par la personne » or « avec une aide », whoever helped."""
    return shown_channel(application.channel)
