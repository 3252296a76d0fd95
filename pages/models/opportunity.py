"""What every published opportunity shares: who offers it, where, until when, how to answer."""

import dataclasses
import secrets
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.url_routing import RouteResult

from pages import validation
from pages.models.states import OpportunityQuerySet
from pages.moderation.permissions import ModeratedIndexMixin, ModeratedPageMixin
from pages.pin.geo import parse_pin
from pages.validation import DEFAULT_LIFETIME_DAYS
from pages.wording import Noun
from snippets.fields import AddressField
from snippets.validators import validate_phone

# Longest readable part of an address, before its short id.
SLUG_TITLE_LENGTH = 80
DESCRIPTION_FEATURES = ["h3", "bold", "italic", "ul", "ol", "link"]


class Precision(models.TextChoices):
    """How well the place is known."""

    ADDRESS = "address", "Adresse"
    COMMUNE = "commune", "Commune"


class ApplyBy(models.TextChoices):
    """How a person answers."""

    PLATFORM = "platform", "Sur ce site"
    EMAIL = "email", "Par e-mail"
    PHONE = "phone", "Par téléphone"
    WEB = "web", "Sur un autre site"


class OpportunityIndexPage(ModeratedIndexMixin, Page):
    """Parent of the opportunities of one kind; its slug never changes."""

    is_creatable = False
    # The search page stands at its address: there is nothing of its own to preview.
    preview_modes: ClassVar[list[tuple[str, str]]] = []
    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    max_count = 1

    class Meta:
        abstract = True


