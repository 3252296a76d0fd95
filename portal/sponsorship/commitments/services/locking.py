"""The one way to hold a commitment: its person first, so that all their days are held with it."""

from portal.accounts.actors import Actor
from portal.applications.services.changing import lock_application
from portal.sponsorship.commitments.errors import CommitmentError, OutOfReachError
from portal.sponsorship.commitments.models import VolunteerCommitment, VolunteerHours
from portal.sponsorship.commitments.states import Role, Side

OUT_OF_REACH = (
    "Cet engagement n’est plus dans votre liste\u00a0: la personne a retiré son accord, ou vous ne "
    "suivez plus cette association."
)
MEANWHILE = "Ces heures ont changé entre-temps\u00a0: relisez-les avant de répondre."
OWN = (
    "Ces heures ont été déclarées avec votre compte\u00a0: une autre personne de l’association, ou "
    "du Département pour ses missions, les confirme."
)


def lock_commitment(
    commitment: VolunteerCommitment, side: Side, actor: Actor
) -> VolunteerCommitment:
    """The commitment as it is now, its person and their application before it, until the end.

    Whoever acts for the association still may. Raises OutOfReachError.
    """
    lock_application(commitment.application)
    VolunteerCommitment.objects.select_for_update(no_key=True).only("pk").get(pk=commitment.pk)
    if side == Side.ASSOCIATION and not is_received(commitment, actor):
        raise OutOfReachError(OUT_OF_REACH)
    return VolunteerCommitment.objects.select_related(
        "application__participant__user", "application__agreement", "organisation"
    ).get(pk=commitment.pk)


def is_received(commitment: VolunteerCommitment, actor: Actor) -> bool:
    """Whether a person acts for its association now."""
    return VolunteerCommitment.objects.received_by(actor.user).filter(pk=commitment.pk).exists()


def lock_line(
    line: VolunteerHours, side: Side, actor: Actor, *, version: int | None
) -> VolunteerHours:
    """A line of hours as it is now, with its commitment held.

    `version` is that of the line which the person had in front of them. Raises OutOfReachError,
    CommitmentError when the line was corrected meanwhile.
    """
    commitment = lock_commitment(line.commitment, side, actor)
    found = VolunteerHours.objects.get(pk=line.pk)
    found.commitment = commitment
    if version is not None and version != found.version:
        raise CommitmentError(MEANWHILE)
    return found


def role_of(line: VolunteerHours, side: Side) -> Role:
    """What a side is to a line: who wrote it last, or who answers."""
    return Role.DECLARER if line.side == side else Role.OTHER
