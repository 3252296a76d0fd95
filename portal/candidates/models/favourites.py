"""Offers that a person keeps."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.accounts.models.owned import OwnedQuerySet

MAX_FAVOURITES = 200


class FavouriteQuerySet(OwnedQuerySet["Favourite"]):
    """Scoped by person."""

    def owned_by(self, user: Any) -> Self:
        """What a person keeps, the latest first."""
        return super().owned_by(user).filter(removed_at__isnull=True).order_by("-kept_at", "-pk")


class Favourite(models.Model):
    """Offre gardée: its id and a copy, since the row of the index goes when the offer ends.

    One that is removed stays a day, so that it can come back.
    """

    user = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.CASCADE, related_name="favourites"
    )
    opportunity_id = models.BigIntegerField("annonce")
    kind = models.CharField("type", max_length=12)
    title = models.CharField("titre", max_length=255)
    url = models.CharField("adresse", max_length=500)
    organisation_name = models.CharField("organisation", max_length=150, blank=True)
    commune_name = models.CharField("commune", max_length=100, blank=True)
    occupation_code = models.CharField("métier", max_length=5, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    kept_at = models.DateTimeField("gardée le")
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        verbose_name = "offre gardée"
        verbose_name_plural = "offres gardées"
        constraints = [
            models.UniqueConstraint(
                fields=("user", "opportunity_id"),
                name="candidates_favourite_once",
                violation_error_message="Vous gardez déjà cette offre.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="candidates_favourite_position",
                violation_error_message="Une position a une latitude et une longitude.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
