"""Where the person follows their application."""

from django.core.signing import Signer
from django.urls import NoReverseMatch, reverse

from portal.applications.models import Application

_FOLLOW = Signer(salt="applications.follow")


def where_followed(application: Application) -> str:
    """The page of one's own space, or a guest's page by a signed link."""
    try:
        if application.participant.user_id:
            return reverse("applications:own_one", args=[application.pk])
        return reverse("applications:follow", args=[_FOLLOW.sign(application.pk)])
    except NoReverseMatch:
        return reverse("search:results")
