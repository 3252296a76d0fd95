"""What an association certifies: frozen as it is issued."""

import secrets
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.models.owned import OwnedQuerySet
from portal.sponsorship.commitments.models.commitment import VolunteerCommitment

# Without what a hand or an ear takes for something else.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _SIZE = 3, 4
ERASED = "Une personne dont les données ont été effacées"


def new_number() -> str:
    """« K7MP-29XQ-B4TD »: nobody guesses one."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_SIZE)) for _ in range(_GROUPS))
    return "-".join(groups)


class CertificateQuerySet(OwnedQuerySet["VolunteerCertificate"]):
    """Scoped as their commitments."""

    owner = "commitment__application__participant__user"

    def visible_to(self, user: Any) -> Self:
        """Those that a person reads as a member or as an officer."""
        commitments = VolunteerCommitment.objects.visible_to(user)
        return self.filter(commitment__in=commitments.values("pk"))


class VolunteerCertificate(models.Model):
    """Attestation de bénévolat: what is true as it is issued, and stays so.

    Nothing of it is read elsewhere again: hours that it counts no longer change. Once the person is
    erased it has no name, and its figures stay.
    """

    commitment = models.ForeignKey(
        VolunteerCommitment,
        verbose_name="engagement",
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    number = models.CharField("numéro", max_length=20, unique=True, default=new_number)
    person_name = models.CharField("nom de la personne", max_length=320, blank=True)
    organisation_name = models.CharField("association", max_length=255)
    title = models.CharField("mission", max_length=255)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    hours = models.DecimalField("heures confirmées", max_digits=7, decimal_places=2)
    days = models.PositiveIntegerField("jours")
    issued_at = models.DateTimeField("délivrée le", default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="demandée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "attestation de bénévolat"
        verbose_name_plural = "attestations de bénévolat"
        ordering = ("-issued_at", "-pk")
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

    def __str__(self) -> str:
        return self.number

    @property
    def told_name(self) -> str:
        """The person, as the document names them."""
        return self.person_name or ERASED

    @property
    def initials(self) -> str:
        """« É. M. »: what everybody may read, to see that a name was not changed."""
        return " ".join(f"{word[0].upper()}." for word in self.person_name.split())
