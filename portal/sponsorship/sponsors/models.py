"""A sponsor, the steps of their way, and the versions of the charter that they signed."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.accounts.capabilities import COORDINATE_SPONSORS, has_capability
from portal.accounts.models import User
from portal.accounts.models.owned import OwnedQuerySet
from portal.candidates.models.profile import RADIUS_CHOICES
from portal.sponsorship import rules
from portal.sponsorship.sponsors.charter import CHARTER
from portal.sponsorship.sponsors.states import MEMBERS, TO_VET, State
from portal.sponsorship.steps import Step
from portal.sponsorship.values import Meetable, within_lists
from snippets.models import Commune, Organisation
from snippets.validators import validate_phone

MAX_CAPACITY = 5
MAX_TEXT = 1000
_APPLIED = "Candidature reçue"
MAX_NOTE = 3000


class SponsorQuerySet(OwnedQuerySet["Sponsor"]):
    """Scoped by the person (`owned_by`), or by who coordinates (`visible_to`)."""

    def visible_to(self, user: Any) -> Self:
        """All of them for the coordination, none for anybody else."""
        return self if has_capability(user, COORDINATE_SPONSORS) else self.none()

    def to_vet(self) -> Self:
        """Those whom the coordinator has not answered yet."""
        return self.filter(state__in=TO_VET)

    def members(self) -> Self:
        """Those who hold the level: welcomed, on pause or not."""
        return self.filter(state__in=MEMBERS)

    def pairable(self) -> Self:
        """Those to whom a pair may be proposed: not on pause, the present charter signed.

        Not those whose work opens cases: whom they could not meet would be who has one. Capacity is
        counted by who pairs.
        """
        signed = CharterSignature.objects.filter(sponsor=OuterRef("pk"), version=CHARTER.version)
        return self.filter(Exists(signed), state=State.ACCEPTED, user__is_active=True).exclude(
            user__in=rules.readers_of_cases()
        )


class Sponsor(Meetable):
    """Parrain, marraine: a volunteer from working life, one row for an account whatever happens.

    `profession` is what they do, in their words; `domains` the trades that they know. They meet
    people at `radius_km` kilometres of `commune`. `employers` are organisations for which they said
    that they recruit (`SponsorEmployer`): nobody else reads them.
    """

    user = models.OneToOneField(
        User, verbose_name="personne", on_delete=models.PROTECT, related_name="sponsor"
    )
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.APPLIED)
    phone = models.CharField("téléphone", max_length=25, blank=True, validators=[validate_phone])
    profession = models.CharField("métier", max_length=120, blank=True)
    motivation = models.TextField("motivation", max_length=MAX_TEXT, blank=True)
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    radius_km = models.PositiveSmallIntegerField(
        "distance", choices=RADIUS_CHOICES, default=20, help_text="Kilomètres."
    )
    capacity = models.PositiveSmallIntegerField("personnes à la fois", default=1)
    # The coordinator's; the person reads it in the export of their data, and nowhere else.
    interview_note = models.TextField("note d’entretien", max_length=MAX_NOTE, blank=True)
    # The last time of each step; all of them are in `steps`.
    applied_at = models.DateTimeField("candidature le", default=timezone.now)
    contacted_at = models.DateTimeField("contact le", null=True, blank=True)
    interviewed_at = models.DateTimeField("entretien le", null=True, blank=True)
    decided_at = models.DateTimeField("décision le", null=True, blank=True)
    changed_at = models.DateTimeField("changement d’état le", default=timezone.now)
    # Whoever coordinates was told that nobody had called.
    late_told_at = models.DateTimeField("retard signalé le", null=True, blank=True)

    objects = SponsorQuerySet.as_manager()

    class Meta:
        verbose_name = "parrain, marraine"
        verbose_name_plural = "parrains et marraines"
        ordering = ("applied_at", "pk")
        indexes = [models.Index(fields=("state", "applied_at"), name="sponsorship_sponsor_state")]
        constraints = [
            *within_lists("sponsorship_sponsor"),
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="sponsorship_sponsor_state",
                violation_error_message="Choisissez un état de la liste.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, MAX_CAPACITY)),
                name="sponsorship_sponsor_capacity",
                violation_error_message=(
                    f"Choisissez de 1 à {MAX_CAPACITY}\u00a0personnes à la fois."
                ),
            ),
            models.CheckConstraint(
                condition=Q(radius_km__range=(1, 100)),
                name="sponsorship_sponsor_radius",
                violation_error_message="La distance va de 1 à 100\u00a0km.",
            ),
            models.CheckConstraint(
                condition=~Q(state="contacted") | Q(contacted_at__isnull=False),
                name="sponsorship_sponsor_contacted",
                violation_error_message="Dites quand le contact a été pris.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["interviewed", "accepted", "paused"])
                | Q(interviewed_at__isnull=False),
                name="sponsorship_sponsor_interviewed",
                violation_error_message="Personne n’est accueilli sans entretien.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_member(self) -> bool:
        """Whether they hold the level."""
        return self.state in MEMBERS

    @property
    def has_signed(self) -> bool:
        """Whether they signed the present version of the charter."""
        return self.signatures.filter(version=CHARTER.version).exists()

    @property
    def reads_cases(self) -> bool:
        """Whether their work opens cases: nobody is proposed to them."""
        return rules.reads_cases(self.user)


class SponsorEmployer(models.Model):
    """Organisation pour laquelle un parrain, une marraine recrute: said by them, for them alone.

    The coordinator neither reads nor writes it: whom it keeps away would say who applied there. One
    that was taken back still counts for requests asked before (`removed_at`).
    """

    sponsor = models.ForeignKey(
        Sponsor,
        verbose_name="parrain, marraine",
        on_delete=models.PROTECT,
        related_name="employers",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.CASCADE, related_name="+"
    )
    said_at = models.DateTimeField("ajoutée le", default=timezone.now)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "organisation pour laquelle on recrute"
        ordering = ("organisation__name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("sponsor", "organisation"),
                condition=Q(removed_at__isnull=True),
                name="sponsorship_employer_once",
                violation_error_message="Vous l’avez déjà indiquée.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class SponsorStep(Step):
    """Étape d’un parrain, d’une marraine: never changed, the reason of who is erased apart."""

    sponsor = models.ForeignKey(
        Sponsor, verbose_name="parrain, marraine", on_delete=models.PROTECT, related_name="steps"
    )

    class Meta(Step.Meta):
        verbose_name = "étape d’un parrain, d’une marraine"

    def __str__(self) -> str:
        # « À contacter » is what comes next, not what happened.
        return _APPLIED if self.state == State.APPLIED else State(self.state).label


class CharterSignature(models.Model):
    """Signature de la charte: the text as it was read, its version and its date."""

    sponsor = models.ForeignKey(
        Sponsor,
        verbose_name="parrain, marraine",
        on_delete=models.PROTECT,
        related_name="signatures",
    )
    version = models.CharField("version", max_length=20)
    text = models.TextField("texte lu")
    signed_at = models.DateTimeField("signée le", default=timezone.now)

    class Meta:
        verbose_name = "signature de la charte"
        ordering = ("-signed_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("sponsor", "version"),
                name="sponsorship_charter_once",
                violation_error_message="Vous avez déjà signé cette version de la charte.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="sponsorship_charter_text",
                violation_error_message="Une signature garde le texte lu.",
            ),
        ]

    def __str__(self) -> str:
        return f"Charte {self.version}"
