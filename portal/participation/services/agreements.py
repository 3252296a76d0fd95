"""Writing that a person agreed, and that they changed their mind."""

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.participation.errors import ParticipationError
from portal.participation.models import Agreement, Participant
from portal.participation.texts import AgreementText
from snippets.models import Organisation

NOT_SAID = "Sans l’accord de la personne, rien n’est envoyé."


def record_agreement(
    *,
    participant: Participant,
    text: AgreementText,
    agreed: bool,
    how: Agreement.How = Agreement.How.SCREEN,
    actor: Actor | None = None,
    organisation: Organisation | None = None,
) -> Agreement:
    """Keep the proof, in the caller's transaction. `actor` is who heard the person say yes.

    Raises ParticipationError when they did not.
    """
    if not agreed:
        raise ParticipationError(NOT_SAID, field="agreed")
    is_own = how == Agreement.How.SCREEN
    return Agreement.objects.create(
        participant=participant,
        purpose=text.purpose,
        version=text.version,
        text=text.text,
        how=how,
        recorded_by=actor.user if actor and not is_own else None,
        recorded_by_name=actor.name if actor and not is_own else "",
        recorded_for=organisation,
    )


@transaction.atomic
def withdraw_agreement(*, agreement: Agreement) -> Agreement:
    """Write that the person changed their mind; twice is once.

    What it was about follows in the same transaction: see the service of the app that asked.
    """
    found = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if found.withdrawn_at is None:
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
    return found