class OpportunityPage(ModeratedPageMixin, Page):
    """Opportunité: the fields that the three kinds share.

    Columns are nullable where a draft may be saved before the field is filled in; the form
    requires them before submission. Latitude and longitude are derived from `location`.
    """

    kind: ClassVar[str]
    # The module whose `context(page, request)` prepares the template.
    presentation: ClassVar[str]
    # What it is called in sentences.
    noun: ClassVar[Noun]
    # Whether its end of publication can be put off.
    is_prolongable: ClassVar[bool] = True
    if TYPE_CHECKING:  # columns of Wagtail's Page, which has no stubs
        slug: str
        go_live_at: datetime | None
        expire_at: datetime | None

    organisation = models.ForeignKey(
        "snippets.Organisation",
        verbose_name="organisation",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    summary = models.CharField(
        "résumé",
        max_length=250,
        help_text="Une phrase simple, affichée dans les listes.",
    )
    description = RichTextField(
        "description",
        features=DESCRIPTION_FEATURES,
        help_text="Ce que la personne fera, avec qui, et comment elle sera accueillie. "
        "Des phrases courtes.",
    )
    commune = models.ForeignKey(
        "snippets.Commune",
        verbose_name="commune",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    address = models.CharField(
        "adresse",
        max_length=250,
        blank=True,
        help_text="Numéro et rue, sans le code postal ni la commune.",
    )
    location = models.CharField(
        "repère sur la carte",
        max_length=60,
        blank=True,
        help_text="Sans repère, l’annonce est montrée au centre de la commune, "
        "comme un lieu approximatif.",
    )
    latitude = models.FloatField(null=True, blank=True, editable=False)
    longitude = models.FloatField(null=True, blank=True, editable=False)
    precision = models.CharField(
        "précision du lieu",
        max_length=10,
        choices=Precision.choices,
        default=Precision.COMMUNE,
        editable=False,
    )
    transport_access = models.CharField(
        "venir sans voiture",
        max_length=250,
        blank=True,
        help_text="Ligne de bus, arrêt, piste cyclable, covoiturage…",
    )
    contact_name = models.CharField("personne à contacter", max_length=150, blank=True)
    contact_name_public = models.BooleanField("montrer le nom", default=False)
    contact_phone = models.CharField(
        "téléphone", max_length=25, blank=True, validators=[validate_phone]
    )
    contact_phone_public = models.BooleanField("montrer le téléphone", default=False)
    contact_email = AddressField("adresse e-mail", blank=True)
    contact_email_public = models.BooleanField("montrer l’adresse e-mail", default=False)
    apply_by = models.CharField(
        "comment répondre",
        max_length=10,
        choices=ApplyBy.choices,
        default=ApplyBy.PLATFORM,
        help_text="Sur ce site\u00a0: les personnes répondent ici, avec ou sans compte. "
        "Leurs candidatures ou inscriptions arrivent dans une liste, où vous leur répondez.",
    )
    apply_url = models.URLField(
        "adresse web pour répondre",
        blank=True,
        help_text="Seulement si l’on répond sur un autre site.",
    )
    filled_at = models.DateTimeField("pourvue le", null=True, blank=True, editable=False)
    # Counts the ends of publication that were decided beside the editor: a revision that knows
    # another number was written before the last one.
    end_version = models.PositiveIntegerField(
        "numéro de la fin de publication", default=0, editable=False
    )
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(
        "raison du retrait", max_length=250, blank=True, editable=False
    )

    # What other sites read (`config.content_api`); contacts as their author allows only.
    api_fields: ClassVar[list[str]] = [
        "kind",
        "summary",
        "description",
        "organisation_name",
        "commune_name",
        "latitude",
        "longitude",
        "precision",
        "transport_access",
        "public_contact",
        "expire_at",
    ]
    api_related: ClassVar[tuple[str, ...]] = ("organisation", "commune")

    # The field by which people choose when it ends.
    end_field: ClassVar[str] = "expire_at"
    # Set by a form that saves a draft: holes are allowed, contradictions are not.
    validation_deferred = False

    objects = PageManager.from_queryset(OpportunityQuerySet)()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | (Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180))),
                name="%(app_label)s_%(class)s_position",
                violation_error_message="Le repère est hors de la carte.",
            ),
        ]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Name the page before Wagtail looks for a free address among its siblings."""
        self.set_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """The same for a draft, which Wagtail checks less."""
        self.set_slug()
        super().minimal_clean()

    def clean(self) -> None:
        """Derive what is derived, then tell contradictions, and holes unless it is a draft."""
        super().clean()
        self.derive_position()
        self.derive_expiry()
        errors = self.coherence_errors()
        if not self.validation_deferred:
            errors = validation.merge(errors, self.completeness_errors())
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived columns true, whatever saved the page; online, it always expires."""
        self.derive_position()
        self.derive_expiry()
        if self.live and self.expire_at is None:
            self.expire_at = self.default_expiry()
        super().save(*args, **kwargs)

    def set_slug(self) -> None:
        """Give a new page an address of its own, once: its title and a random short id.

        Wagtail's own search for a free one counts up through same titles, under the lock of
        their parent.
        """
        if not self.slug and self.title:
            words = slugify(self.title)[:SLUG_TITLE_LENGTH].strip("-") or self.kind
            self.slug = f"{words}-{secrets.token_hex(4)}"

    def derive_position(self) -> None:
        """Set latitude, longitude (degrees, WGS 84) and precision from the pin, if there is one."""
        pin = parse_pin(self.location)
        self.latitude, self.longitude = pin or (None, None)
        self.precision = Precision.ADDRESS if pin else Precision.COMMUNE

    def derive_expiry(self) -> None:
        """Set the end of publication where the kind has one of its own."""

    def default_expiry(self) -> datetime:
        """The end of a publication for which nobody chose one."""
        now = timezone.now()
        start = max(now, self.go_live_at or now)
        return start + timedelta(days=DEFAULT_LIFETIME_DAYS)

    def proposed_expiry(self) -> datetime:
        """An end to come for a text whose own has passed; whole minutes."""
        now = timezone.now()
        usual = self.default_expiry()
        end = usual if usual > now else now + timedelta(days=DEFAULT_LIFETIME_DAYS)
        return end.replace(second=0, microsecond=0)

    def coherence_errors(self) -> validation.Errors:
        """Contradictions, by field: they are told in drafts as well."""
        return validation.opportunity_coherence(self)

    def completeness_errors(self) -> validation.Errors:
        """What is missing before a moderator may read it, by field."""
        return validation.opportunity_completeness(self)

    def expiry_errors(self) -> validation.Errors:
        """An end that is past, which forbids to send the text and not to keep it."""
        return validation.expiry_errors(
            now=timezone.now(), expire_at=self.expire_at, field=self.end_field
        )

    @property
    def position(self) -> tuple[float, float] | None:
        """(latitude, longitude) of the pin, or of the commune's centre, or None."""
        if self.latitude is not None and self.longitude is not None:
            return self.latitude, self.longitude
        if self.commune is not None:
            return self.commune.latitude, self.commune.longitude
        return None

    @property
    def organisation_name(self) -> str | None:
        """Who offers it."""
        return self.organisation.name if self.organisation else None

    @property
    def commune_name(self) -> str | None:
        """Where it is."""
        return self.commune.name if self.commune else None

    @property
    def public_contact(self) -> dict[str, str]:
        """The contact as its author allows it to be shown, by name; what is hidden is not there."""
        from pages.presentation.shared import public_contact

        shown = dataclasses.asdict(public_contact(self))
        return {name: value for name, value in shown.items() if value}

    @property
    def has_ended(self) -> bool:
        """Whether its end of publication has passed."""
        return self.expire_at is not None and self.expire_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether the public may read it: online and not past its expiry."""
        return self.live and (self.expire_at is None or self.expire_at > timezone.now())

    @property
    def gone_reason(self) -> str:
        """Filled, withdrawn or expired; empty while it is open, or was never online."""
        if self.is_open or self.first_published_at is None:
            return ""
        if not self.live and self.filled_at:
            return "filled"
        if not self.live and self.withdrawn_at:
            return "withdrawn"
        return "expired"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Serve what was once online, for its 410; a page never published does not exist."""
        if path_components:
            raise Http404
        if self.gone_reason:
            return RouteResult(self)
        return super().route(request, path_components)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Wagtail's own, without reading the ancestors while no page of the site is private.

        The public view has asked already, with the page.
        """
        known: bool | None = self.__dict__.get("site_has_private_pages")
        if not (PageViewRestriction.objects.exists() if known is None else known):
            return PageViewRestriction.objects.none()
        restrictions: QuerySet[PageViewRestriction] = super().get_view_restrictions()
        return restrictions

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template needs, previews of drafts included."""
        prepared = import_module(self.presentation).context(self, request)
        return {**super().get_context(request, *args, **kwargs), **prepared}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or 410 with the reason when it is over, be it expired a second ago."""
        from pages.presentation.shared import gone_context

        reason = self.gone_reason
        if not reason:
            return super().serve(request, *args, **kwargs)
        context = {
            **Page.get_context(self, request, *args, **kwargs),
            **gone_context(reason, import_module(self.presentation).WORDS),
        }
        return TemplateResponse(request, "pages/opportunity_gone.html", context, status=410)
