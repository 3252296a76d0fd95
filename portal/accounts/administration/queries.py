"""What the lists of the administration of rights show: people, the log, what waits."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from portal.accounts.level_names import OF_STAFF
from portal.accounts.models import (
    AuditEntry,
    GrantProposal,
    Invitation,
    LevelGrant,
    Membership,
    User,
)
from portal.accounts.services.second_factor import (
    HAS_SECOND_FACTOR,
    with_second_factor,
)
from snippets.folding import fold_name
from snippets.models import Organisation

SORTS = {
    "nom": ("folded_name", "email"),
    "-nom": ("-folded_name", "-email"),
    "inscription": ("date_joined", "pk"),
    "-inscription": ("-date_joined", "-pk"),
    "connexion": ("last_login", "pk"),
    "-connexion": ("-last_login", "-pk"),
}
# Days since the last time somebody signed in.
SILENCES = {"30": 30, "180": 182, "365": 365}
NEVER = "jamais"


def find_people(criteria: Mapping[str, Any]) -> QuerySet[User]:
    """People by the cleaned values of the filter form, each with levels and organisations."""
    people = with_second_factor(User.objects.all())
    if text := criteria.get("q"):
        people = people.filter(_is_named(text))
    if level := criteria.get("level"):
        people = people.filter(groups__name=level)
    if organisation := criteria.get("organisation"):
        found = Organisation.objects.search(organisation).values("pk")
        members = Membership.objects.active().filter(organisation__in=found)
        people = people.filter(pk__in=members.values("user"))
    if (last_login := criteria.get("last_login")) == NEVER:
        people = people.filter(last_login__isnull=True)
    elif last_login:
        since = timezone.now() - timedelta(days=SILENCES[last_login])
        people = people.filter(last_login__lt=since)
    if second_factor := criteria.get("second_factor"):
        people = people.filter(**{HAS_SECOND_FACTOR: second_factor == "oui"})
    if state := criteria.get("state"):
        people = people.filter(is_active=state == "actif")
    return people.order_by(*SORTS[criteria.get("sort") or "nom"]).prefetch_related(
        Prefetch("grants", LevelGrant.objects.active(), to_attr="held_grants"),
        Prefetch(
            "memberships",
            Membership.objects.active().select_related("organisation"),
            to_attr="held_memberships",
        ),
    )


def find_entries(criteria: Mapping[str, Any]) -> QuerySet[AuditEntry]:
    """Lines of the log by the cleaned values of the filter form, newest first."""
    entries = AuditEntry.objects.select_related("organisation", "subject", "actor")
    if action := criteria.get("action"):
        entries = entries.filter(action=action)
    if person := criteria.get("person"):
        people = User.objects.filter(_is_named(person)).values("pk")
        entries = entries.filter(Q(actor__in=people) | Q(subject__in=people))
    if level := criteria.get("level"):
        entries = entries.filter(level=level)
    if organisation := criteria.get("organisation"):
        found = Organisation.objects.search(organisation).values("pk")
        entries = entries.filter(organisation__in=found)
    if since := criteria.get("since"):
        entries = entries.filter(at__date__gte=since)
    if until := criteria.get("until"):
        entries = entries.filter(at__date__lte=until)
    return entries


def staff() -> QuerySet[User]:
    """Agents of the Département who can sign in."""
    agents = LevelGrant.objects.active().filter(level__in=OF_STAFF).values("user")
    return User.objects.filter(is_active=True, pk__in=agents)


def staff_without_second_factor() -> QuerySet[User]:
    """Agents who have yet to choose one."""
    return with_second_factor(staff()).filter(**{HAS_SECOND_FACTOR: False})


def waiting_invitations() -> QuerySet[Invitation]:
    """Invitations that neither served nor were taken back, those too old to serve included."""
    return Invitation.objects.unanswered().select_related("organisation", "invited_by")


def waiting_proposals() -> QuerySet[GrantProposal]:
    """Levels that wait for a second administrator, oldest first."""
    return GrantProposal.objects.waiting().select_related("user", "proposed_by")


def history_of(user: User) -> QuerySet[AuditEntry]:
    """What was done to a person's rights, and what they did to others'."""
    entries = AuditEntry.objects.filter(Q(subject=user) | Q(actor=user))
    return entries.select_related("organisation", "subject", "actor")


def _is_named(text: str) -> Q:
    """Each word begins a word of the name, or the text is in the address."""
    address = Q(email__contains=text.strip().lower())
    words = fold_name(text).split()
    if not words or "@" in text:
        return address
    named = Q()
    for word in words:
        named &= Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}")
    return named | address
