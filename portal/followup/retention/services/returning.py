"""Somebody whose case is archived comes back by a file of CAF or MSA: the case is open at once."""

from collections.abc import Collection

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.models import Beneficiary, CaseRetention
from portal.followup.people.searching import write_keys
from portal.followup.retention.contacts import last_contacts
from portal.followup.retention.deciding import has_come_back
from portal.followup.retention.states import R
from portal.followup.rows.scope import Scope, system_scope


def came_back(keys: Collection[int], *, actor: Actor) -> list[int]:
    """Reopen the archived cases among these that had a contact since; return them.

    In the transaction of who writes the contact, which holds these cases. The others wait for the
    night.
    """
    with system_scope(Scope.RETENTION, actor=actor):
        rows = CaseRetention.objects.in_system_scope().filter(
            beneficiary__in=keys, state=R.ARCHIVED
        )
        archived = {row.beneficiary_id: row for row in rows}
        if not archived:
            return []
        contacts = last_contacts(list(archived), timezone.localdate())
        back = [row for key, row in archived.items() if has_come_back(row, contacts.get(key))]
        for row in back:
            row.last_contact_on = contacts[row.beneficiary_id]
            row.state, row.destroy_on = R.LAPSED, None
            row.save()
        found = [row.beneficiary_id for row in back]
        write_keys(Beneficiary.objects.in_system_scope().filter(pk__in=found))
    return found
