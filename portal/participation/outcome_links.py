"""The links by which one says what became of people: signed, dated, without a name."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

from portal.accounts.models import Membership, User
from portal.participation.errors import ParticipationError
from portal.participation.models import OutcomeQuestion, Side
from snippets.models import Organisation
from snippets.site import absolute_url

LIFETIME = timedelta(days=30)
BROKEN = "Ce lien est incomplet ou n’existe pas. Vérifiez que vous l’avez copié en entier."
TOO_OLD = "Ce lien a plus de 30\u00a0jours\u00a0: il ne fonctionne plus."
GONE = "Ce lien ne sert plus\u00a0: il n’y a plus rien à répondre."
_PERSON, _ORGANISATION = "participation.outcome", "participation.outcomes"


class LinkError(ParticipationError):
    """The link is forged, too old, or what it was for has gone."""


@dataclass(frozen=True, slots=True)
class OrganisationLink:
    """Whose link it is, and since when."""

    organisation: Organisation
    user: User
    made_at: datetime


def person_url(question: OutcomeQuestion) -> str:
    """Where a person answers."""
    return absolute_url("participation:outcome", _signer(_PERSON).sign(str(question.pk)))


def organisation_url(organisation: Organisation, user: User) -> str:
    """Where a member of an organisation answers for its people."""
    token = _signer(_ORGANISATION).sign(f"{organisation.pk}-{user.pk}")
    return absolute_url("participation:outcomes", token)


def question_of(token: str) -> OutcomeQuestion:
    """The question of a person's link. Raises LinkError."""
    pk, _ = _read(token, _PERSON)
    found = OutcomeQuestion.objects.select_related("participant__user", "organisation")
    question = found.filter(pk=int(pk), side=Side.PERSON).first()
    if question is None or question.participant.erased_at:
        raise LinkError(GONE)
    return question


def organisation_of(token: str) -> OrganisationLink:
    """Whose people the link shows, while whoever it was sent to belongs there. Raises LinkError."""
    value, made_at = _read(token, _ORGANISATION)
    organisation_id, user_id = map(int, value.split("-"))
    membership = (
        Membership.objects.active()
        .filter(
            organisation_id=organisation_id,
            user_id=user_id,
            user__is_active=True,
            organisation__verified_at__isnull=False,
            organisation__suspended_at__isnull=True,
        )
        .select_related("organisation", "user")
        .first()
    )
    if membership is None:
        raise LinkError(GONE)
    return OrganisationLink(membership.organisation, membership.user, made_at)


def _signer(salt: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(sep=".", salt=salt)


def _read(token: str, salt: str) -> tuple[str, datetime]:
    """What was signed, and when."""
    signer = _signer(salt)
    try:
        value = signer.unsign(token, max_age=LIFETIME)
    except signing.SignatureExpired as error:
        raise LinkError(TOO_OLD) from error
    except signing.BadSignature as error:
        raise LinkError(BROKEN) from error
    seconds = signing.b62_decode(token.rsplit(".", 2)[1])
    return value, datetime.fromtimestamp(seconds, tz=timezone.get_default_timezone())
