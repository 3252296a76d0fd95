"""What an association certifies: frozen as it is issued."""

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.accounts.models.owned import OwnedQuerySet
from portal.sponsorship.certified import Certified, new_number
from portal.sponsorship.commitments.models.commitment import VolunteerCommitment

# `new_number` is where migrations look for it.
__all__ = ["VolunteerCertificate", "new_number"]


class CertificateQuerySet(OwnedQuerySet["VolunteerCertificate"]):
    """Scoped as their commitments."""

    owner = "commitment__application__participant__user"

    def visible_to(self, user: Any) -> Self:
        """Those that a person reads as a member or as an officer."""
        commitments = VolunteerCommitment.objects.visible_to(user)
        return self.filter(commitment__in=commitments.values("pk"))


class VolunteerCertificate(Certified):
    """Attestation de bénévolat, of a volunteer: hours that it counts no longer change."""

    commitment = models.ForeignKey(
        VolunteerCommitment,
        verbose_name="engagement",
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    organisation_name = models.CharField("association", max_length=255)
    title = models.CharField("mission", max_length=255)
    hours = models.DecimalField("heures confirmées", max_digits=7, decimal_places=2)
    days = models.PositiveIntegerField("jours")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="demandée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = CertificateQuerySet.as_manager()

    class Meta(Certified.Meta):
        verbose_name = "attestation de bénévolat"
        verbose_name_plural = "attestations de bénévolat"
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gt=Decimal(0)),
                name="volunteer_certificate_hours",
                violation_error_message="Une attestation compte des heures confirmées.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="volunteer_certificate_dates",
                violation_error_message="La fin vient après le début.",
            ),
        ]
