"""What questions about a hiring may say, and about whom: see `portal.participation.subjects`."""

from collections.abc import Collection

from django.utils import timezone

from portal.applications.models import Application
from portal.applications.states import Status
from portal.participation.subjects import Pair, Told


class ApplicationSubject:
    """The applications that ended by a hiring."""

    def told(self, ids: Collection[int]) -> dict[int, Told]:
        """The title of the offer and who hired."""
        rows = Application.objects.filter(pk__in=ids).select_related("organisation")
        return {
            row.pk: Told(
                f"{row.title}, {row.organisation.name}",
                timezone.localtime(row.changed_at).date(),
                (row.organisation,),
            )
            for row in rows
        }

    def shown_to_organisations(self, ids: Collection[int]) -> set[Pair]:
        """Those whose agreement to be read by the organisation holds."""
        return self.asked_themselves(ids)

    def asked_themselves(self, ids: Collection[int]) -> set[Pair]:
        """Those who were hired, and have not withdrawn their agreement."""
        rows = Application.objects.filter(
            pk__in=ids,
            status=Status.HIRED,
            agreement__withdrawn_at__isnull=True,
            hidden_at__isnull=True,
            participant__erased_at=None,
        )
        return set(rows.values_list("pk", "participant_id"))
