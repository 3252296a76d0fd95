"""`/parrainage/coordination/`: what waits for who coordinates."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from portal.sponsorship.access import CoordinatorMixin
from portal.sponsorship.certificates.models import CertificateRequest
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.sponsors import queries
from portal.sponsorship.sponsors.models import Sponsor


class CoordinationView(CoordinatorMixin, TemplateView):
    """The counts of the day, the late ones first."""

    here = "accueil"
    template_name = "sponsorship/coordination.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sponsors = Sponsor.objects.visible_to(self.person)
        waiting = SponsorshipRequest.objects.visible_to(self.person).waiting()
        pairs = Sponsorship.objects.visible_to(self.person)
        return super().get_context_data(
            late=queries.late(self.person, timezone.now()).count(),
            unmet=queries.without_application(self.person).count(),
            to_vet=sponsors.to_vet().count(),
            free=sponsors.pairable().count(),
            waiting=waiting.count(),
            first=waiting.first(),
            alerts=pairs.with_alert()
            .select_related("participant__user", "sponsor__user")
            .order_by("pk"),
            to_settle=pairs.to_settle().count(),
            silent=pairs.silent().count(),
            proposed=pairs.proposed().count(),
            certificates=CertificateRequest.objects.filter(certificate=None).count(),
            **kwargs,
        )
