"""Registering an organisation (inscription)."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.accounts.actors import Actor
from portal.accounts.errors import AccountError, refuse
from portal.accounts.models import AuditEntry, Membership, User, VerificationRequest
from portal.accounts.services.audit import record
from portal.accounts.services.memberships import add_member
from portal.organisations.services.common import lock, person, refuse_invalid
from portal.organisations.services.verification import ask_verification
from snippets.models import Organisation
from snippets.site import call_us

REGISTRABLE = (
    Organisation.Kind.COMPANY,
    Organisation.Kind.EMPLOYMENT_PARTNER,
    Organisation.Kind.ASSOCIATION,
)
MAX_WAITING = 3
_TOO_MANY = (
    "Vous avez déjà inscrit {most}\u00a0organisations qui attendent leur vérification. "
    "Attendez la réponse du service emploi, ou {call_us}."
)


class AlreadyKnownError(AccountError):
    """An organisation has this SIRET or RNA: `organisation`, that one may ask to join."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(already_known(organisation))
        self.organisation = organisation


def already_known(organisation: Organisation) -> str:
    """The sentence that names the organisation already there."""
    place = f" ({organisation.commune.name})" if organisation.commune else ""
    return (
        f"«\u00a0{organisation.name}\u00a0»{place} est déjà inscrite avec ce numéro. "
        "Vous pouvez demander à la rejoindre."
    )


def find_twin(*, siret: str, rna: str, but: int | None = None) -> Organisation | None:
    """The organisation, other than `but`, that has this SIRET or this RNA."""
    others = Organisation.objects.select_related("commune")
    if but is not None:
        others = others.exclude(pk=but)
    for name, number in (("siret", siret), ("rna", rna)):
        twin = others.filter(**{name: number}).first() if number else None
        if twin:
            return twin
    return None


@transaction.atomic
def register_organisation(*, organisation: Organisation, actor: Actor) -> Organisation:
    """Store a new organisation, managed by who registers it, and ask for its verification.

    Raises AlreadyKnownError, which carries the organisation that has the number already, even when
    somebody registers it at the same moment; AccountError when something is wrong.
    """
    # One registration at a time for each person: they are counted.
    user = User.objects.select_for_update(no_key=True).get(pk=person(actor).pk)
    if organisation.kind not in REGISTRABLE:
        refuse("Choisissez le type de votre organisation.")
    _refuse_twin(organisation)
    waiting = VerificationRequest.objects.waiting().filter(asked_by=user)
    if waiting.count() >= MAX_WAITING:
        refuse(_TOO_MANY.format(most=MAX_WAITING, call_us=call_us()))
    organisation.verified_at = organisation.verified_by = None
    save_organisation(organisation)
    record(AuditEntry.Action.ORGANISATION_REGISTERED, actor=actor, organisation=organisation)
    add_member(organisation=organisation, user=user, role=Membership.Role.MANAGER, actor=actor)
    ask_verification(organisation=lock(organisation), actor=actor)
    return organisation


def save_organisation(organisation: Organisation, fields: list[str] | None = None) -> None:
    """Check and store it. Raises AccountError, AlreadyKnownError for a number that is taken."""
    _refuse_twin(organisation)
    try:
        organisation.full_clean()
    except ValidationError as error:
        raise refuse_invalid(error) from error
    try:
        with transaction.atomic():
            organisation.save(update_fields=fields)
    except IntegrityError:
        _refuse_twin(organisation)
        raise


def _refuse_twin(organisation: Organisation) -> None:
    """Raise AlreadyKnownError when another organisation has one of its numbers."""
    twin = find_twin(siret=organisation.siret, rna=organisation.rna, but=organisation.pk)
    if twin:
        raise AlreadyKnownError(twin)
