"""Links by which a company reads its list without an account: made, stopped, opened."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import Membership, User
from portal.accounts.models.invitations import hashed
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import LINK_LIFETIME, CompanyLink, Roster
from portal.recruitment.services.places import lock_roster
from snippets.models import Organisation
from snippets.site import absolute_url

MAX_OPEN = 10
RSA = "La liste de cette session ne sort pas du Département\u00a0: il n’y a pas de lien."
NOT_THERE = "Choisissez une organisation qui recrute à cette session."
SUSPENDED = "Cette organisation est suspendue\u00a0: elle ne reçoit pas de liste."
TOO_LATE = "La session est finie depuis plus de 30 jours\u00a0: il n’y a plus de lien."
FULL = f"Il y a déjà {MAX_OPEN} liens ouverts. Arrêtez-en un, puis recommencez."


class ClosedLinkError(RecruitmentError):
    """The link never was, has ended, or was stopped: nobody is told which."""

    def __init__(self) -> None:
        super().__init__("Ce lien ne montre plus de liste.")


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link with its secret, which is said once."""

    link: CompanyLink
    token: str

    @property
    def address(self) -> str:
        """What to send to the company."""
        return absolute_url("recruitment:company", self.token)


@transaction.atomic
def make_link(
    *, roster: Roster, organisation: Organisation, user: User, now: datetime | None = None
) -> MadeLink:
    """Make a link for one organisation of a session, until 30 days after its end.

    Raises RecruitmentError for a session for RSA beneficiaries, an organisation that is none of
    the session's or is suspended, a session that has been over for too long, too many links.
    """
    now = now or timezone.now()
    roster = lock_roster(roster)
    if roster.is_for_rsa:
        raise RecruitmentError(RSA)
    found = roster.organisations.filter(pk=organisation.pk).first()
    if found is None:
        raise RecruitmentError(NOT_THERE, field="organisation")
    if found.suspended_at:
        raise RecruitmentError(SUSPENDED, field="organisation")
    expires_at = roster.ends_at + LINK_LIFETIME
    if expires_at <= now:
        raise RecruitmentError(TOO_LATE)
    if roster.company_links.filter(revoked_at__isnull=True, expires_at__gt=now).count() >= MAX_OPEN:
        raise RecruitmentError(FULL)
    token = secrets.token_urlsafe(24)
    link = roster.company_links.create(
        organisation=found,
        token_hash=hashed(token),
        made_by=user,
        made_at=now,
        expires_at=expires_at,
    )
    return MadeLink(link, token)


@transaction.atomic
def stop_link(*, link: CompanyLink) -> CompanyLink:
    """End a link at once; twice is once."""
    found = CompanyLink.objects.select_for_update().get(pk=link.pk)
    if found.revoked_at is None:
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
    return found


def open_link(*, token: str, now: datetime | None = None) -> CompanyLink:
    """The link with this secret, while it works. Raises ClosedLinkError.

    It ends with what it was made for: the organisation has left the session or is suspended, the
    list is not to leave the Département any more, who made it for the organiser is no longer of it.
    """
    now = now or timezone.now()
    links = CompanyLink.objects.select_related("roster__organisation", "organisation")
    link = links.filter(token_hash=hashed(token), revoked_at__isnull=True).first()
    if link is None or ends_at(link) <= now:
        raise ClosedLinkError
    is_there = link.roster.organisations.filter(pk=link.organisation_id).exists()
    if link.roster.is_for_rsa or link.organisation.suspended_at or not is_there:
        raise ClosedLinkError
    if _is_of_former_member(link):
        raise ClosedLinkError
    return link


def _is_of_former_member(link: CompanyLink) -> bool:
    """Whether its maker was a member of the organiser, and has left with the secret."""
    made_by = Membership.objects.filter(
        organisation=link.roster.organisation_id, user=link.made_by_id
    )
    return made_by.exists() and not made_by.active().exists()


def ends_at(link: CompanyLink) -> datetime:
    """Thirty days after the session, and never later than what was said when it was made."""
    return min(link.expires_at, link.roster.ends_at + LINK_LIFETIME)
