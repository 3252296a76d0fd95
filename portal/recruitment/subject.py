"""What questions about a session may say, and about whom: see `portal.participation.subjects`."""

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from portal.participation.subjects import Pair, Told
from portal.recruitment.models import Registration, RegistrationQuerySet, Roster
from portal.recruitment.rules import identity_shown
from portal.recruitment.states import CAME
from snippets.models import Organisation

_SERVICE = Organisation.Kind.DEPARTMENT


def recruiting(roster: Roster) -> tuple[Organisation, ...]:
    """Those of a session that hire: its companies and associations, or else its partners.

    The Département, which organises, is left out.
    """
    every = [item for item in roster.organisations.all() if item.kind != _SERVICE]
    hiring = [item for item in every if item.kind != Organisation.Kind.EMPLOYMENT_PARTNER]
    return tuple(sorted(hiring or every, key=lambda item: item.name))


class SessionSubject:
    """The sessions of this app."""

    def told(self, ids: Collection[int]) -> dict[int, Told]:
        """Neutral for a session for RSA beneficiaries."""
        rows = Roster.objects.filter(pk__in=ids).prefetch_related("organisations")
        return {
            roster.pk: Told(
                roster.told_title,
                timezone.localtime(roster.starts_at).date(),
                recruiting(roster),
            )
            for roster in rows
        }

    def shown_to_organisations(self, ids: Collection[int]) -> set[Pair]:
        """Those who came and show themselves; nobody of a session for RSA beneficiaries."""
        rows = shown_to_organisations().filter(roster__in=ids)
        return set(rows.values_list("roster_id", "participant_id"))

    def asked_themselves(self, ids: Collection[int]) -> set[Pair]:
        """Those who came, and have not withdrawn their agreement."""
        rows = Registration.objects.filter(
            came_and_agree(), roster__in=ids, participant__erased_at=None
        )
        return set(rows.values_list("roster_id", "participant_id"))


def came_and_agree() -> Q:
    """Who came to a session, and whose agreement holds."""
    return Q(status__in=CAME, agreement__withdrawn_at__isnull=True)


def shown_to_organisations() -> RegistrationQuerySet:
    """The registrations whose outcome an organisation says: see `came_and_agree`."""
    return Registration.objects.filter(identity_shown(), status__in=CAME)
