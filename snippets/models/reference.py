"""Communes and occupations: reference files of the State, kept by their public codes."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Func, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Concat

from snippets.folding import fold_name, typed_place
from snippets.validators import (
    validate_insee_code,
    validate_postal_code,
    validate_rome_code,
)


class RomeDomain(models.TextChoices):
    """The 14 domains of ROME 4.0: the first letter of an occupation's code."""

    A = "A", "Agriculture, pêche, espaces verts, animaux"
    B = "B", "Arts et façonnage d’ouvrages d’art"
    C = "C", "Banque, assurance, immobilier"
    D = "D", "Commerce, vente, grande distribution"
    E = "E", "Communication, média, multimédia"
    F = "F", "Construction, bâtiment, travaux publics"
    G = "G", "Hôtellerie, restauration, tourisme, loisirs"
    H = "H", "Industrie"
    I = "I", "Installation et maintenance"  # noqa: E741
    J = "J", "Santé"
    K = "K", "Services à la personne et à la collectivité"
    L = "L", "Spectacle"
    M = "M", "Support à l’entreprise"
    N = "N", "Transport et logistique"


class CommuneQuerySet(models.QuerySet["Commune"]):
    """Communes by what people type."""

    def search(self, text: str) -> Self:
        """Communes whose name or postal code begins with `text`; the exact and the larger first.

        "belf", "90000", "Belfort (90000)", "Belfort Cedex" and "st dizier" are understood. Nothing
        legible finds nothing.
        """
        name, code = typed_place(text)
        if not (name or code):
            return self.none()
        found = self.all()
        if name:
            found = found.filter(folded_name__startswith=name)
        if code:
            codes = Func(
                F("postal_codes"), Value(" "), function="array_to_string", output_field=TextField()
            )
            found = found.alias(codes=Concat(Value(" "), codes, output_field=TextField())).filter(
                codes__contains=f" {code}"
            )
        exact = Q(folded_name=name) if name else Q(postal_codes__contains=[code])
        return found.annotate(
            rank=Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())
        ).order_by("rank", "-population", "folded_name", "insee_code")


class Commune(models.Model):
    """Commune, by its INSEE code (never the postal code: several communes share one)."""

    insee_code = models.CharField(
        "code INSEE", max_length=5, primary_key=True, validators=[validate_insee_code]
    )
    name = models.CharField("nom", max_length=100)
    postal_codes = ArrayField(
        models.CharField(max_length=5, validators=[validate_postal_code]),
        verbose_name="codes postaux",
        help_text="Séparés par des virgules s’il y en a plusieurs.",
    )
    population = models.PositiveIntegerField("population", default=0)
    epci_code = models.CharField("code de l’EPCI", max_length=9, blank=True)
    epci_name = models.CharField("EPCI", max_length=150, blank=True)
    latitude = models.FloatField("latitude", help_text="Degrés décimaux, WGS 84.")
    longitude = models.FloatField("longitude", help_text="Degrés décimaux, WGS 84.")
    contour = models.JSONField("contour", null=True, blank=True, editable=False)
    folded_name = models.CharField(max_length=120, editable=False, db_index=True, db_collation="C")

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        ordering = ("folded_name", "insee_code")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180)),
                name="snippets_commune_position",
                violation_error_message="La latitude ou la longitude est hors de la Terre.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded name, used to sort and to search by prefix without accents."""
        self.folded_name = fold_name(self.name)
        super().save(*args, **kwargs)

    @property
    def postal_code(self) -> str:
        """The first postal code, for an address line."""
        return self.postal_codes[0] if self.postal_codes else ""

    @property
    def choice_label(self) -> str:
        """“Bretagne (90130)”, where people choose: a commune may bear the name of a region."""
        return f"{self.name} ({self.postal_code})" if self.postal_code else self.name


class OccupationQuerySet(models.QuerySet["Occupation"]):
    """Occupations by what people type."""

    def search(self, text: str) -> Self:
        """Occupations whose label has words beginning with those of `text`, or by ROME code."""
        words = fold_name(text).split()
        if not words:
            return self.none()
        found = self.alias(words=Concat(Value(" "), "folded_label"))
        condition = Q()
        for word in words:
            condition &= Q(words__contains=f" {word}")
        if len(words) == 1:
            condition |= Q(code__startswith=words[0].upper())
        return found.filter(condition)


class Occupation(models.Model):
    """Métier: an occupation of ROME 4.0."""

    code = models.CharField(
        "code ROME", max_length=5, primary_key=True, validators=[validate_rome_code]
    )
    label = models.CharField("intitulé", max_length=200)
    folded_label = models.CharField(max_length=250, default="", editable=False, db_collation="C")

    objects = OccupationQuerySet.as_manager()

    class Meta:
        verbose_name = "métier"
        verbose_name_plural = "métiers"
        ordering = ("folded_label", "code")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-N][0-9]{4}$"),
                name="snippets_occupation_code",
                violation_error_message="Un code ROME a une lettre de A à N et 4 chiffres.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded label, used to sort and to search without accents."""
        self.folded_label = fold_name(self.label)
        super().save(*args, **kwargs)

    @property
    def domain(self) -> str:
        """Letter of the ROME domain."""
        return self.code[:1]

    @property
    def domain_label(self) -> str:
        """Name of the ROME domain."""
        return RomeDomain(self.domain).label
