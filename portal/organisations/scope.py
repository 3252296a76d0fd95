"""Which organisations a person reaches."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from portal.accounts.capabilities import MANAGE_MEMBERS, holds_everywhere
from portal.accounts.models import Membership
from snippets.models import Organisation


def visible_to(user: Any) -> QuerySet[Organisation]:
    """Those that a person belongs to; all, for those who look after every organisation."""
    if holds_everywhere(user, MANAGE_MEMBERS):
        return Organisation.objects.all()
    return belonging_to(user)


def managed_by(user: Any) -> QuerySet[Organisation]:
    """Those whose members a person may change."""
    if holds_everywhere(user, MANAGE_MEMBERS):
        return Organisation.objects.all()
    managed = Membership.objects.managers().filter(user_id=user.pk)
    return Organisation.objects.filter(pk__in=managed.values("organisation"))


def belonging_to(user: Any) -> QuerySet[Organisation]:
    """Those that a person is a member of now."""
    joined = Membership.objects.active().filter(user_id=user.pk)
    return Organisation.objects.filter(pk__in=joined.values("organisation"))


def organisation_for(user: Any, slug: str) -> Organisation:
    """The organisation at an address, for somebody who may read it. Raises Http404 otherwise."""
    return _one(visible_to(user), slug)


def managed_organisation_for(user: Any, slug: str) -> Organisation:
    """The same for somebody who may change its members. Raises Http404 otherwise."""
    return _one(managed_by(user), slug)


def _one(organisations: QuerySet[Organisation], slug: str) -> Organisation:
    found = organisations.select_related("commune").defer("commune__contour").filter(slug=slug)
    organisation = found.first()
    if organisation is None:
        raise Http404
    return organisation
