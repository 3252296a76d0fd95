"""The rows of somebody without an account join the account that proves the same address.

By themselves, those of the same name: couples and helpers share addresses, and an address alone
says nothing of who somebody is, even when the account has no name yet. The others are proposed in
the account's space, « Est-ce vous ? », and stay reachable by their own link.
"""

from django.db import connection, transaction
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.participation.errors import ParticipationError
from portal.participation.guests import movers
from portal.participation.models import (
    Agreement,
    CallBack,
    FrozenCv,
    Outcome,
    OutcomeQuestion,
    Participant,
)
from portal.participation.services.participants import participant_of
from snippets.addresses import normal_address
from snippets.folding import fold_name

# Facts only grow, but for this: see the trigger.
ALLOW = "SELECT set_config('declic.audit_maintenance', %s, true)"
GONE = "Cette personne n’est plus à rattacher. Rechargez la page."


def guests_of(user: User) -> QuerySet[Participant]:
    """The people without an account at the account's own verified address."""
    is_verified = user.emailaddress_set.filter(email__iexact=user.email, verified=True).exists()
    if not (is_verified and user.is_active):
        return Participant.objects.none()
    return Participant.objects.at_address(normal_address(user.email)).filter(erased_at=None)


def proposed_to(user: User) -> QuerySet[Participant]:
    """Those who may be this person under another name, until somebody says no."""
    found = guests_of(user).filter(is_somebody_else=False)
    return found.exclude(folded_name=_folded(user)).order_by("pk")


def join_by_name(*, user: User) -> bool:
    """Join who has the account's own name; whether there was somebody."""
    name = _folded(user)
    person = guests_of(user).filter(folded_name=name).first() if name else None
    if person is None:
        return False
    join(user=user, guest=person)
    return True


@transaction.atomic
def join(*, user: User, guest: Participant) -> Participant:
    """Move a guest's rows to an account, those that the account does not have itself.

    An account's own application or registration to the same page wins; the guest's stays with the
    guest, apart, and is lost by nobody. Raises ParticipationError when it may not be (any more).
    """
    locked = guests_of(user).select_for_update(no_key=True, of=("self",))
    found = locked.filter(pk=guest.pk).first()
    if found is None:
        raise ParticipationError(GONE)
    own = Participant.objects.filter(user=user).first()
    if own is None:
        # Nothing to move: the guest becomes the account's participant.
        found.user = user
        found.first_name = found.last_name = found.email = ""
        found.email_confirmed_at = None
        found.save()
        return found
    own = Participant.objects.select_for_update(no_key=True).get(pk=participant_of(user=user).pk)
    with connection.cursor() as cursor:
        cursor.execute(ALLOW, ["on"])
        for move in movers():
            move(found, own)
        _move_own(found, own)
        cursor.execute(ALLOW, ["off"])
    if not own.phone:
        own.phone = found.phone
        own.save(update_fields=["phone"])
    _close_empty(found)
    return own


@transaction.atomic
def say_somebody_else(*, user: User, guest: Participant) -> None:
    """« Ce n’est pas moi »: no account of this address is asked again."""
    found = proposed_to(user).filter(pk=guest.pk).first()
    if found is None:
        raise ParticipationError(GONE)
    found.is_somebody_else = True
    found.save(update_fields=["is_somebody_else"])


def _folded(user: User) -> str:
    return fold_name(f"{user.last_name} {user.first_name}")[:320]


def _move_own(guest: Participant, own: Participant) -> None:
    """What of this app follows: proofs and CVs with what they were for, facts, calls."""
    kept = _kept_with(guest)
    for model in (Agreement, FrozenCv):
        rows = model._default_manager.filter(participant=guest)  # noqa: SLF001
        rows.exclude(pk__in=kept[model]).update(participant=own)
    CallBack.objects.filter(participant=guest).update(participant=own)
    Outcome.objects.filter(participant=guest).update(participant=own)
    asked = OutcomeQuestion.objects.filter(participant=own).values_list(*_QUESTION)
    known = set(asked)
    for question in OutcomeQuestion.objects.filter(participant=guest):
        if tuple(getattr(question, name) for name in _QUESTION) not in known:
            question.participant = own
            question.save(update_fields=["participant"])


_QUESTION = ("organisation_id", "about", "about_id", "side", "day")


def _kept_with(guest: Participant) -> dict[type, set[int]]:
    """The proofs and CVs of the rows that stayed with the guest."""
    kept: dict[type, set[int]] = {Agreement: set(), FrozenCv: set()}
    for model in kept:
        for relation in model._meta.related_objects:  # type: ignore[attr-defined] # noqa: SLF001
            names = {field.name for field in relation.related_model._meta.get_fields()}  # noqa: SLF001
            if "participant" in names:
                rows = relation.related_model._base_manager.filter(participant=guest)  # noqa: SLF001
                kept[model] |= set(rows.values_list(f"{relation.field.name}_id", flat=True)) - {
                    None
                }
    return kept


def _close_empty(guest: Participant) -> None:
    """A guest of whom nothing is left goes without a name."""
    has_rows = any(
        relation.related_model._base_manager.filter(**{relation.field.name: guest}).exists()  # noqa: SLF001
        for relation in Participant._meta.related_objects  # noqa: SLF001
    )
    if has_rows:
        return
    guest.delete()
