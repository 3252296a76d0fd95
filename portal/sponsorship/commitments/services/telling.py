"""Messages to each side, in the transaction of what they tell.

To members of the association they name nobody: the screen that they lead to does, while the person
agrees. Nothing in them depends on what else the person does.
"""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse

from portal.accounts.capabilities import CONFIRM_HOURS
from portal.accounts.holders import agents_who_may, memberships_giving
from portal.accounts.models import Membership, User
from portal.accounts.models.memberships import MembershipQuerySet
from portal.sponsorship.commitments.links import where_followed
from portal.sponsorship.commitments.models import (
    VolunteerCertificate,
    VolunteerCommitment,
    VolunteerHours,
)
from portal.sponsorship.commitments.states import HoursState, Side
from snippets import french
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail
from snippets.models import Organisation
from snippets.site import absolute, absolute_url


def tell_made(commitment: VolunteerCommitment) -> None:
    """Tell the person that they may declare hours, and where."""
    to_person("volunteer_commitment_made", commitment)


def tell_ended(commitment: VolunteerCommitment, *, side: Side) -> None:
    """Tell the other side that it ended, with the word of who ended it."""
    if side == Side.ASSOCIATION:
        to_person("volunteer_commitment_ended", commitment, word=commitment.end_reason)
        return
    for member in members_told(commitment):
        queue_mail(
            "volunteer_commitment_left",
            to=member.email,
            context={
                "recipient_name": str(member),
                "title": commitment.title,
                "word": commitment.end_reason,
                "follow_url": absolute_url("sponsorship:commitment", commitment.pk),
            },
        )


def tell_over(commitment: VolunteerCommitment) -> None:
    """Tell the person that its period is over."""
    to_person("volunteer_commitment_ended", commitment, word=commitment.end_reason)


def tell_certified(certificate: VolunteerCertificate) -> None:
    """Tell the person that a certificate waits for them."""
    to_person(
        "volunteer_certificate_ready",
        certificate.commitment,
        hours=french.hours(certificate.hours),
        number=certificate.number,
    )


def tell_answered(lines: Sequence[VolunteerHours], *, bulk: bool = False) -> None:
    """Tell whoever declared these hours of one commitment what was answered: one message."""
    commitment = lines[0].commitment
    context: dict[str, MailValue] = {
        "title": commitment.title,
        "is_confirmed": lines[0].state == HoursState.CONFIRMED,
        "lines": "\n".join(_told(line) for line in lines),
        "reason": lines[0].reason,
    }
    if lines[0].side == Side.VOLUNTEER:
        to_person("volunteer_hours_answered", commitment, bulk=bulk, **context)
        return
    declarers = [line.declared_by_id for line in lines if line.declared_by_id]
    for member in members_of(commitment).filter(pk__in=declarers):
        queue_mail(
            "volunteer_hours_answered_to_association",
            to=member.email,
            context={
                "recipient_name": str(member),
                "follow_url": absolute_url("sponsorship:commitment", commitment.pk),
                **context,
            },
        )


def to_person(
    key: str, commitment: VolunteerCommitment, *, bulk: bool = False, **context: MailValue
) -> None:
    """One message about one mission to the volunteer, when there is a way to write to them."""
    named = {"title": commitment.title, "organisation": commitment.organisation_name}
    to_volunteer(key, commitment, bulk=bulk, **{**named, **context})


def to_volunteer(
    key: str, commitment: VolunteerCommitment, *, bulk: bool = False, **context: MailValue
) -> None:
    """One message to the volunteer of this commitment, which may be about others as well."""
    person = commitment.participant
    if not person.address:
        return
    queue_mail(
        key,
        to=person.address,
        bulk=bulk,
        context={
            # What was typed as a name never reaches an address that nobody proved.
            "recipient_name": person.first if person.has_proved_address else "",
            "follow_url": absolute(where_followed(commitment)),
            **context,
        },
    )


def members_of(commitment: VolunteerCommitment) -> QuerySet[User]:
    """Everybody who confirms hours for the association now."""
    if commitment.is_of_department:
        return agents_who_may(CONFIRM_HOURS).order_by("pk")
    members = memberships_giving(CONFIRM_HOURS)
    return _people(members.filter(organisation=commitment.organisation_id))


def members_told(commitment: VolunteerCommitment) -> QuerySet[User]:
    """Its managers, and the member who wrote the announcement."""
    page = commitment.application.page
    return managers_of(commitment.organisation, owners=[page.owner_id] if page else [])


def managers_of(organisation: Organisation, *, owners: Sequence[int | None] = ()) -> QuerySet[User]:
    """Who is told of what waits for an association: its managers, and these of its members.

    For the Département: those of these who may confirm for it, else every officer.
    """
    if organisation.kind == Organisation.Kind.DEPARTMENT:
        officers = agents_who_may(CONFIRM_HOURS).order_by("pk")
        told = officers.filter(pk__in=[owner for owner in owners if owner])
        return told if told.exists() else officers
    memberships = memberships_giving(CONFIRM_HOURS).filter(organisation=organisation)
    wanted = memberships.filter(Q(role=Membership.Role.MANAGER) | Q(user__in=owners))
    return _people(wanted)


def list_url() -> str:
    """Where the association answers."""
    return absolute(reverse("sponsorship:commitments"))


def _people(memberships: MembershipQuerySet) -> QuerySet[User]:
    people = User.objects.filter(is_active=True, pk__in=memberships.values("user"))
    return people.order_by("pk")


def _told(line: VolunteerHours) -> str:
    return f"{french.full_date(line.day).capitalize()}\u00a0: {french.hours(line.hours)}"
