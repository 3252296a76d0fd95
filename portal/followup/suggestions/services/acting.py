"""A professional of the team applies or registers for the person, who agreed: the proof is kept.

The doors are those of the rest of the site (`participation`): the agreement, the channel, and a
helper whom no organisation sees named. The person without a linked account is the guest whom the
case describes; nothing outside says that there is a case.
"""

from typing import Any

from django.db import transaction

from portal.accounts.actors import Actor
from portal.applications.models import Application
from portal.applications.services.by_person import Identity, Said, apply_for_somebody
from portal.followup.access.rules import is_in_team
from portal.followup.contract.reaching import locked_case
from portal.followup.people.errors import HasLeftError
from portal.followup.people.models import Beneficiary
from portal.followup.people.spelling import proper_name
from portal.followup.suggestions import queries
from portal.followup.suggestions.errors import SuggestionError
from portal.followup.suggestions.models import Suggestion
from portal.followup.suggestions.services.sending import recorded
from portal.participation.helping import Helper, helper_of
from portal.participation.models import Agreement, Participant
from portal.participation.services.participants import helped_guest, participant_of
from portal.recruitment.models import Registration, Roster
from portal.recruitment.services.asking import Wish, ask_for_participant

NOT_IN_TEAM = "Seule l’équipe qui suit cette personne agit pour elle. Demandez-le à sa référence."


@transaction.atomic
def apply_for(
    *, beneficiary: Beneficiary, page: Any, said: Said, how: Agreement.How, actor: Actor
) -> Application:
    """Apply to an ad for the person.

    Raises SuggestionError for who is not of the team, and as `apply_for_somebody` does:
    ParticipationError without an agreement, AlreadyAppliedError, ClosedError.
    """
    case, helper = _helped(beneficiary, actor)
    row = _suggestion(case, page.pk, actor)
    account = queries.account_of(case, actor.user)
    made = apply_for_somebody(
        helper=helper,
        page=page,
        said=said,
        how=how,
        actor=actor,
        person=account,
        identity=None if account else Identity(**_identity(case)),
        # Couples share addresses; the case says whose this one is.
        confirmed_warning=True,
    )
    row.application_id = made.pk
    row.save(update_fields=["application_id"])
    return made


@transaction.atomic
def register_for(
    *, beneficiary: Beneficiary, roster: Roster, wish: Wish, how: Agreement.How, actor: Actor
) -> Registration:
    """Register the person to a session. Raises as `apply_for`, and as `ask_for` does."""
    case, helper = _helped(beneficiary, actor)
    if roster.page_id is None:
        message = "Cette session n’est plus en ligne."
        raise SuggestionError(message)
    row = _suggestion(case, roster.page_id, actor)
    made = ask_for_participant(
        roster=roster,
        helper=helper,
        participant=_participant(case, helper, actor),
        wish=wish,
        how=how,
        actor=actor,
    )
    row.registration_id = made.pk
    row.save(update_fields=["registration_id"])
    return made


def _helped(beneficiary: Beneficiary, actor: Actor) -> tuple[Beneficiary, Helper]:
    """The case, held, and how this professional may help. Raises SuggestionError."""
    case = locked_case(beneficiary, actor)
    if case.has_left:
        raise HasLeftError
    user = actor.user
    helper = helper_of(user) if user and is_in_team(user, case) else None
    if helper is None:
        raise SuggestionError(NOT_IN_TEAM)
    return case, helper


def _suggestion(case: Beneficiary, opportunity_id: int, actor: Actor) -> Suggestion:
    """What was proposed; an ad that the person chose with who follows them was said to them."""
    rows = Suggestion.objects.visible_to(actor.user).select_for_update(of=("self",))
    found: Suggestion | None = rows.filter(beneficiary=case, opportunity_id=opportunity_id).first()
    return found or recorded(
        beneficiary=case, opportunity_id=opportunity_id, way=Suggestion.Way.SPOKEN, actor=actor
    )


def _participant(case: Beneficiary, helper: Helper, actor: Actor) -> Participant:
    account = queries.account_of(case, actor.user)
    if account is not None:
        return participant_of(user=account)
    said = _identity(case)
    return helped_guest(
        helper=helper.user,
        first_name=said["first_name"],
        last_name=said["last_name"],
        email=said["email"],
        phone=said["phone"],
        confirmed_warning=True,
    )


def _identity(case: Beneficiary) -> dict[str, str]:
    return {
        "first_name": proper_name(case.first_name),
        "last_name": proper_name(case.known_name),
        "email": case.email,
        "phone": case.phone,
    }
