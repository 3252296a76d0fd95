"""Recruitment sessions, what they bring together, and their index."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from pages import validation
from pages.forms import RecruitmentSessionForm
from pages.models.opportunity import OpportunityIndexPage, OpportunityPage
from pages.panels import SESSION_PANELS, session_edit_handler
from pages.wording import SESSION


class SessionType(models.TextChoices):
    """What happens there."""

    JOB_DATING = "job_dating", "Job dating"
    FORUM = "forum", "Forum de l’emploi"
    INFORMATION = "information", "Information collective"
    COMPANY_VISIT = "company_visit", "Visite d’entreprise"
    WORKSHOP = "workshop", "Atelier"


class SessionAudience(models.TextChoices):
    """Whom it is for."""

    PUBLIC = "public", "Tout public"
    RSA = "rsa", "Bénéficiaires du RSA"
    INVITATION = "invitation", "Sur invitation"


class SessionStatus(models.TextChoices):
    """Whether it takes place as announced."""

    SCHEDULED = "scheduled", "Prévue"
    POSTPONED = "postponed", "Reportée"
    CANCELLED = "cancelled", "Annulée"


class RecruitmentSessionIndexPage(OpportunityIndexPage):
    """Index of sessions; what the public sees at its address is the agenda."""

    is_creatable = True
    frozen_slug = "sessions"
    subpage_types: ClassVar[list[str]] = ["pages.RecruitmentSessionPage"]

    class Meta:
        verbose_name = "index des sessions de recrutement"


class RecruitmentSessionPage(OpportunityPage):
    """Session de recrutement. It leaves the lists when it is over, and cannot be prolonged."""

    kind = "session"
    presentation = "pages.presentation.session"
    noun = SESSION
    is_prolongable = False

    session_type = models.CharField("type de session", max_length=13, choices=SessionType.choices)
    positions = models.PositiveSmallIntegerField(
        "postes à pourvoir",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(2_000)],
        help_text="En tout, si vous le savez.",
    )
    place_name = models.CharField(
        "nom du lieu",
        max_length=150,
        blank=True,
        help_text="Comme «\u00a0Maison du peuple, salle 2\u00a0».",
    )
    starts_at = models.DateTimeField("début", null=True)
    ends_at = models.DateTimeField("fin", null=True)
    registration_opens_at = models.DateTimeField(
        "ouverture des inscriptions",
        null=True,
        blank=True,
        help_text="Vide\u00a0: dès la mise en ligne.",
    )
    registration_closes_at = models.DateTimeField(
        "fermeture des inscriptions",
        null=True,
        blank=True,
        help_text="Vide\u00a0: au début de la session.",
    )
    capacity = models.PositiveSmallIntegerField(
        "nombre de places",
        null=True,
        validators=[MinValueValidator(1), MaxValueValidator(5_000)],
    )
    slot_minutes = models.PositiveSmallIntegerField(
        "durée d’un créneau (minutes)",
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
        help_text="Si chaque personne a son heure de passage.",
    )
    interviewers = models.PositiveSmallIntegerField(
        "recruteurs en parallèle",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text="Combien de personnes sont reçues en même temps.",
    )
    waiting_list_size = models.PositiveSmallIntegerField(
        "places en liste d’attente", default=0, validators=[MaxValueValidator(500)]
    )
    audience = models.CharField(
        "public", max_length=10, choices=SessionAudience.choices, default=SessionAudience.PUBLIC
    )
    what_to_bring = models.CharField(
        "à apporter",
        max_length=250,
        blank=True,
        help_text="Comme «\u00a0Votre CV, si vous en avez un, et une pièce d’identité\u00a0».",
    )
    childcare = models.BooleanField("garde d’enfants sur place", default=False)
    transport_provided = models.BooleanField("transport organisé", default=False)
    interpreter = models.BooleanField("interprète sur place", default=False)
    status = models.CharField(
        "la session est",
        max_length=9,
        choices=SessionStatus.choices,
        default=SessionStatus.SCHEDULED,
    )

    parent_page_types: ClassVar[list[str]] = ["pages.RecruitmentSessionIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/recruitment_session_page.html"
    edit_handler = session_edit_handler(SESSION_PANELS, RecruitmentSessionForm)

    class Meta(OpportunityPage.Meta):
        # Times in order, places and slots that exist, held by the database.

        verbose_name = "session de recrutement"
        verbose_name_plural = "sessions de recrutement"
        constraints = [
            *OpportunityPage.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
                name="pages_session_times",
                violation_error_message="La fin doit être après le début.",
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="pages_session_registration",
                violation_error_message="Les inscriptions ferment après leur ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="pages_session_capacity",
                violation_error_message="Il faut au moins une place.",
            ),
            models.CheckConstraint(
                condition=(Q(slot_minutes__isnull=True) | Q(slot_minutes__gte=5))
                & (Q(interviewers__isnull=True) | Q(interviewers__gte=1)),
                name="pages_session_slots",
                violation_error_message="Ces créneaux ne sont pas possibles.",
            ),
        ]

    end_field = "ends_at"

    def coherence_errors(self) -> validation.Errors:
        """Times, slots and places must not contradict each other."""
        return validation.merge(super().coherence_errors(), validation.session_coherence(self))

    def completeness_errors(self) -> validation.Errors:
        """What the required fields do not ask by themselves."""
        return validation.merge(
            super().completeness_errors(), validation.session_completeness(self)
        )

    def derive_expiry(self) -> None:
        """It is over at its end."""
        self.expire_at = self.ends_at

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """A copy is another session: it takes place as announced."""
        kwargs["update_attrs"] = {
            "status": SessionStatus.SCHEDULED,
            **(kwargs.get("update_attrs") or {}),
        }
        return super().copy(*args, **kwargs)


class SessionPartner(Orderable):
    """An organisation that recruits or helps there, beside the organiser."""

    page = ParentalKey(RecruitmentSessionPage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "snippets.Organisation",
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        verbose_name = "partenaire"
        constraints = [
            models.UniqueConstraint(
                fields=("page", "organisation"),
                name="pages_session_partner_once",
                violation_error_message="Cette organisation est déjà dans la liste.",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class SessionOccupation(Orderable):
    """An occupation that is recruited there."""

    page = ParentalKey(RecruitmentSessionPage, on_delete=models.CASCADE, related_name="occupations")
    occupation = models.ForeignKey(
        "snippets.Occupation", verbose_name="métier", on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = "métier"
        constraints = [
            models.UniqueConstraint(
                fields=("page", "occupation"),
                name="pages_session_occupation_once",
                violation_error_message="Ce métier est déjà dans la liste.",
            )
        ]

    def __str__(self) -> str:
        return str(self.occupation)


class SessionOffer(Orderable):
    """A job offer that is filled there."""

    page = ParentalKey(RecruitmentSessionPage, on_delete=models.CASCADE, related_name="offers")
    offer = models.ForeignKey(
        "pages.JobOfferPage", verbose_name="offre", on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = "offre"
        constraints = [
            models.UniqueConstraint(
                fields=("page", "offer"),
                name="pages_session_offer_once",
                violation_error_message="Cette offre est déjà dans la liste.",
            )
        ]

    def __str__(self) -> str:
        return str(self.offer)
