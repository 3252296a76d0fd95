"""Organisations: companies, employment partners, associations, services of the Département."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.text import slugify

from snippets.fields import AddressField, NafField, RnaField, SiretField
from snippets.folding import fold_name
from snippets.models.reference import Commune
from snippets.validators import normalise_siret, validate_phone

_SLUG_ATTEMPTS = 5
# Addresses under /organisations/ that are screens: no organisation takes them.
RESERVED_SLUGS = frozenset({"inscription", "verifier"})


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations by what people type."""

    def search(self, text: str) -> Self:
        """Organisations whose name has words beginning with those of `text`, or by SIRET, RNA."""
        words = fold_name(text).split()
        if not words:
            return self.none()
        named = Q()
        for word in words:
            named &= Q(words__contains=f" {word}")
        number = "".join(words).upper()
        condition = named | Q(siret__startswith=number) | Q(rna__startswith=number)
        return self.alias(words=Concat(Value(" "), "folded_name")).filter(condition)


class Organisation(models.Model):
    """Organisation that publishes opportunities."""

    class Kind(models.TextChoices):
        """What an organisation is; what it may do depends on it."""

        COMPANY = "company", "Entreprise"
        EMPLOYMENT_PARTNER = "employment_partner", "Partenaire emploi"
        ASSOCIATION = "association", "Association"
        DEPARTMENT = "department", "Service du Département"

    kind = models.CharField("type", max_length=20, choices=Kind.choices, default=Kind.COMPANY)
    name = models.CharField("nom", max_length=150)
    folded_name = models.CharField(max_length=200, default="", editable=False, db_collation="C")
    slug = models.SlugField("adresse sur le site", max_length=160, unique=True, editable=False)
    siret = SiretField(
        "SIRET",
        max_length=20,
        blank=True,
        help_text="14 chiffres, sur vos factures ou votre avis de situation Sirene.",
    )
    rna = RnaField(
        "RNA",
        max_length=10,
        blank=True,
        help_text="Pour une association\u00a0: W suivi de 9 chiffres.",
    )
    naf_code = NafField(
        "code NAF", max_length=6, blank=True, help_text="L’activité principale, comme 43.21A."
    )
    description = models.TextField("présentation", blank=True)
    logo = models.ForeignKey(
        "snippets.SiteImage",
        verbose_name="logo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    website = models.URLField("site web", blank=True)
    address = models.CharField("adresse", max_length=250, blank=True)
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    phone = models.CharField("téléphone", max_length=25, blank=True, validators=[validate_phone])
    email = AddressField("adresse e-mail", blank=True)
    verified_at = models.DateTimeField("vérifiée le", null=True, blank=True)
    verified_by = models.ForeignKey(
        "accounts.User",
        verbose_name="vérifiée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    suspended_at = models.DateTimeField("suspendue le", null=True, blank=True, editable=False)
    suspended_by = models.ForeignKey(
        "accounts.User",
        verbose_name="suspendue par",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    suspension_reason = models.CharField(
        "motif de la suspension", max_length=300, blank=True, editable=False
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        # A SIRET or RNA is given once; a suspension says when, by whom and why.

        verbose_name = "organisation"
        ordering = ("folded_name", "pk")
        permissions = [("verify_organisation", "Peut vérifier une organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=("siret",),
                condition=~Q(siret=""),
                name="snippets_organisation_siret",
                violation_error_message="Une organisation porte déjà ce SIRET.",
            ),
            models.UniqueConstraint(
                fields=("rna",),
                condition=~Q(rna=""),
                name="snippets_organisation_rna",
                violation_error_message="Une organisation porte déjà ce RNA.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(suspended_at__isnull=True, suspended_by__isnull=True, suspension_reason="")
                    | Q(suspended_at__isnull=False, suspended_by__isnull=False)
                    & ~Q(suspension_reason="")
                ),
                name="snippets_organisation_suspension",
                violation_error_message="Une suspension a une date, un auteur et un motif.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded name; give a new organisation an address that nobody else has.

        The address stays when the name changes: links to it have been shared.
        """
        self.folded_name = fold_name(self.name)
        if self.slug:
            super().save(*args, **kwargs)
            return
        for attempt in range(_SLUG_ATTEMPTS):
            self.slug = self._free_slug()
            try:
                with transaction.atomic():
                    super().save(*args, **kwargs)
            except IntegrityError as error:
                # Somebody took the same slug between the query and the insert.
                self.slug = ""
                if "slug" not in str(error) or attempt == _SLUG_ATTEMPTS - 1:
                    raise
            else:
                return

    def clean(self) -> None:
        """Explain a duplicate SIRET by naming the organisation already there."""
        super().clean()
        self.siret = normalise_siret(self.siret)
        if not self.siret:
            return
        twin = Organisation.objects.exclude(pk=self.pk).filter(siret=self.siret).first()
        if twin:
            message = (
                f"Ce SIRET est déjà celui de «\u00a0{twin.name}\u00a0». "
                "Modifiez cette organisation plutôt que d’en créer une autre."
            )
            raise ValidationError({"siret": message})

    @property
    def choice_label(self) -> str:
        """What a chooser calls it: nothing more appears for one that is suspended."""
        return f"{self.name} (suspendue)" if self.suspended_at else self.name

    def _free_slug(self) -> str:
        """The name as a slug, followed by a number when it is taken."""
        base = slugify(fold_name(self.name))[:150] or "organisation"
        taken = RESERVED_SLUGS | set(
            Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True)
        )
        if base not in taken:
            return base
        return next(
            slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken
        )
