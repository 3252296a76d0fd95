"""What messages to several people about one opportunity share: offers and sessions alike."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from portal.accounts.models import Membership, User
from portal.participation.recruiting import is_agent, recruiting_for

TWICE = "Ce message vient d’être envoyé aux mêmes personnes. Changez-le, ou attendez dix minutes."
_JUST_SENT = timedelta(minutes=10)


def just_written(
    messages: QuerySet[Any, Any], *, subject: str, text: str, user: User, now: datetime
) -> set[int]:
    """Among the recipients of these messages, those whom `user` wrote this very one a moment ago.

    The keys are those of applications or registrations: what `recipients` leads to.
    """
    same = messages.filter(subject=subject, text=text, sent_by=user, sent_at__gt=now - _JUST_SENT)
    return set(same.filter(recipients__isnull=False).values_list("recipients", flat=True))


def read_by(user: User, messages: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Those that somebody reads: all of them inside, else what one's own people wrote.

    A message may say what its writer alone knows of somebody.
    """
    if is_agent(user):
        return messages
    colleagues = Membership.objects.filter(organisation__in=recruiting_for(user))
    return messages.filter(sent_by__in=colleagues.values("user"))
