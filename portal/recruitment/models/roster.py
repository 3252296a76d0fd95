"""The list of a session: what its people were told of it, its slots, who may manage it."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pages.models.session import SessionAudience, SessionStatus, SessionType
from portal.accounts.capabilities import CANDIDATE_LIST, has_capability
from portal.participation.recruiting import is_agent, recruiting_for
from snippets.french import hour
from snippets.models import Commune, Organisation

NEUTRAL_TITLE = "Rendez-vous emploi"


class RosterQuerySet(models.QuerySet["Roster"]):
    """Scoped by who may manage the list."""

    def manageable_by(self, user: Any) -> Self:
        """Those that a person manages: officers all, members those of their organisation.

        The list of a session for RSA beneficiaries would disclose who they are: it never leaves
        the Département.
        """
        if not has_capability(user, CANDIDATE_LIST):
            return self.none()
        if is_agent(user):
            return self.all()
        found = self.filter(organisations__in=recruiting_for(user)).distinct()
        return found.exclude(audience=SessionAudience.RSA)


class Roster(models.Model):
    """Liste d’une session. Its row is what every path that takes a place locks.

    It copies the live page when it is published (`services.following`): a draft changes nothing
    here, and a page that is deleted takes nobody away. `closes_at` is never empty.
    """

    page = models.OneToOneField(
        "pages.RecruitmentSessionPage",
        verbose_name="session",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField("intitulé", max_length=255)
    session_type = models.CharField("type", max_length=13, choices=SessionType.choices)
    audience = models.CharField("public", max_length=10, choices=SessionAudience.choices)
    status = models.CharField("état", max_length=9, choices=SessionStatus.choices)
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisateur", on_delete=models.PROTECT, related_name="+"
    )
    # The organiser and the partners.
    organisations = models.ManyToManyField(
        Organisation, verbose_name="organisations", related_name="+"
    )
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    opens_at = models.DateTimeField("ouverture des inscriptions", null=True, blank=True)
    closes_at = models.DateTimeField("fermeture des inscriptions")
    place_name = models.CharField("nom du lieu", max_length=150, blank=True)
    address = models.CharField("adresse", max_length=250, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name="commune", on_delete=models.PROTECT, related_name="+"
    )
    what_to_bring = models.CharField("à apporter", max_length=250, blank=True)
    capacity = models.PositiveSmallIntegerField("places")
    waiting_list_size = models.PositiveSmallIntegerField("places en liste d’attente", default=0)
    has_slots = models.BooleanField("à chacun son heure", default=False)
    # How many have come in so far: the next one's order of arrival.
    arrivals = models.PositiveIntegerField("arrivées", default=0)
    taken_down_at = models.DateTimeField("retirée le", null=True, blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = "liste d’une session"
        verbose_name_plural = "listes des sessions"
        ordering = ("starts_at", "pk")
        indexes = [models.Index(fields=("starts_at",), name="recruitment_by_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="recruitment_roster_times",
                violation_error_message="La fin doit être après le début.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__lte=F("ends_at")),
                name="recruitment_roster_closes",
                violation_error_message="Les inscriptions ferment avant la fin.",
            ),
        ]

    def __str__(self) -> str:
        return self.told_title

    @property
    def is_for_rsa(self) -> bool:
        """Whether its list never leaves the Département, and its messages are neutral."""
        return self.audience == SessionAudience.RSA

    @property
    def told_title(self) -> str:
        """What messages, calendars and links call it: nothing that says whom it is for."""
        return NEUTRAL_TITLE if self.is_for_rsa else self.title

    @property
    def takes_place(self) -> bool:
        """Whether it is held as announced, and still on line or already over."""
        return self.status == SessionStatus.SCHEDULED and self.taken_down_at is None


class Slot(models.Model):
    """Créneau: an hour at which `places` people are received at once.

    One that the page no longer has keeps its people with `places=0`, until they choose another.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    places = models.PositiveSmallIntegerField("places")

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        ordering = ("starts_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("roster", "starts_at"),
                name="recruitment_slot_once",
                violation_error_message="Ce créneau existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="recruitment_slot_times",
                violation_error_message="La fin doit être après le début.",
            ),
        ]

    def __str__(self) -> str:
        return hour(self.starts_at)


class SessionNews(models.Model):
    """Annonce: what changed in a session, for the people who were on its list then.

    `told_at` is written with their messages: a job that is run twice tells them once.
    """

    class Kind(models.TextChoices):
        """What changed."""

        MOVED = "moved", "Nouvelle date"
        POSTPONED = "postponed", "Reportée"
        CANCELLED = "cancelled", "Annulée"
        PLACE = "place", "Autre lieu"
        SLOTS = "slots", "Heures de passage supprimées"

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="news")
    kind = models.CharField("annonce", max_length=9, choices=Kind.choices)
    at = models.DateTimeField("date", default=timezone.now)
    # Who registered later knows already.
    last_arrival = models.PositiveIntegerField("dernière personne concernée")
    told_at = models.DateTimeField("annoncée le", null=True, blank=True)
    told = models.PositiveIntegerField("messages", default=0)

    class Meta:
        verbose_name = "annonce"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.at):%d/%m/%Y}"
