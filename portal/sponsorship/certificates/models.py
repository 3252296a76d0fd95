"""What the Département certifies of a sponsor's engagement, and who waits for it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.capabilities import COORDINATE_SPONSORS, has_capability
from portal.accounts.models.owned import OwnedQuerySet
from portal.sponsorship.certified import Certified
from portal.sponsorship.sponsors.models import Sponsor


class SponsorCertificateQuerySet(OwnedQuerySet["SponsorCertificate"]):
    """Scoped by the sponsor (`owned_by`), or by who coordinates."""

    owner = "sponsor__user"

    def visible_to(self, user: Any) -> Self:
        """All of them for the coordination, none for anybody else."""
        return self if has_capability(user, COORDINATE_SPONSORS) else self.none()


class SponsorCertificate(Certified):
    """Attestation d’engagement, of a sponsor."""

    sponsor = models.ForeignKey(
        Sponsor,
        verbose_name="parrain, marraine",
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    is_over = models.BooleanField("engagement fini", default=False)
    pairs = models.PositiveIntegerField("personnes accompagnées")
    meetings = models.PositiveIntegerField("rencontres")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="délivrée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = SponsorCertificateQuerySet.as_manager()

    class Meta(Certified.Meta):
        verbose_name = "attestation d’engagement"
        verbose_name_plural = "attestations d’engagement"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="sponsor_certificate_dates",
                violation_error_message="La fin vient après le début.",
            ),
        ]


class CertificateRequest(models.Model):
    """Demande d’attestation: it waits until a certificate is issued."""

    sponsor = models.ForeignKey(
        Sponsor, verbose_name="parrain, marraine", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    certificate = models.ForeignKey(
        SponsorCertificate,
        verbose_name="attestation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests",
    )

    class Meta:
        verbose_name = "demande d’attestation"
        verbose_name_plural = "demandes d’attestation"
        ordering = ("asked_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("sponsor",),
                condition=Q(certificate__isnull=True),
                name="sponsor_certificate_asked_once",
                violation_error_message="Une attestation est déjà demandée.",
            )
        ]

    def __str__(self) -> str:
        return f"Demande du {timezone.localtime(self.asked_at):%d/%m/%Y}"
