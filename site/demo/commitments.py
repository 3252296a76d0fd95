"""Commitments of the demo: one with hours that wait, one that ended with its certificate."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from demo.applications import CANDIDATE
from pages.models import VolunteeringPage
from portal.accounts.actors import Actor
from portal.accounts.capabilities import CONFIRM_HOURS
from portal.accounts.holders import memberships_giving
from portal.accounts.models import Membership, User
from portal.applications.models import Application
from portal.applications.services.applying import apply
from portal.applications.services.deciding import decide
from portal.applications.states import Status
from portal.participation.services.participants import participant_of
from portal.sponsorship.commitments.models import VolunteerCommitment
from portal.sponsorship.commitments.services.answering import confirm
from portal.sponsorship.commitments.services.declaring import declare
from portal.sponsorship.commitments.services.ending import end_commitment
from portal.sponsorship.commitments.states import Side
from portal.sponsorship.commitments.values import Said

_MESSAGE = "Bonjour, j’ai du temps le mercredi et j’aime être utile."
_WORD = "Merci pour votre aide et votre bonne humeur. Revenez quand vous voulez."
_SINCE = timedelta(days=45)


def load_commitments() -> int:
    """Make them once; return how many. Applications come before."""
    members = memberships_giving(CONFIRM_HOURS).filter(role=Membership.Role.MANAGER)
    managers = {row.organisation_id: row.user for row in members.order_by("-pk")}
    made = VolunteerCommitment.objects.order_by("pk")
    if made.filter(hours__isnull=False).exists():
        return 0
    pages = VolunteeringPage.objects.filter(
        live=True, organisation__in=managers, apply_by="platform"
    )
    mine = pages.order_by("pk").first()
    if mine is None:
        return made.count()
    member = managers[mine.organisation_id]
    _running(_accepted(mine, User.objects.get(email=CANDIDATE), member), member)
    # That of a guest, whom the association accepted.
    other = made.filter(application__participant__user=None, organisation__in=managers).first()
    if other is not None:
        _ended(other, managers[other.organisation_id])
    return made.count()


def _accepted(page: VolunteeringPage, user: User, member: User) -> VolunteerCommitment:
    person = participant_of(user=user)
    application = apply(
        page=page, participant=person, agreed=True, actor=Actor(user), message=_MESSAGE
    )
    decide(application=application, to=Status.HIRED, actor=Actor(member))
    return _begun(application)


def _begun(application: Application) -> VolunteerCommitment:
    """As if it had begun some weeks ago."""
    rows = VolunteerCommitment.objects.filter(application=application)
    rows.update(starts_on=timezone.localdate() - _SINCE, ends_on=None, is_one_off=False)
    return rows.get()


def _running(commitment: VolunteerCommitment, member: User) -> None:
    """Three weeks are confirmed, two wait for the association, one for the person."""
    user = commitment.participant.user
    for weeks, hours in ((5, "2"), (4, "2.5"), (3, "2")):
        line = declare(
            commitment=commitment,
            side=Side.VOLUNTEER,
            said=_said(weeks, hours),
            actor=Actor(user),
        )
        confirm(line=line, side=Side.ASSOCIATION, actor=Actor(member))
    for weeks, hours in ((2, "3"), (1, "2")):
        declare(
            commitment=commitment,
            side=Side.VOLUNTEER,
            said=_said(weeks, hours),
            actor=Actor(user),
        )
    noted = Said(day=_ago(10), hours=Decimal("1.5"), note="Rangement du local")
    declare(commitment=commitment, side=Side.ASSOCIATION, said=noted, actor=Actor(member))


def _ended(commitment: VolunteerCommitment, member: User) -> None:
    """All is confirmed: the certificate makes itself."""
    commitment = _begun(commitment.application)
    nobody = Actor(None, guest_name=commitment.participant.name)
    for weeks, hours in ((4, "3"), (3, "3"), (2, "3.5"), (1, "3")):
        line = declare(
            commitment=commitment, side=Side.VOLUNTEER, said=_said(weeks, hours), actor=nobody
        )
        confirm(line=line, side=Side.ASSOCIATION, actor=Actor(member))
    end_commitment(commitment=commitment, side=Side.ASSOCIATION, actor=Actor(member), word=_WORD)


def _said(weeks: int, hours: str) -> Said:
    return Said(day=_ago(7 * weeks), hours=Decimal(hours))


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
