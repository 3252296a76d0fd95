"""The first screen: what waits."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from portal.accounts.actors import person_of
from portal.accounts.administration.queries import (
    staff,
    staff_without_second_factor,
    waiting_invitations,
    waiting_proposals,
)
from portal.accounts.administration.views.base import AdministrationMixin
from portal.accounts.capabilities import VERIFY_ORGANISATIONS, has_capability
from portal.accounts.models import AuditEntry, LevelGrant, LevelReview
from portal.accounts.services.reviews import administrators
from snippets.models import Organisation

_SOON = timedelta(days=2)
_LAST_LINES = 8


class HomeView(AdministrationMixin, TemplateView):
    """What waits for the administration of rights, and the way to the rest."""

    template_name = "accounts/administration/home.html"
    section = "home"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counts, each with the list where it is dealt with."""
        now = timezone.now()
        invitations, proposals = waiting_invitations(), waiting_proposals()
        me = person_of(self.request)
        review = LevelReview.objects.open().first()
        answered, total = review.progress() if review else (0, 0)
        ending = LevelGrant.objects.active().filter(
            ends_on__lte=timezone.localdate() + timedelta(days=14)
        )
        return super().get_context_data(
            review=review,
            answered=answered,
            total=total,
            staff_count=staff().count(),
            administrator_count=len(administrators()),
            pending_count=invitations.filter(expires_at__gt=now).count(),
            ending_soon_count=invitations.filter(
                expires_at__gt=now, expires_at__lte=now + _SOON
            ).count(),
            expired_count=invitations.filter(expires_at__lte=now).count(),
            to_approve_count=proposals.exclude(proposed_by=me).count(),
            own_proposal_count=proposals.filter(proposed_by=me).count(),
            ending_grant_count=ending.count(),
            verifies=has_capability(me, VERIFY_ORGANISATIONS),
            to_verify_count=Organisation.objects.filter(verified_at__isnull=True).count(),
            without_second_factor_count=staff_without_second_factor().count(),
            entries=AuditEntry.objects.select_related("organisation", "subject", "actor")[
                :_LAST_LINES
            ],
            **kwargs,
        )
